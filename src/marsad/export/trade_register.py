"""A trade register in the columns of SIPRI's export by year of delivery, with what SIPRI has no column for behind them.

One row an item of a delivery or an order. SIPRI prints one number and says whether it is an estimate; here it is the
lowest number that the claims allow, and both bounds follow in columns of their own. A total of types that have rows of
their own has bounds but no number, so that a sum of the column counts nothing twice. Values (TIV) are SIPRI's alone and
stay empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.export.csv import write_cell
from marsad.export.files import Options, open_text
from marsad.export.rows import Row, list_days
from marsad.export.words import write_name
from marsad.model import Party
from marsad.register import Bound, Entry, Exhibit

SIPRI_COLUMNS = (
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date",
    "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year",
    "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit", "TIV delivery values", "Local production",
)  # fmt: skip
OWN_COLUMNS = (
    "Numbers ordered", "Numbers ordered is estimate", "Lowest number", "Highest number", "Total of", "UNROCA category",
    "Entry", "Stage", "Standing", "Origins", "Publications",
)  # fmt: skip
_TYPES = ("delivery", "order")
_LEFT_OUT = ("denied", "announced")


def write_trade_register(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """Deliveries and orders with items, but for those that are denied or only announced, as SIPRI leaves them out."""
    with open_text(out) as text:
        rows = csv.DictWriter(text, [*SIPRI_COLUMNS, *OWN_COLUMNS], restval="", lineterminator="\r\n")
        rows.writeheader()
        for exhibit in exhibits:
            for row in build_rows(exhibit.entry, options):
                rows.writerow({name: write_cell(value) for name, value in row.items()})


def build_rows(entry: Entry, options: Options) -> Iterator[Row]:
    """A row for each item; columns that Marsad cannot fill are left out of it."""
    if entry.type not in _TYPES or entry.standing in _LEFT_OUT:
        return
    first, last = list_days(entry.date)
    year = (first or last).year if first or last else None
    estimate = _say(first is None or last is None or first.year != last.year)
    when = {"Order date": year, "Order date is estimate": estimate}
    if entry.type == "delivery":
        when = {"Delivery year": year, "Delivery year is estimate": estimate}
    about = {
        "Supplier": _write_party(entry.supplier, "unknown supplier(s)"),
        "Recipient": _write_party(entry.recipient, "unknown recipient(s)"),
        **(when if year else {}),
        "Entry": entry.id,
        "Stage": entry.stage,
        "Standing": entry.standing,
        "Origins": entry.origins,
        "Publications": entry.publications,
    }
    for bound in entry.items:
        yield {**about, **_build_item(bound, entry, options)}


def _build_item(bound: Bound, entry: Entry, options: Options) -> Row:
    categories = options.categorise(bound.item)
    parts = _list_parts(bound, entry)
    number = "Numbers delivered" if entry.type == "delivery" else "Numbers ordered"
    exact = bound.low == bound.high and not bound.contested and entry.standing == "corroborated"
    return {
        "Designation": bound.item.designation,
        "Description": write_name(bound.item.class_),
        "Armament category": categories.sipri,
        **({} if parts else {number: bound.low, f"{number} is estimate": _say(not exact)}),
        "Lowest number": bound.low,
        "Highest number": bound.high,
        "Total of": "; ".join(parts),
        "UNROCA category": categories.unroca,
    }


def _list_parts(bound: Bound, entry: Entry) -> list[str]:
    """The types of an entry that a bare class of it holds: their numbers are in its number."""
    if bound.item.designation is not None:
        return []
    return [b.item.designation for b in entry.items if b.item.designation and b.item.class_ == bound.item.class_]


def _write_party(party: Party | None, unknown: str) -> str:
    return party.name if party else unknown


def _say(yes: bool) -> str:
    """As SIPRI writes it."""
    return "Yes" if yes else "No"
