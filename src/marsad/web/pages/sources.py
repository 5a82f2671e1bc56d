"""The outlets: how much of each is its own, whom it copies, its grade; and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from marsad.link.outlets import OutletRecord, list_outlets
from marsad.model import Document
from marsad.web.holdings import Held
from marsad.web.pages.toast import read_toast
from marsad.web.rendering import render
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Reader

router = APIRouter()
_DOCUMENTS = 100


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with its grade, its documents, and how wide its bars are."""

    record: OutletRecord
    grade: str
    documents: tuple[Document, ...]
    all: float
    own: float


@router.get("/sources")
def show_sources(request: Request, desk: CurrentDesk, held: Held, viewer: Reader) -> HTMLResponse:
    records = list_outlets(held.shelf.documents.values(), held.shelf.register.families)
    most = max((record.publications for record in records), default=1)
    grades = {j.subject[0]: j.value or "F" for j in held.view.judgements if j.kind == "grade"}
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in held.shelf.documents.values():
        documents[document.publisher or "–"].append(document)
    outlets = [
        OutletRow(
            record,
            grades.get(record.name, "F"),
            tuple(sorted(documents[record.name], key=lambda d: (str(d.published), d.id), reverse=True)[:_DOCUMENTS]),
            round(100 * record.publications / most, 2),
            round(100 * record.original / most, 2),
        )
        for record in records
    ]
    return render(
        request,
        "sources.html",
        outlets=outlets,
        failures=desk.store.failures()[:_DOCUMENTS],
        seen=held.view.seen,
        toast=read_toast(request, held),
    )
