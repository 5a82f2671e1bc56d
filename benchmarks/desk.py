"""How fast the desk answers: ``python -m benchmarks.desk [--entries 100000] [--places 4000]``.

A store with so many entries, the desk as `marsad serve` runs it, and the same questions to both: the register page and
its API over HTTP on one side, bare SQL on the other. The SQL runs on a table made for it, with a column for each filter
and order and an index on each, and fetches the count and the JSON of one page. Printed: the 95th percentiles over all
questions and their ratio, how long the first page takes, the size of the map's data, and how a browser draws it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2 as httpx

from benchmarks.drawing import FREEZE_MS, describe, draw_map
from benchmarks.figures import Limit, Report, Table, publish
from benchmarks.served import serve
from marsad.edtf import edtf_range
from marsad.export.register import build_entry
from marsad.model import Claim, Document, Party, Place, Span
from marsad.register import STANDINGS, Bound, Entry, ItemKey, Origin, Register, Witness
from marsad.store import open_store
from marsad.text import fold
from tests.web.desk import CHROMIUM

SEED = 20250117
CLAIMS_PER_DOCUMENT = 50
QUESTIONS = 200
WARM_UP = 20
PAGE = 50
MOST_TIMES = 5.0
MOST_MAP_BYTES = 1_000_000
MOST_TOLD_S = 10.0
OPENING = 503
STATES = tuple(f"State {a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJ")
ITEMS = (("T-72B3", "tank"), ("BMP-3", "ifv"), ("TB2", "uav"), ("Mi-35P", "attack_helicopter"), (None, "truck"))
KINDS = ("delivery", "order", "deployment", "training", "withdrawal")
PLACES = 4000
"""Places of the made-up world, unless ``--places`` says otherwise."""
ORDERS = ("id", "date", "origins", "publications", "count")


def make_entries(count: int, places_in_world: int = PLACES) -> Iterator[Entry]:
    """Entries of a made-up world, each with one to three claims."""
    chance = random.Random(SEED)
    places = [
        Place(f"Town {n}", f"C{n % 80}", round(chance.uniform(-35, 60), 4), round(chance.uniform(-20, 140), 4))
        for n in range(places_in_world)
    ]
    for number in range(count):
        supplier, recipient = chance.sample(STATES, 2)
        designation, class_ = chance.choice(ITEMS)
        low = chance.randrange(1, 60)
        day = dt.date(1995, 1, 1) + dt.timedelta(days=chance.randrange(11_000))
        claims = tuple(_make_witness(number, n) for n in range(chance.choice((1, 1, 1, 2, 3))))
        high = low if chance.random() < 0.7 else None
        bound = Bound(ItemKey(designation, class_), low, high, False, "one origin", tuple(w.claim for w in claims))
        yield Entry(
            id=f"{number:012x}",
            type=chance.choice(KINDS),
            stage="arrived",
            standing=chance.choice(STANDINGS),
            supplier=Party(supplier.upper(), supplier) if chance.random() < 0.9 else None,
            recipient=Party(recipient.upper(), recipient),
            unit=None,
            place=chance.choice(places) if chance.random() < 0.8 else None,
            date=(day.isoformat() if chance.random() < 0.7 else day.isoformat()[:7]),
            items=(bound,),
            personnel=None,
            alternatives={},
            publications=len(claims) + chance.randrange(3),
            origins=len(claims),
            claims=claims,
        )


def _make_witness(entry: int, number: int) -> Witness:
    claim = f"{entry:012x}{number:04x}"
    document = f"d{entry // CLAIMS_PER_DOCUMENT:07}"
    return Witness(
        claim, document, f"{document}.txt", "fact", Origin(f"o{entry % 500}", f"Outlet {entry % 500}", "own")
    )


def fill_store(place: Path, entries: list[Entry]) -> None:
    """Documents with their claims, and the register as linking would have kept it."""
    by_document: dict[str, list[Claim]] = {}
    for entry in entries:
        for witness in entry.claims:
            claim = Claim(witness.claim, "delivery", "fact", (Span(0, 20),), entry.supplier, entry.recipient)
            by_document.setdefault(witness.document, []).append(claim)
    with open_store(place) as store:
        for id_, claims in by_document.items():
            document = Document(id_, f"{id_}.txt", f"The text of document {id_}.", language="en", publisher="Outlet 1")
            store.add_document(document, id_.encode())
            store.put_claims(id_, claims, reader="benchmark")
        store.put_register(Register(tuple(entries), ()))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, for both sides."""

    filters: dict[str, str]
    sort: str
    page: int


def make_questions(entries: list[Entry]) -> list[Asked]:
    """Questions as people ask them: mostly one or two filters, sometimes none, mostly the first pages."""
    chance = random.Random(SEED + 1)
    found = []
    for _ in range(QUESTIONS):
        entry = chance.choice(entries)
        every = {
            "supplier": entry.supplier.name if entry.supplier else "State AA",
            "recipient": entry.recipient.name if entry.recipient else "State AB",
            "class": chance.choice([entry.items[0].item.class_, str(entry.items[0].item)]),
            "type": entry.type,
            "standing": entry.standing,
            "since": f"{(entry.date or '2000')[:4]}-01-01",
            "place": entry.place.name if entry.place else "C7",
            "origins": "2",
        }
        names = chance.sample(sorted(every), chance.choice((0, 1, 1, 2, 2, 3)))
        filters = {name: every[name] for name in names}
        found.append(Asked(filters, chance.choice(ORDERS), chance.choice((1, 1, 1, 2, 5))))
    return found


class Bare:
    """The same questions in SQL, on a table with a column and an index for each filter and each order."""

    def __init__(self, place: Path, entries: list[Entry]) -> None:
        self._db = sqlite3.connect(place)
        self._db.execute(
            "CREATE TABLE entries (id TEXT PRIMARY KEY, type, standing, supplier, supplier_id, recipient, recipient_id,"
            " class, item, place, country, first, last, origins, publications, low, date, body)"
        )
        self._db.executemany(
            f"INSERT INTO entries VALUES ({','.join('?' * 18)})", (self._make_row(entry) for entry in entries)
        )
        for name in (
            "type", "standing", "supplier", "supplier_id", "recipient", "recipient_id", "class", "item", "place",
            "country", "first", "last", "origins", "date", "publications", "low",
        ):  # fmt: skip
            self._db.execute(f"CREATE INDEX ix_{name} ON entries ({name})")
        self._db.execute("ANALYZE")
        self._db.commit()

    def _make_row(self, entry: Entry) -> tuple[object, ...]:
        first, last = edtf_range(entry.date or "")
        supplier, recipient, place, bound = entry.supplier, entry.recipient, entry.place, entry.items[0]
        return (
            entry.id, entry.type, entry.standing, fold(supplier.name) if supplier else None,
            fold(supplier.id) if supplier else None, fold(recipient.name) if recipient else None,
            fold(recipient.id) if recipient else None, fold(bound.item.class_), fold(str(bound.item)),
            fold(place.name) if place else None, fold(place.country or "") if place else None, str(first), str(last),
            entry.origins, entry.publications, bound.low, entry.date,
            json.dumps(build_entry(entry), ensure_ascii=False),
        )  # fmt: skip

    def ask(self, asked: Asked) -> int:
        """How many entries fit, after fetching one page of them."""
        where: list[str] = ["1"]
        values: list[str] = []
        columns = {
            "supplier": "(supplier = ? OR supplier_id = ?)",
            "recipient": "(recipient = ? OR recipient_id = ?)",
            "class": "(class = ? OR item = ?)",
            "place": "(place = ? OR country = ?)",
            "type": "type = ?",
            "standing": "standing = ?",
            "since": "last >= ?",
            "origins": "origins >= CAST(? AS INTEGER)",
        }
        for name, value in asked.filters.items():
            where.append(columns[name])
            values += [fold(value) if " OR " in columns[name] else value] * columns[name].count("?")
        order = {
            "id": "id", "date": "date, id", "origins": "origins DESC, publications DESC, id",
            "publications": "publications DESC, origins DESC, id", "count": "low DESC, id",
        }[asked.sort]  # fmt: skip
        condition = " AND ".join(where)
        (count,) = self._db.execute(f"SELECT count(*) FROM entries WHERE {condition}", values).fetchone()
        cut = f"LIMIT {PAGE} OFFSET {PAGE * (asked.page - 1)}"
        self._db.execute(f"SELECT body FROM entries WHERE {condition} ORDER BY {order} {cut}", values).fetchall()
        return int(count)


@contextmanager
def browse(address: str) -> Iterator[httpx.Client]:
    """A browser that opened the address with the token."""
    parts = urlsplit(address)
    with httpx.Client(base_url=f"{parts.scheme}://{parts.netloc}", timeout=300, follow_redirects=True) as client:
        answer = client.get(f"/?{parts.query}")
        if answer.status_code != OPENING:
            answer.raise_for_status()
        yield client


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of all questions."""

    all: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.all)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.all, n=20)[-1]


def measure(ask: Callable[[Asked], int], questions: list[Asked]) -> tuple[Times, list[int]]:
    """How long each question takes, and how many entries fit."""
    for asked in questions[:WARM_UP]:
        ask(asked)
    times, counts = [], []
    for asked in questions:
        start = time.perf_counter()
        counts.append(ask(asked))
        times.append(1000 * (time.perf_counter() - start))
    return Times(times), counts


def ask_api(client: httpx.Client, asked: Asked) -> int:
    query = {**asked.filters, "sort": asked.sort, "page": asked.page, "size": PAGE}
    answer = client.get(f"/api/v1/entries?{urlencode(query)}")
    answer.raise_for_status()
    return int(answer.json()["count"])


def ask_page(client: httpx.Client, asked: Asked) -> int:
    query = {**asked.filters, "sort": asked.sort, "page": asked.page, "size": PAGE}
    client.get(f"/register?{urlencode(query)}").raise_for_status()
    return 0


def run(entries: list[Entry], folder: Path) -> Report:
    """What the same questions cost by bare SQL, by the API and by the register page, and what the map costs."""
    questions = make_questions(entries)
    fill_store(folder / "desk.db", entries)
    bare = Bare(folder / "bare.db", entries)
    sql, counts = measure(bare.ask, questions)
    start = time.perf_counter()
    with serve(str(folder / "desk.db")) as address, browse(address) as client:
        told = time.perf_counter() - start
        while client.get("/").status_code == OPENING:
            time.sleep(0.2)
        there = time.perf_counter() - start
        api, api_counts = measure(lambda asked: ask_api(client, asked), questions)
        assert api_counts == counts, "the desk and the bare SQL do not find the same entries"
        page, _ = measure(lambda asked: ask_page(client, asked), questions)
        start = time.perf_counter()
        with client.stream("GET", "/api/v1/map", headers={"Accept-Encoding": "gzip"}) as answer:
            packed = sum(len(part) for part in answer.iter_raw())
        sent = time.perf_counter() - start
        drawn = draw_map(address) if CHROMIUM else None
    asked = (("bare SQL", sql), ("API", api), ("register page", page))
    limits = [
        Limit(f"times bare SQL, p95 of the {name}", found.p95 / sql.p95, most=MOST_TIMES) for name, found in asked[1:]
    ]
    limits += [
        Limit("bytes of the map", packed, most=MOST_MAP_BYTES),
        Limit("seconds from the command to an answer", told, most=MOST_TOLD_S),
    ]
    if drawn:
        longest = max((*drawn.coming, *drawn.moving), default=0)
        limits.append(Limit("milliseconds of the longest task while the map is drawn", longest, most=FREEZE_MS))
    return Report(
        name="desk",
        about=f"{QUESTIONS} questions to a desk with {len(entries):,} made entries (seed {SEED}), and to bare SQL.",
        tables=(
            Table(
                ("asked of", "p50, ms", "p95, ms", "times bare SQL"),
                tuple((name, found.p50, found.p95, found.p95 / sql.p95) for name, found in asked),
            ),
        ),
        limits=tuple(limits),
        notes=(
            f"{told:.1f} s from the command to a page that says what goes on, {there:.1f} s to the register",
            f"map: {packed} bytes compressed, in {sent:.2f} s",
            *(describe(drawn) if drawn else ["map not drawn: no Chromium"]),
        ),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast the desk answers.")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=PLACES)
    asked = parser.parse_args()
    entries = list(make_entries(asked.entries, asked.places))
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        return publish(run(entries, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
