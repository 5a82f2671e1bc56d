"""Files of event data, told apart by their columns, whatever their names, and read into a ``Table``."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from marsad.errors import InputError
from marsad.verify import acled, ucdp
from marsad.verify.faults import Faults
from marsad.verify.tables import KINDS, Kind, Table

Row = tuple[str, Mapping[str, str]]
"""Where a row stands, and its cells by column."""

_VERSION = re.compile(r"(?<![0-9])v?(\d{1,2}(?:[._]\d{1,2}){1,3})(?![0-9])", re.IGNORECASE)
_HINT = "give a UCDP GED or country-year file (csv, geojson) or an ACLED export (csv)"
_LONGEST_CELL = 10_000_000
_CHUNK = 1_000_000
_HEAD = 4000
# Columns that tables of all sorts have, and how many others show what a table was meant to be.
_COMMON = frozenset({"id", "country", "low", "best", "high"})
_TELLING = 2
_USED = frozenset({*ucdp.USED_COLUMNS, *ucdp.YEAR_COLUMNS, *acled.USED_COLUMNS})


def read_table(data: bytes, name: str) -> Table:
    """The table that a file holds; ``name`` is the file's, from which a version is taken that the rows do not tell.

    Raises InputError, one line, where the columns are of no kind that is known or no row can be used.
    """
    if data[:1] in (b"{", b"[") or data[:4] == b"\xef\xbb\xbf{":
        columns, rows = _read_geojson(data, name)
    else:
        columns, rows = _read_csv(data, name)
    kind = recognise(columns)
    if kind is None:
        raise _refuse(columns, name)
    faults = Faults()
    version = _find_version(name)
    if kind == "acled":
        table = acled.read_rows(columns, rows, version, faults)
    elif kind == "ucdp-ged":
        table = ucdp.read_events(columns, rows, version, faults)
    else:
        table = ucdp.read_years(columns, rows, version, faults)
    if not table.rows:
        raise InputError("no row that can be used", where=name, hint="; ".join(table.notes[:3]) or "the file is empty")
    return table


def recognise(columns: tuple[str, ...]) -> Kind | None:
    """What kind of file has these columns; columns that nobody knows do no harm.

    >>> recognise(("year_cy", "country_cy", "country_id_cy", "sb_total_deaths_best_cy", "new")) is None
    True
    """
    known = set(columns)
    if known >= set(ucdp.YEAR_COLUMNS):
        return "ucdp-country-year"
    if known >= set(ucdp.EVENT_COLUMNS) and ucdp.find_bounds(columns):
        return "ucdp-ged"
    if known >= set(acled.COLUMNS):
        return "acled"
    return None


def _refuse(columns: tuple[str, ...], name: str) -> InputError:
    """What to say of a file that is of no kind: what it comes closest to and lacks, or what it has instead."""
    needed: dict[Kind, tuple[str, ...]] = {
        "ucdp-ged": (*ucdp.EVENT_COLUMNS, *ucdp.choose_bounds(columns)),
        "ucdp-country-year": ucdp.YEAR_COLUMNS,
        "acled": acled.COLUMNS,
    }
    nearest, shared = max(
        ((kind, len({*names} & {*columns} - _COMMON)) for kind, names in needed.items()), key=lambda found: found[1]
    )
    if shared < _TELLING:
        shown = ", ".join(columns[:6]) + (" ..." if len(columns) > 6 else "")
        return InputError(f"no event data by its columns: {shown or 'none'}", where=name, hint=_HINT)
    missing = ", ".join(column for column in needed[nearest] if column not in columns)
    what = f"is taken for {KINDS[nearest]} by its columns, but lacks {missing}"
    return InputError(what, where=name, hint="export it with all its columns, their names as they are")


def _find_version(name: str) -> str:
    found = _VERSION.search(PurePath(name).stem)
    return found[1].replace("_", ".") if found else ""


def _find_encoding(data: bytes, name: str) -> str:
    """UTF-8 where all of it is, else that of old spreadsheets."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
    except UnicodeDecodeError:
        if b"\0" in data[:_HEAD]:
            raise InputError("is no text", where=name, hint=_HINT) from None
        return "cp1252"
    return "utf-8-sig"


def _read_csv(data: bytes, name: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    text = io.TextIOWrapper(io.BytesIO(data), _find_encoding(data, name), errors="replace", newline="")
    first = data.partition(b"\n")[0]
    delimiter = max(b",", b";", b"\t", key=first.count).decode()
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter)
    head = next(_guard(reader, name), [])
    if ucdp.is_bare_event(head):
        return ucdp.FULL_COLUMNS, _number(reader, ucdp.FULL_COLUMNS, name, first=head)
    columns = tuple(cell.strip().strip('"').lower() for cell in head)
    return columns, _number(reader, columns, name)


def _number(
    reader: Iterator[list[str]], columns: tuple[str, ...], name: str, first: list[str] | None = None
) -> Iterator[Row]:
    """Rows by line, with the cells that anybody reads."""
    used = [(n, column) for n, column in enumerate(columns) if column in _USED]

    def pick(cells: list[str]) -> Mapping[str, str]:
        return {column: cells[n] for n, column in used if n < len(cells)}

    if first is not None:
        yield "line 1", pick(first)
    for cells in _guard(reader, name):
        if any(cells):
            yield f"line {reader.line_num}", pick(cells)  # type: ignore[attr-defined]


def _guard(reader: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"is no table: {error}", where=name, hint=_HINT) from error


def _read_geojson(data: bytes, name: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    try:
        body = json.loads(data.decode(_find_encoding(data, name), errors="replace"))
        features = body["features"]
        columns = dict.fromkeys(key.lower() for feature in features for key in feature["properties"].keys())  # noqa: SIM118
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("is no GeoJSON with features", where=name, hint=_HINT) from error
    return (*columns, "latitude", "longitude"), (_flatten(n, feature) for n, feature in enumerate(features, 1))


def _flatten(number: int, feature: Any) -> Row:
    cells = {key.lower(): "" if value is None else str(value) for key, value in feature["properties"].items()}
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(point, list) and len(point) >= 2:
        cells |= {"longitude": str(point[0]), "latitude": str(point[1])}
    return f"feature {number}", cells
