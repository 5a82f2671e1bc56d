"""Questions to the register: which entries, in what order, and what they add up to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marsad.edtf import edtf_range
from marsad.errors import InputError
from marsad.link.bounds import add_totals
from marsad.model import CLAIM_TYPES
from marsad.register import PARTIES, STANDINGS, Bound, Entry
from marsad.text import fold


@dataclass(frozen=True, slots=True)
class Question:
    """What an entry must be to be shown; None asks for nothing. Parties and places are ids or names."""

    supplier: str | None = None
    recipient: str | None = None
    unit: str | None = None
    class_: str | None = None
    type: str | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    standing: str | None = None
    origins: int = 0

    def check(self) -> None:
        """Raise InputError for a type or standing that no entry can have."""
        _check("type", self.type, CLAIM_TYPES)
        _check("standing", self.standing, STANDINGS)

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is meant; a party counts where any witness names it."""
        return (
            all(_names_party(entry, role, getattr(self, role)) for role in PARTIES)
            and (self.class_ is None or any(_fits_item(bound, self.class_) for bound in _list_counted(entry)))
            and self.type in (None, entry.type)
            and _names_place(entry, self.place)
            and _in_period(entry, self.since, self.until)
            and self.standing in (None, entry.standing)
            and entry.origins >= self.origins
        )


def _names_party(entry: Entry, role: str, wanted: str | None) -> bool:
    if wanted is None:
        return True
    named = {(party.id, party.name) for party in (getattr(entry, role),) if party}
    named |= {(a.id, a.name) for a in entry.alternatives.get(role, ())}
    return any(fold(wanted) in (fold(id_), fold(name)) for id_, name in named)


def _list_counted(entry: Entry) -> list[Bound]:
    return [*entry.items, *([entry.personnel] if entry.personnel else [])]


def _fits_item(bound: Bound, wanted: str) -> bool:
    class_ = bound.item.class_
    names = (class_, class_.replace("_", " "), str(bound.item), *bound.names)
    return fold(wanted) in {fold(name) for name in names}


def _names_place(entry: Entry, wanted: str | None) -> bool:
    if wanted is None:
        return True
    place = entry.place
    return place is not None and fold(wanted) in (fold(place.name), fold(place.country or ""))


def _in_period(entry: Entry, since: dt.date | None, until: dt.date | None) -> bool:
    if since is None and until is None:
        return True
    if entry.date is None:
        return False
    first, last = edtf_range(entry.date)
    return (since is None or last is None or last >= since) and (until is None or first is None or first <= until)


def _check(what: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise InputError(f"no {what} {value!r}", hint=f"there are {', '.join(known)}")


ORDERS: dict[str, Callable[[Entry], tuple[object, ...]]] = {
    "id": lambda e: (e.id,),
    "date": lambda e: (e.date or "9999", e.id),
    "origins": lambda e: (-e.origins, -e.publications, e.id),
    "publications": lambda e: (-e.publications, -e.origins, e.id),
    "count": lambda e: (-max((b.low for b in _list_counted(e)), default=0), e.id),
}


def select(entries: Iterable[Entry], question: Question, *, sort: str = "id") -> list[Entry]:
    """The entries that fit, in an order of ORDERS; raises InputError for another, and for what no entry can have."""
    question.check()
    _check("order", sort, tuple(ORDERS))
    return sorted((entry for entry in entries if question.fits(entry)), key=ORDERS[sort])


@dataclass(frozen=True, slots=True)
class Total:
    """What entries of one kind and one stage add up to in one class of equipment or role of people; ``high`` None is
    open.
    """

    group: tuple[str, ...]
    type: str
    stage: str | None
    class_: str
    entries: int
    low: int
    high: int | None


GROUPS: dict[str, Callable[[Entry], str]] = {
    "supplier": lambda e: e.supplier.name if e.supplier else "–",
    "recipient": lambda e: e.recipient.name if e.recipient else "–",
    "unit": lambda e: e.unit.name if e.unit else "–",
    "class": lambda e: "",
    "type": lambda e: e.type,
    "place": lambda e: e.place.name if e.place else "–",
    "period": lambda e: (e.date or "–")[:4],
    "standing": lambda e: e.standing,
}


def total(entries: Iterable[Entry], by: Sequence[str]) -> list[Total]:
    """Sums of items and people, lower and upper apart, by the named groups; never across types, stages or classes.

    Within an entry a total holds its parts and is not added to them. Entries that are denied are left out. Raises
    InputError for a group that GROUPS does not have.
    """
    unknown = [name for name in by if name not in GROUPS]
    if unknown:
        raise InputError(f"no total by {unknown[0]!r}", hint=f"there are {', '.join(GROUPS)}")
    names = [name for name in by if name != "class"]
    sums: dict[tuple[tuple[str, ...], str, str, str], list[tuple[int, int | None]]] = defaultdict(list)
    for entry in entries:
        if entry.standing == "denied":
            continue
        group = tuple(GROUPS[name](entry) for name in names)
        for class_, bounds in _class_bounds(entry).items():
            sums[group, entry.type, entry.stage or "", class_].append(bounds)
    return [
        Total(group, type_, stage or None, class_, len(found), *add_totals(found))
        for (group, type_, stage, class_), found in sorted(sums.items())
    ]


def _class_bounds(entry: Entry) -> dict[str, tuple[int, int | None]]:
    """For each class of an entry's items and its people their bounds: those of the class as a whole where they are
    given.
    """
    by_class: dict[str, list[Bound]] = defaultdict(list)
    for bound in entry.items:
        by_class[bound.item.class_].append(bound)
    found = {}
    for class_, bounds in by_class.items():
        whole = [b for b in bounds if b.item.designation is None]
        found[class_] = add_totals((b.low, b.high) for b in whole or bounds)
    if entry.personnel:
        # "other" is a class of equipment as well.
        role = entry.personnel.item.class_.replace("other", "people")
        found[role] = (entry.personnel.low, entry.personnel.high)
    return found
