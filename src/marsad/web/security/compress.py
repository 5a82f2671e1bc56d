"""Answers packed for the way: those that hold nothing secret, so that their length tells nobody anything."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

PACKED = ("/api/", "/static/")


class Compress(GZipMiddleware):
    """Gzip for data and static files; pages carry the mark of their forms and go as they are."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PACKED):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)
