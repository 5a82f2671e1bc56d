"""All files of one kind as one panel: deaths of a country, or a part of it, in a period, and which periods are covered.

Of several releases the newer one stands for the days that it covers. A country of which a file holds no row is not
covered by it: that is no zero.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from marsad.knowledge.places import distance_km
from marsad.text import fold
from marsad.verdicts import Bin, Count, Toll
from marsad.verify.tables import KINDS, Event, Kind, Table
from marsad.verify.windows import Window, month, year

# Events this near to a town are counted as its own.
NEAR_KM = 50.0
# Releases of events that stand for whole years have two numbers (25.1), candidates three or more (25.0.6).
_YEARLY = 2


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or the part of it around a point, or a region of it by name."""

    country: str
    name: str = ""
    point: tuple[float, float] | None = None

    @property
    def is_part(self) -> bool:
        return bool(self.name or self.point)

    def holds(self, event: Event) -> bool:
        """Whether an event of the country lies in the area; one without a known place does not lie in a part."""
        if self.point:
            return event.point is not None and distance_km(self.point, event.point) <= NEAR_KM
        return not self.name or fold(self.name) in fold(event.region)


@dataclass(frozen=True)
class Panel:
    """Rows of one kind by country, with the days that they cover."""

    kind: Kind
    label: str
    events: dict[str, list[Event]]
    rows: dict[str, dict[int, Toll]]
    spans: dict[str, list[Window]]

    @property
    def has_days(self) -> bool:
        """Whether deaths are known by day and place, not by year alone."""
        return self.kind != "ucdp-country-year"

    @cached_property
    def countries(self) -> tuple[str, ...]:
        return tuple(sorted(self.spans))

    def covers(self, area: Area, window: Window) -> bool:
        """Whether the rows can tell the deaths of an area in all of a period."""
        if not self.has_days and (area.is_part or window.years is None):
            return False
        day = window.first
        for span in sorted(self.spans.get(area.country, ())):
            if span.covers(day):
                day = max(day, span.last + dt.timedelta(days=1))
        return day > window.last

    def clip(self, area: Area, window: Window) -> Window:
        """As much of a period without end as is covered, in whole years where only these are known."""
        spans = sorted(span for span in self.spans.get(area.country, ()) if span.first <= window.last)
        last = max((span.last for span in spans), default=window.last)
        last = min(last, window.last)
        if not self.has_days and (last.month, last.day) != (12, 31):
            last = year(last.year - 1).last
        return Window(window.first, last) if last > window.first else window

    def toll(self, area: Area, window: Window) -> Toll:
        """The deaths of an area in a period that is covered.

        Years are added up as the source has them. In other periods, an event that may lie outside adds nothing to the
        low figure and all to the high one.
        """
        if not self.has_days:
            rows = self.rows.get(area.country, {})
            return _add(toll for number, toll in rows.items() if window.covers(dt.date(number, 1, 1)))
        events = filter(area.holds, self.events.get(area.country, ()))
        if window.years:
            return _add(event.toll for event in events if window.first.year <= event.year <= window.last.year)
        return _add(_cut(event, window) for event in events)

    def list_years(self, area: Area, first: int, last: int) -> tuple[Bin, ...]:
        """The deaths year by year, of the years that are covered."""
        return tuple(self._bins(area, (year(number) for number in range(first, last + 1))))

    def list_months(self, area: Area, window: Window) -> tuple[Bin, ...]:
        """The deaths month by month, of the months of a period that are covered."""
        count = (window.last.year - window.first.year) * 12 + window.last.month - window.first.month + 1
        at = window.first.year * 12 + window.first.month - 1
        return tuple(self._bins(area, (month(n % 12 + 1, n // 12) for n in range(at, at + count))))

    def _bins(self, area: Area, windows: Iterable[Window]) -> Iterator[Bin]:
        for window in windows:
            if self.covers(area, window):
                yield Bin(window.edtf, self.toll(area, window))


def build_panels(tables: Iterable[Table]) -> list[Panel]:
    """One panel for each kind of table that is there, in a fixed order: country-years, events of UCDP, ACLED."""
    by_kind: dict[Kind, list[Table]] = defaultdict(list)
    for table in tables:
        by_kind[table.kind].append(table)
    order: tuple[Kind, ...] = ("ucdp-country-year", "ucdp-ged", "acled")
    return [_build(kind, by_kind[kind]) for kind in order if kind in by_kind]


def _build(kind: Kind, tables: Sequence[Table]) -> Panel:
    newest = sorted(tables, key=lambda table: _order(table.version), reverse=True)
    label = f"{KINDS[kind]} {' + '.join(dict.fromkeys(table.version for table in newest if table.version))}".strip()
    panel = Panel(kind, label, defaultdict(list), defaultdict(dict), defaultdict(list))
    for table in newest:
        _take(panel, table)
    return panel


def _take(panel: Panel, table: Table) -> None:
    """Add what no newer release covers."""
    span = _find_span(table)
    known = {country: list(spans) for country, spans in panel.spans.items()}

    def is_new(country: str, day: dt.date) -> bool:
        return not any(window.covers(day) for window in known.get(country, ()))

    for event in table.events:
        if event.country and is_new(event.country, event.first):
            panel.events[event.country].append(event)
    for row in table.years:
        if row.country and is_new(row.country, dt.date(row.year, 1, 1)):
            panel.rows[row.country][row.year] = row.toll
    for country, window in _list_spans(table, span):
        panel.spans[country].append(window)


def _list_spans(table: Table, span: Window) -> Iterator[tuple[str, Window]]:
    if table.events:
        yield from ((country, span) for country in {event.country for event in table.events} if country)
    yield from ((row.country, year(row.year)) for row in table.years if row.country)


def _find_span(table: Table) -> Window:
    """The days of which a file of events tells all: its years where it is a yearly release, else its months."""
    if not table.events:
        return year(table.span[0])
    first, last = min(event.first for event in table.events), max(event.last for event in table.events)
    if table.kind == "ucdp-ged" and len(_order(table.version)) == _YEARLY:
        return Window(year(first.year).first, year(table.span[1]).last)
    return Window(first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1]))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.replace("-", ".").split(".") if part.isdecimal())


def _cut(event: Event, window: Window) -> Toll:
    if window.covers(event.first) and window.covers(event.last):
        return event.toll
    if event.last < window.first or window.last < event.first:
        return Toll()
    inside = event.count.best if window.covers(event.first) else 0

    def loosen(count: Count) -> Count:
        return Count(0, inside if count.best else 0, count.most)

    toll = event.toll
    return Toll(*map(loosen, (toll.state_based, toll.non_state, toll.one_sided, toll.by_governments)))


def _add(tolls: Iterable[Toll]) -> Toll:
    total = Toll()
    for toll in tolls:
        total += toll
    return total
