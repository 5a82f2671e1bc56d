"""SIPRI's trade register as its site exports it (armstransfers.sipri.org, "Trade register", CSV).

Two layouts are in use, both below some lines of explanation: one row a deal, in which a nameless column after a number
holds ``?`` where it is an estimate, and one row a deal and year of delivery, which says ``Yes`` beside it. The older
export of the second kind has semicolons and speaks of sellers and buyers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from marsad.deals import Deal, Figure
from marsad.errors import InputError
from marsad.knowledge.territories import load_territories

_HINT = "export the trade register as CSV at armstransfers.sipri.org"
# How SIPRI writes states that no table of ours writes so.
_STATES = {"Viet Nam": "VN", "Saint Vincent": "VC", "Saint Kitts": "KN", "Bosnia-Herzegovina": "BA"}
_LONGEST_PREAMBLE = 60
_BY_DEAL = ("Supplier", "Recipient", "Weapon designation", "Year(s) of delivery")
_BY_YEAR = ("Supplier", "Recipient", "Designation", "Numbers delivered", "Delivery year")
_KNOWN = frozenset({*_BY_DEAL, *_BY_YEAR})
# So many of them make a row the header.
_TELLING = 2
# The same column under its other names.
_OTHER_NAMES = {
    "Seller": "Supplier",
    "Buyer": "Recipient",
    "Deal ID": "SIPRI AT Database ID",
    "Deliveries in the Year Range": "Number delivered",
}
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"(?<!\d)\d{1,15}(?!\d)")


def read_deals(path: Path) -> list[Deal]:
    """The deals of a file, in its order.

    Raises InputError, with the line where there is one, for a file that is missing, empty or of other columns.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), hint="check the path") from error
    text = _decode(data)
    if not text.strip():
        raise InputError("is empty", where=str(path), hint=_HINT)
    header, start, rows = _find_header(text, path)
    by_year, by_deal = ([name for name in names if name not in header] for names in (_BY_YEAR, _BY_DEAL))
    if not by_year:
        return _join_years([_read_year_row(_name_cells(header, row), line) for line, row in rows])
    if not by_deal:
        return [_read_deal_row(_name_cells(header, row), line) for line, row in rows]
    missing, row = (by_year, "a deal and year") if len(by_year) < len(by_deal) else (by_deal, "a deal")
    what = f"is taken for SIPRI's trade register, one row {row}, but lacks {', '.join(missing)}"
    raise InputError(what, where=f"{path}:{start}", hint=_HINT)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _find_header(text: str, path: Path) -> tuple[list[str], int, Iterator[tuple[int, list[str]]]]:
    """The names of the columns, their line, and the rows below with their lines."""
    for delimiter in (",", ";"):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for row in _guard(reader, path):
            if reader.line_num > _LONGEST_PREAMBLE:
                break
            header = _name_columns(row)
            if len(_KNOWN.intersection(header)) >= _TELLING:
                start = reader.line_num
                rows = ((reader.line_num, cells) for cells in _guard(reader, path) if any(cells))
                return header, start, rows
    what = "is no trade register of SIPRI: no row names its columns, such as Supplier and Recipient"
    raise InputError(what, where=str(path), hint=_HINT)


def _guard(reader: Iterable[list[str]], path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=str(path), hint=_HINT) from error


def _name_columns(row: Sequence[str]) -> list[str]:
    """Names of columns as we use them; a nameless one is the estimate of the one before it."""
    names: list[str] = []
    for cell in row:
        name = _OTHER_NAMES.get(cell.strip(), cell.strip())
        names.append(name or (f"{names[-1]} is estimate" if names else ""))
    return names


def _name_cells(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(header, row, strict=False)}


def _read_deal_row(row: Mapping[str, str], line: int) -> Deal:
    years = row.get("Year(s) of delivery", "")
    return Deal(
        line=line,
        supplier=row.get("Supplier", ""),
        recipient=row.get("Recipient", ""),
        supplier_id=find_state(row.get("Supplier", "")),
        recipient_id=find_state(row.get("Recipient", "")),
        designation=row.get("Weapon designation", ""),
        description=row.get("Weapon description", ""),
        order_year=_read_figure(row, "Year of order"),
        ordered=_read_figure(row, "Number ordered"),
        delivered=_read_figure(row, "Number delivered"),
        years=_read_years(years),
        years_estimate="(" in years or "?" in row.get("Year(s) of delivery is estimate", ""),
        comment=row.get("Comments", ""),
    )


def _read_year_row(row: Mapping[str, str], line: int) -> tuple[tuple[str, ...], Deal]:
    """What the rows of one deal share, and the row as a deal of its own."""
    deal = Deal(
        line=line,
        supplier=row.get("Supplier", ""),
        recipient=row.get("Recipient", ""),
        supplier_id=find_state(row.get("Supplier", "")),
        recipient_id=find_state(row.get("Recipient", "")),
        designation=row.get("Designation", ""),
        description=row.get("Description", ""),
        order_year=_read_figure(row, "Order date"),
        ordered=Figure(None),
        delivered=_read_figure(row, "Numbers delivered"),
        years=_read_years(row.get("Delivery year", "")),
        years_estimate=row.get("Delivery year is estimate", "") == "Yes",
    )
    id_ = row.get("SIPRI AT Database ID") or str(line)
    return (id_, deal.supplier, deal.recipient, deal.designation), deal


def _join_years(rows: Iterable[tuple[tuple[str, ...], Deal]]) -> list[Deal]:
    """Deals whose rows, one a year of delivery, are put together."""
    deals: dict[tuple[str, ...], list[Deal]] = {}
    for key, deal in rows:
        deals.setdefault(key, []).append(deal)
    return [_join(found) for found in deals.values()]


def _join(rows: Sequence[Deal]) -> Deal:
    first = rows[0]
    numbers = [row.delivered.number for row in rows if row.delivered.number is not None]
    return Deal(
        line=first.line,
        supplier=first.supplier,
        recipient=first.recipient,
        supplier_id=first.supplier_id,
        recipient_id=first.recipient_id,
        designation=first.designation,
        description=first.description,
        order_year=first.order_year,
        ordered=first.ordered,
        delivered=Figure(sum(numbers) if numbers else None, any(row.delivered.estimate for row in rows)),
        years=tuple(sorted({year for row in rows for year in row.years})),
        years_estimate=any(row.years_estimate for row in rows),
    )


def find_state(name: str) -> str | None:
    """The ISO code of a state as SIPRI writes it; None for others, which it marks with asterisks, and unknown ones.

    >>> find_state("Viet Nam"), find_state("UAE"), find_state("Hezbollah (Lebanon)*")
    ('VN', 'AE', None)
    """
    return None if name.endswith("*") else _STATES.get(name) or load_territories().find(name)


def _read_figure(row: Mapping[str, str], column: str) -> Figure:
    """A number; brackets, a question mark or a ``Yes`` beside it say that it is an estimate."""
    cell, beside = row.get(column, ""), row.get(f"{column} is estimate", "")
    match = _NUMBER.search(cell.replace(",", ""))
    return Figure(int(match[0]) if match else None, beside in ("?", "Yes") or "(" in cell or "?" in cell)


def _read_years(cell: str) -> tuple[int, ...]:
    """Years between semicolons; ``2004-2006`` are three."""
    years: set[int] = set()
    for part in re.split(r"[;,]", cell):
        found = [int(year) for year in _YEAR.findall(part)]
        years.update(range(found[0], found[-1] + 1) if found else ())
    return tuple(sorted(years))
