"""Which language a text is in, and which have no pack."""

from __future__ import annotations

import pytest

from marsad.errors import LanguageError
from marsad.language.detect import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وصلت سبع دبابات إلى باماكو", "ar"),
        ("Sept chars T-72B3 sont arrivés à Bamako", "fr"),
        ("Seven T-72B3 tanks arrived in Bamako", "en"),
        ("Семь танков Т-72Б3 прибыли в Бамако", "ru"),
        ("Rabat en a commandé trente-six en 2020.", "fr"),
        ("ВСЕ ТАНКИ ПРИБЫЛИ В СТОЛИЦУ", "ru"),
        ("Sept chars sont arrivés.\n\n\tIls viennent de loin. " * 500, "fr"),
    ],
)
def test_the_language_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("El ejército recibió siete carros de combate, informó el ministerio de Defensa.", "es"),
        ("Die Armee hat sieben Panzer erhalten, teilte das Verteidigungsministerium mit.", "de"),
        ("ارتش هفت تانک از روسیه دریافت کرد، وزارت دفاع اعلام کرد.", "fa"),
        ("Армія отримала сім танків, повідомило міністерство оборони у своїй заяві.", "uk"),
        ("فوج نے روس سے سات ٹینک وصول کیے، وزارت دفاع نے بتایا۔", "ur"),
    ],
)
def test_a_language_without_a_pack_is_named(text: str, code: str) -> None:
    with pytest.raises(LanguageError, match=f"without a pack: '{code}'.*there are packs for ar, en, fr, ru"):
        detect_language(text)


@pytest.mark.parametrize("text", ["", "  \n", "12 34 56", "....", "😀😀", "a b c"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    with pytest.raises(LanguageError, match="cannot be told"):
        detect_language(text)
