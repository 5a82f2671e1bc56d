"""The log: one row for everything that was kept, each with a hash over itself and the row before it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from marsad.store import schema
from marsad.store.codec import dump_json
from marsad.store.records import LogRow

_START = ""

REGISTERED = ("document", "claims", "judgement", "register")
"""Actions that the register rests on, or that made it; all others leave it as it is."""


def digest(parts: Sequence[str | int | None]) -> str:
    """A hash of values, in their order."""
    return hashlib.sha256(dump_json(list(parts)).encode()).hexdigest()


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def append(connection: sa.Connection, action: str, subject: str, content: str) -> None:
    """Add a row; the caller holds the lock of the only writer. ``content`` is a digest of what was written."""
    append_all(connection, [(action, subject, content)])


def append_all(connection: sa.Connection, told: Sequence[tuple[str, str, str]]) -> None:
    """Add rows, each an action, its subject and a digest of what was written."""
    table = schema.log
    last = connection.execute(sa.select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)).first()
    count, previous = (last.number, last.hash) if last else (0, _START)
    at, rows = now(), []
    for number, (action, subject, content) in enumerate(told, count + 1):
        link = digest((number, at, action, subject, content, previous))
        rows.append(
            {"number": number, "at": at, "action": action, "subject": subject, "digest": content,
             "previous": previous, "hash": link}
        )  # fmt: skip
        previous = link
    if rows:
        connection.execute(sa.insert(table), rows)


def last_action(connection: sa.Connection) -> str | None:
    """What the newest row is about, of those that have to do with the register; None where there is none."""
    table = schema.log
    query = sa.select(table.c.action).where(table.c.action.in_(REGISTERED)).order_by(table.c.number.desc()).limit(1)
    action: str | None = connection.execute(query).scalar()
    return action


def was_changed_after(connection: sa.Connection, number: int) -> bool:
    """Whether anything that the register rests on came after the row with this number."""
    rests_on = [action for action in REGISTERED if action != "register"]
    query = sa.select(schema.log.c.number).where(schema.log.c.number > number, schema.log.c.action.in_(rests_on))
    return connection.execute(query.limit(1)).first() is not None


def last_number(connection: sa.Connection) -> int:
    """The number of the newest row; 0 for an empty log."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(schema.log.c.number), 0))).scalar_one())


def last_row(connection: sa.Connection, action: str) -> LogRow | None:
    """The newest row on an action; None where there is none."""
    table = schema.log
    row = connection.execute(sa.select(table).where(table.c.action == action).order_by(table.c.number.desc())).first()
    return _make_row(row) if row else None


def read_rows(connection: sa.Connection) -> Iterator[LogRow]:
    yield from map(_make_row, connection.execute(sa.select(schema.log).order_by(schema.log.c.number)))


def read_rows_after(connection: sa.Connection, number: int) -> list[LogRow]:
    """The rows that came after the one with this number."""
    table = schema.log
    query = sa.select(table).where(table.c.number > number).order_by(table.c.number)
    return [_make_row(row) for row in connection.execute(query)]


def read_page(connection: sa.Connection, before: int | None, limit: int) -> list[LogRow]:
    """At most so many rows before a number, or the last ones, the newest first."""
    table = schema.log
    query = sa.select(table).order_by(table.c.number.desc()).limit(limit)
    return [
        _make_row(row) for row in connection.execute(query if before is None else query.where(table.c.number < before))
    ]


def _make_row(row: Any) -> LogRow:
    at = dt.datetime.fromisoformat(row.at)
    return LogRow(row.number, at, row.action, row.subject, row.digest, row.previous, row.hash)


def list_subjects(connection: sa.Connection, action: str) -> list[str]:
    """What the rows of one action are about, in their order."""
    table = schema.log
    query = sa.select(table.c.subject).where(table.c.action == action).order_by(table.c.number)
    return [str(subject) for subject in connection.execute(query).scalars()]


def find_breaks(rows: Iterable[LogRow]) -> Iterator[str]:
    """What is wrong with the chain, a line each."""
    number, previous = 0, _START
    for row in rows:
        if row.number != number + 1:
            yield f"log: rows {number + 1} to {row.number - 1} are missing"
        elif row.previous != previous:
            yield f"log: row {row.number} does not follow row {number}"
        at = row.at.isoformat(timespec="seconds")
        if row.hash != digest((row.number, at, row.action, row.subject, row.digest, row.previous)):
            yield f"log: row {row.number} was changed"
        number, previous = row.number, row.hash
