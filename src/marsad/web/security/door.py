"""Who is let in: alone on this machine whoever has the token of the address."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets

from fastapi import Request

from marsad.web.viewer import Person

COOKIE = "marsad_session"
PARAMETER = "token"


class TokenDoor:
    """Lets in one person, with the token that the address holds; a cookie carries it from then on."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self._name = getpass.getuser()

    def identify(self, request: Request) -> Person | None:
        """The person who sends the token as cookie or as ``Authorization: Bearer``."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.opens(bearer):
            return Person(self._name, "admin", csrf=None)
        if self.opens(request.cookies.get(COOKIE, "")):
            csrf = hmac.new(self.token.encode(), b"csrf", hashlib.sha256).hexdigest()
            return Person(self._name, "admin", csrf)
        return None

    def opens(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())
