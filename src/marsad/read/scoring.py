"""Choose among candidates by weighted features: the one learned part of reading.

Each decision of the claim builder (does this sentence state a delivery? which of these actors supplies?) is a choice
among candidates, each described by a list of named features such as ``side=before`` or ``rel=from``. A candidate's
score is the sum of its features' weights; the highest wins (a conditional log-linear model, McFadden 1974). Weights are
learned from annotated articles by ``eval/train.py`` and kept in ``weights.json``, so that every decision can be
explained by the features that carried it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")

Features = list[str]
Reason = Callable[[], str]
"""Why a decision fell out as it did, in words that are made when they are asked for: few decisions end in a claim."""

_NOTHING: Mapping[str, float] = {}
_TELLING = 0.05  # a smaller weight is not worth a word

# Three-fold, topics apart: a document that does not win by this much states no claim in 28 of 32 cases; of claims, one
# more found weighs a little more than one more invented.
MARGINS = {"document": 1.4, "keep": -0.4}


class Ranker:
    """The weights of all decisions, by decision and feature."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def score(self, decision: str, features: Features) -> float:
        return sum(map(self._weights.get(decision, _NOTHING).get, features, repeat(0.0)))

    def choose(self, decision: str, candidates: Sequence[Features]) -> int:
        """The index of the best candidate, where every one but the first must win by the decision's margin."""
        margin = MARGINS.get(decision, 0.0)
        scores = [self.score(decision, features) - (margin if i else 0.0) for i, features in enumerate(candidates)]
        return max(range(len(scores)), key=scores.__getitem__)

    def reasons(self, decision: str, features: Features, most: int = 4) -> str:
        """The features that spoke most for a candidate, for a person: ``rel=from +1.9, side=after +0.7``."""
        weights = self._weights.get(decision, _NOTHING)
        told = [(-abs(weight), f, weight) for f in features if abs(weight := weights.get(f, 0.0)) >= _TELLING]
        told.sort()
        return ", ".join([f"{feature} {weight:+.1f}" for _, feature, weight in told[:most]])


@cache
def load_ranker() -> Ranker:
    """The ranker with the weights that ship with Marsad."""
    return Ranker(json.loads(WEIGHTS.read_text(encoding="utf-8")))
