"""One entry in full, for a person: every number with who says it and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from marsad.export.register_table import STYLES, open_console, write_bound
from marsad.export.words import (
    ARROW,
    OPEN,
    quote_claim,
    write_item,
    write_number,
    write_party,
    write_place,
    write_role,
    write_sources,
)
from marsad.model import Claim, Document
from marsad.register import PARTIES, Bound, Entry, Family, Witness

Told = Mapping[str, tuple[Document, Claim]]
"""For each claim's id its document and the claim."""


def write_entry(
    entry: Entry, told: Told, families: Sequence[Family], notes: Mapping[str, Sequence[str]], out: TextIO
) -> None:
    """All of an entry; ``notes`` are lines on judgements, by claim id."""
    console = open_console(out)
    numbers = {witness.claim: n for n, witness in enumerate(entry.claims, 1)}
    _print_head(console, entry)
    for bound in [*entry.items, *([entry.personnel] if entry.personnel else [])]:
        _print_bound(console, bound, numbers)
    _print_alternatives(console, entry, numbers)
    console.print(Rule(f"{entry.origins} witnesses in {entry.publications} publications", align="left"))
    for origin, found in _group(entry.claims).items():
        lines = ", ".join(f"[{numbers[w.claim]}]" for w in found)
        outlets = dict.fromkeys(_name(told, w) for w in found)
        console.print(f"{origin[0]} ({origin[1]}): {lines}, published by {', '.join(outlets)}")
    _print_families(console, entry, families, told)
    console.print(Rule("What they say", align="left"))
    for witness in entry.claims:
        if witness.claim in told:
            _print_claim(console, numbers[witness.claim], witness, *told[witness.claim], notes.get(witness.claim, ()))


def _print_head(console: Console, entry: Entry) -> None:
    console.print(Rule(Text(f"{entry.id}  {entry.type}", style="bold"), align="left"))
    about = Table.grid(padding=(0, 2))
    about.add_row("standing", Text(entry.standing, style=STYLES[entry.standing]))
    about.add_row("stage", entry.stage or OPEN)
    about.add_row("who → whom", f"{write_party(entry.supplier)} {ARROW} {write_party(entry.recipient)}")
    about.add_row("unit", write_party(entry.unit))
    about.add_row("where", write_place(entry.place))
    about.add_row("when", entry.date or OPEN)
    console.print(about)


def _print_bound(console: Console, bound: Bound, numbers: Mapping[str, int]) -> None:
    names = f" (also named {', '.join(bound.names)})" if bound.names else ""
    console.print(f"{write_bound(bound)}{names}: {bound.rule} {_write_numbers(bound.claims, numbers)}")


def _write_numbers(claims: Sequence[str], numbers: Mapping[str, int]) -> str:
    return " ".join(f"[{n}]" for n in sorted(numbers[claim] for claim in claims if claim in numbers))


def _print_alternatives(console: Console, entry: Entry, numbers: Mapping[str, int]) -> None:
    for role in PARTIES:
        for found in entry.alternatives.get(role, ()) if len(entry.alternatives.get(role, ())) > 1 else ():
            origins = f"{len(found.origins)} witness" + ("es" if len(found.origins) > 1 else "")
            console.print(f"{role} {found.name}: {origins} {_write_numbers(found.claims, numbers)}")
    denials = [w.claim for w in entry.claims if w.factuality == "denied"]
    if denials:
        console.print(f"denied: {_write_numbers(denials, numbers)}")


def _group(witnesses: Sequence[Witness]) -> dict[tuple[str, str], list[Witness]]:
    """Witnesses by the name of their origin, those with most publications first."""
    groups: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        groups[witness.origin.id].append(witness)
    ordered = sorted(groups.values(), key=lambda found: (-len({w.document for w in found}), found[0].origin.id))
    return {(found[0].origin.name, found[0].origin.rule): found for found in ordered}


def _name(told: Told, witness: Witness) -> str:
    document = told[witness.claim][0] if witness.claim in told else None
    return document.publisher or document.source if document else witness.source


def _print_families(console: Console, entry: Entry, families: Sequence[Family], told: Told) -> None:
    documents = {witness.document for witness in entry.claims}
    names = {document.id: document.publisher or document.source for document, _ in told.values()}
    for family in families:
        for edge in family.edges:
            if edge.child in documents:
                child, parent = (names.get(id_, id_) for id_ in (edge.child, edge.parent))
                console.print(
                    f"{child} carries the text of {parent}: {edge.kind}, {edge.score:.2f}, {len(edge.passages)} aligned"
                    f" passages ({'; '.join(edge.reasons)})",
                    style="dim",
                )


def _print_claim(
    console: Console, number: int, witness: Witness, document: Document, claim: Claim, notes: Sequence[str]
) -> None:
    facts = [claim.type, claim.factuality, f"{write_party(claim.supplier)} {ARROW} {write_party(claim.recipient)}"]
    facts += [claim.unit.name] if claim.unit else []
    facts += [write_item(item) for item in claim.items]
    if claim.personnel:
        facts.append(f"{write_number(claim.personnel.low, claim.personnel.high)} {write_role(claim.personnel)}")
    facts += [write_place(claim.place)] if claim.place else []
    facts += [claim.date.edtf] if claim.date else []
    outlet = document.publisher or document.source
    day = document.published.isoformat() if document.published else OPEN
    console.print(Text(f"[{number}] {outlet}, {day}, says {write_sources(claim)}", style="bold"))
    console.print(f"    {' · '.join(facts)}")
    console.print(Text(f"    {quote_claim(claim, document)}", style="italic"))
    console.print(f"    claim {claim.id}, {document.source}", style="dim")
    for note in notes:
        console.print(f"    {note}", style="yellow")
