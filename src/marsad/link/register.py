"""From documents and claims to the register; a late document touches its own families and events alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from marsad.knowledge.equipment import find_type
from marsad.link.entries import Witnessed, make_entry
from marsad.link.events import Event, EventGraph
from marsad.link.families import FamilyGraph, FamilyText, group_families
from marsad.link.judgements import Judged
from marsad.link.origins import find_origin, match_claims
from marsad.link.records import LinkClaim
from marsad.model import Claim, Document
from marsad.register import Edge, Entry, Register

__all__ = ["Linker", "Read", "Register"]


@dataclass(frozen=True, slots=True)
class Read:
    """A document, what reading found in it, and its text as families see it (None where none was made)."""

    document: Document
    claims: tuple[Claim, ...]
    text: FamilyText | None = None


class Linker:
    """Holds all documents and gives the register; the order in which documents come does not matter.

    >>> Linker().register()
    Register(entries=(), families=())
    """

    def __init__(self) -> None:
        self._read: dict[str, Read] = {}
        self._claims: dict[str, tuple[str, Claim]] = {}
        self._families = FamilyGraph()
        self._events = EventGraph()
        self._judged = Judged()
        self._edges: dict[str, Edge] = {}
        self._heirs: dict[str, list[str]] = {}
        self._matches: dict[str, Mapping[str, Claim]] = {}
        self._entries: dict[str, Entry] = {}
        self._entry_of: dict[str, str] = {}

    def judge(self, judged: Judged) -> None:
        """Follow these judgements in place of those before."""
        before, self._judged = self._judged, judged
        touched = self._events.judge(same=judged.same, different=judged.different)
        changed = before.wrong ^ judged.wrong
        documents = {self._claims[claim][0] for claim in changed if claim in self._claims}
        self._refresh(touched | self._put_claims(self._with_heirs(documents)))

    def add(self, documents: Iterable[Read]) -> None:
        """Take documents in, or take them anew where they were read again."""
        touched: set[str] = set()
        fresh = sorted(documents, key=lambda read: read.document.id)
        for read in fresh:
            before = self._read.get(read.document.id)
            if before:
                gone = {claim.id for claim in before.claims} - {claim.id for claim in read.claims}
                touched |= self._events.drop(gone) | gone
                for claim in gone:
                    self._claims.pop(claim, None)
            self._read[read.document.id] = read
            self._claims.update({claim.id: (read.document.id, claim) for claim in read.claims})
        self._families.put([read.text for read in fresh if read.text])
        moved = self._trace_families()
        documents_touched = self._with_heirs({read.document.id for read in fresh} | moved)
        for document in documents_touched:
            self._matches.pop(document, None)
        self._refresh(touched | self._put_claims(documents_touched))

    def _trace_families(self) -> set[str]:
        """Take over the edges of the families; the documents whose edge is another than before."""
        before, self._edges = self._edges, {edge.child: edge for edge in self._families.edges()}
        self._heirs = defaultdict(list)
        for edge in self._edges.values():
            self._heirs[edge.parent].append(edge.child)
        return {d for d in {*before, *self._edges} if before.get(d) != self._edges.get(d)}

    def _with_heirs(self, documents: set[str]) -> set[str]:
        """Documents with all that carry their text, as far as they were added."""
        reached: set[str] = set()
        waiting = list(documents)
        while waiting:
            document = waiting.pop()
            if document not in reached:
                reached.add(document)
                waiting += self._heirs.get(document, ())
        return reached & self._read.keys()

    def register(self) -> Register:
        """The register as it stands: entries by id, families by root."""
        return Register(
            tuple(self._entries[id_] for id_ in sorted(self._entries)), tuple(group_families(self._families.edges()))
        )

    def records(self, document: str) -> list[LinkClaim]:
        """The claims of a document as events see them, in its order, without those judged wrong."""
        read, family = self._read[document], self._root(document)
        # Claims on one sentence are of one rank: their order among themselves comes from ids and says nothing.
        ranks = {start: rank for rank, start in enumerate(sorted({c.spans[0].start for c in read.claims}))}
        return [
            LinkClaim.of(
                claim,
                read.document,
                order=ranks[claim.spans[0].start],
                family=family,
                anchor=self._anchor(claim, document),
            )
            for claim in read.claims
            if claim.id not in self._judged.wrong
        ]

    def _anchor(self, claim: Claim, document: str) -> str:
        source = self._trace(claim, document)[0].id
        return claim.id if source in self._judged.wrong else source

    def _put_claims(self, documents: Iterable[str]) -> set[str]:
        """Hand the claims of documents to the events; returns the claims whose events may change."""
        touched: set[str] = set()
        records: list[LinkClaim] = []
        for id_ in documents:
            claims = self._read[id_].claims
            touched |= {claim.id for claim in claims}
            touched |= self._events.drop(claim.id for claim in claims if claim.id in self._judged.wrong)
            records += self.records(id_)
        return touched | self._events.put(records)

    def _refresh(self, touched: set[str]) -> None:
        """Make the entries of the touched claims anew."""
        stale = {entry for claim in touched if (entry := self._entry_of.get(claim))}
        touched |= {witness.claim for entry in stale for witness in self._entries[entry].claims}
        events = self._events.events_of(touched)
        gone = touched | {claim for event in events for claim in event.claims}
        for entry in {entry for claim in gone if (entry := self._entry_of.pop(claim, None))}:
            del self._entries[entry]
        for event in events:
            made = self._make(event)
            self._entries[made.id] = made
            self._entry_of.update(dict.fromkeys(event.claims, made.id))

    def _make(self, event: Event) -> Entry:
        return make_entry([self._witness(claim) for claim in event.claims], ancestors, event.joins)

    def _witness(self, id_: str) -> Witnessed:
        document_id, claim = self._claims[id_]
        document = self._read[document_id].document
        source, source_document = self._trace(claim, document_id)
        root = self._read[self._root(source_document)].document
        origin = find_origin(source, self._read[source_document].document, root)
        if source is not claim:
            origin = replace(origin, rule=f"{origin.rule}; taken over")
        return Witnessed(claim, document, origin, derived=document_id in self._edges)

    def _root(self, document: str) -> str:
        return find_root(document, self._edges)

    def _trace(self, claim: Claim, document: str) -> tuple[Claim, str]:
        return trace_claim(claim, document, self._edges, self._match)

    def _match(self, edge: Edge) -> Mapping[str, Claim]:
        if edge.child not in self._matches:
            claims, parents = self._read[edge.child].claims, self._read[edge.parent].claims
            self._matches[edge.child] = match_claims(claims, edge, parents)
        return self._matches[edge.child]


def find_root(document: str, edges: Mapping[str, Edge]) -> str:
    """The document that a text goes back to, or the document itself; ``edges`` are by child."""
    while document in edges:
        document = edges[document].parent
    return document


def trace_claim(
    claim: Claim, document: str, edges: Mapping[str, Edge], match: Callable[[Edge], Mapping[str, Claim]]
) -> tuple[Claim, str]:
    """The claim that this one is taken over from, through aligned passages, and its document; or itself.

    ``match`` gives for an edge the parent's claims by the child's.
    """
    while document in edges:
        parent = match(edges[document]).get(claim.id)
        if parent is None:
            break
        claim, document = parent, edges[document].parent
    return claim, document


@cache
def ancestors(designation: str) -> tuple[str, ...]:
    """The parents of a type, nearest first: ``T-72B3M`` → (``T-72B3``, ``T-72B``, ``T-72``)."""
    line: list[str] = []
    found = find_type(designation)
    while found and found.family and found.family not in (designation, *line):
        line.append(found.family)
        found = find_type(found.family, found.class_)
    return tuple(line)
