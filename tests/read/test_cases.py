"""Who gives and who gets by the case of a name, and whether a preposition leads to a place or stands in it."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.scene import set_stage

# language, sentence with a name in brackets, its relation
NAMES = [
    ("ru", "[Мальдивам] Индия подарила два катера.", "for"),
    ("ru", "Катера подарены [Индией].", "by"),
    ("ru", "Это вертолёты [Судана].", "of"),
    ("ru", "[Молдавии] Румынией переданы 14 машин.", "for"),
    ("ru", "Париж вернул [Эфиопии] радары.", "for"),
    ("ru", "Это радары армии [Эфиопии].", "none"),
    ("ru", "Вена запретила [Словакии] передать пушки.", "none"),
    ("ru", "Инструкторы прибыли в [Уганду].", "to"),
    ("ru", "Рота высадилась в [Мозамбик].", "to"),
    ("ru", "Инструкторы живут в [Уганде].", "in"),
    ("ru", "Сапёры работают на [Кубе].", "on"),
    ("ru", "Колонна вошла в [Мали].", "in"),
    ("ru", "Машины стоят в порту [Дакара].", "in"),
    ("ru", "Турция дала [Анголе] тринадцать машин.", "for"),
    ("ru", "Турция дала [Мали] тринадцать машин.", "none"),
    ("ru", "Сухогруз стоит в [Порт-Судане].", "in"),
    ("ru", "Гаубицы пришли из [Уганды].", "from"),
    ("en", "Rome gave [Niger] six boats.", "none"),
    ("en", "The boats went to [Niger].", "to"),
]


@pytest.mark.parametrize(("code", "marked", "relation"), NAMES)
def test_a_case_says_what_a_preposition_would(code: str, marked: str, relation: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    scene = set_stage(Document("x", "x", text, language=code), load_pack(code)).scenes[0]
    actor = next(actor for actor in scene.actors if actor.span.start == marked.index("["))
    assert scene.relation(actor.span) == relation
