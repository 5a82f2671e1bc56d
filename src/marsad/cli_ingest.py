"""The commands `marsad ingest`, documents into the store, then into the register, and `marsad failures`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_store import Place, choose_place, open_kept
from marsad.errors import MarsadError
from marsad.messages import count
from marsad.run.local import open_progress, say
from marsad.settings import load_settings

if TYPE_CHECKING:
    from marsad.desk import Known, Taken
    from marsad.intake import Failure, Options
    from marsad.run.engine import Engine
    from marsad.store import Store


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
    run: Annotated[
        str, typer.Option("--run", metavar="ENGINE", help="Where to work: local, ray or ray://HOST:PORT.")
    ] = "local",
    shards: Annotated[
        Path | None,
        typer.Option("--shards", help="With --run ray: where what was read goes; beside the store where not given."),
    ] = None,
) -> None:
    """Read documents into the store and link them; what is known is passed over, what fails is noted.

    Examples:

        marsad ingest articles/
        marsad ingest dump.jsonl --store desk.db --workers 4
        marsad ingest https://example.org/feed.xml
        marsad ingest --addresses pages.txt
        marsad ingest dumps/ --run ray://head:10001 --shards /shared/shards --store postgresql://desk@db/marsad

    Exit codes: 0 all was taken in, 1 nothing could be taken in, 2 wrong usage, 3 a part could not be read.
    """
    from marsad.intake import list_inputs
    from marsad.run.engine import open_engine

    inputs = list_inputs(paths, collections=True)
    if inputs.skipped:
        say(f"passed over {count(len(inputs.skipped), 'file')} of other kinds: {', '.join(inputs.skipped[:3])}")
    if not inputs.sources:
        say(f"{' '.join(paths)}: holds nothing that can be read (give files, or a folder with some)")
    if shards is not None and run == "local":
        raise typer.BadParameter("--shards is for a cluster: give --run ray as well, or leave it out")
    if shards is not None and shards.exists() and not shards.is_dir():
        raise MarsadError("is a file, no folder", where=str(shards), hint="name a folder for the shards")
    engine = open_engine(run, workers)
    engine.prepare(len(inputs.sources))

    from marsad.catchup import catch_up
    from marsad.desk import Known, Taken, read_again, settle_failures
    from marsad.intake import Failure, FetchOptions, Options
    from marsad.read.publication import read_day
    from marsad.store import open_store

    options = Options(
        settings=load_settings(),
        read_day=read_day,
        fetch=FetchOptions(allow_private=allow_private),
        addresses=addresses,
    )
    counts = {Taken: 0, Known: 0, Failure: 0}
    failed: set[str] = set()
    place = choose_place(store)
    with _tell_stop(), open_store(place) as opened, engine:
        with open_progress(len(inputs.sources)) as advance:
            taken = _take_in(opened, paths, options, engine, shards or _name_shards(place))
            for result in chain(taken, read_again(opened, options.settings, engine=engine)):
                counts[type(result)] += 1
                if isinstance(result, Failure):
                    failed.add(result.source)
                    say(str(result.error))
                elif isinstance(result, Taken):
                    for warning in result.warnings:
                        say(f"{result.source}: {warning}")
                advance()
        settle_failures(opened, paths, failed)
        catch_up(opened, engine.map)
        entries, claims = opened.count_register()
    say(
        f"{count(counts[Taken], 'document')} read, {counts[Known]} known, {counts[Failure]} failed; the register holds"
        f" {count(entries, 'entry', 'entries')} on {count(claims, 'claim')}"
    )
    if not inputs.sources:
        raise typer.Exit(1)
    if counts[Failure]:
        raise typer.Exit(3 if counts[Taken] or counts[Known] else 1)


def _take_in(
    store: Store, paths: list[str], options: Options, engine: Engine, shards: Path | None
) -> Iterator[Taken | Known | Failure]:
    """Take documents in on the engine that the user named: on a cluster by shards."""
    from marsad.bulk import take_in_shards
    from marsad.desk import take_in
    from marsad.intake import Expansion, open_originals
    from marsad.run.cluster import Cluster

    if isinstance(engine, Cluster):
        if shards is None:
            raise MarsadError("what the cluster reads needs a folder that it sees", hint="give --shards FOLDER")
        return take_in_shards(store, paths, options, engine=engine, folder=shards)
    expansion = Expansion(options)
    originals = (entry for path in paths for entry in open_originals(path, options, expansion=expansion))
    return take_in(store, originals, options, engine=engine)


@contextmanager
def _tell_stop() -> Iterator[None]:
    """Say what Ctrl-C leaves."""
    try:
        yield
    except KeyboardInterrupt:
        say("stopped: what was read is kept, and the same command goes on from there")
        raise


def _name_shards(place: str) -> Path | None:
    """The folder beside a store that is a file."""
    return None if "://" in place else Path(f"{place}.shards")


def failures(store: Place = None) -> None:
    """What could not be taken in, and why, a line each; a source that is read later leaves the list.

    Example:

        marsad failures --store desk.db
    """
    from marsad.errors import InputError

    with open_kept(store) as opened:
        found = opened.failures()
    for failure in found:
        line = InputError(failure.what, where=failure.source, hint=failure.hint)
        print(f"{failure.at:%Y-%m-%d %H:%M}  {line}")
    if not found:
        say("nothing failed")
