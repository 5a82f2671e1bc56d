"""Fuzz every target, two at a time: ``python -m fuzz [--minutes 30] [--target reading]...``; minutes of the processor.

Each target runs in a process of its own; where one dies, its last input is a finding, and another goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any

SEED = 20250117
NAMES = ("reading", "page", "pdf", "feed", "archive", "records", "data", "words")
WATCHED = ["marsad", "trafilatura", "htmldate", "feedparser", "warcio", "protego"]
"""Packages whose branches lead the fuzzer."""


def run_one(name: str, seconds: float, seed: int) -> None:
    """Fuzz one target in this process and print its tally."""
    try:
        import atheris
    except ImportError:
        atheris = None
    # The code that is watched must be imported here and nowhere before.
    with atheris.instrument_imports(include=WATCHED) if atheris else nullcontext():
        from fuzz.engine import Session, run_by_chance, run_by_coverage
        from fuzz.targets import find_target

        target = find_target(name)
        for first in target.seeds():
            target.check(first)
    if atheris:
        session = Session(target, seconds=seconds, engine=f"atheris {version('atheris')}", seed=seed)
        run_by_coverage(session, Path(tempfile.mkdtemp(prefix=f"marsad-fuzz-{name}-")))
    session = Session(target, seconds=seconds, engine="chance", seed=seed)
    run_by_chance(session)
    print(session.end(), flush=True)


def run_many(names: Sequence[str], minutes: float, at_once: int) -> list[dict[str, Any]]:
    """The tallies of all targets, as they end; a process that dies is started again for the time that is left."""
    with ThreadPoolExecutor(at_once) as pool:
        found = pool.map(lambda name: _guard(name, minutes * 60), names)
        return [tally for tallies in found for tally in tallies]


def _guard(name: str, seconds: float) -> list[dict[str, Any]]:
    left, tallies, seed = seconds, [], SEED
    while left > 1:
        command = [sys.executable, "-m", "fuzz", "--one", name, "--seconds", str(left), "--seed", str(seed)]
        lines, work = _run(command)
        tally = json.loads(lines[-1]) if lines else {"target": name, "died": True, "processor": round(work, 1)}
        print(json.dumps(tally | {"seed": seed}), flush=True)
        tallies.append(tally)
        seed += 1
        left -= work
        if not lines and seconds - left < 5 * len(tallies):
            break  # It dies at once, again and again.
    return tallies


def _run(command: Sequence[str]) -> tuple[list[str], float]:
    """The lines of JSON that a process prints, and for how many seconds the processor worked on it."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [line for line in process.stdout if line.startswith("{")]
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return lines, usage.ru_utime + usage.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz every parser, and reading itself.")
    parser.add_argument("--minutes", type=float, default=30, help="of the processor, for each target")
    parser.add_argument("--target", action="append", choices=NAMES, help="only these; may be repeated")
    parser.add_argument("--at-once", type=int, default=2, help="how many targets run side by side")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=SEED, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(given.one, given.seconds, given.seed)
        return 0
    tallies = run_many(given.target or NAMES, given.minutes, given.at_once)
    return 1 if any("died" in tally or tally["findings"] for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
