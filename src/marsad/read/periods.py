"""Periods of the calendar: how a stated time is kept, written as EDTF level 1, and counted from.

A period knows its first and last day, so that "four months later" or "the same week" can be counted from it. Seasons
are written 21 (spring) to 24 (winter); a winter belongs to the year in which it begins.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from hijridate import Gregorian, Hijri

SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}
DAY, WEEK, MONTH, SEASON, QUARTER, YEAR, DECADE, INTERVAL = (
    "day", "week", "month", "season", "quarter", "year", "decade", "interval",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar with its EDTF spelling; ``grain`` says how finely it was stated.

    >>> month_of(2025, 1).edtf, since(month_of(2025, 1)).edtf
    ('2025-01', '2025-01/..')
    """

    edtf: str
    first: dt.date
    last: dt.date
    grain: str

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def month(self) -> int:
        return self.first.month


def day_of(day: dt.date) -> Period:
    return Period(day.isoformat(), day, day, DAY)


def make_day(year: int, month: int, day: int) -> Period | None:
    """The day, or None where the calendar has no such day."""
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return day_of(dt.date(year, month, day))


def month_of(year: int, month: int) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(f"{year:04d}-{month:02d}", dt.date(year, month, 1), dt.date(year, month, last), MONTH)


def year_of(year: int) -> Period:
    return Period(f"{year:04d}", dt.date(year, 1, 1), dt.date(year, 12, 31), YEAR)


def decade_of(year: int) -> Period:
    """The ten years that share all but the last digit with ``year``: "202X"."""
    start = year // 10 * 10
    return Period(f"{start // 10}X", dt.date(start, 1, 1), dt.date(start + 9, 12, 31), DECADE)


def season_of(year: int, season: int) -> Period:
    """A season by its EDTF number 21..24."""
    first = dt.date(year, SEASON_STARTS[season], 1)
    return Period(f"{year:04d}-{season}", first, shift_months(first, 3) - dt.timedelta(days=1), SEASON)


def week_of(day: dt.date) -> Period:
    """The week from Monday to Sunday that holds ``day``."""
    monday = day - dt.timedelta(days=day.weekday())
    sunday = monday + dt.timedelta(days=6)
    return Period(f"{monday}/{sunday}", monday, sunday, WEEK)


def months_of(year: int, first: int, last: int) -> Period:
    """Whole months of one year, as an interval of months."""
    return between(month_of(year, first), month_of(year, last))


def between(start: Period, end: Period) -> Period:
    """From one period to another; one period twice is that period."""
    if start.edtf == end.edtf:
        return start
    low, high = start.edtf.split("/")[0], end.edtf.split("/")[-1]
    grain = QUARTER if start.grain == end.grain == MONTH and start.year == end.year else INTERVAL
    return Period(f"{low}/{high}", start.first, end.last, grain)


def since(start: Period) -> Period:
    return Period(f"{start.edtf.split('/')[0]}/..", start.first, start.last, start.grain)


def until(end: Period) -> Period:
    return Period(f"../{end.edtf.split('/')[-1]}", end.first, end.last, end.grain)


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later (earlier if negative), or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def from_hijri(year: int, month: int, day: int | None) -> Period | None:
    """The Gregorian day (or the days of a month) of a date of the Umm al-Qura calendar, 1343 to 1500 AH.

    >>> from_hijri(1441, 1, 15).edtf
    '2019-09-14'
    """
    try:
        if day is not None:
            return day_of(_gregorian(Hijri(year, month, day)))
        first = Hijri(year, month, 1)
        start = _gregorian(first)
        return between(day_of(start), day_of(start + dt.timedelta(days=first.month_length() - 1)))
    except (OverflowError, ValueError):
        return None


def hijri_year_of(day: dt.date) -> int | None:
    """The Hijri year in which a Gregorian day falls; None outside the tables of the calendar."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except OverflowError:
        return None


def feast_of(year: int, feast: str) -> dt.date | None:
    """The day of a feast in a year: "12-25", "easter+1" (of the West) or "hijri-10-1"; None where it has none.

    >>> feast_of(2025, "easter+1"), feast_of(2025, "hijri-10-1"), feast_of(2024, "12-25")
    (datetime.date(2025, 4, 21), datetime.date(2025, 3, 30), datetime.date(2024, 12, 25))
    """
    if feast.startswith("easter"):
        return _easter(year) + dt.timedelta(days=int(feast[len("easter") :] or 0))
    *calendar_name, month, day = feast.split("-")
    if not calendar_name:
        return dt.date(year, int(month), int(day))
    first = hijri_year_of(dt.date(year, 1, 1))
    found = [from_hijri(first + step, int(month), int(day)) for step in (0, 1)] if first else []
    return next((period.first for period in found if period and period.year == year), None)


def _easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    leap, over = divmod(century, 4)
    golden = year % 19
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * over + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def _gregorian(hijri: Hijri) -> dt.date:
    day = hijri.to_gregorian()
    return dt.date(day.year, day.month, day.day)
