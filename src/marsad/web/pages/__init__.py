"""Pages for people."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from marsad.web.pages import (
    add,
    document,
    entry,
    family,
    judge,
    log,
    overview,
    register,
    review,
    search,
    sources,
    world,
)

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
for page in (overview, register, entry, document, family, sources, world, review, search, add, log, judge):
    router.include_router(page.router)
