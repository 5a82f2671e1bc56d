"""Dates: sentences with marks in four languages, and what must hold for any text."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import languages, load_pack
from marsad.model import DateMention
from marsad.read.dates import find_dates
from marsad.read.segment import split_sentences
from marsad.text import normalise

CASES = Path(__file__).parent / "cases"
FLOOR = 0.96
FEWEST = 120
_MARK = re.compile(r"\[([^\[\]]+)\]")
_EDTF = re.compile(r"(\.\.|\d{3}[\dX](-\d\d){0,2})(/(\.\.|\d{3}[\dX](-\d\d){0,2}))?")


def read_cases(language: str) -> list[tuple[dt.date | None, str, list[str | None]]]:
    """Day of publication, marked text, and what each mark means."""
    cases = []
    for line in (CASES / f"dates_{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith(("#", "published")):
            continue
        published, text, edtf = line.split("\t")
        day = None if published == "-" else dt.date.fromisoformat(published)
        values = [None if value == "-" else value for value in edtf.split("|")] if edtf else []
        cases.append((day, text.replace("¶", "\n"), values))
    return cases


def find(language: str, text: str, published: dt.date | None) -> list[DateMention]:
    pack = load_pack(language)
    sentences = split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    return find_dates(sentences, pack, published)


def strip_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and the range of each mark in it."""
    spans, shift = [], 0
    for match in _MARK.finditer(marked):
        spans.append((match.start() - shift, match.end() - shift - 2))
        shift += 2
    return _MARK.sub(r"\1", marked), spans


def is_right(language: str, published: dt.date | None, marked: str, expected: list[str | None]) -> bool:
    text, marks = strip_marks(marked)
    found = find(language, text, published)
    if [mention.edtf for mention in found] != expected:
        return False
    pairs = zip(found, marks, strict=False)
    return all(mention.span.start < end and start < mention.span.end for mention, (start, end) in pairs)


@pytest.mark.parametrize("language", ["ar", "en", "fr", "ru"])
def test_sentences_with_marks(language: str) -> None:
    cases = read_cases(language)
    wrong = [case for case in cases if not is_right(language, *case)]
    assert len(cases) >= FEWEST
    assert 1 - len(wrong) / len(cases) >= FLOOR, wrong


@pytest.mark.parametrize("language", languages())
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120), day=st.dates(dt.date(1950, 1, 1), dt.date(2070, 1, 1)) | st.none())
def test_any_text_gives_spans_in_order(language: str, text: str, day: dt.date | None) -> None:
    end = 0
    for mention in find(language, text, day):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.edtf is None or _EDTF.fullmatch(mention.edtf)
        end = mention.span.end


@pytest.mark.parametrize("language", languages())
@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    day=st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)) | st.sampled_from([dt.date.min, dt.date(9999, 12, 30)]),
)
def test_any_mix_of_words_of_time_is_read(language: str, data: st.DataObject, day: dt.date) -> None:
    """Words of the pack in any order never fail and give well-formed EDTF, on the calendar's first and last days too."""
    words = [pattern for row in load_pack(language).rows("months") for pattern in row["pattern"].rstrip("*").split("|")]
    words += [
        "3",
        "17",
        "31",
        "2024",
        "-",
        "/",
        "(",
        ")",
        ",",
        ".",
        "и",
        "et",
        "of",
        "من",
        "в",
        "depuis",
        "since",
        "منذ",
    ]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=12)))
    assert all(mention.edtf is None or _EDTF.fullmatch(mention.edtf) for mention in find(language, text, day))


def test_the_day_of_reading_plays_no_part() -> None:
    """The reading depends on the text and its day of publication alone."""
    text = "They left yesterday, after a year here, and return in March."
    first = find("en", text, dt.date(2010, 5, 5))
    assert next(mention.edtf for mention in first) == "2010-05-04"
    assert find("en", text, dt.date(2010, 5, 5)) == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В стране остаётся от 1500 до 2000 бойцов.", []),
        ("Контингент сократили до 2010 человек.", []),
        ("Поставки идут до 2030 года.", ["2030"]),
        ("Катера передадут во втором квартале 2026 года.", ["2026-04/2026-06"]),
        ("Катера передадут во второй половине 2026 года.", ["2026-07/2026-12"]),
        ("Катера передадут в ближайшие три года.", ["2025/2028"]),
        ("За первые пять месяцев 2025 года пришли два катера.", ["2025-01/2025-05"]),
        ("Катера пришли более года назад.", [None]),
        ("В Вильнюсе 1 июля приступает к службе бригада.", ["2025-07-01"]),
        ("Рота вошла 12 декабря и останется там.", ["2024-12-12"]),
    ],
)
def test_figures_that_count_are_no_year_and_pieces_of_a_year_are_its_own(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in find("ru", text, dt.date(2025, 6, 20))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'offre a été présentée lundi à Bonn.", ["2025-06-16"]),
        ("Les chars ont été passés en revue l'été dernier.", ["2024-22"]),
        ("Le pays coopère avec Rome depuis les années 1980.", ["198X/.."]),
        ("Ils sont là depuis le début des années 1990.", ["199X/.."]),
        ("Le traité a été signé à la fin des années 70.", ["197X"]),
    ],
)
def test_a_participle_is_no_summer_and_a_decade_has_a_beginning(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in find("fr", text, dt.date(2025, 6, 20))] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Tanks came in January, March and August last year.", ["2022-01", "2022-03/2022-08"]),
        ("en", "Tanks came in November, December and in January last year.", ["2021-11", "2021-12", "2022-01"]),
        ("en", "Tanks came in January, guns in March last year.", ["2023-01", "2022-03"]),
        ("ru", "Танки пришли в январе, марте и августе прошлого года.", ["2022-01", "2022-03", "2022-08"]),
        ("ar", "وصلت في كانون الثاني/يناير وآذار/مارس وآب/أغسطس من العام الماضي.", ["2022-01/2022-03", "2022-08"]),
    ],
)
def test_the_last_of_a_list_says_the_year_of_all(language: str, text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in find(language, text, dt.date(2023, 3, 17))] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The expected howitzers were delivered on Friday.", "2024-05-31"),
        ("fr", "Les obusiers attendus ont été livrés vendredi.", "2024-05-31"),
        ("en", "The howitzers are expected on Friday.", "2024-06-07"),
        ("fr", "La visite prévue vendredi est reportée.", "2024-06-07"),
    ],
)
def test_what_describes_a_thing_as_to_come_says_nothing_of_when_it_came(
    language: str, text: str, expected: str
) -> None:
    assert [mention.edtf for mention in find(language, text, dt.date(2024, 6, 3))] == [expected]
