"""Arrow tables and Parquet files; needs the package pyarrow, which no other file loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from marsad.errors import MarsadError
from marsad.export.files import Options
from marsad.export.rows import COLUMNS, Column, Row, build_rows
from marsad.register import Exhibit

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import Table as Table

# Rows are turned into columns so many at a time.
_BATCH = 5_000
# The largest number that a column holds.
_LARGEST = 2**63 - 1


def load_pyarrow() -> Any:
    """The package; raises MarsadError with what to install."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise MarsadError("Arrow and Parquet need pyarrow", hint="pip install 'marsad[exports]'") from error
    return pyarrow


def write_parquet(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """One row an item or a claim, compressed; the columns keep their kinds, so nothing of a row is lost."""
    load_pyarrow()
    import pyarrow.parquet

    columns = COLUMNS[options.rows]
    with pyarrow.parquet.ParquetWriter(out, build_schema(columns), compression="zstd") as writer:
        for batch in _list_batches(build_rows(exhibits, options), columns):
            writer.write_batch(batch)


def build_table(rows: Iterable[Row], columns: Sequence[Column]) -> Table:
    """All rows as one Arrow table, which polars and pandas read without a copy."""
    pa = load_pyarrow()
    return pa.Table.from_batches(_list_batches(rows, columns), schema=build_schema(columns))


def _list_batches(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[pyarrow.RecordBatch]:
    pa = load_pyarrow()
    schema, rows = build_schema(columns), iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield pa.RecordBatch.from_pylist([_clean(row) for row in batch], schema=schema)


def _clean(row: Row) -> Row:
    """What a column can hold: half surrogates of odd file names are written out, bounds too large for it widened."""
    return {name: _widen(name, value) if isinstance(value, int) else _clean_value(value) for name, value in row.items()}


def _widen(name: str, number: int) -> int | None:
    """The nearest bound that is as true as ``number``: a lower one below it, an open upper end."""
    if number <= _LARGEST:
        return number
    return None if name.endswith("high") else _LARGEST


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_clean_value(part) for part in value]
    return _clean(value) if isinstance(value, dict) else value


def build_schema(columns: Sequence[Column]) -> pyarrow.Schema:
    """The Arrow schema of columns."""
    pa = load_pyarrow()
    span = [("start", pa.int64()), ("end", pa.int64())]
    numbers = [("low", pa.int64()), ("high", pa.int64())]
    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "day": pa.date32(),
        "texts": pa.list_(pa.string()),
        "spans": pa.list_(pa.struct(span)),
        "items": pa.list_(pa.struct([("designation", pa.string()), ("class", pa.string()), *numbers, *span])),
        "series": pa.list_(pa.struct([("period", pa.string()), *numbers, ("best", pa.int64())])),
        "sources": pa.list_(pa.struct([("name", pa.string()), ("kind", pa.string()), *span])),
    }
    return pa.schema([(column.name, kinds[column.kind]) for column in columns])
