"""Ingest here and on a Ray cluster: ``python -m benchmarks.cluster [--documents 20000] [--kills 1] [--short]``.

The dossier that ships with Marsad and made articles, in shards of JSON lines, Parquet and WARC by turns, are taken in
by the cores of this machine and by a Ray cluster of this machine, into new stores; processes of the cluster are killed
(SIGKILL) while they read. The two registers must be the same bytes. ``--short`` takes the first paragraph of each made
article alone; with ``--database`` the cluster's store is an empty PostgreSQL.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.articles import Article, make_articles
from marsad.cli_demo import DOSSIER
from marsad.run.workers import count_cores

_SHARD = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: seconds of the clock, the register it came to, and how many processes were killed on the way."""

    seconds: float
    register: bytes
    kills: int = 0


def write_shards(folder: Path, articles: Iterator[Article], size: int = _SHARD) -> int:
    """Articles as files of so many, of three kinds by turns; returns how many files."""
    folder.mkdir(parents=True)
    number = 0
    while some := list(islice(articles, size)):
        write = (_write_lines, _write_parquet, _write_warc)[number % 3]
        write(folder / f"{number:05}", some)
        number += 1
    return number


def _write_lines(place: Path, articles: Sequence[Article]) -> None:
    place.with_suffix(".jsonl").write_bytes(b"\n".join(article.write() for article in articles))


def _write_parquet(place: Path, articles: Sequence[Article]) -> None:
    import pyarrow
    import pyarrow.parquet

    names = ("title", "publisher", "published", "language", "text")
    rows = [{name: getattr(article, name) for name in names} for article in articles]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), place.with_suffix(".parquet"))


def _write_warc(place: Path, articles: Sequence[Article]) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with place.with_suffix(".warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, article in enumerate(articles):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "application/json")], protocol="HTTP/1.1")
            address = f"https://example.org/{place.name}/{number}"
            payload = io.BytesIO(article.write())
            writer.write_record(writer.create_warc_record(address, "response", payload=payload, http_headers=headers))


def measure(articles: Path, store: str, *options: str, shards: Path | None = None, kills: int = 0) -> Run:
    """Take a folder in; so many of the processes that read into ``shards`` are killed, one after every second shard."""
    begun = time.perf_counter()
    inputs = [str(articles), str(DOSSIER)]
    command = [sys.executable, "-m", "marsad", "ingest", *inputs, "--store", store, *options]
    if shards is not None:
        command += ["--run", "ray", "--shards", str(shards)]
    killed = 0
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            done = sum(1 for _ in shards.glob("shard=*")) if shards else 0
            if killed < kills and done > 2 * killed and (reading := find_readers(running.pid)):
                os.kill(reading[0], signal.SIGKILL)
                killed += 1
            time.sleep(0.2)
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
    seconds = time.perf_counter() - begun
    shown = [sys.executable, "-m", "marsad", "register", "--format", "json", "--store", store]
    return Run(seconds, subprocess.run(shown, check=True, capture_output=True).stdout, killed)


def find_readers(program: int) -> list[int]:
    """The processes of a program's own Ray cluster that are at a shard."""
    found, waiting = [], [program]
    while waiting:
        process = waiting.pop()
        try:
            name = Path(f"/proc/{process}/cmdline").read_bytes()
            tasks = Path(f"/proc/{process}/task").glob("*/children")
            waiting += [int(child) for listed in tasks for child in listed.read_text().split()]
        except OSError:
            continue
        if name.startswith(b"ray::Map"):
            found.append(process)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Ingest here and on a Ray cluster.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--database", metavar="postgresql://...", help="where the cluster's store is to be")
    given = parser.parse_args()
    made = make_articles(given.documents)
    articles = (replace(a, text=a.text.partition("\n\n")[0]) for a in made) if given.short else made
    with tempfile.TemporaryDirectory(prefix="marsad-cluster-") as place:
        folder = Path(place)
        shards = write_shards(folder / "in", articles)
        kind = "short articles" if given.short else "articles"
        print(
            f"{given.documents} {kind} in {shards} shards; {count_cores()} cores, load {os.getloadavg()[0]:.1f} before"
        )
        local = measure(folder / "in", str(folder / "local.db"))
        print(f"local  {local.seconds:>7.1f} s {given.documents / local.seconds:>7.1f} documents/s", flush=True)
        made_into = folder / "shards"
        store = given.database or str(folder / "ray.db")
        cluster = measure(folder / "in", store, shards=made_into, kills=given.kills)
        print(f"ray    {cluster.seconds:>7.1f} s {given.documents / cluster.seconds:>7.1f} documents/s", end="")
        print(f", {cluster.kills} processes killed while they read")
        size = sum(file.stat().st_size for file in made_into.rglob("*.parquet"))
        kept = (folder / "local.db").stat().st_size
        print(
            f"shards {size / given.documents / 1000:.1f} KB a document, store {kept / given.documents / 1000:.1f} KB",
            end="",
        )
        print(f"; load {os.getloadavg()[0]:.1f} after")
    same = local.register == cluster.register and cluster.kills == given.kills
    print(f"registers of {len(local.register)} bytes: {'the same bytes' if same else 'NOT THE SAME'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
