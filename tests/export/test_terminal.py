"""Two directions of writing on one terminal."""

from __future__ import annotations

import io

import pytest
from rich.box import HORIZONTALS
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from marsad.export.terminal import MARK, choose_lines, keep_order, open_console


@pytest.mark.parametrize(
    ("words", "marked"),
    [("مالي", True), ("وكالة A", True), ("Mali", False), ("Мали", False), ("2025", False), ("", False)],
)
def test_right_to_left_words_end_in_a_mark(words: str, marked: bool) -> None:
    assert keep_order(words) == words + MARK * marked


def test_the_mark_takes_no_column() -> None:
    assert cell_len(MARK) == 0


def test_columns_are_kept_apart_only_where_a_cell_needs_it() -> None:
    assert choose_lines(["Mali", "7"]) is HORIZONTALS
    lines = choose_lines(["Mali", "مالي"])
    assert MARK in lines.mid_vertical
    assert cell_len(lines.mid_vertical) == cell_len(HORIZONTALS.mid_vertical)


def test_a_terminal_that_claims_no_column_is_drawn_on_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    out = io.StringIO()
    open_console(out).print("Mali")
    assert out.getvalue() == "Mali\n"


@pytest.mark.parametrize("colours", [None, "truecolor"])
def test_no_document_steers_the_terminal(colours: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    if colours:
        monkeypatch.setenv("FORCE_COLOR", "1")
    out, table = io.StringIO(), Table(box=HORIZONTALS)
    for heading in ("Outlet", "Grade"):
        table.add_column(heading, overflow="fold")
    table.add_row(Text("Sahel\x1b[2J \u202eWire\u202c\x9b1m", style="bold" if colours else ""), "F")
    open_console(out).print(table, "\x1b]0;mine\x07 of\ntwo lines")
    drawn = out.getvalue()
    assert not [steering for steering in ("\x1b[2J", "\x1b]", "\u202e", "\u202c", "\x9b", "\x07") if steering in drawn]
    assert ("\x1b[1m" in drawn) == bool(colours), "styles are ours and stay"
    assert drawn.endswith("of\ntwo lines\n")
    assert len({cell_len(Text.from_ansi(line).plain) for line in drawn.splitlines()[:4]}) == 1, "columns stay in line"
