"""Find stretches of text between quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import Span
from marsad.read.segment import Sentence

_OPENING = "«“„"
_CLOSING = "»”"


def find_quotations(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Stretches between quotation marks, the marks left out, in order; a mark without its other half is none.

    A straight mark opens where none is open. A quotation ends at the latest with its paragraph's end.
    """
    found: list[Span] = []
    opened: int | None = None
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            opened, paragraph = None, sentence.paragraph
        for token in sentence.tokens:
            if token.norm != '"':
                continue
            char = text[token.start]
            if char in _OPENING or (opened is None and char not in _CLOSING):
                opened = token.end if opened is None else opened
            elif opened is not None:
                if token.start > opened:
                    found.append(Span(opened, token.start))
                opened = None
    return found
