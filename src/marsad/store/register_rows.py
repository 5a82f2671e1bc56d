"""The register as rows, one for each entry and family, so that a late document rewrites only what it touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import sqlalchemy as sa

from marsad.collector import uncollected
from marsad.register import Entry, Family, Register
from marsad.store import schema
from marsad.store.codec import CODEC
from marsad.store.database import Database

Key = tuple[str, str]
Parts = Mapping[Key, tuple[str, Entry | Family]]
"""Entries and families with the digests of their rows."""
Part = TypeVar("Part", Entry, Family)
_PAGE = 200


class Writer:
    """Writes registers one after the other; remembers what it wrote, because linking hands over unchanged entries as
    the same objects, and these need not be turned into JSON again to see that nothing changed.
    """

    def __init__(self) -> None:
        self._written: dict[Key, tuple[Entry | Family, str]] = {}

    def put(self, connection: sa.Connection, register: Register) -> tuple[str, bool]:
        """Make the rows those of ``register``; returns a digest of it and whether anything changed."""
        table = schema.register
        stored = {(row.part, row.id): row.digest for row in connection.execute(sa.select(*_NAMES))}
        written, rows, gone = {}, [], set(stored)
        for key, value in _list_parts(register):
            known, digest = self._written.get(key, (None, ""))
            if known is not value or stored.get(key) != digest:
                body = CODEC.dumps(value)
                digest = hashlib.sha256(body.encode()).hexdigest()
                if stored.get(key) != digest:
                    rows.append({"part": key[0], "id": key[1], "digest": digest, "body": body})
            if stored.get(key) == digest:
                gone.discard(key)
            written[key] = (value, digest)
        if gone:
            connection.execute(_DELETE, [{"old_part": part, "old_id": id_} for part, id_ in gone])
        if rows:
            connection.execute(sa.insert(table), rows)
        self._written = written
        return digest_rows(digest for _, digest in written.values()), bool(gone or rows)


def read(connection: sa.Connection) -> Register:
    """The register that the rows hold."""
    table = schema.register
    rows = connection.execute(sa.select(table.c.part, table.c.body).order_by(table.c.part, table.c.id)).all()
    with uncollected():
        return Register(
            entries=tuple(CODEC.loads(Entry, row.body) for row in rows if row.part == "entry"),
            families=tuple(CODEC.loads(Family, row.body) for row in rows if row.part == "family"),
        )


def page(database: Database, part: str, kind: type[Part]) -> Iterator[Part]:
    """The rows of one part by id; read so many at a time that no read stays open while the caller works."""
    table, last = schema.register, ""
    while True:
        query = sa.select(table.c.id, table.c.body).where(table.c.part == part, table.c.id > last).order_by(table.c.id)
        with database.read() as connection:
            rows = connection.execute(query.limit(_PAGE)).all()
        for row in rows:
            yield CODEC.loads(kind, row.body)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id


def find(connection: sa.Connection, part: str, ids: Iterable[str]) -> dict[str, Entry | Family]:
    """These entries or families, as far as they are there."""
    table, wanted = schema.register, list(ids)
    found: dict[str, Entry | Family] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = sa.select(table).where(table.c.part == part, table.c.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {row.id: CODEC.loads(_KINDS[part], row.body) for row in connection.execute(query)}
    return found


def renew(connection: sa.Connection, known: Parts) -> Parts:
    """All entries and families with their digests; those that are as they are in ``known`` are not read again."""
    stored = {(row.part, row.id): row.digest for row in connection.execute(sa.select(*_NAMES))}
    kept = {key: held for key, held in known.items() if stored.get(key) == held[0]}
    fresh: dict[Key, Entry | Family] = {}
    for part in _KINDS if len(kept) < len(stored) else ():
        ids = [id_ for kind, id_ in stored if kind == part and (kind, id_) not in kept]
        fresh |= {(part, id_): value for id_, value in find(connection, part, ids).items()}
    return {**kept, **{key: (stored[key], value) for key, value in fresh.items()}}


def change(connection: sa.Connection, changes: Mapping[Key, Entry | Family | None]) -> str:
    """Keep some entries and families, or take them out where they are None; returns a digest of all that are there."""
    rows = []
    for (part, id_), value in changes.items():
        if value is not None:
            body = CODEC.dumps(value)
            digest = hashlib.sha256(body.encode()).hexdigest()
            rows.append({"part": part, "id": id_, "digest": digest, "body": body})
    if changes:
        connection.execute(_DELETE, [{"old_part": part, "old_id": id_} for part, id_ in changes])
    if rows:
        connection.execute(sa.insert(schema.register), rows)
    return digest_rows(connection.execute(sa.select(schema.register.c.digest)).scalars())


def digest_rows(digests: Iterable[str]) -> str:
    """One digest of all rows, by theirs, whatever their order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def _list_parts(register: Register) -> Iterator[tuple[Key, Entry | Family]]:
    for entry in register.entries:
        yield ("entry", entry.id), entry
    for family in register.families:
        yield ("family", family.root), family


_KINDS: dict[str, type[Entry] | type[Family]] = {"entry": Entry, "family": Family}
_AT_ONCE = 500
_NAMES = (schema.register.c.part, schema.register.c.id, schema.register.c.digest)
_DELETE = sa.delete(schema.register).where(
    schema.register.c.part == sa.bindparam("old_part"), schema.register.c.id == sa.bindparam("old_id")
)
