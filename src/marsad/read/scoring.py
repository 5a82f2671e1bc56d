"""Choose among candidates by weighted features: the one learned part of reading.

Each decision of the claim builder (does this sentence state a delivery? which of these actors supplies?) is a choice
among candidates, each described by a list of named features such as ``side=before`` or ``rel=from``. A candidate's
score is the sum of its features' weights; the highest wins (a conditional log-linear model, McFadden 1974). Weights are
learned from annotated articles by ``eval/learn.py``, so that every decision can be explained by the features that
carried it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from marsad.read.network import VOTE, Ensemble
from marsad.read.weights import WEIGHTS, Weights, load_weights

# So many features, and groups of them, are remembered with their weights, of each decision.
_MOST_REMEMBERED = 60_000


class Group:
    """Features that always stand together. A group is made once and kept by those who use it, so that its names are
    written and its weights are summed once.
    """

    __slots__ = ("_under", "names")

    def __init__(self, *names: str) -> None:
        self.names = names
        self._under: dict[str, Group] = {}

    def under(self, prefix: str) -> Group:
        """The same features as seen from elsewhere: ``rel=to`` under ``2nd`` is ``2nd/rel=to``."""
        found = self._under.get(prefix)
        if found is None:
            found = self._under[prefix] = Group(*[f"{prefix}/{name}" for name in self.names])
        return found


Feature = str | Group
Features = list[Feature]
Telling = tuple[int, str, int]
"""How little a feature says, its name and its weight in thousandths."""

Reason = Callable[[], str]
"""Why a decision fell out as it did, in words that are made when they are asked for: few decisions end in a claim."""

# Weights are learned to a thousandth. Counted in these they add up exactly, whatever the order.
_UNITS = 1000
_TELLING = 50  # a smaller weight is not worth a word

# How far the best candidate must be ahead of nothing, set three-fold with topics apart: of claims, items, places,
# people and forces one more found weighs more than one more invented, of givers and dates less; two claims are made
# one only where that is sure.
MARGINS = {
    "keep": -0.8, "item": -0.6, "twin": -1.2, "join": 0.5, "supplier": 0.5, "date": 0.2, "place": -0.3,
    "personnel": -0.4, "unit": -0.9,
}  # fmt: skip


def list_names(features: Features) -> list[str]:
    """The names of all features, those in groups among them."""
    names: list[str] = []
    for feature in features:
        if isinstance(feature, str):
            names.append(feature)
        else:
            names += feature.names
    return names


class _Weights(dict[Feature, int]):
    """The weights of a decision in thousandths by feature, once they were met; those of a group are summed."""

    def __init__(self, learned: Mapping[str, int]) -> None:
        self._learned = learned
        self._telling: dict[Feature, list[Telling]] = {}

    def __missing__(self, feature: Feature) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
            self._telling.clear()
        if isinstance(feature, str):
            weight = self._learned.get(feature, 0)
        else:
            weight = sum([self[name] for name in feature.names])
        self[feature] = weight
        return weight

    def telling(self, features: Features) -> list[Telling]:
        """The features that say much for or against a candidate, those in groups among them, the strongest first."""
        told: list[Telling] = []
        known = self._telling
        for feature in features:
            found = known.get(feature)
            if found is None:
                found = known[feature] = self._weigh([feature] if isinstance(feature, str) else feature.names)
            told += found
        return sorted(told)

    def _weigh(self, names: Iterable[str]) -> list[Telling]:
        return [(-abs(weight), name, weight) for name in names if abs(weight := self[name]) >= _TELLING]


class Ranker:
    """The weights of all decisions, by decision and feature, in thousandths; ``networks`` give a second opinion on what
    a sentence states and what fills it.
    """

    def __init__(self, weights: Weights, networks: Ensemble | None = None) -> None:
        self.networks = networks
        self._weights = {decision: _Weights(table) for decision, table in weights.items()}

    def _of(self, decision: str) -> _Weights:
        """What a decision hangs on; nothing where it was never learned."""
        found = self._weights.get(decision)
        if found is None:
            found = self._weights[decision] = _Weights({})
        return found

    def score(self, decision: str, features: Features) -> int:
        """The sum of the features' weights, in thousandths."""
        return sum(map(self._of(decision).__getitem__, features))

    def choose(self, decision: str, candidates: Sequence[Features], votes: Sequence[int] = ()) -> tuple[int, int]:
        """The index of the best candidate, where every one but the first must win by the decision's margin, and how
        far the best but the first is ahead of the first, in thousandths. ``votes`` speak for all but the first besides.
        """
        weight = self._of(decision).__getitem__
        first, *others = [sum(map(weight, features)) for features in candidates]
        if not others:
            return 0, 0
        if votes:
            others = [score + vote for score, vote in zip(others, votes, strict=True)]
        best = max(others)
        lead = best - first
        return others.index(best) + 1 if lead > round(MARGINS.get(decision, 0.0) * _UNITS) else 0, lead

    def reasons(self, decision: str, features: Features, vote: int = 0, most: int = 4) -> str:
        """What spoke most for a candidate, for a person: ``rel=from +1.9, side=after +0.7``."""
        told = self._of(decision).telling(features)
        if abs(vote) >= _TELLING:
            told = sorted([*told, (-abs(vote), "meaning", vote)])
        told = told[:most]
        return ", ".join([f"{name} {weight / _UNITS:+.1f}" for _, name, weight in told])


@cache
def load_ranker() -> Ranker:
    """The ranker with the weights that ship with Marsad."""
    return Ranker(load_weights(WEIGHTS), Ensemble.load(VOTE))
