"""Links what comes to what is there: after a judgement or a new document only what they touch is linked again.

The first change after the desk was opened links everything once; a store that nobody changes is never linked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marsad.desk import Shelf
from marsad.link.judgements import Judged, correct_claims, settle_judgements
from marsad.link.register import Linker, Read
from marsad.link.vectors import family_text
from marsad.model import Claim, Document
from marsad.store import Judgement, Store


class Keeper:
    """Holds a linker with all that a store holds; used by one thread at a time.

    A shelf that was handed out stays as it was: its mappings are replaced, not changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._linker = Linker()
        self._judged = Judged()
        self._documents: dict[str, Document] = {}
        self._claims: dict[str, tuple[Document, Claim]] = {}
        self._read: dict[str, Sequence[Claim]] = {}
        """Claims by document, as they were read."""

    def take(self, changed: Iterable[str], judgements: Sequence[Judgement]) -> Shelf:
        """The shelf after these documents were added or read anew, under these judgements."""
        touched = self._load(set(changed))
        before, self._judged = self._judged, settle_judgements(judgements, self._read)
        self._linker.judge(self._judged)
        touched |= self._find_corrected(before)
        vectors = self._store.vectors(touched)
        claims = dict(self._claims)
        reads = []
        for id_ in sorted(touched):
            document, right = self._documents[id_], correct_claims(self._read[id_], self._judged)
            claims.update({claim.id: (document, claim) for claim in right})
            reads.append(Read(document, right, family_text(document, vectors.get(id_), right)))
        self._claims = claims
        self._linker.add(reads)
        return Shelf(self._linker.register(), self._documents, self._claims)

    def _load(self, changed: set[str]) -> set[str]:
        """Read documents and their claims from the store; the ids of those that are there."""
        found = {id_: document for id_ in changed if (document := self._store.document(id_))}
        gone = {claim.id for id_ in found for claim in self._read.get(id_, ())}
        self._documents = {**self._documents, **found}
        self._claims = {id_: told for id_, told in self._claims.items() if id_ not in gone}
        self._read.update({id_: self._store.claims_of(id_) for id_ in found})
        return set(found)

    def _find_corrected(self, before: Judged) -> set[str]:
        """Documents with a claim of which people say something else than before."""
        changed = {claim for claim, _, _ in set(before.values) ^ set(self._judged.values)}
        return {told[0].id for claim in changed if (told := self._claims.get(claim))}
