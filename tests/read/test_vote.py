"""The vote on what a sentence states: what it sees, what it says, how it is kept and learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.vote import Sheet, learn_vote, make_sheet
from marsad.language.pack import load_pack
from marsad.model import CLAIM_TYPES, Document
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import Ranker
from marsad.read.vote import MOST_SENTENCES, Vote, Votes, describe
from marsad.vectors import SIZE, encode

INPUTS = 2 * SIZE + 2 * len(CLAIM_TYPES) + 2


def a_stage(text: str) -> Stage:
    return set_stage(Document("x", "x", text, language="en"), load_pack("en"))


def a_vote(seed: int = 1) -> Vote:
    random = np.random.default_rng(seed)
    weights = random.normal(0, 0.1, (INPUTS, len(CLAIM_TYPES))).astype(np.float32)
    return Vote(((weights, np.zeros(len(CLAIM_TYPES), dtype=np.float32)),))


def test_what_means_the_same_lies_near_whatever_the_language() -> None:
    guns, same, rain = encode(
        [
            "Six howitzers were handed to the army.",
            "Шесть гаубиц передали армии.",
            "It will rain in the south on Sunday.",
        ]
    )
    assert guns @ same > 0.6 > guns @ rain


def test_nothing_has_no_vector() -> None:
    assert encode([]).shape == (0, SIZE)


def test_a_sentence_is_described_by_itself_its_text_and_its_triggers() -> None:
    stage = a_stage("Turkey delivered six drones to Mali. The weather was fine.")
    inputs = describe(stage.scenes, encode([scene.span.of(stage.document.text) for scene in stage.scenes]))
    assert inputs.shape == (2, INPUTS)
    delivery = 2 * SIZE + CLAIM_TYPES.index("delivery")
    assert inputs[0, delivery] > 0
    assert inputs[1, delivery] == 0
    assert np.array_equal(inputs[0, SIZE : 2 * SIZE], inputs[1, SIZE : 2 * SIZE])


def test_a_vote_is_kept(tmp_path: Path) -> None:
    vote = a_vote()
    vote.save(tmp_path / "vote.npz")
    inputs = np.random.default_rng(2).normal(size=(3, INPUTS)).astype(np.float32)
    assert np.abs(Vote.load(tmp_path / "vote.npz").weigh(inputs) - vote.weigh(inputs)).max() <= 10


def test_there_is_no_vote_on_a_few_sentences() -> None:
    stage = a_stage("Turkey delivered six drones to Mali.\nThey are at the airport.\nIt rained.")
    assert Votes(stage, a_vote()).of(stage.scenes[0], "delivery") == 0


def test_there_is_no_vote_on_the_end_of_an_endless_text() -> None:
    stage = a_stage("Turkey delivered six drones to Mali.\n" * (MOST_SENTENCES + 2))
    votes = Votes(stage, a_vote())
    assert votes.of(stage.scenes[MOST_SENTENCES - 1], "delivery") != 0
    assert votes.of(stage.scenes[MOST_SENTENCES], "delivery") == 0
    assert len(votes.spans) == len(votes.encode()) == MOST_SENTENCES


@pytest.mark.parametrize(("vote", "chosen"), [(0, 0), (2000, 1)])
def test_a_vote_decides_with_the_features(vote: int, chosen: int) -> None:
    ranker = Ranker({"keep": {"word": -2000}})
    assert ranker.choose("keep", [[], ["word"]], vote) == (chosen, vote - 2000)
    assert ("meaning +2.0" in ranker.reasons("keep", ["word"], vote)) is bool(vote)


def test_what_is_taught_is_learned() -> None:
    told = [
        "Turkey handed six drones to Mali.",
        "France gave Niger ten lorries.",
        "Russia sent twenty tanks to Syria.",
    ] * 20
    idle = ["The weather was fine in town.", "The cup final ended in a draw.", "Bread is dearer than last year."] * 20
    stage = a_stage("\n".join(x for pair in zip(told, idle, strict=True) for x in pair))
    sheet = make_sheet(stage, [(scene.index, "delivery", 1 - scene.index % 2) for scene in stage.scenes])
    assert isinstance(sheet, Sheet)
    weighed = learn_vote([sheet], []).weigh(sheet.inputs)[:, CLAIM_TYPES.index("delivery")]
    assert weighed[::2].min() > 0 > weighed[1::2].max()
