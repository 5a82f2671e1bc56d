"""Totals of the register: lower and upper ends apart, an unknown upper end left open."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, Protocol, TextIO

from rich.box import HORIZONTALS
from rich.table import Table

from marsad.export.csv import write_cell
from marsad.export.terminal import open_console
from marsad.export.words import OPEN, write_name


class Sum(Protocol):
    """A total as linking gives it."""

    @property
    def group(self) -> tuple[str, ...]: ...
    @property
    def type(self) -> str: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def class_(self) -> str: ...
    @property
    def entries(self) -> int: ...
    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int | None: ...


def write_totals(totals: Sequence[Sum], by: Sequence[str], format: str, out: TextIO) -> None:
    """The totals in one of the register's formats; ``by`` names the groups."""
    records = [_build_total(total, [name for name in by if name != "class"]) for total in totals]
    if format == "json":
        json.dump(records, out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif format == "jsonl":
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    elif format == "csv":
        rows = csv.DictWriter(out, _columns(by), lineterminator="\n")
        rows.writeheader()
        rows.writerows({name: write_cell(value) for name, value in record.items()} for record in records)
    else:
        _draw(records, by, out)


def _columns(by: Sequence[str]) -> list[str]:
    return list(
        dict.fromkeys([*(name for name in by if name != "class"), "type", "stage", "class", "entries", "low", "high"])
    )


def _build_total(total: Sum, names: Sequence[str]) -> dict[str, Any]:
    about = {"type": total.type, "stage": total.stage, "class": total.class_, "entries": total.entries}
    return {**dict(zip(names, total.group, strict=True)), **about, "low": total.low, "high": total.high}


def _draw(records: Sequence[dict[str, Any]], by: Sequence[str], out: TextIO) -> None:
    console = open_console(out)
    if not records:
        console.print("No entry with items.")
        return
    table = Table(box=HORIZONTALS, pad_edge=False)
    for name in _columns(by):
        table.add_column(name, justify="right" if name in ("entries", "low", "high") else "left", overflow="fold")
    for record in records:
        shown = {**record, "class": write_name(record["class"])}
        table.add_row(*(OPEN if shown[name] is None else str(shown[name]) for name in _columns(by)))
    console.print(table)
