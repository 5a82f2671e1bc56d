"""Judgements for programs, and the record of all that was done."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from marsad.web.actions import Decision, judge, undo
from marsad.web.api import shapes, taken
from marsad.web.api.answers import FreshOf, Json
from marsad.web.api.records import build_judgement, build_ruling
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Admin, Analyst, Reader

router = APIRouter(tags=["judgements"])
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "As the ETag that was sent says."}}
Before = Annotated[int | None, Query(ge=1, le=shapes.MOST_NUMBER, description="Older than this number.")]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/judgements", response_model=shapes.Rulings, responses=_UNCHANGED)
def list_judgements(
    fresh: FreshOf,
    viewer: Reader,
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """All judgements, those that were taken back too, the newest first."""
    rulings = fresh.held.view.rulings[::-1]
    return fresh.answer(
        {
            "judgements": [build_ruling(ruling) for ruling in rulings[(page - 1) * size : page * size]],
            "count": len(rulings),
            "page": page,
            "size": size,
            "seen": fresh.held.view.seen,
        }
    )


@router.post("/judgements", response_model=shapes.Judged, status_code=201)
def add_judgements(desk: CurrentDesk, viewer: Analyst, given: taken.Decisions) -> Response:
    """Keep judgements, all or none.

    409 where somebody judged the same claims since ``seen``, or where a document was read anew since and a claim that
    was named in full is gone: nothing is kept then.
    """
    decisions = [
        Decision(kind=d.kind, claims=tuple(d.claims), slot=d.slot, value=d.value, why=d.why) for d in given.decisions
    ]
    made = judge(desk, viewer, decisions, seen=given.seen)
    return Json({"judgements": [build_judgement(found) for found in made], "seen": desk.view().seen}, 201)


@router.delete("/judgements/{number}", response_model=shapes.Undone)
def undo_judgement(
    desk: CurrentDesk, viewer: Analyst, number: Annotated[int, Path(ge=1, le=shapes.MOST_NUMBER)]
) -> Response:
    """Take a judgement back; both stay on record. 409 where somebody was quicker."""
    undo(desk, viewer, number)
    return Json({"undone": number, "seen": desk.view().seen})


@router.get("/log", response_model=shapes.LogPage)
def show_log(desk: CurrentDesk, viewer: Reader, before: Before = None, limit: Limit = 100) -> Response:
    """What was added, read, linked and judged, the newest first, each row with the hash of the one before it."""
    rows = [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "action": row.action,
            "subject": row.subject,
            "digest": row.digest,
            "previous": row.previous,
            "hash": row.hash,
        }
        for row in desk.store.log_page(before, limit)
    ]
    return Json({"rows": rows, "before": rows[-1]["number"] if len(rows) == limit else None})


@router.get("/log/check", response_model=shapes.LogCheck)
def check_log(desk: CurrentDesk, viewer: Analyst) -> Response:
    """Whether the chain of hashes is whole."""
    return Json({"faults": desk.store.verify_log(), "rows": desk.store.version()})


@router.get("/actions", response_model=shapes.ActionPage)
def show_actions(desk: CurrentDesk, viewer: Admin, before: Before = None, limit: Limit = 100) -> Response:
    """Who logged in, added documents, gave out accounts, the newest first."""
    rows = [
        {"number": a.number, "at": a.at.isoformat(), "who": a.who, "action": a.action, "subject": a.subject}
        for a in desk.store.people.actions(before, limit)
    ]
    return Json({"actions": rows, "before": rows[-1]["number"] if len(rows) == limit else None})
