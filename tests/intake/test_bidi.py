"""Lines as they are seen, from left to right, to the words they write: each case is (seen, written)."""

from __future__ import annotations

import pytest

from marsad.intake.bidi import Glyph, order_line, order_words

ARRIVED, TO = "وصلت", "إلى"


@pytest.mark.parametrize(
    "word",
    [
        "T-72B3M", "Su-30", "TB2", "S-300", "Bayraktar TB2", "MQ-9 Reaper", "2025-01-15", "Т-72Б3", "Il-76TD",
        "Mirage 2000", "12", "1,200", "3.5", "15/3/2025", "23:30", "AFP", "www.example.org", "72T", "١٢",
    ],
)  # fmt: skip
def test_numbers_and_foreign_words_keep_their_order(word: str) -> None:
    assert order_words(f"{TO[::-1]} {word} {ARRIVED[::-1]}") == f"{ARRIVED} {word} {TO}"


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        ("." + TO[::-1] + " " + ARRIVED[::-1], f"{ARRIVED} {TO}."),
        (f"(T-72) {ARRIVED[::-1]}", f"{ARRIVED} (T-72)"),
        (f"({TO[::-1]}) {ARRIVED[::-1]}", f"{ARRIVED} ({TO})"),
        (f"15-12 {ARRIVED[::-1]}", f"{ARRIVED} 12-15"),
        (f"%40 {ARRIVED[::-1]}", f"{ARRIVED} 40%"),
        (f"{TO[::-1]} 12 :{ARRIVED[::-1]}", f"{ARRIVED}: 12 {TO}"),
        (f"The word {ARRIVED[::-1]} means that 12 came", f"The word {ARRIVED} means that 12 came"),
        ("Bonjour (le) monde 12.", "Bonjour (le) monde 12."),
    ],
)
def test_a_line_is_read_from_its_right_end(seen: str, written: str) -> None:
    assert order_words(seen) == written


def test_glyphs_are_read_by_their_place_not_by_the_order_in_which_they_were_drawn() -> None:
    places = {"م": (30.0, 40.0), "ن": (20.0, 30.0)}
    glyphs = [Glyph(char, *places[char]) for char in "نم"]
    assert order_line(glyphs) == order_line(reversed(glyphs)) == "من"


def test_words_that_stand_apart_are_apart_and_spaces_of_no_width_are_none() -> None:
    glyphs = [Glyph("ن", 10, 15), Glyph(" ", 5, 5), Glyph("م", 20, 25), Glyph("ن", 15.5, 20), Glyph("ل", 0, 5)]
    assert order_line(glyphs) == "منن ل"


def test_brackets_open_before_they_close() -> None:
    glyphs = [Glyph(char, 10 * n, 10 * n + 10) for n, char in enumerate(")T-72) نم")]
    assert order_line(glyphs) == "من (T-72)"


def test_a_ligature_and_vowel_marks() -> None:
    glyphs = [Glyph("\u064e", 65, 70), Glyph("س", 60, 65), Glyph("ا", 55, 60), Glyph("ل", 55, 60), Glyph("م", 50, 55)]
    assert order_line(glyphs) == "سلام"
