"""The commands `marsad data ...`, `marsad verify` and `marsad predictions`: claims held against the world."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_store import Place, choose_place, open_kept
from marsad.errors import InputError, MarsadError, on_one_line
from marsad.messages import count
from marsad.run.local import say

if TYPE_CHECKING:
    from marsad.store import Dataset
    from marsad.verdicts import Verdict

app = typer.Typer(help="Files of event data that claims are held against.", invoke_without_command=True)


class Format(StrEnum):
    """What `marsad verify` and `marsad data` print."""

    table = "table"
    json = "json"


class Picture(StrEnum):
    """Kinds of pictures; the same names as export.chart.PICTURES."""

    svg = "svg"
    png = "png"


class Grain(StrEnum):
    """By what deaths are added up."""

    year = "year"
    month = "month"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="What to print.")]


@app.callback()
def data(context: typer.Context, store: Place = None) -> None:
    """List the files of event data.

    Examples:

        marsad data
        marsad data add GEDEvent_v25_1.csv
    """
    if context.invoked_subcommand is not None:
        if store is not None:
            raise typer.BadParameter(f"--store belongs behind `{context.invoked_subcommand}`")
        return

    with open_kept(store) as opened:
        datasets = opened.datasets.list()
    for dataset in datasets:
        show_dataset(dataset)
    if not datasets:
        say("no event data: `marsad data add FILE` adds some (UCDP GED or country-year, ACLED)")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="UCDP (csv, geojson) or ACLED (csv) files.")],
    store: Place = None,
) -> None:
    """Take in files of event data, told apart by their columns, checked, and kept with name, version, hash and terms.

    Example:

        marsad data add organizedviolencecy_v25_1.csv GEDEvent_v23_1_CAR.geojson
    """
    from marsad.store import open_store
    from marsad.world import add_data

    failed = 0
    with open_store(choose_place(store)) as opened:
        for file in files:
            try:
                dataset, is_new = add_data(opened, file)
            except InputError as error:
                say(str(error))
                failed += 1
                continue
            show_dataset(dataset)
            if not is_new:
                print("  was there already")
    if failed:
        raise typer.Exit(1 if failed == len(files) else 3)


@app.command()
def sums(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="ISO code, such as CF.")],
    by: Annotated[Grain, typer.Option(help="What each line is of.")] = Grain.year,
    format: FormatOption = Format.table,
    store: Place = None,
) -> None:
    """The deaths of a country by type as the data have them: low, best, high.

    Example:

        marsad data sums CF
    """
    import json

    from marsad.export.terminal import open_console
    from marsad.export.verdicts import build_bin, draw_series
    from marsad.world import load_tables, sum_deaths

    with open_kept(store) as opened:
        found = sum_deaths(load_tables(opened), country.upper(), by_month=by is Grain.month)
    if format == Format.json:
        record = [{"dataset": label, "series": [build_bin(entry) for entry in bins]} for label, bins in found]
        print(json.dumps(record, indent=2))
        return
    console = open_console(sys.stdout)
    for label, bins in found:
        console.print(label)
        console.print(draw_series(bins))


def show_dataset(dataset: Dataset) -> None:
    """One file: what it is, what it covers, its terms, and what in it is not as it should be."""
    print(f"{on_one_line(dataset.name)}: {dataset.kind} {dataset.version or 'of unknown version'}", end="")
    print(f", {count(dataset.rows, 'row')}, {dataset.first} to {dataset.last}; {dataset.terms}; {dataset.sha256}")
    for note in dataset.notes:
        print(f"  {on_one_line(note)}")


def verify(
    entry: Annotated[
        str | None, typer.Argument(metavar="[ENTRY]", help="The beginning of an entry's or a claim's id.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every outcome that any document claims.")] = False,
    charts: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write a chart of each verdict that has figures there.")
    ] = None,
    picture: Annotated[Picture, typer.Option(help="What kind of picture a chart is.")] = Picture.svg,
    control: Annotated[
        bool, typer.Option("--control", help="Also fit a synthetic control (pip install 'marsad[control]').")
    ] = False,
    format: FormatOption = Format.table,
    store: Place = None,
) -> None:
    """Hold claimed outcomes against event data: consistent, contradicted or not decidable, and why.

    Examples:

        marsad verify --all
        marsad verify 2bf04872
        marsad verify --all --format json > verdicts.json
        marsad verify --all --charts charts/ --picture png
    """
    from marsad.export.formats import make_folder
    from marsad.export.verdicts import write_verdicts, write_verdicts_json
    from marsad.shelf import open_shelf
    from marsad.world import find_outcomes, load_tables, verify_claims

    if bool(entry) == all_:
        raise MarsadError("which outcome?", hint="name an entry or a claim, or give --all")
    with open_kept(store) as opened:
        if charts is not None:
            make_folder(charts)
        shelf = open_shelf(opened)
        tables = load_tables(opened)
    wanted = find_outcomes(shelf, entry) if entry else None
    verdicts = verify_claims(shelf, tables, wanted, controlled=control)
    if charts is not None:
        write_charts(verdicts, charts, picture)
    if format == Format.json:
        write_verdicts_json(verdicts, sys.stdout)
    else:
        write_verdicts(verdicts, sys.stdout)


def write_charts(verdicts: Sequence[Verdict], folder: Path, picture: Picture) -> None:
    """A file for each verdict that has figures; says how many."""
    from marsad.export.chart import draw_chart, name_chart
    from marsad.export.formats import open_target

    written = 0
    for verdict in verdicts:
        drawn = draw_chart(verdict, picture.value)
        if drawn is not None:
            with open_target(folder / name_chart(verdict, picture.value)) as out:
                out.write(drawn)
            written += 1
    say(f"{count(written, 'chart')} in {folder}")


def predictions(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this source said.")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="WORD", help='Only those that: "came true", "came late", "did not", "open".')
    ] = None,
    records: Annotated[bool, typer.Option("--records", help="How each source's predictions fared instead.")] = False,
    format: FormatOption = Format.table,
    store: Place = None,
) -> None:
    """What was expected, by whom and by when, and what became of it.

    Examples:

        marsad predictions
        marsad predictions --status "came late"
        marsad predictions --records
    """
    from marsad.export.ledger import write_ledger, write_ledger_json, write_records, write_records_json
    from marsad.shelf import open_shelf
    from marsad.verdicts import SETTLED
    from marsad.verify.predictions import list_records
    from marsad.world import list_predictions, load_tables

    if status is not None and status not in SETTLED:
        raise InputError(f"no status {status!r}", hint=f"there are {', '.join(SETTLED)}")
    with open_kept(store) as opened:
        shelf = open_shelf(opened)
        tables = load_tables(opened)
    ledger = list_predictions(shelf, tables)
    if source is not None and source not in {prediction.speaker for prediction in ledger}:
        hint = "`marsad predictions --records` lists the sources"
        raise InputError(f"nobody named {source!r} expects anything", hint=hint)
    chosen = [
        prediction
        for prediction in ledger
        if status in (None, prediction.status) and source in (None, prediction.speaker)
    ]
    if records:
        write = write_records_json if format == Format.json else write_records
        write(list_records(chosen), sys.stdout)
    elif format == Format.json:
        write_ledger_json(chosen, sys.stdout)
    else:
        write_ledger(chosen, sys.stdout)
