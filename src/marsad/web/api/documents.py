"""Documents for programs: their texts with claims, families, outlets, full text, original bytes."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from marsad.export.records import build_head, build_span
from marsad.language.pack import load_pack
from marsad.link.outlets import list_outlets
from marsad.link.search import Hit, search_documents
from marsad.web.api import shapes
from marsad.web.api.answers import FreshOf, Json
from marsad.web.api.records import Record, build_claim, build_document_in_full, build_family
from marsad.web.api.register import require_claim
from marsad.web.faults import UnknownError
from marsad.web.holdings import Holdings
from marsad.web.state import CurrentDesk, Desk
from marsad.web.viewer import Reader

router = APIRouter(tags=["documents"])
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "As the ETag that was sent says."}}
Id = Annotated[str, Path(max_length=100)]
Page = Annotated[int, Query(ge=1, le=10**6)]
Size = Annotated[int, Query(ge=1, le=200)]


@router.get("/documents", response_model=shapes.DocumentPage, responses=_UNCHANGED)
def list_documents(fresh: FreshOf, viewer: Reader, page: Page = 1, size: Size = 50) -> Response:
    """All documents, the last that came first."""
    arrivals = fresh.held.view.arrivals[::-1]
    shown = (fresh.held.shelf.documents.get(id_) for id_ in arrivals[(page - 1) * size : page * size])
    heads = [build_head(document) for document in shown if document]
    return fresh.answer({"documents": heads, "count": len(arrivals), "page": page, "size": size})


@router.get("/documents/{id}", response_model=shapes.DocumentInFull, responses=_UNCHANGED)
def show_document(fresh: FreshOf, desk: CurrentDesk, viewer: Reader, id: Id) -> Response:
    """One document: its text, its claims with their spans, its family, and what is kept of its bytes."""
    document = fresh.held.document(id)
    return fresh.answer(build_document_in_full(fresh.held, document, _build_original(desk, document.id)))


def _build_original(desk: Desk, id_: str) -> Record | None:
    original = desk.store.original(id_)
    if original is None:
        return None
    return {
        "sha256": original.sha256,
        "bytes": len(original.body),
        "address": original.address,
        "retrieved": original.retrieved.isoformat() if original.retrieved else None,
    }


@router.get(
    "/documents/{id}/original",
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def download_original(fresh: FreshOf, desk: CurrentDesk, viewer: Reader, id: Id) -> Response:
    """The bytes that a document was made from, as a file to keep: never to be shown as a page."""
    document = fresh.held.document(id)
    original = desk.store.original(document.id)
    if original is None:
        raise UnknownError("the store holds no bytes of this document", where=document.id, hint="check the store")
    name = quote(document.source.rpartition("/")[2][-80:].encode("utf-8", "replace"), safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name or 'original'}", "ETag": fresh.mark}
    return Response(original.body, media_type="application/octet-stream", headers=headers)


@router.get("/claims/{id}", response_model=shapes.ClaimShape, responses=_UNCHANGED)
def show_claim(fresh: FreshOf, viewer: Reader, id: Id) -> Response:
    """One claim with its exact words and the reasons for each of its slots."""
    require_claim(fresh, id)
    return fresh.answer(build_claim(fresh.held, *fresh.held.shelf.claims[id]))


@router.get("/families", response_model=shapes.FamilyPage, responses=_UNCHANGED)
def list_families(fresh: FreshOf, viewer: Reader, page: Page = 1, size: Size = 50) -> Response:
    """Documents that carry one text, the largest families first."""
    families = sorted(fresh.held.shelf.register.families, key=lambda family: (-len(family.documents), family.root))
    shown = [build_family(fresh.held, family) for family in families[(page - 1) * size : page * size]]
    return fresh.answer({"families": shown, "count": len(families), "page": page, "size": size})


@router.get("/families/{document}", response_model=shapes.FamilyShape, responses=_UNCHANGED)
def show_family(fresh: FreshOf, viewer: Reader, document: Id) -> Response:
    """The family that a document belongs to: who copied whom, with the aligned passages."""
    family = fresh.held.family_of.get(fresh.held.document(document).id)
    if family is None:
        raise UnknownError("this document has no family", where=document, hint="no other carries its text")
    return fresh.answer(build_family(fresh.held, family))


@router.get("/sources", response_model=shapes.Outlets, responses=_UNCHANGED)
def list_sources(fresh: FreshOf, viewer: Reader) -> Response:
    """Outlets: how much of what they publish is their own, whose the rest is, and their grades."""
    held = fresh.held
    grades = {j.subject[0]: j.value for j in held.view.judgements if j.kind == "grade"}
    outlets = [
        {
            "name": outlet.name,
            "publications": outlet.publications,
            "original": outlet.original,
            "derived": outlet.derived,
            "taken_from": [{"outlet": name, "count": count} for name, count in outlet.taken_from],
            "grade": grades.get(outlet.name) or "F",
        }
        for outlet in list_outlets(held.shelf.documents.values(), held.shelf.register.families)
    ]
    return fresh.answer({"sources": outlets, "seen": held.view.seen})


@router.get("/search", response_model=shapes.Hits, responses=_UNCHANGED)
def search(
    fresh: FreshOf,
    viewer: Reader,
    words: Annotated[str, Query(min_length=1, max_length=200)],
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Response:
    """Documents that hold all words, in whatever spelling and inflection."""
    documents = (document for document in fresh.held.shelf.documents.values() if document.language)
    hits = search_documents(words, documents, lambda code: load_pack(code).analyse)
    found = list(islice(hits, (page - 1) * size, page * size + 1))
    shown = [_build_hit(fresh.held, hit) for hit in found[:size]]
    return fresh.answer({"hits": shown, "page": page, "size": size, "more": len(found) > size})


def _build_hit(held: Holdings, hit: Hit) -> Record:
    """A document with where the words stand, and the entries that rest on the sentences they stand in."""
    claims = held.claims_of.get(hit.document.id, ())
    near = (claim for claim in claims if any(a.overlaps(b) for a in claim.spans for b in hit.spans))
    return {
        "document": build_head(hit.document),
        "spans": [build_span(span) for span in hit.spans],
        "entries": sorted({held.entry_of[claim.id].id for claim in near if claim.id in held.entry_of}),
    }


@router.get("/failures", response_model=shapes.Failures)
def list_failures(desk: CurrentDesk, viewer: Reader) -> Response:
    """Inputs that gave no document, and why."""
    failures = [
        {"source": f.source, "what": f.what, "hint": f.hint, "at": f.at.isoformat()} for f in desk.store.failures()
    ]
    return Json({"failures": failures})
