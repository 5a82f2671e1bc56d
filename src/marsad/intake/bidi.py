"""Glyphs of a line, as they stand from left to right, to the words that they write.

The reverse of what a program does that prints Arabic: the line is read from its right end, but numbers and words in
left-to-right scripts inside it from their left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

_RIGHT_TO_LEFT = re.compile("[\u0590-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHT_TO_LEFT_WORDS = re.compile(rf"{_RIGHT_TO_LEFT.pattern}+(?:\W+{_RIGHT_TO_LEFT.pattern}+)*")
_LETTER = r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_NUMBER = r"\d+(?:[.,:/]\d+)*"
_WORD = rf"(?:{_LETTER}|\d)+(?:[-.,:/'’&@_+](?:{_LETTER}|\d)+)*"
# Words in left-to-right letters with the numbers in and after them, else a number alone; "2025-01-15" keeps its order,
# while "12-15" among Arabic words stands for "15-12".
_LEFT_TO_RIGHT = re.compile(
    rf"(?=(?:[-.,:/]?\d){{0,40}}[-.]?{_LETTER}){_WORD}(?: +{_WORD})*|\d{{4}}-\d\d-\d\d(?!\d)|{_NUMBER}", re.UNICODE
)
_SPACE = 0.18
"""Of the height of a line: a gap that is wider parts two words. Letters stand up to 0.09 apart, words from 0.27 on."""

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and where it stands, from its left to its right edge, and how high its place is, in points."""

    char: str
    left: float
    right: float
    height: float = 10.0


def has_right_to_left(text: str) -> bool:
    return bool(_RIGHT_TO_LEFT.search(text))


def order_line(glyphs: Iterable[Glyph]) -> str:
    """The words of one line in the order of reading; vowel marks are left out, as their place is not certain."""
    # Spaces without width are PDFium's own guesses, and may stand on the wrong side of a word.
    kept = [glyph for glyph in glyphs if glyph.right > glyph.left and unicodedata.category(glyph.char) != "Mn"]
    # A ligature is several characters in one place, which come in reverse where they are right-to-left.
    places = [(key, list(group)) for key, group in groupby(kept, lambda glyph: (glyph.left + glyph.right) / 2)]
    placed = [glyph for _, group in sorted(places, key=lambda place: place[0]) for glyph in group]
    seen = "".join(glyph.char for glyph in placed[:1])
    height = max((glyph.height for glyph in placed), default=0.0)
    for before, after in pairwise(placed):
        apart = after.left - before.right > height * _SPACE
        seen += f" {after.char}" if apart and " " not in (before.char, after.char) else after.char
    return _pair_brackets(order_words(seen))


def _pair_brackets(line: str) -> str:
    """Brackets that open and close in turn: PDFium has already mirrored some of them, and does not say which."""
    for pair in ("()", "[]", "«»"):
        places = [n for n, char in enumerate(line) if char in pair]
        if len(places) % 2 == 0:
            for turn, place in enumerate(places):
                line = f"{line[:place]}{pair[turn % 2]}{line[place + 1 :]}"
    return line


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
