"""Which claims are about one happening: blocks of candidates, scored pairs, joined groups.

An event is a connected component of the graph whose edges are pairs that are likelier than the threshold to be one
happening. What a document takes over from another belongs to the claim it is taken over from, and is compared with
nothing else: a copy adds no link. Components do not depend on the order of arrival, and a claim is added or changed by
comparing it with its blocks alone. What people judged comes first: *same* joins, *different* keeps two claims' groups
apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from marsad.link.columns import Columns, Indexes, Numbers
from marsad.link.likeness import score_pairs
from marsad.link.memory import Memory, Part, nothing
from marsad.link.pairs import pair_up
from marsad.link.records import LinkClaim
from marsad.register import Join

# Set on pairs of the gold (three folds, topics apart; eval/learn_links.py prints the curve): flat around its best.
THRESHOLD = 0.6
_MONTH = 30
# A date wider than this many days says too little to choose a block by.
_WIDE = 100
# So many claims are compared at once: more fill the memory with pairs, fewer take longer.
_AT_ONCE = 5_000

Score = Callable[[Columns, Indexes, Indexes], Numbers]
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
    """Every pair that is compared, once, in the order of ``claims``: those that share a block, but for what is taken
    over from another document.
    """
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        for key in set() if claim.is_taken_over else block_keys(claim):
            blocks[key].append(index)
    pairs = zip(*pair_up(blocks.values()), strict=True)
    for later, earlier in sorted((int(second), int(first)) for first, second in pairs):
        if may_join(claims[earlier], claims[later]):
            yield claims[earlier], claims[later]


def may_join(a: LinkClaim, b: LinkClaim) -> bool:
    """Different recipients are different happenings, unless one text speaks of both."""
    if a.document == b.document:
        return True
    if a.recipient and b.recipient:
        return a.recipient == b.recipient
    return a.supplier == b.supplier


class EventGraph:
    """All claims with the pairs that are likely one happening, kept so that a change touches its own events alone.

    ``score`` gives the likeness of pairs of claims, 0 to 1; ``same`` and ``different`` are the judgements so far.
    """

    def __init__(
        self,
        memory: Memory | None = None,
        *,
        same: Iterable[Pair] = (),
        different: Iterable[Pair] = (),
        score: Score = score_pairs,
        threshold: float = THRESHOLD,
    ) -> None:
        memory = memory or Memory()
        self._score = score
        self._threshold = threshold
        self._claims: Part[LinkClaim | None] = memory.part("claims", nothing)
        self._blocks: Part[set[str]] = memory.part("blocks", set)
        self._likely: Part[dict[str, float]] = memory.part("likely", dict)
        self._heirs: Part[set[str]] = memory.part("heirs", set)
        self._same, self._apart = _both_ways(same), _both_ways(different)

    def __contains__(self, claim: str) -> bool:
        return self._claims[claim] is not None

    def judge(self, *, same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> set[str]:
        """Take over people's judgements in place of those before; the claims whose events they may change."""
        before = (self._same, self._apart)
        self._same, self._apart = _both_ways(same), _both_ways(different)
        changed: set[str] = set()
        for old, new in zip(before, (self._same, self._apart), strict=True):
            changed |= {claim for claim in {*old, *new} if old.get(claim) != new.get(claim)}
        return {claim for claim in changed if claim in self}

    def put(self, claims: Iterable[LinkClaim]) -> set[str]:
        """Add claims or replace those of the same id; returns the ids of all claims whose events may have changed."""
        claims = list(claims)
        self._claims.want(claim.id for claim in claims)
        fresh = sorted((c for c in claims if self._claims[c.id] != c), key=lambda claim: claim.id)
        touched = {claim.id for claim in fresh} | self.drop(claim.id for claim in fresh)
        own = []
        for claim in fresh:
            self._claims[claim.id] = claim
            if claim.is_taken_over:
                self._heirs[claim.anchor].add(claim.id)
                touched.add(claim.anchor)
            else:
                own.append(claim)
        for start in range(0, len(own), _AT_ONCE):
            self._compare(own[start : start + _AT_ONCE])
        return touched

    def _compare(self, fresh: Sequence[LinkClaim]) -> None:
        """Put claims into their blocks, and score them against those that are there and one another."""
        keys = {claim.id: [_name_block(key) for key in block_keys(claim)] for claim in fresh}
        touched = {key for found in keys.values() for key in found}
        self._blocks.want(touched)
        for id_, found in keys.items():
            for key in found:
                self._blocks[key].add(id_)
        near = sorted({id_ for key in touched for id_ in self._blocks[key]})
        self._claims.want(near)
        claims = [claim for id_ in near if (claim := self._claims[id_])]
        place = {claim.id: n for n, claim in enumerate(claims)}
        columns, is_fresh = Columns.of(claims), np.array([claim.id in keys for claim in claims])
        first, second = pair_up([place[id_] for id_ in self._blocks[key] if id_ in place] for key in touched)
        chosen = (is_fresh[first] | is_fresh[second]) & columns.may_join(first, second)
        self._note(columns, first[chosen], second[chosen])

    def _note(self, columns: Columns, first: Indexes, second: Indexes) -> None:
        """Keep which of these pairs are likely one happening."""
        scores = self._score(columns, first, second)
        likely = scores >= self._threshold
        for one, other, score in zip(first[likely], second[likely], scores[likely].tolist(), strict=True):
            a, b = columns.claims[one].id, columns.claims[other].id
            self._likely[a][b] = self._likely[b][a] = score

    def drop(self, ids: Iterable[str]) -> set[str]:
        """Take claims out; returns the ids of those that were likely one happening with them."""
        touched: set[str] = set()
        for id_ in ids:
            claim = self._claims[id_]
            if claim is None:
                continue
            self._claims[id_] = None
            if claim.is_taken_over:
                self._heirs[claim.anchor].discard(id_)
                touched.add(claim.anchor)
                continue
            for key in block_keys(claim):
                self._blocks[_name_block(key)].discard(id_)
            for other in self._likely[id_]:
                self._likely[other].pop(id_, None)
                touched.add(other)
            self._likely[id_] = {}
        return touched

    def events_of(self, ids: Iterable[str]) -> list[Event]:
        """The events of the claims ``ids``, whole, in the order of their smallest claim."""
        reached: set[str] = set()
        waiting = set(ids)
        while waiting:
            for part in (self._claims, self._likely, self._heirs):
                part.want(waiting)
            found = {claim for claim in waiting if claim in self}
            reached |= found
            waiting = {other for claim in found for other in self._neighbours(claim)} - reached
        return self._group(reached)

    def _neighbours(self, claim: str) -> Iterator[str]:
        yield from self._likely[claim]
        yield from self._same.get(claim, ())
        yield from self._apart.get(claim, ())
        yield from self._heirs[claim]
        record = self._claims[claim]
        if record:
            yield record.anchor

    def _group(self, ids: set[str]) -> list[Event]:
        groups = _Groups(sorted(ids), self._apart)
        for a in sorted(ids):
            for b in sorted(self._same.get(a, ())):
                if a < b and b in ids:
                    groups.join(Join(a, b, 1.0))
        for a in sorted(ids):
            record = self._claims[a]
            if record and record.is_taken_over and record.anchor in ids:
                groups.join(Join(min(a, record.anchor), max(a, record.anchor), 1.0))
        scored = [(-round(score, 6), a, b) for a in ids for b, score in self._likely[a].items() if a < b]
        for score, a, b in sorted(scored):
            groups.join(Join(a, b, round(-score, 3)))
        return groups.events()


def _both_ways(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        table[a].add(b)
        table[b].add(a)
    return dict(table)


def _name_block(key: tuple[str, ...]) -> str:
    return "\t".join(key)


def link_events(
    claims: Iterable[LinkClaim],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    score: Score = score_pairs,
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
