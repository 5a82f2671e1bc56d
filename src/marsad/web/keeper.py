"""Keeps the shelf in memory up to date with the store: reads from it only what changed, and links what came late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from marsad.catchup import catch_up
from marsad.link.judgements import Judged, correct_claims, settle_judgements
from marsad.model import Claim, Document
from marsad.register import Entry, Family, Register
from marsad.shelf import Shelf
from marsad.store import Judgement, Store


class Keeper:
    """Makes one shelf after the other; used by one thread at a time.

    A shelf that was handed out stays as it was: its mappings are replaced, not changed. ``quiet`` is held while
    linking: whoever judges in the same program waits for it, instead of making the linking vain.
    """

    def __init__(self, store: Store, quiet: Lock) -> None:
        self._store = store
        self._quiet = quiet
        self._judged = Judged()
        self._parts: Mapping[tuple[str, str], tuple[str, Entry | Family]] = {}
        """Entries and families of the register, with the digests by which the store knows them."""
        self._documents: dict[str, Document] = {}
        self._claims: dict[str, tuple[Document, Claim]] = {}
        self._read: dict[str, Sequence[Claim]] = {}
        """Claims by document, as they were read."""

    def fill(self, judgements: Sequence[Judgement]) -> Shelf:
        """The shelf of all that the store holds."""
        self._documents = {document.id: document for document in self._store.documents()}
        read: dict[str, list[Claim]] = {}
        for document, claim in self._store.claims():
            read.setdefault(document.id, []).append(claim)
        self._read.update(read)
        return self._make(self._documents, judgements)

    def take(self, changed: Iterable[str], judgements: Sequence[Judgement]) -> Shelf:
        """The shelf after these documents were added or read anew, under these judgements."""
        found = list(self._store.pick(changed))
        gone = {claim.id for document, _ in found for claim in self._read.get(document.id, ())}
        self._documents = {**self._documents, **{document.id: document for document, _ in found}}
        self._claims = {id_: told for id_, told in self._claims.items() if id_ not in gone}
        self._read.update({document.id: claims for document, claims in found})
        return self._make((document.id for document, _ in found), judgements)

    def _make(self, touched: Iterable[str], judgements: Sequence[Judgement]) -> Shelf:
        if not self._store.is_linked():
            with self._quiet:
                catch_up(self._store)
        before, self._judged = self._judged, settle_judgements(judgements, self._read)
        claims = dict(self._claims)
        for id_ in {*touched, *self._find_corrected(before)}:
            document = self._documents[id_]
            right = correct_claims(self._read.get(id_, ()), self._judged)
            claims.update({claim.id: (document, claim) for claim in right})
        self._claims = claims
        return Shelf(self._read_register(), self._documents, self._claims)

    def _find_corrected(self, before: Judged) -> set[str]:
        """Documents with a claim of which people say something else than before."""
        changed = {claim for claim, _, _ in set(before.values) ^ set(self._judged.values)}
        return {told[0].id for claim in changed if (told := self._claims.get(claim))}

    def _read_register(self) -> Register:
        """The register as the store holds it; what did not change stays the same object."""
        self._parts = self._store.renew_register(self._parts)
        ordered = [self._parts[key][1] for key in sorted(self._parts)]
        return Register(
            tuple(part for part in ordered if isinstance(part, Entry)),
            tuple(part for part in ordered if isinstance(part, Family)),
        )
