"""What every request passes before anything of it is read: host, origin, who sends it; and headers on every answer."""

from __future__ import annotations

import hmac

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import MarsadError
from marsad.web.faults import INGEST, TOO_LARGE, ForbiddenError, LoginError, TooLargeError, answer_fault
from marsad.web.security.door import PARAMETER, Door
from marsad.web.security.headers import HEADERS, NEVER_KEPT

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/static/", "/login", "/api/v1/login")
"""Paths for which nobody needs to be let in."""

FIELD, HEADER = "csrf", "x-csrf-token"
_OLD_FORM = "this form is not one that the desk handed out to you, or it is old"
_RELOAD = "go back, load the page anew and send it again: nothing was changed"


class Gate:
    """Wraps the application; the person let in is ``request.state.person`` behind it, None where nobody is."""

    def __init__(self, app: ASGIApp, *, door: Door, hosts: frozenset[str] | None, most: int) -> None:
        self._app, self._door, self._hosts, self._most = app, door, hosts, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        guarded = _with_headers(send, keep=request.url.path.startswith("/static/"))
        try:
            self._check_host(request)
            if (door := self._take_token(request)) is not None:
                await door(scope, receive, guarded)
                return
            await self._check_sender(request)
            length = request.headers.get("content-length", "")
            if length.isdecimal() and int(length) > self._most:
                raise TooLargeError(TOO_LARGE, hint=INGEST)
        except MarsadError as error:
            await answer_fault(request, error)(scope, receive, guarded)
            return
        await self._app(scope, _with_limit(receive, self._most), guarded)

    def _check_host(self, request: Request) -> None:
        """Refuse names of this machine that are not ours: a page elsewhere may let its own name lead here."""
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if self._hosts is not None and host not in self._hosts:
            raise ForbiddenError("this desk does not go by that name", hint="open the address that was printed")

    def _take_token(self, request: Request) -> RedirectResponse | None:
        """Turn the token of an address into a cookie, so that it stands neither in the address bar nor in links."""
        token = request.query_params.get(PARAMETER)
        if token is None or request.method != "GET" or not self._door.opens(token):
            return None
        answer = RedirectResponse(str(request.url.remove_query_params(PARAMETER)), 303)
        self._door.give_cookie(request, answer, token)
        return answer

    async def _check_sender(self, request: Request) -> None:
        """Find out who sends this; refuse what another site's page sends, or nobody who may."""
        path = request.url.path
        request.state.person = None
        if not path.startswith("/static/"):
            request.state.person = await self._door.identify(request)
        if request.method in SAFE:
            return
        if not _is_own(request):
            raise ForbiddenError("this was sent from a page of another site", hint=_RELOAD)
        if request.state.person is None and not path.startswith(OPEN):
            raise LoginError("nobody is logged in", hint="log in and send it again: nothing was changed")


def _is_own(request: Request) -> bool:
    """Whether a page of ours sends this, or no browser at all."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    return site in (None, "same-origin", "none") and origin in (None, f"{request.url.scheme}://{request.url.netloc}")


async def check_form(request: Request) -> None:
    """Refuse a form without the mark that was handed out with it; a program that sends a bearer token needs none."""
    person = request.state.person
    if request.method in SAFE or person is None or person.csrf is None:
        return
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), person.csrf.encode()):
        raise ForbiddenError(_OLD_FORM, hint=_RELOAD)


def _with_limit(receive: Receive, most: int) -> Receive:
    """Refuse what turns out to be too large: not every sender says beforehand."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return receive_some


def _with_headers(send: Send, *, keep: bool) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (HEADERS if keep else HEADERS | NEVER_KEPT).items():
                headers.setdefault(name, value)
        await send(message)

    return send_guarded
