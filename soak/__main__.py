"""Everything at once, for an hour, under faults: ``python -m soak [--minutes 60] [--report docs/soak.md]``.

News servers on loopback publish and fail, ``marsad ingest`` takes in what they have, again and again, and is killed ten
times; twenty analysts look and judge at a desk; the database is restarted three times. Then the faults end, one last
ingest runs undisturbed, and all that was published must be in the store, once, with its words.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import crowd
from benchmarks.articles import write_articles
from marsad.desk import relink, take_in
from marsad.intake import Options, open_originals
from marsad.read.publication import read_day
from marsad.run.workers import Crew
from marsad.store import Store, open_store
from marsad.web.security.accounts import add_account
from soak.checks import find_faults
from soak.crew import Ingest, Watch, open_desk, read_memory, restart_database, spread_moments
from soak.people import Known, work
from soak.report import write_report
from soak.site import Press, open_press
from tests.store.server import MISSING, find_programs, run_server

SEED = 20250117
THINK = (2.0, 10.0)
"""Seconds between two clicks of an analyst."""

ARTICLES = 400
"""Articles that are in the store from the beginning."""

TROUBLE = 0.3
RESTARTS = ("fast", "immediate", "fast")
"""How the database is stopped; the second time as in a crash."""


@dataclass
class Plan:
    """What is asked of a soak."""

    minutes: float = 60
    people: int = 20
    kills: int = 10
    interval: float = 5.0
    """Seconds between two articles."""

    seed: int = SEED

    @property
    def seconds(self) -> float:
        return self.minutes * 60


@dataclass
class Course:
    """What happened, for the report."""

    plan: Plan
    began: float = field(default_factory=time.monotonic)
    day: str = field(default_factory=lambda: time.strftime("%d %B %Y, %H:%M UTC", time.gmtime()))
    restarts: list[tuple[float, str, float]] = field(default_factory=list)
    desk: Watch = field(default_factory=Watch)
    seen: Known = field(default_factory=Known)
    loads: list[float] = field(default_factory=list)
    published: int = 0
    documents: int = 0
    last_runs: list[int] = field(default_factory=list)
    fresh: float = 0.0
    """Memory of a desk that was opened on the same store afterwards and asked for the same, in MB."""

    worn: float = 0.0
    """Memory of the desk of the whole run at its end, in MB."""

    faults: list[str] = field(default_factory=list)

    def over(self) -> bool:
        return time.monotonic() - self.began > self.plan.seconds


def run(plan: Plan, folder: Path) -> tuple[Course, Press, Ingest]:
    """The whole soak; what is wrong at its end stands in ``faults``."""
    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    crowd.THINK = THINK
    people = [f"{'judge' if n % 2 else 'reader'}{n}" for n in range(plan.people)]
    rng = random.Random(plan.seed)
    with run_server(programs) as server, _open_database(server) as place:
        with open_store(place) as store:
            pool = fill_store(store, folder / "articles", people, plan.seed)
            filled = store.count_documents()
        most = int(plan.seconds / plan.interval) + 10
        with open_press(interval=plan.interval, most=most, trouble=TROUBLE, seed=plan.seed) as press:
            course, ingest = Course(plan), Ingest(place, press.port)
            with open_desk(place, folder / "desk.log") as (address, process):
                crew = [
                    lambda: ingest.run_until(course.over),
                    lambda: _kill(ingest, course, random.Random(plan.seed + 1)),
                    lambda: _restart(programs, server, course, random.Random(plan.seed + 2)),
                    lambda: course.desk.follow(process, course.over),
                    lambda: _note_load(course),
                ]
                with _side_by_side(crew):
                    asyncio.run(work(address, people, pool, course.began + plan.seconds, course.seen))
                course.worn = read_memory(process) or 0.0
            press.ended, press.calm = time.monotonic(), True
            course.published = len(press.published())
            course.last_runs = [ingest.run(), ingest.run()]
            course.fresh = _measure_fresh(place, folder, people, pool, rng)
        with open_store(place) as store:
            course.documents = store.count_documents() - filled
            course.faults = list(find_faults(store, press.published(), filled, course.seen))
    return course, press, ingest


def fill_store(store: Store, folder: Path, people: list[str], seed: int) -> list[str]:
    """Articles that are there before the first feed is asked, and accounts; returns the claims that will be judged."""
    write_articles(folder, ARTICLES, seed + 1)
    options = Options(read_day=read_day)
    for _ in take_in(store, open_originals(str(folder), options), options, engine=Crew(1)):
        pass
    relink(store)
    for name in people:
        role = "analyst" if name.startswith("judge") else "reader"
        add_account(store, name, role, crowd.PASSWORD, who="soak")
    counted = sorted(claim.id for _, claim in store.claims() if len(claim.items) == 1)
    return random.Random(seed).sample(counted, crowd.POOL)


@contextmanager
def _open_database(server: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(host=server, user="marsad", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE desk")
    yield f"postgresql://marsad@/desk?host={server}"


@contextmanager
def _side_by_side(crew: list[Callable[[], None]]) -> Iterator[None]:
    """Run all of ``crew`` beside the block, and wait for them at its end."""
    threads = [threading.Thread(target=member, daemon=True) for member in crew]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def _kill(ingest: Ingest, course: Course, rng: random.Random) -> None:
    for moment in spread_moments(course.plan.kills, course.plan.seconds * 0.9, rng):
        _wait(course, moment)
        ingest.kill(rng, course.over)


def _restart(programs: Path, server: str, course: Course, rng: random.Random) -> None:
    for mode, moment in zip(RESTARTS, spread_moments(len(RESTARTS), course.plan.seconds * 0.9, rng), strict=True):
        _wait(course, moment)
        away = restart_database(programs, server, mode)
        course.restarts.append((time.monotonic(), mode, away))


def _wait(course: Course, moment: float) -> None:
    time.sleep(max(0.0, course.began + moment - time.monotonic()))


def _note_load(course: Course) -> None:
    while not course.over():
        course.loads.append(os.getloadavg()[0])
        time.sleep(10)


def _measure_fresh(place: str, folder: Path, people: list[str], pool: list[str], rng: random.Random) -> float:
    """Memory of a new desk on the store as it is now, after everybody looked for two minutes."""
    readers = [name.replace("judge", "reader") for name in people if name.startswith("reader")]
    with open_desk(place, folder / "fresh.log") as (address, process):
        asyncio.run(work(address, readers, pool, time.monotonic() + 120, Known()))
        return read_memory(process) or 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything at once, for an hour, under faults.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--interval", type=float, default=5, help="seconds between two articles")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--report", type=Path, help="a Markdown file to write")
    given = parser.parse_args()
    plan = Plan(given.minutes, given.people, given.kills, given.interval, given.seed)
    with tempfile.TemporaryDirectory(prefix="marsad-soak-") as folder:
        course, press, ingest = run(plan, Path(folder))
        log = (Path(folder) / "desk.log").read_text(encoding="utf-8", errors="replace")
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    report = write_report(course, press, ingest, machine, log)
    print(report)
    if given.report:
        given.report.write_text(report, encoding="utf-8")
    print(json.dumps({"faults": course.faults[:50], "ingest": ingest.last, "log": log[-3000:]}), file=sys.stderr)
    return 1 if course.faults else 0


if __name__ == "__main__":
    sys.exit(main())
