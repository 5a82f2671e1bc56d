"""Bring the register of a store up to date: what came since the last time is linked to what is there.

Linking's memory lies in the store, and of it only what the new documents and judgements touch is read. All is linked
anew where nothing is remembered, or by another version, or where much is new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marsad.collector import uncollected
from marsad.link.alignment import Candidate, FamilyText
from marsad.link.judgements import Judged, correct_claims, name_parts, settle_judgements
from marsad.link.memory import ENTRIES, FAMILIES, READS, TEXTS, Memory, Spread
from marsad.link.records import LinkClaim
from marsad.link.register import Linker, Read, find_root
from marsad.link.vectors import family_text
from marsad.pipeline import linker_version
from marsad.register import Edge, Register
from marsad.store import RegisterChange, Store
from marsad.store.codec import CODEC

# What linking remembers is kept as JSON of these kinds; centroids of a month's texts are bytes already.
_KINDS: Mapping[str, Any] = {
    "blocks": set[str],
    "candidates": dict[str, Candidate],
    "children": set[str],
    "claims": LinkClaim,
    "edges": Edge,
    "entry of": str,
    "heirs": set[str],
    "home": str,
    "judged": Judged,
    "kin": set[str],
    "likely": dict[str, float],
    "linked": tuple[str, ...],
    "named by": set[str],
}
# Linking all anew costs about 0.5 ms a document, adding one about 10 ms.
_MANY = 0.05
_FEW = 50
# So many documents are taken in at once where all are linked.
_AT_ONCE = 5_000
# Somebody else may keep something while we link: then we link that too.
_TRIES = 20


def catch_up(store: Store, spread: Spread = map) -> None:
    """Link what came after the last time and keep the register; ``spread`` may do parts of the work elsewhere."""
    version = linker_version()
    for _ in range(_TRIES):
        upto, since = store.version(), store.linked_upto(version)
        if since is not None and (changed := _list_changed(store, since)) is not None:
            kept = _link_changed(store, changed, since, upto, version)
        else:
            kept, _ = link_all(store, spread)
        if kept:
            return


def link_all(store: Store, spread: Spread = map) -> tuple[bool, Register]:
    """Link all that a store holds; whether the register was kept: not if something came meanwhile that it lacks.

    Documents are taken in by day, so that those of the same weeks are at hand together and the others need not be.
    """
    upto = store.version()
    judged = _settle(store)
    memory = Memory(_Shelves(store, judged), lying=(READS, TEXTS))
    with uncollected():
        linker = Linker(memory)
        linker.judge(judged)
        ordered = [id_ for _, id_ in sorted((d.published or dt.date.min, d.id) for d in store.documents())]
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            linker.add(_make_reads(store, some, judged, with_texts=True), spread)
            linker.keep_only(set(some))
        register = linker.register()
        kept = store.put_register(register, upto=upto, links=pack_memory(memory), version=linker_version())
    return kept, register


def _list_changed(store: Store, since: int) -> list[str] | None:
    """Documents added or read after a change; None where they are so many that linking all is quicker."""
    changed = {row.subject for row in store.log_after(since) if row.action in ("document", "claims")}
    many = len(changed) > max(_FEW, _MANY * store.count_documents())
    return None if many else sorted(changed)


def _link_changed(store: Store, changed: list[str], since: int, upto: int, version: str) -> bool:
    judged = _settle(store)
    memory = Memory(_Shelves(store, judged))
    linker = Linker(memory)
    corrected = {claim for claim, _, _ in {*linker.judged.values} ^ {*judged.values}}
    linker.judge(judged)
    linker.add(_make_reads(store, {*changed, *linker.homes(corrected)}, judged, with_texts=True))
    rows = {("entry", id_): entry for id_, entry in memory.part(ENTRIES, _none).changes()}
    rows |= {("family", root): family for root, family in memory.part(FAMILIES, _none).changes()}
    return store.change_register(
        RegisterChange(rows, list(pack_memory(memory))), since=since, upto=upto, version=version
    )


def _settle(store: Store) -> Judged:
    """The judgements in force on claims that are there; only the documents that they name are looked at."""
    judgements = store.judgements()
    named = [name_parts(name) for judgement in judgements for name in judgement.subject]
    documents = {document for _, document in named if document}
    documents |= {document.id for document, _ in store.find_claims(claim for claim, _ in named).values()}
    return settle_judgements(judgements, store.claims_in(documents))


def _make_reads(store: Store, ids: Iterable[str], judged: Judged, *, with_texts: bool) -> Iterator[Read]:
    wanted = sorted(ids)
    vectors = store.vectors(wanted) if with_texts else {}
    for document, read in store.pick(wanted):
        claims = correct_claims(read, judged)
        yield Read(document, claims, family_text(document, vectors.get(document.id), claims))


class _Shelves:
    """The parts of linking's memory where a store has them."""

    def __init__(self, store: Store, judged: Judged) -> None:
        self._store = store
        self._judged = judged

    def find(self, part: str, keys: Iterable[str]) -> Mapping[str, Any]:
        if part == READS:
            return {read.document.id: read for read in self._reads(keys)}
        if part == TEXTS:
            return self._texts(keys)
        if part == ENTRIES:
            return self._store.pick_entries(keys)
        if part == FAMILIES:
            return self._store.pick_families(keys)
        return {key: _unpack(part, body) for key, body in self._store.links(part, keys).items()}

    def find_all(self, part: str) -> Mapping[str, Any]:
        return {key: _unpack(part, body) for key, body in self._store.links_of(part).items()}

    def _reads(self, ids: Iterable[str]) -> Iterator[Read]:
        return _make_reads(self._store, ids, self._judged, with_texts=False)

    def _texts(self, ids: Iterable[str]) -> Mapping[str, FamilyText]:
        reads = _make_reads(self._store, ids, self._judged, with_texts=True)
        return {read.document.id: read.text for read in reads if read.text}


def find_entries(store: Store, claims: Iterable[str]) -> set[str]:
    """The ids of the entries that these claims are in, as linking remembers them."""
    return {CODEC.loads(str, body) for body in store.links("entry of", claims).values()}


def find_roots(store: Store, documents: Iterable[str]) -> set[str]:
    """The documents that the texts of these go back to, as linking remembers them."""
    reached = waiting = {*documents}
    edges: dict[str, Edge] = {}
    while waiting:
        found = {child: CODEC.loads(Edge, body) for child, body in store.links("edges", waiting).items()}
        edges |= found
        waiting = {edge.parent for edge in found.values()} - reached
        reached = reached | waiting
    return {find_root(document, edges.get) for document in reached}


def pack_memory(memory: Memory) -> Iterator[tuple[str, str, bytes | None]]:
    """What changed in linking's memory, as a store keeps it."""
    for part, key, value in memory.changes():
        yield part, key, None if value is None else _pack_value(part, value)


def _pack_value(part: str, value: Any) -> bytes:
    return CODEC.dumps(value, _KINDS[part]).encode() if part in _KINDS else value


def _unpack(part: str, body: bytes) -> Any:
    return CODEC.loads(_KINDS[part], body) if part in _KINDS else body


def _none() -> None:
    """The empty value of entries and families."""
