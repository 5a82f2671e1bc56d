"""Fifty analysts at once: ``python -m benchmarks.crowd [--seconds 120] [--people 50]``.

A PostgreSQL server of its own on loopback, a desk on it with an account for each, half of them readers and half
judges. Each looks at the register, entries and claims as fast as a hurried person; judges also judge claims, all from
one small pool, so that they meet. Asked afterwards: whether anybody got an error, whether every judgement that was
confirmed is kept as it was made, whether the log's chain is whole, and whether the register is what linking everything
anew makes of it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

from benchmarks.figures import Limit, Report, Table, publish
from benchmarks.made import make_world
from benchmarks.served import serve
from marsad.desk import relink
from marsad.pipeline import reader_version
from marsad.store import Store, open_store
from marsad.web.security.accounts import add_account
from tests.store.server import MISSING, find_programs, run_server

SEED = 20250117
CLAIMS = 2000
POOL = 150
"""Claims that are judged: few, so that people meet."""

PASSWORD = "seven herons over the weir"
THINK = (0.3, 1.5)
"""Seconds between two clicks."""

API = "/api/v1"


@dataclass
class Seen:
    """What happened to everybody."""

    answers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)
    kept: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    """Confirmed judgements by number: who, which claim, which value."""


class Analyst:
    """One person at the desk."""

    def __init__(self, name: str, client: httpx.AsyncClient, pool: Sequence[str], seen: Seen) -> None:
        self._name, self._client, self._pool, self._seen = name, client, pool, seen
        self._chance = random.Random(name)

    async def log_in(self) -> None:
        login = {"name": self._name, "password": PASSWORD}
        answer = await self._ask("log in", "POST", f"{API}/login", json=login)
        self._client.headers["Authorization"] = f"Bearer {answer['token'] if answer else ''}"

    async def work(self, until: float) -> None:
        """Look and judge until the time is over."""
        await asyncio.sleep(self._chance.uniform(0, THINK[1]))
        while time.monotonic() < until:
            if self._name.startswith("judge") and self._chance.random() < 0.4:
                await self._judge()
            else:
                await self._look()
            await asyncio.sleep(self._chance.uniform(*THINK))

    async def _look(self) -> None:
        chance = self._chance
        what = chance.random()
        if what < 0.5:
            query = chance.choice(["", "?type=delivery", "?class=tank&sort=date", "?origins=2", "?standing=contested"])
            page = await self._ask("register", "GET", f"{API}/entries{query}")
            if page and page["entries"]:
                await self._ask("entry", "GET", f"{API}/entries/{chance.choice(page['entries'])['id']}", gone=True)
        elif what < 0.8:
            await self._ask("claim", "GET", f"{API}/claims/{chance.choice(self._pool)}")
        else:
            await self._ask("review", "GET", f"{API}/review/single?size=20")

    async def _judge(self) -> None:
        """Look at a claim, think, judge it or take back what was judged."""
        claim = self._chance.choice(self._pool)
        page = await self._ask("judgements", "GET", f"{API}/judgements?size=20")
        if page is None:
            return
        await asyncio.sleep(self._chance.uniform(*THINK))
        mine = [j for j in page["judgements"] if j["who"] == self._name and j["undone_by"] is None]
        if mine and self._chance.random() < 0.2:
            await self._ask("undo", "DELETE", f"{API}/judgements/{mine[0]['id']}", gone=True)
            return
        value = str(self._chance.randrange(1, 7))
        decision = {"kind": "credibility", "claims": [claim], "value": value, "why": f"by {self._name}"}
        if self._chance.random() < 0.3:
            value = str(self._chance.randrange(1, 99))
            decision = {"kind": "value", "claims": [claim], "slot": "count", "value": value}
        if decision["kind"] == "credibility" and value == "1":
            decision["value"] = value = "2"
        body = {"seen": page["seen"], "decisions": [decision]}
        made = await self._ask("judge", "POST", f"{API}/judgements", json=body, gone=True)
        if made:
            for judgement in made["judgements"]:
                self._seen.kept[judgement["id"]] = (self._name, claim, value)

    async def _ask(self, what: str, method: str, path: str, *, gone: bool = False, **body: Any) -> Any:
        """The answer; None where somebody else was quicker (``gone`` allows for that) or an error, which is noted."""
        start = time.perf_counter()
        try:
            answer = await self._client.request(method, path, **body)
        except httpx.HTTPError as error:
            self._seen.errors.append(f"{what}: {type(error).__name__} {error}")
            return None
        self._seen.times.setdefault(what, []).append(time.perf_counter() - start)
        self._seen.answers[f"{what} {answer.status_code}"] += 1
        if answer.is_success:
            return answer.json()
        if not (gone and answer.status_code in (404, 409)):
            self._seen.errors.append(f"{what}: {answer.status_code} {answer.text[:200]}")
        return None


@contextmanager
def open_server() -> Iterator[str]:
    """The address of an empty database on a server that is there for this alone."""
    import psycopg

    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    with run_server(programs) as folder:
        with psycopg.connect(host=folder, user="marsad", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE desk")
        yield f"postgresql://marsad@/desk?host={folder}"


def fill_store(store: Store, people: Sequence[str]) -> list[str]:
    """Documents with claims, and accounts; returns the claims that are to be judged."""
    world = make_world(CLAIMS)
    for read in world.documents:
        store.add_document(read.document, read.document.id.encode())
        store.put_claims(read.document.id, read.claims, reader=reader_version())
    relink(store)
    for name in people:
        add_account(store, name, "analyst" if name.startswith("judge") else "reader", PASSWORD, who="benchmark")
    counted = [claim.id for read in world.documents for claim in read.claims if len(claim.items) == 1]
    return random.Random(SEED).sample(counted, POOL)


async def let_in(address: str, people: Sequence[str], pool: Sequence[str], seconds: float) -> Seen:
    """Everybody at the desk: all log in at once, then they work for so long."""
    seen, limits = Seen(), httpx.Limits(max_connections=1)
    clients = [httpx.AsyncClient(base_url=address, timeout=60, limits=limits) for _ in people]
    crowd = [Analyst(name, client, pool, seen) for name, client in zip(people, clients, strict=True)]
    await asyncio.gather(*(analyst.log_in() for analyst in crowd))
    until = time.monotonic() + seconds
    await asyncio.gather(*(analyst.work(until) for analyst in crowd))
    for client in clients:
        await client.aclose()
    return seen


def check_store(store: Store, seen: Seen) -> Iterator[str]:
    """What is lost or wrong afterwards, a line each."""
    yield from check_judgements(store, seen.kept)
    yield from store.verify_log()
    register = store.register()
    if register != relink(store):
        yield "the register is not what linking everything anew gives"


def check_judgements(store: Store, kept: Mapping[int, tuple[str, str, str]], unanswered: int = 0) -> Iterator[str]:
    """Judgements that were confirmed and are lost or changed, and more than were made; a line each.

    ``kept`` are who confirmed what of which claim, by number; the ``unanswered`` may be there or not.
    """
    rulings = {ruling.judgement.id: ruling for ruling in store.rulings()}
    for number, (who, claim, value) in kept.items():
        judgement = rulings[number].judgement if number in rulings else None
        if judgement is None:
            yield f"judgement {number} of {who} is lost"
        elif (judgement.who, judgement.subject[0].partition("|")[0], judgement.value) != (who, claim, value):
            yield f"judgement {number} is not what {who} made"
    if len(rulings) > len(kept) + unanswered:
        yield f"{len(rulings)} judgements are kept, {len(kept)} were confirmed, {unanswered} not answered"


def report(seen: Seen, faults: Sequence[str], people: int, seconds: float) -> Report:
    """What they met."""
    rows = []
    for what, times in sorted(seen.times.items()):
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        rows.append((what, len(times), 1000 * statistics.median(times), 1000 * p95))
    answers = ", ".join(f"{name}: {count}" for name, count in sorted(seen.answers.items()))
    return Report(
        name="crowd",
        about=f"{people} people read and judge at one desk on PostgreSQL for {seconds:g} s: "
        f"{sum(seen.answers.values())} requests, {len(seen.kept)} judgements kept.",
        tables=(Table(("request", "times", "p50, ms", "p95, ms"), tuple(rows)),),
        limits=(
            Limit("errors", len(seen.errors), most=0),
            Limit("faults of store, log and register", len(faults), most=0),
        ),
        notes=(f"answers: {answers}", *seen.errors[:10], *faults[:10]),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Many analysts at once.")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--people", type=int, default=50)
    asked = parser.parse_args()
    people = [f"{'judge' if n % 2 else 'reader'}{n}" for n in range(asked.people)]
    with open_server() as place:
        with open_store(place) as store:
            pool = fill_store(store, people)
        with serve(place) as address:
            seen = asyncio.run(let_in(address, people, pool, asked.seconds))
        with open_store(place) as store:
            faults = list(check_store(store, seen))
    return publish(report(seen, faults, asked.people, asked.seconds))


if __name__ == "__main__":
    sys.exit(main())
