"""What linking remembers from one run to the next, so that a late document touches its own families and events alone.

Linking works on parts: dictionaries by key, such as the claims of each block. A part that lies in a store is read key
by key as it is needed, and tells afterwards what changed in it; without a store all is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from copy import copy
from typing import Any, Protocol, TypeVar

V = TypeVar("V")


class Spread(Protocol):
    """One kind of work on many inputs, here (``map``) or in other processes; the results come in any order."""

    def __call__(self, work: Callable[[Any], V], inputs: Iterable[Any], /) -> Iterator[V]: ...


# Parts that are no memory of linking's own: what it is given, and what it makes.
_OTHERS = READS, TEXTS, ENTRIES, FAMILIES = "reads", "texts", "entries", "families"


class Kept(Protocol):
    """Where the parts lie; what is not there is left out of the answers."""

    def find(self, part: str, keys: Iterable[str]) -> Mapping[str, Any]: ...

    def find_all(self, part: str) -> Mapping[str, Any]: ...


class Part(dict[str, V]):
    """One kind of thing by key; ``part[key]`` is empty where nothing is known of a key.

    >>> Part("heirs", set, None)["a"]
    set()
    """

    def __init__(self, name: str, empty: Callable[[], V], kept: Kept | None) -> None:
        self.name = name
        self._empty = empty
        self._kept = kept
        self._before: dict[str, V] = {}
        """What lies in the store, of the keys that were looked up."""

    def __missing__(self, key: str) -> V:
        if self._kept is not None:
            self.want((key,))
            return self[key]
        value = self[key] = self._empty()
        return value

    def want(self, keys: Iterable[str]) -> None:
        """Have these keys at hand: one look for all of them."""
        if self._kept is not None:
            missing = [key for key in keys if key not in self]
            self._look_up(missing)
            self.update({key: copy(self._before[key]) for key in missing})

    def want_all(self) -> None:
        """Have the whole part at hand."""
        if self._kept is not None:
            self._before = dict(self._kept.find_all(self.name))
            self.update({key: copy(value) for key, value in self._before.items() if key not in self})

    def keep_only(self, keys: Set[str]) -> None:
        """Let the other keys go, to be read again where they are needed; what lies in no store stays at hand."""
        if self._kept is not None:
            for held in (self, self._before):
                few = {key: held[key] for key in keys if key in held}
                held.clear()
                held.update(few)

    def _look_up(self, keys: Iterable[str]) -> None:
        unknown = [key for key in keys if key not in self._before]
        if unknown and self._kept is not None:
            found = self._kept.find(self.name, unknown)
            self._before.update({key: found[key] if key in found else self._empty() for key in unknown})

    def changes(self) -> Iterator[tuple[str, V | None]]:
        """The keys whose values are others than those that are kept; None where there is nothing any more."""
        self._look_up(self)
        empty = self._empty()
        for key, value in self.items():
            if value != self._before.get(key, empty):
                yield key, None if value == empty else value


class Memory:
    """All parts, those that lie in ``kept`` or, where there is none, those of one run.

    ``lying`` names the parts that lie there, where others are to be made anew.
    """

    def __init__(self, kept: Kept | None = None, lying: Collection[str] | None = None) -> None:
        self._kept = kept
        self._lying = lying
        self._parts: dict[str, Part[Any]] = {}

    def part(self, name: str, empty: Callable[[], V]) -> Part[V]:
        """The part of this name; ``empty`` makes the value of a key of which nothing is known."""
        if name not in self._parts:
            lies = self._lying is None or name in self._lying
            self._parts[name] = Part(name, empty, self._kept if lies else None)
        return self._parts[name]

    def changes(self) -> Iterator[tuple[str, str, Any | None]]:
        """Every change of what is linking's own: part, key, and the value or None."""
        for part in list(self._parts.values()):
            if part.name not in _OTHERS:
                for key, value in part.changes():
                    yield part.name, key, value


def nothing() -> None:
    """The empty value of parts that hold one thing by key."""
