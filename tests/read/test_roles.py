"""What the people of a claim are, by their noun and by what they do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from marsad.language.pack import load_pack
from marsad.model import ROLES, Document
from marsad.read.draft import Choice, Draft
from marsad.read.roles import fill_role
from marsad.read.scene import set_stage
from marsad.read.scoring import Features, list_names


class Teacher:
    """Gives people a role, and notes what spoke for each."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.names: dict[object, list[str]] = {}

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        assert decision == "role"
        self.names = {value: list_names(features) for value, features in zip(values, candidates, strict=True)}
        return Choice(values.index(self.role), str, 1)


def a_draft(text: str) -> Draft:
    stage = set_stage(Document("x", "x", text, language="en"), load_pack("en"))
    (scene,) = stage.scenes
    people = scene.people[0] if scene.people else None
    return Draft(stage, scene, "training", scene.triggers, people=people, scenes=[scene])


@pytest.mark.parametrize("role", ROLES)
def test_people_are_what_is_decided_and_keep_their_words_and_number(role: str) -> None:
    draft = a_draft("Eighty French soldiers train the army of Benin.")
    before = draft.people
    fill_role(draft, [], Teacher(role))
    assert before is not None
    assert draft.people is not None
    assert draft.people.role == role
    assert (draft.people.span, draft.people.low, draft.people.high) == (before.span, 80, 80)


def test_what_their_noun_says_stands_first_and_every_other_role_is_offered() -> None:
    draft, teacher = a_draft("Eighty French soldiers train the army of Benin."), Teacher("soldier")
    fill_role(draft, [], teacher)
    assert next(iter(teacher.names)) == "soldier"
    assert set(teacher.names) == set(ROLES)
    assert "instructor/training/own=soldier" in teacher.names["instructor"]
    assert "instructor/en>~train" in teacher.names["instructor"]


def test_those_of_the_claim_before_speak_for_their_role() -> None:
    earlier = a_draft("Eighty French soldiers train the army of Benin.")
    fill_role(earlier, [], Teacher("instructor"))
    draft, teacher = a_draft("Forty more are training the army of Togo."), Teacher("soldier")
    fill_role(draft, [earlier], teacher)
    assert any(name.endswith("/last=instructor") for name in teacher.names["instructor"])


def test_a_claim_without_people_is_not_asked() -> None:
    draft = a_draft("Six drones arrived in Benin.")
    fill_role(draft, [], Teacher("nobody"))
    assert draft.people is None
