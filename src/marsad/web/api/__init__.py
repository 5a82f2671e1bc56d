"""JSON for programs under /api/v1: all that pages show and do."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI

from marsad.web.api import documents, inputs, judgements, people, register
from marsad.web.api.answers import UnchangedError, answer_unchanged
from marsad.web.api.shapes import Fault
from marsad.web.viewer import Reader

PREFIX = "/api/v1"
_FAULTS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Fault, "description": "What is wrong, where, and what to do."},
    "5XX": {"model": Fault, "description": "The store is lost, or a fault of Marsad."},
}

router = APIRouter(prefix=PREFIX, responses=_FAULTS)
for part in (register, documents, judgements, inputs, people):
    router.include_router(part.router)


def serve_api(app: FastAPI) -> None:
    """Put the API and its description into ``app``."""
    app.add_exception_handler(UnchangedError, answer_unchanged)
    app.include_router(router)

    @app.get(f"{PREFIX}/openapi.json", include_in_schema=False)
    def describe(viewer: Reader) -> dict[str, Any]:
        return app.openapi()
