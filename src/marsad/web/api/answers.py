"""Answers in JSON, with a mark by which a program learns that nothing changed."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from marsad.web.holdings import Held, Holdings

_RUN = secrets.token_hex(4)
"""Another program, another answer: marks of an earlier run do not count."""


class Json(JSONResponse):
    """JSON that any name of a file can stand in: half surrogates are replaced."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
            "utf-8", "replace"
        )


class UnchangedError(Exception):
    """The program holds this answer already."""

    def __init__(self, mark: str) -> None:
        self.mark = mark


async def answer_unchanged(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnchangedError)
    return Response(status_code=304, headers={"ETag": error.mark})


@dataclass(frozen=True, slots=True)
class Fresh:
    """What the desk holds, for an answer that stays the same until that changes."""

    held: Holdings
    mark: str

    def answer(self, record: Any) -> Response:
        return Json(record, headers={"ETag": self.mark})


async def find_fresh(request: Request, held: Held) -> Fresh:
    """Raises UnchangedError where the program already holds the answer."""
    mark = f'W/"{_RUN}-{held.view.version}"'
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    if mark in known:
        raise UnchangedError(mark)
    return Fresh(held, mark)


FreshOf = Annotated[Fresh, Depends(find_fresh)]
