"""Documents and what reading found in them as rows: made where they were read, in any process, and written many at a
time by the one that holds the store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.model import Claim, Document
from marsad.store import chain, schema
from marsad.store.codec import CODEC

# Parameters of one statement; SQLite's limit was 999 for long.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as it is kept; ``blob`` is the hash of the bytes it was made from, ``body`` the document as JSON."""

    id: str
    source: str
    blob: str
    body: str
    address: str | None = None
    retrieved: str | None = None

    @classmethod
    def of(
        cls, document: Document, raw: bytes, *, address: str | None = None, retrieved: dt.datetime | None = None
    ) -> DocumentRow:
        return cls(
            document.id,
            document.source,
            "sha256:" + hashlib.sha256(raw).hexdigest(),
            CODEC.dumps(document),
            address,
            retrieved.astimezone(dt.UTC).isoformat() if retrieved else None,
        )


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What a reader's version found in a document: each claim's id and JSON, and a digest of it all."""

    document: str
    reader: str
    digest: str
    claims: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, document_id: str, claims: Sequence[Claim], *, reader: str) -> ReadingRow:
        bodies = [CODEC.dumps(claim) for claim in claims]
        told = tuple((claim.id, body) for claim, body in zip(claims, bodies, strict=True))
        return cls(document_id, reader, chain.digest((reader, *bodies)), told)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document with what was read in it; ``document`` is None where the store has it already."""

    reading: ReadingRow
    vectors: bytes
    document: DocumentRow | None = None


def add_documents(connection: sa.Connection, rows: Mapping[str, tuple[DocumentRow, bytes]]) -> set[str]:
    """Keep documents, by id, with the bytes they were made from; the ids of those that were not known.

    Failures noted for the same sources are over.
    """
    over = [{"old": s} for row, _ in rows.values() for s in (row.source, row.address) if s]
    if over:
        connection.execute(sa.delete(schema.failures).where(schema.failures.c.source == sa.bindparam("old")), over)
    known = find_known(connection, schema.documents.c.id, rows)
    fresh = [(row, raw) for id_, (row, raw) in rows.items() if id_ not in known]
    bodies = {row.blob: raw for row, raw in fresh}
    stored = find_known(connection, schema.blobs.c.sha256, bodies)
    _insert(connection, schema.blobs, [{"sha256": b, "body": raw} for b, raw in bodies.items() if b not in stored])
    names = ("id", "blob", "address", "retrieved", "body")
    _insert(connection, schema.documents, [{name: getattr(row, name) for name in names} for row, _ in fresh])
    told = [("document", r.id, chain.digest((r.blob, r.address, r.retrieved, r.body))) for r, _ in fresh]
    chain.append_all(connection, told)
    return {row.id for row, _ in fresh}


def put_readings(connection: sa.Connection, rows: Sequence[ReadingRow], where: str) -> None:
    """Keep readings, one a document, in place of those before; what is as it was is not written again.

    Raises StoreError for an unknown document; ``where`` names the store in it.
    """
    table = schema.readings
    before: dict[str, str] = {}
    for some in _split([row.document for row in rows]):
        query = sa.select(table.c.document, table.c.digest).where(table.c.document.in_(some))
        before |= {row.document: row.digest for row in connection.execute(query)}
    changed = [row for row in rows if before.get(row.document) != row.digest]
    known = find_known(connection, schema.documents.c.id, [row.document for row in changed])
    for row in changed:
        if row.document not in known:
            raise StoreError(f"holds no document {row.document}", where=where)
    old = [{"old": row.document} for row in changed if row.document in before]
    if old:
        connection.execute(sa.delete(schema.claims).where(schema.claims.c.document == sa.bindparam("old")), old)
        connection.execute(sa.delete(table).where(table.c.document == sa.bindparam("old")), old)
    values = [{"document": row.document, "reader": row.reader, "digest": row.digest} for row in changed]
    _insert(connection, table, values)
    claims = [
        {"document": row.document, "position": position, "id": id_, "body": body}
        for row in changed
        for position, (id_, body) in enumerate(row.claims)
    ]
    _insert(connection, schema.claims, claims)
    chain.append_all(connection, [("claims", row.document, row.digest) for row in changed])


def put_vectors(connection: sa.Connection, vectors: Mapping[str, bytes]) -> None:
    """Cache vectors by document, in place of those before; they can be made anew, so the log does not tell of them."""
    table = schema.vectors
    if vectors:
        connection.execute(sa.delete(table).where(table.c.id == sa.bindparam("old")), [{"old": id} for id in vectors])
        _insert(connection, table, [{"id": id, "body": body} for id, body in vectors.items()])


def find_known(connection: sa.Connection, column: sa.Column[Any], values: Iterable[str]) -> set[str]:
    """Which of these values a column holds."""
    found: set[str] = set()
    for some in _split(values):
        found |= set(connection.execute(sa.select(column).where(column.in_(some))).scalars())
    return found


def _split(values: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(values)
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)
