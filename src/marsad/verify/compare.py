"""Deaths of a claimed period against those before it, in one panel: bounds, chance, neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.knowledge.territories import load_territories
from marsad.verdicts import Beside, Comparison, Count, Reason, Toll
from marsad.verify.change import (
    BLOCKS,
    MOST_CHANGES,
    Chance,
    Move,
    Risks,
    compare_bounds,
    judge_by_blocks,
    judge_by_history,
    measure,
)
from marsad.verify.panel import Area, Panel
from marsad.verify.windows import Window

# UCDP calls a conflict active in a year with so many deaths. An onset is another thing than a change: the history that
# a change is judged by ends where there was no conflict.
ACTIVE_A_YEAR = 25
_YEAR_DAYS = 365.25
_MONTH_DAYS = 28


def compare(panel: Panel, area: Area, before: Window, after: Window, risks: Risks) -> Comparison | None:
    """Both periods beside each other; None where the panel does not cover both."""
    if not (panel.covers(area, before) and panel.covers(area, after)):
        return None
    tolls = panel.toll(area, before), panel.toll(area, after)
    best = tolls[0].all.best, tolls[1].all.best
    chance = judge_by_history(_list_history(panel, area, before), *best) or _judge_parts(panel, area, before, after)
    ratio, moved = measure(chance, *best, risks)
    bounds = compare_bounds(tolls[0].all, tolls[1].all)
    return Comparison(
        dataset=panel.label,
        before=before.edtf,
        after=after.edtf,
        toll_before=tolls[0],
        toll_after=tolls[1],
        ratio=ratio,
        moved=moved if moved == bounds else None,
        civilians=_compare_part(tolls[0].one_sided, tolls[1].one_sided, before),
        governments=_compare_part(tolls[0].by_governments, tolls[1].by_governments, before),
        neighbours=_look_beside(panel, area, before, after),
    )


def _compare_part(before: Count, after: Count, window: Window) -> Move | None:
    """Which way a part of the deaths moved; None where they are too few in both periods to be called violence."""
    return compare_bounds(before, after) if max(before.most, after.most) >= _least_active(window) else None


def _least_active(window: Window) -> float:
    return ACTIVE_A_YEAR * window.days / _YEAR_DAYS


def _list_history(panel: Panel, area: Area, before: Window) -> Sequence[int]:
    """Deaths of earlier periods of the same length, the oldest first, back to where no conflict was."""
    least = _least_active(before)
    counts: list[int] = []
    if panel.toll(area, before).all.best < least:
        return counts
    for steps in range(1, MOST_CHANGES + 1):
        window = before.before(steps)
        if not panel.covers(area, window) or (count := panel.toll(area, window).all.best) < least:
            break
        counts.append(count)
    return counts[::-1]


def _judge_parts(panel: Panel, area: Area, before: Window, after: Window) -> Chance | None:
    """By the parts of both periods, where days are known and a part is about a month at least."""
    if not panel.has_days or min(before.days, after.days) < BLOCKS * _MONTH_DAYS:
        return None
    counts = [[panel.toll(area, part).all.best for part in window.split(BLOCKS)] for window in (before, after)]
    return judge_by_blocks(*counts)


def _look_beside(panel: Panel, area: Area, before: Window, after: Window) -> Beside | None:
    """The neighbours that the panel covers in both periods, added up."""
    around = [Area(iso) for iso in load_territories().neighbours.get(area.country, ())]
    covered = [a for a in around if panel.covers(a, before) and panel.covers(a, after)]
    if not covered:
        return None
    sums = [_sum(panel, covered, window).all.best for window in (before, after)]
    ratio = sums[1] / sums[0] if sums[0] else None
    return Beside(tuple(a.country for a in covered), sums[0], sums[1], ratio, Reason("way_neighbours"))


def _sum(panel: Panel, areas: Sequence[Area], window: Window) -> Toll:
    total = Toll()
    for area in areas:
        total += panel.toll(area, window)
    return total
