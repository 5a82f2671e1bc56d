"""Claimed outcomes beside event data, and the ledger of predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from marsad.export.chart import draw_chart
from marsad.model import Claim, Document
from marsad.verdicts import Prediction, Record, Verdict
from marsad.verify.predictions import list_records
from marsad.verify.tables import Table
from marsad.web.faults import UnknownError
from marsad.web.holdings import Held, Holdings
from marsad.web.rendering import render
from marsad.web.state import CurrentDesk, Desk
from marsad.web.viewer import Reader
from marsad.world import list_predictions, load_tables, verify_claims

router = APIRouter()
_SHOWN = 200
_RECORDS = 50
_HOUR = 3600
_drawing = Lock()


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict with its claim's words and, where it has figures, the address of its chart."""

    verdict: Verdict
    document: Document
    claim: Claim
    chart: str | None


@dataclass(frozen=True, slots=True)
class PredictionRow:
    """A prediction with its claim's words and the claims that settle it."""

    prediction: Prediction
    document: Document
    claim: Claim
    settled_by: tuple[str, ...]


@router.get("/outcomes")
def show_outcomes(request: Request, desk: CurrentDesk, held: Held, viewer: Reader) -> HTMLResponse:
    verdicts = _find_verdicts(desk, held)
    rows = [
        VerdictRow(verdict, *held.shelf.claims[verdict.claim], _address(verdict, viewer.language))
        for verdict in verdicts
    ]
    rows.sort(key=lambda row: row.verdict.verdict == "not decidable")
    datasets = desk.store.datasets.list()
    return render(request, "outcomes.html", rows=rows[:_SHOWN], all=len(rows), datasets=datasets, held=held)


@router.get("/outcomes/{claim}/{country}.svg")
def show_chart(claim: str, country: str, desk: CurrentDesk, held: Held, viewer: Reader) -> Response:
    for verdict in _find_verdicts(desk, held):
        if (verdict.claim, verdict.country) == (claim, country):
            with _drawing:  # the library's settings are those of the whole program
                drawn = draw_chart(verdict, language=viewer.language)
            if drawn is not None:
                kept = {"Cache-Control": f"private, max-age={_HOUR}"}
                return Response(drawn, media_type="image/svg+xml", headers=kept)
    raise UnknownError(f"no chart of {claim[:80]!r}", hint="the outcomes lead to their charts")


@router.get("/predictions")
def show_predictions(request: Request, desk: CurrentDesk, held: Held, viewer: Reader) -> HTMLResponse:
    ledger = _find_predictions(desk, held)
    rows = [
        PredictionRow(p, *held.shelf.claims[p.claim], tuple(id_ for id_ in p.settled_by if id_ in held.shelf.claims))
        for p in reversed(ledger)
    ]
    rows.sort(key=lambda row: row.prediction.status == "open")
    records: Sequence[Record] = list_records(ledger)[:_RECORDS]
    waiting = [record for record in records if not (record.came_true or record.came_late or record.did_not)]
    settled = [record for record in records if record not in waiting]
    return render(
        request, "predictions.html", rows=rows[:_SHOWN], all=len(rows), settled=settled, waiting=waiting, held=held
    )  # fmt: skip


def _address(verdict: Verdict, language: str) -> str | None:
    """Where its chart is in a language, None where it has none."""
    return f"/outcomes/{verdict.claim}/{verdict.country}.svg?lang={language}" if verdict.series else None


def _find_verdicts(desk: Desk, held: Holdings) -> list[Verdict]:
    """All verdicts, made once for what is held and the files of data there are."""
    return held.kept(f"verdicts {_name_files(desk)}", lambda: verify_claims(held.shelf, _read_tables(desk, held)))


def _find_predictions(desk: Desk, held: Holdings) -> list[Prediction]:
    return held.kept(f"predictions {_name_files(desk)}", lambda: list_predictions(held.shelf, _read_tables(desk, held)))


def _read_tables(desk: Desk, held: Holdings) -> list[Table]:
    return held.kept(f"tables {_name_files(desk)}", lambda: load_tables(desk.store))


def _name_files(desk: Desk) -> str:
    return " ".join(dataset.sha256 for dataset in desk.store.datasets.list())
