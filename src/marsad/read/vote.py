"""A vote on what a sentence states and on what fills it, by what the words mean.

The choice by features (``scoring``) knows words and what was found beside them; it is lost where a text says a thing in
words that no article said it in before. The pieces of a sentence, of one space for all languages, know what they mean.
Small networks over them (``network``) vote on each type of claim that a sentence could state, and on each mention
that could be its item, its people, its giver or receiver, its force, its place, its date or its source, on whether two
of them belong to one claim, which type one stands for and how sure the claim is. The votes are added to what the
features say. Learned by ``eval/vote.py``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from marsad.model import CLAIM_TYPES, Span
from marsad.read.draft import Draft
from marsad.read.network import LABELS, WEIGHED, Ensemble, Question, Range, Views
from marsad.read.parties import Candidate
from marsad.read.scene import Scene, Stage
from marsad.vectors import MOST_PIECES, SIZE, Encoded, Vectors, encode, on_one_thread

MOST_SENTENCES = 120
"""So many of a text's first sentences are voted on; there is no vote on the rest."""
FEWEST_SENTENCES = 4
"""A shorter text gives a sentence too little company: there is no vote on it."""
MARKS = 5 + 2 * len(CLAIM_TYPES)
"""Numbers of what was found on a piece: five sorts of mentions, words that open a type of claim, strong ones of
these."""
KNOWN = 2 * SIZE + 2 * len(CLAIM_TYPES) + 2
"""Numbers of what is known of a sentence: see :func:`describe`."""

# Numbers of a unit vector are small: so they are of the size of the others.
_GROWN = 8.0
_MOST_TRIGGERS = 2
_MOST_INDEX, _MOST_LENGTH = 4, 20
# So many of a claim's core, and of a candidate's mentions, are looked at.
_MOST_CORE, _MOST_MENTIONS = 4, 3
# Votes count in thousandths, as scores do. What each counts beside the features, set three-fold with topics apart, and
# what it may say at most. What people are is asked while learning alone: as a vote it misled.
_UNITS = 1000
_SHARES = {
    "keep": 1.2, "item": 0.9, "personnel": 0.9, "place": 0.6, "date": 1.0, "source": 0.75, "supplier": 0.25,
    "recipient": 0.25, "unit": 0.5, "split": 0.8, "type": 0.85, "factuality": 0.5,
}  # fmt: skip
_MOST_SAID = 4000
# Against a claim that a strong word opens: it turns a doubtful choice, not a sure one, for what is said in general
# ("its tasks are the training of ...") is rare in practice. F1 over all slots is the same without this limit.
_MOST_AGAINST_WORDS = 1500
# Of these decisions the values may stand elsewhere in the text.
_POOLED = frozenset({"supplier", "recipient", "unit"})
# Of these decisions the values are labels.
_LABELLED = frozenset({"factuality", "role"})


class HasSpan(Protocol):
    """A mention."""

    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A text as the networks see it: what the encoder made of it, what was found on each piece, what is known of each
    sentence, and where in the text each sentence's pieces begin and end.
    """

    pieces: NDArray[Any]
    marks: NDArray[Any]
    lengths: list[int]
    known: Vectors
    begins: list[list[int]]
    ends: list[list[int]]
    sentences: list[int]

    def find(self, span: Span) -> Range | None:
        """The pieces that a span of the text touches, or None where they are not read."""
        sentence = bisect_right(self.sentences, span.start) - 1
        if sentence < 0:
            return None
        first = max(bisect_right(self.ends[sentence], span.start), 1)
        last = min(bisect_left(self.begins[sentence], span.end), len(self.begins[sentence]) - 1, MOST_PIECES)
        return Range(sentence, first, last) if first < last else None

    def ask(self, decision: str, values: Sequence[object], draft: Draft) -> Question | None:
        """A decision on mentions or labels as the networks are asked it; None where it is not one of its kind, or where
        there is nothing to choose.
        """
        if decision not in WEIGHED or draft.scene.index >= len(self.sentences):
            return None
        if decision in _LABELLED:
            rows = [LABELS.index(str(value)) for value in values]
            beside: Sequence[Span] = [draft.people.span] if decision == "role" and draft.people else draft.core
            return self._put(decision, draft, beside, [[] for _ in values], range(len(values)), rows)
        found = [self._find_all(_spans_of(value)[:_MOST_MENTIONS]) for value in values[1:]]
        if not found or (decision not in _POOLED and not any(found)):
            return None
        candidates, places = _pool(found) if decision in _POOLED else ([None, *found], range(len(values)))
        # What is split is seen beside what it is split from, a type beside what may stand for it.
        beside = _spans_of(values[0]) or draft.core
        return self._put(decision, draft, beside, candidates, places, [0] * len(candidates))

    def _put(
        self,
        decision: str,
        draft: Draft,
        beside: Sequence[Span],
        candidates: Sequence[Sequence[Range] | None],
        places: Sequence[int],
        labels: Sequence[int],
    ) -> Question:
        opener = draft.anchor
        return Question(
            WEIGHED.index(decision), CLAIM_TYPES.index(draft.type), draft.scene.index,
            self._find_all(beside[:_MOST_CORE]), self.find(opener.span) if opener else None, candidates, places, labels,
        )  # fmt: skip

    def _find_all(self, spans: Iterable[Span]) -> list[Range]:
        return [found for span in spans if (found := self.find(span))]


def _spans_of(value: object) -> list[Span]:
    """Where a value stands: a mention, a candidate with one, a chain of them, or nothing."""
    if isinstance(value, Candidate):
        return [value.mention.span] if value.mention else []
    mentions = value if isinstance(value, tuple) else (value,)
    return [span for mention in mentions if isinstance(span := getattr(mention, "span", None), Span)]


def _pool(found: Sequence[list[Range]]) -> tuple[list[list[Range] | None], list[int]]:
    """Behind nobody, what stands nowhere in the sentence is one candidate: the words say of all that it is none of
    those here.
    """
    here = [ranges for ranges in found if ranges]
    candidates = [None, *here] if len(here) == len(found) else [None, *here, []]
    own = iter(range(1, len(candidates)))
    return candidates, [0, *(next(own) if ranges else len(here) + 1 for ranges in found)]


def make_sheet(scenes: Sequence[Scene], encoded: Encoded) -> Sheet:
    """The sheet of a text's first sentences."""
    lengths = [min(len(offsets), MOST_PIECES) for offsets in encoded.offsets]
    starts = [scene.span.start for scene in scenes]
    placed = list(zip(starts, encoded.offsets, strict=True))
    begins = [[start + begin for begin, _ in offsets] for start, offsets in placed]
    ends = [[start + end for _, end in offsets] for start, offsets in placed]
    marks = np.zeros((len(encoded.pieces), MARKS), dtype=np.float32)
    sheet = Sheet(encoded.pieces, marks, lengths, describe(scenes, encoded.vectors), begins, ends, starts)
    first = 0
    for scene, length in zip(scenes, lengths, strict=True):
        for span, column in _found_in(scene):
            if (found := sheet.find(span)) is not None:
                marks[first + found.first : first + found.last, column] = 1
        first += length
    return sheet


def _found_in(scene: Scene) -> Iterable[tuple[Span, int]]:
    """What was found in a sentence, and the column of its mark."""
    sorts: tuple[Sequence[HasSpan], ...] = (scene.actors, scene.items, scene.people, scene.places, scene.dates)
    for column, mentions in enumerate(sorts):
        for mention in mentions:
            yield mention.span, column
    for trigger in scene.triggers:
        column = len(sorts) + CLAIM_TYPES.index(trigger.type)
        yield trigger.span, column
        if trigger.strong:
            yield trigger.span, column + len(CLAIM_TYPES)


class Votes:
    """The votes on a text, counted when the first is asked for."""

    def __init__(self, stage: Stage, networks: Ensemble | None) -> None:
        self._text = stage.document.text
        self._scenes = stage.scenes[:MOST_SENTENCES]
        self._networks = networks
        self._encoded: Encoded | None = None
        self._read: tuple[Sheet, Views] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the sentences stand that have a vector."""
        return [(scene.span.start, scene.span.end) for scene in self._scenes]

    def encode(self) -> Encoded:
        """These sentences with their vectors and pieces; made once."""
        if self._encoded is None:
            self._encoded = encode([scene.span.of(self._text) for scene in self._scenes])
        return self._encoded

    def of(self, decision: str, values: Sequence[object], draft: Draft) -> list[int]:
        """The votes on all candidates but the first against it, in thousandths; none where there is no vote."""
        if self._networks is None or decision not in _SHARES:
            return []
        if draft.scene.index >= MOST_SENTENCES or len(self._scenes) < FEWEST_SENTENCES:
            return []
        if self._read is None:
            sheet = make_sheet(self._scenes, self.encode())
            with on_one_thread():
                self._read = sheet, self._networks.see(sheet.pieces, sheet.marks, sheet.lengths, sheet.known)
        sheet, views = self._read
        if decision == "keep":
            stated = float(views.stated[draft.scene.index, CLAIM_TYPES.index(draft.type)])
            least = -_MOST_AGAINST_WORDS if any(trigger.strong for trigger in draft.triggers) else -_MOST_SAID
            return [max(least, min(_MOST_SAID, round(stated * _SHARES[decision] * _UNITS)))]
        question = sheet.ask(decision, values, draft)
        if question is None:
            return []
        return count_votes(decision, self._networks.weigh(views, question), question.places)


def count_votes(decision: str, weighed: Vectors, places: Sequence[int]) -> list[int]:
    """What each value but the first is given against it; ``places`` says which candidate it is."""
    behind = np.maximum((weighed - weighed.max()) * _UNITS, -_MOST_SAID) * _SHARES[decision]
    return [round(float(vote)) for vote in behind[list(places[1:])] - behind[places[0]]]


def describe(scenes: Sequence[Scene], vectors: Vectors) -> Vectors:
    """What is known of each sentence, a row each: its vector and the mean of all, how many words open claims of each
    type, and where it stands in how long a text.
    """
    size = len(scenes)
    found = np.zeros((size, 2 * len(CLAIM_TYPES) + 2), dtype=np.float32)
    for row, scene in enumerate(scenes):
        for trigger in scene.triggers:
            column = CLAIM_TYPES.index(trigger.type)
            found[row, column] += 1
            found[row, len(CLAIM_TYPES) + column] += trigger.strong
    np.minimum(found, _MOST_TRIGGERS, out=found)
    found /= _MOST_TRIGGERS
    found[:, -2] = np.minimum(np.arange(size), _MOST_INDEX) / _MOST_INDEX
    found[:, -1] = min(size, _MOST_LENGTH) / _MOST_LENGTH
    whole = np.broadcast_to(vectors.mean(axis=0), (size, SIZE))
    return np.concatenate([vectors * _GROWN, whole * _GROWN, found], axis=1)
