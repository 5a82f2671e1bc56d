"""How linking scales: ``python -m benchmarks.linking [--claims 1000,10000,100000]``.

A million takes minutes and is measured by hand: ``python -m benchmarks.linking --claims 1000000``. A store is filled
with made claims of known happenings (see made.py) but for some documents, and all of it is linked, in a process of its
own that begins with an empty register: from the store to the store, as ``marsad ingest`` does. Then the others come
late, one by one. Printed for each size: seconds of the processor and of the clock to link all, peak memory of that
process, seconds to link one late document, B-cubed of the register against the truth.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from benchmarks.figures import Limit, Report, Table, publish
from benchmarks.made import CLAIMS_A_MONTH, SEED, tell
from marsad.catchup import catch_up, link_all
from marsad.link.register import Read
from marsad.link.vectors import pack_sentences
from marsad.pipeline import reader_version
from marsad.register import Entry
from marsad.store import Store, open_store, schema
from marsad.store.codec import CODEC

LATE = 3
MOST_TIMES = 13.0
MOST_SECONDS = 1.0
LEAST_F1 = 0.95
MOST_MINUTES, MOST_GIGABYTES = 10, 8.0
_PAGE = 5_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking all cost: seconds of the processor and of the clock, megabytes at most."""

    work: float
    wall: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size cost, with the seconds of the clock for one late document, and how right it was."""

    claims: int
    documents: int
    linked: Linked
    late: float
    f1: float


def measure(claims: int) -> Figures:
    """Fill a store, link it, link what comes late, and compare with the truth: each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="marsad-linking-") as folder:
        path = Path(folder) / "desk.db"
        documents = _apart(fill, path, claims)
        linked = _apart(link, path)
        late = _apart(link_late, path, claims)
        made, f1 = _apart(score, path, claims)
        return Figures(made, documents, linked, late, f1)


def _apart(work: Callable[..., T], *given: Any) -> T:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def fill(path: Path, claims: int) -> int:
    """Put the documents of a world but the last into a store; returns how many there are in all."""
    held: list[Read] = []
    documents = 0
    with open_store(path) as store:
        for read, _ in tell(claims):
            documents += 1
            held.append(read)
            if len(held) == _PAGE + LATE:
                put(store, held[:-LATE])
                held = held[-LATE:]
        put(store, held[:-LATE])
    return documents


def link(path: Path) -> Linked:
    """Link all that a store holds."""
    with open_store(path) as store:
        began, worked = time.perf_counter(), time.process_time()
        kept, _ = link_all(store)
        work, wall = time.process_time() - worked, time.perf_counter() - began
    if not kept:
        raise RuntimeError("somebody else wrote into the store")
    return Linked(work, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def link_late(path: Path, claims: int) -> float:
    """Seconds until a document that comes late is linked: the least of some, as a shared machine only ever makes a run
    slower.
    """
    late: list[Read] = []
    for read, _ in tell(claims):
        late = [*late, read][-LATE:]
    with open_store(path) as store:
        return min(_time_late(store, read) for read in late)


def _time_late(store: Store, late: Read) -> float:
    store.add_document(late.document, late.document.source.encode())
    store.put_vectors({late.document.id: _pack_text(late)})
    store.put_claims(late.document.id, late.claims, reader=reader_version())
    start = time.perf_counter()
    catch_up(store)
    return time.perf_counter() - start


def score(path: Path, claims: int) -> tuple[int, float]:
    """How many claims there are, and B-cubed F1 of the register's entries against the truth."""
    truth = {claim.id: happening for read, happening in tell(claims) for claim in read.claims}
    with open_store(path) as store:
        return len(truth), b_cubed(store.entries(), truth)


def b_cubed(entries: Iterable[Entry], truth: Mapping[str, str]) -> float:
    """F1 of precision and recall, averaged over claims."""
    sizes = Counter(truth.values())
    precision = recall = 0.0
    for entry in entries:
        counts = Counter(truth[witness.claim] for witness in entry.claims)
        precision += sum(count * count / len(entry.claims) for count in counts.values())
        recall += sum(count * count / sizes[happening] for happening, count in counts.items())
    return 2 * precision * recall / (precision + recall) / len(truth)


def put(store: Store, reads: Sequence[Read]) -> None:
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


def report(figures: Sequence[Figures]) -> Report:
    """All sizes, each with how many times the work of the one before it cost."""
    times = [None, *(b.linked.work / a.linked.work for a, b in pairwise(figures))]
    head = ("claims", "documents", "work, s", "times", "clock, s", "peak, MB", "one late document, s", "B-cubed F1")
    rows = tuple(
        (f.claims, f.documents, f.linked.work, more, f.linked.wall, f.linked.megabytes, f.late, f.f1)
        for f, more in zip(figures, times, strict=True)
    )
    growth = [b.linked.work / a.linked.work / (b.claims / a.claims) * 10 for a, b in pairwise(figures)]
    limits = [Limit("times the work for ten times the claims", max(growth), most=MOST_TIMES)] if growth else []
    limits += [
        Limit("minutes to link all", max(f.linked.wall for f in figures) / 60, most=MOST_MINUTES),
        Limit("gigabytes at the peak", max(f.linked.megabytes for f in figures) / 1000, most=MOST_GIGABYTES),
        Limit("seconds for a late document", max(f.late for f in figures), most=MOST_SECONDS),
        Limit("B-cubed F1", min(f.f1 for f in figures), least=LEAST_F1),
    ]
    return Report(
        name="linking" if len(figures) > 1 else f"linking-{figures[0].claims // 1000}-thousand-claims",
        about=f"Made claims of known happenings, {CLAIMS_A_MONTH} a month (seed {SEED}), linked in one process from "
        "the store to the store.",
        tables=(Table(head, rows),),
        limits=tuple(limits),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="How linking scales.")
    parser.add_argument("--claims", default="1000,10000,100000", help="sizes, with commas between them")
    return publish(report([measure(int(size)) for size in parser.parse_args().claims.split(",")]))


if __name__ == "__main__":
    sys.exit(main())
