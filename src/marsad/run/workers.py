"""Work spread over the cores of this machine; the one file that starts processes.

Each process has a pipe of its own, so that it is known what a process was working on when it died: that input alone is
lost, and another process takes its place.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

# A process takes about two seconds to start, in which one reads as many articles.
_FEW = 20
# Inputs that wait at each process beside the one it works on, so that it never waits for the main process.
_AHEAD = 2
# A process that hangs in a library's own code is ended after this many times the limit, by the clock on the wall:
# on a busy machine a process may get a small part of a processor.
_PATIENCE = 10
_LOOK_EVERY = 5.0
# A process that shares nothing with this one: a fork would carry its threads' locks and its connections along.
_CONTEXT = get_context("spawn")


def count_cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[[T], R],
    inputs: Iterable[T],
    *,
    workers: int,
    lost: Callable[[T], R],
    ready: Callable[[T], R | None] = lambda entry: None,
    seconds: float | None = None,
) -> Iterator[tuple[T, R]]:
    """Each input with what ``work`` makes of it, as soon as it is done; few are ever in memory at once.

    ``work`` must not raise: what goes wrong is part of its result. ``lost`` gives the result of an input whose process
    died, ``ready`` that of one which needs no work, else None. With one worker, or few inputs, no process is started.
    ``work`` keeps to ``seconds`` of the processor by itself; a process that takes much longer hangs, and is ended.
    """
    inputs = iter(inputs)
    first: list[T] = []
    for entry in inputs:
        done = ready(entry)
        if done is not None:
            yield entry, done
        elif workers == 1:
            yield entry, work(entry)
        else:
            first.append(entry)
            if len(first) == _FEW:
                break
    if len(first) < _FEW:
        yield from ((entry, work(entry)) for entry in first)
        return
    crew = _Crew(work, workers, seconds)
    try:
        yield from crew.run(chain(first, inputs), lost, ready)
    finally:
        crew.stop()


class _Crew(Generic[T, R]):
    """The processes and what each of them has to do."""

    def __init__(self, work: Callable[[T], R], workers: int, seconds: float | None) -> None:
        self._work = work
        self._longest = None if seconds is None else _PATIENCE * seconds + _LOOK_EVERY
        self._members = [_Member[T](work) for _ in range(workers)]
        self._again: deque[T] = deque()

    def run(self, inputs: Iterator[T], lost: Callable[[T], R], ready: Callable[[T], R | None]) -> Iterator[tuple[T, R]]:
        while True:
            yield from self._hand_out(inputs, ready)
            busy = {member.pipe: member for member in self._members if member.tasks}
            if not busy:
                return
            for pipe in cast("list[Connection[Any, Any]]", wait(list(busy), _LOOK_EVERY)):
                member = busy[pipe]
                try:
                    result: R = pipe.recv()
                except (EOFError, OSError):
                    entry = member.tasks.popleft()
                    self._again += member.tasks
                    self._replace(member)
                    yield entry, lost(entry)
                    continue
                member.began = time.monotonic()
                yield member.tasks.popleft(), result
            self._end_hanging()

    def _end_hanging(self) -> None:
        """End processes that hang: the next look at their pipes tells, as if they had died by themselves."""
        now = time.monotonic()
        for member in self._members:
            if self._longest is not None and member.tasks and now - member.began > self._longest:
                member.end()

    def _hand_out(self, inputs: Iterator[T], ready: Callable[[T], R | None]) -> Iterator[tuple[T, R]]:
        """Give every process that has room its next input; what needs no work on the way is yielded."""
        for _ in range(1 + _AHEAD):
            for member in self._members:
                if len(member.tasks) <= _AHEAD:
                    entry = yield from self._find_next(inputs, ready)
                    if not entry:
                        return
                    member.give(entry[0])

    def _find_next(
        self, inputs: Iterator[T], ready: Callable[[T], R | None]
    ) -> Generator[tuple[T, R], None, tuple[T, ...]]:
        """The next input that needs work, those of dead processes first; empty where there is none."""
        if self._again:
            return (self._again.popleft(),)
        for entry in inputs:
            done = ready(entry)
            if done is None:
                return (entry,)
            yield entry, done
        return ()

    def _replace(self, member: _Member[T]) -> None:
        member.stop()
        self._members[self._members.index(member)] = _Member(self._work)

    def stop(self) -> None:
        for member in self._members:
            member.stop()


class _Member(Generic[T]):
    """One process, the inputs given to it and not yet done, and the pipe to it."""

    def __init__(self, work: Callable[[T], Any]) -> None:
        self.tasks: deque[T] = deque()
        self.began = time.monotonic()
        """When it got to the first of its tasks."""

        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, entry: T) -> None:
        if not self.tasks:
            self.began = time.monotonic()
        self.tasks.append(entry)
        with suppress(OSError):  # It died: the next look at its pipe tells.
            self.pipe.send(entry)

    def end(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self.pipe.close()
        self.end()
        self._process.join()
        self._process.close()


def _serve(pipe: Connection[Any, Any], work: Callable[[Any], Any]) -> None:
    """What a process does: take inputs and send back what comes of them, until the main process is gone.

    A thread empties the pipe all the time, so that the two never wait for each other to read.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends the others.
    waiting: SimpleQueue[Any] = SimpleQueue()

    def receive() -> None:
        try:
            while True:
                waiting.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # Nobody is left to take a result.

    threading.Thread(target=receive, daemon=True).start()
    while True:
        result = work(waiting.get())
        with suppress(OSError):
            pipe.send(result)
