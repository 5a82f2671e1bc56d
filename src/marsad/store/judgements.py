"""Judgements as rows that are only ever added; taking one back is a row as well."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.store import chain, schema
from marsad.store.codec import dump_json
from marsad.store.records import Decision, Judgement, Ruling

UNDO = "undo"
# No row has a higher number, and no database takes any that is asked for.
_LARGEST = 2**31 - 1


class StaleError(StoreError):
    """Somebody judged the same claims after ``seen``; ``newer`` is what they decided (of kind ``undo`` where they took
    a judgement back).
    """

    def __init__(self, newer: Judgement) -> None:
        super().__init__(f"{newer.who} judged it at {newer.at:%H:%M} on {newer.at:%Y-%m-%d}", hint="look at it again")
        self.newer = newer


class GoneError(StoreError):
    """A claim that is judged is not there any more: its document was read again."""

    def __init__(self, claim: str) -> None:
        super().__init__(f"holds no claim {claim}", hint="its document was read again: judge what was found now")
        self.claim = claim


def add(
    connection: sa.Connection, decisions: Sequence[Decision], *, who: str, seen: int | None = None
) -> list[Judgement]:
    """Append judgements; the caller holds the only writer's lock. With ``seen``, raises StaleError or GoneError."""
    if seen is not None:
        _refuse_stale(connection, decisions, seen)
        _refuse_gone(connection, decisions)
    rows = [
        {
            "kind": decision.kind,
            "subject": dump_json(list(decision.subject)),
            "value": decision.value,
            "who": who,
            "why": decision.why,
        }
        for decision in decisions
    ]
    return [_append(connection, row) for row in rows]


def undo(connection: sa.Connection, number: int, who: str) -> bool:
    """Take a judgement back; False where none is in force."""
    if not 0 < number <= _LARGEST:
        return False
    table = schema.judgements
    kept = connection.execute(sa.select(table.c.undoes).where(table.c.number == number)).first()
    taken_back = connection.execute(sa.select(table.c.number).where(table.c.undoes == number)).first()
    if kept is None or kept.undoes is not None or taken_back is not None:
        return False
    _append(connection, {"kind": UNDO, "subject": "[]", "value": None, "who": who, "why": None, "undoes": number})
    return True


def read_rulings(connection: sa.Connection) -> list[Ruling]:
    """All judgements in their order, each with the row that took it back."""
    rows = connection.execute(sa.select(schema.judgements).order_by(schema.judgements.c.number)).all()
    undone = {row.undoes: _make(row) for row in rows if row.undoes is not None}
    return [Ruling(_make(row), undone.get(row.number)) for row in rows if row.undoes is None]


def _refuse_stale(connection: sa.Connection, decisions: Sequence[Decision], seen: int) -> None:
    table = schema.judgements
    about = frozenset[str]().union(*(decision.about for decision in decisions))
    newer = connection.execute(sa.select(table).where(table.c.number > seen).order_by(table.c.number.desc())).all()
    for row in newer:
        subject = row
        if row.undoes is not None:
            subject = connection.execute(sa.select(table).where(table.c.number == row.undoes)).one()
        if not about.isdisjoint(Decision(subject.kind, tuple(json.loads(subject.subject))).about):
            raise StaleError(_make(row))


def _refuse_gone(connection: sa.Connection, decisions: Sequence[Decision]) -> None:
    table = schema.claims
    for claim in sorted({id_ for decision in decisions if decision.kind != "grade" for id_ in decision.about}):
        if connection.execute(sa.select(table.c.id).where(table.c.id == claim).limit(1)).first() is None:
            raise GoneError(claim)


def _append(connection: sa.Connection, values: dict[str, Any]) -> Judgement:
    table = schema.judgements
    number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one() + 1
    connection.execute(sa.insert(table).values(number=number, at=chain.now(), **values))
    row = connection.execute(sa.select(table).where(table.c.number == number)).one()
    chain.append(connection, "judgement", str(number), chain.digest(tuple(row)))
    return _make(row)


def _make(row: Any) -> Judgement:
    subject = tuple(json.loads(row.subject))
    return Judgement(row.number, row.kind, subject, row.value, row.who, row.why, dt.datetime.fromisoformat(row.at))
