"""What waits for a person's judgement: queues of entries, the most pressing first.

An entry leaves all queues but that of contested ones as soon as a judgement in force names one of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from marsad.knowledge.equipment import find_type
from marsad.register import Entry
from marsad.store import Decision
from marsad.web.faults import UnknownError
from marsad.web.state import View

Queue = Literal["new", "single", "contested", "joins", "unknown"]
QUEUES: tuple[Queue, ...] = ("new", "single", "contested", "joins", "unknown")
DOUBTFUL = 0.75
"""A join below this likeness is looked at by a person; linking joins from 0.6 on."""


def list_queue(view: View, name: str) -> Sequence[Entry]:
    """The entries that wait in a queue; raises UnknownError for a name that is none of QUEUES."""
    if name not in QUEUES:
        raise UnknownError(f"no queue {name[:80]!r}", hint=f"there are {', '.join(QUEUES)}")
    if name not in view.queues:
        view.queues[name] = _list(view, name)
    return view.queues[name]


def _list(view: View, name: str) -> Sequence[Entry]:
    entries = view.shelf.register.entries
    if name == "contested":
        return sorted((e for e in entries if e.standing == "contested"), key=lambda e: (-e.publications, e.id))
    judged = frozenset[str]().union(*(Decision(j.kind, j.subject).about for j in view.judgements))
    left = [entry for entry in entries if not any(witness.claim in judged for witness in entry.claims)]
    return _CHOOSE[name](view, left)


def _list_new(view: View, entries: Iterable[Entry]) -> list[Entry]:
    """Those with the document that came last first."""
    order = {id_: number for number, id_ in enumerate(view.arrivals)}
    arrived = [(-max([order.get(witness.document, -1) for witness in e.claims], default=-1), e.id, e) for e in entries]
    return [entry for _, _, entry in sorted(arrived, key=itemgetter(0, 1))]


def _list_single(view: View, entries: Iterable[Entry]) -> list[Entry]:
    """Those that most outlets published from one origin first."""
    return sorted((e for e in entries if e.standing == "single"), key=lambda e: (-e.publications, e.id))


def _list_joins(view: View, entries: Iterable[Entry]) -> list[Entry]:
    """Those with the least certain join first."""
    weakest = {entry.id: min((join.score for join in entry.joins), default=1.0) for entry in entries}
    doubtful = (entry for entry in entries if weakest[entry.id] < DOUBTFUL)
    return sorted(doubtful, key=lambda entry: (weakest[entry.id], entry.id))


def _list_unknown(view: View, entries: Iterable[Entry]) -> list[Entry]:
    """Those that name a type which no table holds."""
    named = ((entry, bound.item) for entry in entries for bound in entry.items)
    return list({e.id: e for e, item in named if item.designation and not _is_known(item.designation)}.values())


@lru_cache(10_000)
def _is_known(designation: str) -> bool:
    return find_type(designation) is not None


_CHOOSE: dict[str, Callable[[View, list[Entry]], Sequence[Entry]]] = {
    "new": _list_new,
    "single": _list_single,
    "joins": _list_joins,
    "unknown": _list_unknown,
}
