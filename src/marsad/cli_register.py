"""The commands that ask the register: register, show, why, search, sources."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from enum import StrEnum
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_filters import Class, Origins, Recipient, Since, Standing, Supplier, Type, Unit, Until, Where
from marsad.cli_store import Place, open_kept
from marsad.errors import on_one_line

if TYPE_CHECKING:
    from marsad.store import Judgement


class Format(StrEnum):
    """What `marsad register` prints."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def register(
    supplier: Supplier = None,
    recipient: Recipient = None,
    unit: Unit = None,
    class_: Class = None,
    type_: Type = None,
    place: Where = None,
    since: Since = None,
    until: Until = None,
    standing: Standing = None,
    origins: Origins = 0,
    total: Annotated[
        str | None,
        typer.Option(
            metavar="GROUPS",
            help="Add up instead, by any of supplier, recipient, unit, class, type, place, period (the year), standing,"
            " with commas between them.",
        ),
    ] = None,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="By id, date, origins, publications or count.")] = "id",
    format: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.table,
    store: Place = None,
) -> None:
    """What is known: each happening once, its numbers as bounds, its witnesses by origin.

    Examples:

        marsad register --recipient ML --origins 2 --sort date
        marsad register --type delivery --total supplier,class
        marsad register --place Bamako --since 2025-01-01 --standing contested
        marsad register --format json > register.json
    """
    from marsad.desk import current_register
    from marsad.link.ask import Question, select
    from marsad.link.ask import total as add_up
    from marsad.register import Register

    question = Question(supplier, recipient, unit, class_, type_, place, since, until, standing, origins)
    with open_kept(store) as opened:
        kept = current_register(opened)
        sources = {document.id: document.source for document in opened.documents()} if format == "json" else {}
    chosen = select(kept.entries, question, sort=sort)
    if total is not None:
        from marsad.export.totals import write_totals

        groups = [name.strip() for name in total.split(",") if name.strip()]
        write_totals(add_up(chosen, groups), groups, format, sys.stdout)
    elif format == Format.json:
        from marsad.export.register import write_register_json

        write_register_json(Register(tuple(chosen), kept.families), sources, sys.stdout)
    elif format == Format.jsonl:
        from marsad.export.register import write_register_jsonl

        write_register_jsonl(chosen, sys.stdout)
    elif format == Format.csv:
        from marsad.export.register import write_register_csv

        write_register_csv(chosen, sys.stdout)
    else:
        from marsad.export.register_table import write_register_table

        place_named = f" --store {quote(opened.where)}" if store else ""
        write_register_table(chosen, sys.stdout, show=f"marsad show {{entry}}{place_named}")


def show(
    entry: Annotated[str, typer.Argument(help="The beginning of an entry's id, or of a claim's.")],
    store: Place = None,
) -> None:
    """All of one entry: bounds, who says what, witnesses, families, words, alternatives.

    Example:

        marsad show 9f2c41
    """
    from marsad.export.entry import write_entry
    from marsad.shelf import open_shelf_around

    with open_kept(store) as opened:
        shelf = open_shelf_around(opened, entry)
        notes = list_notes(opened.judgements())
    write_entry(shelf.find_entry(entry), shelf.claims, shelf.register.families, notes, sys.stdout)


def list_notes(judgements: Iterable[Judgement]) -> dict[str, list[str]]:
    """A line on each judgement that names a claim, by the claim's id."""
    notes: dict[str, list[str]] = {}
    for judgement in judgements:
        for name in judgement.subject:
            value = f" {judgement.value}" if judgement.value else ""
            why = f": {judgement.why}" if judgement.why else ""
            line = f"judgement {judgement.id}, {judgement.who}, {judgement.at:%Y-%m-%d}: {judgement.kind}{value}{why}"
            notes.setdefault(name.split("|")[0], []).append(line)
    return notes


def why(
    first: Annotated[str, typer.Argument(metavar="CLAIM", help="The beginning of a claim's id.")],
    second: Annotated[str, typer.Argument(metavar="CLAIM", help="The beginning of another's.")],
    store: Place = None,
) -> None:
    """Why two claims are one happening, or not: what speaks for and against it, and the joins between them.

    Example:

        marsad why 9f2c41 77ab03
    """
    from marsad.export.why import write_comparison, write_joins
    from marsad.link.why import entry_by_claim, find_chain
    from marsad.shelf import open_shelf_around

    with open_kept(store) as opened:
        shelf = open_shelf_around(opened, first, second)
        judged = [j for j in opened.judgements() if j.kind in ("same", "different")]
    a, b = shelf.find_claim(first), shelf.find_claim(second)
    for judgement in judged:
        if {name.split("|")[0] for name in judgement.subject} == {a, b}:
            said = f"{judgement.who} judged them {judgement.kind} on {judgement.at:%Y-%m-%d}: {judgement.why or '-'}"
            print(on_one_line(said))
    by_claim = entry_by_claim(shelf.register.entries)
    one = by_claim.get(a) is not None and by_claim.get(a) is by_claim.get(b)
    print(f"{a} and {b} are {'one happening, entry ' + by_claim[a].id if one else 'not one happening'}.")
    write_comparison(shelf.compare(a, b), sys.stdout)
    chain = find_chain(by_claim[a], a, b) if one else ()
    if len(chain) > 1:
        write_joins([(join, shelf.compare(join.a, join.b)) for join in chain], sys.stdout)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them must stand in the document.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many documents.")] = 20,
    store: Place = None,
) -> None:
    """Documents that hold words, in whatever spelling and inflection, the newest first.

    Example:

        marsad search دبابات باماكو
    """
    from itertools import islice

    from marsad.export.search import write_hits
    from marsad.language.pack import load_pack
    from marsad.link.search import search_documents
    from marsad.link.why import entry_by_claim
    from marsad.shelf import open_shelf

    with open_kept(store) as opened:
        shelf = open_shelf(opened)
    documents = [document for document in shelf.documents.values() if document.language]
    documents.sort(key=lambda document: (document.published or dt.date.min, document.source), reverse=True)
    hits = search_documents(" ".join(words), documents, lambda code: load_pack(code).analyse)
    write_hits(islice(hits, min(limit, sys.maxsize)), shelf.claims, entry_by_claim(shelf.register.entries), sys.stdout)


def sources(store: Place = None) -> None:
    """For each outlet: how many documents, how many carry another's text and whose, how many are its own.

    Example:

        marsad sources
    """
    from marsad.desk import current_register
    from marsad.export.search import write_outlets
    from marsad.link.outlets import list_outlets

    with open_kept(store) as opened:
        kept = current_register(opened)
        outlets = list_outlets(opened.documents(), kept.families)
        grades = {j.subject[0]: j.value or "" for j in opened.judgements() if j.kind == "grade"}
    write_outlets(outlets, grades, sys.stdout)
