"""Whether a text is one on transfers and forces: a short one is believed by its surest sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.pipeline import read_document
from marsad.read.scene import Stage, set_stage
from marsad.read.subject import is_about_forces

SHORT = {
    "ar": "وصلت سبع دبابات روسية إلى باماكو يوم الاثنين. وقال متحدث إن مئة مدرب سيصلون. وأمطرت السماء. ورحب السكان بالقافلة.",
    "en": "Eighty French soldiers train the army of Benin at Kandi. It rained. They came in May. Nobody complained.",
    "fr": "La Russie a livré sept chars T-72B3 au Mali. Cent instructeurs doivent suivre. Il a plu. Le marché est resté ouvert.",
    "ru": "Россия передала Мали семь танков Т-72Б3. Сто инструкторов прибудут позже. Шёл дождь. Рынок был открыт.",
}


def a_stage(sentences: int) -> Stage:
    return set_stage(Document("x", "x", "It rained.\n" * sentences, language="en"), load_pack("en"))


@pytest.mark.parametrize("language", SHORT)
def test_a_plain_report_of_four_sentences_is_read(language: str) -> None:
    document = Document("x", "x", SHORT[language], language=language, published=dt.date(2025, 1, 20))
    assert read_document(document).claims


def test_one_sure_sentence_is_enough_for_five_and_not_for_twelve() -> None:
    leads = [5000, -3000, -5000, -7000]
    assert is_about_forces(a_stage(5), 500, leads)
    assert not is_about_forces(a_stage(12), 500, leads)


def test_what_is_missing_counts_as_unlikely() -> None:
    assert is_about_forces(a_stage(12), 3000, [3000, 3000])
    assert not is_about_forces(a_stage(12), 3000, [3000])


def test_a_text_of_no_subject_is_believed() -> None:
    assert is_about_forces(a_stage(2), None, [-9000])
