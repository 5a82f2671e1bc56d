"""The command line: each command says what to do and hands the work on.

Exit codes: 0 all was read, 1 nothing could be read or a check failed, 2 the command was wrong, 3 a part could not be
read.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from marsad import cli_account, cli_judge, cli_store, cli_verify, messages
from marsad.cli_brief import brief
from marsad.cli_demo import demo
from marsad.cli_export import compare, export
from marsad.cli_filters import parse_day
from marsad.cli_help import lay_out_help
from marsad.cli_ingest import failures, ingest
from marsad.cli_inputs import FAILED, exit_by, read_all
from marsad.cli_register import register, search, show, sources, why
from marsad.cli_serve import serve
from marsad.errors import MarsadError
from marsad.intake import Told, list_inputs
from marsad.messages import count
from marsad.run.local import Tally, describe_fault, say
from marsad.settings import load_settings

if TYPE_CHECKING:
    from marsad.model import Reading

app = typer.Typer(
    help="Read news on arms transfers and military presence into claims, each tied to the exact words that support it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_store.app, name="store")
app.add_typer(cli_judge.app, name="judge")
app.add_typer(cli_account.app, name="account")
app.add_typer(cli_verify.app, name="data")


class Format(StrEnum):
    """What `marsad read` prints; the same names as export.FORMATS."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


def parse_language(value: str | None) -> str | None:
    from marsad.language.pack import languages

    if value is not None and value not in languages():
        raise typer.BadParameter(f"no pack for {value!r}: there are {', '.join(languages())}")
    return value


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files (text, HTML, JSON), folders, or - for standard input.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of printing.")]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, where the documents do not say.")]
Published = Annotated[
    dt.date | None,
    typer.Option(
        parser=parse_day, metavar="YYYY-MM-DD", help="The day of publication, which 'yesterday' is counted from."
    ),
]
Language = Annotated[
    str | None, typer.Option(callback=parse_language, metavar="CODE", help="The language, where detection is wrong.")
]


@app.command()
def read(
    paths: Paths,
    format: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.table,
    output: Output = None,
    publisher: Publisher = None,
    published: Published = None,
    language: Language = None,
) -> None:
    """Read articles and print their claims.

    Examples:

        marsad read article.txt
        marsad read page.html --format html --output page-read.html
        marsad read articles/ --format jsonl > claims.jsonl
        curl -s https://example.org/news | marsad read - --published 2025-01-31

    Exit codes: 0 all was read, 1 nothing could be read, 2 wrong usage, 3 a part could not be read.
    """
    from marsad.export import open_export

    told = Told(publisher=publisher, published=published, language=language)
    tally = Tally()
    inputs = list_inputs(paths)
    if inputs.skipped:
        skipped = count(len(inputs.skipped), "file")
        say(f"passed over {skipped} of other kinds than text, HTML or JSON: {shorten(inputs.skipped)}")
    if not inputs.sources:
        tally.count_failure(f"{' '.join(paths)}: holds no text, HTML or JSON file (give files or a folder with some)")
    readings = read_all(inputs.sources, told, tally, quiet=output is None and sys.stdout.isatty())
    first = next(readings, None)
    if first is not None:
        with open_output(output) as out:
            open_export(format)(chain([first], readings), out)
    exit_by(tally)


@app.command()
def explain(
    path: Annotated[str, typer.Argument(help="A file, or - for standard input.")],
    claim: Annotated[
        str | None,
        typer.Argument(metavar="[CLAIM]", help="Its number in the table or its id; all where none is given."),
    ] = None,
    publisher: Publisher = None,
    published: Published = None,
    language: Language = None,
) -> None:
    """Show why a claim is there: which rule fired on which words, and where each slot comes from.

    Examples:

        marsad explain article.txt 3
        marsad explain article.txt 9f2c41
    """
    from marsad.export.explanation import write_explanation

    told = Told(publisher=publisher, published=published, language=language)
    tally = Tally()
    for reading in read_all((path,), told, tally, quiet=True):
        write_explanation(reading, choose_claims(reading, claim), sys.stdout)
    exit_by(tally)


@app.command()
def languages() -> None:
    """List the languages that have a pack."""
    from marsad.language.pack import languages as list_languages
    from marsad.language.pack import load_pack

    for code in list_languages():
        pack = load_pack(code)
        print(f"{code}  {pack.name}  ({'right to left' if pack.direction == 'rtl' else 'left to right'})")


@app.command("check-pack")
def check_pack(
    language: Annotated[
        list[str] | None, typer.Argument(metavar="[LANGUAGE]...", help="Codes of packs; all where none is given.")
    ] = None,
) -> None:
    """Check language packs and knowledge tables; every fault is a line with file and line number.

    Examples:

        marsad check-pack
        marsad check-pack ar
    """
    from marsad.checks import check_knowledge, check_languages

    faults = [*check_languages(language or []), *check_knowledge()]
    for fault in faults:
        print(fault)
    print(count(len(faults), "fault"), file=sys.stderr)
    if faults:
        raise typer.Exit(FAILED)


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="A folder of gold articles (eval/gold).")],
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON lines of any reader, scored instead of Marsad's own.")
    ] = None,
    errors: Annotated[int, typer.Option(help="Print that many errors of each slot.")] = 0,
) -> None:
    """Score a reading against gold articles: precision, recall and F1 by slot and language.

    Examples:

        marsad score eval/gold
        marsad score eval/gold --predictions other-reader.jsonl --errors 5
    """
    from marsad.pipeline import read_document
    from marsad.score import load_gold, load_predictions, read_gold, score_readings, write_scores

    articles = load_gold(gold)
    records = load_predictions(predictions) if predictions else read_gold(articles, read_document)
    write_scores(score_readings(articles, records), sys.stdout, errors=errors)


for command in (
    demo,
    ingest,
    failures,
    register,
    show,
    why,
    search,
    sources,
    export,
    brief,
    compare,
    cli_judge.log,
    cli_verify.verify,
    cli_verify.predictions,
    serve,
):
    app.command()(command)
lay_out_help(app)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there whole or not at all."""
    if path is None:
        yield sys.stdout
        return
    from marsad.export.files import open_text
    from marsad.export.formats import open_target

    with open_target(path) as whole, open_text(whole) as out:
        yield out


def choose_claims(reading: Reading, wanted: str | None) -> list[int]:
    """Numbers, from 1, of the claims that ``wanted`` means: a number, the start of an id, or None for all."""
    numbers = [n for n, c in enumerate(reading.claims, 1) if wanted in (None, str(n)) or c.id.startswith(str(wanted))]
    if not numbers:
        where = f"{reading.document.source}: "
        if not reading.claims:
            say(f"{where}no claim in this text")
        else:
            say(f"{where}no claim {wanted!r} (there are 1 to {len(reading.claims)}, or an id from --format json)")
        raise typer.Exit(FAILED)
    return numbers


def shorten(names: tuple[str, ...], limit: int = 3) -> str:
    return ", ".join(names[:limit]) + (" ..." if len(names) > limit else "")


def show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"marsad {version('marsad')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read news on arms transfers and military presence into claims, each tied to the exact words that support it."""


def choose_log() -> str:
    """How to say things; where the settings cannot be read, the command that needs them will tell."""
    try:
        return load_settings().log
    except MarsadError:
        return "text"


def hold_streams() -> None:
    """Put something in the place of a stream that came closed (``marsad ... >&-``): else the next file that is opened,
    such as the store, would stand there and what is said would be written into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 It is held to the end.


def main() -> None:
    """Run the command line; an error of ours is one line and exit code 1, never a traceback."""
    hold_streams()
    for stream in (sys.stdout, sys.stderr):
        # Neither a terminal set to ASCII nor a file name that is no UTF-8 must stop us.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        messages.begin(choose_log())
        app()
    except MarsadError as error:
        say(str(error))
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader of our output went away (`marsad read ... | head`): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        say(f"{error.filename or 'output'}: {error.strerror}")
        sys.exit(FAILED)
    except Exception as error:
        if "MARSAD_DEBUG" in os.environ:
            raise
        say(describe_fault(error))
        sys.exit(FAILED)
