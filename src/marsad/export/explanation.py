"""Why a claim is there: the rule that made it and where each of its slots comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.table import Table
from rich.text import Text

from marsad.export.terminal import open_console
from marsad.export.words import (
    quote_claim,
    write_item,
    write_name,
    write_number,
    write_place,
    write_role,
)
from marsad.model import Claim, Evidence, Reading, Span


@dataclass(frozen=True, slots=True)
class Reason:
    """One slot of a claim: its value, the words it was read from, and the rule that read it."""

    slot: str
    value: str
    span: Span | None
    why: Evidence | None


def list_reasons(claim: Claim) -> Iterator[Reason]:
    """Every slot that has a value, in the order of the contract."""
    yield Reason("type", write_name(claim.type), claim.trigger, claim.why)
    yield Reason("factuality", claim.factuality, None, claim.why_factuality)
    for slot, party in (("supplier", claim.supplier), ("recipient", claim.recipient), ("unit", claim.unit)):
        if party:
            yield Reason(slot, f"{party.name} ({party.id})", party.span, party.why)
    for item in claim.items:
        yield Reason("item", write_item(item), item.span, item.why)
    if people := claim.personnel:
        number = write_number(people.low, people.high)
        yield Reason("personnel", f"{number} {write_role(people)}", people.span, people.why)
    if place := claim.place:
        yield Reason("place", write_place(place), place.span, place.why)
    if date := claim.date:
        yield Reason("date", date.edtf, date.span, date.why)
    for source in claim.sources:
        yield Reason("source", f"{source.name} ({source.kind})", source.span, source.why)


def write_explanation(reading: Reading, numbers: list[int], out: TextIO) -> None:
    """For each numbered claim of a reading (from 1): its words, then a row for each slot."""
    console = open_console(out)
    document = reading.document
    for line in (document.source, f"bytes {document.id}", f"text  {document.text_sha256}"):
        console.print(Text(line, style="dim"), soft_wrap=True)
    for number in numbers:
        claim = reading.claims[number - 1]
        console.print()
        console.print(Text(f"Claim {number}: {write_name(claim.type)}, {claim.factuality}  [{claim.id}]", style="bold"))
        console.print(Text(quote_claim(claim, document), style="italic"))
        console.print(_draw_reasons(claim, document.text))


def _draw_reasons(claim: Claim, text: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Slot", "Value", "Read from", "At", "Rule"):
        table.add_column(heading, overflow="fold")
    for reason in list_reasons(claim):
        words = " ".join(reason.span.of(text).split()) if reason.span else "not stated in words"
        at = f"{reason.span.start}–{reason.span.end}" if reason.span else ""
        rule = f"{reason.why.rule}: {reason.why.note}" if reason.why and reason.why.note else ""
        table.add_row(
            Text(reason.slot, style="dim"), Text(reason.value), Text(words), Text(at, style="dim"),
            Text(rule or (reason.why.rule if reason.why else "")),
        )  # fmt: skip
    return table
