"""A store that is not there: who only asks it makes none, whatever the command."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer.main

from tests.helpers import Run
from tests.trade.sipri_files import BY_DEAL

# Commands that put something into a store, or are there to make one.
MAKERS = {("ingest",), ("serve",), ("data", "add"), ("account", "add"), ("store", "restore"), ("store", "upgrade")}
# What a command needs so that it comes to its store.
ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("account", "password"): ("amal", "--password", "a long pass phrase"),
    ("account", "role"): ("amal", "admin"),
    ("account", "close"): ("amal",),
    ("compare",): ("--sipri", "trade-register.csv"),
    ("data", "sums"): ("NE",),
    ("export",): ("--format", "jsonl", "--output", "out.jsonl"),
    ("brief",): ("--output", "out.html"),
    ("judge", "credibility"): ("9f2c41", "2"),
    ("judge", "different"): ("9f2c41", "77ab03"),
    ("judge", "grade"): ("The Well", "B"),
    ("judge", "same"): ("9f2c41", "77ab03"),
    ("judge", "undo"): ("1",),
    ("judge", "value"): ("9f2c41", "type", "delivery"),
    ("judge", "wrong"): ("9f2c41",),
    ("search",): ("tanks",),
    ("show",): ("9f2c41",),
    ("store", "backup"): ("backup.jsonl.gz",),
    ("verify",): ("--all", "--charts", "charts"),
    ("why",): ("9f2c41", "77ab03"),
}


def list_askers() -> list[tuple[str, ...]]:
    """Every command with ``--store`` that is no maker."""
    from marsad.cli import app

    found: list[tuple[str, ...]] = []

    def walk(command: object, name: tuple[str, ...]) -> None:
        if name and any("--store" in parameter.opts for parameter in command.params):  # type: ignore[attr-defined]
            found.append(name)
        for inner, below in getattr(command, "commands", {}).items():
            walk(below, (*name, inner))

    walk(typer.main.get_command(app), ())
    return sorted(set(found) - MAKERS)


@pytest.mark.parametrize("command", list_askers(), ids=" ".join)
def test_no_store_is_made_where_one_is_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trade-register.csv").write_text(BY_DEAL)
    for place in ("mistyped/desk.db", "sqlite:///mistyped.db"):
        ran = run(*command, *ARGUMENTS.get(command, ()), "--store", place)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"marsad: {place.removeprefix('sqlite:///')}: there is no store"
            " (check the place; `marsad ingest` makes a store and fills it)\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["trade-register.csv"]


def test_a_setting_that_names_no_store_is_told_as_well(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "mistyped.db"))
    assert f"{tmp_path / 'mistyped.db'}: there is no store" in run("register").err
    monkeypatch.setenv("MARSAD_STORE", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert "marsad.db: there is no store" in run("register").err
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_fills_a_store_makes_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025.\n")
    assert run("ingest", tmp_path / "a.txt", "--store", tmp_path / "new" / "desk.db", "--workers", 1).code == 0
    assert run("register", "--store", tmp_path / "new" / "desk.db").code == 0
