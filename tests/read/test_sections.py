"""Sections of a round-up: what they are about, and for whom that counts."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.scene import set_stage
from marsad.read.sections import find_sections


def sections_of(text: str, language: str = "en") -> list[list[str]]:
    stage = set_stage(Document("x", "x", text, language=language), load_pack(language))
    return [sorted(section) for section in find_sections(stage.scenes)]


def test_a_paragraph_that_opens_with_a_state_is_about_it_and_so_are_those_that_follow() -> None:
    text = "The week in short.\n\nKENYA. Six jeeps came by sea.\n\nThey are grey.\n\nTOGO. Nothing moved.\n"
    assert sections_of(text) == [[], ["KE"], ["KE"], ["KE"], ["TG"], ["TG"]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "• كينيا: وصلت ست عربات.\n• توغو: لم يصل شيء."),
        ("fr", "• KENYA – Six jeeps sont arrivées.\n• TOGO – Rien."),
        ("ru", "— Кения: прибыли шесть джипов.\n— Того: ничего."),
        ("en", "1) Kenya - Six jeeps came.\n2) Togo - Nothing."),
    ],
)
def test_heads_are_known_by_their_marks_in_every_language(language: str, text: str) -> None:
    found = sections_of(text, language)
    assert found[0] == ["KE"]
    assert found[-1] == ["TG"]


def test_two_states_may_share_a_section() -> None:
    text = "Guinea / Mali – A ship unloaded lorries.\nNiger and Chad: Nothing.\n"
    assert sections_of(text) == [["GN", "ML"], ["NE", "TD"]]


def test_one_head_alone_is_a_dateline_and_a_sentence_is_no_head() -> None:
    assert sections_of("NAIROBI - Six jeeps came.\n\nThey are grey.") == [[], []]
    assert sections_of("Kenya got six jeeps.\n\nTogo got none.") == [[], []]
