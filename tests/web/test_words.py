"""The desk's words: the same keys, values and plural forms in every language; numbers and dates as each writes them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import marsad
from marsad.i18n import list_languages
from marsad.i18n.sentences import FAULTS
from marsad.i18n.words import SENTENCES, load_words, read_words
from marsad.model import Party, Place

OURS = Path(marsad.__file__).parent
LANGUAGES = sorted(list_languages())
_USED = re.compile(r"""(?:\bt|words|self)\(\s*["']([a-z_]+\.[\w ]+|comma)["']""")


def list_values(words: Any) -> set[str]:
    forms = words.values() if isinstance(words, dict) else [words]
    return {value for form in forms for value in re.findall(r"{(\w+)}", form)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_all_that_the_others_say(language: str) -> None:
    mine, english = read_words(language), read_words("en")
    assert mine.keys() == english.keys()
    for table in SENTENCES:
        assert mine[table].keys() == english[table].keys()
    for key, words in english.items():
        if key not in SENTENCES:
            assert list_values(mine[key]) == list_values(words), key
            assert isinstance(mine[key], dict) == isinstance(words, dict), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    words = load_words(language)
    needed = {words.locale.plural_form(number) for number in range(1, 200)}
    for key, forms in words.table.items():
        if isinstance(forms, dict) and key not in SENTENCES and "{n}" in "".join(forms.values()):
            assert needed <= forms.keys(), key


def test_no_line_of_french_begins_with_its_punctuation() -> None:
    said = [
        form for words in read_words("fr").values() for form in (words.values() if isinstance(words, dict) else [words])
    ]
    said += [words["fr"] for words in tomllib.loads(FAULTS.read_text(encoding="utf-8")).values()]
    assert sum("\u00a0" in words for words in said) > 100
    assert [words for words in said if re.search(" [;:?!»]|« ", words)] == []


def test_a_command_within_arabic_keeps_its_direction() -> None:
    said = [
        form for words in read_words("ar").values() for form in (words.values() if isinstance(words, dict) else [words])
    ]
    assert [words for words in said if words.count("\u2066`") != words.count("`") / 2] == []


def test_pages_say_nothing_that_the_tables_do_not_have() -> None:
    files = [*OURS.glob("web/templates/*.html"), *OURS.glob("web/pages/*.py"), *OURS.glob("i18n/*.py")]
    files += OURS.glob("export/brief/*.py")
    used = {key for file in files for key in _USED.findall(file.read_text(encoding="utf-8"))}
    assert len(used) > 100
    assert used <= read_words("en").keys()


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [("ar", 1, "قيد واحد"), ("ar", 2, "قيدان"), ("ar", 5, "5 قيود"), ("ar", 12, "12 قيدًا"), ("ru", 2, "2 записи"),
     ("ru", 5, "5 записей"), ("ru", 21, "21 запись"), ("fr", 0, "0 fiche"), ("en", 1000, "1,000 entries")],
)  # fmt: skip
def test_what_is_counted_has_its_form(language: str, number: int, said: str) -> None:
    assert load_words(language)("count.entries", n=number) == said


@pytest.mark.parametrize(
    ("low", "high", "said"), [(7, 7, "7"), (5, 10, "5–10"), (5, None, "≥\u00a05"), (None, 9, "≤\u00a09")]
)
def test_an_interval_runs_from_left_to_right_in_every_language(low: int | None, high: int | None, said: str) -> None:
    assert {load_words(code).bounds(low, high) for code in LANGUAGES} == {f"\u2066{said}\u2069"}


@pytest.mark.parametrize(
    ("edtf", "said"),
    [("2025-01-17", "17 janvier 2025"), ("2025-01", "janvier 2025"), ("2025", "2025"), ("2025-21", "printemps 2025"),
     ("2025-01/..", "depuis \u2068janvier 2025\u2069"), ("2024/2025", "2024 – 2025"), ("2024~", "vers \u20682024\u2069")],
)  # fmt: skip
def test_dates_are_words(edtf: str, said: str) -> None:
    assert load_words("fr").edtf(edtf) == said


def test_names_are_those_of_the_language() -> None:
    assert load_words("ar").party(Party("ML", "Mali")) == "مالي"
    assert load_words("ru").party(Party("africa-corps", "Africa Corps")) != "Africa Corps"
    assert "باماكو" in load_words("ar").place(Place("Bamako", "ML", 12.6, -8.0))
    assert load_words("fr").place(Place("Germany", "DE")) == "Allemagne"


def test_a_value_keeps_its_own_direction() -> None:
    assert load_words("en")("date.since", day="مارس") == "since \u2068مارس\u2069"


def test_a_moment_names_its_zone() -> None:
    assert load_words("en").moment(dt.datetime(2025, 1, 2, 3, 4, tzinfo=dt.UTC)).endswith("UTC")


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_of_linking_are_told(language: str) -> None:
    words = load_words(language)
    assert "Reuters" in words.reason("named source of Reuters")
    if language != "en":
        assert words.reason("2 origins meet") != "2 origins meet"
    assert words.reason("a rule nobody translated") == "a rule nobody translated"
