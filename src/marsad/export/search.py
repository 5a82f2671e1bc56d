"""What a search found, and what outlets bring, for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TextIO

from rich.table import Table
from rich.text import Text

from marsad.export.terminal import choose_lines, keep_order, open_console
from marsad.export.words import OPEN, name_document
from marsad.model import Claim, Document, Span
from marsad.register import Entry

_AROUND = 70


class Found(Protocol):
    """A document with the places where words stand."""

    @property
    def document(self) -> Document: ...
    @property
    def spans(self) -> tuple[Span, ...]: ...


class Outlet(Protocol):
    """What an outlet brings."""

    @property
    def name(self) -> str: ...
    @property
    def publications(self) -> int: ...
    @property
    def derived(self) -> int: ...
    @property
    def original(self) -> int: ...
    @property
    def taken_from(self) -> tuple[tuple[str, int], ...]: ...


def write_hits(
    hits: Iterable[Found], told: Mapping[str, tuple[Document, Claim]], entries: Mapping[str, Entry], out: TextIO
) -> None:
    """Each document with its words in context and the entries that rest on the sentences they stand in."""
    console = open_console(out)
    by_document: dict[str, list[Claim]] = {}
    for document, claim in told.values():
        by_document.setdefault(document.id, []).append(claim)
    count = 0
    for hit in hits:
        count += 1
        day = hit.document.published.isoformat() if hit.document.published else OPEN
        console.print(Text(keep_order(name_document(hit.document)), style="bold"))
        console.print(f"{keep_order(hit.document.publisher or OPEN)}, {day}, {hit.document.source}", style="dim")
        console.print(_draw_context(hit))
        fits = [
            c for c in by_document.get(hit.document.id, ()) if any(s.overlaps(h) for s in c.spans for h in hit.spans)
        ]
        ids = sorted({entries[claim.id].id for claim in fits if claim.id in entries})
        console.print(f"entries: {' '.join(ids) or OPEN}\n")
    if not count:
        console.print("No document holds all these words.")


def _draw_context(hit: Found) -> Text:
    """The words around the first place, whole, and every word that was found among them in bold."""
    text, first = hit.document.text, hit.spans[0]
    start, end = max(0, first.start - _AROUND), min(len(text), first.end + _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", end) if " " in text[end:] else len(text)
    drawn = Text(text[start:end].replace("\n", " "), style="italic")
    for span in hit.spans:
        if start <= span.start and span.end <= end:
            drawn.stylize("bold", span.start - start, span.end - start)
    return Text.assemble("… " if start else "", drawn, " …" if end < len(text) else "")


def write_outlets(outlets: Sequence[Outlet], grades: Mapping[str, str], out: TextIO) -> None:
    """A line for each outlet; a grade that nobody gave is F, reliability that cannot be judged."""
    console = open_console(out)
    table = Table(box=choose_lines(outlet.name for outlet in outlets), pad_edge=False)
    table.add_column("Outlet", overflow="fold")
    for name in ("Published", "Own", "Carried", "Share carried"):
        table.add_column(name, justify="right")
    table.add_column("From", overflow="fold")
    table.add_column("Grade")
    for outlet in outlets:
        whose = ", ".join(f"{keep_order(name)} {count}" for name, count in outlet.taken_from)
        share = f"{100 * outlet.derived / outlet.publications:.0f} %"
        numbers = (str(outlet.publications), str(outlet.original), str(outlet.derived), share)
        table.add_row(outlet.name, *numbers, whose or OPEN, grades.get(outlet.name, "F"))
    console.print(table)
