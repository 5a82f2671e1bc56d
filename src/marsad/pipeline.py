"""The whole flow on one screen.

::

    intake/               read/   one document, pure                                                  doors
    bytes ─▶ Document ─▶ normalise ─▶ segment ─▶ mentions ─▶ attribution ─▶ claims ─▶ Reading ─▶ cli, render
                                                                                    │
                                  link/   all claims, pure                          ▼
            doors ◀─ Register ◀─ bounds ◀─ events ◀─ origins ◀─ families ◀───── [store]
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from marsad.collector import spare_tables, uncollected
from marsad.language.detect import detect_language
from marsad.language.pack import load_pack
from marsad.model import Claim, Document, Reading
from marsad.read.assemble import assemble
from marsad.read.claims import build_drafts
from marsad.read.draft import Choice, Draft
from marsad.read.network import VOTE
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import Features, Ranker, load_ranker
from marsad.read.vote import Votes
from marsad.read.weights import WEIGHTS, values_of
from marsad.register import Register

# Reading one article need not wait for what linking loads: its functions import it when they are called.
if TYPE_CHECKING:
    from marsad.link.judgements import Decided
    from marsad.link.register import Read


class RankerDecider:
    """Decides by the weights of features and by the votes on what words mean."""

    def __init__(self, ranker: Ranker, votes: Votes) -> None:
        self._ranker, self._votes = ranker, votes

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        votes = self._votes.of(decision, values, draft)
        index, lead = self._ranker.choose(decision, candidates, votes)
        vote = votes[index - 1] if index and votes else 0
        return Choice(index, partial(self._ranker.reasons, decision, candidates[index], vote), lead)


def read_document(document: Document, *, ranker: Ranker | None = None) -> Reading:
    """Read one document: its claims with their evidence, in order.

    The language is detected where the document names none; ``ranker`` decides in place of the one that ships.
    Raises LanguageError where there is no pack for it.
    """
    with uncollected():
        return _read(document, ranker)[0]


def _read(document: Document, ranker: Ranker | None = None) -> tuple[Reading, Votes]:
    """The reading of a document and the votes on its sentences; what else was found on the way is gone by then."""
    stage = _set_stage(document)
    ranker = ranker or load_ranker()
    votes = Votes(stage, ranker.networks)
    reading = assemble(stage, build_drafts(stage, RankerDecider(ranker, votes)))
    spare_tables(stage.pack.code)
    return reading, votes


def _set_stage(document: Document) -> Stage:
    if document.language is None:
        document = dataclasses.replace(document, language=detect_language(document.text))
    return set_stage(document, load_pack(document.language or ""))


@cache
def reader_version() -> str:
    """What the claims of a store are kept under: another version, and they are read anew."""
    from importlib.metadata import version

    learned = b"".join(file.read_bytes() for file in (WEIGHTS, values_of(WEIGHTS), VOTE))
    return f"{version('marsad')}+{hashlib.sha256(learned).hexdigest()[:8]}"


@cache
def linker_version() -> str:
    """What linking remembers in a store is kept under: another version, and all is linked anew."""
    import marsad.link

    files = sorted(file for folder in marsad.link.__path__ for file in Path(folder).iterdir() if file.is_file())
    code = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]
    return f"{reader_version()}+{code}"


def read_for_store(document: Document) -> tuple[Reading, bytes]:
    """The reading of a document, and its sentences with their vectors as bytes to keep beside it."""
    from marsad.link.vectors import pack_sentences

    with uncollected():
        reading, votes = _read(document)
    return reading, pack_sentences(votes.spans, votes.encode().vectors)


def link_reading(document: Document) -> Read:
    """A document as linking takes it in, for those who keep no store."""
    from marsad.link.register import Read
    from marsad.link.vectors import family_text

    reading, vectors = read_for_store(document)
    return Read(reading.document, reading.claims, family_text(reading.document, vectors, reading.claims))


def link_claims(
    documents: Iterable[tuple[Document, Sequence[Claim]]],
    vectors: Mapping[str, bytes] = MappingProxyType({}),
    judgements: Sequence[Decided] = (),
) -> Register:
    """The register of all documents with their claims; the same whatever their order.

    ``vectors`` are the bytes of ``read_for_store`` by document id; a document without them has no family.
    """
    from marsad.link.judgements import correct_claims, settle_judgements
    from marsad.link.register import Linker, Read
    from marsad.link.vectors import family_text

    read = list(documents)
    judged = settle_judgements(judgements, {document.id: claims for document, claims in read})
    linker = Linker()
    linker.judge(judged)
    linker.add(
        Read(document, correct_claims(claims, judged), family_text(document, vectors.get(document.id), claims))
        for document, claims in read
    )
    return linker.register()
