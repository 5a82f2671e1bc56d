"""JSON lines and CSV, each row a document; rows are read one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing

from marsad.errors import InputError
from marsad.intake.decode import decode_bytes
from marsad.intake.model import Failure, Options, Original, fail
from marsad.intake.record import FIELDS, write_record
from marsad.intake.streams import CHUNK, Blob, describe_size, read_lines

COLUMNS = f'give a column "text" and, where known, {", ".join(FIELDS)}'


def split_lines(blob: Blob, options: Options) -> Iterator[Original | Failure]:
    """Each line of a JSON-lines file as a record; empty lines are passed over."""
    limit = options.settings.max_bytes
    for number, data in read_lines(blob.stream, limit):
        source = f"{blob.source}:{number}"
        if data is None:
            yield fail(source, InputError(f"is a line of more than {describe_size(limit)}", hint="one article a line"))
        else:
            yield Original(source, data, "record", retrieved=blob.retrieved)


def split_table(blob: Blob, options: Options) -> Iterator[Original | Failure]:
    """Each row of a CSV file with named columns as a record; the separator is a comma, a semicolon or a tab.

    Raises InputError where there is no column "text", and where the file breaks off being a table.
    """
    limit = options.settings.max_bytes
    csv.field_size_limit(limit)
    with closing(_decode_lines(blob, limit)) as lines:
        yield from _split_rows(blob.source, lines)


def _split_rows(source: str, lines: Iterator[str]) -> Iterator[Original | Failure]:
    header = next(lines, "")
    separator = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator), [])]
    if "text" not in names:
        there = ", ".join(name or "(no name)" for name in names[:20])
        raise InputError(f'has no column "text": its columns are {there}', hint=COLUMNS)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = rows.line_num + 2
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise InputError(f"is no table from line {line} on: {error}", hint="check its quotation marks") from error
        if cells is None:
            return
        if cells:
            yield _take_row(f"{source}:{line}", names, cells)


def _take_row(source: str, names: list[str], cells: list[str]) -> Original | Failure:
    if len(cells) != len(names):
        error = InputError(f"has {len(cells)} cells, the header {len(names)}", hint="quote cells that hold separators")
        return fail(source, error)
    row = dict(zip(reversed(names), reversed(cells), strict=True))  # the first of two columns of one name counts
    record = {name: row[name].strip() for name in FIELDS if row.get(name, "").strip()} | {"text": row["text"]}
    return Original(source, write_record(record), "record")


def _decode_lines(blob: Blob, limit: int) -> Generator[str, None, None]:
    """The text of a table line by line; its encoding is told by its beginning."""
    head = blob.stream.peek(CHUNK)[:CHUNK]
    if not head:
        raise InputError("is empty", hint=COLUMNS)
    whole = head[: head.rfind(b"\n") + 1] or head
    encoding = decode_bytes(head[: len(head) // 4 * 4] if b"\0" in head[:4] else whole, declared=blob.charset).encoding
    stream = io.TextIOWrapper(blob.stream, "utf-8-sig" if encoding == "utf-8" else encoding, newline="")
    number = 0
    try:
        while line := stream.readline(limit):
            number += 1
            if len(line) == limit and not line.endswith("\n"):
                raise InputError(f"has a line of more than {describe_size(limit)}: line {number}", hint=COLUMNS)
            yield line.removeprefix("\ufeff") if number == 1 else line
    except UnicodeDecodeError as error:
        raise InputError(f"is no {encoding.upper()} from line {number + 1} on", hint="save it as UTF-8") from error
    finally:
        stream.detach()
