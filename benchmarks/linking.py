"""How linking scales: ``python -m benchmarks.linking [--sizes 1000,10000,100000]``.

A seeded generator makes claims of happenings that are known: reports of one delivery by several outlets, with copies,
missing parties and dates, differing numbers, spread over as many months as there are claims for (the news of a month
stay about as many). Printed for each size: seconds to link all, seconds to link one document that comes late to a store
that holds the rest, B-cubed against the truth.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from marsad.catchup import catch_up, pack_memory
from marsad.link.families import FamilyText
from marsad.link.memory import Memory
from marsad.link.register import Linker, Read
from marsad.link.vectors import pack_sentences
from marsad.model import Claim, ClaimDate, Document, Item, Party, Place, Source, Span
from marsad.pipeline import linker_version, reader_version
from marsad.register import Register
from marsad.store import Store, open_store, schema
from marsad.store.codec import CODEC

SEED = 20250117
FIRST_DAY = dt.date(1990, 1, 1)
CLAIMS_A_MONTH = 400
SENTENCES = 6
DIMENSIONS = 64
STATES = tuple(f"{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJ")
TYPES = (("T-72B3", "tank"), ("BMP-3", "ifv"), ("TB2", "uav"), ("Mi-35P", "attack_helicopter"), ("KamAZ-5350", "truck"))
OUTLETS = tuple(f"Outlet {n}" for n in range(60))
LATE = 3
MOST_TIMES = 13.0
MOST_SECONDS = 1.0


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
    """A world of about ``claims`` claims; the same for the same seed."""
    chance = random.Random(seed)
    vectors = np.random.default_rng(seed)
    months = max(1, claims // CLAIMS_A_MONTH)
    documents: list[Read] = []
    truth: dict[str, str] = {}
    while len(truth) < claims:
        happening = _make_happening(chance, len(documents), months)
        original: Read | None = None
        for _ in range(chance.choice((1, 1, 2, 3, 5))):
            copied = original is not None and chance.random() < 0.3
            read = _copy(original, chance, len(documents)) if copied and original else None
            if read is None:
                read = original = _report(happening, chance, vectors, len(documents))
            documents.append(read)
            truth.update({claim.id: happening.id for claim in read.claims})
    return World(tuple(documents), truth)


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


def b_cubed(world: World, linker: Linker) -> tuple[float, float, float]:
    """Precision, recall and F1 of the register's entries against the truth."""
    groups = [[witness.claim for witness in entry.claims] for entry in linker.register().entries]
    sizes: dict[str, int] = {}
    for happening in world.truth.values():
        sizes[happening] = sizes.get(happening, 0) + 1
    precision = recall = 0.0
    for group in groups:
        counts: dict[str, int] = {}
        for claim in group:
            counts[world.truth[claim]] = counts.get(world.truth[claim], 0) + 1
        precision += sum(count * count / len(group) for count in counts.values())
        recall += sum(count * count / sizes[happening] for happening, count in counts.items())
    total = len(world.truth)
    precision, recall = precision / total, recall / total
    return precision, recall, 2 * precision * recall / (precision + recall)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size cost, in seconds of the processor and, for one document, of the clock, and how right it was."""

    claims: int
    documents: int
    link: float
    late: float
    f1: float
    megabytes: float


def measure(claims: int) -> Figures:
    """Link a world but its last documents, keep it in a store, and link those there one by one."""
    world = make_world(claims)
    memory = Memory()
    linker = Linker(memory)
    start = time.process_time()
    linker.add(world.documents[:-LATE])
    linked = time.process_time() - start
    late = time_late_documents(world, linker.register(), memory)
    linker.add(world.documents[-LATE:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(len(world.truth), len(world.documents), linked, late, b_cubed(world, linker)[2], peak)


def time_late_documents(world: World, register: Register, memory: Memory) -> float:
    """Seconds until a document that comes late is linked, in a store that holds the others: the least of some, as a
    shared machine only ever makes a run slower.
    """
    with tempfile.TemporaryDirectory(prefix="marsad-linking-") as folder, open_store(Path(folder) / "desk.db") as store:
        fill(store, world.documents[:-LATE])
        store.put_register(register, upto=store.version(), links=pack_memory(memory), version=linker_version())
        return min(_time_late_document(store, read) for read in world.documents[-LATE:])


def _time_late_document(store: Store, late: Read) -> float:
    store.add_document(late.document, late.document.source.encode())
    store.put_vectors({late.document.id: _pack_text(late)})
    store.put_claims(late.document.id, late.claims, reader=reader_version())
    start = time.perf_counter()
    catch_up(store)
    return time.perf_counter() - start


def fill(store: Store, reads: Sequence[Read]) -> None:
    """Put documents into a store all at once, without the log of their coming."""
    blobs, documents, readings, claims, vectors = ([] for _ in range(5))
    for read in reads:
        id_, raw = read.document.id, read.document.source.encode()
        blobs.append({"sha256": id_, "body": raw})
        documents.append({"id": id_, "blob": id_, "body": CODEC.dumps(read.document)})
        readings.append({"document": id_, "reader": reader_version(), "digest": ""})
        vectors.append({"id": id_, "body": _pack_text(read)})
        claims += [
            {"document": id_, "position": n, "id": claim.id, "body": CODEC.dumps(claim)}
            for n, claim in enumerate(read.claims)
        ]
    with store.database.write() as connection:
        for table, rows in (
            (schema.blobs, blobs),
            (schema.documents, documents),
            (schema.readings, readings),
            (schema.claims, claims),
            (schema.vectors, vectors),
        ):
            connection.execute(sa.insert(table), rows)


def _pack_text(read: Read) -> bytes:
    if read.text is None:
        raise ValueError("every document of the world has a text")
    return pack_sentences(read.text.spans, read.text.vectors)


def rows(figures: list[Figures]) -> Iterator[str]:
    """A line for each size, with how many times the one before it cost."""
    yield "  claims documents   link s  times one late s B-cubed F1  peak MB"
    before: Figures | None = None
    for found in figures:
        times = f"{found.link / before.link:.1f}" if before else ""
        size = f"{found.claims:>8} {found.documents:>9}"
        yield f"{size} {found.link:>8.2f} {times:>6} {found.late:>10.3f} {found.f1:>10.3f} {found.megabytes:>8.0f}"
        before = found


def main() -> int:
    parser = argparse.ArgumentParser(description="How linking scales.")
    parser.add_argument("--sizes", default="1000,10000,100000")
    figures = [measure(int(size)) for size in parser.parse_args().sizes.split(",")]
    print(
        f"linking: seed {SEED}, {CLAIMS_A_MONTH} claims a month; link s: processor, one late s: clock, from the store"
    )
    print("\n".join(rows(figures)))
    growth = max((b.link / a.link / (b.claims / a.claims) * 10 for a, b in pairwise(figures)), default=0.0)
    held = growth <= MOST_TIMES and max(found.late for found in figures) <= MOST_SECONDS
    limits = f"each tenfold at most {MOST_TIMES:g} times, one late document in at most {MOST_SECONDS:g} s"
    print(f"limits: {limits}: {'kept' if held else 'NOT KEPT'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
