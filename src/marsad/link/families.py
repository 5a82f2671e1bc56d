"""Which documents carry one text: copies, rewrites and translations, and who took it from whom.

Two documents are of one family when their sentences say the same in the same order. Sentences are compared as vectors
of one space for all languages, aligned without crossings (the longest increasing alignment, as in Gale and Church
1993 but over meaning instead of length); what counts is the share of the shorter text that is aligned, times how alike
the aligned sentences are. Two reporters at one scene share facts, not the order of sentences.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from marsad.link.memory import FAMILIES, TEXTS, Memory, Part, Spread, nothing
from marsad.link.names import is_same_name
from marsad.register import Edge, Family, Kind, Passage
from marsad.text import fold, split_words

Vectors = NDArray[np.float32]
Runs = frozenset[tuple[str, ...]]

# Measured on the gold's 45 family edges: pairs of one family score 0.42 and more where they are parent and child,
# other pairs on one event 0.38 and less but for one.
THRESHOLD = 0.42
# A text that names the other's outlet needs less: the naming is evidence by itself.
NAMED_THRESHOLD = 0.2
# Sentences below this cosine are not aligned at all: another arms event lies at 0.15 to 0.31.
SENTENCE_FLOOR = 0.45
# Centroids of parent and child lie above this; it only saves alignments.
CENTROID_FLOOR = 0.35
# A copy shares this much of the shorter text's four-word runs word for word; a rewrite shares few.
COPY_SHARE = 0.3
# A text is taken over within days; older texts are quoted, not carried.
WINDOW_DAYS = 60
# Of two texts of one day that leave out as much of each other, neither is the shorter.
EVEN = 0.05
_RUN = 4
_ROUNDING = 1e-3
_MONTH = 30
# Texts that are compared at once: few enough that several processes end about together.
_BLOCK = 150


@dataclass(frozen=True, slots=True)
class FamilyText:
    """A document as families see it: sentences without page furniture, one unit vector for each.

    ``cites`` are the agencies and outlets that it names as where it has things from.
    """

    id: str
    language: str
    outlet: str | None
    published: dt.date | None
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]
    vectors: Vectors
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Alignment:
    pairs: tuple[tuple[int, int, float], ...]
    covered: tuple[float, float]

    @property
    def score(self) -> float:
        if not self.pairs:
            return 0.0
        return max(self.covered) * sum(likeness for _, _, likeness in self.pairs) / len(self.pairs)


_APART = _Alignment((), (0.0, 0.0))


def _align(a: FamilyText, b: FamilyText) -> _Alignment:
    """The best alignment of two sentence sequences without crossings."""
    likeness = a.vectors @ b.vectors.T
    gain = np.clip(likeness - SENTENCE_FLOOR, 0.0, None)
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        step = np.maximum(best[i, 1:], best[i, :-1] + gain[i])
        best[i + 1, 1:] = np.maximum.accumulate(step)
    pairs, i, j = [], rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j, float(likeness[i, j])))
    return _Alignment(tuple(reversed(pairs)), (_share(a, [p[0] for p in pairs]), _share(b, [p[1] for p in pairs])))


def _share(text: FamilyText, chosen: Iterable[int]) -> float:
    lengths = [len(sentence) for sentence in text.sentences]
    return sum(lengths[i] for i in chosen) / max(1, sum(lengths))


@dataclass(frozen=True, slots=True)
class _Words:
    """What comparing needs of a text, made once: its folded words, its runs of some words, its sentences' shares."""

    folded: str
    runs: Runs
    shares: Vectors
    named: dict[str, bool] = field(default_factory=dict)
    """Outlets that were looked for, and whether the text names them."""

    @classmethod
    def of(cls, text: FamilyText) -> _Words:
        words = [w for sentence in text.sentences for w in split_words(sentence) if w.isalnum()]
        runs = frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
        lengths = np.array([len(sentence) for sentence in text.sentences], dtype=np.float32)
        return cls(fold(" ".join(text.sentences)), runs, lengths / max(1.0, float(lengths.sum())))

    def names(self, text: FamilyText, outlet: str | None) -> bool:
        """Whether the text names an outlet, as it writes itself or, for a source, in any script."""
        if not outlet:
            return False
        if outlet not in self.named:
            cited = any(is_same_name(outlet, name) for name in text.cites)
            self.named[outlet] = cited or fold(outlet) in self.folded
        return self.named[outlet]


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts beside each other, ``a`` the older: their alignment, and which of them names the other's outlet."""

    a: FamilyText
    b: FamilyText
    alignment: _Alignment
    shared: float
    names: tuple[bool, bool]

    def edge(self) -> Edge | None:
        """The edge between the two if they are of one family."""
        named = any(self.names)
        # One sentence alike has no order: it is a shared fact, unless it is the same words.
        ordered = named or len(self.alignment.pairs) > 1
        score = max(self.alignment.score if ordered else 0.0, self.shared)
        if score < (NAMED_THRESHOLD if named else THRESHOLD):
            return None
        forward, reasons = self._direct()
        return self._draw(score, reasons) if forward else turn_edge(self._draw(score, reasons), reasons)

    def found(self) -> list[Found]:
        """What there is between the two, if anything."""
        edge = self.edge()
        if edge is None and not any(self.names):
            return []
        candidate = None
        if edge:
            day, _ = _age(self.a if edge.child == self.a.id else self.b)
            candidate = Candidate(edge, self.is_even, day)
        return [Found((self.a.id, self.b.id), self.names, candidate)]

    @property
    def is_even(self) -> bool:
        """Whether nothing in the two tells who took it from whom."""
        least, most = sorted(self.alignment.covered)
        return self.names[0] == self.names[1] and self.a.published == self.b.published and most - least <= EVEN

    def _direct(self) -> tuple[bool, tuple[str, ...]]:
        """Whether ``a`` is the parent of ``b``, and why: who names whom, who came first, who left things out."""
        a, b = self.a, self.b
        if self.names[0] != self.names[1]:
            named = self.names[1]
            return named, (f"names {(a if named else b).outlet} as where it has the text from",)
        if a.published and b.published and a.published != b.published:
            days = abs((a.published - b.published).days)
            return a.published < b.published, (f"published {days} day{'s' if days > 1 else ''} later",)
        return self.alignment.covered[0] <= self.alignment.covered[1], ("same day; leaves out more of the text",)

    def _draw(self, score: float, reasons: tuple[str, ...]) -> Edge:
        a, b = self.a, self.b
        copied = self.shared >= COPY_SHARE
        kind: Kind = "translation" if a.language != b.language else "copy" if copied else "rewrite"
        passages = [Passage(a.spans[i], b.spans[j], round(likeness, 3)) for i, j, likeness in self.alignment.pairs]
        return Edge(a.id, b.id, kind, round(score, 3), tuple(passages), reasons)


def turn_edge(edge: Edge, reasons: tuple[str, ...]) -> Edge:
    """The same edge in the other direction, for other reasons."""
    passages = tuple(Passage(passage.child, passage.parent, passage.likeness) for passage in edge.passages)
    return replace(edge, parent=edge.child, child=edge.parent, passages=passages, reasons=reasons)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edge that may hold, with the ordinal of the child's day; an even one may hold either way."""

    edge: Edge
    is_even: bool
    day: int


def _compare(a: FamilyText, b: FamilyText, most: float, words_of: Callable[[FamilyText], _Words]) -> _Pair:
    """Two texts beside each other; ``most`` is what the score of their alignment is at most."""
    one, other = words_of(a), words_of(b)
    shared = 0.0
    if a.language == b.language:
        shared = len(one.runs & other.runs) / max(1, min(len(one.runs), len(other.runs)))
    names = one.names(a, b.outlet), other.names(b, a.outlet)
    apart = max(shared, most) < (NAMED_THRESHOLD if any(names) else THRESHOLD)
    return _Pair(a, b, _APART if apart else _align(a, b), shared, names)


def _find_most(text: FamilyText, others: Sequence[FamilyText], words_of: Callable[[FamilyText], _Words]) -> list[float]:
    """What the score of a text's alignment with each of the others is at most, found for all at once.

    No alignment covers more than the sentences that are alike to any, none is more alike than the two that are most.
    """
    if not others:
        return []
    likeness = text.vectors @ np.concatenate([other.vectors for other in others]).T
    starts = np.cumsum([0, *(len(other.vectors) for other in others[:-1])])
    alike = likeness > SENTENCE_FLOOR
    mine = words_of(text).shares @ np.logical_or.reduceat(alike, starts, axis=1)
    shares = np.concatenate([words_of(other).shares for other in others])
    theirs = np.add.reduceat(np.where(alike.any(axis=0), shares, 0.0), starts)
    best = np.maximum.reduceat(likeness.max(axis=0), starts)
    found: list[float] = (np.maximum(mine, theirs) * best + _ROUNDING).tolist()
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """Texts to compare, each with those it may share a family with, by id; and all that are named."""

    texts: dict[str, FamilyText]
    near: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing two texts found: which of them names the other's outlet, and the edge that may hold."""

    texts: tuple[str, str]
    names: tuple[bool, bool]
    candidate: Candidate | None


def compare_block(block: Block) -> list[Found]:
    """What there is between the texts of a block, for pairs between which there is anything."""
    made: dict[str, _Words] = {}

    def words_of(text: FamilyText) -> _Words:
        if text.id not in made:
            made[text.id] = _Words.of(text)
        return made[text.id]

    found: list[Found] = []
    # More threads only wait for one another over matrices as small as these.
    with threadpool_limits(1, user_api="blas"):
        for id_, ids in block.near:
            text, near = block.texts[id_], [block.texts[other] for other in ids]
            for other, most in zip(near, _find_most(text, near, words_of), strict=True):
                older, younger = sorted((text, other), key=_age)
                found += _compare(older, younger, most, words_of).found()
    return found


class _Bucket:
    """The days and centroids of one month's texts, in rows that grow; ``kept`` has them as bytes by document."""

    def __init__(self, kept: Part[bytes | None]) -> None:
        kept.want_all()
        self._kept = kept
        self._ids: list[str] = []
        self._days = np.zeros(4, dtype=np.int64)
        self._rows = np.zeros((4, 0), dtype=np.float32)
        for id_, row in sorted(kept.items()):
            if row:
                self._append(id_, row)

    def __contains__(self, id_: str) -> bool:
        return id_ in self._kept

    def add(self, id_: str, day: int, centroid: Vectors) -> None:
        row = self._kept[id_] = day.to_bytes(4, "little") + centroid.astype("<f2").tobytes()
        self._append(id_, row)

    def _append(self, id_: str, row: bytes) -> None:
        count, centroid = len(self._ids), np.frombuffer(row[4:], dtype="<f2")
        if not count or count == len(self._rows):
            size = max(4, 2 * count)
            grown, days = np.zeros((size, len(centroid)), np.float32), np.zeros(size, np.int64)
            if count:
                grown[:count], days[:count] = self._rows, self._days
            self._rows, self._days = grown, days
        self._rows[count], self._days[count] = centroid, int.from_bytes(row[:4], "little")
        self._ids.append(id_)

    def near(self, day: int, centroid: Vectors) -> list[str]:
        """The documents of these weeks whose centroid is near."""
        count = len(self._ids)
        if not count:
            return []
        alike = self._rows[:count] @ centroid.astype("<f2").astype(np.float32)
        soon = np.abs(self._days[:count] - day) <= WINDOW_DAYS
        return [self._ids[i] for i in np.flatnonzero((alike >= CENTROID_FLOOR) & soon)]


class FamilyGraph:
    """All texts with the edges that may hold between them; a new text is compared with its own weeks alone.

    ``edge`` is the one by which a document has its text from another, ``children`` are those that have it from it.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory or Memory()
        self.edge: Part[Edge | None] = self._memory.part("edges", nothing)
        self.children: Part[set[str]] = self._memory.part("children", set)
        self.families: Part[Family | None] = self._memory.part(FAMILIES, nothing)
        self._texts: Part[FamilyText | None] = self._memory.part(TEXTS, nothing)
        self._candidates: Part[dict[str, Candidate]] = self._memory.part("candidates", dict)
        self._kin: Part[set[str]] = self._memory.part("kin", set)
        self._buckets: dict[int, _Bucket] = {}
        self._named_by: Part[set[str]] = self._memory.part("named by", set)

    def put(self, texts: Iterable[FamilyText], spread: Spread = map) -> set[str]:
        """Add texts that are not yet there (a document's text never changes); the documents whose edge changed.

        ``spread`` compares blocks of texts; it may do so elsewhere, and give what it finds in any order.
        """
        touched: set[str] = set()
        fresh = sorted(texts, key=lambda text: (_month(text), text.id))
        for block in spread(compare_block, self._make_blocks(fresh)):
            for found in block:
                touched |= self._note(found)
        return self._choose(touched)

    def _make_blocks(self, fresh: Sequence[FamilyText]) -> Iterator[Block]:
        """Texts that come one after the other, with those of their weeks that were there before them."""
        waiting: dict[str, tuple[str, ...]] = {}
        for text in fresh:
            bucket = self._bucket(_month(text))
            if not text.sentences or text.id in bucket:
                continue
            centroid = _unit(text.vectors.mean(axis=0))
            self._texts[text.id] = text
            waiting[text.id] = tuple(self._near(text, centroid))
            bucket.add(text.id, _age(text)[0], centroid)
            if len(waiting) == _BLOCK:
                yield self._make_block(waiting)
                waiting = {}
        if waiting:
            yield self._make_block(waiting)

    def _make_block(self, near: dict[str, tuple[str, ...]]) -> Block:
        wanted = {*near, *(other for others in near.values() for other in others)}
        self._texts.want(wanted)
        texts = {id_: text for id_ in sorted(wanted) if (text := self._texts[id_])}
        return Block(texts, tuple((id_, tuple(o for o in others if o in texts)) for id_, others in near.items()))

    def _bucket(self, month: int) -> _Bucket:
        if month not in self._buckets:
            self._buckets[month] = _Bucket(self._memory.part(f"month {month}", nothing))
        return self._buckets[month]

    def _near(self, text: FamilyText, centroid: Vectors) -> Iterator[str]:
        months = WINDOW_DAYS // _MONTH + 1 if text.published else 0
        day, here = _age(text)[0], _month(text)
        for month in range(here - months, here + months + 1):
            yield from self._bucket(month).near(day, centroid)

    def _note(self, found: Found) -> set[str]:
        """Keep what a comparison found, an edge and who names whom; the documents that it has to do with."""
        touched: set[str] = set()
        one, other = found.texts
        for naming, named, is_named in ((one, other, found.names[0]), (other, one, found.names[1])):
            if is_named:
                self._named_by[named].add(naming)
                touched.add(named)
        if found.candidate:
            edge = found.candidate.edge
            self._candidates[edge.child][edge.parent] = found.candidate
            self._kin[edge.child].add(edge.parent)
            self._kin[edge.parent].add(edge.child)
            touched |= {edge.child, edge.parent}
        return touched

    def edges(self) -> tuple[Edge, ...]:
        """For every document at hand that carries another's text, the edge to the likeliest parent, by child."""
        return tuple(edge for _, edge in sorted(self.edge.items()) if edge)

    def _choose(self, touched: set[str]) -> set[str]:
        """Choose anew among the edges that may hold around these documents; the documents whose edge changed."""
        around = self._reach(touched)
        self.edge.want(around)
        before = {child: edge for child in around if (edge := self.edge[child])}
        chosen = {edge.child: edge for edge in self._prefer(around)}
        changed = {child for child in {*before, *chosen} if before.get(child) != chosen.get(child)}
        for child in changed:
            if child in before:
                self.children[before[child].parent].discard(child)
            self.edge[child] = chosen.get(child)
            if child in chosen:
                self.children[chosen[child].parent].add(child)
        for family in group_families(before.values()):
            self.families[family.root] = None
        for family in group_families(chosen.values()):
            self.families[family.root] = family
        return changed

    def _reach(self, documents: set[str]) -> set[str]:
        """Documents with all that an edge may join to them."""
        reached: set[str] = set()
        waiting = documents
        while waiting:
            self._kin.want(waiting)
            reached |= waiting
            waiting = {other for document in waiting for other in self._kin[document]} - reached
        return reached

    def _prefer(self, documents: set[str]) -> Iterable[Edge]:
        """The likeliest edge of each child, the oldest child first, but for one that would close a circle."""
        self._candidates.want(documents)
        self._named_by.want(documents)
        by_child: dict[str, list[Edge]] = defaultdict(list)
        days: dict[str, int] = {}
        for candidate in [c for document in documents for c in self._candidates[document].values()]:
            edge = self._turn_even(candidate.edge) if candidate.is_even else candidate.edge
            by_child[edge.child].append(edge)
            days[edge.child] = candidate.day
        chosen: dict[str, str] = {}
        for child in sorted(by_child, key=lambda c: (days[c], c)):
            for edge in sorted(by_child[child], key=self._rank):
                if not _reaches(chosen, edge.parent, child):
                    chosen[child] = edge.parent
                    yield edge
                    break

    def _rank(self, edge: Edge) -> tuple[float, int, str]:
        """The likeliest parent first: an outlet that the text names, then the text most alike, then one others name."""
        named = edge.child in self._named_by[edge.parent]
        return -edge.score - (1.0 if named else 0.0), -len(self._named_by[edge.parent]), edge.parent

    def _turn_even(self, edge: Edge) -> Edge:
        """Of two texts that could be either's, the one whose outlet more texts name is the parent."""
        if len(self._named_by[edge.child]) <= len(self._named_by[edge.parent]):
            return edge
        text = self._texts[edge.child]
        outlet = text.outlet if text else None
        return turn_edge(edge, (f"same day; others name {outlet} as where they have it from",))


def find_edges(texts: Sequence[FamilyText]) -> list[Edge]:
    """For every document that carries another's text, the edge to the likeliest parent."""
    graph = FamilyGraph()
    graph.put(texts)
    return list(graph.edges())


def _age(text: FamilyText) -> tuple[int, str]:
    return (text.published or dt.date.min).toordinal(), text.id


def _month(text: FamilyText) -> int:
    return _age(text)[0] // _MONTH


def _reaches(chosen: dict[str, str], start: str, goal: str) -> bool:
    while start in chosen:
        start = chosen[start]
        if start == goal:
            return True
    return start == goal


def group_families(edges: Iterable[Edge]) -> list[Family]:
    """The families that edges join, by root; documents in order of their id after the root."""
    edges = list(edges)
    parents = {edge.child: edge.parent for edge in edges}

    def root(document: str) -> str:
        while document in parents:
            document = parents[document]
        return document

    members: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        top = root(edge.child)
        members[top] |= {edge.parent, edge.child}
        inside[top].append(edge)
    return [
        Family(top, (top, *sorted(members[top] - {top})), tuple(sorted(inside[top], key=lambda e: e.child)))
        for top in sorted(members)
    ]
