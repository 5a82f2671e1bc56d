"""Parquet files: each row a document, as in a table with named columns; rows are read a few at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from marsad.errors import InputError
from marsad.intake.model import Failure, Options, Original, fail
from marsad.intake.record import FIELDS, write_record
from marsad.intake.streams import Blob, describe_size
from marsad.intake.table import COLUMNS

_AT_ONCE = 200


def split_parquet(blob: Blob, options: Options) -> Iterator[Original | Failure]:
    """Each row as a record, named by its number from 1 on.

    Raises InputError where the file is broken, unpacks to too much, or has no column "text".
    """
    if not blob.stream.seekable():
        raise InputError("is a Parquet file inside another or from afar", hint="unpack or save it first")
    number = 0
    for batch in _read_batches(blob, options):
        for row in batch.to_pylist():
            number += 1
            yield _take_row(f"{blob.source}:{number}", row, options.settings.max_bytes)


def _read_batches(blob: Blob, options: Options) -> Iterator[Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise InputError("needs a package that is not installed", hint="pip install 'marsad[exports]'") from error
    try:
        file = pyarrow.parquet.ParquetFile(blob.stream)
        names = set(file.schema_arrow.names)
        size = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
        if "text" not in names:
            raise InputError(f'has no column "text": its columns are {", ".join(sorted(names)[:20])}', hint=COLUMNS)
        if size > options.limits.expanded_bytes:
            raise InputError(f"unpacks to more than {describe_size(options.limits.expanded_bytes)}", hint="split it")
        yield from file.iter_batches(_AT_ONCE, columns=[name for name in ("text", *FIELDS) if name in names])
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        what = (str(error).splitlines() or ["it cannot be opened"])[0]
        raise InputError(f"is a broken Parquet file: {what}", hint="get it again") from error


def _take_row(source: str, row: dict[str, Any], limit: int) -> Original | Failure:
    if not isinstance(row["text"], str):
        return fail(source, InputError('has no string in "text"', hint=COLUMNS))
    told = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
    for name, value in told.items():
        if value is not None and not isinstance(value, str):
            return fail(source, InputError(f'has a "{name}" that is no string', hint=COLUMNS))
    record = {name: told[name].strip() for name in FIELDS if (told.get(name) or "").strip()} | {"text": told["text"]}
    data = write_record(record)
    if len(data) > limit:
        return fail(source, InputError(f"is larger than {describe_size(limit)}", hint="one article a row"))
    return Original(source, data, "record")
