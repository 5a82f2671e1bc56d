"""Entries of a chronicle: paragraphs that open with a date, which is that of all that they tell.

"25 July. The first guns crossed the border. A second batch followed by rail." A date that is a sentence or a line by
itself heads what stands behind it. One such date, be it said twice, is how many an article begins; two make a
chronicle.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import DateMention
from marsad.read.segment import Sentence

_FEWEST = 2
# What parts a date from what it opens.
_PARTING = frozenset({".", ":", "-", ")", "|", "/"})


def find_entries(sentences: Sequence[Sentence], dates: Sequence[DateMention]) -> list[DateMention | None]:
    """For each sentence the date that heads its entry, outside of it; None where there is none."""
    heads: list[tuple[DateMention, bool] | None] = []
    for index, sentence in enumerate(sentences):
        opens = index == 0 or sentences[index - 1].paragraph != sentence.paragraph
        date = _opening_date(sentence, dates)
        alone = date is not None and _is_all(sentence, date)
        heads.append((date, alone) if date is not None and (opens or alone) else None)
    if len({head[0].edtf for head in heads if head is not None}) < _FEWEST:
        return [None] * len(sentences)
    entries: list[DateMention | None] = []
    date, paragraph = None, -1
    for index, (sentence, head) in enumerate(zip(sentences, heads, strict=True)):
        before = heads[index - 1] if index else None
        if before is not None and before[1]:
            paragraph = sentence.paragraph  # a date alone heads what follows, on its line or on the next
        elif sentence.paragraph != paragraph:
            date = None
        entries.append(date if head is None else None)
        if head is not None:
            date, paragraph = head[0], sentence.paragraph
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
