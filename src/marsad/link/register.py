"""From documents and claims to the register; a late document touches its own families and events alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache

from marsad.knowledge.equipment import find_type, find_variant, key_of
from marsad.link.alignment import FamilyText
from marsad.link.entries import Witnessed, make_entry
from marsad.link.events import Event, EventGraph
from marsad.link.families import FamilyGraph
from marsad.link.judgements import Judged
from marsad.link.memory import ENTRIES, READS, Memory, Part, Spread, nothing
from marsad.link.origins import find_origin, match_claims
from marsad.link.records import LinkClaim
from marsad.model import Claim, Document
from marsad.register import Edge, Entry, Register, Witness

__all__ = ["Linker", "Read", "Register"]

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Read:
    """A document, what reading found in it, and its text as families see it (None where none was made)."""

    document: Document
    claims: tuple[Claim, ...]
    text: FamilyText | None = None


class Linker:
    """Links documents and gives the register; the order in which documents come does not matter.

    With a ``memory`` that lies in a store it goes on where an earlier run ended; the memory's changes are what is to be
    kept then.

    >>> Linker().register()
    Register(entries=(), families=())
    """

    def __init__(self, memory: Memory | None = None) -> None:
        memory = memory or Memory()
        self._kept_judged: Part[Judged | None] = memory.part("judged", nothing)
        self._judged = self._kept_judged[_ALL] or Judged()
        self._families = FamilyGraph(memory)
        self._events = EventGraph(memory, same=self._judged.same, different=self._judged.different)
        self._read: Part[Read | None] = memory.part(READS, nothing)
        self._entries: Part[Entry | None] = memory.part(ENTRIES, nothing)
        self._entry_of: Part[str | None] = memory.part("entry of", nothing)
        self._home: Part[str | None] = memory.part("home", nothing)
        self._linked: Part[tuple[str, ...] | None] = memory.part("linked", nothing)
        self._matches: dict[str, Mapping[str, Claim]] = {}

    @property
    def judged(self) -> Judged:
        """The judgements that are followed."""
        return self._judged

    def homes(self, claims: Iterable[str]) -> set[str]:
        """The documents of claims, as far as they are linked."""
        return {home for claim in claims if (home := self._home[claim])}

    def judge(self, judged: Judged) -> None:
        """Follow these judgements in place of those before."""
        before, self._judged = self._judged, judged
        self._kept_judged[_ALL] = judged
        touched = self._events.judge(same=judged.same, different=judged.different)
        changed = before.wrong ^ judged.wrong
        self._refresh(touched | self._put_claims(self._with_heirs(self.homes(changed))))

    def add(self, documents: Iterable[Read], spread: Spread = map) -> None:
        """Take documents in, or take them anew where they were read again; ``spread`` may do the work elsewhere."""
        touched: set[str] = set()
        fresh = sorted(documents, key=lambda read: read.document.id)
        self._linked.want(read.document.id for read in fresh)
        for read in fresh:
            gone = {*(self._linked[read.document.id] or ())} - {claim.id for claim in read.claims}
            touched |= self._events.drop(gone) | gone
            self._home.update(dict.fromkeys(gone))
            self._home.update({claim.id: read.document.id for claim in read.claims})
            self._linked[read.document.id] = tuple(claim.id for claim in read.claims)
            self._read[read.document.id] = read
        moved = self._families.put([read.text for read in fresh if read.text], spread)
        documents_touched = self._with_heirs({read.document.id for read in fresh} | moved)
        for document in documents_touched:
            self._matches.pop(document, None)
        self._refresh(touched | self._put_claims(documents_touched))

    def keep_only(self, documents: Set[str]) -> None:
        """Let what other documents say go, to be read again from the store where it is needed."""
        self._read.keep_only(documents)
        self._families.keep_only(documents)
        self._matches.clear()

    def _with_heirs(self, documents: set[str]) -> set[str]:
        """Documents with all that carry their text, as far as they were added."""
        reached: set[str] = set()
        waiting = documents
        while waiting:
            self._families.children.want(waiting)
            reached |= waiting
            waiting = {child for document in waiting for child in self._families.children[document]} - reached
        return {document for document in reached if self._linked[document] is not None}

    def register(self) -> Register:
        """The register as it stands at hand: entries by id, families by root."""
        entries, families = sorted(self._entries.items()), sorted(self._families.families.items())
        return Register(
            tuple(entry for _, entry in entries if entry), tuple(family for _, family in families if family)
        )

    def records(self, document: str) -> list[LinkClaim]:
        """The claims of a document as events see them, in its order, without those judged wrong."""
        read, family = self._find(document), self._root(document)
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

    def _find(self, document: str) -> Read:
        read = self._read[document]
        if read is None:
            raise KeyError(document)
        return read

    def _anchor(self, claim: Claim, document: str) -> str:
        source = self._trace(claim, document)[0].id
        return claim.id if source in self._judged.wrong else source

    def _put_claims(self, documents: Set[str]) -> set[str]:
        """Hand the claims of documents to the events; returns the claims whose events may change."""
        self._read.want(documents)
        touched: set[str] = set()
        records: list[LinkClaim] = []
        for id_ in documents:
            claims = self._find(id_).claims
            touched |= {claim.id for claim in claims}
            touched |= self._events.drop(claim.id for claim in claims if claim.id in self._judged.wrong)
            records += self.records(id_)
        return touched | self._events.put(records)

    def _refresh(self, touched: set[str]) -> None:
        """Make the entries of the touched claims anew."""
        self._entry_of.want(touched)
        stale = {entry for claim in touched if (entry := self._entry_of[claim])}
        self._entries.want(stale)
        touched = touched | {witness.claim for id_ in stale for witness in self._witnesses(id_)}
        events = self._events.events_of(touched)
        gone = touched | {claim for event in events for claim in event.claims}
        self._entry_of.want(gone)
        self._home.want(gone)
        self._entries.update(dict.fromkeys(id_ for claim in gone if (id_ := self._entry_of[claim])))
        self._entry_of.update(dict.fromkeys(gone))
        self._read.want(home for event in events for claim in event.claims if (home := self._home[claim]))
        for event in events:
            made = self._make(event)
            self._entries[made.id] = made
            self._entry_of.update(dict.fromkeys(event.claims, made.id))

    def _witnesses(self, entry: str) -> tuple[Witness, ...]:
        found = self._entries[entry]
        return found.claims if found else ()

    def _make(self, event: Event) -> Entry:
        return make_entry([self._witness(claim) for claim in event.claims], ancestors, event.joins)

    def _witness(self, id_: str) -> Witnessed:
        home = self._home[id_] or ""
        read = self._find(home)
        claim = next(claim for claim in read.claims if claim.id == id_)
        source, source_document = self._trace(claim, home)
        root = self._find(self._root(source_document)).document
        origin = find_origin(source, self._find(source_document).document, root)
        if source is not claim:
            origin = replace(origin, rule=f"{origin.rule}; taken over")
        return Witnessed(claim, read.document, origin, derived=self._families.edge[home] is not None)

    def _root(self, document: str) -> str:
        return find_root(document, self._families.edge.__getitem__)

    def _trace(self, claim: Claim, document: str) -> tuple[Claim, str]:
        return trace_claim(claim, document, self._families.edge.__getitem__, self._match)

    def _match(self, edge: Edge) -> Mapping[str, Claim]:
        if edge.child not in self._matches:
            claims, parents = self._find(edge.child).claims, self._find(edge.parent).claims
            self._matches[edge.child] = match_claims(claims, edge, parents)
        return self._matches[edge.child]


EdgeOf = Callable[[str], Edge | None]
"""The edge by which a document has its text from another; None where it has its own."""


def find_root(document: str, edge_of: EdgeOf) -> str:
    """The document that a text goes back to, or the document itself."""
    while edge := edge_of(document):
        document = edge.parent
    return document


def trace_claim(
    claim: Claim, document: str, edge_of: EdgeOf, match: Callable[[Edge], Mapping[str, Claim]]
) -> tuple[Claim, str]:
    """The claim that this one is taken over from, through aligned passages, and its document; or itself.

    ``match`` gives for an edge the parent's claims by the child's.
    """
    while edge := edge_of(document):
        parent = match(edge).get(claim.id)
        if parent is None:
            break
        claim, document = parent, edge.parent
    return claim, document


@cache
def ancestors(designation: str) -> tuple[str, ...]:
    """The parents of a type, nearest first: ``T-72B3M`` → (``T-72B3``, ``T-72B``, ``T-72``).

    Those of an unlisted variant begin with the type of which it is one.
    """
    line: list[str] = []
    found = find_type(designation)
    if found is None and (found := find_variant(key_of(designation))):
        line.append(found.designation)
    while found and found.family and found.family not in (designation, *line):
        line.append(found.family)
        found = find_type(found.family, found.class_)
    return tuple(line)
