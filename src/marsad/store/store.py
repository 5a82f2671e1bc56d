"""The store: documents with their bytes, claims, failures, judgements, the register, and a log of it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.model import Claim, Document
from marsad.register import Entry, Family, Register
from marsad.store import chain, judgements, parcels, register_rows, schema
from marsad.store import links as remembered
from marsad.store.backup import write_backup
from marsad.store.check import find_faults
from marsad.store.codec import CODEC
from marsad.store.database import Database
from marsad.store.datasets import Datasets
from marsad.store.parcels import DocumentRow, Parcel, ReadingRow
from marsad.store.people import People
from marsad.store.records import Decision, Judgement, LogRow, Original, RegisterChange, Ruling, StoredFailure

# Documents are read so many at a time, so that no read stays open while the caller works.
_PAGE = 200
# Sorts after every character of an id.
_LAST = "\x7f"


class Store:
    """What is kept in one database; open it with ``open_store``. Every method raises StoreError, one line, where the
    database cannot be reached, read or written; what was kept before is safe then.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people = People(database)
        self.datasets = Datasets(database)
        self._register = register_rows.Writer()

    @property
    def where(self) -> str:
        """The path or address, without a password."""
        return self.database.where

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Documents

    def add_document(
        self, document: Document, raw: bytes, *, address: str | None = None, retrieved: dt.datetime | None = None
    ) -> bool:
        """Keep a document and the bytes it was made from; False, and nothing changes, where it is known by its id.

        ``address`` and ``retrieved`` say where and when the bytes were fetched. A failure noted for the same source
        is over.
        """
        row = DocumentRow.of(document, raw, address=address, retrieved=retrieved)
        with self.database.write() as connection:
            return bool(parcels.add_documents(connection, {row.id: (row, raw)}))

    def keep(self, received: Sequence[tuple[Parcel, bytes]]) -> None:
        """Keep documents with their claims and vectors, each with the bytes it was made from; all or none.

        It is what ``add_document``, ``put_vectors`` and ``put_claims`` do for each, in one transaction.
        """
        rows = {parcel.document.id: (parcel.document, raw) for parcel, raw in received if parcel.document}
        with self.database.write() as connection:
            parcels.add_documents(connection, rows)
            parcels.put_vectors(connection, {parcel.reading.document: parcel.vectors for parcel, _ in received})
            parcels.put_readings(connection, [parcel.reading for parcel, _ in received], self.where)

    def documents(self) -> Iterator[Document]:
        """All documents, by id."""
        return self._page_documents(sa.true())

    def count_documents(self) -> int:
        """How many documents there are."""
        with self.database.read() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(schema.documents)).scalar_one())

    def document(self, id: str) -> Document | None:
        """One document by its id."""
        return next(self._page_documents(schema.documents.c.id == id), None)

    def pick(self, ids: Iterable[str]) -> Iterator[tuple[Document, list[Claim]]]:
        """Some documents with their claims, as far as they are there."""
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _PAGE):
            some = wanted[start : start + _PAGE]
            claims = self.claims_in(some)
            for document in self._page_documents(schema.documents.c.id.in_(some)):
                yield document, claims.get(document.id, [])

    def read_ids(self, reader: str) -> set[str]:
        """Ids of the documents whose claims are of this reader's version."""
        table = schema.readings
        with self.database.read() as connection:
            return set(connection.execute(sa.select(table.c.document).where(table.c.reader == reader)).scalars())

    def unread(self, reader: str) -> Iterator[Document]:
        """Documents whose claims are not of this reader's version, by id."""
        read = sa.select(schema.readings.c.document).where(schema.readings.c.reader == reader)
        return self._page_documents(schema.documents.c.id.not_in(read))

    def original(self, id: str) -> Original | None:
        """The bytes that the document with this id was made from."""
        rows = sa.select(schema.documents.c.address, schema.documents.c.retrieved, schema.blobs).join(schema.blobs)
        with self.database.read() as connection:
            row = connection.execute(rows.where(schema.documents.c.id == id)).first()
        if row is None:
            return None
        retrieved = dt.datetime.fromisoformat(row.retrieved) if row.retrieved else None
        return Original(row.sha256, row.body, row.address, retrieved)

    def _page_documents(self, which: sa.ColumnElement[bool]) -> Iterator[Document]:
        table, last = schema.documents, ""
        while True:
            query = sa.select(table.c.id, table.c.body).where(table.c.id > last, which).order_by(table.c.id)
            with self.database.read() as connection:
                rows = connection.execute(query.limit(_PAGE)).all()
            for row in rows:
                yield CODEC.loads(Document, row.body)
            if len(rows) < _PAGE:
                return
            last = rows[-1].id

    # Claims

    def put_claims(self, document_id: str, claims: Sequence[Claim], *, reader: str) -> None:
        """Keep what a reader's version found in a document, in place of what was found before.

        What people judged stays. Raises StoreError for an unknown document.
        """
        row = ReadingRow.of(document_id, claims, reader=reader)
        with self.database.write() as connection:
            parcels.put_readings(connection, [row], self.where)

    def claims(self) -> Iterator[tuple[Document, Claim]]:
        """All claims with their documents: by document, and as they stand in it."""
        documents = self._page_documents(sa.true())
        while page := list(islice(documents, _PAGE)):
            column = schema.claims.c.document
            by_document = self._claims_where(sa.and_(column >= page[0].id, column <= page[-1].id))
            for document in page:
                for claim in by_document.get(document.id, ()):
                    yield document, claim

    def claims_of(self, document_id: str) -> list[Claim]:
        """The claims of one document, as they stand in it."""
        return self._claims_where(schema.claims.c.document == document_id).get(document_id, [])

    def _claims_where(self, which: sa.ColumnElement[bool]) -> dict[str, list[Claim]]:
        table = schema.claims
        query = sa.select(table.c.document, table.c.body).where(which).order_by(table.c.document, table.c.position)
        with self.database.read() as connection:
            rows = connection.execute(query).all()
        return {
            document: [CODEC.loads(Claim, row.body) for row in group]
            for document, group in groupby(rows, key=lambda row: str(row.document))
        }

    def find_claims(self, ids: Iterable[str]) -> dict[str, tuple[Document, Claim]]:
        """The claims with these ids, each with its document; what the store does not hold is left out."""
        wanted = list(ids)
        documents: dict[str, Document] = {}
        found: dict[str, tuple[Document, Claim]] = {}
        columns = (schema.claims.c.document, schema.claims.c.body, schema.documents.c.body.label("told"))
        query = sa.select(*columns).join(schema.documents, schema.documents.c.id == schema.claims.c.document)
        for start in range(0, len(wanted), _PAGE):
            with self.database.read() as connection:
                rows = connection.execute(query.where(schema.claims.c.id.in_(wanted[start : start + _PAGE]))).all()
            for row in rows:
                if row.document not in documents:
                    documents[row.document] = CODEC.loads(Document, row.told)
                claim = CODEC.loads(Claim, row.body)
                found[claim.id] = (documents[row.document], claim)
        return found

    def ids_from(self, start: str, *, most: int) -> tuple[list[str], list[str]]:
        """The ids of claims and of entries that begin so, at most so many of each, in order."""
        if not (start.isascii() and start.isprintable()):
            return [], []
        table, found = schema.register, []
        with self.database.read() as connection:
            for column, which in ((schema.claims.c.id, sa.true()), (table.c.id, table.c.part == "entry")):
                begins = sa.and_(column >= start, column < start + _LAST)
                query = sa.select(column).where(which, begins).order_by(column).limit(most)
                found.append(list(connection.execute(query).scalars()))
        return found[0], found[1]

    def claims_in(self, document_ids: Iterable[str]) -> dict[str, list[Claim]]:
        """The claims of these documents, as they stand in them."""
        wanted = sorted(set(document_ids))
        found: dict[str, list[Claim]] = {}
        for start in range(0, len(wanted), _PAGE):
            found |= self._claims_where(schema.claims.c.document.in_(wanted[start : start + _PAGE]))
        return found

    # Failures

    def add_failure(self, source: str, what: str, hint: str | None = None) -> None:
        """Note that an input gave no document; the last note on a source counts."""
        table = schema.failures
        with self.database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.source == source))
            connection.execute(sa.insert(table).values(source=source, what=what, hint=hint, at=chain.now()))

    def drop_failures(self, sources: Iterable[str]) -> None:
        """Take back the notes on these sources: they have given documents, or are no longer there."""
        rows = [{"old": source} for source in sources]
        if rows:
            with self.database.write() as connection:
                connection.execute(
                    sa.delete(schema.failures).where(schema.failures.c.source == sa.bindparam("old")), rows
                )

    def failures(self) -> list[StoredFailure]:
        """The inputs that gave no document, by source."""
        with self.database.read() as connection:
            rows = connection.execute(sa.select(schema.failures)).all()
        found = [StoredFailure(row.source, row.what, row.hint, dt.datetime.fromisoformat(row.at)) for row in rows]
        return sorted(found, key=lambda failure: failure.source)

    # Judgements

    def add_judgement(
        self, kind: str, subject: tuple[str, ...], value: str | None = None, *, who: str, why: str | None = None
    ) -> Judgement:
        """Append what a person decided about claims, events or outlets; returns it with its number and time."""
        return self.add_judgements([Decision(kind, subject, value, why)], who=who)[0]

    def add_judgements(self, decisions: Sequence[Decision], *, who: str, seen: int | None = None) -> list[Judgement]:
        """Append several, all or none.

        ``seen`` is the number of the newest judgement that the person knew of: raises StaleError where a later one is
        on the same claims or outlets, GoneError where a claim is not there any more.
        """
        with self.database.write() as connection:
            return judgements.add(connection, decisions, who=who, seen=seen)

    def undo_judgement(self, id: int, who: str) -> None:
        """Take a judgement back; it and its taking back stay on record. Raises StoreError where none is in force."""
        with self.database.write() as connection:
            if not judgements.undo(connection, id, who):
                raise StoreError(f"no judgement {id} is in force", where=self.where)

    def judgements(self) -> list[Judgement]:
        """The judgements in force, in the order they were made."""
        return [ruling.judgement for ruling in self.rulings() if ruling.undone is None]

    def rulings(self) -> list[Ruling]:
        """All judgements that were ever made, in their order, with what became of them."""
        with self.database.read() as connection:
            return judgements.read_rulings(connection)

    # Log

    def log(self) -> Iterator[LogRow]:
        """Every change of documents, claims, judgements and the register, oldest first."""
        with self.database.read() as connection:
            yield from chain.read_rows(connection)

    def version(self) -> int:
        """The number of the newest change: as long as it stays, so does all that the store holds."""
        with self.database.read() as connection:
            return chain.last_number(connection)

    def arrivals(self) -> list[str]:
        """Ids of all documents, in the order in which they were added."""
        with self.database.read() as connection:
            return chain.list_subjects(connection, "document")

    def log_after(self, number: int) -> list[LogRow]:
        """The rows of the log that came after the one with this number."""
        with self.database.read() as connection:
            return chain.read_rows_after(connection, number)

    def log_page(self, before: int | None, limit: int) -> list[LogRow]:
        """At most so many rows of the log before a number, or the last ones, the newest first."""
        with self.database.read() as connection:
            return chain.read_page(connection, before, limit)

    def verify_log(self) -> list[str]:
        """What is wrong with the log's chain of hashes, a line each; empty where nothing is."""
        return list(chain.find_breaks(self.log()))

    # The register

    def put_register(
        self, register: Register, *, upto: int | None = None, links: Iterable[remembered.Change] = (), version: str = ""
    ) -> bool:
        """Keep the register in place of the one before; entries that are as they were are not written again.

        ``upto`` is the number of the last change that it was made from: False, and nothing is kept, where documents,
        claims or judgements came after it. ``links`` are what this ``version`` of linking wants to remember.
        """
        with self.database.write() as connection:
            if upto is not None and chain.was_changed_after(connection, upto):
                return False
            content, changed = self._register.put(connection, register)
            self._log_register(connection, content, changed=changed)
            if changed or version:
                remembered.forget(connection)
            if version and upto is not None:
                remembered.put(connection, links, empty=True)
                remembered.put_state(connection, version, upto)
        return True

    def change_register(self, changes: RegisterChange, *, since: int, upto: int, version: str) -> bool:
        """Keep what a later run of linking changed, from the change ``since`` to the change ``upto``.

        False, and nothing is kept, where something came after it, or another run remembers something else.
        """
        with self.database.write() as connection:
            if chain.was_changed_after(connection, upto) or remembered.state(connection, version) != since:
                return False
            content = register_rows.change(connection, changes.rows)
            self._log_register(connection, content, changed=bool(changes.rows))
            remembered.put(connection, changes.links)
            remembered.put_state(connection, version, upto)
        return True

    def _log_register(self, connection: sa.Connection, content: str, *, changed: bool) -> None:
        if changed or chain.last_action(connection) != "register":
            chain.append(connection, "register", "register", content)

    def links(self, part: str, keys: Iterable[str]) -> dict[str, bytes]:
        """What linking remembers of these keys of a part."""
        with self.database.read() as connection:
            return remembered.find(connection, part, keys)

    def links_of(self, part: str) -> dict[str, bytes]:
        """All that linking remembers in a part."""
        with self.database.read() as connection:
            return remembered.find_all(connection, part)

    def linked_upto(self, version: str) -> int | None:
        """The number of the last change that this version of linking has taken in; None where it remembers nothing."""
        with self.database.read() as connection:
            return remembered.state(connection, version)

    def pick_entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """These entries of the register, as far as they are there."""
        with self.database.read() as connection:
            found = register_rows.find(connection, "entry", ids)
        return {id_: entry for id_, entry in found.items() if isinstance(entry, Entry)}

    def pick_families(self, roots: Iterable[str]) -> dict[str, Family]:
        """The families of the register with these roots, as far as they are there."""
        with self.database.read() as connection:
            found = register_rows.find(connection, "family", roots)
        return {root: family for root, family in found.items() if isinstance(family, Family)}

    def renew_register(self, known: register_rows.Parts) -> register_rows.Parts:
        """The parts of the register with their digests; those that are as they are in ``known`` are not read again."""
        with self.database.read() as connection:
            return register_rows.renew(connection, known)

    def count_register(self) -> tuple[int, int]:
        """How many entries the register has, and how many claims of documents there are."""
        with self.database.read() as connection:
            entries = sa.select(sa.func.count()).where(schema.register.c.part == "entry")
            claims = sa.select(sa.func.count()).select_from(schema.claims)
            return connection.execute(entries).scalar_one(), connection.execute(claims).scalar_one()

    def register(self) -> Register | None:
        """The register as it was kept; None where there has been none."""
        with self.database.read() as connection:
            return register_rows.read(connection) if self._has_register(connection) else None

    def entries(self) -> Iterator[Entry]:
        """The register's entries by id, a page at a time, for those who do not need them all at once."""
        return register_rows.page(self.database, "entry", Entry)

    def families(self) -> Iterator[Family]:
        """The register's families by the id of their root, a page at a time."""
        return register_rows.page(self.database, "family", Family)

    def linked(self) -> LogRow | None:
        """The log's row of the last time that the register was kept; None where there has been none."""
        with self.database.read() as connection:
            return chain.last_row(connection, "register")

    def is_linked(self) -> bool:
        """Whether the register holds all that is kept: nothing was added, read or judged after it."""
        with self.database.read() as connection:
            return chain.last_action(connection) == "register"

    def _has_register(self, connection: sa.Connection) -> bool:
        return _exists(connection, schema.log.c.action, "register")

    # Care

    def check(self) -> list[str]:
        """What is wrong with bytes, texts, spans, claims, judgements, the register or the log, a line each."""
        with self.database.read() as connection:
            return list(find_faults(connection))

    def backup(self, path: Path) -> int:
        """Write one state of the store to a file (see backup.py); returns the number of rows."""
        return write_backup(self.database, path)

    # Sentence vectors

    def vectors(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The cached vectors (float32 bytes) of those ids that have some."""
        table, wanted = schema.vectors, list(ids)
        found: dict[str, bytes] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), _PAGE):
                query = sa.select(table).where(table.c.id.in_(wanted[start : start + _PAGE]))
                found |= {row.id: row.body for row in connection.execute(query)}
        return found

    def put_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Cache vectors (float32 bytes) by id; they can be made anew, so the log does not tell of them."""
        with self.database.write() as connection:
            parcels.put_vectors(connection, vectors)


def _exists(connection: sa.Connection, column: sa.Column[Any], value: str) -> bool:
    return connection.execute(sa.select(column).where(column == value)).first() is not None
