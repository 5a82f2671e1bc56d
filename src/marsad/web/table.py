"""The register as columns, so that filters and orders answer at once however many entries there are.

What fits and in what order is as ``link/ask.py`` says; a test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from marsad.edtf import edtf_range
from marsad.errors import InputError
from marsad.link.ask import ORDERS, Question, Total, total
from marsad.register import PARTIES, Entry
from marsad.text import fold

Rows = npt.NDArray[np.int64]
Key = tuple[str, str]
_OPEN = 10**7
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters ask of one entry: folded words by field, first and last possible day, None without a date."""

    keys: frozenset[Key]
    days: tuple[int, int] | None


Known = dict[int, tuple[Entry, Facts]]


class Selection(Sequence[Entry]):
    """Entries in an order, made when they are asked for."""

    def __init__(self, entries: Sequence[Entry], rows: Rows) -> None:
        self._entries = entries
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Selection: ...
    def __getitem__(self, at: int | slice) -> Entry | Selection:
        if isinstance(at, slice):
            return Selection(self._entries, self.rows[at])
        entry: Entry = self._entries[int(self.rows[at])]
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return (self._entries[row] for row in self.rows)


class EntryTable:
    """All entries of a register; ``before`` lends what it knows of entries that are still the same."""

    def __init__(self, entries: Sequence[Entry], before: EntryTable | None = None) -> None:
        self.entries = entries
        known: dict[int, tuple[Entry, Facts]] = before._facts if before else {}
        self._facts: dict[int, tuple[Entry, Facts]] = {
            id(entry): (entry, _find_facts(entry, known)) for entry in entries
        }
        found: dict[Key, list[int]] = defaultdict(list)
        facts = [self._facts[id(entry)][1] for entry in entries]
        for row, fact in enumerate(facts):
            for key in fact.keys:
                found[key].append(row)
        self._rows = found
        self._dated = np.array([fact.days is not None for fact in facts], dtype=bool)
        days = [fact.days or (_OPEN, -_OPEN) for fact in facts]
        self._first = np.array([first for first, _ in days], dtype=np.int64)
        self._last = np.array([last for _, last in days], dtype=np.int64)
        self._origins = np.array([entry.origins for entry in entries], dtype=np.int64)
        self._ranks: dict[str, Rows] = {}
        self._choose = lru_cache(_MOST_KEPT)(self._choose_rows)
        self.total: Callable[[Question, tuple[str, ...]], list[Total]] = lru_cache(_MOST_KEPT)(self._add_up)
        """Sums of the entries that fit, by groups of ``ask.GROUPS``."""

    def choose(self, question: Question, *, sort: str = "id") -> Selection:
        """The entries that fit, in an order of ``ask.ORDERS``, or the other way round with ``-`` before its name.

        Raises InputError for another order.
        """
        return Selection(self.entries, self._choose(question, sort))

    def _choose_rows(self, question: Question, sort: str) -> Rows:
        rank = self._rank(sort.removeprefix("-"))
        rows = self._find(question)
        rows = rows[np.argsort(rank[rows], kind="stable")]
        return rows[::-1] if sort.startswith("-") else rows

    def _find(self, question: Question) -> Rows:
        """Numbers of the rows that fit, in any order."""
        wanted = list(_list_keys(question))
        rows: Rows = np.arange(len(self.entries), dtype=np.int64)
        for found in sorted((self._rows.get(key, []) for key in wanted), key=len):
            rows = np.intersect1d(rows, np.array(found, dtype=np.int64), assume_unique=True)
        if question.origins > 0:
            rows = rows[self._origins[rows] >= question.origins]
        if question.since or question.until:
            rows = rows[self._dated[rows]]
        if question.since:
            rows = rows[self._last[rows] >= question.since.toordinal()]
        if question.until:
            rows = rows[self._first[rows] <= question.until.toordinal()]
        return rows

    def _rank(self, order: str) -> Rows:
        """For each row its place in an order."""
        if order not in self._ranks:
            if order not in ORDERS:
                raise InputError(f"no order {order!r}", hint=f"there are {', '.join(ORDERS)}")
            key: Callable[[Entry], Any] = ORDERS[order]
            ordered = sorted(range(len(self.entries)), key=lambda row: key(self.entries[row]))
            rank = np.empty(len(ordered), dtype=np.int64)
            rank[ordered] = np.arange(len(ordered))
            self._ranks[order] = rank
        return self._ranks[order]

    def _add_up(self, question: Question, by: tuple[str, ...]) -> list[Total]:
        return total(self.choose(question), by)


def _list_keys(question: Question) -> Iterator[Key]:
    named = {role: getattr(question, role) for role in PARTIES}
    named |= {"class": question.class_, "place": question.place}
    yield from ((field, fold(value)) for field, value in named.items() if value is not None)
    if question.type is not None:
        yield "type", question.type
    if question.standing is not None:
        yield "standing", question.standing


def _find_facts(entry: Entry, known: Known) -> Facts:
    before, facts = known.get(id(entry), (None, None))
    return facts if facts is not None and before is entry else Facts(frozenset(_list_facts(entry)), _find_days(entry))


def _list_facts(entry: Entry) -> Iterator[Key]:
    yield "type", entry.type
    yield "standing", entry.standing
    for role in PARTIES:
        party = getattr(entry, role)
        for named in (*((party,) if party else ()), *entry.alternatives.get(role, ())):
            yield role, _fold(named.id)
            yield role, _fold(named.name)
    for bound in entry.items:
        for words in (bound.item.class_, bound.item.class_.replace("_", " "), str(bound.item)):
            yield "class", _fold(words)
    if entry.place:
        yield "place", _fold(entry.place.name)
        yield "place", _fold(entry.place.country or "")


def _find_days(entry: Entry) -> tuple[int, int] | None:
    if entry.date is None:
        return None
    first, last = edtf_range(entry.date)
    return first.toordinal() if first else -_OPEN, last.toordinal() if last else _OPEN


@lru_cache(50_000)
def _fold(words: str) -> str:
    return fold(words)
