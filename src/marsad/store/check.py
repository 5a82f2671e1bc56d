"""Whether a store still holds what was put into it: bytes, texts, spans, claims, judgements, register, log."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.model import Claim, Document, Item, Personnel, Span
from marsad.store import chain, schema
from marsad.store.codec import CODEC
from marsad.store.register_rows import digest_rows

Digests = dict[tuple[str, str], str]
"""(action, subject) → digest of what the log last said of it."""


def find_faults(connection: sa.Connection) -> Iterator[str]:
    """What is wrong, a line each, naming document, claim or row; nothing where all is well."""
    if connection.dialect.name == "sqlite":
        yield from (row[0] for row in connection.exec_driver_sql("PRAGMA quick_check") if row[0] != "ok")
    rows = list(chain.read_rows(connection))
    yield from chain.find_breaks(rows)
    logged = {(row.action, row.subject): row.digest for row in rows}
    yield from _check_bytes(connection)
    yield from _check_documents(connection, logged)
    yield from _check_claims(connection, logged)
    yield from _check_rows(connection, logged, "judgement", schema.judgements)
    yield from _check_rows(connection, logged, "action", schema.actions)
    yield from _check_rows(connection, logged, "account", schema.accounts)
    yield from _check_rows(connection, logged, "dataset", schema.datasets)
    yield from _check_register(connection, logged)
    yield from (f"{action} {subject}: is in the log and not in the store" for action, subject in logged)


def _check_bytes(connection: sa.Connection) -> Iterator[str]:
    for row in _stream(connection, sa.select(schema.blobs)):
        if row.sha256 != "sha256:" + hashlib.sha256(row.body).hexdigest():
            yield f"bytes {row.sha256}: were changed"


def _check_documents(connection: sa.Connection, logged: Digests) -> Iterator[str]:
    table = schema.documents
    for row in _stream(connection, sa.select(table).order_by(table.c.id)):
        id_ = row.id
        yield from _compare(logged, "document", id_, chain.digest((row.blob, row.address, row.retrieved, row.body)))
        text_hash, text = _text(row.body)
        if text_hash and text_hash != "sha256:" + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest():
            yield f"document {id_}: its text is not the one that was hashed"


def _check_claims(connection: sa.Connection, logged: Digests) -> Iterator[str]:
    readings, claims, documents = schema.readings, schema.claims, schema.documents
    query = (
        sa.select(readings.c.document, readings.c.reader, documents.c.body.label("text"), claims.c.body)
        .join(documents, documents.c.id == readings.c.document)
        .outerjoin(claims, claims.c.document == readings.c.document)
        .order_by(readings.c.document, claims.c.position)
    )
    for id_, group in groupby(_stream(connection, query), key=lambda row: str(row.document)):
        rows = list(group)
        bodies = [row.body for row in rows if row.body is not None]
        yield from _compare(logged, "claims", id_, chain.digest((rows[0].reader, *bodies)))
        _, text = _text(rows[0].text)
        for body in bodies:
            try:
                claim = CODEC.loads(Claim, body)
            except StoreError as error:
                yield f"document {id_}: {error}"
                continue
            yield from (f"document {id_}, claim {claim.id}: {fault}" for fault in find_span_faults(claim, text))


def _check_rows(connection: sa.Connection, logged: Digests, action: str, table: sa.Table) -> Iterator[str]:
    """Rows that the log tells of by their first column."""
    for row in connection.execute(sa.select(table).order_by(*table.primary_key)):
        yield from _compare(logged, action, str(row[0]), chain.digest(tuple(row)))


def _check_register(connection: sa.Connection, logged: Digests) -> Iterator[str]:
    digests = {}
    for row in _stream(connection, sa.select(schema.register)):
        digests[row.part, row.id] = row.digest
        if row.digest != hashlib.sha256(row.body.encode()).hexdigest():
            yield f"register, {row.part} {row.id}: was changed"
    if digests or ("register", "register") in logged:
        yield from _compare(logged, "register", "register", digest_rows(digests.values()))


def _compare(logged: Digests, action: str, subject: str, found: str) -> Iterator[str]:
    """Take what the log says of a subject off ``logged``, and tell where it is not what was found."""
    said = logged.pop((action, subject), None)
    if said is None:
        yield f"{action} {subject}: is not in the log"
    elif said != found:
        yield f"{action} {subject}: is not what the log says was kept"


def find_span_faults(claim: Claim, text: str) -> Iterator[str]:
    """Spans that leave the text, and words of items and people that are not those of their spans."""
    for span in _list_spans(claim):
        if span.end > len(text):
            yield f"[{span.start}, {span.end}) leaves the text"
    for named in (*claim.items, claim.personnel):
        if isinstance(named, Item | Personnel) and named.span.of(text) != named.text:
            yield f"[{named.span.start}, {named.span.end}) is not {named.text!r}"


def _list_spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _list_spans(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _list_spans(getattr(value, field.name))


def _text(body: str) -> tuple[str, str]:
    """The hash of a document's text and the text; empty where the document cannot be read, which its digest tells."""
    try:
        document = CODEC.loads(Document, body)
    except StoreError:
        return "", ""
    return document.text_sha256, document.text


def _stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    yield from connection.execution_options(yield_per=100).execute(query)
