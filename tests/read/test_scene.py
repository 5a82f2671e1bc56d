"""What stands in a sentence, once all finders have looked at it: words that are part of something else are not found."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.scene import Scene, set_stage


def look(text: str, code: str) -> Scene:
    document = Document("x", "x", text, language=code)
    return set_stage(document, load_pack(code)).scenes[0]


WORDS = [
    ("en", "Poland bought 32 F-35A fighters.", ["F-35A fighters"], []),
    ("en", "Ghana got eight Puma M36 armoured personnel carriers.", ["Puma M36 armoured personnel carriers"], []),
    ("en", "Forty fighters of the unit left in three trucks.", ["trucks"], ["Forty fighters"]),
    ("ru", "Чехия передала 20 боевых машин пехоты БМП-1.", ["боевых машин пехоты БМП-1"], []),
    ("ru", "Ракеты достались Силам быстрой поддержки.", ["Ракеты"], []),
]


@pytest.mark.parametrize(("code", "text", "items", "people"), WORDS)
def test_a_word_is_equipment_or_people(code: str, text: str, items: list[str], people: list[str]) -> None:
    scene = look(text, code)
    assert [item.span.of(text) for item in scene.items] == items
    assert [group.span.of(text) for group in scene.people if group.form == "person"] == people


def test_the_kind_of_a_base_is_no_item() -> None:
    text = "Американцы ушли с базы беспилотников в Агадесе и оставили грузовики."
    assert [item.span.of(text) for item in look(text, "ru").items] == ["грузовики"]


CARRIERS = [
    ("en", "Four tanks came on board two An-124 planes.", ["tanks"]),
    ("en", "Radars were loaded onto the cargo ship Ostrava.", ["Radars"]),
    ("en", "Cairo got the An-124 planes.", ["An-124 planes"]),
    ("ru", "Гаубицы привезли двумя самолётами Ан-124.", ["Гаубицы"]),
    ("ru", "Сорок солдат улетели на борту Ан-124.", []),
    ("ru", "На базу пришли танки с самолётами Ан-124.", ["танки", "самолётами Ан-124"]),
    ("ru", "Армия управляет самолётами Ан-124.", ["самолётами Ан-124"]),
]


@pytest.mark.parametrize(("code", "text", "items"), CARRIERS)
def test_what_brings_things_is_no_item(code: str, text: str, items: list[str]) -> None:
    assert [item.span.of(text) for item in look(text, code).items] == items
