"""Pages for people."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from marsad.web.rendering import render
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Reader

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/")
def show_overview(request: Request, desk: CurrentDesk, viewer: Reader) -> HTMLResponse:
    return render(request, "overview.html", shelf=desk.shelf())
