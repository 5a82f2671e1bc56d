"""Two texts beside each other: which sentences say the same in the same order, and who took the text from whom.

Sentences are compared as vectors of one space for all languages, aligned without crossings (the longest increasing
alignment, as in Gale and Church 1993 but over meaning instead of length); what counts is the share of the shorter text
that is aligned, times how alike the aligned sentences are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from threadpoolctl import threadpool_limits

from marsad.link.names import is_same_name
from marsad.register import Edge, Kind, Passage
from marsad.text import fold, split_folded
from marsad.vectors import Vectors

Runs = frozenset[tuple[str, ...]]

# Measured on the gold's 45 family edges: pairs of one family score 0.42 and more where they are parent and child,
# other pairs on one event 0.38 and less but for one.
THRESHOLD = 0.42
# A text that names the other's outlet needs less: the naming is evidence by itself.
NAMED_THRESHOLD = 0.2
# Sentences below this cosine are not aligned at all: another arms event lies at 0.15 to 0.31.
SENTENCE_FLOOR = 0.45
# A copy shares this much of the shorter text's four-word runs word for word; a rewrite shares few.
COPY_SHARE = 0.3
# Of two texts of one day that leave out as much of each other, neither is the shorter.
EVEN = 0.05
_RUN = 4
_ROUNDING = 1e-3


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
class Alignment:
    pairs: tuple[tuple[int, int, float], ...]
    covered: tuple[float, float]

    @property
    def score(self) -> float:
        if not self.pairs:
            return 0.0
        return max(self.covered) * sum(likeness for _, _, likeness in self.pairs) / len(self.pairs)


APART = Alignment((), (0.0, 0.0))


def align(a: FamilyText, b: FamilyText) -> Alignment:
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
    return Alignment(tuple(reversed(pairs)), (_share(a, [p[0] for p in pairs]), _share(b, [p[1] for p in pairs])))


def _share(text: FamilyText, chosen: Iterable[int]) -> float:
    lengths = [len(sentence) for sentence in text.sentences]
    return sum(lengths[i] for i in chosen) / max(1, sum(lengths))


@dataclass(frozen=True, slots=True)
class Words:
    """What comparing needs of a text, made once: its folded words, its runs of some words, its sentences' shares."""

    folded: str
    runs: Runs
    shares: Vectors
    named: dict[str, bool] = field(default_factory=dict)
    """Outlets that were looked for, and whether the text names them."""

    @classmethod
    def of(cls, text: FamilyText) -> Words:
        folded = [fold(sentence) for sentence in text.sentences]
        words = [word for sentence in folded for word in split_folded(sentence) if word.isalnum()]
        runs = frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
        lengths = np.array([len(sentence) for sentence in text.sentences], dtype=np.float32)
        return cls(" ".join(folded), runs, lengths / max(1.0, float(lengths.sum())))

    def names(self, text: FamilyText, outlet: str | None) -> bool:
        """Whether the text names an outlet, as it writes itself or, for a source, in any script."""
        if not outlet:
            return False
        if outlet not in self.named:
            cited = any(is_same_name(outlet, name) for name in text.cites)
            self.named[outlet] = cited or fold(outlet) in self.folded
        return self.named[outlet]


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts beside each other, ``a`` the older: their alignment, and which of them names the other's outlet."""

    a: FamilyText
    b: FamilyText
    alignment: Alignment
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
            day, _ = age_of(self.a if edge.child == self.a.id else self.b)
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


def age_of(text: FamilyText) -> tuple[int, str]:
    """By what texts are older and younger: the ordinal of the day, then the id; what has no day is oldest."""
    return (text.published or dt.date.min).toordinal(), text.id


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edge that may hold, with the ordinal of the child's day; an even one may hold either way."""

    edge: Edge
    is_even: bool
    day: int


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing two texts found: which of them names the other's outlet, and the edge that may hold."""

    texts: tuple[str, str]
    names: tuple[bool, bool]
    candidate: Candidate | None


@dataclass(frozen=True, slots=True)
class Block:
    """Texts to compare, each with those it may share a family with, by id; and all that are named."""

    texts: dict[str, FamilyText]
    near: tuple[tuple[str, tuple[str, ...]], ...]


def compare_block(block: Block) -> list[Found]:
    """What there is between the texts of a block, for pairs between which there is anything."""
    made: dict[str, Words] = {}

    def words_of(text: FamilyText) -> Words:
        if text.id not in made:
            made[text.id] = Words.of(text)
        return made[text.id]

    found: list[Found] = []
    # More threads only wait for one another over matrices as small as these.
    with threadpool_limits(1, user_api="blas"):
        for id_, ids in block.near:
            text, near = block.texts[id_], [block.texts[other] for other in ids]
            for other, most in zip(near, find_most(text, near, words_of), strict=True):
                older, younger = sorted((text, other), key=age_of)
                found += compare_texts(older, younger, most, words_of).found()
    return found


def compare_texts(a: FamilyText, b: FamilyText, most: float, words_of: Callable[[FamilyText], Words]) -> TextPair:
    """Two texts beside each other; ``most`` is what the score of their alignment is at most."""
    one, other = words_of(a), words_of(b)
    shared = 0.0
    if a.language == b.language:
        shared = len(one.runs & other.runs) / max(1, min(len(one.runs), len(other.runs)))
    names = one.names(a, b.outlet), other.names(b, a.outlet)
    apart = max(shared, most) < (NAMED_THRESHOLD if any(names) else THRESHOLD)
    return TextPair(a, b, APART if apart else align(a, b), shared, names)


def find_most(text: FamilyText, others: Sequence[FamilyText], words_of: Callable[[FamilyText], Words]) -> list[float]:
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
