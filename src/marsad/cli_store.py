"""The commands `marsad store ...`: check, backup, restore, upgrade."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from marsad.settings import load_settings

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


@app.command()
def check(store: Place = None) -> None:
    """Check bytes, texts, spans, claims, judgements, the register and the log; every fault is a line.

    Example:

        marsad store check --store desk.db
    """
    from marsad.store import open_store

    with open_store(choose_place(store)) as opened:
        faults = opened.check()
        where = opened.where
    for fault in faults:
        print(fault)
    print(f"{where}: {len(faults)} faults", file=sys.stderr)
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
    from marsad.store import open_store

    with open_store(choose_place(store)) as opened:
        print(f"{opened.where}: {opened.backup(file)} rows in {file}")


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
    print(f"{restore_store(place, file)} rows restored")


@app.command()
def upgrade(store: Place = None) -> None:
    """Bring a store that an older version made to this version's schema: all of it or nothing.

    Example:

        marsad store upgrade
    """
    from marsad.store import upgrade_store

    before, after = upgrade_store(choose_place(store))
    print(f"schema {after}, as it was" if before == after else f"schema {before or 'none'} → {after}")
