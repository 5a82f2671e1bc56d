"""What is made of tables is kept, and made anew where they change or the file is no good."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.kept import find_folder, keep

Made = Callable[[], list[str]]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, **_: tmp_path / "cache" / name)
    file = tmp_path / "table.tsv"
    file.write_text("Kidal\nغاو\n", encoding="utf-8")
    return file


@pytest.fixture
def made() -> list[int]:
    """A mark for each time that something was made."""
    return []


@pytest.fixture
def read(table: Path, made: list[int]) -> Made:
    def make() -> list[str]:
        made.append(1)
        return table.read_text(encoding="utf-8").split()

    return lambda: keep("towns", [table], make)


def test_what_was_made_is_read_the_next_time(read: Made, made: list[int]) -> None:
    assert read() == read() == ["Kidal", "غاو"]
    assert len(made) == 1


def test_a_table_that_changed_is_met_anew(read: Made, made: list[int], table: Path) -> None:
    read()
    table.write_text("Kidal\nTessalit\n", encoding="utf-8")
    assert read() == ["Kidal", "Tessalit"]
    assert len(made) == 2


def test_so_is_one_of_the_same_size_that_was_written_later(read: Made, made: list[int], table: Path) -> None:
    read()
    table.write_text("Kital\nغاو\n", encoding="utf-8")
    os.utime(table, ns=(1, 1))
    assert read() == ["Kital", "غاو"]
    assert len(made) == 2


@pytest.mark.parametrize("left", [b"", b"[", b"[[],", b"[[], [1]]", b"{}", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_made_anew(read: Made, made: list[int], left: bytes) -> None:
    read()
    (find_folder() / "towns.json").write_bytes(left)
    assert read() == read() == ["Kidal", "غاو"]
    assert len(made) == 2


def test_where_nothing_can_be_written_it_is_made_each_time(read: Made, made: list[int], tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert read() == read() == ["Kidal", "غاو"]
    assert len(made) == 2


def test_what_is_made_of_no_file_of_its_own_is_not_kept(tmp_path: Path, read: Made, made: list[int]) -> None:
    for _ in range(2):
        assert keep("towns", [tmp_path / "inside.zip" / "places.py"], lambda: made.append(1)) is None
    assert len(made) == 2


def test_what_was_begun_leaves_nothing_behind(read: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", refuse)
    assert read() == ["Kidal", "غاو"]
    assert list(find_folder().iterdir()) == []


def test_an_error_of_making_is_handed_on(table: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        keep("towns", [table], lambda: 1 // 0)
