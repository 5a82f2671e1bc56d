"""The desk as one application: ``create_app(store, settings)``."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import RequestResponseEndpoint

from marsad.settings import Settings
from marsad.store import Store
from marsad.web import api, pages
from marsad.web.faults import answer_faults
from marsad.web.rendering import FOLDER, build_environment
from marsad.web.security.door import COOKIE, PARAMETER, TokenDoor
from marsad.web.security.headers import guard_answers
from marsad.web.state import Desk


def create_app(store: Store, settings: Settings, *, door: TokenDoor | None = None) -> FastAPI:
    """The desk on an open store; ``door`` decides who is let in, else a new token does."""
    app = FastAPI(title="Marsad", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.desk = Desk(store, settings)
    app.state.door = door or TokenDoor()
    app.state.templates = build_environment()
    answer_faults(app)
    _take_tokens(app)
    guard_answers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app


def _take_tokens(app: FastAPI) -> None:
    """Turn the token of an address into a cookie, so that it stands neither in the address bar nor in links."""

    @app.middleware("http")
    async def take_token(request: Request, call_next: RequestResponseEndpoint) -> Response:
        token = request.query_params.get(PARAMETER)
        if token is None or request.method != "GET" or not app.state.door.opens(token):
            return await call_next(request)
        answer = RedirectResponse(str(request.url.remove_query_params(PARAMETER)), 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer
