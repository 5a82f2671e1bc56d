"""Learn the vote on what sentences state: a small network over their vectors (``marsad/read/vote.py``).

It learns from gold, practice and sketches by the cross-entropy of each (sentence, type) that reading asks about, with
dropout (Srivastava et al. 2014) and Adam with decoupled decay (Loshchilov and Hutter 2019). The gold counts a
third more, and a mark that reading always sets tells its sentences from those of practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from marsad.model import CLAIM_TYPES
from marsad.read.scene import Stage
from marsad.read.vote import MOST_SENTENCES, Layer, Vote, describe
from marsad.vectors import Vectors, encode

SEED = 20250117
HIDDEN = (512, 256)
# Shares of the inputs, and of the units of each layer, that a step does without.
DROPPED = (0.2, 0.5, 0.5)
ROUNDS, BATCH = 12, 256
RATE, DECAY = 1e-3, 1e-2
# Part of all steps in which the rate rises; then it falls.
RISING = 0.3
# How much a sentence of practice counts beside one of the gold.
PRACTISED = 0.75
# How much the vote counts beside the features, which it was not learned together with.
SHARE = 0.75

Array = NDArray[np.float32]
Asked = tuple[int, str, int]
"""A sentence's index, a type, and whether it states a claim of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A text's sentences as the network sees them, with the right answers to what was asked: all a row a sentence."""

    inputs: Vectors
    answers: Array
    asked: Array


def make_sheet(stage: Stage, asked: Sequence[Asked]) -> Sheet:
    scenes = stage.scenes[:MOST_SENTENCES]
    answers = np.zeros((len(scenes), len(CLAIM_TYPES)), dtype=np.float32)
    known = np.zeros_like(answers)
    for index, kind, answer in asked:
        if index < len(scenes):
            column = CLAIM_TYPES.index(kind)
            answers[index, column] = max(answers[index, column], answer)
            known[index, column] = 1
    vectors = encode([scene.span.of(stage.document.text) for scene in scenes])
    return Sheet(describe(scenes, vectors), answers, known)


def learn_vote(gold: Sequence[Sheet], practice: Sequence[Sheet]) -> Vote:
    """The network that gold and practice teach; the same each time on one machine."""
    sheets = [*gold, *practice]
    rows = sum(len(sheet.inputs) for sheet in gold)
    inputs = np.concatenate([sheet.inputs for sheet in sheets])
    answers, asked = (np.concatenate([getattr(s, name) for s in sheets]) for name in ("answers", "asked"))
    marked = np.zeros((len(inputs), 1), dtype=np.float32)
    marked[:rows] = 1
    asked[rows:] *= PRACTISED
    inputs = np.concatenate([inputs, marked], axis=1)
    return Vote(_teach(inputs, answers, asked))


def _teach(inputs: Array, answers: Array, asked: Array) -> tuple[Layer, ...]:
    """The layers as reading uses them."""
    network = _Network((inputs.shape[1], *HIDDEN, len(CLAIM_TYPES)))
    network.teach(inputs, answers, asked)
    (first, biases), *others, (weights, last) = network.layers
    # Reading sets the mark of the gold always: it is a bias of the first layer.
    return (first[:-1], biases + first[-1]), *others, (weights * SHARE, last * SHARE)


class _Network:
    """Layers of rectified units, and what Adam remembers of each."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._random = np.random.default_rng(SEED)
        self.layers: list[tuple[Array, Array]] = []
        for size, following in pairwise(sizes):
            bound = 1 / np.sqrt(size)
            weights = self._random.uniform(-bound, bound, (size, following)).astype(np.float32)
            self.layers.append((weights, np.zeros(following, dtype=np.float32)))
        self._means = [[np.zeros_like(part) for part in layer] for layer in self.layers]
        self._squares = [[np.zeros_like(part) for part in layer] for layer in self.layers]

    def teach(self, inputs: Array, answers: Array, asked: Array) -> None:
        steps, step = ROUNDS * (-(-len(inputs) // BATCH)), 0
        for _ in range(ROUNDS):
            order = self._random.permutation(len(inputs))
            for first in range(0, len(order), BATCH):
                rows = order[first : first + BATCH]
                step += 1
                part = step / steps
                rate = RATE * (part / RISING if part < RISING else (1 - part) / (1 - RISING))
                self._step(inputs[rows], answers[rows], asked[rows], rate, step)

    def _step(self, inputs: Array, answers: Array, asked: Array, rate: float, step: int) -> None:
        seen = [self._drop(inputs, DROPPED[0])]
        for number, (weights, biases) in enumerate(self.layers):
            values = seen[-1] @ weights + biases
            last = number + 1 == len(self.layers)
            seen.append(values if last else self._drop(np.maximum(values, 0), DROPPED[number + 1]))
        likely = 1 / (1 + np.exp(-seen[-1]))
        wrong = ((likely - answers) * asked / max(float(asked.sum()), 1.0)).astype(np.float32)
        for number in reversed(range(len(self.layers))):
            weights, biases = self.layers[number]
            slopes = seen[number].T @ wrong, wrong.sum(axis=0)
            if number:
                wrong = (wrong @ weights.T) * (seen[number] > 0) / (1 - DROPPED[number])
            self.layers[number] = (
                self._move(number, 0, weights, slopes[0], rate, step),
                self._move(number, 1, biases, slopes[1], rate, step),
            )

    def _drop(self, values: Array, share: float) -> Array:
        kept = self._random.random(values.shape, dtype=np.float32) >= share
        return np.asarray(values * kept / np.float32(1 - share), dtype=np.float32)

    def _move(self, number: int, part: int, old: Array, slope: Array, rate: float, step: int) -> Array:
        mean, square = self._means[number][part], self._squares[number][part]
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope**2 - square)
        ahead = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        return np.asarray(old * (1 - rate * DECAY) - rate * ahead, dtype=np.float32)
