"""Chronicles: a paragraph's opening date is that of all its sentences."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.pipeline import read_document
from marsad.read.scene import set_stage

RUSSIAN = """12.03. Норвегия передала Мали десять танков. Следом пришли три грузовика.

25.03. Осло прислал шесть гаубиц. Ещё две гаубицы пришли 27 марта.

Комментарий редакции читайте в пятницу."""
HEADED = """2 March 2025

Norway delivered ten tanks to Mali.

9 March 2025

A convoy of six trucks reached Gao.

The editors thank their readers."""


NOTICES = """MALI - Trucks. 2 March 2025. Cost: 3 million dollars. Norway will sell ten trucks to Mali.

GHANA - Boats. 9 March 2025. Six patrol boats were sold to Ghana."""


def entries(text: str, language: str) -> list[str | None]:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 4, 1))
    return [scene.entry and scene.entry.edtf for scene in set_stage(document, load_pack(language)).scenes]


def test_sentences_behind_an_opening_date_are_of_its_entry() -> None:
    assert entries(RUSSIAN, "ru") == [None, "2025-03-12", "2025-03-12", None, "2025-03-25", "2025-03-25", None]


def test_a_date_alone_on_its_line_heads_the_paragraph_behind_it() -> None:
    assert entries(HEADED, "en") == [None, "2025-03-02", None, "2025-03-09", None]


def test_a_date_that_is_a_sentence_heads_the_rest_of_its_paragraph() -> None:
    first, second = "2025-03-02", "2025-03-09"
    assert entries(NOTICES, "en") == [None, None, first, first, None, None, second]


@pytest.mark.parametrize(
    "text",
    [
        "2 March 2025\n\nNorway delivered ten tanks to Mali.\n\nA convoy of six trucks reached Gao.",
        "2 March 2025\n\nNorway delivered ten tanks to Mali.\n\n2 March 2025\n\nA convoy of six trucks reached Gao.",
        "On 2 March Norway delivered ten tanks.\nOn 9 March a convoy reached Gao. It held six trucks.",
    ],
)
def test_one_date_on_a_page_and_dates_within_sentences_open_no_entry(text: str) -> None:
    assert set(entries(text, "en")) == {None}


def test_what_an_entry_tells_was_on_its_day_and_a_date_of_its_own_goes_before() -> None:
    document = Document("x", "x", RUSSIAN, language="ru", published=dt.date(2025, 4, 1))
    dates = [claim.date.edtf for claim in read_document(document).claims if claim.type == "delivery" and claim.date]
    assert dates[0] == "2025-03-12"
    assert dates[-1] == "2025-03-27"
    assert "2025-03-25" in dates
