"""What takes too long is interrupted, in any thread; what ends in time is left alone."""

from __future__ import annotations

import cProfile
import threading
import time

import pytest

from marsad.run.limits import TimeUpError, limit_time


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_what_takes_too_long_is_interrupted_though_all_exceptions_are_caught_on_the_way() -> None:
    def stubborn() -> None:
        while True:
            try:
                work(1)
            except Exception:
                continue

    began = time.thread_time()
    with pytest.raises(TimeUpError), limit_time(0.1):
        stubborn()
    assert time.thread_time() - began < 2


def test_another_thread_is_interrupted_alone() -> None:
    ended: list[str] = []

    def run() -> None:
        try:
            with limit_time(0.1):
                work(60)
        except TimeUpError:
            ended.append("time is up")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert ended == ["time is up"]


def test_waiting_costs_no_time() -> None:
    with limit_time(0.1):
        time.sleep(0.4)


def test_what_ends_in_time_is_never_interrupted_afterwards() -> None:
    for _ in range(200):
        try:
            with limit_time(0.002):
                work(0.0019)
        except TimeUpError:
            continue
    work(0.3)


def test_a_profiled_thread_goes_on() -> None:
    profile = cProfile.Profile()
    done: list[int] = []

    def run() -> None:
        profile.enable()
        for number in range(3):
            with limit_time(5):
                work(0.01)
            done.append(number)
        profile.disable()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert done == [0, 1, 2]
