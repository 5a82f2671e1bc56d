"""The programs of a soak: ingest again and again, killed at times; the desk, watched; the database, restarted."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from soak.site import FEEDS, name_host

_PAUSE = 2.0
_LOOK_EVERY = 5.0


def list_feeds(port: int) -> list[str]:
    return [f"http://{name_host(feed)}:{port}/feed.xml" for feed in range(FEEDS)]


@dataclass
class Ingest:
    """Runs of ``marsad ingest`` on all feeds, one after the other."""

    place: str
    port: int
    runs: int = 0
    codes: dict[int, int] = field(default_factory=dict)
    killed: list[float] = field(default_factory=list)
    peaks: list[tuple[float, float]] = field(default_factory=list)
    """For each run that ended by itself the moment and its peak of memory in MB."""

    last: str = ""
    _running: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> int:
        """One run to its end; returns its exit code."""
        command = [
            sys.executable,
            "-m",
            "marsad",
            "ingest",
            *list_feeds(self.port),
            "--allow-private",
            "--workers",
            "1",
        ]
        process = subprocess.Popen([*command, "--store", self.place], stderr=subprocess.PIPE)
        with self._lock:
            self._running = process
        assert process.stderr is not None
        said = process.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        with self._lock:
            self._running = None
        self.runs += 1
        self.codes[code] = self.codes.get(code, 0) + 1
        if code in (0, 3):
            self.peaks.append((time.monotonic(), usage.ru_maxrss / 1000))
            self.last = said.strip().splitlines()[-1] if said.strip() else ""
        elif code > 0:
            self.last = said.strip()[-300:]
        return code

    def run_until(self, over: Callable[[], bool]) -> None:
        while not over():
            self.run()
            time.sleep(_PAUSE)

    def kill(self, rng: random.Random, over: Callable[[], bool]) -> bool:
        """Kill the run that is there, or the next, at a random moment of it; False where the time was over before."""
        time.sleep(rng.uniform(0, 20))
        while not over():
            with self._lock:
                if self._running is not None and self._running.returncode is None:
                    self._running.kill()
                    self.killed.append(time.monotonic())
                    return True
            time.sleep(0.05)
        return False


@dataclass
class Watch:
    """What a process holds in memory over time, in MB, with the moments."""

    seen: list[tuple[float, float]] = field(default_factory=list)

    def follow(self, process: int, over: Callable[[], bool]) -> None:
        while not over():
            if (held := read_memory(process)) is not None:
                self.seen.append((time.monotonic(), held))
            time.sleep(_LOOK_EVERY)


def read_memory(process: int) -> float | None:
    """Resident memory of a process in MB; None where it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def open_desk(place: str, log: Path) -> Iterator[tuple[str, int]]:
    """Run `marsad serve` on a store; yields its address and the number of its process."""
    command = [sys.executable, "-m", "marsad", "serve", "--port", "0", "--store", place]
    with log.open("ab") as out, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def restart_database(programs: Path, folder: str, mode: str) -> float:
    """Restart the server that lies in ``folder``; returns how long it was away, in seconds."""
    from tests.store.server import find_owner

    command = [str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/server.log", "-m", mode]
    began = time.monotonic()
    subprocess.run([*command, "restart"], check=True, user=find_owner(), cwd=folder, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def spread_moments(count: int, seconds: float, rng: random.Random) -> Sequence[float]:
    """So many moments of a stretch, one in each equal part of it, none at its edges."""
    part = seconds / count
    return [part * (n + rng.uniform(0.2, 0.8)) for n in range(count)]
