"""How often somebody may try."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class Limiter:
    """Counts by key, within a stretch of time; what it knows is lost when the program ends."""

    def __init__(self, times: int, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._times, self._seconds, self._clock = times, seconds, clock
        self._tries: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> int:
        """Seconds until this key may try again; 0: now."""
        with self._lock:
            tries = self._recent(key)
            return max(1, round(tries[0] + self._seconds - self._clock())) if len(tries) >= self._times else 0

    def count(self, key: str) -> None:
        with self._lock:
            self._tries[key] = self._recent(key)
            self._tries[key].append(self._clock())
            if len(self._tries) > 10_000:
                self._tries = {name: recent for name in self._tries if (recent := self._recent(name))}

    def forget(self, key: str) -> None:
        with self._lock:
            self._tries.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        since = self._clock() - self._seconds
        return deque(moment for moment in self._tries.get(key, ()) if moment > since)
