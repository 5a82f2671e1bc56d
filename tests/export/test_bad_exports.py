"""Exports that cannot be: an empty register, a full disk, a missing package, a register that changes meanwhile."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from marsad.desk import open_exhibits
from marsad.errors import StoreError
from marsad.export.files import EXPORTS
from marsad.store import open_store
from tests.helpers import Fill, Run


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "empty.db"))
    open_store(tmp_path / "empty.db").close()
    return tmp_path


@pytest.mark.parametrize("format", EXPORTS)
def test_an_empty_register_gives_a_valid_file(run: Run, empty: Path, format: str) -> None:
    file = empty / "out"
    ran = run("export", "--format", format, "--output", file)
    assert (ran.code, ran.err) == (0, "")
    if format == "parquet":
        import pyarrow.parquet

        assert pyarrow.parquet.read_table(file).num_rows == 0
    elif format == "stix":
        import stix2

        assert {found.type for found in stix2.parse(file.read_text()).objects} == {"identity", "extension-definition"}
    elif format in ("csv", "trade-register"):
        assert len(file.read_text().splitlines()) == 1
    elif format in ("jsonl", "followthemoney"):
        assert file.read_text() == ""
    else:
        assert isinstance(json.loads(file.read_text()), dict)


@pytest.mark.parametrize("format", EXPORTS)
def test_a_disk_that_fills_leaves_nothing_behind(
    run: Run, desk: Path, tmp_path: Path, format: str, fill_disk: Fill
) -> None:
    file = tmp_path / "out" / "register"
    file.parent.mkdir()
    file.write_text("what was there before")
    with fill_disk(file.parent):
        ran = run("export", "--format", format, "--output", file)
    assert ran.code == 1
    assert ran.err.startswith(f"marsad: {file}: cannot be written: No space left on device (")
    assert len(ran.err.splitlines()) == 1
    assert [path.name for path in file.parent.iterdir()] == ["register"]
    assert file.read_text() == "what was there before"


def test_a_folder_that_is_not_there_is_one_line(run: Run, desk: Path, tmp_path: Path) -> None:
    ran = run("export", "--format", "csv", "--output", tmp_path / "nowhere" / "out.csv")
    assert ran.code == 1
    assert "cannot be written: No such file or directory" in ran.err


def test_a_missing_package_says_what_to_install(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = run("export", "--format", "parquet", "--output", tmp_path / "out.parquet")
    assert ran.code == 1
    assert "pip install 'marsad[exports]'" in ran.err
    assert not list(tmp_path.glob("out.parquet*"))


def test_a_register_that_is_linked_anew_meanwhile_ends_the_export(desk: Path) -> None:
    from dataclasses import replace

    with open_store(desk) as store, open_store(desk) as other:
        exhibits = open_exhibits(store, lambda _: True)
        next(exhibits)
        kept = other.register()
        assert kept is not None
        other.put_register(replace(kept, entries=kept.entries[:1]))
        with pytest.raises(StoreError, match="linked anew meanwhile"):
            list(exhibits)


@pytest.mark.parametrize("format", sorted(set(EXPORTS) - {"csv"}))
def test_tags_where_none_can_stand_are_refused(run: Run, desk: Path, tmp_path: Path, format: str) -> None:
    ran = run("export", "--format", format, "--hxl", "--output", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert f"{format} has no row of HXL tags" in " ".join(ran.err.replace("│", " ").split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("format", sorted(set(EXPORTS) - {"csv", "parquet"}))
def test_rows_where_none_are_to_choose_are_refused(run: Run, desk: Path, tmp_path: Path, format: str) -> None:
    ran = run("export", "--format", format, "--rows", "claims", "--output", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert f"{format} has no rows to choose" in " ".join(ran.err.replace("│", " ").split())
