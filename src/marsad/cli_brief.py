"""The command `marsad brief`: a part of the register as one document to read and pass on."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli_filters import Class, Origins, Recipient, Since, Standing, Supplier, Type, Unit, Until, Where
from marsad.cli_store import Place, open_kept


class BriefFormat(StrEnum):
    """What `marsad brief` writes; the same names as export.brief.BRIEFS."""

    html = "html"
    pdf = "pdf"
    md = "md"


def parse_language(value: str) -> str:
    from marsad.i18n import list_languages

    if value not in list_languages():
        raise typer.BadParameter(f"no words in {value!r}: there are {', '.join(list_languages())}")
    return value


def brief(
    format: Annotated[BriefFormat, typer.Option("--format", "-f", help="What to write.")] = BriefFormat.html,
    language: Annotated[
        str,
        typer.Option("--language", "-l", callback=parse_language, metavar="CODE", help="Of all but the quotes."),
    ] = "en",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of printing.")
    ] = None,
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
    """Write a brief: what happened, by whom, where, how many, what is contested and why, who copied whom, what was
    expected, what event data say; every number a link to the words it rests on.

    Examples:

        marsad brief --recipient ML --format pdf --language ar --output mali.pdf
        marsad brief --since 2025-01-01 --format md
    """
    from marsad.errors import MarsadError
    from marsad.link.ask import Question
    from marsad.publish import publish_brief

    if format == BriefFormat.pdf and output is None and sys.stdout.isatty():
        raise MarsadError("a PDF is no text to print", hint="name a file with --output")
    question = Question(supplier, recipient, unit, class_, type_, place, since, until, standing, origins)
    question.check()
    with open_kept(store) as opened:
        publish_brief(opened, format.value, question.fits, language=language, output=output)
