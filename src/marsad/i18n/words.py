"""What the desk says, in the language that its viewer reads: sentences, names, numbers and dates.

Sentences are in ``<code>.toml``, the same keys in every language; what is counted has a form for each plural category
of the language (CLDR). Names of countries, months and number formats are CLDR's, by Babel.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from marsad.edtf import edtf_range
from marsad.errors import PackError
from marsad.i18n.sentences import END as _END
from marsad.i18n.sentences import ISOLATE as _ISOLATE
from marsad.i18n.sentences import read_faults, translate
from marsad.knowledge.actors import load_actors
from marsad.knowledge.places import name_places
from marsad.model import Party, Place
from marsad.register import Bound

FOLDER = Path(__file__).parent
OPEN = "–"
SENTENCES = ("reasons",)
"""Tables whose keys are English sentences with values in braces, as other parts of Marsad say them."""
# An interval is read from its lower to its upper end, the way its digits run, in every language.
_LEFT_TO_RIGHT = "\u2066"
_NUMBER = re.compile(r"\d+")
# A number that takes the plural in every language of ours.
_MANY = 5
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


class Words:
    """The words of one language; called with a key, it gives the sentence.

    >>> load_words("en")("count.entries", n=2)
    '2 entries'
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self.table = read_words(language)
        self._countries: Mapping[str, str] = self.locale.territories

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of a key with its values; ``n`` chooses the plural form. Values of markup stay markup."""
        pattern = self._find_pattern(key, values.get("n"))
        if any(isinstance(value, Markup) for value in values.values()):
            return Markup(pattern).format(**{name: self._place(value) for name, value in values.items()})
        return pattern.format(**{name: self._place(value) for name, value in values.items()})

    def fill(self, key: str, values: Mapping[str, str], n: int | None = None) -> str:
        """The sentence of a key with values that are words already; ``n`` chooses the plural form."""
        return self._find_pattern(key, n).format(**values)

    def _find_pattern(self, key: str, n: int | None) -> str:
        pattern = self.table.get(key)
        if pattern is None:
            raise PackError(f"no words for {key!r}", where=f"{self.language}.toml")
        if isinstance(pattern, dict):
            return str(pattern.get(self.locale.plural_form(n or 0)) or pattern["other"])
        return str(pattern)

    def _place(self, value: Any) -> Any:
        if isinstance(value, int):
            return self.number(value)
        return value if isinstance(value, Markup) else self.isolate(str(value))

    def isolate(self, words: str) -> str:
        """Words whose direction stays their own, whatever stands around them."""
        return f"{_ISOLATE}{words}{_END}"

    def knows(self, key: str) -> bool:
        return key in self.table

    # Numbers

    def number(self, value: int) -> str:
        return _format_number(value, self.locale)

    def bounds(self, low: int | None, high: int | None) -> str:
        """An interval: ``7``, ``5–10``, ``≥ 5``, ``≤ 10``, and ``–`` for a number that is not stated."""
        if low is None and high is None:
            return OPEN
        if low is None:
            words = f"≤\u00a0{self.number(high or 0)}"
        elif high is None:
            words = f"≥\u00a0{self.number(low)}"
        else:
            words = self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"
        return f"{_LEFT_TO_RIGHT}{words}{_END}"

    def span(self, *ends: int) -> str:
        """Figures of one count, such as low, best and high: ``447–513–910``."""
        return f"{_LEFT_TO_RIGHT}{'–'.join(self.number(end) for end in ends)}{_END}"

    def ratio(self, value: float) -> str:
        return f"{_LEFT_TO_RIGHT}{format_decimal(value, '0.00', locale=self.locale)}{_END}"

    def percent(self, share: float, digits: int = 0) -> str:
        shown = format_decimal(100 * share, f"0.{'0' * digits}" if digits else "0", locale=self.locale)
        return f"{_LEFT_TO_RIGHT}{shown}\u00a0%{_END}"

    # Dates

    def day(self, day: dt.date | None) -> str:
        return str(format_date(day, "long", locale=self.locale)) if day else OPEN

    def moment(self, moment: dt.datetime) -> str:
        """A point in time, in UTC."""
        return f"{format_datetime(moment.astimezone(dt.UTC), 'medium', locale=self.locale)} UTC"

    def month(self, day: dt.date) -> str:
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def edtf(self, edtf: str | None) -> str:
        """A date of a claim: a day, month, season, year or interval, open ends and doubt included."""
        if not edtf:
            return OPEN
        first, slash, last = edtf.partition("/")
        if not slash:
            return self._date(first)
        if last in ("", ".."):
            return self("date.since", day=self._date(first))
        if first in ("", ".."):
            return self("date.until", day=self._date(last))
        return f"{self._date(first)} – {self._date(last)}"

    def _date(self, edtf: str) -> str:
        plain = edtf.rstrip("?~%")
        words = self._plain_date(plain)
        return words if plain == edtf else self("date.about", day=words)

    def _plain_date(self, edtf: str) -> str:
        parts = edtf.split("-")
        if "X" in edtf:
            return f"{_LEFT_TO_RIGHT}{edtf.replace('X', '0')}–{edtf.replace('X', '9')}{_END}"
        if len(parts) == 1:
            return edtf
        if len(parts) == 2 and parts[1] in _SEASONS:
            return self(f"season.{_SEASONS[parts[1]]}", year=Markup(parts[0]))
        first, _ = edtf_range(edtf)
        if first is None:
            return edtf
        return self.month(first) if len(parts) == 2 else self.day(first)

    # Names

    def value(self, kind: str, name: str | None) -> str:
        """A value of the model as words: ``value("class", "uav")``; itself where it has none."""
        if not name:
            return OPEN
        return self(f"{kind}.{name}") if self.knows(f"{kind}.{name}") else name.replace("_", " ")

    def country(self, code: str | None) -> str:
        return self._countries.get(code or "", code or OPEN)

    def party(self, party: Party | None) -> str:
        """A state or another actor by its name in this language, where the tables have one."""
        if party is None:
            return OPEN
        return self._countries.get(party.id) or _name_actors(self.language).get(party.id) or party.name

    def place(self, place: Place | None) -> str:
        """A place with its country; both by the name they go by here."""
        if place is None:
            return OPEN
        country = self.country(place.country) if place.country else ""
        state = load_actors().states.get(place.country or "")
        if not country or place.name in (place.country, state.name if state else None):
            return country or _name_places(self.language).get((place.name, None), place.name)
        return f"{_ISOLATE}{self.place_name(place)}{_END}{self('comma')}{country}"

    def place_name(self, place: Place) -> str:
        """The name alone, as this language has it where our table knows."""
        return _name_places(self.language).get((place.name, place.country), place.name)

    def item(self, bound: Bound) -> str:
        """What is counted: ``T-72B3 (tank)``, or the bare class."""
        kind = self.value("class", bound.item.class_)
        return f"{_ISOLATE}{bound.item.designation}{_END} ({kind})" if bound.item.designation else kind

    def aim(self, country: str | None, place: str | None, period: str | None) -> str:
        """What a verdict is about: where and when, as far as it is known."""
        where = self.country(country) if country else self.isolate(place) if place else ""
        return self("comma").join(part for part in (where, self.edtf(period) if period else "") if part) or OPEN

    def verdict(self, country: str | None, place: str | None, period: str | None, answer: str) -> str:
        """What a verdict is about, and its answer."""
        told = self.value("answer", answer.replace(" ", "_"))
        return f"{self.aim(country, place, period)}{self('brief.colon')}{told}"

    def feature(self, feature: str) -> str:
        """What a comparison of two claims found, in words: ``supplier=same`` → ``supplier: the same``."""
        parts = feature.split("/") if feature.startswith("together/") else [feature]
        told = []
        for part in parts:
            name, _, verdict = part.partition("=")
            known = self(f"feature.{name}") if self.knows(f"feature.{name}") else name
            told.append(f"{known}: {self._verdict(verdict)}" if verdict else known)
        return self("comma").join(told)

    def _verdict(self, verdict: str) -> str:
        number = _NUMBER.search(verdict)
        if verdict == "0 days":
            return self("verdict.no days")
        if "/" in verdict:
            return " / ".join(self._name_value(part) for part in verdict.split("/"))
        key = "verdict." + _NUMBER.sub("N", verdict)
        return self(key, n=int(number[0]) if number else 0) if self.knows(key) else verdict

    def language_name(self, code: str | None) -> str:
        return str(self.locale.languages.get(code or "", code or OPEN))

    def _name_value(self, name: str) -> str:
        known = [f"{kind}.{name}" for kind in ("factuality", "type") if self.knows(f"{kind}.{name}")]
        return self(known[0]) if known else name

    def people(self, role: str, low: int | None, high: int | None) -> str:
        """People of a role, in the form that goes with their number."""
        number = (low or 0) if high is None else high
        return self(f"role.{role}", n=number)

    def counted(self, name: str) -> str:
        """What a total adds up: a class of equipment or a role of people."""
        if self.knows(f"class.{name}"):
            return self(f"class.{name}")
        return self(f"role.{name if self.knows(f'role.{name}') else 'other'}", n=_MANY)

    def reason(self, rule: str) -> str:
        """A rule of linking in words of this language; the rule itself where the table does not have it."""
        return self("semicolon").join(translate(self.table["reasons"], part) for part in rule.split("; "))

    def fault(self, message: str) -> str:
        """What an error says, in words of this language; the message itself where the table does not have it."""
        return translate(read_faults(self.language), message)


@lru_cache(20_000)
def _format_number(value: int, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


@cache
def _name_actors(language: str) -> dict[str, str]:
    """For each listed actor the name that comes first in a language."""
    names: dict[str, str] = {}
    for alias in load_actors().aliases(language):
        if alias.form == "name":
            names.setdefault(alias.id, alias.text)
    return names


@cache
def _name_places(language: str) -> dict[tuple[str, str | None], str]:
    return name_places(language)


@cache
def load_words(language: str) -> Words:
    """The words of a language of the interface."""
    return Words(language)


@cache
def read_words(language: str) -> dict[str, Any]:
    """The table of a language, its sections joined to the keys: ``entry.title``; raises PackError for a faulty file.

    A table of plural forms stays one, and so do those of SENTENCES.
    """
    file = FOLDER / f"{language}.toml"
    try:
        sections = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(str(error), where=str(file)) from error
    except OSError as error:
        raise PackError("has no words for the desk", where=str(file)) from error
    table: dict[str, Any] = {name: sections.pop(name, {}) for name in SENTENCES}
    for section, entries in sections.items():
        if isinstance(entries, str):
            table[section] = entries
            continue
        table |= {f"{section}.{name}": value for name, value in entries.items()}
    return table
