"""Adding: a text that is pasted, an address, files; and what became of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from marsad.errors import InputError
from marsad.model import Document
from marsad.register import Entry
from marsad.web.actions import Pasted, add_address, add_file, add_text
from marsad.web.holdings import Held, Holdings
from marsad.web.jobs import Job
from marsad.web.rendering import render
from marsad.web.state import CurrentDesk, Desk
from marsad.web.viewer import Analyst

router = APIRouter()
_JOBS = 30
_ENTRIES = 12


@dataclass(frozen=True, slots=True)
class JobRow:
    """An input with the documents that came of it and their entries."""

    source: str
    state: str
    known: int
    failures: tuple[tuple[str, str | None], ...]
    documents: tuple[tuple[Document, tuple[Entry, ...]], ...]


@router.get("/add")
def show_add(request: Request, desk: CurrentDesk, held: Held, viewer: Analyst) -> HTMLResponse:
    outlets = sorted({document.publisher for document in held.shelf.documents.values() if document.publisher})
    return render(request, "add.html", outlets=outlets[:300], most=_megabytes(desk), **_list_jobs(desk, held))


@router.get("/add/jobs")
def show_jobs(request: Request, desk: CurrentDesk, held: Held, viewer: Analyst) -> HTMLResponse:
    """What became of the inputs, for the page that is open."""
    return render(request, "jobs_part.html", **_list_jobs(desk, held))


@router.post("/add")
def take_in(
    desk: CurrentDesk,
    viewer: Analyst,
    how: Annotated[str, Form()],
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    publisher: Annotated[str, Form(max_length=200)] = "",
    published: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
    address: Annotated[str, Form()] = "",
    files: Annotated[list[UploadFile] | None, Form()] = None,
) -> Response:
    """Start taking in what a form gives, and lead back to the list of what is under way."""
    if how == "text":
        day = _read_day(published)
        add_text(desk, viewer, Pasted(text, title or None, publisher or None, day, language or None))
    elif how == "address":
        add_address(desk, viewer, address.strip())
    else:
        for file in files or []:
            add_file(desk, viewer, file.filename or "file", file.file)
    return RedirectResponse("/add#jobs", 303)


def _read_day(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError as error:
        raise InputError(f"{given[:40]!r} is no day", hint="write 2025-01-31") from error


def _megabytes(desk: Desk) -> int:
    return max(1, desk.settings.max_bytes // 1_000_000)


def _list_jobs(desk: Desk, held: Holdings) -> dict[str, Any]:
    jobs = desk.jobs.list()[-_JOBS:][::-1]
    running = any(job.state in ("waiting", "running") for job in jobs)
    return {"jobs": [_describe(job, held) for job in jobs], "running": running}


def _describe(job: Job, held: Holdings) -> JobRow:
    documents = [held.shelf.documents[id_] for id_ in job.taken[:_ENTRIES] if id_ in held.shelf.documents]
    return JobRow(
        job.source,
        job.state,
        job.known,
        tuple((what, hint) for what, hint in job.failures[:_ENTRIES]),
        tuple((document, _entries_of(document, held)) for document in documents),
    )


def _entries_of(document: Document, held: Holdings) -> tuple[Entry, ...]:
    claims = held.claims_of.get(document.id, ())
    entries = {entry.id: entry for claim in claims if (entry := held.entry_of.get(claim.id))}
    return tuple(entries.values())[:_ENTRIES]
