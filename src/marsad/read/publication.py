"""Read the day of publication from a line that states it in words, for an intake that knows no language."""

from __future__ import annotations

import datetime as dt

from marsad.errors import LanguageError
from marsad.language.detect import detect_language
from marsad.language.pack import load_pack
from marsad.read.dates import find_dates
from marsad.read.segment import split_sentences
from marsad.text import normalise


def read_day(line: str, article: str) -> dt.date | None:
    """The first full day that ``line`` states in the language of its ``article``; None where it states none.

    >>> read_day("Le 14 juin 2024", "La Belgique a retiré hier ses conseillers.")
    datetime.date(2024, 6, 14)
    """
    try:
        pack = load_pack(detect_language(article))
    except LanguageError:
        return None
    sentences = split_sentences(normalise(line), pack.analyse, cased=pack.cased)
    for mention in find_dates(sentences, pack, None):
        try:
            return dt.date.fromisoformat(mention.edtf or "")
        except ValueError:
            continue
    return None
