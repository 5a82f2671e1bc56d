"""Reading many inputs: what fails is said and counted, the rest goes on."""

from __future__ import annotations

import pytest

from marsad.errors import InputError
from marsad.model import Reading
from marsad.run.local import Tally, run_local, show_progress


def test_failures_are_said_in_one_line_each_and_the_rest_is_read(
    reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(source: str) -> Reading:
        if source == "empty":
            raise InputError("is empty", where="empty", hint="give an article")
        if source == "spanish":
            raise InputError("no pack")
        if source == "broken":
            raise ZeroDivisionError("a fault\nin two lines")
        return reading

    tally = Tally()
    sources = ["empty", "good", "spanish", "broken", "fine"]
    assert list(run_local(sources, read, tally, debug=False)) == [reading, reading]
    assert (tally.read, tally.failed) == (2, 3)
    assert capsys.readouterr().err.splitlines() == [
        "marsad: empty: is empty (give an article)",
        "marsad: good: a warning",
        "marsad: spanish: no pack",
        "marsad: broken: a fault of Marsad, please report it: ZeroDivisionError: a fault (MARSAD_DEBUG=1 shows where)",
        "marsad: fine: a warning",
    ]


def test_a_fault_of_ours_ends_the_run_when_debugging(reading: Reading) -> None:
    with pytest.raises(ZeroDivisionError):
        list(run_local(["x"], lambda _: 1 / 0, Tally(), debug=True))  # type: ignore[arg-type,return-value]


def test_no_progress_is_drawn_where_nobody_looks() -> None:
    assert show_progress(("a", "b"), least=1) == ("a", "b")
