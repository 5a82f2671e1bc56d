"""What a pack says of how groups of people are worded, beside its table of nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from marsad.language.pack import Pack
from marsad.text import fold


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
    things: tuple[str, ...]
    plurals: tuple[str, ...]
    conjunctions: frozenset[str]
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
        mercenary_forces=frozenset(pack.setting("people", "mercenary_forces", default=[])),
        possessives=frozenset(those("possessives")),
        things=tuple(those("thing_endings")),
        plurals=tuple(those("demonym_plurals")),
        conjunctions=frozenset(those("conjunctions")),
        owner=str(pack.setting("cases", "owner", default="")),
        cases=pack.cases,
    )
