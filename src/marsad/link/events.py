"""Which claims are about one happening: blocks of candidates, scored pairs, joined groups.

An event is a connected component of the graph whose edges are pairs that are likelier than the threshold to be one
happening. Components do not depend on the order of arrival, and a new claim can be added by comparing it with its
block alone. What people judged comes first: *same* joins, *different* keeps two claims' groups apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.link.likeness import likeness
from marsad.link.records import LinkClaim

# Set on pairs of the gold (three-fold, articles apart): B-cubed F1 is highest at 0.7 and flat from 0.6 to 0.8.
THRESHOLD = 0.7
_MONTH = 30
# A date wider than this many days says too little to choose a block by.
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Join:
    """Two claims taken for one happening, with the likeness that joined them (1.0 where a person said so)."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Event:
    """The claims of one happening, by id, and the joins between them."""

    claims: tuple[str, ...]
    joins: tuple[Join, ...]


def block_keys(claim: LinkClaim) -> set[tuple[str, ...]]:
    """The blocks of a claim: its document, and its type, party and month with the months beside it."""
    keys: set[tuple[str, ...]] = {("document", claim.document)}
    party = claim.recipient or claim.supplier
    if party is None:
        return keys
    for month in _months(claim):
        for near in (month - 1, month, month + 1):
            keys.add((claim.type, party, str(near)))
            if claim.recipient is None and claim.supplier:
                keys.add((claim.type, "from", claim.supplier, str(near)))
        if claim.recipient and claim.supplier:
            keys.add((claim.type, "from", claim.supplier, str(month)))
    return keys


def _months(claim: LinkClaim) -> set[int]:
    """Months in which a claim's happening may lie: its dates where they are narrow, and its publication."""
    months = set()
    if claim.days:
        first, last = claim.days
        if first is not None and last is not None and last - first <= _WIDE:
            months |= {first // _MONTH, last // _MONTH}
        elif first is not None:
            months.add(first // _MONTH)
    if claim.published is not None and (not months or not claim.days):
        months.add(claim.published // _MONTH)
    return months


def candidate_pairs(claims: Sequence[LinkClaim]) -> Iterator[tuple[LinkClaim, LinkClaim]]:
    """Every pair that shares a block, once."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        for key in block_keys(claim):
            blocks[key].append(index)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        members = blocks[key]
        for position, i in enumerate(members):
            for j in members[position + 1 :]:
                pair = (i, j) if i < j else (j, i)
                if pair not in seen and _may_join(claims[i], claims[j]):
                    seen.add(pair)
                    yield claims[pair[0]], claims[pair[1]]


def _may_join(a: LinkClaim, b: LinkClaim) -> bool:
    """Different recipients are different happenings, unless one text speaks of both."""
    if a.document == b.document:
        return True
    if a.recipient and b.recipient:
        return a.recipient == b.recipient
    return a.supplier == b.supplier


def link_events(
    claims: Sequence[LinkClaim],
    *,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
    threshold: float = THRESHOLD,
) -> list[Event]:
    """Group claims into events; ``same`` and ``different`` are people's judgements on pairs of claim ids.

    Events come in the order of their smallest claim id, whatever the order of ``claims``.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    groups = _Groups(c.id for c in ordered)
    for a, b in different:
        groups.forbid(a, b)
    for a, b in sorted(same):
        groups.join(Join(a, b, 1.0))
    scored = ((likeness(a, b), a.id, b.id) for a, b in candidate_pairs(ordered))
    for score, a, b in sorted((s for s in scored if s[0] >= threshold), key=lambda s: (-round(s[0], 9), s[1], s[2])):
        groups.join(Join(a, b, round(score, 3)))
    return groups.events()


class _Groups:
    """Disjoint sets of claim ids with their joins, and pairs that must stay apart."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {i: i for i in ids}
        self._members = {i: [i] for i in self._parent}
        self._joins: dict[str, list[Join]] = {i: [] for i in self._parent}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def _root(self, claim: str) -> str:
        while self._parent[claim] != claim:
            self._parent[claim] = self._parent[self._parent[claim]]
            claim = self._parent[claim]
        return claim

    def forbid(self, a: str, b: str) -> None:
        self._apart[a].add(b)
        self._apart[b].add(a)

    def join(self, join: Join) -> None:
        if join.a not in self._parent or join.b not in self._parent:
            return
        a, b = sorted((self._root(join.a), self._root(join.b)))
        if a == b:
            self._joins[a].append(join)
            return
        members = set(self._members[b])
        if any(self._apart.get(member, set()) & members for member in self._members[a]):
            return
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        self._joins[a] += [*self._joins.pop(b), join]

    def events(self) -> list[Event]:
        found = [Event(tuple(sorted(m)), tuple(self._joins[root])) for root, m in self._members.items()]
        return sorted(found, key=lambda event: event.claims)
