"""One entry in full, for a person: every number with who says it and in which words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from marsad.export.register_table import STYLES, write_beside, write_bound, write_people
from marsad.export.terminal import keep_order, open_console
from marsad.export.words import (
    ARROW,
    OPEN,
    quote_claim,
    write_item,
    write_name,
    write_number,
    write_party,
    write_place,
    write_role,
    write_sources,
)
from marsad.model import Claim, Document
from marsad.register import PARTIES, Entry, Family, Witness

Told = Mapping[str, tuple[Document, Claim]]
"""For each claim's id its document and the claim."""
_INDENT = (0, 0, 0, 4)


def write_entry(
    entry: Entry, told: Told, families: Sequence[Family], notes: Mapping[str, Sequence[str]], out: TextIO
) -> None:
    """All of an entry; ``notes`` are lines on judgements, by claim id. Numbers in brackets are the claims, in order of
    publication.
    """
    console = open_console(out)
    witnesses = sorted(entry.claims, key=lambda witness: _place_in_time(told, witness))
    numbers = {witness.claim: n for n, witness in enumerate(witnesses, 1)}
    _print_head(console, entry)
    _print_counts(console, entry, numbers)
    _print_alternatives(console, entry, numbers)
    _print_witnesses(console, entry, witnesses, told, numbers)
    _print_families(console, entry, families, told)
    _print_rule(console, "In their words")
    for witness in witnesses:
        if witness.claim in told:
            _print_claim(console, numbers[witness.claim], *told[witness.claim], notes.get(witness.claim, ()))


def _place_in_time(told: Told, witness: Witness) -> tuple[dt.date, str, int, str]:
    if witness.claim not in told:
        return dt.date.max, witness.source, 0, witness.claim
    document, claim = told[witness.claim]
    return document.published or dt.date.max, document.source, claim.spans[0].start, claim.id


def _print_rule(console: Console, title: str) -> None:
    console.print(Rule(Text(title, style="bold"), align="left", style="dim"))


def _print_head(console: Console, entry: Entry) -> None:
    _print_rule(console, f"{entry.id}  {write_name(entry.type)}")
    about = Table.grid(padding=(0, 2))
    about.add_row("standing", Text(entry.standing, style=STYLES[entry.standing]))
    about.add_row("stage", entry.stage or OPEN)
    about.add_row("who → whom", f"{write_party(entry.supplier)} {ARROW} {write_party(entry.recipient)}")
    about.add_row("unit", write_party(entry.unit))
    about.add_row("where", write_place(entry.place))
    about.add_row("when", entry.date or OPEN)
    console.print(about)


def _print_counts(console: Console, entry: Entry, numbers: Mapping[str, int]) -> None:
    """Each number with the rule that set it and the claims it rests on."""
    rows = [(write_bound(bound), bound) for bound in entry.items]
    rows += [(write_people(entry.personnel), entry.personnel)] if entry.personnel else []
    beside = write_beside(entry)
    if not rows and not beside:
        return
    _print_rule(console, "How many, by which rule, from which claims")
    table = Table.grid(padding=(0, 2))
    for words, bound in rows:
        names = f" (also named {', '.join(bound.names)})" if bound.names else ""
        style = "red" if bound.contested else ""
        table.add_row(Text(words, style=style), f"{bound.rule}{names}", _write_numbers(bound.claims, numbers))
    for words, bound in beside:
        table.add_row(
            Text(words, style="dim"), Text("moves no bound", style="dim"), _write_numbers(bound.claims, numbers)
        )
    console.print(table)


def _write_numbers(claims: Iterable[str], numbers: Mapping[str, int]) -> str:
    return " ".join(f"[{n}]" for n in sorted(numbers[claim] for claim in claims if claim in numbers))


def _print_alternatives(console: Console, entry: Entry, numbers: Mapping[str, int]) -> None:
    """What witnesses do not agree on: several parties for one role, and denials."""
    table = Table.grid(padding=(0, 2))
    for role in PARTIES:
        found = entry.alternatives.get(role, ())
        for value in found if len(found) > 1 else ():
            table.add_row(role, value.name, _count(len(value.origins)), _write_numbers(value.claims, numbers))
    denials = [witness for witness in entry.claims if witness.factuality == "denied"]
    if denials:
        origins = len({witness.origin.id for witness in denials})
        table.add_row("denied", "", _count(origins), _write_numbers([w.claim for w in denials], numbers))
    if table.row_count:
        _print_rule(console, "What they do not agree on")
        console.print(table)


def _count(witnesses: int) -> str:
    return f"{witnesses} witness" + ("es" if witnesses != 1 else "")


def _print_witnesses(
    console: Console, entry: Entry, witnesses: Sequence[Witness], told: Told, numbers: Mapping[str, int]
) -> None:
    """Each origin with the claims that come from it, by outlet; those with most publications first."""
    publications = f"{entry.publications} publication" + ("s" if entry.publications != 1 else "")
    _print_rule(console, f"{_count(entry.origins)} in {publications}")
    groups: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        groups[witness.origin.id].append(witness)
    for found in sorted(groups.values(), key=lambda found: (-len({w.document for w in found}), found[0].origin.id)):
        console.print(Text(keep_order(found[0].origin.name), style="bold"))
        by_rule: dict[tuple[str, str], list[str]] = defaultdict(list)
        for witness in found:
            by_rule[_name(told, witness), witness.origin.rule].append(witness.claim)
        for (outlet, rule), claims in by_rule.items():
            line = f"{_write_numbers(claims, numbers)} {keep_order(outlet)}: {keep_order(rule)}"
            console.print(Padding(Text(line), _INDENT))


def _name(told: Told, witness: Witness) -> str:
    document = told[witness.claim][0] if witness.claim in told else None
    return document.publisher or document.source if document else witness.source


def _print_families(console: Console, entry: Entry, families: Sequence[Family], told: Told) -> None:
    documents = {witness.document for witness in entry.claims}
    names = {document.id: document.publisher or document.source for document, _ in told.values()}
    edges = [edge for family in families for edge in family.edges if edge.child in documents]
    if not edges:
        return
    _print_rule(console, "Who carries whose text")
    for edge in edges:
        child, parent = (keep_order(names.get(id_, id_)) for id_ in (edge.child, edge.parent))
        passages = f"{len(edge.passages)} aligned passage" + ("s" if len(edge.passages) != 1 else "")
        reasons = "; ".join(keep_order(reason) for reason in edge.reasons)
        console.print(f"{child} carries the text of {parent}: {edge.kind}, {edge.score:.2f}, {passages} ({reasons})")


def _print_claim(console: Console, number: int, document: Document, claim: Claim, notes: Sequence[str]) -> None:
    facts = [write_name(claim.type), claim.factuality]
    facts += [f"{write_party(claim.supplier)} {ARROW} {write_party(claim.recipient)}"]
    facts += [claim.unit.name] if claim.unit else []
    facts += [write_item(item) for item in claim.items]
    if claim.personnel:
        facts.append(f"{write_number(claim.personnel.low, claim.personnel.high)} {write_role(claim.personnel)}")
    facts += [write_place(claim.place)] if claim.place else []
    facts += [claim.date.edtf] if claim.date else []
    outlet = keep_order(document.publisher or document.source)
    day = document.published.isoformat() if document.published else OPEN
    console.print(Text(f"[{number}] {outlet}, {day}; says {keep_order(write_sources(claim))}", style="bold"))
    console.print(Padding(Text(quote_claim(claim, document), style="italic"), _INDENT))
    console.print(Padding(Text(" · ".join(facts)), _INDENT))
    console.print(Padding(Text(f"claim {claim.id} in {document.source}", style="dim"), _INDENT))
    for note in notes:
        console.print(Padding(Text(note, style="yellow"), _INDENT))
