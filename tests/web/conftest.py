"""A desk with four articles in its store, and browsers that look at it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.desk import relink, take_in
from marsad.intake import Options, open_originals
from marsad.read.publication import read_day
from marsad.run.workers import Crew
from marsad.settings import Settings
from marsad.store import Store, open_store
from marsad.web import state
from marsad.web.app import create_app
from marsad.web.security.door import TokenDoor
from marsad.web.state import Desk
from tests.test_register_cli import ARTICLES


def wait_for_jobs(desk: Desk) -> None:
    """Until all that was handed over is taken in."""
    for _ in range(600):
        if all(job.state in ("done", "failed") for job in desk.jobs.list()):
            return
        time.sleep(0.05)
    raise TimeoutError("a job does not end")


TOKEN = "a-token-of-the-tests"
HOST = "http://127.0.0.1"


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four articles, linked; copy it before writing to it."""
    folder = tmp_path_factory.mktemp("stocked")
    options = Options(read_day=read_day)
    with open_store(folder / "desk.db") as store:
        for name, article in ARTICLES.items():
            file = folder / f"{name}.json"
            file.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
            list(take_in(store, open_originals(str(file), options), options, engine=Crew(1)))
        relink(store)
    return folder / "desk.db"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages wait for the register however busy the machine is."""
    monkeypatch.setattr(state, "_PATIENCE", 60.0)


@pytest.fixture
def store(stocked: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(stocked, tmp_path / "desk.db")
    with open_store(tmp_path / "desk.db") as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> Iterator[FastAPI]:
    made = create_app(store, Settings(), door=TokenDoor(TOKEN))
    yield made
    made.state.desk.close()


@pytest.fixture
def desk(app: FastAPI) -> Desk:
    found: Desk = app.state.desk
    return found


Browse = Callable[[], TestClient]


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """A browser that opened the address with the token."""
    client = TestClient(app, base_url=HOST, raise_server_exceptions=False)
    assert client.get(f"/?token={TOKEN}").status_code == 200
    return client


@pytest.fixture
def program(app: FastAPI) -> TestClient:
    """A program that sends the token with every request."""
    return TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {TOKEN}"}, raise_server_exceptions=False)
