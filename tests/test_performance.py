"""The page of figures is made from what the benchmarks kept, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import benchmarks.figures
from benchmarks.figures import FOLDER, Limit, Report, Table, load_report, publish, write_cell
from benchmarks.page import PAGE, render


def test_the_page_is_what_the_figures_make() -> None:
    reports = [load_report(file) for file in sorted(FOLDER.glob("*.json"))]
    assert PAGE.read_text(encoding="utf-8") == render(reports).rstrip() + "\n"


def test_a_limit_that_is_not_kept_ends_with_one_and_stands_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmarks.figures, "FOLDER", tmp_path)
    table = Table(("size", "seconds"), (("small", 0.5), ("large", 12_000)))
    slow = Report("slow", "It takes long.", (table,), (Limit("seconds", 12_000, most=10), Limit("rate", 3, least=2)))
    assert publish(slow) == 1
    assert "seconds at most 10: 12,000, NOT KEPT" in capsys.readouterr().out
    kept = load_report(tmp_path / "slow.json")
    assert kept == slow
    assert "| seconds | 12,000 | ≤ 10 | **no** |" in render([kept])


@pytest.mark.parametrize(
    ("value", "words"), [(0.9564, "0.956"), (3.14159, "3.14"), (38.27, "38.3"), (1234.5, "1,234"), (7, "7"), (None, "")]
)
def test_a_figure_has_about_three_digits(value: float | None, words: str) -> None:
    assert write_cell(value) == words
