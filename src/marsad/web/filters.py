"""Filters of the register as a query string has them: the same names as the options of ``marsad register``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, get_args

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from marsad.link.ask import GROUPS, ORDERS, Question
from marsad.model import ClaimType
from marsad.register import Standing

LONGEST = 200
PAGE_SIZE, LARGEST_PAGE = 50, 200
LAST_PAGE = 1_000_000
Order = Literal[
    "id", "date", "origins", "publications", "count", "-id", "-date", "-origins", "-publications", "-count"
]  # fmt: skip
Group = Literal["supplier", "recipient", "unit", "class", "type", "place", "period", "standing"]
assert {order.removeprefix("-") for order in get_args(Order)} == set(ORDERS)
assert set(get_args(Group)) == set(GROUPS)


def _drop_empty(value: Any) -> Any:
    """An empty field of a form asks for nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _read_day(value: Any) -> Any:
    """A day as it is written here; pydantic would take a bare number, such as a year, for seconds since 1970."""
    value = _drop_empty(value)
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValueError(f"{value!r} is no valid date like 2025-01-31") from error


def _count_empty(value: Any) -> Any:
    return 0 if value == "" else value


def _order_empty(value: Any) -> Any:
    return value or "id"


Words = Annotated[Annotated[str, Field(max_length=LONGEST)] | None, BeforeValidator(_drop_empty)]
Day = Annotated[dt.date | None, BeforeValidator(_read_day)]


class Filters(BaseModel):
    """What an entry must be to be shown; nothing, or an empty value, asks for nothing."""

    model_config = ConfigDict(frozen=True)

    supplier: Annotated[Words, Field(description="Id or name, as any witness gives it.")] = None
    recipient: Annotated[Words, Field(description="Id or name.")] = None
    unit: Annotated[Words, Field(description="Id or name of a unit or force.")] = None
    class_: Annotated[Words, Field(alias="class", description="Class or type of an item.")] = None
    type: Annotated[ClaimType | None, BeforeValidator(_drop_empty)] = None
    place: Annotated[Words, Field(description="Name of a place or code of a country.")] = None
    since: Day = None
    until: Day = None
    standing: Annotated[Standing | None, BeforeValidator(_drop_empty)] = None
    origins: Annotated[
        int, BeforeValidator(_count_empty), Field(ge=0, le=10**6, description="At least so many witnesses.")
    ] = 0

    @model_validator(mode="after")
    def _begin_before_end(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} comes after until {self.until}: no day lies between them")
        return self

    @property
    def question(self) -> Question:
        return Question(
            self.supplier, self.recipient, self.unit, self.class_, self.type, self.place, self.since, self.until,
            self.standing, self.origins,
        )  # fmt: skip


class Listing(Filters):
    """Filters with an order and a page; ``-date`` is the other way round. Pages are numbered from 1."""

    sort: Annotated[Order, BeforeValidator(_order_empty)] = "id"
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1
    size: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE

    @property
    def rows(self) -> slice:
        """The part of a list that this page shows."""
        return slice((self.page - 1) * self.size, self.page * self.size)


FiltersOf = Annotated[Filters, Query()]
ListingOf = Annotated[Listing, Query()]
