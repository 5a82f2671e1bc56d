"""Verdicts on made-up conflicts of which it is known whether anything happened: few of them may be wrong.

Deaths come in clusters (negative binomial), conflicts drift (their level has a memory from year to year, or from month
to month), and the source gives bounds of its own. In half of the series the level changes in 2024 by a known factor.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from marsad.verdicts import Count, Toll
from marsad.verify.judge import judge_claim
from marsad.verify.tables import CountryYear, Event, Table
from tests.verify.examples import make_claim, make_document, make_world

SERIES = 200
MOST_WRONG = 0.05
FACTORS = (0.25, 0.4, 2.5, 4.0)
RIGHT = {True: "consistent", False: "contradicted"}  # by whether deaths fell


def draw_levels(chance: np.random.Generator, length: int, mean: float, memory: float, drift: float) -> np.ndarray:
    """Levels of a conflict that drift around a mean on a log scale."""
    at = chance.normal(0, drift)
    steps = []
    for _ in range(length):
        steps.append(at)
        at = memory * at + chance.normal(0, drift)
    return mean * np.exp(np.array(steps))


def draw_deaths(chance: np.random.Generator, levels: np.ndarray, clusters: float) -> list[int]:
    """Deaths of each period whose variance is ``clusters`` times their mean."""
    return [int(n) for n in chance.negative_binomial(levels / (clusters - 1), 1 / clusters)]


def bound(chance: np.random.Generator, best: int) -> Count:
    spread = chance.uniform(0, 0.15)
    return Count(int(best * (1 - spread)), best, int(best * (1 + 2 * spread)))


def draw_years(chance: np.random.Generator, factor: float) -> Table:
    length = int(chance.integers(7, 15))
    memory, drift = chance.choice([[0.0, 0.0], [0.0, 0.3], [0.6, 0.3], [0.9, 0.2]])
    levels = draw_levels(chance, length, float(chance.choice([150, 600, 2500])), memory, drift)
    levels[-1] *= factor
    deaths = draw_deaths(chance, levels, float(chance.choice([5, 20, 50])))
    first = 2025 - length
    rows = [CountryYear("NE", first + n, Toll(bound(chance, best))) for n, best in enumerate(deaths)]
    return Table("ucdp-country-year", "25.1", years=tuple(rows))


def draw_events(chance: np.random.Generator, factor: float) -> Table:
    months = 12 * int(chance.integers(2, 5))
    memory, drift = chance.choice([[0.0, 0.0], [0.0, 0.4], [0.3, 0.3], [0.6, 0.2]])
    levels = draw_levels(chance, months, float(chance.choice([15, 50, 200])), memory, drift)
    levels[-12:] *= factor
    deaths = draw_deaths(chance, levels, float(chance.choice([3, 10, 25])))
    events: list[Event] = []
    for n, best in enumerate(deaths):
        year, month = divmod(2025 * 12 - months + n, 12)
        parts = chance.multinomial(best, [1 / 4] * 4)
        for part in parts:
            day = dt.date(year, month + 1, int(chance.integers(1, calendar.monthrange(year, month + 1)[1] + 1)))
            count = bound(chance, int(part))
            events.append(Event(f"e{len(events)}", "state_based", False, count, year, day, day, "NE"))
    return Table("ucdp-ged", "25.1", events=tuple(events))


def judge(table: Table) -> str:
    document = make_document()
    (verdict,) = judge_claim(make_claim(document), document, (), make_world(table))
    return verdict.verdict


def count_verdicts(kind: str, factors: Sequence[float], seed: int) -> Counter[str]:
    """How many verdicts are right, wrong and open."""
    chance = np.random.default_rng(seed)
    found: Counter[str] = Counter()
    for n in range(SERIES):
        factor = factors[n % len(factors)]
        answer = judge((draw_years if kind == "years" else draw_events)(chance, factor))
        right = RIGHT[factor < 1] if factor != 1 else "not decidable"
        found["open" if answer == "not decidable" != right else "right" if answer == right else "wrong"] += 1
    return found


@pytest.mark.parametrize("kind", ["years", "events"])
@pytest.mark.parametrize("seed", [1, 2])
def test_few_verdicts_on_series_with_and_without_an_effect_are_wrong(kind: str, seed: int) -> None:
    with_effect, without = count_verdicts(kind, FACTORS, seed), count_verdicts(kind, [1.0], seed + 100)
    print(kind, seed, dict(with_effect), dict(without))
    assert with_effect["wrong"] + without["wrong"] <= MOST_WRONG * 2 * SERIES
    assert with_effect["wrong"] <= MOST_WRONG * SERIES
    assert with_effect["right"] >= 0.2 * SERIES, "a verdict that is never given is of no use"
