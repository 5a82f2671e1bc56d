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
PRACTISED = 0.75
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


def fit(name: str, gold: Choices, practice: Choices, steps: int = STEPS) -> dict[str, int]:
    """Weights of a decision, in thousandths, that make the right candidates likeliest.

    They are small where the evidence is thin. Practice is of another hand than the gold, so a feature may have a weight
    that both share and one of its own in each (Daumé III 2007); what ships is the shared one and the gold's own. The
    search takes at most ``steps``.
    """
    both = join([gold, practice])
    seen = np.bincount(both.features, minlength=len(both.names))
    known = seen >= RARE
    names = [feature for feature, often in zip(both.names, known, strict=True) if often]
    own = name not in SHARED
    penalty = _penalties(name, seen[known], own=own)
    loss = _Loss.of(both, _lay_out(both, known), len(gold), penalty)
    search = {"maxiter": steps, "ftol": 1e-5}
    found = minimize(loss.at, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options=search).x
    size = len(names)
    shipped = found[:size] + found[size : 2 * size] if own else found
    least = TELLING if own else LEAST
    return {f: round(float(w) * 1000) for f, w in zip(names, shipped, strict=True) if abs(w) >= least}


def _lay_out(choices: Choices, known: NDArray[np.bool_]) -> csr_matrix:
    """A row for each candidate, with ones where it has a feature that is known."""
    has = known[choices.features]
    places = np.cumsum(known) - 1
    sums, ends = (np.concatenate([[0], np.cumsum(many)]) for many in (has, choices.widths))
    columns = places[choices.features[has]]
    return csr_matrix((np.ones(len(columns)), columns, sums[ends]), shape=(len(choices.widths), int(known.sum())))


@dataclass(frozen=True, slots=True, eq=False)
class _Loss:
    """How unlikely weights make the right candidates, and what the weights cost.

    ``sources`` are the candidates of the gold and of practice; ``begin`` is where each decision's begin, ``group`` the
    decision of each candidate, ``answers`` the right ones, ``counted`` how much each decision counts.
    """

    sources: tuple[csr_matrix, csr_matrix]
    begin: Numbers
    group: Numbers
    answers: Numbers
    counted: Floats
    penalty: Floats

    @classmethod
    def of(cls, choices: Choices, matrix: csr_matrix, gold: int, penalty: Floats) -> _Loss:
        rows = int(choices.sizes[:gold].sum())
        begin = np.cumsum(choices.sizes) - choices.sizes
        many = np.arange(len(choices), dtype=np.int32)
        counted = np.where(many < gold, 1.0, PRACTISED)
        group = np.repeat(many, choices.sizes)
        return cls((matrix[:rows], matrix[rows:]), begin, group, begin + choices.answers, counted, penalty)

    def at(self, weights: Floats) -> tuple[float, Floats]:
        """The loss and its slope: of shared weights, then of each source's own where there are any."""
        gold, practice = self.sources
        size = gold.shape[1]
        shared, *others = np.split(weights, range(size, len(weights), size)) if size else [weights]
        of_gold, of_practice = (shared + other for other in others) if others else (shared, shared)
        scores = np.concatenate([gold @ of_gold, practice @ of_practice])
        top = np.maximum.reduceat(scores, self.begin)
        expd = np.exp(scores - top[self.group])
        total = np.add.reduceat(expd, self.begin)
        value = float(self.counted @ (np.log(total) + top - scores[self.answers]))
        wrong = expd / total[self.group]
        wrong[self.answers] -= 1.0
        wrong *= self.counted[self.group]
        slopes = gold.T @ wrong[: gold.shape[0]], practice.T @ wrong[gold.shape[0] :]
        slope = np.concatenate([slopes[0] + slopes[1], *(slopes if others else ())])
        return value + 0.5 * float(self.penalty @ weights**2), slope + self.penalty * weights


def _penalties(name: str, seen: NDArray[np.int64], *, own: bool) -> Floats:
    """What a weight of each feature costs, by how often it is met; then those of each source's own."""
    flat = L2.get(name, L2["default"])
    if name in GROWN:
        return np.asarray(1.0 + GROWN_BY * seen.astype(float) ** GROWN_TO)
    return np.repeat([flat, OWN * flat, OWN * flat] if own else [flat], len(seen))
