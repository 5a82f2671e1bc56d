"""A vote on what a sentence states, by what it means: a small network over vectors of sentences.

The choice by features (``scoring``) knows words and what was found beside them; it is lost where a text says a thing in
words that no article said it in before. A sentence's vector, of one space for all languages, knows what the sentence is
about. A network with two layers of rectified units (Glorot, Bordes and Bengio 2011) turns the vectors of a sentence and
of its text into a vote for each type of claim, which is added to what the features say. Learned by ``eval/vote.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from marsad.model import CLAIM_TYPES
from marsad.read.scene import Scene, Stage
from marsad.vectors import SIZE, Vectors, encode, on_one_thread

VOTE = Path(__file__).with_name("vote.npz")
MOST_SENTENCES = 120
"""So many of a text's first sentences have a vector; there is no vote on the rest."""
FEWEST_SENTENCES = 4
"""A shorter text gives a sentence too little company: there is no vote on it."""

# Numbers of a unit vector are small: so they are of the size of the others.
_GROWN = 8.0
_MOST_TRIGGERS = 2
_MOST_INDEX, _MOST_LENGTH = 4, 20
# Votes count in thousandths, as scores do. A vote turns a doubtful choice, never a sure one.
_UNITS = 1000
_MOST_SAID = 1500


Layer = tuple[Vectors, Vectors]
"""Weights, ``(from, to)``, and biases."""


@dataclass(frozen=True, slots=True, eq=False)
class Vote:
    """The layers of the network."""

    layers: tuple[Layer, ...]

    def weigh(self, inputs: Vectors) -> NDArray[np.int64]:
        """How much speaks for each sentence stating a claim of each type, in thousandths: ``(sentences, types)``."""
        values = inputs
        with on_one_thread():
            for place, (weights, biases) in enumerate(self.layers):
                values = (np.maximum(values, 0) if place else values) @ weights + biases
        return np.asarray(np.rint(values * _UNITS).clip(-_MOST_SAID, _MOST_SAID), dtype=np.int64)

    def save(self, file: Path) -> None:
        """Write the network in half precision, which is as good."""
        parts: dict[str, Vectors] = {}
        for place, (weights, biases) in enumerate(self.layers):
            parts |= {f"w{place}": weights, f"b{place}": biases}
        np.savez(file, **{name: part.astype(np.float16) for name, part in parts.items()})  # type: ignore[arg-type]

    @classmethod
    def load(cls, file: Path) -> Vote:
        with np.load(file, allow_pickle=False) as kept:
            parts = {name: kept[name].astype(np.float32) for name in kept.files}
        return cls(tuple((parts[f"w{place}"], parts[f"b{place}"]) for place in range(len(parts) // 2)))


class Votes:
    """The votes on the sentences of one text, counted when the first is asked for."""

    def __init__(self, stage: Stage, vote: Vote | None) -> None:
        self._text = stage.document.text
        self._scenes = stage.scenes[:MOST_SENTENCES]
        self._vote = vote
        self._counted: NDArray[np.int64] | None = None
        self._vectors: Vectors | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the sentences stand that have a vector."""
        return [(scene.span.start, scene.span.end) for scene in self._scenes]

    def encode(self) -> Vectors:
        """The vectors of these sentences; made once."""
        if self._vectors is None:
            self._vectors = encode([scene.span.of(self._text) for scene in self._scenes])
        return self._vectors

    def of(self, scene: Scene, kind: str) -> int:
        """The vote on a sentence stating a claim of a type, in thousandths; 0 where there is none."""
        if self._vote is None or scene.index >= MOST_SENTENCES or len(self._scenes) < FEWEST_SENTENCES:
            return 0
        if self._counted is None:
            self._counted = self._vote.weigh(describe(self._scenes, self.encode()))
        return int(self._counted[scene.index, CLAIM_TYPES.index(kind)])


def describe(scenes: Sequence[Scene], vectors: Vectors) -> Vectors:
    """What the network sees of each sentence, a row each: its vector and the mean of all, how many words open claims of
    each type, and where it stands in how long a text.
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
