"""Cut a folded text into sentences, each with its span in the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from marsad.language.pack import Pack
from marsad.language.scan import Scan, write_surface
from marsad.model import Span
from marsad.read.keep import keep_with_it
from marsad.text import Analyse, Normalised, Token, tokenise

_TERMINAL = frozenset(".!?")
_CLOSERS = frozenset("\"')]}")
_OPENERS = frozenset("\"'([{-")

LONGEST = 200
"""A sentence has no more tokens: what goes on without a stop is cut, behind a mark where there is one. The longest of
the gold has 105."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of the source with its tokens; ``paragraph`` counts the lines of the text that carry words.

    Two sentences are never equal: what was read from one may be kept for it.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int = 0
    span: Span = field(init=False, repr=False)
    starts: tuple[int, ...] = field(init=False, repr=False)
    ends: tuple[int, ...] = field(init=False, repr=False)
    kept: dict[object, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", Span(self.start, self.end))
        object.__setattr__(self, "starts", tuple([token.start for token in self.tokens]))
        object.__setattr__(self, "ends", tuple([token.end for token in self.tokens]))

    @keep_with_it
    def scan(self, pack: Pack) -> Scan:
        """What the sentence holds of the pack's lexicons; looked over once."""
        return Scan(self.tokens, pack.shelf)

    @keep_with_it
    def scan_written(self, pack: Pack) -> Scan:
        """The same where words are compared as they are written, without their other forms."""
        return Scan([write_surface(token.norm) for token in self.tokens], pack.shelf)

    def first_from(self, offset: int) -> int:
        """The first token that begins at or after an offset of the source; the number of tokens where none does."""
        return bisect_left(self.starts, offset)

    def holding(self, offset: int) -> int:
        """The token that holds an offset of the source, or the next one."""
        return bisect_right(self.ends, offset)

    def marks_owner(self, index: int) -> bool:
        """Whether an apostrophe glued to the word before it, and one letter, begin at a token: "Mali's north"."""
        if not 0 < index < len(self.tokens) - 1:
            return False
        mark, letter = self.tokens[index : index + 2]
        return mark.norm == "'" and not mark.space_before and len(letter.norm) == 1


def _ends_sentence(tokens: list[Token], index: int, cased: bool, abbreviations: frozenset[str]) -> bool:
    """Whether the terminal mark at ``index`` closes a sentence."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.kind == "newline":
        return True
    if token.norm == "." and index:
        before = tokens[index - 1]
        if before.end == token.start and before.kind == "word":
            mark = tokens[index - 2].norm if index > 1 and not before.space_before else ""
            initial = before.upper and len(before.norm) == 1 and mark != "/"  # "Gripen E/F."
            ending = mark == "-" and index > 2 and tokens[index - 3].kind == "number"  # "в 2023-м."
            if initial or (before.norm in abbreviations and not ending):
                return False
    if not following.space_before:
        return following.norm in _CLOSERS and _ends_sentence(tokens, index + 1, cased, frozenset())
    if not cased:
        return True
    opener = following.kind == "mark" and following.norm in _OPENERS
    return (
        following.upper
        or following.kind == "number"
        or opener
        or (not following.norm.isascii() and not following.is_word)
    )


def split_sentences(
    normalised: Normalised, analyse: Analyse, *, cased: bool, abbreviations: frozenset[str] = frozenset()
) -> list[Sentence]:
    """The sentences of a folded text.

    A line break always ends one; a full stop does not after an initial or an abbreviation of the pack, nor, in a
    script with case, before a small letter. A closing quotation mark stays with the sentence it closes. None has more
    than ``LONGEST`` tokens: the time of reading grows with the square of a sentence.
    """
    tokens = tokenise(normalised, analyse)
    sentences: list[Sentence] = []
    current: list[Token] = []
    paragraph = 0

    def close() -> None:
        for part in _cut(current):
            if any(token.kind != "mark" for token in part):
                sentences.append(Sentence(part[0].start, part[-1].end, tuple(part), paragraph))
        current.clear()

    pending = False
    for index, token in enumerate(tokens):
        if token.kind == "newline":
            close()
            paragraph += 1
            pending = False
            continue
        if pending and not (token.norm in _CLOSERS and not token.space_before) and token.norm not in _TERMINAL:
            close()
            pending = False
        current.append(token)
        if token.kind == "mark" and token.norm in _TERMINAL:
            pending = _ends_sentence(tokens, index, cased, abbreviations)
    close()
    return sentences


def _cut(tokens: list[Token]) -> Iterator[list[Token]]:
    """Parts of no more than ``LONGEST`` tokens, each as long as can be: cut behind a mark where one stands in its
    latter half, else before a word.
    """
    first = 0
    while len(tokens) - first > LONGEST:
        ends = [end for end in range(first + LONGEST, first + LONGEST // 2, -1) if tokens[end].space_before]
        marked = (end for end in ends if tokens[end - 1].kind == "mark" and tokens[end - 1].norm not in _OPENERS)
        last = next(marked, ends[0] if ends else first + LONGEST)
        yield tokens[first:last]
        first = last
    yield tokens[first:]
