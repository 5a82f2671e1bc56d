"""Cells of event data as values: days, numbers, points; None or a ValueError where they are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from marsad.verdicts import Count

# Days, figures and points come again and again in a file of hundreds of thousands of events.
_KEPT = 50_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST = 1e8
_LONG_DAYS = ("%d %B %Y", "%d-%b-%y", "%m/%d/%Y")


@lru_cache(_KEPT)
def read_day(cell: str) -> dt.date:
    """``2024-03-15``, ``2024-03-15 00:00:00.000`` or ``15 March 2024``; raises ValueError for anything else."""
    cell = cell.strip()
    day = None
    for form in (None, *_LONG_DAYS):
        try:
            day = dt.datetime.strptime(cell, form).date() if form else dt.date.fromisoformat(cell[:10])
            break
        except ValueError:
            continue
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{cell!r} is no day")
    return day


def read_count(cell: str) -> int:
    """A whole number that is not negative; an empty cell is 0. Raises ValueError for anything else."""
    number = float(cell.strip() or 0)
    if not 0 <= number <= _MOST or not number.is_integer():
        raise ValueError(f"{cell!r} is no count")
    return int(number)


def read_year(cell: str) -> int:
    """A year of these centuries; raises ValueError for anything else."""
    year = int(cell)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{cell!r} is no year")
    return year


def read_counts(row: Mapping[str, str], low: str, best: str, high: str) -> Count:
    """The three figures of a row by their columns."""
    return _make_count(row[low], row[best], row[high])


@lru_cache(_KEPT)
def _make_count(low: str, best: str, high: str) -> Count:
    return Count(read_count(low), read_count(best), read_count(high))


def read_point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point on the globe; None where the cells are empty; raises ValueError where they are not degrees."""
    if not latitude.strip() and not longitude.strip():
        return None
    return _make_point(latitude, longitude)


@lru_cache(_KEPT)
def _make_point(latitude: str, longitude: str) -> tuple[float, float]:
    point = float(latitude), float(longitude)
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise ValueError(f"{latitude}, {longitude} is no point")
    return point


def read_whole(cell: str) -> int | None:
    """A number of a country; None where there is none."""
    try:
        return int(float(cell))
    except (ValueError, OverflowError):
        return None
