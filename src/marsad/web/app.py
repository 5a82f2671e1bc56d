"""The desk as one application: ``create_app(store, settings)``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from marsad.settings import Settings
from marsad.store import Store
from marsad.web import api, pages, watch
from marsad.web.faults import answer_faults
from marsad.web.rendering import FOLDER, build_environment
from marsad.web.security import pages as security_pages
from marsad.web.security.accounts import AccountDoor
from marsad.web.security.compress import Compress
from marsad.web.security.door import Door, TokenDoor
from marsad.web.security.gate import Gate, check_form
from marsad.web.state import Desk


def create_app(
    store: Store, settings: Settings, *, door: Door | None = None, hosts: frozenset[str] | None = None
) -> FastAPI:
    """The desk on an open store.

    ``door`` decides who is let in: else accounts where the store has some, a new token where it has none. ``hosts`` are
    the names that the desk goes by, None for any.
    """
    app = FastAPI(
        title="Marsad",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_run,
        dependencies=[Depends(check_form)],
        form_limits={"max_part_size": settings.max_upload_bytes},
    )
    app.state.desk = Desk(store, settings)
    app.state.door = door or open_door(store, settings)
    app.state.templates = build_environment()
    answer_faults(app)
    app.add_middleware(Compress, minimum_size=1000, compresslevel=4)
    app.add_middleware(Gate, door=app.state.door, hosts=hosts, most=settings.max_upload_bytes)
    app.state.registry = watch.build_registry(store)
    app.add_middleware(watch.Measure, registry=app.state.registry)
    api.serve_api(app)
    app.include_router(watch.router)
    app.include_router(security_pages.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app


def open_door(store: Store, settings: Settings) -> Door:
    """Accounts, where the store has some that are open; else a token."""
    has_accounts = any(account.closed is None for account in store.people.accounts())
    return AccountDoor(store, settings) if has_accounts else TokenDoor()


@asynccontextmanager
async def _run(app: FastAPI) -> AsyncIterator[None]:
    app.state.desk.begin()
    yield
    app.state.desk.close()
