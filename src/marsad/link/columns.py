"""Claims as columns of numbers, so that many pairs of them are compared at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.link.records import Counted, LinkClaim
from marsad.model import CLAIM_TYPES, FACTUALITIES
from marsad.register import PARTIES

Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

# Totals of these may hold pieces of any class.
_GENERAL = frozenset({"vehicle", "other"})


def number_values(values: Iterable[Hashable]) -> Indexes:
    """A number for each value, the same for equals; -1 for None."""
    known: dict[Hashable, int] = {None: -1}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _bounds(counted: Iterable[Counted | None]) -> Numbers:
    """Rows of lowest and highest; -1 where an end is open."""
    rows = [
        (-1 if c is None or c.low is None else c.low, -1 if c is None or c.high is None else c.high) for c in counted
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Group:
    """Several things for each claim, one after the other: claim n has ``count[n]`` of them from ``start[n]`` on."""

    start: Indexes
    count: Indexes
    key: Indexes

    def cross(self, first: Indexes, second: Indexes) -> tuple[Indexes, Indexes, Indexes]:
        """Each thing of the first claim of a pair beside each of the second's: the pair's number, the two things."""
        many = self.count[first] * self.count[second]
        pair = np.repeat(np.arange(len(first)), many)
        place = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many)
        width = self.count[second][pair]
        return pair, self.start[first][pair] + place // width, self.start[second][pair] + place % width


@dataclass(frozen=True, slots=True)
class Items(Group):
    """The items of each claim, each key once; ``typed`` are those with a designation."""

    class_: Indexes
    typed: Flags
    bounds: Numbers
    all_typed: Flags
    any_general: Flags


@dataclass(frozen=True, slots=True)
class People:
    """The group of people of each claim; key -1 where there is none."""

    key: Indexes
    bounds: Numbers


@dataclass(frozen=True, slots=True)
class Columns:
    """A number for each of some claims, in their order, for all that comparing looks at; -1 where nothing is said.

    ``dated`` are the claims with a date, ``first`` and ``last`` its possible days: an open end lasts until publication.
    """

    claims: Sequence[LinkClaim]
    document: Indexes
    family: Indexes
    order: Indexes
    evidence: Indexes
    type: Indexes
    factuality: Indexes
    parties: dict[str, Indexes]
    items: Items
    people: People
    country: Indexes
    place: Indexes
    position: Numbers
    published: Indexes
    dated: Flags
    first: Indexes
    last: Indexes
    sources: Group

    @classmethod
    def of(cls, claims: Sequence[LinkClaim]) -> Columns:
        nowhere = (np.nan, np.nan)
        return cls(
            claims=claims,
            document=number_values(c.document for c in claims),
            family=number_values(c.family for c in claims),
            order=np.array([c.order for c in claims], dtype=np.int64),
            evidence=np.array([c.evidence for c in claims], dtype=np.int64).reshape(-1, 2),
            type=np.array([CLAIM_TYPES.index(c.type) for c in claims], dtype=np.int64),
            factuality=np.array([FACTUALITIES.index(c.factuality) for c in claims], dtype=np.int64),
            parties={role: number_values(getattr(c, role) for c in claims) for role in PARTIES},
            items=_lay_items(claims),
            people=People(
                number_values(c.personnel.key if c.personnel else None for c in claims),
                _bounds(c.personnel for c in claims),
            ),
            country=number_values(c.country for c in claims),
            place=number_values(c.place for c in claims),
            position=np.array([c.position or nowhere for c in claims], dtype=np.float64).reshape(-1, 2),
            published=np.array([-1 if c.published is None else c.published for c in claims], dtype=np.int64),
            dated=np.array([c.days is not None for c in claims], dtype=bool),
            first=np.array([(c.days[0] or 0) if c.days else 0 for c in claims], dtype=np.int64),
            last=np.array([_last(c) for c in claims], dtype=np.int64),
            sources=_lay_out([c.sources for c in claims]),
        )

    def may_join(self, first: Indexes, second: Indexes) -> Flags:
        """For each pair whether it may be one happening (see ``events.may_join``)."""
        recipients = self.parties["recipient"][first], self.parties["recipient"][second]
        known = (recipients[0] >= 0) & (recipients[1] >= 0)
        suppliers = self.parties["supplier"][first] == self.parties["supplier"][second]
        together = self.document[first] == self.document[second]
        allowed: Flags = together | np.where(known, recipients[0] == recipients[1], suppliers)
        return allowed


def _last(claim: LinkClaim) -> int:
    """The last possible day; an open end lasts until publication."""
    if claim.days and claim.days[1] is not None:
        return claim.days[1]
    return max(claim.published or 0, (claim.days[0] or 0) if claim.days else 0)


def _lay_out(things: Sequence[Sequence[Hashable]]) -> Group:
    count = np.array([len(some) for some in things], dtype=np.int64)
    return Group(np.cumsum(count) - count, count, number_values(thing for some in things for thing in some))


def _lay_items(claims: Sequence[LinkClaim]) -> Items:
    items = [list({c.key: c for c in claim.items}.values()) for claim in claims]
    flat = [counted for some in items for counted in some]
    group = _lay_out([[counted.key for counted in some] for some in items])
    return Items(
        start=group.start,
        count=group.count,
        key=group.key,
        class_=number_values(counted.key.class_ for counted in flat),
        typed=np.array([bool(counted.key.designation) for counted in flat], dtype=bool),
        bounds=_bounds(flat),
        all_typed=np.array([all(c.key.designation for c in some) for some in items], dtype=bool),
        any_general=np.array([any(c.key.class_ in _GENERAL for c in some) for some in items], dtype=bool),
    )
