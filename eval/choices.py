"""Decisions as learning sees them, and the weights that make the right candidates likeliest."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
PRACTISED = 0.5
RARE = 2
# Steps of the search for weights.
STEPS = 200
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
    """All decisions of the parts, in order; the names are in the order of the alphabet."""
    names = sorted(set().union(*(part.names for part in parts)))
    places = {name: place for place, name in enumerate(names)}
    features = [
        np.fromiter(map(places.__getitem__, part.names), np.int32, len(part.names))[part.features] for part in parts
    ]
    joined = [np.concatenate([getattr(part, field) for part in parts]) for field in ("widths", "sizes", "answers")]
    return Choices(tuple(names), np.concatenate(features), *joined)


def fit(name: str, gold: Choices, practice: Choices, steps: int = STEPS) -> dict[str, float]:
    """Weights of a decision that make the right candidates likeliest, small where the evidence is thin.

    Practice is of another hand than the gold, so a feature may have a weight that both share and one of its own in each
    (Daumé III 2007); what ships is the shared one and the gold's own. The search takes at most ``steps``.
    """
    both = join([gold, practice])
    seen = np.bincount(both.features, minlength=len(both.names))
    known = seen >= RARE
    names = [feature for feature, often in zip(both.names, known, strict=True) if often]
    own, size = name not in SHARED, max(1, len(names))
    places = np.cumsum(known) - 1
    rows = int(both.sizes[: len(gold)].sum())
    matrix = _lay_out(both, known, places, size)
    parts = (matrix[:rows], matrix[rows:])
    ends = np.cumsum(both.sizes)
    begin = ends - both.sizes
    group = np.repeat(np.arange(len(both)), both.sizes)
    answers = begin + both.answers
    counted = np.where(np.arange(len(both)) < len(gold), 1.0, PRACTISED)
    penalty = _penalties(name, seen[known] if names else seen[:0].sum(keepdims=True), own=own)

    def loss(weights: Floats) -> tuple[float, Floats]:
        if own:
            shared, *others = np.split(weights, 3)
            scores = np.concatenate([part @ (shared + other) for part, other in zip(parts, others, strict=True)])
        else:
            scores = matrix @ weights
        top = np.maximum.reduceat(scores, begin)
        expd = np.exp(scores - top[group])
        total = np.add.reduceat(expd, begin)
        value = float(counted @ (np.log(total) + top - scores[answers])) + 0.5 * float(penalty @ weights**2)
        expected = expd / total[group]
        expected[answers] -= 1.0
        expected *= counted[group]
        if own:
            slopes = [part.T @ wrong for part, wrong in zip(parts, (expected[:rows], expected[rows:]), strict=True)]
            slope = np.concatenate([slopes[0] + slopes[1], *slopes])
        else:
            slope = matrix.T @ expected
        return value, slope + penalty * weights

    search = {"maxiter": steps, "ftol": 1e-5}
    found = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options=search).x
    shipped = found[:size] + found[size : 2 * size] if own else found
    least = TELLING if own else LEAST
    return {f: round(float(w), 3) for f, w in zip(names, shipped, strict=False) if abs(w) >= least}


def _lay_out(choices: Choices, known: NDArray[np.bool_], places: Numbers, size: int) -> csr_matrix:
    """A row for each candidate, with ones where it has a feature that is known."""
    has = known[choices.features]
    sums = np.concatenate([[0], np.cumsum(has)])
    ends = np.concatenate([[0], np.cumsum(choices.widths)])
    columns = places[choices.features[has]]
    return csr_matrix((np.ones(len(columns)), columns, sums[ends]), shape=(len(choices.widths), size))


def _penalties(name: str, seen: NDArray[np.int64], *, own: bool) -> Floats:
    """What a weight of each feature costs, by how often it is met; then those of each source's own."""
    flat = L2.get(name, L2["default"])
    if name in GROWN:
        return np.asarray(1.0 + GROWN_BY * seen.astype(float) ** GROWN_TO)
    return np.repeat([flat, OWN * flat, OWN * flat] if own else [flat], len(seen))
