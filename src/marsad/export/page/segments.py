"""Cut a text where highlights begin and end, so that overlapping ones can be drawn side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from marsad.model import Claim, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that a claim rests on (slot ``evidence``) or that one of its slots was read from."""

    span: Span
    claim: int
    slot: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which the same marks hold from end to end."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def list_marks(claim: Claim, number: int) -> Iterator[Mark]:
    """Every mark of a claim: its evidence first, then its slots."""
    for span in claim.spans:
        yield Mark(span, number, "evidence")
    slots: list[tuple[str, Span | None]] = [("item", item.span) for item in claim.items]
    slots += [("party", party.span) for party in (claim.supplier, claim.recipient, claim.unit) if party]
    slots += [("source", source.span) for source in claim.sources]
    slots.append(("people", claim.personnel.span if claim.personnel else None))
    slots.append(("place", claim.place.span if claim.place else None))
    slots.append(("date", claim.date.span if claim.date else None))
    yield from (Mark(span, number, slot) for slot, span in slots if span is not None)


def cut_segments(start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """The segments of ``[start, end)``, in order and without gaps.

    >>> [(s.start, s.end, len(s.marks)) for s in cut_segments(0, 9, [Mark(Span(2, 5), 1, "item")])]
    [(0, 2, 0), (2, 5, 1), (5, 9, 0)]
    """
    inside = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
    edges = {start, end}
    for mark in inside:
        edges.update({max(start, mark.span.start), min(end, mark.span.end)})
    ordered = sorted(edges)
    return [
        Segment(left, right, tuple(mark for mark in inside if mark.span.start <= left and right <= mark.span.end))
        for left, right in pairwise(ordered)
    ]
