"""What a file of event data holds once it is read: events, or country-years, with what is wrong in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from marsad.verdicts import Count, Reason, Toll

Kind = Literal["ucdp-ged", "ucdp-country-year", "acled"]
KINDS: dict[Kind, str] = {
    "ucdp-ged": "UCDP Georeferenced Event Dataset",
    "ucdp-country-year": "UCDP Country-Year Dataset on Organized Violence",
    "acled": "ACLED",
}
TERMS: dict[Kind, str] = {
    "ucdp-ged": "UCDP, Uppsala University, CC BY 4.0",
    "ucdp-country-year": "UCDP, Uppsala University, CC BY 4.0",
    "acled": "ACLED terms of use: credit ACLED, pass on no rows; https://acleddata.com",
}
# What each source is known not to see; said with every verdict.
BIASES: dict[Kind, Reason] = {
    "ucdp-ged": Reason("bias_ucdp"),
    "ucdp-country-year": Reason("bias_ucdp"),
    "acled": Reason("bias_acled"),
}

Type = Literal["state_based", "non_state", "one_sided"]


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its deaths, its days, where it was. ``country`` is an ISO code, None where the state has none;
    ``point`` is latitude and longitude, ``region`` the first level below the state.
    """

    id: str
    type: Type
    by_government: bool
    count: Count
    year: int
    first: dt.date
    last: dt.date
    country: str | None
    point: tuple[float, float] | None = None
    region: str = ""

    @property
    def toll(self) -> Toll:
        """Its deaths under its type."""
        own = self.count if self.by_government else Count()
        if self.type == "state_based":
            return Toll(state_based=self.count)
        if self.type == "non_state":
            return Toll(non_state=self.count)
        return Toll(one_sided=self.count, by_governments=own)


@dataclass(frozen=True, slots=True)
class CountryYear:
    """The deaths of one state in one year."""

    country: str | None
    year: int
    toll: Toll


@dataclass(frozen=True, slots=True)
class Table:
    """A file of event data, read: ``notes`` say, a line each, what in it is not as it should be."""

    kind: Kind
    version: str
    events: tuple[Event, ...] = ()
    years: tuple[CountryYear, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.events) + len(self.years)

    @property
    def span(self) -> tuple[int, int]:
        """First and last year with a row."""
        found = [event.year for event in self.events] + [row.year for row in self.years]
        return min(found), max(found)
