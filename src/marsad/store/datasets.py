"""Files of event data, kept by the hash of their bytes."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.store import chain, schema
from marsad.store.codec import CODEC
from marsad.store.database import Database
from marsad.store.records import Dataset


class Datasets:
    """The part of a store that is about event data; every method raises StoreError as the store's do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, dataset: Dataset, data: bytes) -> bool:
        """Keep a file; False, and nothing changes, where its bytes are known as a dataset."""
        table, blobs = schema.datasets, schema.blobs
        with self._database.write() as connection:
            if connection.execute(sa.select(table.c.blob).where(table.c.blob == dataset.sha256)).first():
                return False
            if not connection.execute(sa.select(blobs.c.sha256).where(blobs.c.sha256 == dataset.sha256)).first():
                connection.execute(sa.insert(blobs).values(sha256=dataset.sha256, body=data))
            values = {
                "blob": dataset.sha256, "name": dataset.name, "kind": dataset.kind, "version": dataset.version,
                "terms": dataset.terms, "added": chain.now(), "body": CODEC.dumps(dataset),
            }  # fmt: skip
            connection.execute(sa.insert(table).values(values))
            row = connection.execute(sa.select(table).where(table.c.blob == dataset.sha256)).one()
            chain.append(connection, "dataset", dataset.sha256, chain.digest(tuple(row)))
            return True

    def list(self) -> list[Dataset]:
        """All files, in the order in which they were added."""
        table = schema.datasets
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(table.c.added, table.c.body).order_by(table.c.added, table.c.blob)
            ).all()
        return [_make_dataset(row.body, row.added) for row in rows]

    def read(self, sha256: str) -> bytes:
        """The bytes of a file; raises StoreError where there is none of this hash."""
        blobs = schema.blobs
        with self._database.read() as connection:
            body = connection.execute(sa.select(blobs.c.body).where(blobs.c.sha256 == sha256)).scalar()
        if body is None:
            raise StoreError(f"holds no file {sha256}", hint="`marsad data` lists what there is")
        return bytes(body)


def _make_dataset(body: str, added: str) -> Dataset:
    return replace(CODEC.loads(Dataset, body), added=added)
