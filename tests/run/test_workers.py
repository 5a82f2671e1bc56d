"""Work on several processes: all is done, and what a process dies of costs its own input alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from marsad.run.workers import Crew

MANY = range(60)


def double(number: int) -> tuple[int, int]:
    """Twice the number, and the process that made it; 13 kills its process, as a full memory would."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number, os.getpid()


def enlarge(number: int) -> bytes:
    return bytes(300_000)


def is_warm(number: int) -> bool:
    return "marsad.warm" in sys.modules


def lose(number: int) -> tuple[int, int]:
    return -1, 0


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(2) as two:
        yield two


def test_few_inputs_start_no_process(crew: Crew) -> None:
    found = list(crew.spread(double, [1, 2], lost=lose))
    assert found == [(1, (2, os.getpid())), (2, (4, os.getpid()))]


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="processes share nothing on this system")
def test_every_process_has_what_reading_needs_before_its_first_work(crew: Crew) -> None:
    crew.prepare(len(MANY))
    assert all(crew.map(is_warm, MANY))
    assert not is_warm(0)


def test_a_process_that_dies_costs_its_own_input_alone(crew: Crew) -> None:
    found = dict(crew.spread(double, MANY, lost=lose))
    assert {number: result for number, (result, _) in found.items()} == {n: -1 if n == 13 else 2 * n for n in MANY}
    assert os.getpid() not in {process for _, process in found.values()}


def test_a_process_killed_from_outside_is_replaced(crew: Crew) -> None:
    results = crew.spread(double, (n for n in range(1000) if n != 13), lost=lose)
    seen = [next(results)]
    os.kill(seen[0][1][1], signal.SIGKILL)
    seen += results
    assert len(seen) == 999
    assert sum(result == -1 for _, (result, _) in seen) <= 1


def test_large_inputs_and_large_results_do_not_wait_for_each_other(crew: Crew) -> None:
    large = [bytes([n]) * 300_000 for n in MANY]
    assert len(list(crew.spread(len, large, lost=len))) == len(large)
    assert all(result == bytes(300_000) for _, result in crew.spread(enlarge, MANY, lost=enlarge))


def test_processes_end_when_nobody_wants_the_rest(crew: Crew) -> None:
    results = crew.spread(double, iter(MANY), lost=lose)
    process = next(results)[1][1]
    results.close()  # type: ignore[attr-defined]
    for _ in range(100):
        if not Path(f"/proc/{process}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("a process is still there")


def test_what_needs_no_work_comes_in_its_turn_and_starts_no_process(crew: Crew) -> None:
    results = crew.spread(double, iter(range(10_000)), lost=lose, ready=lambda n: (n, 0) if n != 13 else None)
    assert next(results) == (0, (0, 0))
    results.close()  # type: ignore[attr-defined]
    known = list(crew.spread(double, MANY, lost=lose, ready=lambda n: (n, 0)))
    assert known == [(n, (n, 0)) for n in MANY]


def test_a_crew_keeps_its_processes_for_the_next_kind_of_work(crew: Crew) -> None:
    first = {process for _, (_, process) in crew.spread(double, (n for n in MANY if n != 13), lost=lose)}
    assert sorted(crew.map(abs, range(-30, 0))) == list(range(1, 31))
    assert {process for _, (_, process) in crew.spread(double, [1, 2], lost=lose)} <= first


def test_work_that_a_process_died_of_is_done_by_this_one(crew: Crew) -> None:
    me = os.getpid()
    assert sorted(crew.map(partial(die_elsewhere, me), MANY)) == list(MANY)


def die_elsewhere(here: int, number: int) -> int:
    """The number; 13 kills every process but ``here``."""
    if number == 13 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def hang(number: int) -> int:
    if number == 13:
        time.sleep(3600)
    return number


def test_a_process_that_hangs_is_ended_and_costs_its_own_input_alone(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.run.workers._LOOK_EVERY", 0.2)
    found = dict(crew.spread(hang, MANY, lost=lambda number: -1, seconds=0.1))
    assert found == {n: -1 if n == 13 else n for n in MANY}
