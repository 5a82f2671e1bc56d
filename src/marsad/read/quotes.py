"""Find what quotation marks and the layout of an interview attribute: whole stretches of text with one speaker."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from marsad.model import Span
from marsad.read.segment import Sentence

_OPENING = "«“„"
_CLOSING = "»”"
_LEADS = ("—", "–", "-", "■", "•")


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


def find_answers(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """The answers of an interview, in order; empty where the layout is none.

    An interview alternates paragraphs that end in a question mark with paragraphs that answer. Both often open with a
    dash or a bullet.
    """
    paragraphs = _paragraphs(sentences)
    asked = [i for i, part in enumerate(paragraphs) if _is_question(text, part)]
    turns = [
        i
        for i in asked
        if _opens_turn(text, paragraphs[i]) or (i + 1 < len(paragraphs) and _opens_turn(text, paragraphs[i + 1]))
    ]
    bare = [i for i in asked if len(paragraphs[i]) <= 2 and i + 1 not in asked]
    asked = turns if len(turns) > 1 else bare
    if len(asked) < 2 or (len(turns) < 2 and len(asked) * 4 < len(paragraphs)):
        return []
    asked += [one + 2 for one, other in itertools.pairwise(asked) if other - one == 4 and len(paragraphs[one + 2]) == 1]
    answers: list[Span] = []
    for index in range(asked[0] + 1, len(paragraphs)):
        part = paragraphs[index]
        if index in asked or (_opens_turn(text, part) and index - 1 not in asked and index + 1 in asked):
            continue
        answers.append(Span(part[0].start, part[-1].end))
    return answers


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    parts: list[list[Sentence]] = []
    number = -1
    for sentence in sentences:
        if sentence.paragraph != number:
            parts.append([])
            number = sentence.paragraph
        parts[-1].append(sentence)
    return parts


def _is_question(text: str, part: Sequence[Sentence]) -> bool:
    return text[part[0].start : part[-1].end].rstrip(" »”\"'*").endswith(("?", "؟"))


def _opens_turn(text: str, part: Sequence[Sentence]) -> bool:
    return text[part[0].start : part[-1].end].lstrip().startswith(_LEADS)
