"""Work spread over a Ray cluster; the one file that knows Ray.

Inputs come and results go through Ray's object store. A process or a machine that dies costs nothing: Ray does its work
again elsewhere.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from marsad.errors import MarsadError

T = TypeVar("T")
R = TypeVar("R")

# Bytes for inputs and results on the way on this machine: they are small, and few are on the way at once.
_OBJECT_STORE = 512 * 1024 * 1024
# Inputs on the way for each core, so that none waits for the main process.
_AHEAD = 3
# What a shard's reading returns is a name; blocks of Ray's usual 128 MB would be counted against the object store.
_BLOCK_BYTES = 1024 * 1024
# How often Ray begins work again whose process or machine died; an input that every time is lost then.
_TRIES = 3


class Cluster:
    """The processes of a Ray cluster: one that runs, at ``ray://HOST:PORT`` or named by RAY_ADDRESS, or one of this
    machine alone, with so many ``workers``, that ends with the ``with`` block.

    Every machine of a cluster needs the same version of Marsad. Raises MarsadError where Ray is not installed or the
    cluster cannot be reached.
    """

    def __init__(self, address: str, workers: int) -> None:
        ray = _load_ray()
        given = address if address != "ray" else os.environ.get("RAY_ADDRESS", "local")
        own = {
            "num_cpus": workers,
            "object_store_memory": _OBJECT_STORE,
            "include_dashboard": False,
            # Else its processes yield to all others of the machine, as those of ``Crew`` do not.
            "_system_config": {"worker_niceness": 0},
        }
        try:
            with warnings.catch_warnings(action="ignore"):  # What they say, the error says again.
                ray.init(
                    address=given, log_to_driver=False, logging_level=logging.ERROR, **(own if given == "local" else {})
                )
        except Exception as error:  # Ray raises what the layer below it raised: of sockets, of gRPC, of its own.
            what = str(error).strip().splitlines() or [type(error).__name__]
            raise MarsadError(f"the Ray cluster cannot be reached: {what[0]}", where=given, hint=_HINT) from error
        self._ray = ray
        self._from_afar = given.startswith("ray://")
        self._cores = max(1, int(ray.cluster_resources().get("CPU", workers)))

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def prepare(self, inputs: int) -> None:
        """Its machines load by themselves."""

    def map(self, work: Callable[[T], R], inputs: Iterable[T]) -> Iterator[R]:
        """What ``work`` makes of each input, as soon as it is done; what the cluster cannot do is done here."""
        return (result for _, result in self.spread(work, inputs, lost=work))

    def spread(
        self,
        work: Callable[[T], R],
        inputs: Iterable[T],
        *,
        lost: Callable[[T], R],
        ready: Callable[[T], R | None] = lambda entry: None,
        seconds: float | None = None,
    ) -> Iterator[tuple[T, R]]:
        """Each input with what ``work`` makes of it, as soon as it is done; see ``Crew.spread``.

        ``lost`` is for an input whose process died again and again. A process that hangs is not ended.
        """
        remote = self._ray.remote(max_retries=_TRIES)(_do)
        running: dict[Any, T] = {}
        for entry in inputs:
            done = ready(entry)
            if done is not None:
                yield entry, done
                continue
            running[remote.remote(work, entry)] = entry
            if len(running) >= _AHEAD * self._cores:
                yield self._take(running, lost)
        while running:
            yield self._take(running, lost)

    def _take(self, running: dict[Any, T], lost: Callable[[T], R]) -> tuple[T, R]:
        """The first of what runs that is done."""
        (done, *_), _ = self._ray.wait(list(running), num_returns=1)
        entry = running.pop(done)
        try:
            result: R = self._ray.get(done)
        except self._ray.exceptions.RayError:
            return entry, lost(entry)
        return entry, result

    def map_in_order(self, work: Callable[[T], str], inputs: Sequence[T]) -> Iterator[str]:
        """What ``work`` makes of each input, in their order: a pass of Ray Data, each input a block of its own.

        Raises MarsadError where the cluster gives up.
        """
        if not inputs:
            return
        exceptions = self._ray.exceptions
        try:
            if self._from_afar:
                # Ray Data runs in a process of the cluster alone.
                there = self._ray.remote(num_cpus=0)(_Pass).remote(work, inputs)
                while (result := self._ray.get(there.next.remote())) is not None:
                    yield result
            else:
                yield from _read_in_order(work, inputs)
        except exceptions.RayError as error:
            what = str(error).strip().splitlines()[-1]
            hint = "run it again: what is done is not done again"
            raise MarsadError(f"the Ray cluster gave up: {what}", hint=hint) from error


_HINT = "see docs/scale.md: its port for clients is 10001, and RAY_AUTH_MODE=token where it asks for a token"


def _load_ray() -> Any:
    """The package; raises MarsadError with what to install."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Nothing is told to anybody.
    try:
        import ray
    except ModuleNotFoundError as error:
        raise MarsadError("Ray is not installed", hint="pip install 'marsad[ray]'") from error
    return ray


def _do(work: Callable[[Any], R], entry: Any) -> R:
    return work(entry)


def _read_in_order(work: Callable[[T], str], inputs: Sequence[T]) -> Iterator[str]:
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    context.target_max_block_size = _BLOCK_BYTES
    context.execution_options.preserve_order = True
    rows = [{"input": entry} for entry in inputs]
    read = ray.data.from_items(rows, override_num_blocks=len(rows)).map(partial(_do_row, work=work), num_cpus=1)
    return (str(row["result"]) for row in read.iter_rows())


class _Pass:
    """A pass of Ray Data in a process of the cluster, asked for one result after the other."""

    def __init__(self, work: Callable[[Any], str], inputs: Sequence[Any]) -> None:
        self._results = _read_in_order(work, inputs)

    def next(self) -> str | None:
        return next(self._results, None)


def _do_row(row: dict[str, Any], *, work: Callable[[Any], str]) -> dict[str, Any]:
    return {"result": work(row["input"])}
