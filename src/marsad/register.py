"""The register: what the claims of many documents add up to, as plain values that any part may hold, store or print.

``link`` makes these, ``store`` keeps them, ``export`` prints them. A register holds no texts: claims and documents are
named by their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from marsad.model import Claim, Document, Party, Place

Standing = Literal["announced", "unconfirmed", "single", "corroborated", "contested", "denied"]
STANDINGS: tuple[Standing, ...] = ("announced", "unconfirmed", "single", "corroborated", "contested", "denied")
Kind = Literal["copy", "rewrite", "translation"]

# How far a happening has come; never added up across stages.
STAGES = ("promised", "ordered", "in transit", "arrived", "handed over", "in use", "withdrawn")
PARTIES = ("supplier", "recipient", "unit")


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What is counted: a type by its designation, or a class where no type is named (``<tank>``)."""

    designation: str | None
    class_: str

    def __str__(self) -> str:
        return self.designation or f"<{self.class_}>"


@dataclass(frozen=True, slots=True)
class Categories:
    """Where an item stands in SIPRI's register of transfers and in the United Nations' (UNROCA)."""

    sipri: str
    unroca: str


@dataclass(frozen=True, slots=True)
class Bound:
    """The bounds of one item, the rule that set them and the claims they rest on; ``high`` None is open.

    ``names`` are the other names under which witnesses counted the same pieces.
    """

    item: ItemKey
    low: int
    high: int | None
    contested: bool
    rule: str
    claims: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """A witness: a stable id, a name for a person, and how it was found."""

    id: str
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A claim of an entry, with its document (id and where it came from) and its origin."""

    claim: str
    document: str
    source: str
    factuality: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Alternative:
    """One value that some witnesses give for a slot, with their origins and claims."""

    id: str
    name: str
    origins: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Two claims taken for one happening, with the likeness that joined them (1.0 where a person said so)."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the register: newspapers say that *Russia* delivered tanks to *Mali* in January.

    ``alternatives`` keeps for supplier, recipient and unit every value that a witness gave, the best witnessed first;
    ``joins`` are the comparisons that hold the claims together; ``beside`` gives by factuality the bounds of what is
    only expected, only hedged or denied, which move no bound of ``items`` and ``personnel`` and are in no total.
    """

    id: str
    type: str
    stage: str | None
    standing: Standing
    supplier: Party | None
    recipient: Party | None
    unit: Party | None
    place: Place | None
    date: str | None
    items: tuple[Bound, ...]
    personnel: Bound | None
    alternatives: Mapping[str, tuple[Alternative, ...]]
    publications: int
    origins: int
    claims: tuple[Witness, ...]
    joins: tuple[Join, ...] = ()
    beside: Mapping[str, tuple[Bound, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """An aligned pair of sentences, by their spans in the two texts, and how alike they are (cosine)."""

    parent: tuple[int, int]
    child: tuple[int, int]
    likeness: float


@dataclass(frozen=True, slots=True)
class Edge:
    """``child`` carries the text of ``parent``; the passages show it and ``reasons`` say why in this direction."""

    parent: str
    child: str
    kind: Kind
    score: float
    passages: tuple[Passage, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """All documents that go back to one text, by id, the root first."""

    root: str
    documents: tuple[str, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All entries and families, each in the order of its id."""

    entries: tuple[Entry, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An entry with the claims it rests on, by id, each with its document: all that an export needs of it."""

    entry: Entry
    told: Mapping[str, tuple[Document, Claim]]
