"""SIPRI's register beside ours: for a person, and as JSON (docs/exports.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from marsad.deals import Comparison, Deal, Held, Match, Numbers
from marsad.export.register_table import ID_SHOWN
from marsad.export.terminal import choose_lines, open_console
from marsad.export.words import ARROW, OPEN, write_name, write_number, write_party

Record = dict[str, Any]
Cells = tuple[str, ...]


def write_comparison_table(found: Comparison, out: TextIO) -> None:
    """What both have, with their numbers, those that lie apart first; then what only one of them has."""
    console = open_console(out)
    console.print(f"SIPRI's register: {found.scope}. A number with ? is SIPRI's estimate.")
    apart = [match for match in found.matched if match.apart]
    together = [match for match in found.matched if not match.apart]
    for title, matches in (("Numbers apart", apart), ("Matched", together)):
        console.print(Rule(Text(f"{title}: {len(matches)}", style="bold"), align="left"))
        if matches:
            console.print(_draw(("SIPRI", "Here", "Delivered", "Ordered"), map(_list_match, matches)))
    console.print(Rule(Text(f"Only in SIPRI's register: {len(found.only_there)}", style="bold"), align="left"))
    if found.only_there:
        columns = ("Line", "Who → whom", "What", "Ordered", "Delivered", "Years")
        console.print(_draw(columns, map(_list_deal, found.only_there)))
    for title, held in (
        ("Only here", found.only_here),
        ("Only here, and outside the scope of SIPRI's register", found.outside),
    ):
        console.print(Rule(Text(f"{title}: {len(held)}", style="bold"), align="left"))
        if held:
            console.print(_draw(("Entry", "Who → whom", "What", "How many", "When", "Standing"), map(_list_held, held)))


def _draw(columns: Sequence[str], rows: Any) -> Table:
    listed: list[Cells] = list(rows)
    table = Table(box=choose_lines(cell for row in listed for cell in row), pad_edge=False)
    for column in columns:
        table.add_column(column)
    for row in listed:
        table.add_row(*map(Text, row))
    return table


def _list_match(match: Match) -> Cells:
    there = "\n".join(f"line {deal.line}: {_write_deal(deal)}" for deal in match.deals)
    here = "\n".join(f"{held.entry.id[:ID_SHOWN]}: {_write_held(held)}" for held in match.held)
    return there, here, _write_numbers(match.delivered), _write_numbers(match.ordered)


def _write_deal(deal: Deal) -> str:
    years = "".join(f", {year}" for year in deal.years)
    return f"{deal.designation or deal.description} {deal.supplier} {ARROW} {deal.recipient}{years}"


def _write_held(held: Held) -> str:
    return f"{_write_bound(held)}, {held.entry.type}, {held.entry.date or OPEN}"


def _write_bound(held: Held) -> str:
    what = held.item.designation or write_name(held.item.class_)
    return f"{write_number(held.bound.low, held.bound.high)} {what}"


def _write_numbers(numbers: Numbers) -> str:
    """SIPRI's sum against ours: ``24 ≠ 10–12``, ``7 = 7``, ``7 in ≥ 5``."""
    ours = write_number(numbers.low, numbers.high)
    there = OPEN if numbers.there is None else str(numbers.there)
    sign = {True: "=" if numbers.low == numbers.high else "in", False: "≠", None: "|"}[numbers.agrees]
    return f"{there} {sign} {ours}"


def _list_deal(deal: Deal) -> Cells:
    both = deal.designation and deal.description
    what = f"{deal.designation} ({deal.description})" if both else deal.designation or deal.description
    years = ", ".join(map(str, deal.years)) or OPEN
    parties = f"{deal.supplier} {ARROW} {deal.recipient}"
    return str(deal.line), parties, what, f"{deal.ordered}, {deal.order_year}", str(deal.delivered), years


def _list_held(held: Held) -> Cells:
    entry = held.entry
    parties = f"{write_party(entry.supplier)} {ARROW} {write_party(entry.recipient)}"
    what = held.item.designation or write_name(held.item.class_)
    number = write_number(held.bound.low, held.bound.high)
    return entry.id[:ID_SHOWN], parties, what, number, entry.date or OPEN, entry.standing


def write_comparison_json(found: Comparison, out: TextIO) -> None:
    """The whole comparison as one object."""
    record = {
        "scope": found.scope,
        "matched": [
            {
                "deals": [_build_deal(deal) for deal in match.deals],
                "items": [_build_held(held) for held in match.held],
                "delivered": _build_numbers(match.delivered),
                "ordered": _build_numbers(match.ordered),
                "apart": match.apart,
            }
            for match in found.matched
        ],
        "only_there": [_build_deal(deal) for deal in found.only_there],
        "only_here": [_build_held(held) for held in found.only_here],
        "outside_scope": [_build_held(held) for held in found.outside],
    }
    json.dump(record, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _build_deal(deal: Deal) -> Record:
    return {
        "line": deal.line,
        "supplier": deal.supplier,
        "recipient": deal.recipient,
        "designation": deal.designation,
        "description": deal.description,
        "order_year": deal.order_year.number,
        "ordered": deal.ordered.number,
        "delivered": deal.delivered.number,
        "delivered_is_estimate": deal.delivered.estimate,
        "years": list(deal.years),
        "comment": deal.comment,
    }


def _build_held(held: Held) -> Record:
    return {
        "entry": held.entry.id,
        "type": held.entry.type,
        "standing": held.entry.standing,
        "date": held.entry.date,
        "designation": held.item.designation,
        "class": held.item.class_,
        "low": held.bound.low,
        "high": held.bound.high,
    }


def _build_numbers(numbers: Numbers) -> Record:
    return {"there": numbers.there, "low": numbers.low, "high": numbers.high, "agrees": numbers.agrees}
