"""What a claim is about, so that a prediction and what became of it can be held together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marsad.edtf import edtf_range
from marsad.model import Claim, Document, Item, Party

# Claims of one entry are one happening. Others are held together where parties and things are the same and the day
# falls into this time after the prediction.
_KIN_DAYS = 730
_ONE_OF_A_KIND = ("withdrawal", "agreement")
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A claim with its days: when it was said, and the first and last day of what it tells."""

    claim: Claim
    document: Document
    entry: str | None
    said: dt.date | None
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, claim: Claim, document: Document, entry: str | None) -> Matter:
        first, last = edtf_range(claim.date.edtf) if claim.date else (None, None)
        return cls(claim, document, entry, document.published, first, last)

    @property
    def due(self) -> dt.date | None:
        """The last day by which it should happen; None where the horizon is open.

        Of orders and pledges the day of the announcement is told: a day that was past when it was said is no horizon.
        """
        return self.last if self.last and self.said and self.last >= self.said else None

    @property
    def name(self) -> str:
        return self.document.publisher or self.document.source

    @property
    def keys(self) -> tuple[_Key, ...]:
        """Claims that share none of these are about different things."""
        own: list[_Key] = [("entry", self.entry)] if self.entry else []
        if self.claim.recipient and self.claim.supplier:
            own.append((self.claim.type, self.claim.supplier.id, self.claim.recipient.id))
        return tuple(own)


def is_same_matter(prediction: Matter, other: Matter) -> bool:
    """Whether another claim is about what a prediction is about: in one entry, or plainly the same."""
    a, b = prediction.claim, other.claim
    if a.type != b.type or not _fit(a.recipient, b.recipient):
        return False
    if not _fit(a.unit, b.unit) or not _items_fit(a.items, b.items):
        return False
    if not _has_same_force(a, b) and not _fit(a.supplier, b.supplier):
        return False
    return (prediction.entry is not None and prediction.entry == other.entry) or _is_kin(prediction, other)


def is_plainly_same(a: Claim, b: Claim) -> bool:
    """Whether two claims of one type and of the same parties name the same force or the same type of thing.

    A withdrawal and a pact are one of a kind between two parties, and need name nothing.
    """
    if a.type in _ONE_OF_A_KIND or _has_same_force(a, b):
        return True
    return any(_is_one_thing(x, y) for x in a.items for y in b.items if x.designation and y.designation)


def is_fulfilled(prediction: Matter, fact: Matter, was_known: bool) -> bool:
    """Whether a later fact is what was predicted, all of it, and not what was so before."""
    said = prediction.said
    if said is None or not _counts_suffice(prediction.claim, fact.claim):
        return False
    if prediction.claim.unit and not prediction.claim.items and fact.claim.unit is None:
        return False  # that this force would do it is all that was predicted
    if fact.first is None or (fact.last is None and fact.first < said):
        return not was_known
    return fact.last is None or fact.last >= said


def _is_kin(prediction: Matter, other: Matter) -> bool:
    """Claims of different entries: both parties the same, plainly one matter, at a day that fits the horizon."""
    if other.first is None or prediction.said is None:
        return False
    last = prediction.due or prediction.said + dt.timedelta(days=_KIN_DAYS)
    if not prediction.said <= other.first <= last or not prediction.claim.supplier or not other.claim.supplier:
        return False
    return is_plainly_same(prediction.claim, other.claim)


def _has_same_force(a: Claim, b: Claim) -> bool:
    return a.unit is not None and b.unit is not None and a.unit.id == b.unit.id


def _fit(a: Party | None, b: Party | None) -> bool:
    return a is None or b is None or a.id == b.id


def _items_fit(a: tuple[Item, ...], b: tuple[Item, ...]) -> bool:
    return not a or not b or any(_is_one_thing(x, y) for x in a for y in b)


def _is_one_thing(a: Item, b: Item) -> bool:
    """One type, or a type and its variant; a class stands for its types, equipment in general for anything."""
    if a.designation and b.designation:
        short, long = sorted((a.designation, b.designation), key=len)
        return long.startswith(short)
    return a.class_ == b.class_ or "other" in (a.class_, b.class_)


def _counts_suffice(prediction: Claim, fact: Claim) -> bool:
    """Whether a fact counts no fewer than were predicted: things where they were counted, people where both count."""
    for wanted in prediction.items:
        got = [item for item in fact.items if _is_one_thing(wanted, item)]
        if got and wanted.low is not None and all((item.low or 0) < wanted.low for item in got):
            return False
    if prediction.personnel and fact.personnel and prediction.personnel.low is not None:
        low, high = fact.personnel.low, fact.personnel.high
        if (low is None and high is not None) or (low is not None and (high or low) < prediction.personnel.low):
            return False
    return True
