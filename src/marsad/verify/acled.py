"""Exports of ACLED, with the headers before and after March 2023, with or without the row of HXL tags."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from marsad.knowledge.territories import load_territories
from marsad.verdicts import Count
from marsad.verify.cells import read_count, read_day, read_point
from marsad.verify.faults import Faults
from marsad.verify.tables import Event, Table, Type

Rows = Iterable[tuple[str, Mapping[str, str]]]

COLUMNS = ("event_id_cnty", "event_date", "event_type", "inter1", "country", "fatalities")
_KNOWN = frozenset({
    *COLUMNS, "data_id", "iso", "iso3", "event_id_no_cnty", "year", "time_precision", "disorder_type",
    "sub_event_type", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "region", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "tags", "timestamp", "population_1km", "population_2km", "population_5km",
    "population_best",
})  # fmt: skip
USED_COLUMNS = (*COLUMNS, "inter2", "civilian_targeting", "admin1", "latitude", "longitude")
# Kinds of actors, by ACLED's numbers and by the words that newer exports have in their place.
_STATE = {"1", "8", "state forces", "external/other forces"}
_CIVILIANS = {"7", "civilians"}


def read_rows(columns: tuple[str, ...], rows: Rows, version: str, faults: Faults) -> Table:
    """Events with their one figure as low, best and high; where no version is told it is the day of the newest row."""
    faults.leave_unread(name for name in columns if name not in _KNOWN)
    events: dict[str, Event] = {}
    for where, row in rows:
        if row.get("event_id_cnty", "").startswith("#"):
            continue  # the row of HXL tags
        event = _read_event(row, where, faults)
        if event is None:
            continue
        if event.id in events:
            faults.note("has an id that stood before, left out", f"{where} ({event.id})")
            continue
        events[event.id] = event
    newest = max((event.last for event in events.values()), default=None)
    version = version or (newest.isoformat() if newest else "")
    return Table("acled", version, events=tuple(events.values()), notes=tuple(faults.lines()))


def _read_event(row: Mapping[str, str], where: str, faults: Faults) -> Event | None:
    try:
        day, deaths = read_day(row["event_date"]), read_count(row["fatalities"])
    except (KeyError, ValueError):
        faults.note("without day or figures, left out", where)
        return None
    name = row.get("country", "")
    country = load_territories().find(name)
    if country is None:
        faults.note("of a country without ISO code, kept without it", name or where)
    try:
        point = read_point(row.get("latitude", ""), row.get("longitude", ""))
    except ValueError:
        faults.note("with broken coordinates, kept without them", where)
        point = None
    type_, government = _find_type(row)
    id_ = row.get("event_id_cnty") or where
    count, region = Count(deaths, deaths, deaths), sys.intern(row.get("admin1", ""))
    return Event(id_, type_, government, count, day.year, day, day, country, point, region)


def _find_type(row: Mapping[str, str]) -> tuple[Type, bool]:
    """The type of violence as UCDP has it, and whether a state's force is the first actor."""
    first, second = row.get("inter1", "").strip().lower(), row.get("inter2", "").strip().lower()
    at_civilians = (
        row.get("event_type") == "Violence against civilians"
        or row.get("civilian_targeting", "") == "Civilian targeting"
        or second in _CIVILIANS
    )
    if at_civilians:
        return "one_sided", first in _STATE
    return ("state_based" if _STATE & {first, second} else "non_state"), first in _STATE
