"""Turn drafts into claims: every value with its exact words and the reason for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import cast

from marsad.errors import SpanError
from marsad.knowledge.actors import actor_name
from marsad.model import (
    Amount,
    Claim,
    ClaimDate,
    ClaimType,
    Document,
    Evidence,
    Item,
    Party,
    Personnel,
    Place,
    Reading,
    Source,
    Span,
)
from marsad.read.draft import Draft
from marsad.read.places import PlaceMention
from marsad.read.scene import Stage

# Types of claims that are about all of which one is told of.
_WHOLE = frozenset({"order", "agreement"})


def assemble(stage: Stage, drafts: list[Draft]) -> Reading:
    """The reading of a document from its drafts; raises SpanError if a quote is not in the text, which is a fault
    of ours. A claim that says no more than another of the same words is left out.
    """
    claims = [_claim(stage.document, draft) for draft in drafts]
    told = [claim for claim in claims if not any(_says_all_of(other, claim) for other in claims)]
    unique = {claim.id: claim for claim in told}
    return Reading(stage.document, tuple(sorted(unique.values(), key=lambda c: (c.spans[0], c.type, c.id))))


def _names_something(claim: Claim) -> bool:
    return bool(claim.items or claim.personnel or claim.unit)


def _is_counted(people: Personnel) -> bool:
    return people.low is not None or people.high is not None


def _counts_its_people(fuller: Claim, claim: Claim) -> bool:
    """Whether a claim names people alone, without a number, whom another counts: "US troops there number 1,000".

    Who trains and who is trained are people of one role and yet others.
    """
    named, counted = claim.personnel, fuller.personnel
    if claim.items or claim.type == "training" or named is None or counted is None or named.role != counted.role:
        return False
    alike = claim.unit is None or (fuller.unit is not None and claim.unit.id == fuller.unit.id)
    return alike and not _is_counted(named) and _is_counted(counted)


def _says_all_of(fuller: Claim, claim: Claim) -> bool:
    """Whether a claim that names no thing, people or force, or people whom a fuller one counts, leaves nothing unsaid
    by that one.
    """
    bare = not _names_something(claim) and _names_something(fuller)
    if not (bare or _counts_its_people(fuller, claim)):
        return False
    if (claim.type, claim.factuality) != (fuller.type, fuller.factuality):
        return False
    if not any(mine.overlaps(other) for mine in claim.spans for other in fuller.spans):
        return False
    parties = ((claim.supplier, fuller.supplier), (claim.recipient, fuller.recipient))
    if any(mine and (other is None or mine.id != other.id) for mine, other in parties):
        return False
    if claim.place and (fuller.place is None or claim.place.name != fuller.place.name):
        return False
    return claim.date is None or bool(fuller.date and fuller.date.edtf.startswith(claim.date.edtf))


def _claim(document: Document, draft: Draft) -> Claim:
    text = document.text
    spans = _evidence(draft)
    anchor = draft.anchor
    claim = Claim(
        id="",
        type=cast(ClaimType, draft.type),
        factuality=draft.factuality,
        spans=spans,
        supplier=_party(draft, "supplier"),
        recipient=_party(draft, "recipient"),
        unit=_party(draft, "unit"),
        items=_once([_item(text, draft, index) for index in range(len(draft.items))]),
        personnel=_personnel(text, draft),
        place=_place(draft),
        date=ClaimDate(draft.date.edtf, draft.date.span, Evidence(draft.date.rule, draft.reason("date")))
        if draft.date and draft.date.edtf
        else None,
        sources=tuple(
            Source(s.name, s.kind, s.span, Evidence("attribution", draft.reason("source"))) for s in draft.sources
        ),
        trigger=anchor.span if anchor else None,
        why=Evidence(f"{anchor.frame}: {anchor.pattern}" if anchor else "no trigger", draft.reason("keep")),
        why_factuality=Evidence("factuality", draft.reason("factuality")),
    )
    for span in _spans(claim):
        if span.end > len(text):
            raise SpanError(
                f"span [{span.start}, {span.end}) of a {claim.type} lies outside the text", where=document.source
            )
    return _with_id(document, claim)


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of a claim; one of a named type, but without a number, says nothing beside another of that type."""
    told: list[Item] = []
    for item in sorted(items, key=lambda item: item.low is None and item.high is None):
        bare = item.designation and item.low is None and item.high is None
        if not bare or not any((item.class_, item.designation) == (t.class_, t.designation) for t in told):
            told.append(item)
    return tuple(item for item in items if item in told)


def _spans(claim: Claim) -> list[Span]:
    parts = [
        claim.supplier,
        claim.recipient,
        claim.unit,
        claim.personnel,
        claim.place,
        claim.date,
        *claim.items,
        *claim.sources,
    ]
    return [*claim.spans, *(part.span for part in parts if part and part.span)]


def _evidence(draft: Draft) -> tuple[Span, ...]:
    """The sentences a claim rests on; neighbours are one span."""
    spans: list[Span] = []
    for scene in sorted(draft.scenes, key=lambda s: s.index):
        if spans and scene.index and scene.span.start - spans[-1].end <= 3:
            spans[-1] = spans[-1].joined(scene.span)
        else:
            spans.append(scene.span)
    return tuple(spans)


def _with_id(document: Document, claim: Claim) -> Claim:
    import dataclasses

    meaning = (
        document.id, claim.type, claim.factuality, [(s.start, s.end) for s in claim.spans],
        *(p.id if p else None for p in (claim.supplier, claim.recipient, claim.unit)),
        [(i.span.start, i.low, i.high) for i in claim.items], claim.personnel and claim.personnel.span.start,
        claim.place and claim.place.name, claim.date and claim.date.edtf,
    )  # fmt: skip
    return dataclasses.replace(claim, id=hashlib.sha256(repr(meaning).encode()).hexdigest()[:16])


def _party(draft: Draft, role: str) -> Party | None:
    value = getattr(draft, role)
    if value is None:
        return None
    return Party(value, actor_name(value), draft.party_spans.get(role), Evidence(role, draft.reason(role)))


def _interval(amount: Amount | None) -> tuple[int | None, int | None]:
    return (amount.low, amount.high) if amount else (None, None)


def _item(text: str, draft: Draft, index: int) -> Item:
    mention = draft.items[index]
    amount = mention.amount
    if amount and amount.whole and draft.type in _WHOLE:
        amount = amount.whole  # "The first of its 80 aircraft" is a delivery of one and an order of 80.
    low, high = _interval(amount)
    why = Evidence(mention.equipment.rule, draft.reason(f"item@{mention.span.start}"))
    return Item(
        mention.span.of(text), mention.span, mention.equipment.designation, mention.equipment.class_, low, high, why
    )


def _personnel(text: str, draft: Draft) -> Personnel | None:
    people = draft.people
    if people is None:
        return None
    said = [draft.reason(f"personnel@{people.span.start}"), draft.reason("role")]
    why = Evidence("people", "; ".join(reason for reason in said if reason))
    return Personnel(people.span.of(text), people.span, people.role, people.low, people.high, why)


def _place(draft: Draft) -> Place | None:
    place = draft.place
    if place is None:
        return None
    why = Evidence("place", draft.reason("place"))
    if isinstance(place, PlaceMention):
        return Place(place.name, place.country, place.latitude, place.longitude, place.span, why)
    return Place(actor_name(place.id), place.id, None, None, place.span, why)
