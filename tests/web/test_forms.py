"""What the desk's forms do with mistakes, old pages and bad will: a page that says what happened, and nothing lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from marsad.settings import Settings
from marsad.store import open_store
from marsad.web.app import create_app
from marsad.web.security.door import TokenDoor
from marsad.web.state import Desk
from tests.web.conftest import HOST, TOKEN

ENGLISH = {"Accept-Language": "en"}


def read_field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


@pytest.mark.parametrize("path", ["/", "/register", "/sources", "/review", "/add", "/search"])
def test_an_empty_desk_says_what_to_do(tmp_path: Path, path: str) -> None:
    with open_store(tmp_path / "new.db") as store:
        app = create_app(store, Settings(), door=TokenDoor(TOKEN))
        page = TestClient(app, base_url=HOST).get(f"{path}?token={TOKEN}", headers=ENGLISH)
        app.state.desk.close()
    assert page.status_code == 200
    assert 'class="empty"' in page.text or path == "/add"
    assert "/add" in page.text


def open_review(browser: TestClient) -> dict[str, str]:
    """The fields of the form of the first entry that waits."""
    page = browser.get("/review?queue=new", headers=ENGLISH).text
    return {name: read_field(page, name) for name in ("csrf", "seen", "back", "each")}


def test_a_judgement_leads_to_the_next_entry_and_can_be_undone(browser: TestClient, desk: Desk) -> None:
    form = open_review(browser)
    page = browser.post("/judgements", data={**form, "credibility": "2", "why": "three outlets"}, headers=ENGLISH)
    assert page.status_code == 200
    assert "judged=" in str(page.url)
    kept = desk.view().judgements
    assert [(j.kind, j.value, j.why) for j in kept] == [("credibility", "2", "three outlets")]
    back = read_field(page.text, "back")
    browser.post("/judgements/undo", data={"csrf": form["csrf"], "number": kept[0].id, "back": back})
    assert desk.view().judgements == []


def test_a_judgement_on_what_somebody_else_judged_is_refused_with_a_way_on(browser: TestClient, desk: Desk) -> None:
    form = open_review(browser)
    browser.post("/judgements", data={**form, "kind": "wrong"})
    page = browser.post("/judgements", data={**form, "credibility": "3"}, headers=ENGLISH)
    assert page.status_code == 409
    assert "It has changed in the meantime" in page.text
    assert [j.kind for j in desk.view().judgements] == ["wrong"]


def test_a_form_without_its_mark_changes_nothing(browser: TestClient, desk: Desk) -> None:
    form = open_review(browser)
    page = browser.post("/judgements", data={**form, "csrf": "forged", "kind": "wrong"}, headers=ENGLISH)
    assert page.status_code == 403
    assert "nothing was changed" in page.text
    assert desk.view().judgements == []


def test_many_entries_get_one_judgement_on_each_claim(browser: TestClient, desk: Desk) -> None:
    entries = desk.shelf().register.entries[:2]
    form = {name: value for name, value in open_review(browser).items() if name != "each"}
    data = {**form, "kind": "bulk", "bulk": "5", "entry": [entry.id for entry in entries]}
    assert browser.post("/judgements", data=data).status_code == 200
    assert len(desk.view().judgements) == sum(len(entry.claims) for entry in entries)


def test_none_chosen_is_said(browser: TestClient) -> None:
    page = browser.post("/judgements", data={**open_review(browser), "kind": "bulk", "bulk": "5"}, headers=ENGLISH)
    assert page.status_code == 400
    assert "no entry is chosen" in page.text


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_form_leads_to_another_host(browser: TestClient, back: str) -> None:
    answer = browser.get("/language", params={"to": "fr", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/entries/none", "/documents/none", "/families/none", "/documents/none/original", "/nowhere"]
)
def test_what_is_not_there_is_said(browser: TestClient, path: str) -> None:
    page = browser.get(path, headers=ENGLISH)
    assert page.status_code == 404
    assert "There is no such thing here" in page.text or "not found" in page.text


@pytest.mark.parametrize(
    "query", ["since=2025-13-40", "origins=many", "type=gift", "since=2025-02-01&until=2025-01-01"]
)
def test_filters_that_make_no_sense_are_named_over_the_form(browser: TestClient, query: str) -> None:
    page = browser.get(f"/register?{query}", headers=ENGLISH)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert 'class="filters"' in page.text


def test_a_page_past_the_last_one_is_the_last_one(browser: TestClient) -> None:
    last, past = (browser.get(f"/register?page={page}", headers=ENGLISH) for page in ("1", "999"))
    assert past.status_code == 200
    assert past.text.count("<tr>") == last.text.count("<tr>") > 1


def test_a_text_that_is_too_large_is_refused_with_its_limit(browser: TestClient, desk: Desk) -> None:
    form = {"csrf": open_review(browser)["csrf"], "how": "text", "text": "word " * 2_000_000}
    page = browser.post("/add", data=form, headers=ENGLISH)
    assert page.status_code == 413
    assert "5 MB" in page.text.replace("\u2068", "").replace("\u2069", "")
    assert len(desk.jobs.list()) == 0


def test_an_original_is_sent_as_bytes_and_never_shown(browser: TestClient, desk: Desk) -> None:
    document = next(iter(desk.shelf().documents))
    answer = browser.get(f"/documents/{document}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_register_is_downloaded_with_its_filters(browser: TestClient) -> None:
    lines = browser.get("/register/download?format=csv&recipient=ML").text.splitlines()
    assert lines[0].startswith("entry,")
    assert len(lines) > 1
    assert browser.get("/register/download?format=xls", headers=ENGLISH).status_code == 400
