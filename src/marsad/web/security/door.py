"""Who is let in: alone on this machine whoever has the token of the address, in a team whoever has an account."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets
from typing import Protocol

from fastapi import Request, Response

from marsad.web.viewer import Person

COOKIE = "marsad_session"
PARAMETER = "token"


class Door(Protocol):
    """Tells who sends a request."""

    @property
    def has_accounts(self) -> bool:
        """Whether people log in with a name and a password."""

    async def identify(self, request: Request) -> Person | None:
        """The person whom the cookie or ``Authorization: Bearer`` of a request belongs to."""

    def opens(self, token: str) -> bool:
        """Whether an address may hold this token."""

    def give_cookie(self, request: Request, answer: Response, token: str) -> None:
        """Let the browser send the token from now on."""


class TokenDoor:
    """Lets in one person, with the token that the address holds; a cookie carries it from then on."""

    has_accounts = False

    def __init__(self, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self._name = getpass.getuser()

    async def identify(self, request: Request) -> Person | None:
        token, from_browser = find_token(request)
        return Person(self._name, "admin", mark_forms(token) if from_browser else None) if self.opens(token) else None

    def opens(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())

    def give_cookie(self, request: Request, answer: Response, token: str) -> None:
        give_cookie(request, answer, token)


def find_token(request: Request) -> tuple[str, bool]:
    """What a request shows to be let in, and whether a browser sends it by itself."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip(), False
    return request.cookies.get(COOKIE, ""), True


def mark_forms(token: str) -> str:
    """What forms of this session carry: another site's page cannot know it."""
    return hmac.new(token.encode(errors="replace"), b"form", hashlib.sha256).hexdigest()


def give_cookie(request: Request, answer: Response, token: str) -> None:
    """Set the session's cookie: out of reach for scripts, and never sent along from another site's page."""
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)
