"""Which claims are about one happening: blocks of candidates, scored pairs, joined groups.

An event is a connected component of the graph whose edges are pairs that are likelier than the threshold to be one
happening. Components do not depend on the order of arrival, and a claim is added or changed by comparing it with its
blocks alone. What people judged comes first: *same* joins, *different* keeps two claims' groups apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.link.likeness import likeness
from marsad.link.records import LinkClaim
from marsad.register import Join

# Set on pairs of the gold (three folds, topics apart; eval/learn_links.py prints the curve): flat around its best.
THRESHOLD = 0.7
_MONTH = 30
# A date wider than this many days says too little to choose a block by.
_WIDE = 100

Score = Callable[[LinkClaim, LinkClaim], float]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """The claims of one happening, by id, and the joins that hold them together (one less than there are claims)."""

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
    """Every pair that shares a block and may be one happening, once, in the order of ``claims``."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        earlier = {other for key in block_keys(claim) for other in blocks[key]}
        for key in block_keys(claim):
            blocks[key].append(index)
        for other in sorted(earlier):
            if may_join(claims[other], claim):
                yield claims[other], claim


def may_join(a: LinkClaim, b: LinkClaim) -> bool:
    """Different recipients are different happenings, unless one text speaks of both."""
    if a.document == b.document:
        return True
    if a.recipient and b.recipient:
        return a.recipient == b.recipient
    return a.supplier == b.supplier


class EventGraph:
    """All claims with the pairs that are likely one happening, kept so that a change touches its own events alone.

    ``score`` gives the likeness of two claims, 0 to 1.
    """

    def __init__(self, *, score: Score = likeness, threshold: float = THRESHOLD) -> None:
        self._score = score
        self._threshold = threshold
        self._claims: dict[str, LinkClaim] = {}
        self._blocks: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._likely: dict[str, dict[str, float]] = defaultdict(dict)
        self._same: dict[str, set[str]] = defaultdict(set)
        self._apart: dict[str, set[str]] = defaultdict(set)

    def __contains__(self, claim: str) -> bool:
        return claim in self._claims

    def judge(self, *, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> set[str]:
        """Take over people's judgements in place of those before; the claims whose events they may change."""
        before = (self._same, self._apart)
        self._same, self._apart = defaultdict(set), defaultdict(set)
        for pairs, table in ((same, self._same), (different, self._apart)):
            for a, b in pairs:
                table[a].add(b)
                table[b].add(a)
        changed: set[str] = set()
        for old, new in zip(before, (self._same, self._apart), strict=True):
            changed |= {claim for claim in {*old, *new} if old.get(claim, set()) != new.get(claim, set())}
        return changed & self._claims.keys()

    def put(self, claims: Iterable[LinkClaim]) -> set[str]:
        """Add claims or replace those of the same id; returns the ids of all claims whose events may have changed."""
        touched: set[str] = set()
        for claim in sorted(claims, key=lambda c: c.id):
            if self._claims.get(claim.id) == claim:
                continue
            touched |= self.drop([claim.id])
            touched.add(claim.id)
            others = sorted({other for key in block_keys(claim) for other in self._blocks[key]})
            for other in (self._claims[o] for o in others):
                if may_join(claim, other):
                    first, second = (claim, other) if claim.id < other.id else (other, claim)
                    score = self._score(first, second)
                    if score >= self._threshold:
                        self._likely[claim.id][other.id] = self._likely[other.id][claim.id] = score
            self._claims[claim.id] = claim
            for key in block_keys(claim):
                self._blocks[key].add(claim.id)
        return touched

    def drop(self, ids: Iterable[str]) -> set[str]:
        """Take claims out; returns the ids of those that were likely one happening with them."""
        touched: set[str] = set()
        for id_ in ids:
            claim = self._claims.pop(id_, None)
            if claim is None:
                continue
            for key in block_keys(claim):
                self._blocks[key].discard(id_)
            for other in self._likely.pop(id_, {}):
                self._likely[other].pop(id_, None)
                touched.add(other)
        return touched

    def events_of(self, ids: Iterable[str]) -> list[Event]:
        """The events of the claims ``ids``, whole, in the order of their smallest claim."""
        reached: set[str] = set()
        waiting = [i for i in ids if i in self._claims]
        while waiting:
            claim = waiting.pop()
            if claim not in reached:
                reached.add(claim)
                waiting += self._neighbours(claim)
        return self._group(reached)

    def _neighbours(self, claim: str) -> list[str]:
        judged = [*self._same.get(claim, ()), *self._apart.get(claim, ())]
        return [*self._likely.get(claim, ()), *(other for other in judged if other in self._claims)]

    def _group(self, ids: set[str]) -> list[Event]:
        groups = _Groups(sorted(ids), self._apart)
        for a in sorted(ids):
            for b in sorted(self._same.get(a, ())):
                if a < b and b in ids:
                    groups.join(Join(a, b, 1.0))
        scored = [(-round(score, 6), a, b) for a in ids for b, score in self._likely.get(a, {}).items() if a < b]
        for score, a, b in sorted(scored):
            groups.join(Join(a, b, round(-score, 3)))
        return groups.events()


def link_events(
    claims: Iterable[LinkClaim],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    score: Score = likeness,
    threshold: float = THRESHOLD,
) -> list[Event]:
    """Group claims into events; ``same`` and ``different`` are people's judgements on pairs of claim ids.

    Events come in the order of their smallest claim id, whatever the order of ``claims``.
    """
    graph = EventGraph(score=score, threshold=threshold)
    ids = graph.put(claims)
    graph.judge(same=same, different=different)
    return graph.events_of(ids)


class _Groups:
    """Disjoint sets of claim ids with their joins, and pairs that must stay apart."""

    def __init__(self, ids: Iterable[str], apart: dict[str, set[str]]) -> None:
        self._parent = {i: i for i in ids}
        self._members = {i: [i] for i in self._parent}
        self._joins: dict[str, list[Join]] = {i: [] for i in self._parent}
        self._apart = apart

    def _root(self, claim: str) -> str:
        while self._parent[claim] != claim:
            self._parent[claim] = self._parent[self._parent[claim]]
            claim = self._parent[claim]
        return claim

    def join(self, join: Join) -> None:
        a, b = sorted((self._root(join.a), self._root(join.b)))
        if a == b:
            return
        members = set(self._members[b])
        if any(not members.isdisjoint(self._apart.get(member, ())) for member in self._members[a]):
            return
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        self._joins[a] += [*self._joins.pop(b), join]

    def events(self) -> list[Event]:
        found = [Event(tuple(sorted(m)), tuple(self._joins[root])) for root, m in self._members.items()]
        return sorted(found, key=lambda event: event.claims)
