"""The commands that publish the register: export, compare."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli_filters import Class, Origins, Recipient, Since, Standing, Supplier, Type, Unit, Until, Where
from marsad.cli_store import Place, open_kept


class FileFormat(StrEnum):
    """What `marsad export` writes; the same names as export.files.EXPORTS."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"
    geojson = "geojson"
    followthemoney = "followthemoney"
    stix = "stix"
    webannotation = "webannotation"
    prov = "prov"
    trade_register = "trade-register"


class Row(StrEnum):
    """What a row of a table is; the same names as export.files.ROWS."""

    items = "items"
    claims = "claims"


def export(
    format: Annotated[FileFormat, typer.Option("--format", "-f", help="What to write.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of printing.")
    ] = None,
    rows: Annotated[Row, typer.Option(help="csv and parquet: a row an item of an entry, or a claim.")] = Row.items,
    hxl: Annotated[bool, typer.Option("--hxl", help="csv: a row of HXL tags below the header.")] = False,
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
    store: Place = None,
) -> None:
    """Write the register, or the part of it that the options choose, as a file for other programs.

    A file appears when it is whole; docs/exports.md says what each format keeps and loses.

    Examples:

        marsad export --format geojson --recipient ML --output mali.geojson
        marsad export --format csv --rows claims --hxl -o claims.csv
        marsad export --format stix | jq .
    """
    from marsad.errors import MarsadError
    from marsad.link.ask import Question
    from marsad.publish import export_register

    if hxl and format != FileFormat.csv:
        raise typer.BadParameter(f"{format} has no row of HXL tags: leave --hxl out, or take --format csv")
    if rows != Row.items and format not in (FileFormat.csv, FileFormat.parquet):
        raise typer.BadParameter(f"{format} has no rows to choose: leave --rows out, or take --format csv or parquet")
    if format == FileFormat.parquet and output is None and sys.stdout.isatty():
        raise MarsadError("parquet is no text to print", hint="name a file with --output")
    question = Question(supplier, recipient, unit, class_, type_, place, since, until, standing, origins)
    question.check()
    with open_kept(store) as opened:
        export_register(opened, format.value, question.fits, output=output, rows=rows.value, hxl=hxl)


class ComparisonFormat(StrEnum):
    """What `marsad compare` prints."""

    table = "table"
    json = "json"


def compare(
    sipri: Annotated[Path, typer.Option("--sipri", metavar="FILE", help="Your export of SIPRI's trade register, CSV.")],
    format: Annotated[ComparisonFormat, typer.Option("--format", "-f", help="What to print.")] = ComparisonFormat.table,
    store: Place = None,
) -> None:
    """Lay your own export of SIPRI's trade register beside the register: what both have, what one has, numbers apart.

    Example:

        marsad compare --sipri trade-register.csv
    """
    from marsad.desk import keep_linked
    from marsad.export.comparison import write_comparison_json, write_comparison_table
    from marsad.trade.match import compare_deals
    from marsad.trade.sipri import read_deals

    deals = read_deals(sipri)
    with open_kept(store) as opened:
        keep_linked(opened)
        found = compare_deals(deals, opened.entries())
    write = write_comparison_table if format == ComparisonFormat.table else write_comparison_json
    write(found, sys.stdout)
