"""The files of the Uppsala Conflict Data Program: events (GED, yearly and candidate releases) and country-years."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from marsad.knowledge.territories import load_territories
from marsad.verdicts import Count, Toll
from marsad.verify.cells import read_counts, read_day, read_point, read_whole, read_year
from marsad.verify.faults import Faults
from marsad.verify.tables import CountryYear, Event, Table, Type

Rows = Iterable[tuple[str, Mapping[str, str]]]

EVENT_COLUMNS = ("id", "type_of_violence", "country", "date_start", "date_end")
# Up to release 5.0 the figures were named otherwise.
_BOUNDS = (("low", "best", "high"), ("low_est", "best_est", "high_est"))
# A candidate release may come without its header.
FULL_COLUMNS: tuple[str, ...] = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
USED_COLUMNS = (
    *EVENT_COLUMNS, *(name for names in _BOUNDS for name in names), "year", "country_id", "side_a", "adm_1", "latitude",
    "longitude", "gwnoa", "version",
)  # fmt: skip
_TYPES: dict[str, Type] = {"1": "state_based", "2": "non_state", "3": "one_sided"}
_GROUPS = ("sb_total_deaths", "ns_total_deaths", "os_total_deaths", "os_any_govt_killings")
YEAR_COLUMNS = (
    "country_id_cy", "country_cy", "year_cy",
    *(f"{group}_{end}_cy" for group in _GROUPS for end in ("low", "best", "high")),
)  # fmt: skip


def find_bounds(columns: Iterable[str]) -> tuple[str, str, str] | None:
    """The columns of the low, best and high figure."""
    known = set(columns)
    return next((names for names in _BOUNDS if known.issuperset(names)), None)


def choose_bounds(columns: Iterable[str]) -> tuple[str, str, str]:
    """The names of the figures that a file with these columns means, even where it lacks some."""
    known = set(columns)
    return max(_BOUNDS, key=lambda names: len(known.intersection(names)))


def is_bare_event(cells: list[str]) -> bool:
    """Whether a first line is already an event: a file without a header."""
    row = dict(zip(FULL_COLUMNS, cells, strict=False))
    return len(cells) == len(FULL_COLUMNS) and row["type_of_violence"] in _TYPES and row["year"].isdecimal()


def read_events(columns: tuple[str, ...], rows: Rows, version: str, faults: Faults) -> Table:
    """Events of a GED file, each once."""
    bounds = find_bounds(columns)
    assert bounds is not None
    faults.leave_unread(name for name in columns if name not in FULL_COLUMNS and name not in bounds)
    events: dict[str, Event] = {}
    for where, row in rows:
        event = _read_event(row, where, bounds, faults)
        if event is None:
            continue
        if event.id in events:
            faults.note("has an id that stood before, left out", f"{where} ({event.id})")
            continue
        events[event.id] = event
    return Table("ucdp-ged", version, events=tuple(events.values()), notes=tuple(faults.lines()))


def _read_event(row: Mapping[str, str], where: str, bounds: tuple[str, str, str], faults: Faults) -> Event | None:
    try:
        first, last = read_day(row["date_start"]), read_day(row["date_end"])
        count = read_counts(row, *bounds)
        type_ = _TYPES[row["type_of_violence"].strip().removesuffix(".0")]
        year = read_year(row["year"]) if row.get("year", "").strip() else first.year
        if last < first:
            raise ValueError("ends before it begins")
    except (KeyError, ValueError):
        faults.note("without day, type or figures, left out", where)
        return None
    _check_order(count, f"{where} ({row.get('id', '')})", faults)
    country = _find_country(row.get("country", ""), row.get("country_id", ""), where, faults)
    point = _find_point(row, where, faults)
    government = bool(row.get("gwnoa", "").strip()) or row.get("side_a", "").startswith("Government of")
    return Event(
        row.get("id", "").strip() or where, type_, government, count, year, first, last, country,
        point, sys.intern(row.get("adm_1", "")),
    )  # fmt: skip


def read_years(columns: tuple[str, ...], rows: Rows, version: str, faults: Faults) -> Table:
    """Country-years of UCDP's table; the version that its rows tell counts more than the file's name."""
    found: dict[tuple[str, int], CountryYear] = {}
    for where, row in rows:
        version = row.get("version", "").strip() or version
        try:
            year = read_year(row["year_cy"])
            name = row["country_cy"]
            tolls = [read_counts(row, *(f"{group}_{end}_cy" for end in ("low", "best", "high"))) for group in _GROUPS]
        except (KeyError, ValueError):
            faults.note("without year or figures, left out", where)
            continue
        for count in tolls:
            _check_order(count, f"{where} ({name} {year})", faults)
        key = (row["country_id_cy"], year)
        if key in found:
            faults.note("of a country and year that stood before, left out", where)
            continue
        country = _find_country(name, row["country_id_cy"], where, faults)
        found[key] = CountryYear(country, year, Toll(*tolls))
    return Table("ucdp-country-year", version, years=tuple(found.values()), notes=tuple(faults.lines()))


def _check_order(count: Count, where: str, faults: Faults) -> None:
    if not count.low <= count.best <= count.high:
        faults.note("has low, best and high out of order: added up as written, bounds taken wide", where)


def _find_country(name: str, number: str, where: str, faults: Faults) -> str | None:
    found = load_territories().find(name, read_whole(number))
    if found is None:
        faults.note("of a country without ISO code, kept without it", f"{name or where}")
    return found


def _find_point(row: Mapping[str, str], where: str, faults: Faults) -> tuple[float, float] | None:
    try:
        return read_point(row.get("latitude", ""), row.get("longitude", ""))
    except ValueError:
        faults.note("with broken coordinates, kept without them", where)
        return None
