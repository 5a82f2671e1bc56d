"""Readings as a table for a person at a terminal. The one file that draws with rich's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from marsad.export.terminal import choose_lines, keep_order, open_console
from marsad.export.words import (
    OPEN,
    name_document,
    quote_claim,
    write_item,
    write_name,
    write_number,
    write_parties,
    write_place,
    write_role,
    write_sources,
)
from marsad.model import Claim, Document, Reading

TABLE_WIDTH = 110  # a narrower terminal gets a block for each claim, since columns would break words
QUOTE_LIMIT = 160
STYLES = {"fact": "bold green", "expected": "bold blue", "possible": "bold yellow", "denied": "bold red"}


def write_table(readings: Iterable[Reading], out: TextIO) -> None:
    """Each document's line and, below it, its claims, written as soon as it is read."""
    console = open_console(out)
    for reading in readings:
        console.print(*_draw_heading(reading.document), sep="\n")
        if not reading.claims:
            console.print("No claim in this text.")
        elif console.width >= TABLE_WIDTH:
            console.print(_draw_table(reading))
        else:
            console.print(*_draw_blocks(reading), sep="\n\n")
        console.print()


def _draw_heading(document: Document) -> tuple[RenderableType, RenderableType]:
    facts = [document.publisher, document.published and document.published.isoformat(), document.language]
    about = Text(" · ".join(keep_order(str(fact)) for fact in (*facts, document.source) if fact), style="dim")
    return Rule(Text(keep_order(name_document(document)), style="bold"), align="left"), about


def _draw_table(reading: Reading) -> Table:
    rows = [_draw_cells(claim, reading.document) for claim in reading.claims]
    table = Table(
        box=choose_lines(cell.plain for cells in rows for cell in cells), show_lines=True, pad_edge=False, expand=True
    )
    table.add_column("#", justify="right", style="dim")
    table.add_column("Claim", min_width=10)
    table.add_column("Who → whom", ratio=4, overflow="fold")
    table.add_column("What, how many", ratio=5, overflow="fold")
    table.add_column("Where", ratio=3, min_width=11, overflow="fold")
    table.add_column("When", min_width=10)
    table.add_column("Who says so", ratio=4, overflow="fold")
    table.add_column("Words", ratio=8, overflow="fold")
    for number, cells in enumerate(rows, 1):
        table.add_row(str(number), *cells)
    return table


def _draw_blocks(reading: Reading) -> Iterator[RenderableType]:
    """The cells of each claim one below the other, without those that are empty."""
    names = ("claim", "who", "what", "where", "when", "said by", "words")
    for number, claim in enumerate(reading.claims, 1):
        block = Table.grid(padding=(0, 1))
        for name, cell in zip(names, _draw_cells(claim, reading.document), strict=True):
            if cell.plain != OPEN:
                block.add_row(Text(str(number) if name == "claim" else "", style="dim"), Text(name, style="dim"), cell)
        yield block


def _draw_cells(claim: Claim, document: Document) -> list[Text]:
    kind = Text.assemble(write_name(claim.type), "\n", (claim.factuality, STYLES[claim.factuality]))
    parties = write_parties(claim) + (f"\n{claim.unit.name}" if claim.unit else "")
    what = [write_item(item) for item in claim.items]
    if claim.personnel:
        what.append(f"{write_number(claim.personnel.low, claim.personnel.high)} {write_role(claim.personnel)}")
    return [
        kind,
        Text(parties),
        Text("\n".join(what) or OPEN),
        Text(write_place(claim.place)),
        Text(claim.date.edtf if claim.date else OPEN),
        Text(write_sources(claim)),
        Text(quote_claim(claim, document, QUOTE_LIMIT), style="italic"),
    ]
