"""What was read, as Parquet files: where reading on many machines ends and the store begins.

A shard is a folder ``shard=ID`` with ``documents.parquet`` (and the bytes each was made from), ``claims.parquet``,
``vectors.parquet`` and ``failures.parquet``, so that a folder of shards is one partitioned table for each. It appears
whole or not at all, and once, however often it was made.
"""

from __future__ import annotations

import shutil
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.errors import MarsadError, StoreError
from marsad.store.parcels import DocumentRow, Parcel, ReadingRow

# Documents are written so many at a time: with their bytes and vectors they have about 20 KB each.
_AT_ONCE = 500
_COLUMNS: dict[str, dict[str, str]] = {
    "documents": {
        "document": "string",
        "source": "string",
        "blob": "string",
        "body": "string",
        "address": "string",
        "retrieved": "string",
        "reader": "string",
        "digest": "string",
        "warnings": "list<string>",
        "raw": "binary",
    },
    "claims": {"document": "string", "id": "string", "body": "string"},
    "vectors": {"document": "string", "body": "binary"},
    "failures": {"document": "string", "source": "string", "what": "string", "where": "string", "hint": "string"},
}


@dataclass(frozen=True, slots=True)
class ShardFailure:
    """An input that gave no document; ``document`` is the id it would have, where its bytes were there."""

    document: str | None
    source: str
    what: str
    where: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class ShardDocument:
    """A document that was read, the bytes it was made from, and what its reader should know."""

    parcel: Parcel
    raw: bytes
    warnings: tuple[str, ...]


def name_shard(folder: Path, id: str) -> Path:
    """Where a shard lies once it is whole."""
    return folder / f"shard={id}"


class ShardWriter:
    """Writes one shard; it appears when the ``with`` block ends without an error."""

    def __init__(self, folder: Path, id: str) -> None:
        self._goal = name_shard(folder, id)
        self._draft = folder / f".{id}-{uuid.uuid4().hex}"
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> ShardWriter:
        parquet, schemas = _load_parquet()
        try:
            self._draft.mkdir(parents=True)
        except OSError as error:
            raise StoreError(
                f"its folder cannot be made: {error.strerror}", where=str(self._draft.parent), hint="name another place"
            ) from error
        for name, schema in schemas.items():
            file = self._draft / f"{name}.parquet"
            self._writers[name] = parquet.ParquetWriter(file, schema, compression="zstd")
        return self

    def add(self, document: ShardDocument) -> None:
        row, reading = document.parcel.document, document.parcel.reading
        assert row is not None
        names = ("source", "blob", "body", "address", "retrieved")
        told = {name: _clean(getattr(row, name)) for name in names}
        told |= {"document": row.id, "reader": reading.reader, "digest": reading.digest}
        self._rows["documents"].append(
            told | {"warnings": [_clean(warning) for warning in document.warnings], "raw": document.raw}
        )
        self._rows["claims"] += [{"document": row.id, "id": id_, "body": body} for id_, body in reading.claims]
        self._rows["vectors"].append({"document": row.id, "body": document.parcel.vectors})
        if len(self._rows["documents"]) >= _AT_ONCE:
            self._write()

    def add_failure(self, failure: ShardFailure) -> None:
        told = {name: _clean(getattr(failure, name)) for name in _COLUMNS["failures"]}
        self._rows["failures"].append(told)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write()
        for writer in self._writers.values():
            writer.close()
        if kind is None:
            _move(self._draft, self._goal)
        shutil.rmtree(self._draft, ignore_errors=True)

    def _write(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                writer = self._writers[name]
                writer.write_table(_make_table(rows, writer.schema))
                rows.clear()


def read_shard(place: Path) -> Iterator[ShardDocument | ShardFailure]:
    """What a shard holds: its documents in the order in which they were read, then its failures.

    Raises StoreError where it is damaged.
    """
    parquet, _ = _load_parquet()
    try:
        tables = {name: parquet.read_table(place / f"{name}.parquet", partitioning=None) for name in _COLUMNS}
    except (OSError, ValueError) as error:
        raise StoreError(
            f"is a damaged shard: {error}", where=str(place), hint="delete its folder and run it again"
        ) from error
    claims: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in tables["claims"].to_pylist():
        claims[row["document"]].append((row["id"], row["body"]))
    vectors = {row["document"]: row["body"] for row in tables["vectors"].to_pylist()}
    for row in tables["documents"].to_pylist():
        id_ = row["document"]
        reading = ReadingRow(id_, row["reader"], row["digest"], tuple(claims[id_]))
        document = DocumentRow(id_, row["source"], row["blob"], row["body"], row["address"], row["retrieved"])
        yield ShardDocument(Parcel(reading, vectors[id_], document), row["raw"], tuple(row["warnings"]))
    for row in tables["failures"].to_pylist():
        yield ShardFailure(**row)


def _clean(words: str | None) -> str | None:
    """Words as Parquet holds them: of an odd file name, without half surrogates."""
    return None if words is None else words.encode("utf-8", "replace").decode()


def _move(draft: Path, goal: Path) -> None:
    """Let a draft be the shard, unless another try was quicker: theirs says the same."""
    try:
        draft.rename(goal)
    except OSError:
        if not goal.exists():
            raise


def _make_table(rows: list[dict[str, Any]], schema: Any) -> Any:
    import pyarrow

    return pyarrow.Table.from_pylist(rows, schema)


def _load_parquet() -> tuple[Any, dict[str, Any]]:
    """The package, and the schemas of the files; raises MarsadError with what to install."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MarsadError("shards need pyarrow", hint="pip install 'marsad[ray]'") from error
    kinds = {"string": pyarrow.large_string(), "binary": pyarrow.large_binary()}
    kinds["list<string>"] = pyarrow.list_(pyarrow.string())
    schemas = {
        name: pyarrow.schema([(column, kinds[kind]) for column, kind in columns.items()])
        for name, columns in _COLUMNS.items()
    }
    return pyarrow.parquet, schemas
