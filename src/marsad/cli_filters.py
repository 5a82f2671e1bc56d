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


def check_period(context: typer.Context, param: typer.CallbackParam, value: dt.date | None) -> dt.date | None:
    """Refuse a period without a day, whichever end of it is given first."""
    days = dict(context.params)
    days[str(param.name)] = value
    since, until = days.get("since"), days.get("until")
    if since and until and since > until:
        raise typer.BadParameter(f"no day is on or after {since} and on or before {until}: turn them round")
    return value


Supplier = Annotated[
    str | None, typer.Option(metavar="NAME", help="Entries in which a witness names that supplier, by id or name.")
]
Recipient = Annotated[str | None, typer.Option(metavar="NAME", help="The same for the recipient.")]
Unit = Annotated[str | None, typer.Option(metavar="NAME", help="The same for the unit or force.")]
Class = Annotated[
    str | None, typer.Option("--class", metavar="NAME", help="Entries with that class, type or role of people.")
]
Type = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help="Only delivery, order, deployment, training ...")
]
Where = Annotated[str | None, typer.Option(metavar="NAME", help="Entries at that place or in that country.")]
Since = Annotated[
    dt.date | None,
    typer.Option(
        parser=parse_day, callback=check_period, metavar="YYYY-MM-DD", help="Entries that may lie on or after that day."
    ),
]
Until = Annotated[
    dt.date | None,
    typer.Option(
        parser=parse_day,
        callback=check_period,
        metavar="YYYY-MM-DD",
        help="Entries that may lie on or before that day.",
    ),
]
Standing = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Only announced, unconfirmed, single, corroborated, contested, denied."),
]
Origins = Annotated[int, typer.Option(min=0, metavar="N", help="Entries with so many independent witnesses or more.")]
