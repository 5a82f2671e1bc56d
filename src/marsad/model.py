"""The core types of Marsad: what a text is, what stands in it, and what it claims.

Every type here is frozen: a stage returns new values and never changes what it was given. Spans are half-open
``[start, end)`` in Unicode code points of ``Document.text``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

ClaimType = Literal[
    "delivery", "order", "deployment", "withdrawal", "training", "operation", "agreement", "support", "outcome"
]
Factuality = Literal["fact", "expected", "possible", "denied"]
Role = Literal["soldier", "instructor", "expert", "mercenary", "adviser", "other"]

CLAIM_TYPES: tuple[ClaimType, ...] = (
    "delivery", "order", "deployment", "withdrawal", "training", "operation", "agreement", "support", "outcome",
)  # fmt: skip
FACTUALITIES: tuple[Factuality, ...] = ("fact", "expected", "possible", "denied")
ROLES: tuple[Role, ...] = ("soldier", "instructor", "expert", "mercenary", "adviser", "other")
EQUIPMENT_CLASSES: tuple[str, ...] = (
    "tank", "ifv", "apc", "armoured_vehicle", "truck", "engineering", "artillery", "mrl", "air_defence", "anti_tank",
    "missile", "attack_helicopter", "transport_helicopter", "combat_aircraft", "trainer_aircraft",
    "transport_aircraft", "uav", "radar", "electronic_warfare", "small_arms", "ammunition", "ship", "vehicle", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words ``[start, end)`` of a document, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span [{self.start}, {self.end}) is empty or negative")

    def of(self, text: str) -> str:
        """The words themselves: ``Span(0, 4).of("Mali wins")`` is ``"Mali"``."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def joined(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Document:
    """One published text: who brought it out, when, and its words, which never change after intake."""

    id: str
    source: str
    text: str
    title: str | None = None
    language: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated number as an inclusive interval; ``None`` is an open end ("more than 1000" is 1001..None).

    ``whole`` is of how many it is a part: "the first of its 80 aircraft" is one, of 80.
    """

    span: Span
    low: int | None
    high: int | None
    rule: str = ""
    whole: Amount | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stated time as EDTF level 1, resolved against the day of publication; ``edtf`` is None for vague words."""

    span: Span
    edtf: str | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a slot has its value: the rule or model that chose it and a note for a person."""

    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A state or another actor in a claim: newspaper N says that *Russia* delivered."""

    id: str
    name: str
    span: Span | None = None
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of equipment in a claim, with its stated number."""

    text: str
    span: Span
    designation: str | None
    class_: str
    low: int | None = None
    high: int | None = None
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Personnel:
    """A group of people that moves or is counted."""

    text: str
    span: Span
    role: Role
    low: int | None = None
    high: int | None = None
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens, at the finest grain stated; regions and countries have no coordinates."""

    name: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    span: Span | None = None
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When it happens, as EDTF level 1."""

    edtf: str
    span: Span | None = None
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whom the text names as saying it."""

    name: str
    kind: str
    span: Span
    why: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document on one happening, with the exact words it rests on."""

    id: str
    type: ClaimType
    factuality: Factuality
    spans: tuple[Span, ...]
    supplier: Party | None = None
    recipient: Party | None = None
    unit: Party | None = None
    items: tuple[Item, ...] = ()
    personnel: Personnel | None = None
    place: Place | None = None
    date: ClaimDate | None = None
    sources: tuple[Source, ...] = ()
    trigger: Span | None = None
    why: Evidence | None = None
    why_factuality: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says: the document as read and its claims in order of their evidence."""

    document: Document
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...] = field(default=())
