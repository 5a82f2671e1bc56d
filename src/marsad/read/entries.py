"""Entries of a chronicle: paragraphs that open with a date, which is that of all that they tell.

"25 July. The first guns crossed the border. A second batch followed by rail." A line that is a date alone heads the
paragraph behind it. One such date is how many an article begins; two make a chronicle.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import DateMention
from marsad.read.segment import Sentence

_FEWEST = 2
# What parts a date from what it opens.
_PARTING = frozenset({".", ":", "-", ")", "|", "/"})


def find_entries(sentences: Sequence[Sentence], dates: Sequence[DateMention]) -> list[DateMention | None]:
    """For each sentence the date that opens its entry, outside of it; None where there is none."""
    opening: dict[int, tuple[DateMention, int, bool]] = {}
    for index, sentence in enumerate(sentences):
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            continue
        found = _opening_date(sentence, dates)
        if found is not None:
            opening[sentence.paragraph] = found, index, _is_all(sentence, found)
    if len(opening) < _FEWEST:
        return [None] * len(sentences)
    entries: list[DateMention | None] = []
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1].paragraph if index else sentence.paragraph
        own = opening.get(sentence.paragraph)
        above = opening.get(before)
        if own is not None:
            entries.append(own[0] if own[1] < index else None)
        elif above is not None and above[1] == index - 1 and above[2]:
            opening[sentence.paragraph] = above[0], index - 1, False
            entries.append(above[0])
        else:
            entries.append(None)
    return entries


def _opening_date(sentence: Sentence, dates: Sequence[DateMention]) -> DateMention | None:
    """The date with which a sentence begins, if a mark parts it from the rest."""
    first = sentence.tokens[0]
    date = next((d for d in dates if d.edtf and d.span.start == first.start), None)
    if date is None:
        return None
    behind = sentence.first_from(date.span.end)
    parted = behind >= len(sentence.tokens) or sentence.tokens[behind].norm in _PARTING
    return date if parted else None


def _is_all(sentence: Sentence, date: DateMention) -> bool:
    """Whether a sentence says nothing but its date."""
    return all(
        not token.is_word and token.kind != "number" for token in sentence.tokens if token.start >= date.span.end
    )
