"""What the API takes, as its description tells programs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from marsad.link.judgements import SLOTS
from marsad.web.api.shapes import MOST_NUMBER, Shape
from marsad.web.filters import Day
from marsad.web.viewer import Role

LONGEST_WHY = 2000
Number = Annotated[int, Field(ge=0, le=MOST_NUMBER)]
Kind = Literal["same", "different", "wrong", "value", "grade", "credibility"]


class DecisionShape(Shape):
    """A judgement to be kept: `same` and `different` on two claims, `grade` on an outlet, all others on one claim."""

    kind: Kind
    claims: Annotated[list[Annotated[str, Field(min_length=1, max_length=400)]], Field(min_length=1, max_length=2)]
    slot: Annotated[str | None, Field(max_length=20, description=f"For `value`: {', '.join(SLOTS)}.")] = None
    value: Annotated[str | None, Field(max_length=200)] = None
    why: Annotated[str | None, Field(max_length=LONGEST_WHY)] = None


class Decisions(Shape):
    """Judgements, kept together or not at all; ``seen`` is that of the answer they are based on."""

    seen: Number
    decisions: Annotated[list[DecisionShape], Field(min_length=1, max_length=200)]


class TextShape(Shape):
    """A text with what is known of it."""

    text: Annotated[str, Field(min_length=1)]
    title: Annotated[str | None, Field(max_length=500)] = None
    publisher: Annotated[str | None, Field(max_length=200)] = None
    published: Day = None
    language: Annotated[str | None, Field(max_length=20)] = None
    url: Annotated[str | None, Field(max_length=2000)] = None


class AddressShape(Shape):
    address: Annotated[str, Field(min_length=1, max_length=2000, description="http:// or https://")]


class Login(Shape):
    name: Annotated[str, Field(max_length=64)]
    password: Annotated[str, Field(max_length=256)]


class NewAccount(Shape):
    name: Annotated[str, Field(max_length=64)]
    role: Role
    password: Annotated[str, Field(max_length=256)]


class AccountChange(Shape):
    """What is given is changed."""

    role: Role | None = None
    password: Annotated[str | None, Field(max_length=256)] = None
    closed: Literal[True] | None = None
