"""A limit on the time that one document may take, in any thread; the one file that interrupts one."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOK_EVERY = 1.0


class TimeUpError(BaseException):
    """Raised in the middle of what takes too long; no ``Exception``, so that nobody on the way takes it for a fault."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise TimeUpError inside the block once it has taken so many seconds of the processor.

    Time of the processor, as on a busy machine everything takes long. What hangs inside a library's own code is
    interrupted when that returns; whoever starts processes ends those that do not (workers.py).
    """
    watch = _Watch(seconds)
    threading.Thread(target=watch.look, daemon=True).start()
    try:
        yield
    finally:
        while not watch.over:
            try:
                watch.end()
            except TimeUpError:  # It came when all was done.
                continue


class _Watch:
    """Looks from a thread of its own how long the thread that made it has worked."""

    def __init__(self, seconds: float) -> None:
        self._thread = threading.get_ident()
        self._clock = _open_clock(self._thread)
        self._until = self._clock() + seconds
        self._next = min(seconds, _LOOK_EVERY)
        self._done = threading.Event()
        self._lock = threading.Lock()
        self.over = False

    def look(self) -> None:
        while not self._done.wait(self._next):
            with self._lock:
                if not self.over and self._clock() >= self._until:
                    _raise_in(self._thread, TimeUpError)

    def end(self) -> None:
        """Look no more, and take back what was raised and has not come yet."""
        with self._lock:
            self.over = True
            _raise_in(self._thread, None)
        self._done.set()


def _open_clock(thread: int) -> Callable[[], float]:
    """The time of the processor that a thread has taken; where the system does not tell, the time that passes."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise an error in another thread, at its next step; None takes back one that has not come yet."""
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
