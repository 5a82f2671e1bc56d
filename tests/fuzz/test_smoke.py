"""A few inputs for every target of `make fuzz`; what it found once is in its corpora and is tried here as well."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fuzz.__main__ import NAMES
from fuzz.engine import Session
from fuzz.million import State, list_articles, make_text, read_on
from fuzz.targets import TARGETS, FaultError, Target, find_target
from marsad.errors import InputError, SpanError

INPUTS = 60


@pytest.mark.parametrize("name", NAMES)
def test_no_input_of_the_corpus_nor_what_is_made_of_it_is_a_fault(name: str) -> None:
    target, rng = find_target(name), random.Random(name)
    session = Session(target, seconds=600, engine="chance", seed=0)
    for data in session.pool:
        target.check(data)
    for _ in range(INPUTS):
        target.check(session.change(rng.choice(session.pool), rng)[: target.longest])


def test_every_part_of_every_target_has_an_input() -> None:
    assert set(NAMES) == set(TARGETS)
    for target in TARGETS.values():
        assert {data[0] for data in target.seeds()} == set(range(len(target.parts)))


@pytest.mark.parametrize("error", [ValueError("x"), SpanError("x"), InputError("x", where="a\r\nb")])
def test_only_one_line_of_ours_is_no_fault(error: Exception) -> None:
    def check(data: bytes) -> None:
        raise error

    target = Target("t", {"t": check})
    if isinstance(error, InputError):
        target.check(b"\0x")
    else:
        with pytest.raises(type(error)):
            target.check(b"\0x")


def test_texts_of_the_million_are_the_same_everywhere_and_the_count_goes_on(tmp_path: Path) -> None:
    pool = list_articles()
    words = [text for _, text in pool]
    assert make_text(7, pool, words) == make_text(7, pool, words)
    save, state = tmp_path / "state.json", State()
    read_on(state, 100, save)
    assert state.faults == []
    assert state.with_claims > 20
    read_on(state, 130, save)
    assert state.read == 130
    assert '"read": 130' in save.read_text()


def test_a_span_that_does_not_give_its_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    import marsad.store.check

    monkeypatch.setattr(marsad.store.check, "find_span_faults", lambda claim, text: ["[0, 3) is not 'x'"])
    with pytest.raises(FaultError):
        find_target("reading").check(find_target("reading").seeds()[-1])
