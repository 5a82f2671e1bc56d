"""Whether deaths rose or fell between two periods, or whether that cannot be said.

Two things stand between a count and a change. The source is not sure: a change counts only where the bounds of the two
periods do not meet. And deaths come in clusters and conflicts drift, so that two years differ without any cause: a
change counts only where it is larger than those that the same series made before, in periods of the same length
(placebo in time). All is reckoned on square roots, on which counts that come in clusters spread alike at every level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, variance
from typing import Literal

from marsad.verdicts import Count, Ratio, Reason

Move = Literal["rose", "fell"]

# Of a hundred series in which nothing happened five at most may get a verdict. The larger share goes to "contradicted":
# deaths that rise speak against a success, but deaths fall for many reasons, so that agreement is the weaker evidence.
CONTRADICTED = 0.035
CONSISTENT = 0.01
# Neighbouring quarters are more alike than periods a year apart: measured on series with memory (docs/verify.md), half
# the risk in theory is the whole in practice.
_BLOCKS_RISK = 0.5
# Fewer earlier changes than this say too little of what is usual.
LEAST_CHANGES = 4
MOST_CHANGES = 10
BLOCKS = 4
# A Poisson count's square root has a variance of 1/4: nothing can be quieter.
_FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Risks:
    """How likely a rise, and how likely a fall, may be called so where there is none."""

    rise: float
    fall: float


@dataclass(frozen=True, slots=True)
class Chance:
    """The difference of two square roots and how far it may come from chance: its error and degrees of freedom.

    ``parts`` is how many parts of a period a root stands for one of; ``caution`` lowers the risks that are taken.
    """

    difference: float
    error: float
    freedom: float
    way: Reason
    parts: int = 1
    caution: float = 1.0


def compare_bounds(before: Count, after: Count) -> Move | None:
    """Which way deaths moved by the source's bounds; None where these meet."""
    if after.least > before.most:
        return "rose"
    return "fell" if after.most < before.least else None


def judge_by_history(history: Sequence[int], before: int, after: int) -> Chance | None:
    """The change against the changes before it: ``history`` are deaths of earlier periods of the same length, the
    oldest first. None where there are too few.

    What is usual is reckoned twice, on roots and in proportion, and the larger counts: a conflict that drifts does so
    in proportion to its level, and after a quiet time its roots alone would promise too little.
    """
    counts = [*history[-MOST_CHANGES:], before]
    roots = [math.sqrt(count) for count in counts]
    changes = [b - a for a, b in pairwise(roots)]
    if len(changes) < LEAST_CHANGES:
        return None
    grown = fmean(math.log(max(b, 1) / max(a, 1)) ** 2 for a, b in pairwise(counts))
    # A root moves by half its own size times the change in proportion.
    usual = max(fmean(change**2 for change in changes), grown * before / 4, 2 * _FLOOR)
    way = Reason.of("way_history", n=len(changes))
    return Chance(math.sqrt(after) - roots[-1], math.sqrt(usual), len(changes), way)


def judge_by_blocks(before: Sequence[int], after: Sequence[int]) -> Chance:
    """The change against the spread within both periods, cut into parts of equal length (Ibragimov and Müller)."""
    sides = [[math.sqrt(count) for count in counts] for counts in (before, after)]
    spread = [max(variance(roots), _FLOOR) / len(roots) for roots in sides]
    freedom = sum(spread) ** 2 / sum(s**2 / (len(roots) - 1) for s, roots in zip(spread, sides, strict=True))
    way = Reason.of("way_parts", n=len(before))
    difference = fmean(sides[1]) - fmean(sides[0])
    return Chance(difference, math.sqrt(sum(spread)), freedom, way, len(before), _BLOCKS_RISK)


def measure(chance: Chance | None, before: int, after: int, risks: Risks) -> tuple[Ratio, Move | None]:
    """The rate ratio with its interval, and which way deaths moved beyond chance."""
    value = after / before if before else None
    if chance is None:
        return Ratio(value, None, None, 1 - risks.rise - risks.fall, Reason("way_none")), None
    rise, fall = risks.rise * chance.caution, risks.fall * chance.caution
    down = _quantile(rise, chance.freedom) * chance.error
    up = _quantile(fall, chance.freedom) * chance.error
    moved: Move | None = "rose" if chance.difference > down else "fell" if chance.difference < -up else None
    ends = [_ratio(chance, before, shift) for shift in (-down, up)]
    return Ratio(value, ends[0], ends[1], 1 - rise - fall, chance.way), moved


def _ratio(chance: Chance, before: int, shift: float) -> float | None:
    """What the ratio would be with chance taken off the difference."""
    part = before / chance.parts
    return max(0.0, math.sqrt(part) + chance.difference + shift) ** 2 / part if part else None


def _quantile(risk: float, freedom: float) -> float:
    """How many errors a difference must have for chance to make it no oftener than ``risk`` (Student's t)."""
    from scipy.stats import t

    return float(t.isf(risk, freedom))
