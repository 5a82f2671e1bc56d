"""CSV for spreadsheets: one row an item or a claim, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from typing import Any, BinaryIO

from marsad.export.files import Options, open_text
from marsad.export.json_parts import dump
from marsad.export.rows import COLUMNS, build_rows
from marsad.register import Exhibit

# A cell that begins so is a formula, or becomes one, in some spreadsheet; the apostrophe itself, so that it can be told
# from one that was put before.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def write_csv(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """A header, a row of HXL tags where they are asked for, and the rows; an absent value is an empty cell."""
    columns = COLUMNS[options.rows]
    with open_text(out) as text:
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow([column.name for column in columns])
        if options.hxl:
            rows.writerow([column.hxl for column in columns])
        for row in build_rows(exhibits, options):
            rows.writerow([write_cell(row[column.name]) for column in columns])


def write_cell(value: Any) -> str | int | float:
    """A value as a cell: a list as JSON, a day as ISO 8601, truth as 1 and 0.

    >>> write_cell("=1+1"), write_cell(-8.0), write_cell(None), write_cell(["a", "b"])
    ("'=1+1", -8.0, '', '["a", "b"]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return dump(value)
    return escape(value) if isinstance(value, str) else value


def escape(text: str) -> str:
    """Words that no spreadsheet runs: with an apostrophe before them where they begin like a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
