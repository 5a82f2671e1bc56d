"""The mean vectors of texts by month: which texts of the same weeks are near enough to be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from marsad.link.alignment import FamilyText, age_of
from marsad.link.columns import Indexes
from marsad.link.memory import Memory, Part, nothing
from marsad.vectors import Vectors

# A text is taken over within days; older texts are quoted, not carried.
WINDOW_DAYS = 60
# Mean vectors of parent and child lie above this cosine; it only saves alignments.
CENTROID_FLOOR = 0.35
_MONTH = 30
# So many texts are compared at once with all of a month.
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class _Month:
    """The texts of a month by id, with a day and a mean vector for each."""

    ids: Sequence[str]
    days: Indexes
    vectors: Vectors

    @classmethod
    def of(cls, kept: Part[bytes | None]) -> _Month:
        rows = {id_: row for id_, row in sorted(kept.items()) if row}
        days = np.frombuffer(b"".join(row[:4] for row in rows.values()), dtype="<u4").astype(np.int64)
        vectors = np.frombuffer(b"".join(row[4:] for row in rows.values()), dtype="<f2").astype(np.float32)
        return cls(list(rows), days, vectors.reshape(len(rows), -1) if rows else np.zeros((0, 1), np.float32))


class Months:
    """Day and mean vector of every text, kept as bytes by month and document."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._kept: dict[int, Part[bytes | None]] = {}
        self._laid: dict[int, _Month] = {}

    def add(self, texts: Iterable[FamilyText]) -> dict[str, list[str]]:
        """Put in those texts that are not yet there; for each of them the texts near it, every two once."""
        by_month: dict[int, list[str]] = defaultdict(list)
        for text in texts:
            month = age_of(text)[0] // _MONTH
            if text.id not in self._part(month):
                by_month[month].append(text.id)
                self._part(month)[text.id] = _pack(text)
                self._laid.pop(month, None)
        near: dict[str, list[str]] = {id_: [] for ids in by_month.values() for id_ in ids}
        # More threads only wait for one another over matrices as small as these.
        with threadpool_limits(1, user_api="blas"):
            for month, ids in by_month.items():
                for id_, other in self._pair(month, ids):
                    if other not in near or other < id_:
                        near[id_].append(other)
        return near

    def let_go(self) -> None:
        """Lay the months out again where they are needed."""
        self._laid.clear()

    def _part(self, month: int) -> Part[bytes | None]:
        if month not in self._kept:
            self._kept[month] = self._memory.part(f"month {month}", nothing)
            self._kept[month].want_all()
        return self._kept[month]

    def _lay(self, month: int) -> _Month:
        if month not in self._laid:
            self._laid[month] = _Month.of(self._part(month))
        return self._laid[month]

    def _pair(self, month: int, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each of these texts of a month with those of the weeks around whose mean vector is near."""
        here, chosen = self._lay(month), set(ids)
        rows = np.array([n for n, id_ in enumerate(here.ids) if id_ in chosen])
        # What has no day has a month of its own.
        around = WINDOW_DAYS // _MONTH + 1 if month else 0
        for other in map(self._lay, range(month - around, month + around + 1)):
            for start in range(0, len(rows) if other.ids else 0, _AT_ONCE):
                some = rows[start : start + _AT_ONCE]
                alike = here.vectors[some] @ other.vectors.T >= CENTROID_FLOOR
                soon = np.abs(here.days[some, np.newaxis] - other.days) <= WINDOW_DAYS
                for one, two in np.argwhere(alike & soon):
                    yield here.ids[some[one]], other.ids[two]


def _pack(text: FamilyText) -> bytes:
    mean = text.vectors.mean(axis=0)
    unit = mean / max(float(np.linalg.norm(mean)), 1e-9)
    row: bytes = unit.astype("<f2").tobytes()
    return age_of(text)[0].to_bytes(4, "little") + row
