"""What machines ask the desk: /healthz for everybody, /metrics for this machine or with a token, and neither says more."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from marsad.errors import StoreError
from marsad.settings import Settings
from marsad.store import Store
from marsad.web.app import create_app
from marsad.web.security.door import TokenDoor
from tests.web.conftest import HOST, TOKEN

HERE, ELSEWHERE = ("127.0.0.1", 5000), ("192.0.2.7", 5000)
METRICS_TOKEN = "of the metrics"


def ask(app: FastAPI, path: str, client: tuple[str, int] = HERE, **headers: str) -> tuple[int, str]:
    """Status and text for somebody who is not let in to the desk."""
    asking = TestClient(app, base_url=HOST, client=client, raise_server_exceptions=False)
    answer = asking.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return answer.status_code, answer.text


def read_metrics(text: str) -> dict[str, float]:
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {sample.name: sample.value for sample in samples}


def test_health_is_told_to_everybody_in_one_word(app: FastAPI) -> None:
    assert ask(app, "/healthz", ELSEWHERE) == (200, "ok\n")


def test_a_store_that_is_lost_is_no_health_and_its_place_is_not_told(
    app: FastAPI, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise StoreError("cannot be reached: db.example.org", where="postgresql://db.example.org/secret")

    monkeypatch.setattr(store, "version", fail)
    for path in ("/healthz", "/metrics"):
        status, text = ask(app, path)
        assert (status, text) == (503, "the store does not answer\n")


def test_metrics_count_what_the_store_holds_and_what_was_asked(app: FastAPI, store: Store) -> None:
    assert ask(app, "/nowhere")[0] in (401, 404)
    status, text = ask(app, "/metrics")
    found = read_metrics(text)
    assert status == 200
    assert found["marsad_documents"] == store.count_documents() == 4
    assert (found["marsad_entries"], found["marsad_claims"]) == store.count_register()
    assert found["marsad_changes_total"] == store.version()
    assert found["marsad_request_seconds_count"] >= 1
    assert found["process_resident_memory_bytes"] > 10_000_000


def test_metrics_name_nobody_and_nothing_that_is_stored(app: FastAPI, store: Store) -> None:
    ask(app, "/documents/sha256:secret?token=hidden")
    _, text = ask(app, "/metrics")
    for word in (TOKEN, "hidden", "secret", store.where, *(document.source for document in store.documents())):
        assert word not in text


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "Via"])
def test_without_a_token_metrics_are_for_this_machine_alone(app: FastAPI, header: str) -> None:
    assert ask(app, "/metrics")[0] == 200
    assert ask(app, "/metrics", ELSEWHERE)[0] == 401
    assert ask(app, "/metrics", HERE, **{header: "192.0.2.7"})[0] == 401


def test_with_a_token_metrics_are_for_those_who_show_it(store: Store) -> None:
    app = create_app(store, Settings(metrics_token=METRICS_TOKEN), door=TokenDoor(TOKEN))
    assert ask(app, "/metrics")[0] == 401
    for shown in (f"Bearer {TOKEN}", "Bearer ", f"Basic {METRICS_TOKEN}", METRICS_TOKEN):
        assert ask(app, "/metrics", Authorization=shown)[0] == 401
    assert ask(app, "/metrics", ELSEWHERE, Authorization=f"Bearer {METRICS_TOKEN}")[0] == 200
    app.state.desk.close()


def test_the_token_of_metrics_opens_nothing_else(store: Store) -> None:
    app = create_app(store, Settings(metrics_token=METRICS_TOKEN), door=TokenDoor(TOKEN))
    for path in ("/register", "/api/v1/entries", "/api/v1/log"):
        assert ask(app, path, Authorization=f"Bearer {METRICS_TOKEN}")[0] == 401
    app.state.desk.close()


def test_every_request_can_be_logged_without_its_query(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "marsad.access"):
        ask(app, "/healthz?token=hidden")
    (record,) = [record for record in caplog.records if record.name == "marsad.access"]
    fields = record.fields  # type: ignore[attr-defined]
    assert (fields["method"], fields["path"], fields["status"]) == ("GET", "/healthz", 200)
    assert "hidden" not in str(vars(record))
