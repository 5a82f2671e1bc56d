"""What a store holds, at hand for questions: all of it, or what stands around some claims and entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from marsad.catchup import find_entries, find_roots
from marsad.desk import current_register, keep_linked
from marsad.errors import InputError
from marsad.link.judgements import Decided, correct_claims, settle_judgements
from marsad.link.origins import match_claims
from marsad.link.records import LinkClaim
from marsad.link.register import find_root, trace_claim
from marsad.link.why import Comparison, compare, entry_by_claim
from marsad.model import Claim, Document
from marsad.pipeline import linker_version
from marsad.register import Edge, Entry, Register
from marsad.store import Store

# Where more claims begin alike nobody means one of them: only then all is read, to say so.
_FEW = 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the store holds, at hand: documents by id, and claims with what people set right in them."""

    register: Register
    documents: Mapping[str, Document]
    claims: Mapping[str, tuple[Document, Claim]]

    def find_entry(self, start: str) -> Entry:
        """The entry with this id or claim, or one whose id begins so; raises InputError where none or many do."""
        by_claim = entry_by_claim(self.register.entries)
        found = {entry.id: entry for entry in self.register.entries if entry.id.startswith(start)}
        found |= {entry.id: entry for claim, entry in by_claim.items() if claim.startswith(start)}
        return _only(found, start, "entry")

    def find_claim(self, start: str) -> str:
        """The claim with this id or whose id begins so; an entry stands for its first claim."""
        return _only({id_: id_ for id_ in self.claims if id_.startswith(start)}, start, "claim")

    def compare(self, a: str, b: str) -> Comparison:
        """Two claims as linking compares them."""
        edges = {edge.child: edge for family in self.register.families for edge in family.edges}
        by_document: dict[str, list[Claim]] = {}
        for document, claim in self.claims.values():
            by_document.setdefault(document.id, []).append(claim)

        def match(edge: Edge) -> Mapping[str, Claim]:
            return match_claims(by_document.get(edge.child, ()), edge, by_document.get(edge.parent, ()))

        def record(id_: str) -> LinkClaim:
            document, claim = self.claims[id_]
            source, _ = trace_claim(claim, document.id, edges.get, match)
            order = len({c.spans[0].start for c in by_document[document.id] if c.spans[0] < claim.spans[0]})
            family = find_root(document.id, edges.get)
            return LinkClaim.of(claim, document, order=order, family=family, anchor=source.id)

        return compare(record(a), record(b))


Found = TypeVar("Found")


def _only(found: Mapping[str, Found], start: str, what: str) -> Found:
    if len(found) != 1 and start not in found:
        many = f"{len(found)} begin so: {', '.join(sorted(found)[:3])} ..." if found else "`marsad register` lists them"
        raise InputError(f"no {what} {start!r}" if not found else f"{start!r} names no one {what}", hint=many)
    return found.get(start) or next(iter(found.values()))


def open_shelf(store: Store) -> Shelf:
    """All that is known, linked where something came after the last time."""
    register = current_register(store)
    claims: dict[str, list[Claim]] = {}
    for document, claim in store.claims():
        claims.setdefault(document.id, []).append(claim)
    read = [(document, claims.get(document.id, [])) for document in store.documents()]
    return _fill(register, read, store.judgements())


def open_shelf_around(store: Store, *starts: str) -> Shelf:
    """The claims and entries whose ids begin so, with all that explains them: the other claims of their entries, and
    the families of their documents. Linked first where something came after the last time.
    """
    keep_linked(store)
    named = [store.ids_from(start, most=_FEW + 1) for start in starts]
    if store.linked_upto(linker_version()) is None or any(len(ids) > _FEW for pair in named for ids in pair):
        return open_shelf(store)
    told = store.find_claims(id_ for claims, _ in named for id_ in claims)
    wanted = {id_ for _, entries in named for id_ in entries} | find_entries(store, told)
    entries = sorted(store.pick_entries(wanted).items())
    documents = {document.id for document, _ in told.values()}
    documents |= {witness.document for _, entry in entries for witness in entry.claims}
    families = sorted(store.pick_families(find_roots(store, documents)).items())
    documents |= {document for _, family in families for document in family.documents}
    register = Register(tuple(entry for _, entry in entries), tuple(family for _, family in families))
    return _fill(register, store.pick(documents), store.judgements())


def _fill(register: Register, read: Iterable[tuple[Document, Sequence[Claim]]], judgements: Sequence[Decided]) -> Shelf:
    """A register with documents and their claims, these with what people set right."""
    found = list(read)
    judged = settle_judgements(judgements, {document.id: claims for document, claims in found})
    told = {claim.id: (document, claim) for document, claims in found for claim in correct_claims(claims, judged)}
    return Shelf(register, {document.id: document for document, _ in found}, told)
