"""Which documents carry one text: copies, rewrites and translations, and who took it from whom.

Two documents are of one family when their sentences say the same in the same order. Two reporters at one scene share
facts, not the order of sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from marsad.link.alignment import Block, Candidate, FamilyText, Found, age_of, compare_block, turn_edge
from marsad.link.memory import FAMILIES, TEXTS, Memory, Part, Spread, nothing
from marsad.link.months import Months
from marsad.register import Edge, Family

# Texts that are compared at once: few enough that several processes end about together.
_BLOCK = 150


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
        self._months = Months(self._memory)
        self._named_by: Part[set[str]] = self._memory.part("named by", set)

    def put(self, texts: Iterable[FamilyText], spread: Spread = map) -> set[str]:
        """Add texts that are not yet there (a document's text never changes); the documents whose edge changed.

        ``spread`` compares blocks of texts; it may do so elsewhere, and give what it finds in any order.
        """
        touched: set[str] = set()
        fresh = {text.id: text for text in sorted(texts, key=age_of) if text.sentences}
        near = self._months.add(fresh.values())
        self._texts.update({id_: fresh[id_] for id_ in near})
        for block in spread(compare_block, self._make_blocks(near)):
            for found in block:
                touched |= self._note(found)
        return self._choose(touched)

    def _make_blocks(self, near: Mapping[str, Sequence[str]]) -> Iterator[Block]:
        waiting = list(near.items())
        self._texts.want({id_ for _, others in waiting for id_ in others})
        for start in range(0, len(waiting), _BLOCK):
            some = waiting[start : start + _BLOCK]
            wanted = {id_ for one, others in some if others for id_ in (one, *others)}
            texts = {id_: text for id_ in sorted(wanted) if (text := self._texts[id_])}
            yield Block(texts, tuple((id_, tuple(o for o in others if o in texts)) for id_, others in some if others))

    def keep_only(self, documents: Set[str]) -> None:
        """Let other texts go, to be read again where they are needed."""
        self._texts.keep_only(documents)
        self._months.let_go()

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
