"""Files of event data: told apart by their columns; what is wrong in them is one clear line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import InputError
from marsad.verify.files import read_table
from marsad.verify.ucdp import FULL_COLUMNS, YEAR_COLUMNS

EVENT = {
    "id": "7", "year": "2024", "type_of_violence": "3", "side_a": "Government of Niger", "adm_1": "Tillabéri region",
    "latitude": "14.2", "longitude": "1.5", "country": "Niger", "country_id": "436",
    "date_start": "2024-03-21 00:00:00.000", "date_end": "2024-03-22 00:00:00.000",
    "best": "5", "high": "9", "low": "4", "gwnoa": "436",
}  # fmt: skip
OLD_ACLED = {
    "data_id": "1", "iso": "562", "event_id_cnty": "NIR1", "event_date": "21 March 2022", "year": "2022",
    "event_type": "Battles", "inter1": "1", "inter2": "2", "country": "Niger", "admin1": "Tillaberi",
    "latitude": "14.2", "longitude": "1.5", "fatalities": "3",
}  # fmt: skip
NEW_ACLED = {
    "event_id_cnty": "NIR2", "event_date": "2024-03-21", "disorder_type": "Political violence",
    "event_type": "Violence against civilians", "inter1": "State forces", "inter2": "Civilians",
    "civilian_targeting": "Civilian targeting", "country": "Niger", "latitude": "14.2", "longitude": "1.5",
    "fatalities": "2",
}  # fmt: skip


def write(*rows: dict[str, str], header: bool = True, delimiter: str = ",") -> bytes:
    lines = [delimiter.join(rows[0])] if header else []
    return "\n".join([*lines, *(delimiter.join(f'"{cell}"' for cell in row.values()) for row in rows)]).encode()


def make_year(**changes: str) -> dict[str, str]:
    row = dict.fromkeys(YEAR_COLUMNS, "0")
    row |= {"country_id_cy": "436", "country_cy": "Niger", "year_cy": "2024", "version": "25.1"}
    return row | changes


def test_events_are_read_with_type_days_place_and_side() -> None:
    table = read_table(write(EVENT), "GEDEvent_v24_1.csv")
    (event,) = table.events
    assert (table.kind, table.version, table.notes) == ("ucdp-ged", "24.1", ())
    assert (event.country, event.type, event.by_government) == ("NE", "one_sided", True)
    assert (event.first.isoformat(), event.last.isoformat(), event.point) == ("2024-03-21", "2024-03-22", (14.2, 1.5))
    assert (event.count.low, event.count.best, event.count.high) == (4, 5, 9)
    assert event.toll.by_governments.best == 5


def test_a_candidate_file_without_header_is_known_by_its_cells() -> None:
    cells = [EVENT.get(name, "") for name in FULL_COLUMNS]
    table = read_table(",".join(cells).encode(), "GEDEvent_v25_0_6.csv")
    assert (table.kind, table.version, table.events[0].id) == ("ucdp-ged", "25.0.6", "7")


def test_a_file_of_an_old_release_names_its_figures_otherwise() -> None:
    old = {f"{name}_est" if name in ("best", "high", "low") else name: cell for name, cell in EVENT.items()}
    assert read_table(write(old), "ged50.csv").events[0].count.best == 5


def test_geojson_gives_what_the_csv_gives() -> None:
    point = {"type": "Point", "coordinates": [1.5, 14.2]}
    plain = {name: cell for name, cell in EVENT.items() if name not in ("latitude", "longitude")}
    body = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": plain, "geometry": point}]}
    assert read_table(json.dumps(body).encode(), "x.geojson").events == read_table(write(EVENT), "x.csv").events


@pytest.mark.parametrize("geometry", [7, "here", [], {"coordinates": 5}, {"coordinates": [{}, []]}, None])
def test_a_broken_geometry_costs_the_point_alone(geometry: object) -> None:
    feature = {"properties": {k: v for k, v in EVENT.items() if k not in ("latitude", "longitude")}}
    table = read_table(json.dumps({"features": [feature | {"geometry": geometry}]}).encode(), "x.geojson")
    assert [event.point for event in table.events] == [None]


def test_country_years_tell_their_version() -> None:
    row = make_year(sb_total_deaths_best_cy="12", sb_total_deaths_high_cy="20", os_any_govt_killings_best_cy="1")
    table = read_table(write(row), "renamed.csv")
    assert (table.kind, table.version) == ("ucdp-country-year", "25.1")
    assert (table.years[0].country, table.years[0].toll.all.best, table.years[0].toll.by_governments.best) == (
        "NE",
        12,
        1,
    )


@pytest.mark.parametrize(
    ("row", "type_", "government", "day"),
    [(OLD_ACLED, "state_based", True, "2022-03-21"), (NEW_ACLED, "one_sided", True, "2024-03-21")],
)
def test_acled_is_read_with_either_header(row: dict[str, str], type_: str, government: bool, day: str) -> None:
    table = read_table(write(row), "acled.csv")
    (event,) = table.events
    assert (table.kind, event.country, event.type) == ("acled", "NE", type_)
    assert (event.by_government, event.first.isoformat(), table.version) == (government, day, day)
    assert event.count.low == event.count.high


def test_the_row_of_hxl_tags_is_passed_over() -> None:
    tags = {name: f"#{name}" for name in NEW_ACLED}
    table = read_table(write(tags, NEW_ACLED, delimiter=";"), "acled.csv")
    assert (table.rows, table.notes) == (1, ())


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"latitude": "99"}, "with broken coordinates, kept without them: line 2"),
        ({"latitude": "north"}, "with broken coordinates, kept without them: line 2"),
        ({"best": "3"}, "has low, best and high out of order: added up as written, bounds taken wide: line 2 (7)"),
        ({"country": "Atlantis", "country_id": "9999"}, "of a country without ISO code, kept without it: Atlantis"),
    ],
)
def test_what_is_odd_in_a_row_is_told_and_the_row_kept(change: dict[str, str], note: str) -> None:
    table = read_table(write(EVENT | change), "ged.csv")
    assert table.rows == 1
    assert table.notes == (f"1 row {note}",)


def test_an_id_that_stands_twice_counts_once() -> None:
    table = read_table(write(EVENT, EVENT, EVENT), "ged.csv")
    assert table.rows == 1
    assert table.notes == ("2 rows have an id that stood before, left out: line 3 (7), line 4 (7)",)


def test_many_faults_are_one_line_with_the_first_places() -> None:
    bad = EVENT | {"date_start": "soon"}
    table = read_table(write(EVENT, *[bad] * 9), "ged.csv")
    assert table.notes == (
        "9 rows without day, type or figures, left out: line 3, line 4, line 5, line 6, line 7 and 4 more",
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"name;price\nbread;3\n", "no event data by its columns: name, price"),
        (b"", "no event data by its columns: none"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff", "is no text"),
        (b'{"type": "FeatureCollection"}', "is no GeoJSON with features"),
        (b'{"broken', "is no GeoJSON with features"),
        (b'{"features": [{"properties": "id"}]}', "is no GeoJSON with features"),
        (write(EVENT | {"date_start": "soon"}), "no row that can be used"),
        (write(EVENT | {"best": "-1"}), "no row that can be used"),
        (write(EVENT).splitlines()[0], "no row that can be used"),
    ],
)
def test_a_file_that_is_no_event_data_is_one_line(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as error:
        read_table(data, "file.csv")
    assert str(error.value).startswith(f"file.csv: {what}")
    assert "\n" not in str(error.value)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_one_line(data: bytes) -> None:
    for start in (b"", b"{", write(EVENT), write(NEW_ACLED), write(make_year())):
        try:
            told = "; ".join(read_table(start + data, "file").notes)
        except InputError as error:
            told = str(error)
        assert "\n" not in told


@given(st.lists(st.sampled_from(["", "x", "-3", "1e9", "nan", "inf", "2024", "2024-13-01", "9" * 30]), max_size=60))
def test_any_cells_under_a_known_header_are_a_table_or_one_line(cells: list[str]) -> None:
    for row in (EVENT, NEW_ACLED, make_year()):
        try:
            read_table(",".join(row).encode() + b"\n" + ",".join(cells).encode(), "file.csv")
        except InputError:
            continue


@pytest.mark.parametrize(
    ("columns", "note"),
    [
        ({"mood": "x"}, "1 column is not read: mood"),
        ({"mood": "x", "price": "3"}, "2 columns are not read: mood, price"),
    ],
)
def test_columns_that_nobody_reads_are_counted_as_columns(columns: dict[str, str], note: str) -> None:
    assert read_table(write(EVENT | columns), "ged.csv").notes == (note,)


@pytest.mark.parametrize(("times", "note"), [(2, "1 row has an id"), (3, "2 rows have an id")])
def test_a_note_has_the_form_of_its_number(times: int, note: str) -> None:
    (found,) = read_table(write(*[EVENT] * times), "ged.csv").notes
    assert found.startswith(note)


@pytest.mark.parametrize(
    ("row", "without", "taken_for"),
    [
        (EVENT, ("type_of_violence", "best"), "UCDP Georeferenced Event Dataset"),
        (make_year(), ("country_id_cy", "os_any_govt_killings_high_cy"), "UCDP Country-Year Dataset"),
        (NEW_ACLED, ("inter1", "fatalities"), "ACLED"),
    ],
)
def test_a_file_that_lacks_columns_hears_which_and_what_it_is_taken_for(
    row: dict[str, str], without: tuple[str, ...], taken_for: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_table(write({name: cell for name, cell in row.items() if name not in without}), "cut.csv")
    assert caught.value.what.startswith(f"is taken for {taken_for}")
    assert caught.value.what.endswith(f"by its columns, but lacks {', '.join(without)}")
    assert caught.value.where == "cut.csv"


def test_a_cut_file_of_an_old_release_lacks_what_its_own_columns_are_called() -> None:
    old = {f"{name}_est" if name in ("best", "low") else name: cell for name, cell in EVENT.items() if name != "high"}
    with pytest.raises(InputError, match="but lacks high_est"):
        read_table(write(old), "ged50.csv")
