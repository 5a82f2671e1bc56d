"""Cells of event data as values: days, numbers, points; None or a ValueError where they are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from marsad.verdicts import Count

_LONG_DAYS = ("%d %B %Y", "%d-%b-%y", "%m/%d/%Y")


def read_day(cell: str) -> dt.date:
    """``2024-03-15``, ``2024-03-15 00:00:00.000`` or ``15 March 2024``; raises ValueError for anything else."""
    cell = cell.strip()
    try:
        return dt.date.fromisoformat(cell[:10])
    except ValueError:
        for form in _LONG_DAYS:
            try:
                return dt.datetime.strptime(cell, form).date()
            except ValueError:
                continue
    raise ValueError(f"{cell!r} is no day")


def read_count(cell: str) -> int:
    """A whole number that is not negative; an empty cell is 0. Raises ValueError for anything else."""
    number = float(cell.strip() or 0)
    if number < 0 or number != int(number):
        raise ValueError(f"{cell!r} is no count")
    return int(number)


def read_counts(row: Mapping[str, str], low: str, best: str, high: str) -> Count:
    """The three figures of a row by their columns."""
    return Count(read_count(row[low]), read_count(row[best]), read_count(row[high]))


def read_point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point on the globe; None where the cells are empty; raises ValueError where they are not degrees."""
    if not latitude.strip() and not longitude.strip():
        return None
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
