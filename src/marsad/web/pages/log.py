"""The log: every change, newest first, with its hash; and whether the chain is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from marsad.i18n.words import Words, load_words
from marsad.store import LogRow
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.entry import tell_judgement
from marsad.web.rendering import name_text, render
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Reader

router = APIRouter()
_ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the log with what it is about, in words, and where that is."""

    log: LogRow
    words: str
    address: str | None


# A number that a database can hold.
Before = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


@router.get("/log")
def show_log(
    request: Request, desk: CurrentDesk, held: Held, viewer: Reader, before: Before = None, verify: bool = False
) -> HTMLResponse:
    words = load_words(viewer.language)
    rows = desk.store.log_page(before, _ROWS)
    faults = desk.store.verify_log() if verify else None
    return render(
        request,
        "log.html",
        rows=[_tell(row, held, words) for row in rows],
        older=rows[-1].number if rows and rows[-1].number > 1 else None,
        newest=before is not None,
        faults=faults,
        count=rows[0].number if rows else 0,
    )


def _tell(row: LogRow, held: Holdings, words: Words) -> Row:
    document = held.shelf.documents.get(row.subject)
    if document:
        return Row(row, name_text(document), f"/documents/{document.id}")
    if row.action == "judgement" and row.subject.isdecimal():
        judgement = next((j for j in held.view.judgements if j.id == int(row.subject)), None)
        if judgement:
            return Row(row, f"{judgement.who}: {tell_judgement(judgement, words)}", _where(judgement.subject[0], held))
    return Row(row, row.subject if row.subject != row.action else "", None)


def _where(subject: str, held: Holdings) -> str | None:
    claim = subject.split("|")[0]
    entry = held.entry_of.get(claim)
    if entry:
        return f"/entries/{entry.id}#claim-{claim}"
    return held.address(claim) if claim in held.shelf.claims else "/sources"
