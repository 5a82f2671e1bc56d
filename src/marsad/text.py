"""Fold a text for matching, cut it into tokens, and keep the way back to the source.

Folding makes spelling variants of one word equal: letter case, Latin diacritics, Arabic harakat, tatweel, alef, ya and
ta marbuta forms, presentation forms, digits of any script, quotation marks, dashes and spaces; invisible marks (bidi
controls, joiners) fall away. The source is never changed: every folded character knows the code point it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from marsad.model import Span

_SINGLE = {
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ـ": "", "،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".",
    "٬": ",",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "‹": '"', "›": '"', "″": '"',
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "ʿ": "'", "ʾ": "'",
    "ё": "е", "Ё": "е", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ı": "i", "\r": " ", "\t": " ", "\n": "\n", "\u2028": "\n", "\u2029": "\n", "×": "x",
}  # fmt: skip


def _fold_char(char: str) -> str:
    """The folded form of one code point: none, one or several characters."""
    if char in _SINGLE:
        return _SINGLE[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return ""
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(char))
    parts = unicodedata.normalize("NFKD", char)
    if parts == char:
        return char.casefold()
    return "".join(_FOLD[part] for part in parts)


class _FoldTable(dict[str, str]):
    """Folds each code point once; the result depends on the character alone."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold_char(char)
        return folded


_FOLD = _FoldTable()
_LAST_PLAIN = "\u02ff"  # marks that are added to a letter come after it


def _is_mark(char: str) -> bool:
    """Whether a character belongs to the letter before it."""
    return char == "ـ" or unicodedata.category(char) == "Mn"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text; ``offsets[i]`` is the source index of its i-th character, with the source's length at the end.

    ``aligned`` says that folding took nothing away and added nothing, so that every offset is its own index.
    """

    source: str
    text: str
    offsets: Sequence[int]
    aligned: bool

    def source_end(self, index: int) -> int:
        """The source end of a folded range that ends before ``index``, with the marks that belong to its last
        letter.
        """
        source = self.source
        end = self.offsets[index - 1] + 1
        while end < len(source) and source[end] > _LAST_PLAIN and not _FOLD[source[end]] and _is_mark(source[end]):
            end += 1
        return end


def normalise(text: str) -> Normalised:
    """Fold ``text`` for matching.

    >>> normalise("الدّبّـابات").text, normalise("Ménaka T‑72").text
    ('الدبابات', 'menaka t-72')
    """
    letters = [*map(_FOLD.__getitem__, text)]
    folded = "".join(letters)
    if len(folded) == len(text) and "" not in letters:
        return Normalised(text, folded, range(len(text) + 1), aligned=True)
    offsets = [index for index, letter in enumerate(letters) for _ in letter]
    return Normalised(text, folded, [*offsets, len(text)], aligned=False)


def fold(text: str) -> str:
    """The folded text alone, for keys of tables: ``fold("Côte d’Ivoire") == "cote d'ivoire"``."""
    return "".join([_FOLD[char] for char in text])


_ARABIC = "\u0621-\u064a\u0660-\u06ff\u0750-\u077f"
# A number and a calibre of guns or rockets: "12 120-mm mortars" are twelve, "1 200 mm of armour" are not one.
_CALIBRED = (
    r"\d{1,3}\ (?:1(?:0[057]|15|2[0257]|30|40|52|55|60|80)|2(?:03|[234]0|27)|300)[ -]?(?:mm|millim|мм|миллим|ملم|مم)"
)
_TOKEN = re.compile(
    rf"""
    (?P<number>
        (?!{_CALIBRED}) \d{{1,3}}(?:[ .,']\d{{3}})+(?![\d\w]|[.,]\d) | \d+[.,]\d+(?![\w]) | \d+(?![^\W_{_ARABIC}])
    )
  | (?P<word>[{_ARABIC}]+ | [^\W_{_ARABIC}]+)
  | (?P<newline>\n)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
# The same without groups: half the time where the kind of a token does not matter.
_PIECE = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern), re.VERBOSE)


_LONGEST_NUMBER = 40
"""A longer row of digits counts nothing; beyond 4,300 Python makes no number of it."""


class Token(NamedTuple):
    """A word, a number or a mark.

    ``norm`` is the folded surface; ``forms`` the canonical alternatives for lookup, the surface first; ``starts`` says
    for each form where its words begin in the source once glued particles are taken off.
    """

    start: int
    end: int
    norm: str
    kind: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    space_before: bool
    upper: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_word(self) -> bool:
        return self.kind == "word"


Analyse = Callable[[str, str], tuple[tuple[str, ...], tuple[int, ...]]]
"""Folded surface and source words of a token → its forms, the surface first, and for each the number of folded letters
taken off its front.
"""


def tokenise(normalised: Normalised, analyse: Analyse) -> list[Token]:
    """All tokens of a folded text, newlines included as marks, in order."""
    tokens = []
    text = normalised.text
    offsets = normalised.offsets
    source = normalised.source
    for match in _TOKEN.finditer(text):
        begin, stop = match.span()
        kind = match.lastgroup or "mark"
        if kind == "number" and stop - begin > _LONGEST_NUMBER:
            kind = "word"
        start, norm = offsets[begin], match.group()
        end = stop if normalised.aligned else normalised.source_end(stop)
        forms: tuple[str, ...] = (norm,)
        starts: tuple[int, ...] = (start,)
        if kind == "word":
            forms, skips = analyse(norm, source[start:end])
            starts = (start,) * len(forms)
            if any(skips):
                starts = tuple([offsets[begin + skip] if skip else start for skip in skips])
        gap = begin == 0 or text[begin - 1].isspace()
        tokens.append(Token(start, end, norm, kind, forms, starts, gap, source[start].isupper()))
    return tokens


def plain(words: str) -> str:
    """The words as a dictionary has them: letters composed, without invisible and added marks."""
    if words.isascii():
        return words
    composed = unicodedata.normalize("NFC", words)
    return "".join(char for char in composed if unicodedata.category(char) not in ("Mn", "Me", "Cf"))


def split_words(text: str) -> list[str]:
    """The folded tokens of a short text, for keys of tables: ``split_words("T-72 Б") == ["t", "-", "72", "б"]``."""
    return split_folded(fold(text))


def split_all(texts: Iterable[str]) -> dict[str, list[str]]:
    """Short texts of one line each with their folded tokens; of thousands it takes a third of the time of
    `split_words`. Raises ValueError for a text of several lines.

    >>> split_all(["Bobo-Dioulasso", "Côte"])
    {'Bobo-Dioulasso': ['bobo', '-', 'dioulasso'], 'Côte': ['cote']}
    """
    found: dict[str, list[str]] = {text: [] for text in texts}
    folded = fold("\n".join(found))
    if folded.count("\n") >= max(len(found), 1):
        raise ValueError(f"{next(text for text in found if chr(10) in fold(text))!r} has several lines")
    lines = iter(found.values())
    words = next(lines, None)
    for piece in _PIECE.findall(folded):
        if piece == "\n":
            words = next(lines)
        elif words is not None:
            words.append(piece)
    return found


def split_folded(folded: str) -> list[str]:
    """The tokens of a text that is folded already."""
    return [piece for piece in _PIECE.findall(folded) if piece != "\n"]
