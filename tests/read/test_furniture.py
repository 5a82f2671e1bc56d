"""Page furniture: which lines are passed over, and that the article's own lines never are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import languages, load_pack
from marsad.model import Span
from marsad.read.furniture import find_dateline, unread_spans
from marsad.read.segment import Sentence, split_sentences
from marsad.text import normalise

GOLD = Path(__file__).parents[2] / "eval" / "gold"

# A page by language: lines that begin with "- " are furniture.
PAGES = {
    "en": """\
Six tanks arrived at the port on Monday.
- Advertisement
The ministry shared the news: subscribers to its list had asked for it.
- Read also: Ten bridges that fell
Related claims of losses could not be checked.
- Read Next
- Minister opens a market
- Follow us on Telegram
- Photo: a reader
- © 2025 The Estuary. All rights reserved.
- Comments
- Best tanks ever!""",
    "fr": """\
Six chars sont arrivés lundi au port.
- Publicité
Le ministère partage les images de ses soldats.
- Lire aussi : Dix ponts tombés
À suivre de près, les chars ont pris la route du nord.
- À lire sur le même sujet
- Le marché rouvre
- Abonnez-vous à notre lettre
- Propos recueillis par A. B.
- ab/cd""",
    "ru": """\
Шесть танков прибыли в порт в понедельник.
- Реклама
Источник в штабе назвал колонну учебной.
- Читайте также: Десять упавших мостов
Комментарии военных расходятся.
- Подписывайтесь на наш канал
- Фото: читатель
- #танки #порт
- Все права защищены""",
    "ar": """\
وصلت ست دبابات إلى الميناء يوم الاثنين.
- إعلان
إعلان الوزارة عن الشحنة جاء متأخراً.
- اقرأ أيضاً: عشرة جسور سقطت
شارك في العرض مئة جندي.
- مواضيع ذات صلة
- السوق يفتح أبوابه
- تابعونا على تلغرام
- جميع الحقوق محفوظة
- (أ.ب/ج.د)""",
}


def split(language: str, text: str) -> list[Sentence]:
    pack = load_pack(language)
    return split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)


def find(language: str, text: str) -> list[Span]:
    return unread_spans(text, split(language, text), load_pack(language))


@pytest.mark.parametrize("language", sorted(PAGES))
def test_furniture_is_passed_over_and_the_article_is_not(language: str) -> None:
    lines = PAGES[language].split("\n")
    text = "\n".join(line.removeprefix("- ") for line in lines)
    passed = "\n".join(span.of(text) for span in find(language, text)).split("\n")
    assert passed == [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def test_a_sentence_at_the_end_of_a_paragraph_goes_alone() -> None:
    text = "The column left at dawn. Subscribe to our newsletter."
    assert [span.of(text) for span in find("en", text)] == ["Subscribe to our newsletter."]


def test_a_long_paragraph_after_a_heading_is_the_articles_own() -> None:
    text = "A ship came.\nRead next\n" + "The ship that came carried many things and among them were crates " * 3
    assert [span.of(text) for span in find("en", text)] == ["Read next"]


def test_comments_in_the_first_half_do_not_end_an_article() -> None:
    text = "Comments\nA ship came.\nIt left.\nIt came back."
    assert [span.of(text) for span in find("en", text)] == ["Comments"]


@pytest.mark.parametrize(
    ("language", "text", "dateline"),
    [
        ("en", "ABUJA — The jets will come, the minister said.", "ABUJA —"),
        ("en", "SEOUL, May 30 (Eastline) - The boats left.", "SEOUL, May 30 (Eastline) -"),
        ("fr", "PARIS, 18 août (Agence Méridien) – Le détachement part.", "PARIS, 18 août (Agence Méridien) –"),
        ("fr", "N'DJAMENA (CPS) - La base est rendue.", "N'DJAMENA (CPS) -"),
        ("ar", "باريس، 28 مارس (جسر) - غادرت السفينة.", "باريس، 28 مارس (جسر) -"),
        ("ar", "واغادوغو – سلّم الرئيس المسيّرات.", "واغادوغو –"),
        ("ar", "نيامي 9 مارس 2021 / غادرت السفينة.", "نيامي 9 مارس 2021 /"),
        ("ar", "أبوظبي في 9 مارس / وام / غادرت السفينة.", "أبوظبي في 9 مارس / وام /"),
        ("ar", "تونس 9 مارس 2021 (وات)- غادرت السفينة.", "تونس 9 مارس 2021 (وات)-"),
        ("ar", "غادرت السفينة / الزورق أمس.", None),
        ("en", "The tanks came: six of them.", None),
        ("fr", "Les chars sont venus – six en tout.", None),
        ("ru", "Танки пришли — это видели все.", None),
        ("en", "A Mi-24 crashed.", None),
    ],
)
def test_datelines(language: str, text: str, dateline: str | None) -> None:
    found = find_dateline(split(language, text)[0])
    assert (found.of(text) if found else None) == dateline


def test_no_evidence_of_the_gold_is_passed_over() -> None:
    files = sorted(GOLD.glob("*-*-[0-9][0-9].json"))
    if not files:
        pytest.skip("the gold set is not here")
    eaten = []
    for file in files:
        article = json.loads(file.read_text(encoding="utf-8"))
        text = article["text"]
        spans = find(article["language"], text)
        for claim in article["claims"]:
            start = text.find(claim["evidence"])
            evidence = Span(start, start + len(claim["evidence"]))
            eaten += [(file.stem, span.of(text)) for span in spans if span.overlaps(evidence)]
    assert not eaten


@pytest.mark.parametrize("language", languages())
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gives_ranges_in_order(language: str, text: str) -> None:
    end = 0
    for span in find(language, text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
