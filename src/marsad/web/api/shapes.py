"""What the API answers, as its description tells programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marsad.web.queues import Queue
from marsad.web.viewer import Role

MOST_NUMBER = 2**31 - 1


class Shape(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class FaultDetail(Shape):
    status: int
    what: str
    where: str | None
    hint: str | None


class Fault(Shape):
    """Every answer that is an error."""

    error: FaultDetail


class PartyShape(Shape):
    id: str
    name: str


class PlaceShape(Shape):
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None


class BoundShape(Shape):
    low: int
    high: int | None
    contested: bool
    rule: str
    claims: list[str]


class ItemBound(BoundShape):
    designation: str | None
    class_: str = Field(alias="class")


class PeopleBound(BoundShape):
    role: str


class WitnessName(Shape):
    """A claim of an entry: its id, where its document came from, and its origin's name."""

    id: str
    document: str
    origin: str


class EntryShape(Shape):
    """One entry, as `marsad register --format json` prints it."""

    id: str
    type: str
    stage: str | None
    standing: str
    supplier: PartyShape | None
    recipient: PartyShape | None
    unit: PartyShape | None
    place: PlaceShape | None
    date: str | None
    items: list[ItemBound]
    personnel: PeopleBound | None
    publications: int
    origins: int
    claims: list[WitnessName]


class EntryPage(Shape):
    entries: list[EntryShape]
    count: int
    page: int
    size: int
    seen: int


class DocumentHead(Shape):
    id: str
    source: str
    title: str | None
    language: str | None
    publisher: str | None
    published: dt.date | None
    url: str | None


SpanShape = Annotated[list[int], Field(min_length=2, max_length=2, description="[start, end) in code points.")]


class SpannedParty(PartyShape):
    span: SpanShape | None


class SpannedPlace(PlaceShape):
    span: SpanShape | None


class ItemShape(Shape):
    designation: str | None
    class_: str = Field(alias="class")
    low: int | None
    high: int | None
    span: SpanShape


class PeopleShape(Shape):
    role: str
    low: int | None
    high: int | None
    span: SpanShape


class DateShape(Shape):
    edtf: str
    span: SpanShape | None


class SourceShape(Shape):
    name: str
    kind: str
    span: SpanShape


class ReasonShape(Shape):
    """Why a slot of a claim has its value: the rule that read it, and where."""

    slot: str
    value: str
    rule: str | None
    note: str | None
    span: SpanShape | None


class ClaimShape(Shape):
    """One claim with its exact words; ``name`` is what a judgement on it may give in place of its id."""

    id: str
    name: str
    document: str
    entry: str | None
    type: str
    factuality: str
    supplier: SpannedParty | None
    recipient: SpannedParty | None
    unit: SpannedParty | None
    items: list[ItemShape]
    personnel: PeopleShape | None
    place: SpannedPlace | None
    date: DateShape | None
    sources: list[SourceShape]
    spans: list[SpanShape]
    quotes: list[str]
    reasons: list[ReasonShape]


class OriginShape(Shape):
    id: str
    name: str
    rule: str


class WitnessShape(Shape):
    """A claim with its document and its origin."""

    claim: ClaimShape
    document: DocumentHead
    origin: OriginShape


class AlternativeShape(Shape):
    id: str
    name: str
    origins: list[str]
    claims: list[str]


class JoinShape(Shape):
    a: str
    b: str
    score: float


class JudgementShape(Shape):
    id: int
    kind: str
    subject: list[str]
    value: str | None
    who: str
    why: str | None
    at: dt.datetime


class RulingShape(JudgementShape):
    """A judgement with who took it back and when; both None while it is in force."""

    undone_by: str | None
    undone_at: dt.datetime | None


class EntryInFull(EntryShape):
    alternatives: dict[str, list[AlternativeShape]]
    witnesses: list[WitnessShape]
    joins: list[JoinShape]
    families: list[str]
    history: list[RulingShape]
    seen: int


class ComparisonShape(Shape):
    """Two claims side by side: how alike, what weighs for and against, and the joins between them."""

    a: str
    b: str
    likeness: float
    compared: bool
    joined: bool
    reasons: list[tuple[str, float]]
    chain: list[JoinShape]


class TotalShape(Shape):
    group: dict[str, str]
    type: str
    stage: str | None
    class_: str = Field(alias="class")
    entries: int
    low: int
    high: int | None


class Totals(Shape):
    by: list[str]
    totals: list[TotalShape]


class PlaceOnMap(Shape):
    """Entries in one place; ``precision`` is country where only that is known, and then there is no point. ``others``
    are places close by that are counted with it, where there are more than a map shows apart; ``id`` is one entry.
    """

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: Literal["place", "country"]
    entries: int
    standings: dict[str, int]
    id: str
    others: int


class MapShape(Shape):
    places: list[PlaceOnMap]
    without_place: int


class Month(Shape):
    month: str
    types: dict[str, int]


class Timeline(Shape):
    months: list[Month]
    without_date: int


class OriginalShape(Shape):
    sha256: str
    bytes: int
    address: str | None
    retrieved: dt.datetime | None


class DocumentInFull(DocumentHead):
    text: str
    text_sha256: str | None
    direction: Literal["ltr", "rtl"]
    claims: list[ClaimShape]
    family: str | None
    original: OriginalShape | None
    seen: int


class DocumentPage(Shape):
    documents: list[DocumentHead]
    count: int
    page: int
    size: int


class PassageShape(Shape):
    parent: SpanShape
    child: SpanShape
    likeness: float


class EdgeShape(Shape):
    parent: str
    child: str
    kind: str
    score: float
    passages: list[PassageShape]
    reasons: list[str]


class FamilyShape(Shape):
    root: str
    documents: list[DocumentHead]
    edges: list[EdgeShape]


class FamilyPage(Shape):
    families: list[FamilyShape]
    count: int
    page: int
    size: int


class Carried(Shape):
    outlet: str
    count: int


class OutletShape(Shape):
    name: str
    publications: int
    original: int
    derived: int
    taken_from: list[Carried]
    grade: str


class Outlets(Shape):
    sources: list[OutletShape]
    seen: int


class HitShape(Shape):
    document: DocumentHead
    spans: list[SpanShape]
    entries: list[str]


class Hits(Shape):
    hits: list[HitShape]
    page: int
    size: int
    more: bool


class QueuePage(EntryPage):
    queue: Queue
    waiting: dict[str, int]


class Judged(Shape):
    judgements: list[JudgementShape]
    seen: int


class Undone(Shape):
    undone: int
    seen: int


class Rulings(Shape):
    judgements: list[RulingShape]
    count: int
    page: int
    size: int
    seen: int


class LogRowShape(Shape):
    number: int
    at: dt.datetime
    action: str
    subject: str
    digest: str
    previous: str
    hash: str


class LogPage(Shape):
    rows: list[LogRowShape]
    before: int | None


class LogCheck(Shape):
    rows: int
    faults: list[str]


class ActionShape(Shape):
    number: int
    at: dt.datetime
    who: str
    action: str
    subject: str


class ActionPage(Shape):
    actions: list[ActionShape]
    before: int | None


class FailureShape(Shape):
    source: str
    what: str
    hint: str | None
    at: dt.datetime


class Failures(Shape):
    failures: list[FailureShape]


class FaultyInput(Shape):
    what: str
    hint: str | None


class JobShape(Shape):
    id: int
    kind: Literal["text", "address", "file"]
    source: str
    who: str
    state: Literal["waiting", "running", "done", "failed"]
    taken: list[str]
    known: int
    failures: list[FaultyInput]


class JobList(Shape):
    jobs: list[JobShape]


class Me(Shape):
    name: str
    role: Role
    language: str
    csrf: str | None


class LoggedIn(Shape):
    """Send the token as ``Authorization: Bearer``."""

    token: str


class AccountShape(Shape):
    name: str
    role: str
    closed: dt.datetime | None


class AccountList(Shape):
    accounts: list[AccountShape]
