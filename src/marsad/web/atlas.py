"""Where and when entries are, counted for maps and timelines: a few thousand places whatever the number of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.edtf import edtf_range
from marsad.model import Place
from marsad.register import Entry

MOST_IDS = 5
"""Entries that a place names; a click on a place with more leads to the register."""


@dataclass(slots=True)
class Spot:
    """The entries in one place."""

    place: Place
    entries: int = 0
    standings: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)

    @property
    def is_point(self) -> bool:
        """Whether it is a place and not a whole country or region."""
        return self.place.latitude is not None and self.place.longitude is not None


def count_places(entries: Iterable[Entry]) -> tuple[list[Spot], int]:
    """Places with their entries, those with most first; and how many entries have none."""
    spots: dict[tuple[str, str | None, float | None, float | None], Spot] = {}
    without = 0
    for entry in entries:
        place = entry.place
        if place is None:
            without += 1
            continue
        key = (place.name, place.country, place.latitude, place.longitude)
        spot = spots.get(key)
        if spot is None:
            spot = spots[key] = Spot(place)
        spot.entries += 1
        spot.standings[entry.standing] += 1
        if len(spot.ids) < MOST_IDS:
            spot.ids.append(entry.id)
    return sorted(spots.values(), key=lambda spot: (-spot.entries, spot.place.name, spot.ids)), without


def count_months(entries: Iterable[Entry]) -> tuple[dict[str, Counter[str]], int]:
    """For each month how many entries of each type begin in it, in order; and how many have no first day.

    An entry of which only the year is known counts in its first month.
    """
    months: dict[str, Counter[str]] = {}
    without = 0
    for entry in entries:
        first = edtf_range(entry.date)[0] if entry.date else None
        if first is None:
            without += 1
            continue
        months.setdefault(f"{first:%Y-%m}", Counter())[entry.type] += 1
    return dict(sorted(months.items())), without
