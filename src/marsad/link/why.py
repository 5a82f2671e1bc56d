"""Why two claims are one happening, or not: the comparison itself and the chain of joins between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.link.events import THRESHOLD, block_keys, may_join
from marsad.link.likeness import likeness, reasons
from marsad.link.records import LinkClaim
from marsad.register import Entry, Join


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two claims side by side: how alike, what weighed most for (positive) and against, whether they were compared at
    all, and whether one is taken over from the other's text (or both from a third).
    """

    a: str
    b: str
    likeness: float
    compared: bool
    taken_over: bool
    reasons: tuple[tuple[str, float], ...]

    @property
    def joins(self) -> bool:
        return self.compared and self.likeness >= THRESHOLD


def compare(a: LinkClaim, b: LinkClaim) -> Comparison:
    """The comparison of two claims, the smaller id first, as linking makes it."""
    a, b = sorted((a, b), key=lambda claim: claim.id)
    compared = may_join(a, b) and not block_keys(a).isdisjoint(block_keys(b))
    return Comparison(a.id, b.id, round(likeness(a, b), 3), compared, a.anchor == b.anchor, tuple(reasons(a, b)))


def find_chain(entry: Entry, first: str, last: str) -> tuple[Join, ...]:
    """The joins that lead from one claim of an entry to another, in order."""
    beside: dict[str, list[Join]] = {}
    for join in entry.joins:
        beside.setdefault(join.a, []).append(join)
        beside.setdefault(join.b, []).append(join)
    came: dict[str, tuple[str, Join]] = {}
    waiting = deque([first])
    while waiting and last not in came:
        here = waiting.popleft()
        for join in beside.get(here, ()):
            there = join.b if join.a == here else join.a
            if there != first and there not in came:
                came[there] = (here, join)
                waiting.append(there)
    chain: list[Join] = []
    while last in came:
        last, join = came[last]
        chain.append(join)
    return tuple(reversed(chain))


def entry_by_claim(entries: Sequence[Entry]) -> Mapping[str, Entry]:
    """For each claim's id its entry."""
    return {witness.claim: entry for entry in entries for witness in entry.claims}
