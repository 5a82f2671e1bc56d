"""An ingest that is killed again and again comes to the same register; ``python -m benchmarks.killing`` kills more."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.killing import Trial


@pytest.mark.slow
def test_a_killed_ingest_goes_on_and_comes_to_the_same_register(tmp_path: Path) -> None:
    trial = Trial(tmp_path, documents=40)
    outcomes = list(trial.fill_under_kills(2))
    assert [fault for outcome in outcomes for fault in outcome.faults] == []
    assert sum(len(outcome.kills) for outcome in outcomes) == 2
