"""Where intervals lie on a common scale, for the bars that pages draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Interval = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of a bar 100 wide; ``rest`` is what lies beyond an open end."""

    start: float
    width: float
    open: bool

    @property
    def rest(self) -> float:
        return round(100 - self.start - self.width, 2)


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from 0 to ``most``.

    >>> Scale(10).place(5, 10)
    Position(start=50.0, width=50.0, open=False)
    """

    most: int

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Scale:
        """The scale that holds all ends; a fifth more where some interval is open, so that it can be seen to be."""
        found = list(intervals)
        most = max((end for interval in found for end in interval if end is not None), default=1)
        is_open = any(high is None for _, high in found)
        return cls(max(1, most + max(1, most // 5) if is_open else most))

    def place(self, low: int | None, high: int | None) -> Position:
        """Where an interval lies; a single number is as wide as can be seen."""
        start = min(98.5, 100 * (low or 0) / self.most)
        end = start if high is None else min(100.0, 100 * high / self.most)
        width = max(1.5, end - start)
        start = min(start, 100 - width)
        return Position(round(start, 2), round(width, 2), high is None)
