"""`marsad compare` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import Run
from tests.trade.sipri_files import BY_DEAL

ARTICLE = "Russia delivered seven T-72B3 tanks and six Ural trucks to Mali in Bamako on 17 January 2025.\n"


@pytest.fixture
def file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "desk.db"))
    article, register = tmp_path / "article.txt", tmp_path / "trade-register.csv"
    article.write_text(ARTICLE)
    register.write_text(BY_DEAL)
    assert run("ingest", article, "--workers", 1).code == 0
    return register


def test_both_registers_side_by_side(run: Run, file: Path) -> None:
    found = json.loads(run("compare", "--sipri", file, "--format", "json").out)
    (match,) = found["matched"]
    assert match["apart"]
    assert match["delivered"] == {"there": 12, "low": 7, "high": 7, "agrees": False}
    assert {deal["designation"] for deal in found["only_there"]} == {"Mi-24P/Mi-35P", "Bayraktar TB2", "Aerostar"}
    assert [item["class"] for item in found["outside_scope"]] == ["truck"]


def test_for_a_person(run: Run, file: Path) -> None:
    said = run("compare", "--sipri", file).out
    assert "Numbers apart: 1" in said
    assert "12 ≠ 7" in said
    assert "line 8: T-72B3 Russia → Mali, 2025" in said
    assert "Only in SIPRI's register: 3" in said


def test_a_file_of_unknown_columns_is_one_line(run: Run, file: Path) -> None:
    file.write_text("Country,Amount\nMali,3\n")
    ran = run("compare", "--sipri", file)
    assert ran.code == 1
    assert ran.err.startswith(f"marsad: {file}: is no trade register of SIPRI")
    assert len(ran.err.splitlines()) == 1
