"""Origins: who is one witness, who is none, and what a family does to it."""

from __future__ import annotations

import pytest

from marsad.link.names import is_named, is_same_name
from marsad.link.origins import find_origin, match_claims, merge_origins
from marsad.model import Span
from marsad.register import Edge, Origin, Passage
from tests.link.making import a_claim, a_document, a_source, an_item


def test_an_outlets_own_words_are_its_own_witness() -> None:
    origin = find_origin(a_claim("c"), a_document("Daily Post"))
    assert (origin.id, origin.name) == ("press:daily post", "Daily Post")


def test_forty_outlets_that_cite_one_agency_are_one_origin() -> None:
    claim = a_claim("c", sources=(a_source("Reuters", "agency"),))
    assert len({find_origin(claim, a_document(f"outlet {n}", text="Says Reuters.")).id for n in range(40)}) == 1


def test_an_unnamed_source_counts_as_the_outlet() -> None:
    text = "And an officer of the army said so."
    claim = a_claim("c", sources=(a_source("an officer of the army", "military", text.index("an officer")),))
    origin = find_origin(claim, a_document("Daily Post", text=text))
    assert origin.id == "press:daily post"
    assert "an officer" in origin.rule


def test_an_unnamed_video_is_one_witness_wherever_it_is_shown() -> None:
    claim = a_claim("c", sources=(a_source("a video", "imagery"),))
    found = {find_origin(claim, a_document(name, text="Here a video shows.")).id for name in ("a", "b")}
    assert found == {"imagery"}


def test_the_words_of_a_copy_are_its_roots() -> None:
    root = a_document("Harbour Wire")
    origin = find_origin(a_claim("c"), a_document("Daily Post"), root)
    assert origin.name == "Harbour Wire"
    assert "taken over" in origin.rule


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reuters", "وكالة رويترز"),
        ("Reuters", "агентство Рейтерс"),
        ("Le Monde", "صحيفة لوموند الفرنسية"),
        ("Sergey Lavrov", "وزير الخارجية الروسي سيرغي لافروف"),
        ("New York Times", "صحيفة نيويورك تايمز"),
    ],
)
def test_one_name_in_several_scripts_is_one(a: str, b: str) -> None:
    assert is_same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reuters", "Bloomberg"),
        ("New York Times", "Financial Times"),
        ("Le Monde", "Le Figaro"),
        ("وكالة رويترز", "وكالة الأناضول"),
    ],
)
def test_other_names_are_others(a: str, b: str) -> None:
    assert not is_same_name(a, b)


@pytest.mark.parametrize(
    ("words", "kind", "named"),
    [
        ("Reuters", "agency", True),
        ("General Diarra", "military", True),
        ("an officer", "military", False),
        ("security sources", "anonymous", False),
        ("وزارة الدفاع", "official", True),
        ("ضابط في الجيش", "military", False),
    ],
)
def test_whether_a_source_has_a_name(words: str, kind: str, named: bool) -> None:
    text = f"As told by {words} yesterday."
    assert is_named(a_source(words, kind, text.index(words)), text) is named


def test_a_capital_that_opens_a_sentence_names_nobody() -> None:
    text = "It is so. Officers said it."
    assert not is_named(a_source("Officers", "military", text.index("Officers")), text)


def test_spellings_of_one_name_are_merged_under_one_of_them() -> None:
    origins = [Origin("press:reuters", "Reuters", ""), Origin("press:رويترز", "رويترز", ""), Origin("voice:x", "X", "")]
    merged = merge_origins(origins)
    assert merged["press:reuters"] == merged["press:رويترز"]
    assert merged["voice:x"].id == "voice:x"


def test_a_witness_goes_by_the_name_that_it_publishes_under() -> None:
    cited = Origin("press:a", "Reuters", "named source")
    own = Origin("press:b", "وكالة رويترز", "the outlet's own words")
    assert {origin.name for origin in merge_origins([cited, own]).values()} == {"وكالة رويترز"}


EDGE = Edge("p", "c", "copy", 0.9, (Passage((0, 10), (50, 60), 0.9), Passage((20, 30), (70, 80), 0.9)), ())


def test_the_claim_that_one_is_taken_over_from_is_found_through_the_passages() -> None:
    seven, five = an_item("T-72B3", "tank", 7, 7), an_item("T-72B3", "tank", 5, 5)
    parents = [a_claim("p1", items=(five,)), a_claim("p2", items=(seven,)), a_claim("p3", spans=(Span(20, 30),))]
    claims = [a_claim("c1", spans=(Span(50, 60),), items=(seven,)), a_claim("c2", spans=(Span(90, 99),))]
    assert {id_: parent.id for id_, parent in match_claims(claims, EDGE, parents).items()} == {"c1": "p2"}


def test_claims_alike_on_one_passage_match_one_to_one() -> None:
    claims = [a_claim(f"c{n}", spans=(Span(50, 60),)) for n in range(3)]
    found = match_claims(claims, EDGE, [a_claim(f"p{n}") for n in range(3)])
    assert {id_: parent.id for id_, parent in found.items()} == {"c0": "p0", "c1": "p1", "c2": "p2"}
