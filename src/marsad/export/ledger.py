"""The ledger of predictions and the records of sources, for a person and as JSON (docs/verify.md)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any, TextIO

from rich.table import Table
from rich.text import Text

from marsad.export.table import TABLE_WIDTH
from marsad.export.terminal import choose_lines, open_console
from marsad.export.words import OPEN
from marsad.i18n.because import tell_plainly
from marsad.verdicts import SETTLED, Prediction, Record

STYLES = {"came true": "bold green", "came late": "yellow", "did not": "bold red", "open": "blue"}
_QUOTE_LIMIT = 140
# Each column with its share of what the days, which are never broken, leave.
_COLUMNS = {"Said": None, "By whom": 3, "What": 4, "By when": None, "Became": None, "Why, words": 8}


def write_ledger(ledger: Sequence[Prediction], out: TextIO) -> None:
    """One prediction below the other, then how many are settled; says so where there is none."""
    console = open_console(out)
    if not ledger:
        console.print("Nothing is expected.")
        return
    rows = [_draw_cells(prediction) for prediction in ledger]
    if console.width >= TABLE_WIDTH:
        console.print(_draw_table(rows))
    else:
        for row in rows:
            console.print(_draw_block(row))
            console.print()
    counts = {status: sum(prediction.status == status for prediction in ledger) for status in SETTLED}
    console.print(", ".join(f"{count} {status}" for status, count in counts.items()))


def _draw_table(rows: Sequence[Sequence[Text]]) -> Table:
    table = Table(box=choose_lines(cell.plain for row in rows for cell in row), show_lines=True, expand=True)
    for name, ratio in _COLUMNS.items():
        table.add_column(name, ratio=ratio, min_width=10, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _draw_block(row: Sequence[Text]) -> Table:
    """The cells of a prediction one below the other, without those that are empty."""
    block = Table.grid(padding=(0, 1))
    for name, cell in zip(_COLUMNS, row, strict=True):
        if cell.plain != OPEN:
            block.add_row(Text(name.lower(), style="dim"), cell)
    return block


def _draw_cells(prediction: Prediction) -> list[Text]:
    quote = prediction.quote if len(prediction.quote) <= _QUOTE_LIMIT else prediction.quote[:_QUOTE_LIMIT] + " ..."
    who = prediction.speaker + (f"\n{prediction.outlet}" if prediction.outlet not in (None, prediction.speaker) else "")
    return [
        Text(prediction.said.isoformat() if prediction.said else OPEN),
        Text(who),
        Text.assemble(f"{prediction.type}: {prediction.what}\n", (prediction.claim, "dim")),
        Text(prediction.by or OPEN),
        Text(prediction.status, style=STYLES[prediction.status]),
        Text.assemble("\n".join(map(tell_plainly, prediction.reasons)), "\n", (quote, "italic")),
    ]


def write_ledger_json(ledger: Sequence[Prediction], out: TextIO) -> None:
    """A list with an object for each prediction."""
    _dump([build_prediction(prediction) for prediction in ledger], out)


def build_prediction(prediction: Prediction) -> dict[str, Any]:
    """The object of one prediction."""
    record = dataclasses.asdict(prediction)
    record["said"] = prediction.said.isoformat() if prediction.said else None
    record["reasons"] = [tell_plainly(reason) for reason in prediction.reasons]
    return record


def write_records(records: Sequence[Record], out: TextIO) -> None:
    """How often what each source predicted came true, a line each."""
    console = open_console(out)
    if not records:
        console.print("Nothing is expected.")
        return
    table = Table(box=choose_lines(record.speaker for record in records), pad_edge=False)
    table.add_column("Source", overflow="fold")
    for status in SETTLED:
        table.add_column(status, justify="right")
    for record in records:
        counts = (record.came_true, record.came_late, record.did_not, record.open)
        table.add_row(Text(record.speaker), *map(str, counts))
    console.print(table)


def write_records_json(records: Sequence[Record], out: TextIO) -> None:
    """A list with an object for each source."""
    _dump([dataclasses.asdict(record) for record in records], out)


def _dump(value: object, out: TextIO) -> None:
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")
