"""Periods of days, and the periods of the same length before them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Days ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int | None:
        """How many whole months it is; None where it is not made of whole months."""
        if self.first.day != 1 or (self.last + _DAY).day != 1:
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def years(self) -> int | None:
        """How many whole years it is; None where it is not made of whole years."""
        months = self.months
        return months // 12 if months and months % 12 == 0 and self.first.month == 1 else None

    def before(self, steps: int = 1) -> Window:
        """The window of the same length that ends where this one begins, or the one ``steps`` lengths back."""
        if self.months:
            first = _shift(self.first, -self.months * steps)
            return Window(first, _shift(first, self.months) - _DAY)
        length = dt.timedelta(days=self.days)
        return Window(self.first - length * steps, self.last - length * steps)

    def covers(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def split(self, parts: int) -> list[Window]:
        """Parts of equal length, give or take a day or, of whole months, a month where these do not come out even."""
        if self.months and self.months % parts == 0:
            step = self.months // parts
            edges = [_shift(self.first, step * n) for n in range(parts + 1)]
        else:
            edges = [self.first + dt.timedelta(days=self.days * n // parts) for n in range(parts + 1)]
        return [Window(a, b - _DAY) for a, b in pairwise(edges)]

    @property
    def edtf(self) -> str:
        """The period in words of EDTF.

        >>> year(2024).edtf, year(2024).before().edtf, Window(dt.date(2024, 1, 1), dt.date(2024, 3, 31)).edtf
        ('2024', '2023', '2024-01/2024-03')
        """
        if self.years:
            ends = [str(self.first.year), str(self.last.year)]
        elif self.months:
            ends = [f"{day:%Y-%m}" for day in (self.first, self.last)]
        else:
            ends = [self.first.isoformat(), self.last.isoformat()]
        return ends[0] if ends[0] == ends[1] else "/".join(ends)


def year(number: int) -> Window:
    """One year."""
    return Window(dt.date(number, 1, 1), dt.date(number, 12, 31))


def month(number: int, of: int) -> Window:
    """One month of a year."""
    return Window(dt.date(of, number, 1), dt.date(of, number, calendar.monthrange(of, number)[1]))


def _shift(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
