"""The register as a table for a person: each happening on a line, publications against origins."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from marsad.export.words import ARROW, FILE_WIDTH, OPEN, write_name, write_place
from marsad.register import Bound, Entry

STYLES = {
    "corroborated": "bold green",
    "single": "bold",
    "contested": "bold red",
    "denied": "red",
    "unconfirmed": "yellow",
    "announced": "blue",
}


def open_console(out: TextIO) -> Console:
    """A console that draws on ``out``, wide enough where no terminal says how wide."""
    console = Console(file=out, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = FILE_WIDTH
    return console


def write_register_table(entries: Sequence[Entry], out: TextIO) -> None:
    """All entries, one below the other; says so where there is none."""
    console = open_console(out)
    if not entries:
        console.print("No entry.")
        return
    table = Table(box=HORIZONTALS, show_lines=True, pad_edge=False, expand=True)
    table.add_column("Entry", style="dim", no_wrap=True)
    table.add_column("What happened", min_width=12)
    table.add_column("Standing", min_width=12)
    table.add_column("Who → whom", ratio=4, overflow="fold")
    table.add_column("What, how many", ratio=5, overflow="fold")
    table.add_column("Where", ratio=2, min_width=10, overflow="fold")
    table.add_column("When", min_width=10)
    table.add_column("Published", justify="right")
    table.add_column("Origins", justify="right", style="bold")
    for entry in entries:
        table.add_row(*_draw_cells(entry))
    console.print(table)
    console.print(f"{len(entries)} entries. `marsad show ENTRY` shows all of one, with the words.")


def _draw_cells(entry: Entry) -> list[Text]:
    what = [write_bound(bound) for bound in entry.items]
    if entry.personnel:
        what.append(write_bound(entry.personnel))
    return [
        Text(entry.id),
        Text(entry.type + (f"\n{entry.stage}" if entry.stage else "")),
        Text(entry.standing, style=STYLES[entry.standing]),
        Text(_write_sides(entry)),
        Text("\n".join(what) or OPEN),
        Text(write_place(entry.place)),
        Text(entry.date or OPEN),
        Text(str(entry.publications)),
        Text(str(entry.origins)),
    ]


def _write_sides(entry: Entry) -> str:
    """Who to whom, every value that a witness gives, the best witnessed first."""
    sides = [_write_role(entry, role) for role in ("supplier", "recipient")]
    unit = _write_role(entry, "unit")
    return f" {ARROW} ".join(sides) + (f"\n{unit}" if unit != OPEN else "")


def _write_role(entry: Entry, role: str) -> str:
    names = [found.name for found in entry.alternatives.get(role, ())]
    if not names:
        party = getattr(entry, role)
        return party.name if party else OPEN
    return " or ".join(names)


def write_range(low: int, high: int | None) -> str:
    """Bounds as a person reads them: ``7``, ``5–7``, ``5–`` where the upper end is open."""
    if high is None:
        return f"{low}{OPEN}"
    return str(low) if low == high else f"{low}{OPEN}{high}"


def write_bound(bound: Bound) -> str:
    """An item with its bounds, and whether witnesses disagree: ``5– × T-72B3 (tank), contested``."""
    kind = write_name(bound.item.class_)
    name = f"{bound.item.designation} ({kind})" if bound.item.designation else kind
    return f"{write_range(bound.low, bound.high)} × {name}" + (", contested" if bound.contested else "")
