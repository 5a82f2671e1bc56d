"""The commands `marsad ingest`, documents into the store, then into the register, and `marsad failures`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import typer

from marsad.cli_store import Place, choose_place
from marsad.run.local import open_progress, say
from marsad.settings import load_settings


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, archives, addresses, or - for standard input."),
    ],
    store: Place = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read; 0: one for each core.")] = 0,
    addresses: Annotated[
        bool, typer.Option("--addresses", help="The texts are lists of addresses, one a line: fetch their pages.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from this machine and from private networks.")
    ] = False,
) -> None:
    """Read documents into the store and link them; what is known is passed over, what fails is noted.

    Examples:

        marsad ingest articles/
        marsad ingest dump.jsonl --store desk.db --workers 4
        marsad ingest https://example.org/feed.xml
        marsad ingest --addresses pages.txt

    Exit codes: 0 all was taken in, 1 nothing could be taken in, 2 wrong usage, 3 a part could not be read.
    """
    from marsad.catchup import catch_up
    from marsad.desk import Known, Taken, read_again, settle_failures, take_in
    from marsad.intake import Expansion, Failure, FetchOptions, Options, Original, list_inputs, open_originals
    from marsad.read.publication import read_day
    from marsad.run.workers import Crew, count_cores
    from marsad.store import open_store

    options = Options(
        settings=load_settings(),
        read_day=read_day,
        fetch=FetchOptions(allow_private=allow_private),
        addresses=addresses,
    )
    expansion = Expansion(options)

    def originals() -> Iterator[Original | Failure]:
        for path in paths:
            yield from open_originals(path, options, expansion=expansion)

    counts = {Taken: 0, Known: 0, Failure: 0}
    failed: set[str] = set()
    inputs = list_inputs(paths, collections=True)
    if inputs.skipped:
        say(f"{len(inputs.skipped)} files of other kinds are passed over: {', '.join(inputs.skipped[:3])}")
    with open_store(choose_place(store)) as opened, Crew(workers or count_cores()) as crew:
        with open_progress(len(inputs.sources)) as advance:
            taken = take_in(opened, originals(), options, crew=crew)
            for result in chain(taken, read_again(opened, options.settings, crew=crew)):
                counts[type(result)] += 1
                if isinstance(result, Failure):
                    failed.add(result.source)
                    say(str(result.error))
                elif isinstance(result, Taken):
                    for warning in result.warnings:
                        say(f"{result.source}: {warning}")
                advance()
        settle_failures(opened, paths, failed)
        catch_up(opened, crew.map)
        entries, claims = opened.count_register()
    say(
        f"{counts[Taken]} documents read, {counts[Known]} known, {counts[Failure]} failed; the register holds"
        f" {entries} entries on {claims} claims"
    )
    if counts[Failure]:
        raise typer.Exit(3 if counts[Taken] or counts[Known] else 1)


def failures(store: Place = None) -> None:
    """What could not be taken in, and why, a line each; a source that is read later leaves the list.

    Example:

        marsad failures --store desk.db
    """
    from marsad.errors import InputError
    from marsad.store import open_store

    with open_store(choose_place(store)) as opened:
        found = opened.failures()
    for failure in found:
        line = InputError(failure.what, where=failure.source, hint=failure.hint)
        print(f"{failure.at:%Y-%m-%d %H:%M}  {line}")
    if not found:
        say("nothing failed")
