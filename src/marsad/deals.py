"""Deals of SIPRI's trade register, and how they lie beside ours: plain values that any part may hold or print."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.register import Bound, Entry, ItemKey


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of SIPRI's, None where it gives none, and whether it says that it is an estimate."""

    number: int | None
    estimate: bool = False

    def __str__(self) -> str:
        return "–" if self.number is None else f"{self.number}{'?' if self.estimate else ''}"


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal of SIPRI's register; ``line`` is where it begins in the file.

    ``supplier_id`` and ``recipient_id`` are ISO codes, None for parties that are no state of today.
    """

    line: int
    supplier: str
    recipient: str
    supplier_id: str | None
    recipient_id: str | None
    designation: str
    description: str
    order_year: Figure
    ordered: Figure
    delivered: Figure
    years: tuple[int, ...]
    years_estimate: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An item of a delivery or an order as the register holds it, with the years in which it may be."""

    entry: Entry
    bound: Bound
    first: int | None
    last: int | None

    @property
    def item(self) -> ItemKey:
        return self.bound.item


@dataclass(frozen=True, slots=True)
class Numbers:
    """A sum of SIPRI's numbers beside the sum of ours; ``agrees`` is None where one side has no number."""

    there: int | None
    low: int | None
    high: int | None

    @property
    def agrees(self) -> bool | None:
        if self.there is None or self.low is None:
            return None
        return self.low <= self.there and (self.high is None or self.there <= self.high)


@dataclass(frozen=True, slots=True)
class Match:
    """Deals and items that speak of the same transfers, and what was delivered and ordered on either side."""

    deals: tuple[Deal, ...]
    held: tuple[Held, ...]
    delivered: Numbers
    ordered: Numbers

    @property
    def apart(self) -> bool:
        """Whether a number of SIPRI's lies outside our bounds."""
        return self.delivered.agrees is False or self.ordered.agrees is False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file of SIPRI's beside the register, within the parties and years that the file is about.

    ``outside`` are items that SIPRI does not count (trucks, rifles), so that their absence there says nothing;
    ``scope`` says for a person what the file is about.
    """

    scope: str
    matched: tuple[Match, ...]
    only_there: tuple[Deal, ...]
    only_here: tuple[Held, ...]
    outside: tuple[Held, ...]
