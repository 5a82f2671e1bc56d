"""Opening stores: new ones, older and newer ones, and all that can be in the way."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.settings import Settings, load_settings
from marsad.store import Store, default_place, open_store, schema, upgrade_store
from marsad.store.database import Database
from tests.store.conftest import MakePlace
from tests.store.examples import make_document


def set_version(place: str, version: str) -> None:
    with Database(place).write() as connection:
        connection.execute(sa.text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '{version}'"))


def test_what_was_kept_is_there_when_opened_again(place: str) -> None:
    document, raw = make_document()
    with open_store(place) as store:
        store.add_document(document, raw)
    with open_store(place) as store:
        assert list(store.documents()) == [document]


def test_the_migrations_make_the_tables_that_the_code_names(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.database.read() as connection:
        options = {"version_table": schema.VERSION_TABLE, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []


def test_head_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    import marsad.store.migrations as migrations

    assert ScriptDirectory(str(Path(str(migrations.__file__)).parent)).get_current_head() == schema.HEAD


def test_a_store_of_a_newer_version_is_left_alone(place: str) -> None:
    open_store(place).close()
    set_version(place, "9999")
    for use in (open_store, upgrade_store):
        with pytest.raises(StoreError, match=r"made by a newer version of Marsad \(schema 9999"):
            use(place)


def test_a_store_of_an_older_version_names_the_command(place: str) -> None:
    open_store(place).close()
    set_version(place, "0000")
    with pytest.raises(StoreError, match="run `marsad store upgrade`"):
        open_store(place)


def test_upgrading_makes_a_store_and_then_changes_nothing(place: str) -> None:
    assert upgrade_store(place) == (None, schema.HEAD)
    assert upgrade_store(place) == (schema.HEAD, schema.HEAD)
    open_store(place).close()


def test_tables_of_another_program_are_left_alone(place: str) -> None:
    with Database(place).write() as connection:
        connection.execute(sa.text("CREATE TABLE documents (id TEXT)"))
    with pytest.raises(StoreError, match="holds tables of another program"):
        open_store(place)


def test_an_unreachable_server_is_one_line_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://desk:secret@127.0.0.1:1/marsad")
    assert "\n" not in str(caught.value)
    assert "Connection refused" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_named(server: str) -> None:
    with pytest.raises(StoreError, match="the server has no such database"):
        open_store(f"postgresql://marsad@/nowhere?host={server}")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "a://b://c"])
def test_what_is_no_address_of_a_store_is_told(url: str) -> None:
    with pytest.raises(StoreError, match="is no address of a store"):
        open_store(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary" * 100)
    with pytest.raises(StoreError, match=r"notes.txt: is no Marsad store"):
        open_store(file)


def test_a_folder_and_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="its folder cannot be made"):
        open_store(tmp_path / "file" / "x" / "store.db")


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, and no more rights than a common user's: root may write everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    if os.geteuid() != 0:
        yield folder
        return
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(0)


def test_a_folder_that_only_allows_reading(unprivileged: Path) -> None:
    open_store(unprivileged / "store.db").close()
    (unprivileged / "store.db").chmod(0o444)
    unprivileged.chmod(0o555)
    document, raw = make_document()
    with (
        pytest.raises(StoreError, match=r"store.db: cannot be (opened|written)"),
        open_store(unprivileged / "store.db") as store,
    ):
        store.add_document(document, raw)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(unprivileged / "new.db")


def test_a_full_disk_is_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    kept, raw = make_document(1)
    large, _ = make_document(2)
    with open_store(tmp_path / "store.db") as store:
        store.add_document(kept, raw)

        @sa.event.listens_for(store.database.engine, "begin")
        def fill_disk(connection: sa.Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 60")

        with pytest.raises(StoreError, match=r"store.db: the disk is full \(what was stored before is safe"):
            store.add_document(large, b"x" * 1_000_000)
        assert list(store.documents()) == [kept]
        assert store.check() == []


def test_a_store_that_another_program_holds_is_told_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.store.database.WAIT_SECONDS", 0.1)
    document, raw = make_document()
    with open_store(tmp_path / "store.db") as store:
        other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program has been writing to it"):
            store.add_document(document, raw)
        assert list(store.documents()) == []
        other.execute("ROLLBACK")
        assert store.add_document(document, raw)


def test_sqlite_survives_a_cut_of_power(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.db") as store, store.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_the_place_is_the_setting_or_a_file_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_place(Settings()).endswith("marsad.db")
    assert default_place(load_settings(tmp_path, {"MARSAD_STORE": "desk.db"})) == "desk.db"


def test_a_store_that_is_not_to_be_made_is_not_made(make_place: MakePlace) -> None:
    place = make_place()
    with pytest.raises(StoreError, match=r"there is no store \(check the place; `marsad ingest` makes a store"):
        open_store(place, make=False)
    if "://" not in place:
        assert not Path(place).exists()
    else:
        assert Database(place).version() is None
    open_store(place).close()
    open_store(place, make=False).close()


def test_neither_folders_nor_headers_are_made_where_a_store_is_only_asked_for(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for place in (tmp_path / "a" / "b" / "desk.db", tmp_path / "empty.db", f"sqlite:///{tmp_path}/other.db"):
        with pytest.raises(StoreError, match="there is no store"):
            open_store(place, make=False)
    assert [(path.name, path.stat().st_size) for path in tmp_path.iterdir()] == [("empty.db", 0)]


def test_a_file_of_another_program_keeps_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE notes (id TEXT)")
    other.close()
    before = file.read_bytes()
    for make in (True, False):
        with pytest.raises(StoreError, match="holds tables of another program"):
            open_store(file, make=make)
    assert file.read_bytes() == before
