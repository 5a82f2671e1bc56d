"""A desk whose register is large: whoever comes first is told so at once, and the page comes by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.web import state
from marsad.web.state import View, Viewing
from tests.web.conftest import HOST, TOKEN


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The register is laid out only when this is set; pages wait for it no longer than a moment."""
    gate, make = threading.Event(), Viewing.make

    def wait(self: Viewing, before: View | None) -> View:
        assert gate.wait(30)
        return make(self, before)

    monkeypatch.setattr(Viewing, "make", wait)
    monkeypatch.setattr(state, "_PATIENCE", 0.05)
    yield gate
    gate.set()


def test_a_page_says_that_the_register_is_being_opened_and_comes_again(gate: threading.Event, app: FastAPI) -> None:
    client = TestClient(app, base_url=HOST)
    told = client.get(f"/?token={TOKEN}", headers={"Accept-Language": "fr"})
    assert (told.status_code, told.headers["Retry-After"]) == (503, "2")
    assert "Ouverture du registre" in told.text
    assert '<meta http-equiv="refresh" content="2">' in told.text
    gate.set()
    assert client.get("/register").status_code == 200


def test_a_program_waits_for_the_register(gate: threading.Event, program: TestClient) -> None:
    threading.Timer(0.3, gate.set).start()
    assert program.get("/api/v1/entries").status_code == 200
