"""What exports take: ``python -m benchmarks.exports [--entries 100000]``.

A store is filled with that many made-up entries, each with a claim of a document of its own, then each format is
written in a process of its own. Printed for each: seconds, size of the file, peak memory. Ends with 1 where one takes
more than ``MOST_MEGABYTES``.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Limit, Report, Table, publish
from marsad.export.files import EXPORTS
from marsad.model import Claim, ClaimDate, Document, Item, Party, Place, Source, Span
from marsad.register import Alternative, Bound, Edge, Entry, Family, ItemKey, Origin, Passage, Register, Witness
from marsad.store import Store, open_store
from marsad.store.codec import CODEC
from marsad.store.schema import blobs, claims, documents, readings

MOST_MEGABYTES = 300
_TEXT = (
    "According to the agency, Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025. The tanks were"
    " unloaded from trucks at the camp. "
)
_ROWS = 1_000
# The peak of this process alone: what getrusage says begins with the memory of the process that started it.
_MEASURE = (
    "import re, sys; from pathlib import Path; from marsad.cli import main\n"
    "try: main()\n"
    "finally: print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1], file=sys.stderr)"
)


def fill_store(store: Store, entries: int) -> None:
    """Keep made-up entries; every second document carries the text of the one before it."""
    for start in range(0, entries, _ROWS):
        with store.database.write() as connection:
            made = [make_told(number) for number in range(start, min(start + _ROWS, entries))]
            rows = [list(_list_rows(document, claim)) for document, claim in made]
            for position, table in enumerate((blobs, documents, readings, claims)):
                connection.execute(sa.insert(table), [row[position] for row in rows])
    store.put_register(
        Register(
            tuple(make_entry(number) for number in range(entries)),
            tuple(make_family(number) for number in range(0, entries - 1, 2)),
        )
    )


def _list_rows(document: Document, claim: Claim) -> Iterator[dict[str, Any]]:
    yield {"sha256": document.id, "body": document.text.encode()}
    yield {"id": document.id, "blob": document.id, "address": None, "retrieved": None, "body": CODEC.dumps(document)}
    yield {"document": document.id, "reader": "1", "digest": ""}
    yield {"document": document.id, "position": 0, "id": claim.id, "body": CODEC.dumps(claim)}


def _name(kind: str, number: int) -> str:
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()


def make_told(number: int) -> tuple[Document, Claim]:
    """The document and the claim of an entry."""
    text = f"Report {number}. " + _TEXT * 10
    start = text.index("According")
    document = Document(
        id=f"sha256:{_name('document', number)}",
        source=f"articles/{number}.html",
        text=text,
        title=f"Report {number}",
        language="en",
        publisher=f"Outlet {number % 500}",
        url=f"https://example.org/{number}",
        text_sha256=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
    )
    claim = Claim(
        id=_name("claim", number)[:16],
        type="delivery",
        factuality="fact",
        spans=(Span(start, start + 98),),
        supplier=Party("RU", "Russia"),
        recipient=Party("ML", "Mali"),
        items=(Item("T-72B3 tanks", Span(start + 48, start + 60), "T-72B3", "tank", 7, 7),),
        place=_place(number),
        date=ClaimDate("2025-01-17"),
        sources=(Source("the agency", "agency", Span(start + 13, start + 23)),),
    )
    return document, claim


def _place(number: int) -> Place:
    return Place(f"Town {number % 5_000}", "ML", 10 + number % 5_000 / 500, -8.0)


def make_entry(number: int) -> Entry:
    """An entry of one claim."""
    document, claim = make_told(number)
    origin = Origin(f"press:{number % 500}", f"Agency {number % 500}", "named source")
    bound = Bound(ItemKey("T-72B3", "tank"), 7, 7, False, "one origin", (claim.id,))
    return Entry(
        id=claim.id[:12],
        type="delivery",
        stage="handed over",
        standing="single",
        supplier=Party("RU", "Russia"),
        recipient=Party("ML", "Mali"),
        unit=None,
        place=_place(number),
        date="2025-01-17",
        items=(bound,),
        personnel=None,
        alternatives={"supplier": (Alternative("RU", "Russia", (origin.id,), (claim.id,)),)},
        publications=1,
        origins=1,
        claims=(Witness(claim.id, document.id, document.source, "fact", origin),),
    )


def make_family(number: int) -> Family:
    """Two documents of one text."""
    root, child = (f"sha256:{_name('document', n)}" for n in (number, number + 1))
    edge = Edge(root, child, "copy", 0.97, (Passage((10, 100), (10, 100), 0.99),), ("published later",))
    return Family(root, (root, child), (edge,))


def measure(store: Path, format: str, output: Path) -> tuple[float, int, float]:
    """Seconds, bytes and megabytes of memory that one export takes."""
    start = time.perf_counter()
    command = [sys.executable, "-c", _MEASURE, "export", "-f", format, "-o", str(output), "--store", str(store)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, output.stat().st_size, int(ran.stderr.splitlines()[-1]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries: int = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store.db"
        with open_store(place) as store:
            fill_store(store, entries)
        found = [(format, *measure(place, format, Path(folder) / "out")) for format in EXPORTS]
    rows = tuple((format, seconds, size / 1e6, peak) for format, seconds, size, peak in found)
    return publish(
        Report(
            name="exports",
            about=f"A register of {entries:,} made entries, written in every format, each in a process of its own.",
            tables=(Table(("format", "clock, s", "file, MB", "peak memory, MB"), rows),),
            limits=(Limit("megabytes of memory at the peak", max(peak for *_, peak in found), most=MOST_MEGABYTES),),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
