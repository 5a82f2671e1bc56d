"""How ingest scales over cores: ``python -m benchmarks.ingest [--documents 2000] [--rounds 2]``.

A folder of made articles is taken in by one process and by one for each core, by turns, into new stores. Printed:
documents per second, and how many times faster the cores together are, by the quickest run of each: what others do on
the machine only makes runs slower.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import write_articles
from benchmarks.figures import Limit, Report, Table, publish
from marsad.run.workers import count_cores

LEAST_TIMES = 1.7


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: how many processes read, and seconds of the clock."""

    workers: int
    wall: float


def measure(articles: Path, store: Path, workers: int) -> Run:
    """Take a folder in, with so many processes that read."""
    command = [
        sys.executable,
        "-m",
        "marsad",
        "ingest",
        str(articles),
        "--workers",
        str(workers),
        "--store",
        str(store),
    ]
    start = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return Run(workers, time.perf_counter() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description="How ingest scales over cores.")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    documents, cores = given.documents, count_cores()
    with tempfile.TemporaryDirectory(prefix="marsad-ingest-") as folder:
        articles = Path(folder) / "articles"
        write_articles(articles, documents)
        runs = [
            measure(articles, Path(folder) / f"{workers}-{number}.db", workers)
            for number in range(given.rounds)
            for workers in (1, cores)
        ]
    alone, together = (min(run.wall for run in runs if run.workers == workers) for workers in (1, cores))
    rows = tuple((run.workers, documents / run.wall, run.wall) for run in runs)
    least = LEAST_TIMES if cores == 2 else 0.85 * cores
    return publish(
        Report(
            name="ingest",
            about=f"{documents:,} made articles, taken into a new store by one process, and by one a core.",
            tables=(Table(("processes", "documents/s", "clock, s"), rows),),
            limits=(Limit("times as fast on all cores as on one", alone / together, least=least),),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
