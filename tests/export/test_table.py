"""The table for a terminal, wide and narrow, and the explanation."""

from __future__ import annotations

import io

import pytest

from marsad.export.explanation import write_explanation
from marsad.export.table import write_table
from marsad.model import Reading


def draw(reading: Reading) -> str:
    out = io.StringIO()
    write_table([reading], out)
    return out.getvalue()


def test_a_row_says_who_what_how_many_where_when_and_who_says_so(reading: Reading) -> None:
    table = draw(reading)
    row = next(line for line in table.splitlines() if line.strip().startswith("1 "))
    for words in ("delivery", "Russia → Mali", "7 × T-72B3 (tank)", "Bamako, ML", "2025-01-17", "the minister"):
        assert words in row
    assert "denied" in table
    assert "1000 experts" in table
    assert "<script>alert(1)</script> & co" in table


def test_a_narrow_terminal_gets_a_block_for_each_claim(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    table = draw(reading)
    assert "  where   Bamako, ML" in table
    assert max(map(len, table.splitlines())) <= 60


def test_an_article_without_claims_says_so(reading: Reading) -> None:
    assert "No claim in this text." in draw(Reading(reading.document, ()))


def test_the_explanation_names_words_place_and_rule_of_each_slot(reading: Reading) -> None:
    out = io.StringIO()
    write_explanation(reading, [1], out)
    lines = out.getvalue().splitlines()
    assert any("Claim 1: delivery, fact  [aaaa01]" in line for line in lines)
    item = next(line for line in lines if line.startswith("item"))
    assert "7 × T-72B3 (tank)" in item
    assert "دبابات T-72B3" in item
    assert "table.type" in item
    supplier = next(line for line in lines if line.startswith("supplier"))
    assert "not stated in words" in supplier
    assert not any("training" in line for line in lines)
