"""What can go wrong at the desk, and the one answer to it: a JSON shape for programs, a page for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from marsad.errors import InputError, MarsadError, StoreError
from marsad.web.rendering import render

API = "/api/"
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


class TooLargeError(DeskError):
    """More than the desk takes in."""

    status = 413


class TooManyError(DeskError):
    """Too often in too short a time."""

    status = 429


# The first line that fits gives the answer's code.
STATUS: tuple[tuple[type[Exception], int], ...] = ((StoreError, 503), (InputError, 400), (MarsadError, 400))


def build_fault(status: int, what: str, where: str | None = None, hint: str | None = None) -> dict[str, Any]:
    """The JSON of every answer that is an error."""
    return {"error": {"status": status, "what": what, "where": where, "hint": hint}}


def answer_faults(app: FastAPI) -> None:
    """Let every error of ``app`` be answered in one way, without internals."""
    app.add_exception_handler(MarsadError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unforeseen)


async def _answer_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MarsadError)
    if isinstance(error, DeskError):
        return _answer(request, error.status, error.what, error.where, error.hint)
    status = next(code for kind, code in STATUS if isinstance(error, kind))
    # Where a store lies is for those who run the desk, not for those who look at it.
    where = None if isinstance(error, StoreError) else error.where
    if isinstance(error, StoreError):
        _log.error("%s", error)
    return _answer(request, status, error.what, where, error.hint)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _answer(request, 422, str(first["msg"]), where, "see /api/v1/docs for what is taken")


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = HTTPStatus(error.status_code).phrase.lower()
    answer = _answer(request, error.status_code, what, request.url.path, None)
    answer.headers.update(error.headers or {})
    return answer


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return _answer(request, 500, "a fault of Marsad", None, "nothing was lost; please report it")


def _answer(request: Request, status: int, what: str, where: str | None, hint: str | None) -> Response:
    fault = build_fault(status, what, where, hint)
    if request.url.path.startswith(API):
        return JSONResponse(fault, status)
    return render(request, "error.html", status=status, fault=fault["error"])
