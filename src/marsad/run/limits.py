"""A limit on the time that one document may take, in any thread; the one file that interrupts one."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

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
        self._raised = False
        self.over = False

    def look(self) -> None:
        while not self._done.wait(self._next):
            with self._lock:
                if not self.over and self._clock() >= self._until:
                    self._raised = True
                    _raise_in(self._thread, TimeUpError)

    def end(self) -> None:
        """Look no more; what was raised and has not come yet comes here.

        It is raised once more and waited for: after an error is taken back, CPython 3.11 hangs in a profiled thread.
        """
        self._done.set()
        with self._lock:
            self.over = True
        if self._raised:
            with suppress(TimeUpError):
                _raise_in(self._thread, TimeUpError)
                while True:
                    time.sleep(0)


def _open_clock(thread: int) -> Callable[[], float]:
    """The time of the processor that a thread has taken; where the system does not tell, the time that passes."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise an error in another thread, at its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
