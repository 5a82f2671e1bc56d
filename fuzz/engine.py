"""One target under a fuzzer, for so long of the processor: by coverage (atheris) where it is installed, else by chance.

What is found is kept in ``fuzz/findings`` and the run goes on; the same fault at the same place counts once.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from fuzz.mutate import change_bytes, change_text
from fuzz.targets import Target

FINDINGS = Path(__file__).parent / "findings"
SLOW = 2.0
"""Seconds of processor time that one input may take."""

_HANGING = 30
_ROOT = Path(__file__).parent.parent


class HangError(Exception):
    """An input that takes longer than anybody would wait."""


@dataclass
class Tally:
    """What a run did so far; written as one line of JSON at its end."""

    target: str
    engine: str
    seed: int
    inputs: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    slowest: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)
    """Place and kind of each fault, with the file of the first input that shows it."""


class Session:
    """One run of one target."""

    def __init__(self, target: Target, *, seconds: float, engine: str, seed: int) -> None:
        self.target = target
        self.pool = target.seeds()
        self.texts = [text[1:].decode("utf-8", "replace") for text in self.pool]
        self.tally = Tally(target.name, engine, seed)
        self._start, self._seconds = time.monotonic(), seconds
        signal.signal(signal.SIGVTALRM, _give_up)

    @property
    def over(self) -> bool:
        """Whether the processor has worked for so long: on a busy machine the clock says little."""
        return time.process_time() > self._seconds

    def try_input(self, data: bytes) -> None:
        """Check one input; what is wrong is kept, and never raised."""
        began = time.process_time()
        try:
            with _no_longer_than(_HANGING):
                self.target.check(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._keep(data, _name_place(error), "".join(traceback.format_exception(error)))
        took = time.process_time() - began
        self.tally.inputs += 1
        self.tally.slowest = max(self.tally.slowest, took)
        if took > SLOW:
            part = list(self.target.parts)[data[0] % len(self.target.parts)]
            self._keep(data, f"slow: {part}", f"{took:.1f} s of processor time for {len(data)} bytes")

    def end(self) -> str:
        """The tally as one line."""
        self.tally.seconds = round(time.monotonic() - self._start, 1)
        self.tally.processor = round(time.process_time(), 1)
        self.tally.slowest = round(self.tally.slowest, 2)
        return json.dumps(asdict(self.tally))

    def change(self, data: bytes, rng: random.Random) -> bytes:
        """An input made of another one; for reading most often as text, so that it stays text."""
        if self.target.is_text and rng.random() < 0.8:
            text = change_text(rng, data[1:].decode("utf-8", "replace"), self.texts)
            return data[:1] + text.encode("utf-8", "replace")
        return data[:1] + change_bytes(rng, data[1:], self.pool)

    def _keep(self, data: bytes, place: str, story: str) -> None:
        if place in self.tally.findings:
            return
        folder = FINDINGS / self.target.name
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(data).hexdigest()[:12]
        (folder / name).write_bytes(data)
        (folder / f"{name}.txt").write_text(f"{place}\n{story}\n", encoding="utf-8", errors="backslashreplace")
        self.tally.findings[place] = name
        print(f"{self.target.name}: {place}: {name}", file=sys.stderr, flush=True)


def run_by_chance(session: Session) -> None:
    """Change seeds, and what was made of them, until the time is over."""
    rng = random.Random(session.tally.seed)
    for seed in session.pool:
        session.try_input(seed)
    while not session.over:
        data = rng.choice(session.pool)
        for _ in range(rng.randrange(1, 4)):
            data = session.change(data, rng)
        session.try_input(data[: session.target.longest])


def run_by_coverage(session: Session, corpus: Path) -> None:
    """Hand over to atheris, which calls us until the time is over; never returns."""
    import atheris

    def check(data: bytes) -> None:
        session.try_input(data)
        if session.over:
            print(session.end(), flush=True)
            os._exit(0)

    def change(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if not data:
            return rng.choice(session.pool)[:most]
        return session.change(data, rng)[:most] if rng.random() < 0.5 else atheris.Mutate(data, most)

    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(session.pool):
        (corpus / f"seed-{number}").write_bytes(seed)
    folder = FINDINGS / session.target.name
    folder.mkdir(parents=True, exist_ok=True)
    options = (
        f"-max_len={session.target.longest}", f"-seed={session.tally.seed}", f"-artifact_prefix={folder}/",
        "-timeout=600", "-rss_limit_mb=6000", "-verbosity=0", "-print_final_stats=0",
    )  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], check, custom_mutator=change)
    atheris.Fuzz()


def _name_place(error: BaseException) -> str:
    """Kind of an error and the innermost line of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT / "src")] or frames
    return f"{type(error).__name__} in {Path(ours[-1].filename).name}:{ours[-1].lineno}"


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Give up after so much processor time; where the code asks the interpreter at all."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(number: int, frame: FrameType | None) -> None:
    raise HangError(f"more than {_HANGING} s of processor time")
