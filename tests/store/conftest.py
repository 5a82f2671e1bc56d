"""Every test of the store's behaviour runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marsad.store import Store, open_store
from tests.store.server import MISSING, find_programs, run_server

MakePlace = Callable[[], str]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The socket folder of a running PostgreSQL server."""
    programs = find_programs()
    if programs is None:
        pytest.skip(MISSING)
    with run_server(programs) as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def make_place(request: pytest.FixtureRequest, tmp_path: Path) -> MakePlace:
    """Makes addresses of stores that are not there yet."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store-{next(_numbers)}.db")
    import psycopg

    folder = request.getfixturevalue("server")

    def make() -> str:
        name = f"store_{next(_numbers)}"
        with psycopg.connect(host=folder, user="marsad", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://marsad@/{name}?host={folder}"

    return make


@pytest.fixture
def place(make_place: MakePlace) -> str:
    """The address of one store that is not there yet."""
    return make_place()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(place) as opened:
        yield opened
