"""What strangers, other sites' pages, old forms and bad addresses get: one clear answer, and nothing changes."""

from __future__ import annotations

import io

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.settings import Settings
from marsad.store import Store
from marsad.web.app import create_app
from marsad.web.security.door import COOKIE, TokenDoor
from marsad.web.state import Desk
from tests.web.conftest import HOST, TOKEN, wait_for_jobs
from tests.web.test_actions import claim_from

API = "/api/v1"


def stranger(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)


def csrf_of(browser: TestClient) -> str:
    return str(browser.get(f"{API}/me").json()["csrf"])


def judged_wrong(desk: Desk) -> dict[str, object]:
    return {"seen": 0, "decisions": [{"kind": "wrong", "claims": [claim_from(desk, "Le Fleuve")]}]}


@pytest.mark.parametrize("path", ["/", f"{API}/entries", f"{API}/openapi.json", f"{API}/log", "/accounts", "/nowhere"])
def test_a_stranger_sees_nothing(app: FastAPI, path: str) -> None:
    assert stranger(app).get(path).status_code in (401, 404)
    assert stranger(app).get(path, headers={"Authorization": "Bearer guess"}).status_code in (401, 404)
    assert stranger(app).get(f"{path}?token=guess").status_code in (401, 404)


def test_the_token_leaves_the_address_and_scripts_cannot_read_it(app: FastAPI) -> None:
    answer = stranger(app).get(f"/?token={TOKEN}&lang=ar")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOST}/?lang=ar")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_every_answer_tells_the_browser_what_it_may_do(browser: TestClient, app: FastAPI) -> None:
    for answer in (browser.get("/"), browser.get("/nowhere"), stranger(app).get("/"), browser.get("/static/none.css")):
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_fault_of_ours_shows_nothing_of_its_inside(
    program: TestClient, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("marsad.web.state.Desk.view", fail)
    for answer in (program.get(f"{API}/entries"), browser.get("/", headers={"Accept-Language": "en"})):
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "a fault of Marsad" in answer.text
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", ""])
def test_another_name_that_leads_here_is_refused(store: Store, host: str) -> None:
    app = create_app(store, Settings(), door=TokenDoor(TOKEN), hosts=frozenset({"127.0.0.1", "localhost"}))
    client = stranger(app)
    assert client.get("/static/desk.css", headers={"Host": host}).status_code == 403
    assert client.get(f"/?token={TOKEN}", headers={"Host": host}).status_code == 403
    for mine in ("127.0.0.1:8765", "localhost:8765", "127.0.0.1"):
        assert client.get("/static/desk.css", headers={"Host": mine}).status_code in (200, 404)


class TestForms:
    """A browser that is logged in may be led to a page of another site, which sends forms in its name."""

    def test_without_its_mark_nothing_is_taken(self, browser: TestClient, desk: Desk) -> None:
        for mark in (None, "", "forged", csrf_of(browser)[:-1] + "x"):
            headers = {"X-CSRF-Token": mark} if mark is not None else {}
            answer = browser.post(f"{API}/judgements", json=judged_wrong(desk), headers=headers)
            assert answer.status_code == 403
            assert "nothing was changed" in answer.json()["error"]["hint"]
        assert desk.store.judgements() == []

    def test_with_its_mark_it_is(self, browser: TestClient, desk: Desk) -> None:
        headers = {"X-CSRF-Token": csrf_of(browser)}
        assert browser.post(f"{API}/judgements", json=judged_wrong(desk), headers=headers).status_code == 201

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:9999"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_another_site_is_refused_even_with_the_mark(
        self, browser: TestClient, desk: Desk, headers: dict[str, str]
    ) -> None:
        sent = {**headers, "X-CSRF-Token": csrf_of(browser)}
        answer = browser.post(f"{API}/judgements", json=judged_wrong(desk), headers=sent)
        assert answer.status_code == 403
        assert "another site" in answer.json()["error"]["what"]
        assert desk.store.judgements() == []

    def test_no_get_changes_anything(self, browser: TestClient, app: FastAPI, desk: Desk) -> None:
        before = desk.store.version()
        for route in app.openapi()["paths"]:
            browser.get(route.replace("{id}", "x").replace("{number}", "1").replace("{name}", "x"))
        assert desk.store.version() == before

    def test_an_old_form_says_so(self, app: FastAPI, browser: TestClient, store: Store) -> None:
        """A form of a session that has ended: the desk was opened anew with another token."""
        mark = csrf_of(browser)
        fresh = create_app(store, Settings(), door=TokenDoor("another-token"))
        client = stranger(fresh)
        client.cookies.set(COOKIE, TOKEN)
        answer = client.post(f"{API}/texts", json={"text": "x"}, headers={"X-CSRF-Token": mark})
        assert answer.status_code == 401
        assert "nothing was changed" in answer.json()["error"]["hint"]
        fresh.state.desk.close()


PRIVATE = [
    "http://127.0.0.1/", "http://localhost:8080/x", "http://[::1]/", "http://0.0.0.0/", "http://10.1.2.3/",
    "http://192.168.0.1/", "http://172.16.5.5/", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/",
    "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
    "http://[64:ff9b::7f00:1]/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_private_networks_are_never_fetched(program: TestClient, desk: Desk, address: str) -> None:
    job = program.post(f"{API}/addresses", json={"address": address})
    assert job.status_code == 202
    wait_for_jobs(desk)
    (found,) = program.get(f"{API}/jobs").json()["jobs"]
    assert found["state"] == "failed"
    (failure,) = found["failures"]
    said = failure["what"]
    assert "an address of" in said or "link-local" in said or "cannot be" in said or "no address" in said, said
    assert "--allow-private" not in str(failure)


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd", "file:///etc/passwd", "desk.db", "-", "ftp://example.org/", "javascript:alert(1)",
        "gopher://127.0.0.1/", "data:text/html,x", "..",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_never_opened(program: TestClient, address: str) -> None:
    answer = program.post(f"{API}/addresses", json={"address": address})
    assert answer.status_code == 400
    assert "no address of the web" in answer.json()["error"]["what"]
    assert program.get(f"{API}/jobs").json()["jobs"] == []


def test_a_name_and_a_password_in_an_address_are_refused(program: TestClient, desk: Desk) -> None:
    program.post(f"{API}/addresses", json={"address": "http://user:pass@127.0.0.1/"})
    wait_for_jobs(desk)
    (found,) = program.get(f"{API}/jobs").json()["jobs"]
    assert found["state"] == "failed"


def test_a_text_of_10_mb(program: TestClient) -> None:
    answer = program.post(f"{API}/texts", json={"text": "Ten tanks. " * 950_000})
    error = answer.json()["error"]
    assert (answer.status_code, error["hint"]) == (413, "split it into its articles, or send them as a file")
    assert error["what"] == "is larger than 5 MB: too much for one article"


def test_more_than_the_desk_takes_in_at_once(store: Store) -> None:
    app = create_app(store, Settings(max_upload_bytes=100_000), door=TokenDoor(TOKEN))
    client = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {TOKEN}"}, raise_server_exceptions=False)
    told = client.post(f"{API}/files", files={"file": ("a.txt", io.BytesIO(b"x" * 200_000))})
    headers = {"Content-Type": "application/json"}
    untold = client.post(f"{API}/texts", content=(b" " * 1000 for _ in range(200)), headers=headers)
    for answer in (told, untold):
        assert answer.status_code == 413
        assert answer.json()["error"]["what"] == "this is more than the desk takes in at once"
    app.state.desk.close()


def test_a_stranger_cannot_even_send_it(app: FastAPI) -> None:
    answer = stranger(app).post(f"{API}/files", files={"file": ("a.txt", io.BytesIO(b"x"))})
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["tank.exe", "archive.tar", "no-ending", "../../etc/passwd", "a.svg", "x.php\0.txt"])
def test_a_file_of_a_kind_that_is_not_read(program: TestClient, name: str) -> None:
    answer = program.post(f"{API}/files", files={"file": (name, b"MZ\x90")})
    assert answer.status_code in (202, 400)
    if answer.status_code == 400:
        assert "a kind that is not read" in answer.json()["error"]["what"]
        assert ".pdf" in answer.json()["error"]["hint"]


def test_a_file_that_is_not_what_its_name_says(program: TestClient, desk: Desk) -> None:
    program.post(f"{API}/files", files={"file": ("C:\\fakepath\\news.pdf", b"%PDF-1.7 but no more")})
    program.post(f"{API}/files", files={"file": ("news.txt", bytes(range(256)) * 9)})
    wait_for_jobs(desk)
    for job in program.get(f"{API}/jobs").json()["jobs"]:
        assert job["state"] == "failed"
        assert job["source"] in ("news.pdf", "news.txt")
        assert "/tmp" not in str(job)


def test_a_good_file_keeps_its_name(program: TestClient, desk: Desk) -> None:
    text = "Turkey delivered 9 armoured vehicles to Somalia on 4 February 2024.\n"
    program.post(f"{API}/files", files={"file": ("خبر.txt", text.encode())})
    wait_for_jobs(desk)
    (job,) = program.get(f"{API}/jobs").json()["jobs"]
    assert (job["state"], job["source"]) == ("done", "خبر.txt")
    assert program.get(f"{API}/documents/{job['taken'][0]}").json()["source"] == "خبر.txt"
