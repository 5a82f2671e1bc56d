"""Checking, backing up and restoring: what was changed behind the store's back is found, what was kept comes back."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.model import Item, Span
from marsad.store import Account, Session, Store, open_store, restore_store, schema
from tests.store.conftest import MakePlace
from tests.store.examples import TEXT, WHEN, make_claim, make_document, make_register


def fill(store: Store) -> None:
    """Something in every table, with words that are hard to keep."""
    for number, text in enumerate([TEXT, f"{TEXT} \0 \\u0000 'سبع' 🛰"]):
        document, raw = make_document(number, text)
        store.add_document(document, raw + bytes(range(256)), address="https://example.org/\udcff", retrieved=WHEN)
        store.put_claims(document.id, [make_claim(f"c{number}")], reader="1")
    store.put_claims(document.id, [make_claim("c7"), make_claim("c8")], reader="2")
    store.add_failure("bad\0name\udcff.pdf", "is cut")
    store.undo_judgement(store.add_judgement("same", ("c1", "c7"), who="Awa").id, "Ben")
    store.add_judgement("grade", ("outlet",), "B", who="Awa", why="سبع")
    store.put_register(make_register())
    store.put_vectors({"v": bytes(range(64))})
    store.people.put_account(Account("amal", "analyst", "$argon2id$x"), who="Awa\udcff", action="add account")
    store.people.open_session(Session("s1", "amal", WHEN, WHEN + dt.timedelta(hours=1)))


@pytest.fixture
def full(store: Store) -> Store:
    fill(store)
    return store


def tamper(store: Store, *changes: str) -> None:
    """Change rows as somebody with the database's password would: past the triggers."""
    with store.database.write() as connection:
        if store.database.is_sqlite:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for change in changes:
            connection.execute(sa.text(change))


def test_a_sound_store_has_no_faults(full: Store) -> None:
    assert full.check() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE blobs SET body = substr(body, 2)", "bytes sha256:"),
        ("UPDATE documents SET body = replace(body, 'Seven', 'Eight')", "its text is not the one that was hashed"),
        ("UPDATE documents SET retrieved = NULL", "is not what the log says was kept"),
        ("UPDATE claims SET body = replace(body, 'fact\"', 'denied\"') WHERE id = 'c7'", "is not what the log says"),
        ("UPDATE claims SET body = '{' WHERE id = 'c7'", "a stored claim is damaged"),
        ("UPDATE documents SET body = '{'", "document sha256:"),
        ("DELETE FROM claims WHERE id = 'c7'", "claims sha256:"),
        ("UPDATE readings SET reader = '9'", "claims sha256:"),
        ("UPDATE judgements SET value = 'A' WHERE number = 3", "judgement 3: is not what the log says"),
        ("DELETE FROM judgements WHERE number = 3", "judgement 3: is in the log and not in the store"),
        ("UPDATE accounts SET role = 'admin'", "account amal: is not what the log says was kept"),
        ("UPDATE actions SET who = 'Eve' WHERE number = 1", "action 1: is not what the log says was kept"),
        ("DELETE FROM register WHERE part = 'family'", "register register: is not what the log says"),
        ("UPDATE register SET body = '{}' WHERE part = 'family'", "register, family d1: was changed"),
        ("UPDATE log SET digest = 'x' WHERE number = 2", "log: row 2 was changed"),
        ("UPDATE log SET hash = 'x' WHERE number = 2", "log: row 3 does not follow row 2"),
        ("DELETE FROM log WHERE number IN (2, 3)", "log: rows 2 to 3 are missing"),
        ("DELETE FROM log WHERE number > 8", "register register: is not in the log"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(full: Store, change: str, fault: str) -> None:
    tamper(full, change)
    faults = full.check()
    assert any(fault in found for found in faults), faults
    assert bool(full.verify_log()) == any(found.startswith("log:") for found in faults)


def test_spans_that_do_not_give_their_words_are_found(store: Store) -> None:
    document, raw = make_document()
    store.add_document(document, raw)
    claim = make_claim()
    outside = Item("tanks", Span(len(TEXT) - 2, len(TEXT) + 3), None, "tank")
    moved = Item("tanks", Span(9, 14), None, "tank")
    store.put_claims(document.id, [replace(claim, items=(outside, moved))], reader="1")
    faults = store.check()
    assert any("leaves the text" in fault for fault in faults)
    assert f"document {document.id}, claim c1: [9, 14) is not 'tanks'" in faults


@pytest.mark.parametrize("name", ["desk.jsonl", "desk.jsonl.gz"])
def test_a_backup_restores_everything(full: Store, make_place: MakePlace, tmp_path: Path, name: str) -> None:
    rows = full.backup(tmp_path / name)
    place = make_place()
    assert restore_store(place, tmp_path / name) == rows
    with open_store(place) as copy:
        assert copy.check() == []
        for part in ("documents", "claims", "failures", "rulings", "log"):
            assert list(getattr(copy, part)()) == list(getattr(full, part)())
        assert copy.people.accounts() == full.people.accounts()
        assert copy.people.actions() == full.people.actions()
        assert copy.register() == full.register()
        assert copy.vectors(["v"]) == full.vectors(["v"])
        again = copy.add_judgement("wrong", ("c1",), who="Awa")
        assert again.id == 4
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_backup_of_one_database_restores_into_the_other(full: Store, server: str, tmp_path: Path) -> None:
    full.backup(tmp_path / "desk.jsonl")
    if full.database.is_sqlite:
        import psycopg

        with psycopg.connect(host=server, user="marsad", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE moved")
        place = f"postgresql://marsad@/moved?host={server}"
    else:
        place = str(tmp_path / "moved.db")
    restore_store(place, tmp_path / "desk.jsonl")
    with open_store(place) as moved:
        assert moved.check() == []
        moved.backup(tmp_path / "moved.jsonl")
    first, second = ((tmp_path / f"{name}.jsonl").read_text().splitlines() for name in ("desk", "moved"))
    # The first line tells when it was made, and the last hashes it: all rows are the same bytes.
    assert sorted(first[1:-1]) == sorted(second[1:-1])


def test_a_store_that_holds_something_is_not_written_over(full: Store, place: str, tmp_path: Path) -> None:
    full.backup(tmp_path / "desk.jsonl")
    with pytest.raises(StoreError, match="holds a store already"):
        restore_store(place, tmp_path / "desk.jsonl")


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def lose_a_row(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:3] + lines[4:])


@pytest.mark.parametrize("damage", [cut, lose_a_row, lambda data: data.replace(b"Awa", b"Eve"), lambda data: b"",
                                    lambda data: gzip.compress(data)[:-40], lambda data: b"{}\n[]\n",
                                    lambda data: b"\x1f\x8b nonsense"])  # fmt: skip
def test_a_damaged_backup_changes_nothing(full: Store, make_place: MakePlace, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    file, place = tmp_path / "desk.jsonl", make_place()
    full.backup(file)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    with pytest.raises(StoreError, match=r"desk.jsonl: is no whole backup of a store"):
        restore_store(place, file)
    file.write_bytes(whole)
    assert restore_store(place, file)


def test_a_backup_of_a_newer_version_is_refused(full: Store, make_place: MakePlace, tmp_path: Path) -> None:
    file = tmp_path / "desk.jsonl"
    full.backup(file)
    lines = file.read_text().splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | {"schema": "9999"})
    file.write_text("\n".join(lines))
    with pytest.raises(StoreError, match=r"desk.jsonl: was made by a newer version"):
        restore_store(make_place(), file)


def test_a_backup_that_cannot_be_written_leaves_no_half(full: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: No such file or directory"):
        full.backup(tmp_path / "nowhere" / "desk.jsonl")
    if Path("/dev/full").exists():
        (tmp_path / "full.part").symlink_to("/dev/full")
        with pytest.raises(StoreError, match="cannot be written: No space left on device"):
            full.backup(tmp_path / "full")
        assert list(tmp_path.glob("full*")) == []


def test_head_of_a_backup_names_its_schema(full: Store, tmp_path: Path) -> None:
    full.backup(tmp_path / "desk.jsonl")
    with (tmp_path / "desk.jsonl").open() as lines:
        assert json.loads(next(lines))["schema"] == schema.HEAD
