"""The drill: a store of every earlier schema is upgraded, checked, backed up and restored, on both databases."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

import marsad.store.migrations as migrations
from marsad.errors import StoreError
from marsad.model import Claim, Document
from marsad.register import Register
from marsad.store import Account, Dataset, Store, open_store, restore_store, schema, upgrade_store
from marsad.store.database import Database
from tests.helpers import Run
from tests.store.conftest import MakePlace
from tests.store.examples import TEXT, make_claim, make_document, make_register

REVISIONS = [
    str(found.revision) for found in ScriptDirectory(str(Path(str(migrations.__file__)).parent)).walk_revisions()
]
EARLIER = sorted(set(REVISIONS) - {schema.HEAD})
NEW = {"accounts": "0002", "datasets": "0003", "links": "0004"}
"""Tables that came later, and with which schema; a new one needs a row here and a line in ``fill``."""


def fill(store: Store, version: str) -> None:
    """What a store of that schema could hold, with words that are hard to keep."""
    for number, text in enumerate([TEXT, f"{TEXT} \0 'سبع' 🛰"]):
        document, raw = make_document(number, text)
        store.add_document(document, raw + bytes(range(256)), address="https://example.org/")
        store.put_claims(document.id, [make_claim(f"c{number}")], reader="1")
    store.add_failure("bad.pdf", "is cut", "get it again")
    store.add_judgement("grade", ("outlet",), "B", who="Awa", why="سبع")
    store.undo_judgement(store.add_judgement("same", ("c0", "c1"), who="Awa").id, "Ben")
    store.put_vectors({"v": bytes(range(64))})
    store.put_register(make_register())
    if version >= NEW["accounts"]:
        store.people.put_account(Account("amal", "analyst", "$argon2id$x"), who="Awa", action="add account")
        store.people.note("amal", "add document", "d1")
    if version >= NEW["datasets"]:
        data = b"a,b\n"
        name = f"sha256:{hashlib.sha256(data).hexdigest()}"
        store.datasets.add(Dataset(name, "ged.csv", "ucdp-ged", "24.1", "CC BY 4.0", 3, 2020, 2024), data)


def make_old(place: str, version: str, made: Store) -> None:
    """A store as that schema had it, with the rows that ``made`` holds in the tables and columns of then."""
    old = Database(place)
    old.upgrade(to=version)
    with made.database.read() as source, old.write() as target:
        tables = sa.MetaData()
        tables.reflect(target)
        for table in tables.sorted_tables:
            if table.name != schema.VERSION_TABLE:
                columns = ", ".join(column.name for column in table.columns)
                rows = source.execute(sa.text(f"SELECT {columns} FROM {table.name}")).mappings().all()
                if rows:
                    target.execute(sa.insert(table), [dict(row) for row in rows])
    old.close()


def list_contents(store: Store) -> tuple[list[Document], list[tuple[Document, Claim]], Register | None, list[object]]:
    """All that a store holds and shows."""
    rest: list[object] = [*store.failures(), *store.rulings(), *store.log(), store.vectors(["v"])]
    rest += [*store.people.accounts(), *store.people.actions(), *store.datasets.list()]
    return list(store.documents()), list(store.claims()), store.register(), rest


@pytest.mark.parametrize("version", EARLIER)
def test_a_store_of_every_earlier_schema_is_upgraded_backed_up_and_restored(
    make_place: MakePlace, tmp_path: Path, version: str
) -> None:
    old, copy = make_place(), make_place()
    with open_store(make_place()) as made:
        fill(made, version)
        make_old(old, version, made)
        with pytest.raises(StoreError, match=f"older version of Marsad \\(schema {version}"):
            open_store(old)
        assert upgrade_store(old) == (version, schema.HEAD)
        with open_store(old) as upgraded:
            assert upgraded.check() == []
            assert list_contents(upgraded) == list_contents(made)
            rows = upgraded.backup(tmp_path / "desk.jsonl.gz")
    assert restore_store(copy, tmp_path / "desk.jsonl.gz") == rows
    with open_store(copy) as restored, open_store(old) as upgraded:
        assert restored.check() == []
        assert list_contents(restored) == list_contents(upgraded)
        assert restored.add_judgement("wrong", ("c0",), who="Awa").id == 4
        with pytest.raises(StoreError, match="never changed"), restored.database.write() as connection:
            connection.execute(sa.text("DELETE FROM judgements"))


@pytest.mark.parametrize("version", EARLIER)
def test_an_upgrade_that_fails_changes_nothing(
    make_place: MakePlace, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import alembic.command

    old = make_place()
    with open_store(make_place()) as made:
        fill(made, version)
        make_old(old, version, made)
    whole = alembic.command.upgrade

    def fail(*given: object, **options: object) -> None:
        whole(*given, **options)  # type: ignore[arg-type]
        raise sa.exc.OperationalError("", {}, Exception("the disk is full"))

    monkeypatch.setattr(alembic.command, "upgrade", fail)
    with pytest.raises(StoreError):
        upgrade_store(old)
    assert Database(old).version() == version
    monkeypatch.undo()
    upgrade_store(old)
    with open_store(old) as store:
        assert store.check() == []


def test_the_drill_on_the_command_line(place: str, make_place: MakePlace, tmp_path: Path, run: Run) -> None:
    with open_store(make_place()) as made:
        fill(made, "0001")
        make_old(place, "0001", made)
    file, copy = tmp_path / "desk.jsonl.gz", make_place()
    assert run("store", "check", "--store", place).err.endswith("(run `marsad store upgrade`)\n")
    assert run("store", "upgrade", "--store", place).out == f"schema 0001 → {schema.HEAD}\n"
    assert run("store", "backup", file, "--store", place).code == 0
    assert run("store", "restore", file, "--store", copy).code == 0
    checked = run("store", "check", "--store", copy)
    assert (checked.code, checked.err.split(": ")[-1]) == (0, "0 faults\n")


def test_every_table_that_came_later_is_part_of_the_drill() -> None:
    first = {"blobs", "documents", "failures", "readings", "claims", "judgements", "log", "vectors", "register"}
    known = first | set(NEW) | {"sessions", "actions"}
    assert set(schema.metadata.tables) == known
