"""Documents that programs hand over: texts, addresses, files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, Response, UploadFile

from marsad.web.actions import Pasted, add_address, add_file, add_text
from marsad.web.api import shapes, taken
from marsad.web.api.answers import Json
from marsad.web.api.records import build_job
from marsad.web.faults import UnknownError
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Analyst, Reader

router = APIRouter(tags=["inputs"])


@router.post("/texts", response_model=shapes.JobShape, status_code=202)
def take_text(desk: CurrentDesk, viewer: Analyst, given: taken.TextShape) -> Response:
    """Take in a text; the job says what became of it."""
    return Json(build_job(add_text(desk, viewer, Pasted(**given.model_dump()))), 202)


@router.post("/addresses", response_model=shapes.JobShape, status_code=202)
def take_address(desk: CurrentDesk, viewer: Analyst, given: taken.AddressShape) -> Response:
    """Take in what an address leads to: robots.txt is obeyed, addresses of private networks are refused."""
    return Json(build_job(add_address(desk, viewer, given.address)), 202)


@router.post("/files", response_model=shapes.JobShape, status_code=202)
def take_file(desk: CurrentDesk, viewer: Analyst, file: Annotated[UploadFile, File()]) -> Response:
    """Take in a file: text, page, PDF, JSON, table, feed, web archive, ZIP."""
    return Json(build_job(add_file(desk, viewer, file.filename or "", file.file)), 202)


@router.get("/jobs", response_model=shapes.JobList)
def list_jobs(desk: CurrentDesk, viewer: Reader) -> Response:
    """What was handed over since the desk was opened, the newest first."""
    return Json({"jobs": [build_job(job) for job in desk.jobs.list()[::-1]]})


@router.get("/jobs/{id}", response_model=shapes.JobShape)
def show_job(desk: CurrentDesk, viewer: Reader, id: Annotated[int, Path(ge=1, le=shapes.MOST_NUMBER)]) -> Response:
    """How far a job is."""
    job = desk.jobs.find(id)
    if job is None:
        raise UnknownError(f"no job {id}", hint="jobs are forgotten when the desk is closed; documents are not")
    return Json(build_job(job))
