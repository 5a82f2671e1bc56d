"""Days that an EDTF date covers (level 0 and 1, ISO 8601-2:2019): the one place that interprets the notation."""

from __future__ import annotations

import datetime as dt

from marsad.errors import InputError

# Seasons of EDTF: spring 21, summer 22, autumn 23, winter 24, by their first month in the northern hemisphere.
_SEASON_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


def edtf_range(edtf: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of an EDTF date or interval; None where an end is open or unknown.

    >>> edtf_range("2025-01/..")
    (datetime.date(2025, 1, 1), None)
    """
    first, slash, last = edtf.partition("/")
    return _edge(first, False), _edge(last if slash else first, True)


def _edge(part: str, end: bool) -> dt.date | None:
    part = part.rstrip("?~%")
    if part in ("", ".."):
        return None
    part = part.replace("X", "9" if end else "0")  # an unspecified digit: 201X is the 2010s
    try:
        numbers = [int(piece) for piece in part.split("-")]
        if len(numbers) == 1:
            return dt.date(numbers[0], 12, 31) if end else dt.date(numbers[0], 1, 1)
        if len(numbers) == 2:
            return _month_edge(numbers[0], numbers[1], end)
        return dt.date(numbers[0], numbers[1], numbers[2])
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{part!r} is no EDTF date", hint="write 2025, 2025-01, 2025-21 (spring), 2025-01-17 or an interval"
        ) from error


def _month_edge(year: int, month: int, end: bool) -> dt.date:
    length = 1
    if month in _SEASON_MONTH:
        month, length = _SEASON_MONTH[month], 3
    first = dt.date(year, month, 1)
    if not end:
        return first
    after = month + length - 1
    return dt.date(year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
