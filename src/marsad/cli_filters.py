"""The options by which commands choose entries of the register: `marsad register`, `export` and those like them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer


def parse_day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day like 2025-01-31") from error


Supplier = Annotated[str | None, typer.Option(metavar="NAME", help="Id or name, as any witness gives it.")]
Recipient = Annotated[str | None, typer.Option(metavar="NAME", help="Id or name.")]
Unit = Annotated[str | None, typer.Option(metavar="NAME", help="Id or name of a unit or force.")]
Class = Annotated[str | None, typer.Option("--class", metavar="NAME", help="Class or type of an item.")]
Type = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="delivery, training, ...")]
Where = Annotated[str | None, typer.Option(metavar="NAME", help="Name of a place or code of a country.")]
Day = Annotated[dt.date | None, typer.Option(parser=parse_day, metavar="YYYY-MM-DD")]
Standing = Annotated[str | None, typer.Option(metavar="NAME", help="corroborated, contested, single, ...")]
Origins = Annotated[int, typer.Option(metavar="N", help="At least so many independent witnesses.")]
