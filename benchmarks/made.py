"""Made claims of happenings that are known, for linking: the same for the same seed, as many as are asked for.

Several outlets report a happening, with copies, missing parties and dates, and differing numbers; happenings are spread
over as many months as there are claims for, as the news of a month stay about as many.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from marsad.link.alignment import FamilyText
from marsad.link.register import Read
from marsad.model import Claim, ClaimDate, Document, Item, Party, Place, Source, Span

SEED = 20250117
FIRST_DAY = dt.date(1990, 1, 1)
CLAIMS_A_MONTH = 400
SENTENCES = 6
DIMENSIONS = 64
STATES = tuple(f"{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJ")
TYPES = (("T-72B3", "tank"), ("BMP-3", "ifv"), ("TB2", "uav"), ("Mi-35P", "attack_helicopter"), ("KamAZ-5350", "truck"))
OUTLETS = tuple(f"Outlet {n}" for n in range(60))


@dataclass(frozen=True, slots=True)
class Happening:
    """What really happened."""

    id: str
    supplier: str
    recipient: str
    item: tuple[str, str]
    count: int
    day: dt.date
    place: Place


@dataclass(frozen=True, slots=True)
class World:
    """Documents with the truth: for each claim its happening."""

    documents: tuple[Read, ...]
    truth: dict[str, str]


def make_world(claims: int, seed: int = SEED) -> World:
    """A world of about ``claims`` claims."""
    told = list(tell(claims, seed))
    truth = {claim.id: happening for read, happening in told for claim in read.claims}
    return World(tuple(read for read, _ in told), truth)


def tell(claims: int, seed: int = SEED) -> Iterator[tuple[Read, str]]:
    """The documents of a world one by one, each with the id of its happening."""
    chance = random.Random(seed)
    vectors = np.random.default_rng(seed)
    months = max(1, claims // CLAIMS_A_MONTH)
    documents = made = 0
    while made < claims:
        happening = _make_happening(chance, documents, months)
        original: Read | None = None
        for _ in range(chance.choice((1, 1, 2, 3, 5))):
            copied = original is not None and chance.random() < 0.3
            read = _copy(original, chance, documents) if copied and original else None
            if read is None:
                read = original = _report(happening, chance, vectors, documents)
            yield read, happening.id
            documents += 1
            made += len(read.claims)


def _make_happening(chance: random.Random, number: int, months: int) -> Happening:
    supplier, recipient = chance.sample(STATES, 2)
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(30 * months))
    place = Place(f"Town {chance.randrange(5)}", recipient, chance.uniform(-30, 30), chance.uniform(-20, 50))
    item = chance.choice(TYPES)
    return Happening(f"h{number}", supplier, recipient, item, chance.randrange(2, 60), day, place)


def _report(happening: Happening, chance: random.Random, vectors: np.random.Generator, number: int) -> Read:
    """An outlet's own report: one or two claims of the happening, with what the outlet knows of it."""
    published = happening.day + dt.timedelta(days=chance.choice((0, 1, 1, 2, 4)))
    document = _make_document(number, chance.choice(OUTLETS), published)
    claims = tuple(_make_claim(happening, chance, document, order) for order in range(chance.choice((1, 1, 2))))
    rows = vectors.standard_normal((SENTENCES, DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Read(document, claims, _make_text(document, rows))


def _make_document(number: int, outlet: str, published: dt.date) -> Document:
    text = "\n".join(f"Sentence {n} of document {number}." for n in range(SENTENCES))
    return Document(f"d{number:07}", f"d{number}.txt", text, language="en", publisher=outlet, published=published)


def _make_text(document: Document, rows: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> FamilyText:
    spans, start = [], 0
    for line in document.text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    sentences = tuple(document.text.split("\n"))
    outlet, published = document.publisher, document.published
    return FamilyText(document.id, "en", outlet, published, tuple(spans), sentences, rows)


def _make_claim(happening: Happening, chance: random.Random, document: Document, order: int) -> Claim:
    designation, class_ = happening.item
    low = happening.count if chance.random() < 0.8 else max(1, happening.count - chance.randrange(1, 3))
    span = Span(30 * order, 30 * order + 25)
    known = chance.random() < 0.85
    return Claim(
        id=f"{document.id}-{order}",
        type="delivery",
        factuality="fact",
        spans=(span,),
        supplier=Party(happening.supplier, happening.supplier) if known else None,
        recipient=Party(happening.recipient, happening.recipient),
        items=(Item(designation, span, designation if known else None, class_, low, low if known else None),),
        place=happening.place if chance.random() < 0.6 else None,
        date=ClaimDate(happening.day.isoformat()) if chance.random() < 0.7 else None,
        sources=(Source("Agency", "agency", span),) if chance.random() < 0.2 else (),
    )


def _copy(original: Read, chance: random.Random, number: int) -> Read:
    """Another outlet's copy of a report, a day or two later."""
    text = original.text
    if text is None or original.document.published is None:
        raise ValueError("only a report with a day and a text is copied")
    published = original.document.published + dt.timedelta(days=chance.choice((0, 1, 2)))
    document = replace(
        original.document,
        id=f"d{number:07}",
        source=f"d{number}.txt",
        publisher=chance.choice(OUTLETS),
        published=published,
    )
    claims = tuple(replace(claim, id=f"{document.id}-{n}") for n, claim in enumerate(original.claims))
    return Read(document, claims, replace(text, id=document.id, outlet=document.publisher, published=published))
