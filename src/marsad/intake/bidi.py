"""Glyphs of a line, as they stand from left to right, to the words that they write.

The reverse of what a program does that prints Arabic: the line is read from its right end, but numbers and words in
left-to-right scripts inside it from their left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_RIGHT_TO_LEFT = re.compile("[\u0590-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHT_TO_LEFT_WORDS = re.compile(rf"{_RIGHT_TO_LEFT.pattern}+(?:\W+{_RIGHT_TO_LEFT.pattern}+)*")
_LETTER = r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_NUMBER = r"\d+(?:[.,:/]\d+)*"
_WORD = rf"(?:{_LETTER}|\d)+(?:[-.,:/'’&@_+](?:{_LETTER}|\d)+)*"
# Words in left-to-right letters with the numbers in and after them, else a number alone; "2025-01-15" keeps its order,
# while "12-15" among Arabic words stands for "15-12".
_LEFT_TO_RIGHT = re.compile(
    rf"(?=\d*(?:[-.,:/]?\d)*[-.]?{_LETTER}){_WORD}(?: +{_WORD})*|\d{{4}}-\d\d-\d\d(?!\d)|{_NUMBER}", re.UNICODE
)
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and where it stands, from its left to its right edge."""

    char: str
    left: float
    right: float


def has_right_to_left(text: str) -> bool:
    return bool(_RIGHT_TO_LEFT.search(text))


def order_line(glyphs: Iterable[Glyph]) -> str:
    """The words of one line in the order of reading; vowel marks are left out, as their place is not certain."""
    kept = [glyph for glyph in glyphs if unicodedata.category(glyph.char) != "Mn"]
    # A ligature is several characters in one place, which come in reverse where they are right-to-left.
    places = [(key, [glyph.char for glyph in group]) for key, group in groupby(kept, lambda g: (g.left, g.right))]
    seen = "".join("".join(chars) for _, chars in sorted(places, key=lambda place: place[0]))
    return order_words(seen)


def order_words(seen: str) -> str:
    """The words of a line seen from left to right.

    >>> order_words("abc 12")
    'abc 12'
    """
    right = len(_RIGHT_TO_LEFT.findall(seen))
    left = len(re.findall(_LETTER, seen))
    if not right:
        return seen
    if right * 2 > left:
        return _reverse(seen)
    return _RIGHT_TO_LEFT_WORDS.sub(lambda match: _reverse(match.group()), seen)


def _reverse(seen: str) -> str:
    parts = [part if kept else part[::-1].translate(_MIRRORED) for kept, part in _cut(seen)]
    return "".join(reversed(parts))


def _cut(seen: str) -> Iterator[tuple[bool, str]]:
    """The parts of a line, and whether each is read from left to right."""
    place = 0
    for match in _LEFT_TO_RIGHT.finditer(seen):
        if match.start() > place:
            yield False, seen[place : match.start()]
        yield True, match.group()
        place = match.end()
    if place < len(seen):
        yield False, seen[place:]
