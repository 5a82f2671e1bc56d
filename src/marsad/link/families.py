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
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from marsad.text import fold, split_words

Vectors = NDArray[np.float32]
Kind = Literal["copy", "rewrite", "translation"]

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
class Passage:
    """An aligned pair of sentences, by their spans in the two texts, and how alike they are (cosine)."""

    parent: tuple[int, int]
    child: tuple[int, int]
    likeness: float


@dataclass(frozen=True, slots=True)
class Edge:
    """``child`` carries the text of ``parent``; the passages show it and ``reasons`` say why in this direction."""

    parent: str
    child: str
    kind: Kind
    score: float
    passages: tuple[Passage, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """All documents that go back to one text, the root first."""

    root: str
    documents: tuple[str, ...]
    edges: tuple[Edge, ...]


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
        for j in range(columns):
            best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], best[i, j] + gain[i, j])
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


def _candidates(texts: Sequence[FamilyText]) -> Iterable[tuple[FamilyText, FamilyText]]:
    """Pairs within the window whose centroids are alike, by day, so that cost grows with the window and not with
    all.
    """
    dated = sorted(texts, key=lambda t: (t.published or dt.date.min, t.id))
    centroids = np.stack([_unit(text.vectors.mean(axis=0)) for text in dated])
    days = np.array([(text.published or dt.date.min).toordinal() for text in dated])
    for i in range(1, len(dated)):
        first = int(np.searchsorted(days, days[i] - WINDOW_DAYS)) if dated[i].published else 0
        alike = centroids[first:i] @ centroids[i]
        for offset in np.flatnonzero(alike >= CENTROID_FLOOR):
            yield dated[first + int(offset)], dated[i]


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
    score = max(alignment.score, shared)
    named = _names(a, b.outlet) or _names(b, a.outlet)
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


def find_edges(texts: Sequence[FamilyText]) -> list[Edge]:
    """For every document that carries another's text, the edge to the likeliest parent."""
    usable = [text for text in texts if len(text.sentences)]
    if len(usable) < 2:
        return []
    by_id = {text.id: text for text in usable}
    runs = {text.id: _runs(text) for text in usable}
    by_child: dict[str, list[Edge]] = defaultdict(list)
    for a, b in _candidates(usable):
        edge = _edge(a, b, runs)
        if edge:
            by_child[edge.child].append(edge)
    chosen: dict[str, str] = {}
    edges = []
    for child in sorted(by_child, key=lambda c: (by_id[c].published or dt.date.min, c)):
        for edge in sorted(by_child[child], key=lambda e: (-_preference(e, by_id), e.parent)):
            if not _reaches(chosen, edge.parent, child):
                chosen[child] = edge.parent
                edges.append(edge)
                break
    return edges


def _preference(edge: Edge, texts: dict[str, FamilyText]) -> float:
    """A named outlet is the likeliest parent, then the text that is most alike."""
    return edge.score + (1.0 if _names(texts[edge.child], texts[edge.parent].outlet) else 0.0)


def _reaches(chosen: dict[str, str], start: str, goal: str) -> bool:
    while start in chosen:
        start = chosen[start]
        if start == goal:
            return True
    return start == goal


def group_families(edges: Sequence[Edge]) -> list[Family]:
    """The families that edges join, by root; documents in order of their id after the root."""
    parents = {edge.child: edge.parent for edge in edges}

    def root(document: str) -> str:
        while document in parents:
            document = parents[document]
        return document

    members: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        members[root(edge.child)] |= {edge.parent, edge.child}
    return [
        Family(top, (top, *sorted(found - {top})), tuple(e for e in edges if root(e.child) == top))
        for top, found in sorted(members.items())
    ]
