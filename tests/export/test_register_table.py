"""The register as a table: what stands in it, and that it fits."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from marsad.export.register import write_register_csv
from marsad.export.register_table import write_bound, write_people, write_register_table
from marsad.model import Party, Place
from marsad.register import Alternative, Bound, Entry, ItemKey

TANKS = Bound(ItemKey("T-72B3", "tank"), 5, None, True, "2 origins do not meet: their hull", ("c1", "c2"))
TRUCKS = Bound(ItemKey(None, "truck"), 20, 99, False, "one origin", ("c1",))
EXPERTS = Bound(ItemKey(None, "expert"), 1001, None, False, "one origin", ("c1",))
ENTRY = Entry(
    id="0123456789ab",
    type="delivery",
    stage="arrived",
    standing="contested",
    supplier=Party("RU", "Russia"),
    recipient=Party("ML", "Mali"),
    unit=Party("africa-corps", "Africa Corps"),
    place=Place("Bamako", "ML", 12.65, -8.0),
    date="2025-01-17",
    items=(TRUCKS, TANKS),
    personnel=EXPERTS,
    alternatives={
        "unit": (
            Alternative("africa-corps", "Africa Corps", ("a", "b"), ("c1", "c2")),
            Alternative("malian-army", "Malian Armed Forces", ("c",), ("c3",)),
        )
    },
    publications=17,
    origins=9,
    claims=(),
    beside={
        "expected": (dataclasses.replace(TANKS, low=30, high=30, contested=False),),
        "denied": (Bound(ItemKey(None, "vehicle"), 1, None, False, "one origin", ("c4",)),),
    },
)


def draw(entries: Sequence[Entry], width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    write_register_table(entries, out)
    return out.getvalue()


def test_publications_stand_against_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw([ENTRY], 120, monkeypatch)
    assert "17 → 9" in drawn
    assert "Published" in drawn
    assert "→ origins" in drawn


def test_open_ends_contested_marks_and_what_stands_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw([ENTRY], 200, monkeypatch)
    for words in (
        "5– × T-72B3 (tank), contested",
        "20–99 × truck",
        "1001– experts",
        "expected: 30 × T-72B3 (tank)",
        "denied: vehicle",
    ):
        assert words in drawn


def test_types_come_before_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw([ENTRY], 200, monkeypatch)
    assert drawn.index("T-72B3") < drawn.index("truck")


def test_parties_that_fewer_name_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw([ENTRY], 120, monkeypatch)
    assert "Africa Corps" in drawn
    assert "(+1)" in drawn
    assert "(+N)" in drawn


def test_parties_that_as_many_name_are_all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    both = tuple(dataclasses.replace(found, origins=("a",)) for found in ENTRY.alternatives["unit"])
    drawn = draw([dataclasses.replace(ENTRY, alternatives={"unit": both})], 200, monkeypatch)
    assert "Africa Corps or Malian Armed Forces" in drawn
    assert "(+N)" not in drawn


@pytest.mark.parametrize("width", [40, 60, 80, 91, 92, 100, 120, 150, 220])
def test_every_line_fits_and_no_word_is_broken(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw([ENTRY, ENTRY], width, monkeypatch)
    table = drawn[: drawn.index("2 entries")]
    assert max(map(cell_len, table.splitlines())) <= width
    for word in ("delivery", "contested", "2025-01-17", "Bamako", "Africa", "expected:", "T-72B3", "truck", "17 → 9"):
        assert word in (table if word != "17 → 9" or width >= 92 else table.replace("17 published", "17"))


def test_the_last_line_is_a_command_that_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw([ENTRY], 100, monkeypatch).splitlines()[-1].endswith(": marsad show 01234567")


def test_no_entry_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw([], 100, monkeypatch) == "No entry.\n"


def test_equipment_in_general_and_people_of_no_role_are_told_apart() -> None:
    other = Bound(ItemKey(None, "other"), 2, 3, False, "one origin", ())
    assert (write_bound(other), write_people(other)) == ("2–3 × other", "2–3 people")


def test_no_cell_of_the_csv_is_a_formula() -> None:
    out = io.StringIO()
    place = Place("=HYPERLINK(1)", "ML", 12.65, -8.0)
    write_register_csv([dataclasses.replace(ENTRY, unit=Party("@army", "Army"), place=place)], out)
    for row in csv.DictReader(io.StringIO(out.getvalue())):
        assert row["unit"] == "'@army"
        assert row["place"] == "'=HYPERLINK(1)"
        assert float(row["longitude"]) == -8.0
