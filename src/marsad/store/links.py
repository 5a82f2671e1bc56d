"""What linking remembers from one run to the next, by part and key, and up to which change of the store it goes.

It can be made anew from the rest, so the log does not tell of it. A register that was kept without it ends it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

import sqlalchemy as sa

from marsad.store import schema

Change = tuple[str, str, bytes | None]
"""Part, key, and what is known now; None where nothing is known any more."""

_STATE = "state"
# Parameters of one statement; SQLite's limit was 999 for long.
_AT_ONCE = 500
_ROWS = 10_000


def find(connection: sa.Connection, part: str, keys: Iterable[str]) -> dict[str, bytes]:
    """What is known of these keys."""
    table, wanted = schema.links, list(keys)
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = sa.select(table.c.key, table.c.body).where(table.c.part == part, table.c.key.in_(some))
        found |= {row.key: row.body for row in connection.execute(query)}
    return found


def find_all(connection: sa.Connection, part: str) -> dict[str, bytes]:
    """All that is known in a part."""
    table = schema.links
    rows = connection.execute(sa.select(table.c.key, table.c.body).where(table.c.part == part))
    return {row.key: row.body for row in rows}


def state(connection: sa.Connection, version: str) -> int | None:
    """The number of the log's row up to which all is linked; None where nothing is remembered by this version."""
    kept = find(connection, _STATE, [_STATE]).get(_STATE)
    if kept is None:
        return None
    said = json.loads(kept)
    return int(said["upto"]) if said["version"] == version else None


def put_state(connection: sa.Connection, version: str, upto: int) -> None:
    put(connection, [(_STATE, _STATE, json.dumps({"version": version, "upto": upto}).encode())])


def put(connection: sa.Connection, changes: Iterable[Change], *, empty: bool = False) -> None:
    """Keep changes; into an ``empty`` memory more quickly."""
    table, waiting = schema.links, iter(changes)
    which = sa.and_(table.c.part == sa.bindparam("old_part"), table.c.key == sa.bindparam("old_key"))
    while some := list(islice(waiting, _ROWS)):
        if not empty:
            gone = [{"old_part": part, "old_key": key} for part, key, _ in some]
            connection.execute(sa.delete(table).where(which), gone)
        rows = [{"part": part, "key": key, "body": body} for part, key, body in some if body is not None]
        if rows:
            connection.execute(sa.insert(table), rows)


def forget(connection: sa.Connection) -> None:
    """Remember nothing from now on."""
    connection.execute(sa.delete(schema.links))
