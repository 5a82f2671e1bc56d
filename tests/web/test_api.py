"""The API keeps its word: whatever its description allows is answered as it says, and nothing is a fault of ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marsad.export.register import build_entry
from marsad.link.ask import Question, select
from marsad.web.state import Desk
from tests.web.conftest import HOST, wait_for_jobs
from tests.web.test_actions import claim_from

API = "/api/v1"
EXAMPLES = 10
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def operations(app: FastAPI) -> dict[str, Any]:
    """All that the description of the API describes, by method and path."""
    project = ProjectConfig(generation=GenerationConfig(with_security_parameters=False))
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_dict(app.openapi(), config=config)
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


def send(program: TestClient, case: schemathesis.Case) -> int:
    """The code of an answer, which is as described."""
    sent = case.as_transport_kwargs(base_url=HOST)
    # The test's client, other than the tool's own, takes words alone as parts of a form.
    sent["files"] = [(name, tuple(p if p is None else str(p) for p in part)) for name, part in sent.get("files") or ()]
    answer = program.request(**sent, follow_redirects=False)
    answer.request.read()
    case.validate_response(answer, checks=CHECKS)
    return answer.status_code


def test_every_answer_is_as_described(
    operations: dict[str, Any], program: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each operation is asked what its description allows, and things that it does not."""
    monkeypatch.setattr("marsad.web.jobs.Jobs._run", lambda *_: None)
    assert len(operations) > 30
    faults = [fault for operation in operations.values() for fault in find_faults(operation, program)]
    assert not faults, "\n\n".join(faults)


def test_answers_on_what_is_there_are_as_described(operations: dict[str, Any], program: TestClient, desk: Desk) -> None:
    register = desk.shelf().register
    claim, other = (claim_from(desk, name).partition("|")[0] for name in ("Harbour Wire", "Le Fleuve"))
    for path, values in (
        ("/entries/{id}", {"id": register.entries[0].id}),
        ("/documents/{id}", {"id": register.families[0].root}),
        ("/documents/{id}/original", {"id": register.families[0].root}),
        ("/families/{document}", {"document": register.families[0].root}),
        ("/claims/{id}", {"id": claim}),
        ("/claims/{first}/compare/{second}", {"first": claim, "second": other}),
    ):
        assert send(program, operations[f"GET {API}{path}"].Case(path_parameters=values)) == 200
    decision = {"kind": "value", "claims": [claim], "slot": "count", "value": "3", "why": "<b>"}
    judged = operations[f"POST {API}/judgements"].Case(body={"seen": 0, "decisions": [decision]})
    assert [send(program, judged), send(program, judged)] == [201, 409]
    undone = operations[f"DELETE {API}/judgements/{{number}}"].Case(path_parameters={"number": 1})
    assert [send(program, undone), send(program, undone)] == [200, 409]


def find_faults(operation: Any, program: TestClient) -> Iterator[str]:
    """What is wrong with the answers of one operation."""

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def ask(case: schemathesis.Case) -> None:
        answered.add(send(program, case))

    answered: set[int] = set()
    try:
        ask()
        assert answered - {401}, "nobody was let in"
    except Exception as error:
        yield f"{operation.label}: {error}"


def get(program: TestClient, path: str, **query: Any) -> Any:
    answer = program.get(f"{API}{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_entries_are_those_of_the_command_line(program: TestClient, desk: Desk) -> None:
    found = get(program, "/entries", type="delivery", origins=2, sort="date")
    entries = select(desk.shelf().register.entries, Question(type="delivery", origins=2), sort="date")
    assert found["entries"] == json.loads(json.dumps([build_entry(entry) for entry in entries]))
    assert (found["count"], found["page"]) == (len(entries), 1)


def test_pages_follow_each_other(program: TestClient) -> None:
    every = get(program, "/entries", size=200)
    ids = [
        row["id"] for n in range(1, every["count"] + 2) for row in get(program, "/entries", size=1, page=n)["entries"]
    ]
    assert ids == [row["id"] for row in every["entries"]]


def test_an_entry_leads_to_its_words(program: TestClient) -> None:
    (row,) = get(program, "/entries", **{"class": "T-72B3", "type": "delivery"})["entries"]
    entry = get(program, f"/entries/{row['id']}")
    words = [quote for witness in entry["witnesses"] for quote in witness["claim"]["quotes"]]
    assert any("خمس دبابات" in quote for quote in words)
    document = get(program, f"/documents/{entry['witnesses'][0]['document']['id']}")
    claim = document["claims"][0]
    assert claim["quotes"] == [document["text"][start:end] for start, end in claim["spans"]]
    assert entry["families"] == [document["family"]] or document["family"] is None
    for family in entry["families"]:
        assert len(get(program, f"/families/{family}")["documents"]) == 2


def test_every_kind_of_answer(program: TestClient, desk: Desk) -> None:
    one, other = (claim_from(desk, name).partition("|")[0] for name in ("Harbour Wire", "بريد النيل"))
    assert get(program, f"/claims/{one}/compare/{other}")["joined"] is True
    assert get(program, f"/claims/{one}")["reasons"]
    assert {row["name"] for row in get(program, "/sources")["sources"]} >= {"Courier", "Le Fleuve"}
    assert get(program, "/search", words="دبابة")["hits"][0]["document"]["publisher"] == "بريد النيل"
    assert get(program, "/totals", by="supplier,class")["totals"]
    assert get(program, "/map")["places"][0]["precision"] in ("place", "country")
    assert sum(sum(m["types"].values()) for m in get(program, "/timeline")["months"]) > 0
    assert get(program, "/review/contested")["waiting"]["contested"] == 1
    assert get(program, "/log", limit=2)["before"]
    assert get(program, "/log/check")["faults"] == []
    assert get(program, "/families")["count"] == 1
    assert get(program, "/failures") == {"failures": []}
    assert get(program, "/me")["role"] == "admin"


def test_downloads_hold_all_entries(program: TestClient, desk: Desk) -> None:
    answer = program.get(f"{API}/entries/download", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["entry"] for row in rows} == {entry.id for entry in desk.shelf().register.entries}
    lines = program.get(f"{API}/entries/download", params={"format": "jsonl", "type": "delivery"}).text.splitlines()
    assert all(json.loads(line)["type"] == "delivery" for line in lines)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_original_bytes_are_a_file_and_never_a_page(program: TestClient, desk: Desk) -> None:
    id_ = next(iter(desk.shelf().documents))
    answer = program.get(f"{API}/documents/{id_}/original")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    original = desk.store.original(id_)
    assert original is not None
    assert answer.content == original.body


def test_what_did_not_change_is_not_sent_again(program: TestClient, desk: Desk) -> None:
    first = program.get(f"{API}/entries")
    mark = {"If-None-Match": first.headers["ETag"]}
    again = program.get(f"{API}/entries", headers=mark)
    assert (again.status_code, again.content) == (304, b"")
    judged = {"seen": 0, "decisions": [{"kind": "wrong", "claims": [claim_from(desk, "Le Fleuve")]}]}
    assert program.post(f"{API}/judgements", json=judged).status_code == 201
    assert program.get(f"{API}/entries", headers=mark).status_code == 200


def test_judging_and_taking_back(program: TestClient, desk: Desk) -> None:
    claim = claim_from(desk, "بريد النيل")
    decision = {"kind": "value", "claims": [claim], "slot": "count", "value": "7", "why": "photo"}
    answer = program.post(f"{API}/judgements", json={"seen": 0, "decisions": [decision]})
    assert answer.status_code == 201
    assert answer.json()["seen"] == 1
    assert get(program, "/review/contested")["count"] == 0
    late = program.post(f"{API}/judgements", json={"seen": 0, "decisions": [decision]})
    assert late.status_code == 409
    assert "judged it: value 7" in late.json()["error"]["what"]
    entry = get(program, f"/claims/{claim.partition('|')[0]}")["entry"]
    (told,) = get(program, f"/entries/{entry}")["history"]
    assert (told["value"], told["why"], told["undone_by"]) == ("7", "photo", None)
    assert program.delete(f"{API}/judgements/1").status_code == 200
    gone = program.delete(f"{API}/judgements/1")
    assert gone.status_code == 409
    assert get(program, "/judgements")["judgements"][0]["undone_by"]


def test_a_text_becomes_a_document(program: TestClient, desk: Desk) -> None:
    text = "Iran delivered 12 drones to Sudan on 3 February 2024."
    job = program.post(f"{API}/texts", json={"text": text, "publisher": "Gazette", "url": "https://example.org/1"})
    assert job.status_code == 202
    wait_for_jobs(desk)
    done = get(program, f"/jobs/{job.json()['id']}")
    assert (done["state"], done["failures"]) == ("done", [])
    document = get(program, f"/documents/{done['taken'][0]}")
    assert (document["text"], document["publisher"]) == (text, "Gazette")
    assert get(program, "/actions")["actions"][0]["subject"] == document["id"]
    assert get(program, "/review/new")["entries"][0]["recipient"]["name"] == "Sudan"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/entries/none", 404, "no entry 'none'"),
        ("/documents/none", 404, "no document"),
        ("/claims/none", 404, "no claim"),
        ("/families/none", 404, "no document"),
        ("/jobs/9", 404, "no job 9"),
        ("/nowhere", 404, "no such page"),
        ("/entries?type=gift", 422, "Input should be"),
        ("/entries?suplier=RU", 422, "Extra inputs"),
        ("/entries?since=2025-02-01&until=2025-01-01", 422, "comes after until"),
        ("/entries?since=yesterday", 422, "valid date"),
        ("/entries?since=2025", 422, "'2025' is no valid date like 2025-01-31"),
        ("/entries?until=0", 422, "valid date"),
        ("/entries?page=0", 422, "greater than or equal to 1"),
        ("/totals?by=size", 400, "no total by 'size'"),
        ("/review/urgent", 422, "Input should be"),
    ],
)
def test_a_mistake_has_one_shape(program: TestClient, path: str, status: int, words: str) -> None:
    answer = program.get(f"{API}{path}")
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status)
    assert words in error["what"]
    assert set(error) == {"status", "what", "where", "hint"}


def test_a_lost_database_is_one_clear_answer(program: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    get(program, "/entries")
    monkeypatch.setattr("marsad.web.state._LOOK_EVERY", -1.0)
    place = desk.store.database.where
    desk.store.close()
    for name in (place, f"{place}-wal", f"{place}-shm"):
        Path(name).write_bytes(b"no database any more" * 500)
    answer = program.get(f"{API}/entries")
    assert answer.status_code == 503
    error = answer.json()["error"]
    assert error["what"].startswith("the store ")
    assert place not in answer.text


@pytest.mark.parametrize("day", ["2025", "86400", 86400, 0, True, "31.01.2025", ["2025-01-31"]])
def test_a_day_of_publication_is_a_day_and_no_number(program: TestClient, day: object) -> None:
    answer = program.post(f"{API}/texts", json={"text": "Six tanks came.", "published": day})
    assert answer.status_code == 422
    assert answer.json()["error"]["what"] == f"{day!r} is no valid date like 2025-01-31"
