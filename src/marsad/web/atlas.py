"""Where and when entries are, counted for maps and timelines: so many places at most, however many entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.edtf import edtf_range
from marsad.model import Place
from marsad.register import Entry

MOST_SPOTS = 15_000
"""More places than a map shows apart; with 100,000 places as many entries, so many are half a megabyte compressed."""
_CELL = 0.1
# Degrees, about 11 km: a place is drawn as an area of 15 km.


@dataclass(slots=True)
class Spot:
    """The entries in one place; ``others`` are places close by that are counted with it. ``id`` is one of the entries:
    where there are more, a click leads to the register.
    """

    place: Place
    entries: int = 0
    standings: Counter[str] = field(default_factory=Counter)
    id: str = ""
    others: int = 0

    @property
    def is_point(self) -> bool:
        """Whether it is a place and not a whole country or region."""
        return self.place.latitude is not None and self.place.longitude is not None


def count_places(entries: Iterable[Entry], most: int = MOST_SPOTS) -> tuple[list[Spot], int]:
    """Places with their entries, those with most first; and how many entries have none.

    Where there are more than ``most``, those that lie close together become one, by the name of the busiest.
    """
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
        spot.id = spot.id or entry.id
    found = sorted(spots.values(), key=_order)
    cell = _CELL
    while len(found) > most and cell < 90:
        found, cell = sorted(_merge(found, cell), key=_order), 2 * cell
    return found, without


def _order(spot: Spot) -> tuple[int, str, str]:
    return -spot.entries, spot.place.name, spot.id


def _merge(spots: Iterable[Spot], cell: float) -> Iterable[Spot]:
    """One spot for each field of a grid, of those that are points; the first names it."""
    fields: dict[tuple[int, int] | str, Spot] = {}
    for spot in spots:
        place = spot.place
        key: tuple[int, int] | str = spot.id
        if place.latitude is not None and place.longitude is not None:
            key = (int(place.latitude // cell), int(place.longitude // cell))
        first = fields.get(key)
        if first is None:
            fields[key] = spot
            continue
        first.entries += spot.entries
        first.standings += spot.standings
        first.others += 1 + spot.others
    return fields.values()


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
