"""Reasons of verdicts and predictions as sentences: their keys and values in the words of a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from marsad.i18n.words import Words, load_words
from marsad.model import Party
from marsad.verdicts import Count, Countries, Edtf, Reason, Share, Value

_PLAIN = "en"


def tell_reason(reason: Reason, words: Words) -> str:
    """The sentence for a person, with numbers, dates and names as the language writes them."""
    return _tell(reason, words, lambda value: _write(value, words))


def tell_plainly(reason: Reason) -> str:
    """The sentence for terminals and programs: English, with numbers, dates and codes as they are kept.

    >>> tell_plainly(Reason.of("no_later", due=dt.date(2025, 3, 31)))
    'due by 2025-03-31; no later document tells'
    """
    return _tell(reason, load_words(_PLAIN), _write_plainly)


def _tell(reason: Reason, words: Words, write: Callable[[Value], str]) -> str:
    values = {
        name: _tell(value, words, write) if isinstance(value, Reason) else write(value) for name, value in reason.values
    }
    count = dict(reason.values).get("n")
    return words.fill(f"because.{reason.key}", values, count if isinstance(count, int) else None)


def _write(value: Value, words: Words) -> str:
    match value:
        case str():
            return words.isolate(value) if value else ""
        case int():
            return words.number(value)
        case float():
            return words.ratio(value)
        case dt.date():
            return words.day(value)
        case Count(low, best, high):
            return words.span(low, best, high)
        case Edtf(edtf):
            return words.edtf(edtf)
        case Countries(codes):
            return words("comma").join(words.country(code) for code in codes)
        case Share(part):
            return words.percent(part, digits=1)
        case Party():
            return words.isolate(words.party(value))
    raise TypeError(f"no way to write a {type(value).__name__}")


def _write_plainly(value: Value) -> str:
    match value:
        case float():
            return f"{value:.2f}"
        case Edtf(edtf):
            return edtf
        case Countries(codes):
            return ", ".join(load_words(_PLAIN).country(code) for code in codes)
        case Share(part):
            return f"{100 * part:.1f} %"
        case Party(name=name):
            return name
    return str(value)
