"""Work spread over the cores of this machine; the one file that starts processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# A process takes about a second to start, in which one reads as many articles.
_FEW = 20
# Inputs that wait beside those being worked on, for each process.
_AHEAD = 3


def count_cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[T], R], inputs: Iterable[T], *, workers: int) -> Iterator[tuple[T, R]]:
    """Each input with what ``work`` makes of it, as soon as it is done; few are ever in memory at once.

    ``work`` must not raise: what goes wrong is part of its result. With one worker, or few inputs, no process is
    started. A process that dies ends the run with BrokenProcessPool.
    """
    inputs = iter(inputs)
    first = list(islice(inputs, _FEW if workers > 1 else 0))
    if len(first) < _FEW:
        for entry in chain(first, inputs):
            yield entry, work(entry)
        return
    with ProcessPoolExecutor(workers, initializer=_ignore_interrupts) as pool:
        running: dict[Future[R], T] = {}
        try:
            for entry in chain(first, inputs):
                running[pool.submit(work, entry)] = entry
                if len(running) >= workers * (1 + _AHEAD):
                    yield from _collect(running)
            while running:
                yield from _collect(running)
        finally:
            for future in running:
                future.cancel()


def _collect(running: dict[Future[R], T]) -> Iterator[tuple[T, R]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        yield running.pop(future), future.result()


def _ignore_interrupts() -> None:
    """Ctrl-C is for the main process, which ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
