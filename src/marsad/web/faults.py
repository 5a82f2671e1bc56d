"""What can go wrong at the desk, and the one answer to it: a JSON shape for programs, a page for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError, StoreError
from marsad.web.rendering import render
from marsad.web.security.headers import HEADERS

API = "/api/"
# Seconds after which a page that waits for the register asks again.
_AGAIN = 2
_log = logging.getLogger("marsad.web")


class DeskError(MarsadError):
    """An answer other than the one that was asked for; ``status`` is its HTTP code."""

    status = 400


class LoginError(DeskError):
    """Nobody is logged in, or not with this token."""

    status = 401


class ForbiddenError(DeskError):
    """This person may not do that, or the form is not one that this desk handed out."""

    status = 403


class UnknownError(DeskError):
    """There is no such entry, document, family or page."""

    status = 404


class ConflictError(DeskError):
    """What was decided upon is no longer what it was when the page was made."""

    status = 409


class OpeningError(DeskError):
    """The register is still being laid out: the page comes by itself as soon as it is there."""

    status = 503


class TooLargeError(DeskError):
    """More than the desk takes in."""

    status = 413


class TooManyError(DeskError):
    """Too often in too short a time; ``wait`` is how many seconds to wait."""

    status = 429

    def __init__(self, what: str, *, hint: str | None = None, wait: int = 60) -> None:
        super().__init__(what, hint=hint)
        self.wait = wait


def build_fault(status: int, what: str, where: str | None = None, hint: str | None = None) -> dict[str, Any]:
    """The JSON of every answer that is an error."""
    return {"error": {"status": status, "what": what, "where": where, "hint": hint}}


def answer_faults(app: FastAPI) -> None:
    """Let every error of ``app`` be answered in one way, without internals."""
    app.add_exception_handler(MarsadError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unforeseen)


def answer_fault(request: Request, error: MarsadError) -> Response:
    """The answer to an error of ours."""
    if isinstance(error, StoreError):
        # Where a store lies is for those who run the desk, not for those who look at it.
        _log.error("%s", error)
        return _answer(request, 503, f"the store {error.what}", None, error.hint)
    if isinstance(error, LoginError) and not is_program(request) and request.app.state.door.has_accounts:
        return RedirectResponse(f"/login?{urlencode({'next': find_way(request)})}", 303)
    if isinstance(error, OpeningError) and not is_program(request):
        return render(request, "opening.html", status=503, again=_AGAIN, headers={"Retry-After": str(_AGAIN)})
    status = error.status if isinstance(error, DeskError) else 400
    answer = _answer(request, status, error.what, error.where, error.hint)
    if isinstance(error, TooManyError):
        answer.headers["Retry-After"] = str(error.wait)
    if isinstance(error, LoginError):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def find_way(request: Request) -> str:
    """Where a person wanted to go, as a path of ours."""
    path = request.url.path if request.method == "GET" else "/"
    return f"{path}?{request.url.query}" if request.url.query and request.method == "GET" else path


def is_program(request: Request) -> bool:
    """Whether the answer is for a program, and so JSON."""
    return request.url.path.startswith(API)


async def _answer_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MarsadError)
    return answer_fault(request, error)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("query", "body", "path"))
    what = str(first["msg"]).removeprefix("Value error, ")
    return _answer(request, 422, what, where or None, "see /api/v1/openapi.json for what is taken")


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = _SAID.get(error.status_code, HTTPStatus(error.status_code).phrase.lower())
    answer = _answer(request, error.status_code, what, request.url.path, _HINTS.get(error.status_code))
    answer.headers.update(error.headers or {})
    return answer


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    answer = _answer(request, 500, "a fault of Marsad", None, "nothing that was stored is lost; please report it")
    answer.headers.update(HEADERS)
    return answer


TOO_LARGE = "this is more than the desk takes in at once"
INGEST = "send less, or take it in with `marsad ingest`"
_SAID = {404: "there is no such page", 405: "that cannot be done here", 413: TOO_LARGE}
_HINTS = {404: "go to the overview", 413: INGEST}


def _answer(request: Request, status: int, what: str, where: str | None, hint: str | None) -> Response:
    fault = build_fault(status, what, where, hint)
    if is_program(request):
        return JSONResponse(fault, status)
    return render(request, "error.html", status=status, fault=fault["error"])
