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
from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

# Loading what processes need takes two seconds, in which one process reads a hundred short articles.
_FEW = 20
# Inputs that wait at each process beside the one it works on, so that it never waits for the main process.
_AHEAD = 2
# A process that hangs in a library's own code is ended after this many times the limit, by the clock on the wall:
# on a busy machine a process may get a small part of a processor.
_PATIENCE = 10
_LOOK_EVERY = 5.0
# What every process has loaded before its first work: named, as work itself knows it and we need not.
_WARM = "marsad.warm"
# A process that shares nothing with this one, as a fork of it would carry its threads' locks and its connections along.
# Where the system can, processes are forked off one that did nothing but load: they share its memory and start at once.
_FORKS = "forkserver" in get_all_start_methods()
_CONTEXT: Any = get_context("forkserver" if _FORKS else "spawn")
if _FORKS:
    _CONTEXT.set_forkserver_preload([_WARM])


def count_cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """Processes that do whatever work they are handed, one kind after the other; with one worker, this process.

    None is started before there is work for more than a few inputs. They end with the ``with`` block.

    >>> with Crew(1) as crew:
    ...     sorted(crew.map(abs, [-2, 1]))
    [1, 2]
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._members: list[_Member] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def prepare(self, inputs: int) -> None:
        """Begin to load, beside what this process does, what processes need, if work for so many inputs needs any."""
        if _FORKS and self._workers > 1 and inputs >= _FEW:
            forkserver.ensure_running()

    def map(self, work: Callable[[T], R], inputs: Iterable[T]) -> Iterator[R]:
        """What ``work`` makes of each input, as soon as it is done. Work that a process died of is done by this one."""
        return (result for _, result in self.spread(work, inputs, lost=work))

    def spread(
        self,
        work: Callable[[T], R],
        inputs: Iterable[T],
        *,
        lost: Callable[[T], R],
        ready: Callable[[T], R | None] = lambda entry: None,
        seconds: float | None = None,
    ) -> Iterator[tuple[T, R]]:
        """Each input with what ``work`` makes of it, as soon as it is done; few are ever in memory at once.

        ``work`` must not raise: what goes wrong is part of its result. ``lost`` gives the result of an input whose
        process died, ``ready`` that of one which needs no work, else None. ``work`` keeps to ``seconds`` of the
        processor by itself; a process that takes much longer hangs, and is ended.
        """
        inputs = iter(inputs)
        first: list[T] = []
        for entry in inputs if not self._members else ():
            done = ready(entry)
            if done is not None:
                yield entry, done
            elif self._workers == 1:
                yield entry, work(entry)
            else:
                first.append(entry)
                if len(first) == _FEW:
                    break
        if not self._members and len(first) < _FEW:
            yield from ((entry, work(entry)) for entry in first)
            return
        while len(self._members) < self._workers:
            self._members.append(_Member())
        try:
            yield from _Round(self._members, work, seconds).run(chain(first, inputs), lost, ready)
        finally:
            if any(member.tasks for member in self._members):
                self._stop()  # Nobody waits for what they are at.

    def _stop(self) -> None:
        while self._members:
            self._members.pop().stop()


class _Round(Generic[T, R]):
    """One kind of work for the processes, and what has to be done again."""

    def __init__(self, members: list[_Member], work: Callable[[T], R], seconds: float | None) -> None:
        self._members = members
        self._work = work
        self._longest = None if seconds is None else _PATIENCE * seconds + _LOOK_EVERY
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
                    member.give(self._work, entry[0])

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

    def _replace(self, member: _Member) -> None:
        member.stop()
        self._members[self._members.index(member)] = _Member()


class _Member:
    """One process, the inputs given to it and not yet done, and the pipe to it."""

    def __init__(self) -> None:
        self.tasks: deque[Any] = deque()
        self._work: Callable[[Any], Any] | None = None
        self.began = time.monotonic()
        """When it got to the first of its tasks."""

        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, work: Callable[[Any], Any], entry: Any) -> None:
        if not self.tasks:
            self.began = time.monotonic()
        self.tasks.append(entry)
        with suppress(OSError):  # It died: the next look at its pipe tells.
            self.pipe.send((None if work is self._work else work, entry))
            self._work = work

    def end(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self.pipe.close()
        self.end()
        self._process.join()
        self._process.close()


def _serve(pipe: Connection[Any, Any]) -> None:
    """What a process does: take work with its input and send back what comes of it, until the main process is gone.

    Work is sent once for all its inputs. A thread empties the pipe all the time, so that the two never wait for each
    other to read.
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
    work: Callable[[Any], Any] | None = None
    while True:
        other, entry = waiting.get()
        work = other or work
        assert work is not None
        result = work(entry)
        with suppress(OSError):
            pipe.send(result)
