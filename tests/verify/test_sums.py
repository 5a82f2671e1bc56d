"""Sums over UCDP's files are those of the files, row by row: read here by other means than ours."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import Any

import pytest

from marsad.knowledge.territories import load_territories
from marsad.verify.files import read_table
from marsad.verify.panel import Area, build_panels
from marsad.verify.windows import month, year
from tests.shared import find_shared

GED = "data/ucdp/GEDEvent_v23_1_CAR.geojson"
COUNTRY_YEARS = "data/ucdp/organizedviolencecy_v25_1.csv"
TYPES = {1: "state_based", 2: "non_state", 3: "one_sided"}
ENDS = ("low", "best", "high")


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    body = json.loads(find_shared(GED).read_text(encoding="utf-8"))
    return [feature["properties"] for feature in body["features"]]


def test_all_events_of_the_central_african_republic_add_up_by_year_and_type(events: list[dict[str, Any]]) -> None:
    (panel,) = build_panels([read_table(find_shared(GED).read_bytes(), GED)])
    expected: Counter[tuple[int, str, str]] = Counter()
    for event in events:
        for end in ENDS:
            expected[event["year"], TYPES[event["type_of_violence"]], end] += event[end]
    found: Counter[tuple[int, str, str]] = Counter()
    for number in range(1991, 2023):
        toll = panel.toll(Area("CF"), year(number))
        for name in TYPES.values():
            for end in ENDS:
                found[number, name, end] += getattr(getattr(toll, name), end)
    assert +found == +expected
    assert sum(count for (_, _, end), count in found.items() if end == "best") == sum(e["best"] for e in events)


def test_months_add_up_to_the_year_but_for_events_of_unknown_month(events: list[dict[str, Any]]) -> None:
    (panel,) = build_panels([read_table(find_shared(GED).read_bytes(), GED)])
    months = [panel.toll(Area("CF"), month(n, 2014)).all for n in range(1, 13)]
    whole = panel.toll(Area("CF"), year(2014)).all
    assert sum(m.best for m in months) == whole.best
    assert sum(m.low for m in months) <= whole.low
    assert sum(m.high for m in months) >= whole.high


def test_country_years_are_those_of_the_table() -> None:
    path = find_shared(COUNTRY_YEARS)
    (panel,) = build_panels([read_table(path.read_bytes(), path.name)])
    checked = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            iso = load_territories().find(row["country_cy"], int(row["country_id_cy"]))
            if iso is None:
                continue
            toll = panel.toll(Area(iso), year(int(row["year_cy"])))
            for end in ENDS:
                assert getattr(toll.all, end) == int(row[f"cumulative_total_deaths_in_orgvio_{end}_cy"])
                assert getattr(toll.by_governments, end) == int(row[f"os_any_govt_killings_{end}_cy"])
            checked += 1
    assert checked == 6928  # all but Czechoslovakia, East Germany and South Yemen


@pytest.mark.parametrize(
    ("country", "number", "deaths"),
    [
        ("NE", 2023, "447–513–910"), ("NE", 2024, "1075–1222–1650"),
        ("BF", 2023, "5810–6122–7485"), ("BF", 2024, "3691–4251–5260"),
        ("ML", 2023, "2087–2118–2897"), ("ML", 2024, "1783–1901–2644"),
    ],
)  # fmt: skip
def test_figures_that_are_known(country: str, number: int, deaths: str) -> None:
    (panel,) = build_panels([read_table(find_shared(COUNTRY_YEARS).read_bytes(), COUNTRY_YEARS)])
    assert str(panel.toll(Area(country), year(number)).all) == deaths
