"""Which documents carry one text: copies, rewrites and translations, and who took it from whom.

Two documents are of one family when their sentences say the same in the same order. Sentences are compared as vectors
of one space for all languages, aligned without crossings (the longest increasing alignment, as in Gale and Church
1993 but over meaning instead of length); what counts is the share of the shorter text that is aligned, times how alike
the aligned sentences are. Two reporters at one scene share facts, not the order of sentences.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.register import Edge, Family, Kind, Passage
from marsad.text import fold, split_words

Vectors = NDArray[np.float32]

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
_RUN = 4
_MONTH = 30


@dataclass(frozen=True, slots=True)
class FamilyText:
    """A document as families see it: sentences without page furniture, one unit vector for each."""

    id: str
    language: str
    outlet: str | None
    published: dt.date | None
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class _Alignment:
    pairs: tuple[tuple[int, int, float], ...]
    covered: tuple[float, float]

    @property
    def score(self) -> float:
        if not self.pairs:
            return 0.0
        return max(self.covered) * sum(likeness for _, _, likeness in self.pairs) / len(self.pairs)


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


def _runs(text: FamilyText) -> frozenset[tuple[str, ...]]:
    words = [w for sentence in text.sentences for w in split_words(sentence) if w.isalnum()]
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _names(text: FamilyText, outlet: str | None) -> bool:
    """Whether a text names an outlet."""
    return bool(outlet) and fold(outlet or "") in fold(" ".join(text.sentences))


def _direct(a: FamilyText, b: FamilyText, alignment: _Alignment) -> tuple[bool, tuple[str, ...]]:
    """Whether ``a`` is the parent of ``b``, and why: who names whom, who came first, who left things out."""
    if _names(b, a.outlet) != _names(a, b.outlet):
        named = _names(b, a.outlet)
        return named, (f"names {(a if named else b).outlet} as where it has the text from",)
    if a.published and b.published and a.published != b.published:
        days = abs((a.published - b.published).days)
        return a.published < b.published, (f"published {days} day{'s' if days > 1 else ''} later",)
    return alignment.covered[0] <= alignment.covered[1], ("same day; leaves out more of the text",)


def _edge(a: FamilyText, b: FamilyText, runs: dict[str, frozenset[tuple[str, ...]]]) -> Edge | None:
    """The edge between two texts if they are of one family."""
    alignment = _align(a, b)
    shared = 0.0
    if a.language == b.language:
        shared = len(runs[a.id] & runs[b.id]) / max(1, min(len(runs[a.id]), len(runs[b.id])))
    named = _names(a, b.outlet) or _names(b, a.outlet)
    # One sentence alike has no order: it is a shared fact, unless it is the same words.
    ordered = named or len(alignment.pairs) > 1
    score = max(alignment.score if ordered else 0.0, shared)
    if score < (NAMED_THRESHOLD if named else THRESHOLD):
        return None
    forward, reasons = _direct(a, b, alignment)
    parent, child = (a, b) if forward else (b, a)
    kind: Kind = "translation" if a.language != b.language else "copy" if shared >= COPY_SHARE else "rewrite"
    passages = []
    for i, j, likeness in alignment.pairs:
        spans = (a.spans[i], b.spans[j]) if forward else (b.spans[j], a.spans[i])
        passages.append(Passage(*spans, round(likeness, 3)))
    return Edge(parent.id, child.id, kind, round(score, 3), tuple(passages), reasons)


class _Bucket:
    """The centroids of one month's texts, in rows that grow."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._rows = np.zeros((4, 0), dtype=np.float32)

    def add(self, id_: str, centroid: Vectors) -> None:
        count = len(self.ids)
        if not count or count == len(self._rows):
            grown = np.zeros((max(4, 2 * count), len(centroid)), dtype=np.float32)
            if count:
                grown[:count] = self._rows
            self._rows = grown
        self._rows[count] = centroid
        self.ids.append(id_)

    def near(self, centroid: Vectors) -> list[str]:
        alike = self._rows[: len(self.ids)] @ centroid
        return [self.ids[i] for i in np.flatnonzero(alike >= CENTROID_FLOOR)]


class FamilyGraph:
    """All texts with the edges that may hold between them; a new text is compared with its own weeks alone."""

    def __init__(self) -> None:
        self._texts: dict[str, FamilyText] = {}
        self._runs: dict[str, frozenset[tuple[str, ...]]] = {}
        self._buckets: dict[int, _Bucket] = defaultdict(_Bucket)
        self._by_child: dict[str, list[Edge]] = defaultdict(list)
        self._chosen: tuple[Edge, ...] | None = ()

    def put(self, texts: Iterable[FamilyText]) -> None:
        """Add texts that are not yet there; a document's text never changes."""
        for text in sorted(texts, key=lambda t: t.id):
            if text.id in self._texts or not text.sentences:
                continue
            centroid = _unit(text.vectors.mean(axis=0))
            runs = _runs(text)
            for other in self._near(text, centroid):
                a, b = sorted((text, other), key=_age)
                edge = _edge(a, b, {text.id: runs, other.id: self._runs[other.id]})
                if edge:
                    self._by_child[edge.child].append(edge)
                    self._chosen = None
            self._texts[text.id], self._runs[text.id] = text, runs
            self._buckets[_month(text)].add(text.id, centroid)

    def _near(self, text: FamilyText, centroid: Vectors) -> Iterable[FamilyText]:
        months = WINDOW_DAYS // _MONTH + 1 if text.published else 0
        for month in range(_month(text) - months, _month(text) + months + 1):
            if month in self._buckets:
                for id_ in self._buckets[month].near(centroid):
                    other = self._texts[id_]
                    if abs(_age(other)[0] - _age(text)[0]) <= WINDOW_DAYS:
                        yield other

    def edges(self) -> tuple[Edge, ...]:
        """For every document that carries another's text, the edge to the likeliest parent, oldest child first."""
        if self._chosen is None:
            self._chosen = tuple(self._choose())
        return self._chosen

    def _choose(self) -> Iterable[Edge]:
        chosen: dict[str, str] = {}
        for child in sorted(self._by_child, key=lambda c: _age(self._texts[c])):
            for edge in sorted(self._by_child[child], key=lambda e: (-_preference(e, self._texts), e.parent)):
                if not _reaches(chosen, edge.parent, child):
                    chosen[child] = edge.parent
                    yield edge
                    break


def find_edges(texts: Sequence[FamilyText]) -> list[Edge]:
    """For every document that carries another's text, the edge to the likeliest parent."""
    graph = FamilyGraph()
    graph.put(texts)
    return list(graph.edges())


def _age(text: FamilyText) -> tuple[int, str]:
    return (text.published or dt.date.min).toordinal(), text.id


def _month(text: FamilyText) -> int:
    return _age(text)[0] // _MONTH


def _preference(edge: Edge, texts: dict[str, FamilyText]) -> float:
    """A named outlet is the likeliest parent, then the text that is most alike."""
    return edge.score + (1.0 if _names(texts[edge.child], texts[edge.parent].outlet) else 0.0)


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
