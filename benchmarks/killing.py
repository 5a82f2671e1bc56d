"""Kill an ingest at random moments and compare what comes of it: ``python -m benchmarks.killing [--kills 20]``.

A folder of made articles is taken in once undisturbed. Then again into new stores, and the program is killed (SIGKILL)
at moments drawn by a seed: most while documents are read, one in four while they are linked. After each kill the store
must be whole and must have lost nothing; the next run goes on, and the register at its end must be the same bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import SEED, write_articles
from marsad.store import open_store

_STARTS = 1.0
"""Seconds until a run has begun to read, of which a kill proves little."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: after how many seconds, with how many documents kept by then, and whether all were read."""

    seconds: float
    kept: int
    linking: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One store that was filled under kills: the kills, and what is wrong with it at its end."""

    kills: tuple[Kill, ...]
    faults: tuple[str, ...]


class Trial:
    """Ingests of one folder into stores beside it."""

    def __init__(self, folder: Path, documents: int, seed: int = SEED) -> None:
        self.documents = documents
        self.articles = folder / "articles"
        self._folder = folder
        self._chance = random.Random(seed)
        write_articles(self.articles, documents, seed)
        start = time.perf_counter()
        calm = folder / "calm.db"
        self._start(calm).wait()
        self.seconds = time.perf_counter() - start
        self._register = _run("register", "--format", "json", "--store", str(calm))

    def fill_under_kills(self, kills: int) -> Iterator[Outcome]:
        """Fill stores until so many kills have hit a run; a run that ends before its kill begins a new store."""
        done = 0
        number = 0
        while done < kills:
            number += 1
            store = self._folder / f"killed-{number}.db"
            hits = []
            kept: set[str] = set()
            faults: list[str] = []
            while done < kills and (kill := self._kill_once(store, linking=done % 4 == 1)):
                done += 1
                hits.append(kill)
                faults += self._look(store, kept)
            faults += self._finish(store)
            yield Outcome(tuple(hits), tuple(faults))

    def _start(self, store: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "marsad", "ingest", str(self.articles), "--store", str(store)]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def _kill_once(self, store: Path, *, linking: bool) -> Kill | None:
        """Kill a run at a random moment; None where it ended before."""
        began = time.perf_counter()
        with self._start(store) as running:
            if linking:
                while running.poll() is None and _count_read(store) < self.documents:
                    time.sleep(0.05)
                moment = self._chance.uniform(0, 0.1 * self.seconds)
            else:
                moment = _STARTS + self._chance.uniform(0, self.seconds / 2)
            try:
                running.wait(moment)
                return None
            except subprocess.TimeoutExpired:
                workers = _list_children(running.pid)
                running.kill()
                running.wait()
        _await_end(workers)
        kept = _count_read(store)
        return Kill(time.perf_counter() - began, kept, kept == self.documents)

    def _look(self, store: Path, kept: set[str]) -> Iterator[str]:
        """What is wrong with a store after a kill; ``kept`` are the documents that were in it after the one before."""
        if not store.exists():
            return
        with open_store(store) as opened:
            yield from opened.check()
            found = {document.id for document in opened.documents()}
        yield from (f"document {id_} is lost" for id_ in sorted(kept - found))
        kept |= found

    def _finish(self, store: Path) -> Iterator[str]:
        """Let a run come to its end; what is wrong with the store then."""
        code = self._start(store).wait()
        if code:
            yield f"the last run ended with {code}"
        yield from self._look(store, set())
        if _run("register", "--format", "json", "--store", str(store)) != self._register:
            yield "the register is not that of the undisturbed run"


def _run(*command: str) -> bytes:
    return subprocess.run([sys.executable, "-m", "marsad", *command], check=True, capture_output=True).stdout


def _count_read(store: Path) -> int:
    """How many documents of a store are read, looked up without disturbing it."""
    import sqlite3

    if not store.exists():
        return 0
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # Its tables are not yet made.
    finally:
        connection.close()


def _list_children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _await_end(processes: list[int]) -> None:
    """Wait for the workers of a killed run, which end by themselves when they see that it is gone."""
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{process}").exists() for process in processes):
        if time.monotonic() > deadline:
            raise RuntimeError(f"workers outlive the run that was killed: {processes}")
        time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill an ingest at random moments and compare what comes of it.")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="marsad-killing-") as folder:
        trial = Trial(Path(folder), given.documents, given.seed)
        print(f"{given.documents} documents undisturbed in {trial.seconds:.1f} s; load {os.getloadavg()[0]:.1f}")
        faults = 0
        for number, outcome in enumerate(trial.fill_under_kills(given.kills), 1):
            for kill in outcome.kills:
                doing = "linking" if kill.linking else "reading"
                print(f"store {number}: killed {doing} after {kill.seconds:5.1f} s, {kill.kept} documents read")
            for fault in outcome.faults[:20]:
                print(f"store {number}: {fault}")
            faults += len(outcome.faults)
            print(
                f"store {number}: {'NOT as' if outcome.faults else 'as'} undisturbed after {len(outcome.kills)} kills"
            )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
