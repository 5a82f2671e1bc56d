"""Work that is done once for a sentence and kept with it, so that it goes when its document goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Keeper(Protocol):
    """What keeps the work that was done for it, by the function that did it."""

    @property
    def kept(self) -> dict[object, Any]: ...


K = TypeVar("K", bound=Keeper)
P = ParamSpec("P")
T = TypeVar("T")


def keep_with_it(work: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """A function whose result is kept with its first argument; the others are the same at every call, as a pack is."""

    def look(keeper: K, /, *args: P.args, **kwargs: P.kwargs) -> T:
        kept = keeper.kept
        if work not in kept:
            kept[work] = work(keeper, *args, **kwargs)
        found: T = kept[work]
        return found

    update_wrapper(look, work)
    return look
