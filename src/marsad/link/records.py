"""A claim as linking sees it: parties, items, numbers, days, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.edtf import edtf_range
from marsad.model import Claim, Document
from marsad.register import ItemKey


@dataclass(frozen=True, slots=True)
class Counted:
    """An item or group with its stated interval."""

    key: ItemKey
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class LinkClaim:
    """One claim of one document.

    ``family`` is the id of its document's root, ``anchor`` the id of the claim that it is taken over from (its own
    where it is not). ``days`` are the ordinals of its first and last possible day, None where open.
    """

    id: str
    document: str
    family: str
    anchor: str
    order: int
    type: str
    factuality: str
    supplier: str | None
    recipient: str | None
    unit: str | None
    items: tuple[Counted, ...]
    personnel: Counted | None
    place: str | None
    country: str | None
    position: tuple[float, float] | None
    days: tuple[int | None, int | None] | None
    published: int | None
    evidence: tuple[int, int]
    sources: tuple[str, ...]

    @property
    def is_taken_over(self) -> bool:
        return self.anchor != self.id

    @classmethod
    def of(
        cls, claim: Claim, document: Document, *, order: int, family: str | None = None, anchor: str | None = None
    ) -> LinkClaim:
        """The linking record of a claim, on the ``order``-th of its document's sentences with claims."""
        days = None
        if claim.date:
            first, last = edtf_range(claim.date.edtf)
            days = (first.toordinal() if first else None, last.toordinal() if last else None)
        place = claim.place
        has_position = place is not None and place.latitude is not None and place.longitude is not None
        people = claim.personnel
        return cls(
            id=claim.id,
            document=document.id,
            family=family or document.id,
            anchor=anchor or claim.id,
            order=order,
            type=claim.type,
            factuality=claim.factuality,
            supplier=claim.supplier.id if claim.supplier else None,
            recipient=claim.recipient.id if claim.recipient else None,
            unit=claim.unit.id if claim.unit else None,
            items=tuple(Counted(ItemKey(i.designation, i.class_), i.low, i.high) for i in claim.items),
            personnel=Counted(ItemKey(None, people.role), people.low, people.high) if people else None,
            place=place.name if place else None,
            country=place.country if place else None,
            position=(place.latitude, place.longitude) if place and has_position else None,  # type: ignore[arg-type]
            days=days,
            published=document.published.toordinal() if document.published else None,
            evidence=(claim.spans[0].start, claim.spans[-1].end),
            sources=tuple(source.name for source in claim.sources),
        )
