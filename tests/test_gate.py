"""The gate: what it finds worse, what it may change and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import gate, measure, taught
from marsad.score import RECORD, SLOTS, Figures, Scores

GOOD, BAD = Figures(hits=8, gold=10, got=10), Figures(hits=5, gold=10, got=10)


def build_measured(figures: Figures = GOOD, *, held: Figures = GOOD, empty_claims: int = 0) -> measure.Measured:
    table = dict.fromkeys((*SLOTS, RECORD), figures)
    scores = Scores(
        by_language={"ar": table}, by_part={"seen": table, "held": dict.fromkeys((*SLOTS, RECORD), held)}, articles=3
    )
    return measure.Measured(scores, {"ar": measure.list_f1(table)}, 0.0, 0.0, empty_claims)


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"gold": "", "articles": 0, "floors": {}, "ceilings": {}}))
    monkeypatch.setattr(gate, "FLOORS", file)
    monkeypatch.setattr(gate, "measure_reading", build_measured)
    monkeypatch.setattr(gate, "list_outdated", list)
    monkeypatch.setattr(gate, "PAGE", tmp_path / "quality.md")
    assert gate.main(["--raise"]) == 0
    return file


def test_what_is_as_good_as_its_floor_passes_and_writes_nothing(pinned: Path) -> None:
    before = pinned.read_bytes()
    assert gate.main([]) == 0
    assert pinned.read_bytes() == before
    assert json.loads(before)["floors"]["ar"]["place"] == 0.8


def test_what_is_worse_fails_and_is_named(
    pinned: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "measure_reading", lambda: build_measured(BAD, held=BAD, empty_claims=2))
    before = pinned.read_bytes()
    assert gate.main([]) == 1
    said = capsys.readouterr().err
    assert "gate: ar.place is 0.500, its floor 0.800" in said
    assert "gate: empty_claims is 2.000, its ceiling 0.000" in said
    assert pinned.read_bytes() == before


def test_raising_never_lowers(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "measure_reading", lambda: build_measured(BAD))
    gate.main(["--raise"])
    assert json.loads(pinned.read_text())["floors"]["ar"]["place"] == 0.8


def test_only_the_named_floor_is_lowered(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "measure_reading", lambda: build_measured(BAD))
    gate.main(["--lower", "ar.place"])
    floors = json.loads(pinned.read_text())["floors"]["ar"]
    assert (floors["place"], floors["date"]) == (0.5, 0.8)


def test_an_unknown_floor_is_refused(pinned: Path) -> None:
    with pytest.raises(SystemExit, match=r"no such floor: ar\.colour"):
        gate.main(["--lower", "ar.colour"])


def test_a_changed_gold_and_a_gap_to_the_held_part_fail(pinned: Path) -> None:
    floors = json.loads(pinned.read_text())
    faults = gate.list_faults(build_measured(held=BAD), floors | {"gold": "sha256:other"})
    assert any("the gold has changed" in fault for fault in faults)
    assert any("gap is 0.300, its ceiling 0.000" in fault for fault in faults)


def test_a_vote_that_learned_from_other_articles_fails(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "list_outdated", lambda: iter(["vote.npz learned from other articles"]))
    assert gate.list_faults(build_measured(), json.loads(pinned.read_text())) == [
        "vote.npz learned from other articles"
    ]


def test_no_vote_learned_from_other_articles_than_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(taught.list_outdated()) == []
    monkeypatch.setattr(taught, "hash_lessons", lambda fold: f"other {fold}")
    assert [line.split()[0] for line in taught.list_outdated()] == ["vote.npz", *(f"without-{n}.npz" for n in range(3))]


def test_the_vote_of_a_fold_hangs_on_the_articles_of_the_other_folds() -> None:
    assert len({taught.hash_lessons(fold) for fold in (None, 0, 1, 2)}) == 4


def test_a_fact_that_the_gold_denies_is_told_from_one_it_does_not_have() -> None:
    claim = {"type": "delivery", "supplier": "IR", "recipient": "SD", "factuality": "denied"}
    read = {"type": "delivery", "supplier": {"id": "IR"}, "recipient": {"id": "SD"}, "factuality": "fact"}
    other = read | {"recipient": None}
    assert measure._judge_facts({"claims": [claim]}, {"claims": [read, other]}) == [True, False]


def test_raising_writes_the_quality_page(pinned: Path) -> None:
    page = (pinned.parent / "quality.md").read_text(encoding="utf-8")
    assert "| place | 0.800 |" in page
    assert "### factuality" in page
