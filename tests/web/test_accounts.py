"""The desk of a team: logging in, roles, sessions that end, guesses that are counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.errors import InputError
from marsad.settings import Settings
from marsad.store import Store
from marsad.web.app import create_app
from marsad.web.security import passwords
from marsad.web.security.accounts import AccountDoor, Guesses, add_account, close_account
from marsad.web.security.limits import Limiter
from marsad.web.state import Desk
from tests.helpers import Run
from tests.web.conftest import HOST
from tests.web.test_actions import claim_from

API = "/api/v1"
PASSWORD = "seven herons over the weir"
ROLES = ("reader", "analyst", "admin")
START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def seconds(self) -> float:
        return (self.now - START).total_seconds()


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time: how dear they are is the library's business."""
    monkeypatch.setattr(passwords, "_hasher", lambda: passwords.PasswordHasher(1, 8, 1))
    passwords._no_account.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def team(store: Store, clock: Clock) -> Iterator[FastAPI]:
    """A desk with an account for each role, named after it."""
    for role in ROLES:
        add_account(store, role, role, PASSWORD, who="root")
    limiters = (Limiter(n, 900, clock=clock.seconds) for n in (5, 30, 50))
    door = AccountDoor(store, Settings(), clock=clock, guesses=Guesses(*limiters))
    app = create_app(store, Settings(), door=door)
    yield app
    app.state.desk.close()


def log_in(team: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    client = TestClient(team, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)
    answer = client.post("/login", data={"name": name, "password": password, "next": "/entries?type=delivery"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/entries?type=delivery")
    return client


def mark(client: TestClient) -> dict[str, str]:
    return {"X-CSRF-Token": client.get(f"{API}/me").json()["csrf"]}


def test_who_is_not_logged_in_is_led_to_the_door(team: FastAPI) -> None:
    client = TestClient(team, base_url=HOST, follow_redirects=False)
    answer = client.get("/register?supplier=RU")
    assert (answer.status_code, answer.headers["location"]) in [
        (303, "/login?next=%2Fregister%3Fsupplier%3DRU"), (404, None),
    ] or answer.status_code == 404  # fmt: skip
    assert client.get("/").headers["location"] == "/login?next=%2F"
    assert client.get(f"{API}/entries").status_code == 401
    assert client.get("/login").status_code == 200


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_door_leads_to_no_other_site(team: FastAPI, next: str) -> None:
    client = TestClient(team, base_url=HOST, follow_redirects=False)
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD, "next": next})
    assert answer.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_alike(team: FastAPI) -> None:
    client = TestClient(team, base_url=HOST)
    pages = [client.post("/login", data={"name": n, "password": "wrong"}) for n in ("reader", "nobody", "x' OR 1=1")]
    assert {page.status_code for page in pages} == {401}
    assert len({page.text for page in pages}) == 1
    assert "set-cookie" not in pages[0].headers


@pytest.mark.parametrize(
    ("role", "codes"), [("reader", (200, 403, 403)), ("analyst", (200, 201, 403)), ("admin", (200, 201, 200))]
)
def test_roles(team: FastAPI, role: str, codes: tuple[int, int, int]) -> None:
    client = log_in(team, role)
    desk: Desk = team.state.desk
    judged = {"seen": 0, "decisions": [{"kind": "wrong", "claims": [claim_from(desk, "Le Fleuve")]}]}
    assert client.get(f"{API}/entries").status_code == codes[0]
    assert client.post(f"{API}/judgements", json=judged, headers=mark(client)).status_code == codes[1]
    assert client.get(f"{API}/accounts").status_code == codes[2]
    assert client.get("/accounts").status_code == codes[2]
    if codes[1] == 201:
        assert desk.store.judgements()[0].who == role


CHANGES = [
    ("post", "/judgements", "analyst"),
    ("delete", "/judgements/1", "analyst"),
    ("post", "/texts", "analyst"),
    ("post", "/addresses", "analyst"),
    ("post", "/files", "analyst"),
    ("post", "/accounts", "admin"),
    ("patch", "/accounts/reader", "admin"),
]


@pytest.mark.parametrize(("method", "path", "least"), CHANGES)
def test_nobody_does_what_their_role_may_not(team: FastAPI, method: str, path: str, least: str) -> None:
    before = team.state.desk.store.version()
    for role in ROLES[: ROLES.index(least)]:
        client = log_in(team, role)
        body = {"files": {"file": ("a.txt", b"x")}} if path == "/files" else {} if method == "delete" else {"json": {}}
        answer = client.request(method, f"{API}{path}", headers=mark(client), **body)
        assert answer.status_code in (403, 422)
    actions = [a.action for a in team.state.desk.store.people.actions()]
    assert team.state.desk.store.version() - before == actions.count("log in")


def test_every_change_of_the_api_is_in_the_list_above(team: FastAPI) -> None:
    described = {
        (method, path.removeprefix(API))
        for path, methods in team.openapi()["paths"].items()
        for method in methods
        if method not in ("get", "head")
    }
    named = {(method, path.replace("/1", "/{number}").replace("/reader", "/{name}")) for method, path, _ in CHANGES}
    assert described - named == {("post", "/login"), ("post", "/logout")}


def test_a_session_ends_when_its_time_is_over(team: FastAPI, clock: Clock) -> None:
    client = log_in(team, "reader")
    for _ in range(11):
        clock.now += dt.timedelta(hours=1)
        assert client.get(f"{API}/me").status_code == 200
    clock.now += dt.timedelta(hours=1)
    assert client.get(f"{API}/me").status_code == 401


def test_a_session_ends_when_nobody_uses_it(team: FastAPI, clock: Clock) -> None:
    client = log_in(team, "reader")
    clock.now += dt.timedelta(hours=2, minutes=1)
    assert client.get(f"{API}/me").status_code == 401


def test_a_session_ends_by_logging_out_and_its_token_is_worthless(team: FastAPI) -> None:
    client = log_in(team, "reader")
    kept = dict(client.cookies)
    assert client.post("/logout", headers=mark(client)).status_code == 303
    client.cookies.update(kept)
    assert client.get(f"{API}/me").status_code == 401


def test_a_closed_account_is_out_at_once(team: FastAPI, store: Store) -> None:
    client = log_in(team, "analyst")
    close_account(store, "analyst", who="root")
    assert client.get(f"{API}/me").status_code == 401
    answer = client.post("/login", data={"name": "analyst", "password": PASSWORD})
    assert answer.status_code == 401


def test_the_store_holds_neither_passwords_nor_tokens(team: FastAPI, store: Store) -> None:
    client = log_in(team, "reader")
    (token,) = client.cookies.values()
    with store.database.read() as connection:
        held = "\n".join(
            str(row)
            for table in ("accounts", "sessions", "actions", "log")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert PASSWORD not in held
    assert token not in held
    assert "$argon2id$" in held


def test_guesses_are_counted_and_time_forgives(team: FastAPI, clock: Clock) -> None:
    client = TestClient(team, base_url=HOST)
    codes = [client.post("/login", data={"name": "reader", "password": "x"}).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    right = client.post("/login", data={"name": "reader", "password": PASSWORD})
    assert (right.status_code, right.headers["retry-after"]) == (429, "900")
    log_in(team, "analyst")
    clock.now += dt.timedelta(minutes=16)
    log_in(team, "reader")
    assert "too many wrong passwords" in [a.action for a in team.state.desk.store.people.actions()]


def test_one_address_guesses_no_more_names(team: FastAPI) -> None:
    client = TestClient(team, base_url=HOST)
    codes = [client.post(f"{API}/login", json={"name": f"n{n}", "password": "x"}).status_code for n in range(31)]
    assert codes == [401] * 30 + [429]
    assert set(client.post(f"{API}/login", json={"name": "n", "password": "x"}).json()["error"]) == {
        "status", "what", "where", "hint",
    }  # fmt: skip


def test_a_program_logs_in_for_a_token(team: FastAPI) -> None:
    client = TestClient(team, base_url=HOST)
    token = client.post(f"{API}/login", json={"name": "analyst", "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{API}/me", headers=headers).json() == {
        "name": "analyst", "role": "analyst", "language": "ar", "csrf": None,
    }  # fmt: skip
    assert client.post(f"{API}/logout", headers=headers).status_code == 204
    assert client.get(f"{API}/me", headers=headers).status_code == 401


def test_an_admin_manages_accounts(team: FastAPI) -> None:
    client = log_in(team, "admin")
    new = {"name": "amal", "role": "analyst", "password": "a long enough sentence"}
    assert client.post(f"{API}/accounts", json=new, headers=mark(client)).status_code == 201
    assert client.post(f"{API}/accounts", json=new, headers=mark(client)).status_code == 409
    changed = client.patch(f"{API}/accounts/amal", json={"role": "reader"}, headers=mark(client))
    assert changed.json()["role"] == "reader"
    closed = client.patch(f"{API}/accounts/amal", json={"closed": True}, headers=mark(client))
    assert closed.json()["closed"]
    last = client.patch(f"{API}/accounts/admin", json={"role": "reader"}, headers=mark(client))
    assert (last.status_code, last.json()["error"]["what"]) == (409, "this is the last admin")
    done = [(a.who, a.action) for a in team.state.desk.store.people.actions()]
    assert ("admin", "close account") in done
    assert team.state.desk.store.check() == []


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "my name is amal indeed", "x" * 300])
def test_a_password_that_is_easily_guessed(store: Store, password: str) -> None:
    with pytest.raises(InputError, match="password"):
        add_account(store, "amal", "reader", password, who="root")


@pytest.mark.parametrize("name", ["", "Amal", "a b", "../x", "أمل", "a" * 65, "<b>"])
def test_a_name_that_is_none(store: Store, name: str) -> None:
    with pytest.raises(InputError, match="no name of an account"):
        add_account(store, name, "reader", PASSWORD, who="root")


def test_accounts_from_the_command_line(run: Run, store: Store) -> None:
    place = store.database.where
    assert run("account", "add", "amal", "--role", "admin", "--password", PASSWORD, "--store", place).code == 0
    assert run("account", "list", "--store", place).out == "amal  admin\n"
    assert "this is the last admin" in run("account", "role", "amal", "reader", "--store", place).err
    assert run("account", "password", "amal", "--password", PASSWORD + "!", "--store", place).code == 0
    assert "this is the last admin" in run("account", "close", "amal", "--store", place).err
    assert "no account 'ben'" in run("account", "close", "ben", "--store", place).err


def test_a_desk_that_others_reach_needs_accounts(run: Run, store: Store) -> None:
    ran = run("serve", "--host", "0.0.0.0", "--port", "0", "--store", store.database.where)
    assert ran.code == 1
    assert "give them accounts" in ran.err


def test_a_limiter_counts_within_its_time() -> None:
    moment = [0.0]
    limiter = Limiter(2, 25, clock=lambda: moment[0])
    limiter.count("a")
    moment[0] = 10
    limiter.count("a")
    assert (limiter.wait("a"), limiter.wait("b")) == (15, 0)
    moment[0] = 26
    assert limiter.wait("a") == 0
    limiter.count("a")
    assert limiter.wait("a") == 9
    limiter.forget("a")
    assert limiter.wait("a") == 0
