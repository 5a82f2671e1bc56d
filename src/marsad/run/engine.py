"""Where work is done: on the cores of this machine, or on a Ray cluster. ``open_engine`` opens one by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from marsad.errors import MarsadError
from marsad.run.workers import Crew, count_cores

T = TypeVar("T")
R = TypeVar("R")

ENGINES = "local", "ray", "ray://HOST:PORT"


class Engine(Protocol):
    """Does work that is a pure function of its input, in any place and order; ends with its ``with`` block."""

    def __enter__(self) -> Engine: ...

    def __exit__(self, *_: object) -> None: ...

    def prepare(self, inputs: int) -> None:
        """Begin to load what work on so many inputs needs, while this process gets ready itself."""

    def map(self, work: Callable[[T], R], inputs: Iterable[T], /) -> Iterator[R]:
        """What ``work`` makes of each input, as soon as it is done."""

    def spread(
        self,
        work: Callable[[T], R],
        inputs: Iterable[T],
        *,
        lost: Callable[[T], R],
        ready: Callable[[T], R | None] = ...,
        seconds: float | None = None,
    ) -> Iterator[tuple[T, R]]:
        """Each input with what ``work`` makes of it; see ``Crew.spread``."""


def open_engine(name: str, workers: int = 0) -> Engine:
    """The engine of a name of ENGINES; ``workers`` processes of this machine, 0 for one a core.

    Raises MarsadError for another name, and where the engine is not installed or cannot be reached.
    """
    if name == "local":
        return Crew(workers or count_cores())
    if name == "ray" or name.startswith("ray://"):
        from marsad.run.cluster import Cluster

        return Cluster(name, workers or count_cores())
    raise MarsadError(f"there is no engine {name!r}", hint=f"choose {', '.join(ENGINES)}")
