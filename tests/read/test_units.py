"""Which forces could be a claim's unit, and what is known of each."""

from __future__ import annotations

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.draft import Draft
from marsad.read.parties import Candidate, Cast
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import list_names
from marsad.read.units import unit_candidates

TEXT = (
    "Sweden sent 150 soldiers to Takuba.\nIt rained in Gao.\nWagner has 400 men in Mali.\n"
    "Italy sent 200 soldiers.\nThe army received six drones."
)


def a_stage(title: str | None = None, text: str = TEXT) -> Stage:
    return set_stage(Document("x", "x", text, title=title, language="en"), load_pack("en"))


def a_draft(stage: Stage, sentence: int, *, supplier: str | None = None, unit: str | None = None) -> Draft:
    scene = stage.scenes[sentence]
    return Draft(stage, scene, "deployment", (), supplier=supplier, recipient="ML", unit=unit, scenes=[scene])


def offered(stage: Stage, draft: Draft, *made: Draft) -> dict[str | None, Candidate]:
    return {candidate.id: candidate for candidate in unit_candidates(draft, Cast.of(stage), made)}


def names(candidate: Candidate) -> list[str]:
    return list_names(candidate.features)


def test_every_force_named_so_far_may_be_meant_and_none_named_later() -> None:
    stage = a_stage()
    assert list(offered(stage, a_draft(stage, 1))) == [None, "takuba"]
    assert list(offered(stage, a_draft(stage, 3))) == [None, "wagner", "takuba"]


def test_a_force_of_the_title_may_be_meant_from_the_first_sentence_on() -> None:
    stage = a_stage("What becomes of Wagner?")
    found = offered(stage, a_draft(stage, 0))
    assert list(found) == [None, "takuba", "wagner"]
    assert "since=title" in names(found["wagner"])


def test_it_is_told_how_long_a_force_has_not_been_named() -> None:
    stage = a_stage()
    found = offered(stage, a_draft(stage, 3))
    assert "since=2" in names(found["takuba"])
    assert "since=1" in names(found["wagner"])


def test_a_force_meant_before_it_is_named_is_not_one_of_the_title() -> None:
    stage = a_stage(text="The army received six drones.\nIt rained.\nThe Malian army is happy.")
    assert "since=later" in names(offered(stage, a_draft(stage, 0))["malian-army"])


def test_a_family_of_missions_in_the_title_means_the_mission_of_the_text() -> None:
    stage = a_stage("EU training mission goes on", "The EU training mission in Mali trains soldiers.\nIt rained.")
    found = offered(stage, a_draft(stage, 1))
    assert list(found) == [None, "eutm-mali"]
    assert "title" in names(found["eutm-mali"])


def test_a_mission_belongs_to_its_union_and_an_army_to_its_state() -> None:
    stage = a_stage(text="EUTM Mali trains the Malian army.\nIt rained.")
    found = offered(stage, a_draft(stage, 0, supplier="eu"))
    assert "of=supplier" in names(found["eutm-mali"])
    assert "of=recipient" in names(found["malian-army"])
    assert "of=recipient" in names(offered(stage, a_draft(stage, 1))["malian-army"])


def test_of_a_text_without_end_the_nearest_forces_are_offered() -> None:
    stage = a_stage(text="\n".join(f"The {number}th brigade came from Togo." for number in range(4, 70)))
    found = list(offered(stage, a_draft(stage, 60)))
    assert len(found) == 1 + 1 + 10
    assert found[1:3] == ["64th-brigade", "63rd-brigade"]


def test_a_bare_army_is_the_receivers() -> None:
    stage = a_stage()
    found = offered(stage, a_draft(stage, 4))
    assert list(found) == [None, "malian-army", "wagner", "takuba"]
    assert found["malian-army"].mention is not None
    assert found["takuba"].mention is None


def test_the_last_claim_of_the_same_giver_speaks_for_its_force() -> None:
    stage = a_stage()
    swedes = a_draft(stage, 0, supplier="SE", unit="takuba")
    russians = a_draft(stage, 2, supplier="RU", unit="wagner")
    found = offered(stage, a_draft(stage, 3, supplier="SE"), swedes, russians)
    assert "fellow/supplier=True" in names(found["takuba"])
    assert "fellow/supplier=False" in names(found["wagner"])
    assert "nofellow/supplier=False" in names(found[None])
    assert "prev0=same" in names(found["wagner"])
    assert "prev1=same" in names(found["takuba"])
