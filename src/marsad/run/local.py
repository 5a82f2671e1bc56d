"""Read many inputs on this machine, one after the other: what fails is recorded and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from marsad.errors import MarsadError
from marsad.messages import say as say
from marsad.model import Reading


@dataclass
class Tally:
    """How many inputs were read and how many were not."""

    read: int = 0
    failed: int = 0

    def count_failure(self, line: str) -> None:
        self.failed += 1
        say(line)


def describe_fault(error: Exception) -> str:
    """An error that Marsad did not raise on purpose, in one line."""
    kind = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"a fault of Marsad, please report it: {kind} (MARSAD_DEBUG=1 shows where)"


def run_local(
    sources: Iterable[str], read: Callable[[str], Reading], tally: Tally, *, debug: bool
) -> Iterator[Reading]:
    """The reading of each source, in order; warnings and failures are said on a line each and counted in ``tally``.

    A fault of Marsad itself is a failure of that document alone; with ``debug`` it ends the run and shows where.
    """
    for source in sources:
        try:
            reading = read(source)
        except MarsadError as error:
            tally.count_failure(str(error) if error.where else f"{source}: {error}")
            continue
        except Exception as error:
            if debug:
                raise
            tally.count_failure(f"{source}: {describe_fault(error)}")
            continue
        for warning in reading.warnings:
            say(f"{source}: {warning}")
        tally.read += 1
        yield reading


def show_progress(sources: tuple[str, ...], *, least: int) -> Iterable[str]:
    """``sources`` with a progress bar on standard error, where they are ``least`` or more and it is a terminal."""
    if len(sources) < least or not sys.stderr.isatty():
        return sources
    from rich.console import Console
    from rich.progress import track

    return track(sources, description="Reading", console=Console(stderr=True), transient=True)


@contextmanager
def open_progress(total: int, description: str = "Reading") -> Iterator[Callable[[], None]]:
    """A bar on standard error with rate and time left, where it is a terminal; what is given counts one input.

    Inputs that turn out to hold many documents make the bar end late.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TaskProgressColumn(show_speed=True))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=total)
        yield lambda: progress.advance(task)
