"""Files that are whole or not there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from marsad.files import open_whole


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"before")
    with open_whole(file) as out:
        out.write(b"after")
        out.flush()
        assert file.read_bytes() == b"before"
    assert file.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [file]


def stop_writing(file: Path) -> None:
    with open_whole(file) as out:
        out.write(b"after")
        raise KeyboardInterrupt


def test_what_goes_wrong_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt):
        stop_writing(file)
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    with open_whole(link) as out:
        out.write(b"after")
    assert link.is_symlink()
    assert file.read_bytes() == b"after"


def test_a_device_is_written_to_and_stays() -> None:
    with open_whole(Path("/dev/null")) as out:
        out.write(b"after")
    assert Path("/dev/null").is_char_device()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), open_whole(tmp_path):
        pass


def test_a_store_is_never_overwritten(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    sqlite3.connect(store).executescript("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    before = store.read_bytes()
    with pytest.raises(FileExistsError, match="a database is there, such as a store"), open_whole(store):
        pass
    assert store.read_bytes() == before
    assert list(tmp_path.iterdir()) == [store]
