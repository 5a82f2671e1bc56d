"""Find stretches of text between quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.segment import Sentence

_OPENING = "«“„"
_CLOSING = "»”"
# Words in quotation marks that may be an outlet's name, and one more.
_LONGEST_TITLE = 6


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


def find_titles(sentence: Sentence, pack: Pack) -> list[Span]:
    """Names in quotation marks right behind a noun of outlets ("the site «Moscow News»"), with their marks, and listed
    names of several words between such marks: the places, types and states in them are none. What holds a number is no
    name.
    """
    tokens = sentence.tokens
    found: list[Span] = []
    for match in sentence.scan(pack).matches(pack.lexicon("speakers")):
        before, opened = match.first - 1, match.last
        quoted = before >= 0 and opened < len(tokens) and tokens[before].norm == tokens[opened].norm == '"'
        if quoted and match.get("kind") in ("media", "agency") and opened - before > 2:
            found.append(Span(tokens[before].start, tokens[opened].end))
            continue
        if match.get("kind") not in ("media", "agency") or opened >= len(tokens) or tokens[opened].norm != '"':
            continue
        inside = range(opened + 1, min(opened + _LONGEST_TITLE, len(tokens)))
        closed = next((index for index in inside if tokens[index].norm == '"'), None)
        if closed is not None and not any(token.kind == "number" for token in tokens[opened:closed]):
            found.append(Span(tokens[opened].start, tokens[closed].end))
    return found
