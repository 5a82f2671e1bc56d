"""How likely two claims speak of one happening: named features and learned weights (logistic regression).

The weights are learned on pairs of gold claims by ``eval/learn_links.py``; the features below are all it sees, so every
join can be explained. Pairs are compared many at a time, in arrays; one pair is the same with arrays of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from marsad.link.columns import Columns, Flags, Group, Indexes, Numbers
from marsad.link.records import LinkClaim
from marsad.model import CLAIM_TYPES, FACTUALITIES

WEIGHTS = Path(__file__).with_name("weights.json")
_NEAR_DEGREES = 0.6
_TOGETHER = "together/"
# How the numbers of two statements may stand to each other; what is unstated is no feature.
_VERDICTS = ("same", "meet", "differ", "unstated")
_SAME, _MEET, _DIFFER, _UNSTATED = range(4)
_PUBLISHED, _WIDTHS, _GAPS, _SINCE = (2, 10, 45, 200), (0, 9, 40, 400), (7, 45, 200), (10, 60, 365)


Column = TypeVar("Column", bound=NDArray[Any])


class Feature(NamedTuple):
    """For each pair which of some names holds of it; -1 where none does."""

    names: tuple[str, ...]
    which: Indexes


class _Pairs(NamedTuple):
    """Pairs of the claims that stand in columns, by their places there."""

    columns: Columns
    first: Indexes
    second: Indexes

    def both(self, column: Column) -> tuple[Column, Column]:
        return column[self.first], column[self.second]  # type: ignore[return-value]

    def alike(self, column: Indexes) -> Flags:
        one, other = self.both(column)
        return np.equal(one, other)


def compare_pairs(columns: Columns, first: Indexes, second: Indexes) -> Iterator[Feature]:
    """What speaks for and against the two claims of each pair being about one happening, but for where they stand; the
    order of the two does not matter.
    """
    pairs = _Pairs(columns, first, second)
    yield Feature(("bias",), np.zeros(len(first), dtype=np.int64))
    yield _cross("type", CLAIM_TYPES, *pairs.both(columns.type))
    yield _cross("factuality", FACTUALITIES, *pairs.both(columns.factuality))
    for role, column in columns.parties.items():
        yield _agree(role, *pairs.both(column))
    yield from _items(pairs)
    yield from _people(pairs)
    yield _place(pairs)
    yield from _dates(pairs)


def _name(prefix: str, *values: str) -> tuple[str, ...]:
    return tuple(f"{prefix}={value}" for value in values)


def _choose(*cases: tuple[Flags, int], otherwise: int | Indexes) -> Indexes:
    """For each pair the number of the first case that holds of it."""
    return np.select([holds for holds, _ in cases], [number for _, number in cases], otherwise)


def _cross(name: str, kinds: Sequence[str], one: Indexes, other: Indexes) -> Feature:
    names = [f"{name}={'/'.join(sorted((a, b)))}" if a != b else f"{name}=same" for a in kinds for b in kinds]
    return Feature(tuple(names), one * len(kinds) + other)


def _agree(name: str, one: Indexes, other: Indexes) -> Feature:
    cases = (((one < 0) & (other < 0), 0), ((one < 0) | (other < 0), 1), (one == other, 2))
    return Feature(_name(name, "neither", "one", "same", "differ"), _choose(*cases, otherwise=3))


def _items(pairs: _Pairs) -> Iterator[Feature]:
    items, n = pairs.columns.items, len(pairs.first)
    pair, i, j = items.cross(pairs.first, pairs.second)
    shared = items.key[i] == items.key[j]

    def any_of(found: Flags) -> Flags:
        flags = np.zeros(n, dtype=bool)
        flags[pair[found]] = True
        return flags

    one, other = pairs.both(items.count > 0)
    typed = np.logical_and(*pairs.both(items.all_typed))
    general = np.logical_or(*pairs.both(items.any_general))
    alike = any_of(items.class_[i] == items.class_[j])
    names = ("neither", "one", "type", "class", "other types", "class and type", "general", "differ")
    cases = (
        (~one & ~other, 0),
        (~one | ~other, 1),
        (any_of(shared & items.typed[i]), 2),
        (any_of(shared), 3),
        (alike & typed, 4),
        (alike, 5),
        (general, 6),
    )
    yield Feature(_name("items", *names), _choose(*cases, otherwise=7))
    verdicts = np.where(shared, _numbers(items.bounds[i], items.bounds[j]), _UNSTATED)
    for number, verdict in enumerate(_VERDICTS[:_UNSTATED]):
        yield Feature(_name("numbers", verdict), np.where(any_of(verdicts == number), 0, -1))


def _numbers(one: Numbers, other: Numbers) -> Indexes:
    """How stated numbers, rows of a lowest and a highest, stand to one another; -1 is an open end."""
    (low, high), (least, most) = one.T, other.T
    same = (low == least) & (high == most)
    meet = np.maximum(np.maximum(low, least), 0) <= np.minimum(_close(high), _close(most))
    unstated = ((low < 0) & (high < 0)) | ((least < 0) & (most < 0))
    return _choose((unstated, _UNSTATED), (same, _SAME), (meet, _MEET), otherwise=_DIFFER)


def _close(high: Numbers) -> Numbers:
    return np.where(high < 0, np.inf, high)


def _people(pairs: _Pairs) -> Iterator[Feature]:
    people = pairs.columns.people
    one, other = pairs.both(people.key)
    verdicts = _numbers(*pairs.both(people.bounds))
    cases = (((one < 0) & (other < 0), 4), ((one < 0) | (other < 0), 5))
    yield Feature(_name("people", *_VERDICTS, "neither", "one"), _choose(*cases, otherwise=verdicts))
    both = (one >= 0) & (other >= 0)
    yield Feature(_name("people role", "same", "other"), _choose((~both, -1), (one == other, 0), otherwise=1))


def _place(pairs: _Pairs) -> Feature:
    columns = pairs.columns
    one, other = pairs.both((columns.country >= 0) | (columns.place >= 0))
    unnamed = np.logical_and(*pairs.both(columns.place < 0))
    here, there = pairs.both(columns.position)
    away = np.abs(here - there).sum(axis=1)
    names = ("neither", "one", "other country", "same name", "same country", "near", "far")
    cases = (
        (~(one & other) & unnamed, 0),
        (~(one & other), 1),
        (~pairs.alike(columns.country), 2),
        (np.isnan(away) & pairs.alike(columns.place), 3),
        (np.isnan(away), 4),
        (away <= _NEAR_DEGREES, 5),
    )
    return Feature(_name("place", *names), _choose(*cases, otherwise=6))


def _step(days: Indexes, steps: tuple[int, ...]) -> Indexes:
    return np.searchsorted(steps, days)


def _steps(steps: tuple[int, ...]) -> tuple[str, ...]:
    return (*(f"{step} days" for step in steps), "far")


def _dates(pairs: _Pairs) -> Iterator[Feature]:
    columns = pairs.columns
    published, told = pairs.both(columns.published)
    steps = _step(np.abs(published - told), _PUBLISHED)
    known = (published >= 0) & (told >= 0)
    yield Feature(_name("published", *_steps(_PUBLISHED)), np.where(known, steps, -1))

    one, other = pairs.both(columns.dated)
    first, last = pairs.both(columns.first), pairs.both(columns.last)
    gap = np.maximum(*first) - np.minimum(*last)
    width = np.maximum(last[0] - first[0], last[1] - first[1])
    meet = one & other & (gap <= 0)
    # Where one alone is dated: how long after its last day the other came out.
    since = np.where(one, told - last[0], published - last[1])
    silent = np.where(one, told, published) < 0
    gaps, sinces = _steps(_GAPS), _steps(_SINCE)
    names = ("neither", "one", "one later", "meet", *gaps, *(f"one {step} before" for step in sinces))
    cases: tuple[tuple[Flags, int], ...] = ((~one & ~other, 0), (meet, 3))
    apart = np.where(one & other, 4 + _step(gap, _GAPS), 4 + len(gaps) + _step(np.maximum(since, 0), _SINCE))
    cases += ((~(one & other) & silent, 1), (~(one & other) & (since < -5), 2))
    yield Feature(_name("days", *names), _choose(*cases, otherwise=apart))
    yield Feature(_name("days meet", *_steps(_WIDTHS)), np.where(meet, _step(width, _WIDTHS), -1))


def _standing(columns: Columns, first: Indexes, second: Indexes) -> Iterator[Feature]:
    """Whether the two stand in one text, how far apart, or in texts of one family; and whether they name one source."""
    pairs = _Pairs(columns, first, second)
    together = pairs.alike(columns.document)
    ranks = pairs.both(columns.order)
    apart = np.minimum(3, np.abs(ranks[0] - ranks[1]))
    same = pairs.both(columns.evidence)
    sentence = np.where((same[0] == same[1]).all(axis=1), 0, 1)
    yield Feature(("together",), np.where(together, 0, -1))
    yield Feature(_name("together/apart", *"0123"), np.where(together, apart, -1))
    yield Feature(_name("together/sentence", "same", "other"), np.where(together, sentence, -1))
    yield Feature(("one family",), np.where(~together & pairs.alike(columns.family), 0, -1))
    yield Feature(("one source",), np.where(_share(columns.sources, first, second), 0, -1))


def _share(groups: Group, first: Indexes, second: Indexes) -> Flags:
    """Whether the two of a pair have something of a group in common."""
    pair, i, j = groups.cross(first, second)
    found = np.zeros(len(first), dtype=bool)
    found[pair[groups.key[i] == groups.key[j]]] = True
    return found


@cache
def load_weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def score_pairs(
    columns: Columns, first: Indexes, second: Indexes, weights: Mapping[str, float] | None = None
) -> NDArray[np.float64]:
    """For each pair the probability that its claims are about one happening, 0 to 1, by the weights that ship or by
    ``weights``, to six digits.
    """
    weights = load_weights() if weights is None else weights
    together = columns.document[first] == columns.document[second]
    score = np.zeros(len(first))
    for names, which in compare_pairs(columns, first, second):
        score += _weigh(names, weights)[which]
        score += np.where(together, _weigh([_TOGETHER + name for name in names], weights)[which], 0.0)
    for names, which in _standing(columns, first, second):
        score += _weigh(names, weights)[which]
    likely: NDArray[np.float64] = np.round(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), 6)
    return likely


def _weigh(names: Sequence[str], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """The weights of these features; the last is that of none."""
    return np.array([*(weights.get(name, 0.0) for name in names), 0.0])


def pair_features(a: LinkClaim, b: LinkClaim) -> list[str]:
    """The names of all that speaks for and against two claims being about one happening."""
    pair = Columns.of([a, b]), np.array([0]), np.array([1])
    found = [names[which[0]] for names, which in compare_pairs(*pair) if which[0] >= 0]
    if a.document == b.document:
        found += [_TOGETHER + name for name in found]
    return found + [names[which[0]] for names, which in _standing(*pair) if which[0] >= 0]


def likeness(a: LinkClaim, b: LinkClaim, weights: Mapping[str, float] | None = None) -> float:
    """The probability that two claims are about one happening, as ``score_pairs`` gives it."""
    return float(score_pairs(Columns.of([a, b]), np.array([0]), np.array([1]), weights)[0])


def reasons(a: LinkClaim, b: LinkClaim, most: int = 6) -> list[tuple[str, float]]:
    """The features that weighed most in a comparison, the heaviest first."""
    weights = load_weights()
    weighed = [(f, weights.get(f, 0.0)) for f in pair_features(a, b) if f != "bias"]
    return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]
