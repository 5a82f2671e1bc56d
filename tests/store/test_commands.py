"""`marsad store ...` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer.main

from marsad.cli_store import app
from marsad.store import open_store
from marsad.store.schema import HEAD
from tests.helpers import Run
from tests.store.examples import make_claim, make_document

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
DOCS = (Path(__file__).parent.parent.parent / "docs" / "store.md").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> str:
    place = str(tmp_path / "desk.db")
    with open_store(place) as store:
        document, raw = make_document()
        store.add_document(document, raw)
        store.put_claims(document.id, [make_claim()], reader="1")
    return place


def test_check_says_how_many_faults(run: Run, desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (run("store", "check", "--store", desk).code, run("store", "check", "--store", desk).err) == (
        0, f"{desk}: 0 faults\n",
    )  # fmt: skip
    with open_store(desk) as store, store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM claims")
    monkeypatch.setenv("MARSAD_STORE", desk)
    ran = run("store", "check")
    assert ran.code == 1
    assert "is not what the log says was kept" in ran.out


def test_backup_and_restore(run: Run, desk: str, tmp_path: Path) -> None:
    file, copy = tmp_path / "desk.jsonl.gz", tmp_path / "copy.db"
    assert "rows in" in run("store", "backup", file, "--store", desk).out
    assert "rows restored" in run("store", "restore", file, "--store", copy).out
    with open_store(copy) as store:
        assert len(list(store.claims())) == 1
    again = run("store", "restore", file, "--store", copy)
    assert (again.code, again.err.count("\n")) == (1, 1)
    assert "holds a store already" in again.err


def test_upgrade(run: Run, desk: str, tmp_path: Path) -> None:
    assert run("store", "upgrade", "--store", desk).out == f"schema {HEAD}, as it was\n"
    assert run("store", "upgrade", "--store", tmp_path / "new.db").out == f"schema none → {HEAD}\n"


def test_an_unreachable_store_is_one_line(run: Run) -> None:
    ran = run("store", "check", "--store", "postgresql://desk:secret@127.0.0.1:1/marsad")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "secret" not in ran.err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_in_the_docs(command: str) -> None:
    assert f"marsad store {command}" in DOCS
    for parameter in COMMANDS[command].params:
        for option in (option for option in parameter.opts if option.startswith("--")):
            assert option in DOCS


def test_a_backup_never_takes_the_place_of_a_store(run: Run, desk: str, tmp_path: Path) -> None:
    open_store(tmp_path / "other.db").close()
    for target in (desk, str(tmp_path / "other.db")):
        ran = run("store", "backup", target, "--store", desk)
        assert (ran.code, ran.out) == (1, "")
        assert f"{target}: cannot be written: a database is there, such as a store (name another place" in ran.err
    assert run("store", "check", "--store", desk).err == f"{desk}: 0 faults\n"


def test_a_backup_that_cannot_be_read_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("store", "restore", tmp_path, "--store", tmp_path / "new.db")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert f"{tmp_path}: cannot be read: Is a directory (name a file" in ran.err
