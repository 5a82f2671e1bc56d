"""Accounts, sessions, actions; judgements of two people at once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from marsad.errors import StoreError
from marsad.store import Account, Decision, GoneError, Judgement, Session, StaleError, Store
from tests.store.examples import WHEN, make_claim, make_document, make_register

AMAL = Account("amal", "analyst", "$argon2id$x")
HOUR = dt.timedelta(hours=1)


def log_in(store: Store) -> Session:
    store.people.put_account(AMAL, who="root", action="add account")
    session = Session("s1", "amal", WHEN, WHEN + HOUR)
    store.people.open_session(session)
    return session


def test_a_session_is_found_with_its_account_until_it_is_closed(store: Store) -> None:
    session = log_in(store)
    assert store.people.session("s1") == (session, AMAL)
    store.people.touch_session("s1", WHEN + HOUR / 2)
    found = store.people.session("s1")
    assert found is not None
    assert found[0].seen == WHEN + HOUR / 2
    store.people.close_session(session)
    assert store.people.session("s1") is None
    assert [(a.who, a.action) for a in store.people.actions()] == [
        ("amal", "log out"), ("amal", "log in"), ("root", "add account"),
    ]  # fmt: skip
    assert store.check() == []


def test_a_changed_account_loses_its_sessions(store: Store) -> None:
    log_in(store)
    store.people.put_account(Account("amal", "reader", "$argon2id$y"), who="root", action="change role")
    assert store.people.session("s1") is None
    assert [account.role for account in store.people.accounts()] == ["reader"]


def test_sessions_that_ended_go_when_one_begins(store: Store) -> None:
    log_in(store)
    later = WHEN + 2 * HOUR
    store.people.open_session(Session("s2", "amal", later, later + HOUR))
    assert store.people.session("s1") is None


def test_logging_in_does_not_make_the_register_old(store: Store) -> None:
    store.put_register(make_register())
    number = store.version()
    log_in(store)
    assert store.is_linked()
    assert store.version() > number
    assert {row.action for row in store.log_after(number)} == {"account", "action"}
    assert [row.number for row in store.log_page(None, 2)] == [store.version(), store.version() - 1]
    assert [row.number for row in store.log_page(3, 2)] == [2, 1]
    assert [(row.number, row.action) for row in store.log_page(2, 9)] == [(1, "document")]


@pytest.fixture
def store(store: Store) -> Store:
    """A store with two claims."""
    document, raw = make_document()
    store.add_document(document, raw)
    store.put_claims(document.id, [make_claim("c1"), make_claim("c2")], reader="1")
    return store


def judge(store: Store, claim: str, seen: int | None, who: str = "amal") -> Judgement:
    return store.add_judgements([Decision("wrong", (f"{claim}|d1|delivery|0-5",))], who=who, seen=seen)[0]


def test_who_did_not_see_the_last_judgement_of_a_claim_is_told(store: Store) -> None:
    judge(store, "c1", 0)
    with pytest.raises(StaleError) as told:
        judge(store, "c1", 0, "ben")
    assert told.value.newer.who == "amal"
    assert judge(store, "c2", 0, "ben").id == 2
    assert judge(store, "c1", 1, "ben").id == 3


def test_who_did_not_see_that_a_judgement_was_taken_back_is_told(store: Store) -> None:
    store.undo_judgement(judge(store, "c1", 0).id, "ben")
    with pytest.raises(StaleError) as told:
        judge(store, "c1", 1)
    assert (told.value.newer.who, told.value.newer.kind) == ("ben", "undo")
    (ruling,) = store.rulings()
    assert ruling.undone is not None
    assert store.judgements() == []


def test_a_claim_that_was_read_anew_is_told(store: Store) -> None:
    document = next(iter(store.documents()))
    store.put_claims(document.id, [make_claim("c3")], reader="2")
    with pytest.raises(GoneError) as told:
        judge(store, "c1", 0)
    assert told.value.claim == "c1"
    assert store.add_judgement("wrong", ("c1",), who="somebody who names no page").id == 1


def test_several_are_kept_together_or_not_at_all(store: Store) -> None:
    judge(store, "c1", 0)
    with pytest.raises(StaleError):
        store.add_judgements([Decision("wrong", ("c2",)), Decision("wrong", ("c1",))], who="ben", seen=0)
    assert len(store.judgements()) == 1


def test_of_many_who_judge_one_claim_at_once_one_is_kept(store: Store) -> None:
    def judge_one(number: int) -> bool:
        try:
            judge(store, "c1", 0, f"p{number}")
        except StaleError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(judge_one, range(16))) == 1
    assert store.verify_log() == []


def test_taking_back_twice_is_refused(store: Store) -> None:
    made = judge(store, "c1", 0)
    store.undo_judgement(made.id, "amal")
    for number in (made.id, 2, 9):
        with pytest.raises(StoreError, match="is in force"):
            store.undo_judgement(number, "ben")
