"""Words from documents are words on every page, whatever they hold: no element, no script, no address comes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.link.judgements import name_claim
from marsad.model import Claim, ClaimDate, Document, Evidence, Item, Party, Personnel, Place, Source, Span
from marsad.pipeline import reader_version
from marsad.settings import Settings
from marsad.store import Store, open_store
from marsad.web.app import create_app
from marsad.web.security.door import TokenDoor
from tests.web.conftest import HOST, TOKEN

EVIL = "\"'><img src=x onerror=alert(1)><svg onload=alert(2)></script><script>alert(3)</script>{{7*7}}<b data-evil=1>"
TEXT = f"{EVIL} seven tanks {EVIL} reached {EVIL} on Friday.\n{EVIL} said so \u202e\u2066\ud83d\ude80."
MOST_PAGES = 150


def span(words: str, start: int = 0) -> Span:
    at = TEXT.index(words, start)
    return Span(at, at + len(words))


def make_claim(number: int) -> Claim:
    why = Evidence(f"rule {EVIL}", f"note {EVIL}")
    return Claim(
        id=f"{number:016x}",
        type="delivery",
        factuality="fact",
        spans=(Span(0, TEXT.index("\n")),),
        supplier=Party(EVIL, f"Supplier {EVIL}", why=why),
        recipient=Party(f"R{EVIL}", f"Recipient {EVIL}", span("reached"), why),
        unit=Party(f"U{EVIL}", f"Unit {EVIL}"),
        items=(Item("tanks", span("tanks"), f"T-{EVIL}", "tank", number, number, why),),
        personnel=Personnel("tanks", span("tanks"), "other", 1, 2, why),
        place=Place(f"Place {EVIL}", EVIL, 12.5, -8.0, span("reached"), why),
        date=ClaimDate("2025-01-17", span("Friday"), why),
        sources=(Source(f"Source {EVIL}", EVIL, span("said so"), why),),
        trigger=span("reached"),
        why=why,
        why_factuality=why,
    )


def fill(store: Store) -> None:
    """Documents whose every field is hostile, one of them a copy of another, with judgements and failures as bad."""
    urls = (
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        f"https://x/{EVIL}",
    )
    claims = []
    for number, url in enumerate(urls):
        raw = f"{number}{TEXT}".encode("utf-8", "replace")
        id_ = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        document = Document(
            id_, f"source {EVIL}.html", TEXT.encode("utf-16", "surrogatepass").decode("utf-16"), title=f"Title {EVIL}",
            language="en", publisher=f"Outlet {number} {EVIL}", url=url,
        )  # fmt: skip
        claims.append(
            (document, replace(make_claim(number + 1), supplier=None) if number == 3 else make_claim(number + 1))
        )
        store.add_document(document, raw, address=f"https://x/{EVIL}")
        store.put_claims(id_, [claims[-1][1]], reader=reader_version())
    store.add_failure(f"failed {EVIL}", f"what {EVIL}", f"hint {EVIL}")
    document, claim = claims[0]
    store.add_judgement("credibility", (name_claim(claim, document.id),), "2", who=f"who {EVIL}", why=f"why {EVIL}")
    store.add_judgement("grade", (f"Outlet 1 {EVIL}",), "B", who=EVIL, why=EVIL)
    store.people.note(f"who {EVIL}", f"did {EVIL}", f"to {EVIL}")


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[FastAPI]:
    with open_store(tmp_path / "hostile.db") as store:
        fill(store)
        app = create_app(store, Settings(), door=TokenDoor(TOKEN))
        yield app
        app.state.desk.close()


def crawl(client: TestClient, starts: list[str]) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Every page that links lead to from these, and their elements."""
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) < 10 * MOST_PAGES:
        path = waiting.pop(0)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = lxml.html.document_fromstring(answer.text)
        yield path, page
        if len(seen) < MOST_PAGES:
            for link in page.iter("a"):
                parts = urlsplit(link.get("href", ""))
                target = f"{parts.path}?{parts.query}" if parts.query else parts.path
                if not parts.netloc and not parts.scheme and target.startswith("/") and target not in seen:
                    seen.add(target)
                    waiting.append(target)


def check_page(path: str, page: lxml.html.HtmlElement) -> None:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert not (element.tag == "img" and element.get("src") == "x"), path
        assert "data-evil" not in element.attrib, path
        assert "style" not in element.attrib, f"{path}: the policy forbids style on {element.tag}"
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{path}: {name}"
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                assert urlsplit(value.strip()).scheme.lower() in ("", "http", "https"), f"{path}: {value}"
        if element.tag == "script":
            is_data = element.get("type", "") == "application/json"
            assert is_data or (element.get("src") or "").startswith("/static/"), f"{path}: a script in the page"


def test_hostile_words_are_words_on_every_page(hostile: FastAPI) -> None:
    client = TestClient(hostile, base_url=HOST, raise_server_exceptions=False)
    client.get(f"/?token={TOKEN}")
    languages = [f"/?lang={code}" for code in ("ar", "en")]
    pages = 0
    for path, page in crawl(client, ["/", *languages, "/accounts", "/login"]):
        check_page(path, page)
        assert "49" not in [text.strip() for text in page.itertext()], f"{path}: words were taken for a template"
        pages += 1
    assert pages > 3


@pytest.mark.parametrize(
    "path",
    [
        "/{e}", "/?lang={e}", "/entries/{e}", "/documents/{e}", "/families/{e}", "/search?words={e}",
        "/register?supplier={e}&sort={e}", "/review?queue={e}", "/login?next={e}", "/log?before={e}",
    ],
)  # fmt: skip
def test_words_of_an_address_are_words_too(hostile: FastAPI, path: str) -> None:
    client = TestClient(hostile, base_url=HOST, raise_server_exceptions=False)
    client.get(f"/?token={TOKEN}")
    answer = client.get(path.replace("{e}", "%22'%3E%3Cimg%20src=x%20onerror=alert(1)%3E%3Csvg%20onload=alert(2)%3E"))
    assert answer.status_code < 500
    if answer.text:
        check_page(path, lxml.html.document_fromstring(answer.text))


def test_the_api_gives_hostile_words_as_json_alone(hostile: FastAPI) -> None:
    client = TestClient(hostile, base_url=HOST, headers={"Authorization": f"Bearer {TOKEN}"})
    for path in ("entries", "documents", "sources", "families", "judgements", "failures", "actions", "map"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
    documents = client.get("/api/v1/documents").json()["documents"]
    assert documents[0]["title"] == f"Title {EVIL}"
