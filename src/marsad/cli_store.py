"""The commands `marsad store ...`: check, backup, restore, upgrade."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.messages import count
from marsad.settings import load_settings

if TYPE_CHECKING:
    from marsad.store import Store

Place = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="PLACE", help="Path or postgresql:// address; else MARSAD_STORE or the user's data folder."
    ),
]

app = typer.Typer(help="Check, back up, restore and upgrade the store.", no_args_is_help=True)


def choose_place(store: str | None) -> str:
    """The store that a command works on: what it names, else the setting, else a file in the user's data folder."""
    from marsad.store import default_place

    return store or default_place(load_settings())


def open_kept(store: str | None) -> Store:
    """The store of a command that asks what is kept: where there is none it makes none and raises StoreError."""
    from marsad.store import open_store

    return open_store(choose_place(store), make=False)


@app.command()
def check(store: Place = None) -> None:
    """Check bytes, texts, spans, claims, judgements, the register and the log; every fault is a line.

    Example:

        marsad store check --store desk.db
    """

    with open_kept(store) as opened:
        faults = opened.check()
        where = opened.where
    for fault in faults:
        print(fault)
    print(f"{where}: {count(len(faults), 'fault')}", file=sys.stderr)
    if faults:
        raise typer.Exit(1)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; gzipped if its name ends in .gz.")],
    store: Place = None,
) -> None:
    """Write the whole store to one file, also while others work with it.

    Example:

        marsad store backup desk.jsonl.gz
    """

    with open_kept(store) as opened:
        print(f"{opened.where}: {count(opened.backup(file), 'row')} in {file}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `marsad store backup` wrote.")],
    store: Place = None,
) -> None:
    """Fill a new store, SQLite or PostgreSQL, from a backup of either.

    Example:

        marsad store restore desk.jsonl.gz --store postgresql://desk@localhost/marsad
    """
    from marsad.store import restore_store

    place = choose_place(store)
    print(f"{count(restore_store(place, file), 'row')} restored")


@app.command()
def upgrade(store: Place = None) -> None:
    """Bring a store that an older version made to this version's schema: all of it or nothing.

    Example:

        marsad store upgrade
    """
    from marsad.store import upgrade_store

    before, after = upgrade_store(choose_place(store))
    print(f"schema {after}, as it was" if before == after else f"schema {before or 'none'} → {after}")
