"""A whole store as one file of JSON lines, the same for both databases, so that a desk can also move from one to the
other.

The first line names the format and the schema, a line ``{"table": ..., "columns": [...]}`` opens each table, a list is
a row (bytes as ``{"base64": ...}``), and the last line holds the number of rows and a hash of all lines before it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import IO, Any, BinaryIO

import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.files import open_whole
from marsad.store.chain import now
from marsad.store.codec import dump_json
from marsad.store.database import Database
from marsad.store.schema import HEAD, VERSION_TABLE

FORMAT = 1
_ROWS = 200


def write_backup(database: Database, path: Path) -> int:
    """Write one state of the store to a file, gzipped where its name ends in ``.gz``; returns the number of rows.

    The file appears when it is whole. Raises StoreError where it cannot be written.
    """
    rows, seen = 0, hashlib.sha256()
    try:
        with open_whole(path) as file, _compress(file, path) as out:
            for line in _dump_lines(database):
                data = (dump_json(line) + "\n").encode()
                rows += isinstance(line, list)
                seen.update(data)
                out.write(data)
            out.write((dump_json({"rows": rows, "sha256": seen.hexdigest()}) + "\n").encode())
    except OSError as error:
        hint = "name another place, or free some space; nothing was left there"
        raise StoreError(f"cannot be written: {error.strerror}", where=str(path), hint=hint) from error
    return rows


def read_backup(database: Database, path: Path) -> int:
    """Fill an empty store from a file, whole or not at all; returns the number of rows.

    A backup of an older version is brought to this version's schema. Raises StoreError where the store holds
    something, or the file is no backup, is cut or was changed.
    """
    try:
        _refuse_newer(next(_read_lines(path), {}), path)
        for _ in _read_lines(path):
            pass  # To the end once: a file that is cut or was changed must not make so much as a table.
        rows = _load_lines(database, _read_lines(path))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        unread = isinstance(error, OSError) and error.strerror
        told = f"cannot be read: {unread}" if unread else "is no whole backup of a store"
        raise StoreError(told, where=str(path), hint="name a file that `marsad store backup` wrote") from error
    database.upgrade()
    return rows


def _dump_lines(database: Database) -> Iterator[dict[str, Any] | list[Any]]:
    with database.read() as connection:
        yield {"marsad_backup": FORMAT, "schema": HEAD, "made": now()}
        for table in _reflect(connection):
            yield {"table": table.name, "columns": [column.name for column in table.columns]}
            query = sa.select(table).order_by(*table.primary_key)
            for row in connection.execution_options(yield_per=_ROWS).execute(query):
                yield [_pack(value) for value in row]


def _read_lines(path: Path) -> Iterator[Any]:
    """The values of all lines of a file but the last, which must fit them."""
    with path.open("rb") as file, closing(_decompress(file)) as lines:
        yield from _verify(iter(lines))


def _verify(lines: Iterator[bytes]) -> Iterator[Any]:
    seen, rows = hashlib.sha256(), 0
    line = next(lines, b"")
    for following in lines:
        value = json.loads(line)
        rows += isinstance(value, list)
        seen.update(line)
        yield value
        line = following
    if json.loads(line) != {"rows": rows, "sha256": seen.hexdigest()}:
        raise ValueError("the last line does not fit the others")


def _refuse_newer(header: dict[str, Any], path: Path) -> None:
    if header["marsad_backup"] > FORMAT or header["schema"] > HEAD:
        raise StoreError("was made by a newer version of Marsad", where=str(path), hint="install the newer version")


def _load_lines(database: Database, lines: Iterator[Any]) -> int:
    _require_empty(database, next(lines)["schema"])
    with database.write() as connection:
        tables = {table.name: table for table in _reflect(connection)}
        return sum(_insert(connection, tables[name], columns, rows) for name, columns, rows in _split_tables(lines))


def _split_tables(lines: Iterator[Any]) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Chunks of rows with their table and columns."""
    name = ""
    columns: list[str] = []
    rows: list[list[Any]] = []
    for line in lines:
        if isinstance(line, list):
            rows.append(line)
        if rows and (isinstance(line, dict) or len(rows) == _ROWS):
            yield name, columns, rows
            rows = []
        if isinstance(line, dict):
            name, columns = line["table"], line["columns"]
    if rows:
        yield name, columns, rows


def _insert(connection: sa.Connection, table: sa.Table, columns: list[str], rows: list[list[Any]]) -> int:
    connection.execute(sa.insert(table), [dict(zip(columns, map(_unpack, row), strict=True)) for row in rows])
    return len(rows)


def _require_empty(database: Database, version: str) -> None:
    """Make the tables of a version where there are none, and refuse a store that holds anything."""
    found = database.version()
    if found is None:
        database.upgrade(to=version)
        return
    with database.read() as connection:
        held = sum(
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in _reflect(connection)
        )
    if held or found != version:
        raise StoreError("holds a store already", where=database.where, hint="restore into a new one")


def _reflect(connection: sa.Connection) -> list[sa.Table]:
    """The tables as the database has them, with plain types: rows are copied as they are."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _pack(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _unpack(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _compress(file: BinaryIO, path: Path) -> AbstractContextManager[IO[bytes]]:
    """Where to write to: gzipped if the name of the file ends in ``.gz``."""
    return gzip.GzipFile("", "wb", fileobj=file, mtime=0) if path.suffix == ".gz" else nullcontext(file)  # type: ignore[return-value]


def _decompress(file: IO[bytes]) -> IO[bytes]:
    magic = file.read(2)
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if magic == b"\x1f\x8b" else file  # type: ignore[return-value]
