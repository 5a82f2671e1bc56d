"""Sections of a round-up: paragraphs that open with the state they are about ("TAIWAN. ...", "• Togo – ...").

In such a text "the army" or nobody at all is of that state, and what the section before told has no part in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.read.scene import Scene
from marsad.text import Token

_ENDS = frozenset(".:-|")
_LINKS = frozenset("/,'&")
_MOST_WORDS = 6
# A single paragraph that opens so is a dateline.
_FEWEST = 2

Section = frozenset[str]
"""The states that a section is about; none before the first section, and in a text without any."""


def find_sections(scenes: Sequence[Scene]) -> list[Section]:
    """What the section of each sentence is about.

    "Weekly review." "TAIWAN." "Tanks arrived." "INDIA." "Guns arrived." gives nothing, twice Taiwan, twice India.
    """
    none: Section = frozenset()
    heads: list[Section] = []
    paragraph = -1
    for scene in scenes:
        opens = scene.sentence.paragraph != paragraph
        paragraph = scene.sentence.paragraph
        heads.append(_read_head(scene) if opens else none)
    if len({head for head in heads if head}) < _FEWEST:
        return [none] * len(scenes)
    found, section = [], none
    for head in heads:
        section = head or section
        found.append(section)
    return found


def _read_head(scene: Scene) -> Section:
    """The states that the first words of a paragraph name, where they name nothing else; else none."""
    tokens = scene.tokens
    first = next((n for n, token in enumerate(tokens) if token.kind == "word"), len(tokens))
    last = next((n for n in range(first, len(tokens)) if _ends_head(tokens, n)), len(tokens))
    if last - first > _MOST_WORDS:
        return frozenset()
    named = [(a.span, a.state) for a in scene.actors if a.form in ("name", "capital")]
    named += [(place.span, place.country) for place in scene.places]
    states = set()
    others = {n for n in range(first, last) if tokens[n].norm not in _LINKS}
    for span, state in named:
        begin, end = scene.tokens_of(span)
        if state and first <= begin and end <= last:
            states.add(state)
            others -= set(range(begin, end))
    # A link may be a word ("Niger and Chad").
    return frozenset(states) if len(others) < len(states) else frozenset()


def _ends_head(tokens: Sequence[Token], index: int) -> bool:
    """Whether a mark ends a head: a full stop, a colon, or a dash that stands alone."""
    token = tokens[index]
    if token.norm not in _ENDS:
        return False
    if token.norm != "-":
        return True
    return tokens[index - 1].end < token.start and index + 1 < len(tokens) and token.end < tokens[index + 1].start
