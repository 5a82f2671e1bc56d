"""A group of people as a sentence names it, and what a pack says of how such groups are worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from marsad.language.pack import Pack, list_words
from marsad.model import Amount, Role, Span
from marsad.text import fold


class ActorLike(Protocol):
    """What is needed of a mention of an actor."""

    @property
    def span(self) -> Span: ...

    @property
    def form(self) -> str: ...

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PeopleMention:
    """A group of people as the sentence names it.

    ``noun`` is the noun alone, ``span`` with number, adjectives and nationality. ``low``/``high`` are None where no
    number is stated. ``form``: person (a counted noun), generic ("men", "people"), group (a body: battalion, crew),
    rank (officers), nationality (a demonym alone), bare (a number whose noun is left out). ``casualty``: they are dead
    or hurt. ``nationality`` is the actor mention that says whose they are, None where the words do not. ``whole``: they
    are those of whom another group of the sentence is a part.
    """

    span: Span
    noun: Span
    role: Role
    low: int | None
    high: int | None
    form: str
    amount: Amount | None = None
    nationality: ActorLike | None = None
    casualty: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """What ``[people]`` of a pack says."""

    joiners: frozenset[str]
    bodies: frozenset[str]
    adjectives_after: bool
    modifiers: frozenset[str]
    determiners: frozenset[str]
    partitive: frozenset[str]
    casualties: tuple[str, ...]
    mercenary_forces: frozenset[str]
    possessives: frozenset[str]
    firms: frozenset[str]
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    things: tuple[str, ...]
    plurals: tuple[str, ...]
    conjunctions: frozenset[str]
    numbers: frozenset[str]
    consisting: frozenset[str]
    owner: str
    cases: Callable[[str], frozenset[str]]


@cache
def people_words(pack: Pack) -> PeopleWords:
    """The words of ``[people]``, folded."""

    def those(name: str) -> list[str]:
        return [fold(word) for word in pack.setting("people", name, default=[])]

    return PeopleWords(
        joiners=frozenset(those("joiners")),
        bodies=frozenset(those("bodies")),
        adjectives_after=bool(pack.setting("people", "adjectives_after", default=False)),
        modifiers=frozenset(those("modifiers")),
        determiners=frozenset(those("determiners")),
        partitive=frozenset(those("of")),
        casualties=tuple(those("casualties")),
        firms=frozenset(those("firms")),
        openers=frozenset(those("openers")),
        auxiliaries=list_words(row for row in pack.rows("attribution") if row["cue"] == "aux"),
        mercenary_forces=frozenset(pack.setting("people", "mercenary_forces", default=[])),
        possessives=frozenset(those("possessives")),
        things=tuple(those("thing_endings")),
        plurals=tuple(those("demonym_plurals")),
        conjunctions=frozenset(those("conjunctions")),
        numbers=frozenset(those("numbers")),
        consisting=frozenset(those("consisting")),
        owner=str(pack.setting("cases", "owner", default="")),
        cases=pack.cases,
    )
