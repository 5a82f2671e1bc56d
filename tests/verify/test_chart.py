"""Charts: the figures of a verdict as a picture, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from marsad.export.chart import draw_chart, name_chart
from marsad.verdicts import Verdict
from marsad.verify.judge import judge_claim
from tests.helpers import Run
from tests.verify.examples import make_claim, make_document, make_world, make_years, year_table
from tests.verify.test_commands import add_years, desk

__all__ = ["desk"]


def make_verdict() -> Verdict:
    document = make_document()
    table = year_table(*make_years("NE", 2016, [500, 520, 480, 510, 490, 505, 495, 500, 100]))
    return judge_claim(make_claim(document), document, (), make_world(table))[0]


def test_an_svg_names_place_period_verdict_and_source() -> None:
    drawn = draw_chart(make_verdict())
    assert drawn is not None
    words = " ".join(ElementTree.fromstring(drawn).itertext())
    assert "Niger, 2024: consistent" in words
    assert "UCDP Country-Year Dataset on Organized Violence 25.1" in words
    assert "2019" in words
    assert "claimed period" in words


def test_the_same_verdict_is_the_same_picture() -> None:
    assert draw_chart(make_verdict()) == draw_chart(make_verdict())
    png = draw_chart(make_verdict(), "png")
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert png == draw_chart(make_verdict(), "png")


def test_without_figures_there_is_no_chart() -> None:
    assert draw_chart(Verdict("c", "d", None, None, None, "not decidable", ())) is None
    assert name_chart(Verdict("c", "d", None, None, None, "not decidable", ()), "svg") == "c-none.svg"


def test_charts_are_written_by_command(run: Run, desk: str, tmp_path: Path) -> None:
    add_years(run, desk, tmp_path)
    for picture in ("svg", "png"):
        ran = run("verify", "--all", "--charts", tmp_path / "charts", "--picture", picture, "--store", desk)
        assert ran.code == 0
        assert f"chart in {tmp_path / 'charts'}" in ran.err
    names = sorted(path.suffix for path in (tmp_path / "charts").iterdir())
    assert {".svg", ".png"} == set(names)


def test_a_folder_that_cannot_be_written_is_one_line(run: Run, desk: str, tmp_path: Path) -> None:
    add_years(run, desk, tmp_path)
    (tmp_path / "file").write_text("")
    ran = run("verify", "--all", "--charts", tmp_path / "file", "--store", desk)
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_a_disk_that_fills_leaves_nothing_behind(
    run: Run, desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_years(run, desk, tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    ran = run("verify", "--all", "--charts", tmp_path / "charts", "--store", desk)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "No space left on device" in ran.err
    assert list((tmp_path / "charts").iterdir()) == []
