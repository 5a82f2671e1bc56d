"""Decisions as learning sees them, and the weights that make the right candidates likeliest."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

L2 = {"default": 2.0, "document": 1.0, "keep": 3.0}
# Decisions among many candidates have no weights of one source's own (three-fold they only lose by them), and all but
# the items a penalty that grows with how often a feature is met, as if all features were of one spread.
SHARED = frozenset({"supplier", "recipient", "unit", "place", "date", "personnel", "source", "type", "item"})
GROWN = SHARED - {"item"}
GROWN_BY, GROWN_TO = 0.3, 0.7
# How much dearer a weight of one source's own is than a shared one.
OWN = 2.0
# How much a decision of practice counts beside one of the gold.
PRACTISED = 0.75
# Features that are met less often are left out. Of "keep" half of all are so rare, and it decides as well without them.
RARE = {"default": 2, "keep": 5}
# Steps of the search for weights at most, and how little a step may gain before it ends.
STEPS, LEAST_GAIN = 300, 1e-6
# Smaller weights are left out: most are of pairs of words, and together they move less than a hundredth of the claims.
TELLING, LEAST = 0.07, 0.04

Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Decisions of one kind, one after another.

    ``names`` are those of all features; ``features`` are their places in it, candidate after candidate; ``widths`` says
    how many each candidate has, ``sizes`` how many candidates each decision has, ``answers`` which of them is right.
    """

    names: tuple[str, ...]
    features: Numbers
    widths: Numbers
    sizes: Numbers
    answers: Numbers

    def __len__(self) -> int:
        return len(self.sizes)

    def thin(self, every: int) -> Choices:
        """One in ``every`` of the decisions, the first among them."""
        taken = np.arange(len(self.sizes)) % every == 0
        candidates = np.repeat(taken, self.sizes)
        features = np.repeat(candidates, self.widths)
        return Choices(
            self.names, self.features[features], self.widths[candidates], self.sizes[taken], self.answers[taken]
        )


class Notebook:
    """Decisions of one kind while they are met."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._features, self._widths, self._sizes, self._answers = (array("i") for _ in range(4))

    def add(self, candidates: Iterable[Iterable[str]], answer: int) -> None:
        places, size = self._places, 0
        for names in candidates:
            found = dict.fromkeys([places.setdefault(name, len(places)) for name in names])
            self._features.extend(found)
            self._widths.append(len(found))
            size += 1
        self._sizes.append(size)
        self._answers.append(answer)

    def close(self) -> Choices:
        kept = [np.array(part, dtype=np.int32) for part in (self._features, self._widths, self._sizes, self._answers)]
        return Choices(tuple(self._places), *kept)


NONE = Notebook().close()


def join(parts: Sequence[Choices]) -> Choices:
    """All decisions of the parts, in order; the names are in the order in which they are met."""
    places = {name: place for place, name in enumerate(dict.fromkeys(chain.from_iterable(p.names for p in parts)))}
    features = [
        np.fromiter(map(places.__getitem__, part.names), np.int32, len(part.names))[part.features] for part in parts
    ]
    joined = [np.concatenate([getattr(part, field) for part in parts]) for field in ("widths", "sizes", "answers")]
    return Choices(tuple(places), np.concatenate(features), *joined)


def fit(name: str, gold: Choices, practice: Choices, steps: int = STEPS) -> dict[str, int]:
    """Weights of a decision, in thousandths, that make the right candidates likeliest.

    They are small where the evidence is thin. Practice is of another hand than the gold, so a feature may have a weight
    that both share and one of its own in each (Daumé III 2007); what ships is the shared one and the gold's own. The
    search takes at most ``steps``.
    """
    both = join([gold, practice])
    seen = np.bincount(both.features, minlength=len(both.names))
    known = seen >= RARE.get(name, RARE["default"])
    names = [feature for feature, often in zip(both.names, known, strict=True) if often]
    matrix = _lay_out(both, known)
    counted = np.where(np.arange(len(both)) < len(gold), 1.0, PRACTISED)
    loss: _Apart | _Alike
    if name in SHARED:
        grown = 1.0 + GROWN_BY * seen[known].astype(float) ** GROWN_TO
        flat = np.full(len(names), L2.get(name, L2["default"]))
        loss = _Alike(_Source.of(matrix, both.sizes, both.answers, counted), grown if name in GROWN else flat)
    else:
        rows, many = int(gold.sizes.sum()), len(gold)
        sources = [
            _Source.of(matrix[:rows], gold.sizes, gold.answers, counted[:many]),
            _Source.of(matrix[rows:], practice.sizes, practice.answers, counted[many:]),
        ]
        loss = _Apart.of(sources, len(names), L2.get(name, L2["default"]))
    search = {"maxiter": steps, "ftol": LEAST_GAIN}
    found = minimize(loss.at, np.zeros(loss.size), jac=True, method="L-BFGS-B", options=search).x
    least = LEAST if name in SHARED else TELLING
    return {f: round(float(w) * 1000) for f, w in zip(names, loss.shipped(found), strict=True) if abs(w) >= least}


def _lay_out(choices: Choices, known: NDArray[np.bool_]) -> csr_matrix:
    """A row for each candidate, with ones where it has a feature that is known."""
    has = known[choices.features]
    places = np.cumsum(known) - 1
    sums, ends = (np.concatenate([[0], np.cumsum(many)]) for many in (has, choices.widths))
    columns = places[choices.features[has]]
    return csr_matrix((np.ones(len(columns)), columns, sums[ends]), shape=(len(choices.widths), int(known.sum())))


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """The candidates of decisions, with those features alone that they have, and how unlikely weights make the right.

    ``places`` are those of its features among all; ``begin`` is where each decision's candidates begin, ``group`` the
    decision of each candidate, ``answers`` the right ones, ``counted`` how much each decision counts.
    """

    matrix: csr_matrix
    places: Numbers
    begin: Numbers
    group: Numbers
    answers: Numbers
    counted: Floats

    @classmethod
    def of(cls, matrix: csr_matrix, sizes: Numbers, answers: Numbers, counted: Floats) -> _Source:
        places = np.unique(matrix.indices)
        begin = np.cumsum(sizes) - sizes
        group = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return cls(matrix[:, places], places, begin, group, begin + answers, counted)

    def at(self, weights: Floats) -> tuple[float, Floats]:
        """The loss and its slope."""
        if not len(self.begin):
            return 0.0, np.zeros_like(weights)
        scores = self.matrix @ weights
        top = np.maximum.reduceat(scores, self.begin)
        expd = np.exp(scores - top[self.group])
        total = np.add.reduceat(expd, self.begin)
        value = float(self.counted @ (np.log(total) + top - scores[self.answers]))
        wrong = expd / total[self.group]
        wrong[self.answers] -= 1.0
        wrong *= self.counted[self.group]
        return value, self.matrix.T @ wrong


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """One weight of a feature for all decisions, and what it costs."""

    source: _Source
    penalty: Floats

    @property
    def size(self) -> int:
        return len(self.source.places)

    def at(self, weights: Floats) -> tuple[float, Floats]:
        value, slope = self.source.at(weights)
        return value + 0.5 * float(self.penalty @ weights**2), slope + self.penalty * weights

    def shipped(self, weights: Floats) -> Floats:
        return weights


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """A weight of a feature for each source that has it, and what they cost: the more, the more they differ.

    A weight is the sum of one that both sources share, at the price ``penalty``, and of one of the source's own, which
    is ``OWN`` times as dear. Which shared ones are cheapest follows from the sums: these alone are searched for.
    ``dear`` is what a shared weight is divided by.
    """

    sources: Sequence[_Source]
    dear: Floats
    penalty: float

    @classmethod
    def of(cls, sources: Sequence[_Source], features: int, penalty: float) -> _Apart:
        dear = np.ones(features)
        for source in sources:
            dear[source.places] += OWN
        return cls(sources, dear, penalty)

    @property
    def size(self) -> int:
        return sum(len(source.places) for source in self.sources)

    def at(self, weights: Floats) -> tuple[float, Floats]:
        parts, shared = self._share(weights)
        price = OWN * float(weights @ weights) - float(self.dear @ shared**2)
        found = [source.at(part) for source, part in zip(self.sources, parts, strict=True)]
        slope = np.concatenate([slope for _, slope in found])
        own = weights - np.concatenate([shared[source.places] for source in self.sources])
        return sum(value for value, _ in found) + 0.5 * self.penalty * price, slope + self.penalty * OWN * own

    def shipped(self, weights: Floats) -> Floats:
        """The gold's weights, and the shared ones of what only practice has."""
        parts, shared = self._share(weights)
        shared[self.sources[0].places] = parts[0]
        return shared

    def _share(self, weights: Floats) -> tuple[list[Floats], Floats]:
        parts = np.split(weights, [len(self.sources[0].places)])
        shared = np.zeros_like(self.dear)
        for source, part in zip(self.sources, parts, strict=True):
            shared[source.places] += OWN * part
        shared /= self.dear
        return parts, shared
