"""Amounts: intervals by cases in four languages, offsets by property, binding by marked sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import languages, load_pack
from marsad.model import Amount, Span
from marsad.read.amounts import apply_operator, find_amounts
from marsad.read.binding import bind_amounts
from marsad.read.segment import Sentence, split_sentences
from marsad.text import normalise

CASES = Path(__file__).parent / "cases"
FLOOR = 0.97
LANGUAGES = ["ar", "en", "fr", "ru"]


def read_sentences(text: str, code: str) -> list[Sentence]:
    pack = load_pack(code)
    return split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)


def amounts_of(text: str, code: str) -> list[Amount]:
    return [a for sentence in read_sentences(text, code) for a in find_amounts(sentence, load_pack(code))]


def take_marks(marked: str) -> tuple[str, list[Span]]:
    """The text without its [marks] and the spans that they held."""
    spans, text = [], ""
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            spans.append(Span(len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


def show(low: int | None, high: int | None) -> str:
    return f"{'' if low is None else low}..{'' if high is None else high}"


def read_cases(code: str) -> list[tuple[str, str]]:
    lines = (CASES / f"amounts_{code}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return [(text, intervals) for text, _, intervals in rows[1:]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_amounts_are_those_of_the_cases(code: str) -> None:
    cases = read_cases(code)
    failures = []
    for marked, intervals in cases:
        text, spans = take_marks(marked)
        found = amounts_of(text, code)
        read = " ".join(show(a.low, a.high) for a in found)
        if read != intervals or [a.span for a in found] != spans:
            words = [a.span.of(text) for a in found]
            failures.append(f"{marked}\n    expected {intervals or 'nothing'}, read {read or 'nothing'} {words}")
    print("\n".join(failures))
    assert len(cases) >= 120
    assert 1 - len(failures) / len(cases) >= FLOOR


def test_every_language_has_cases() -> None:
    assert [code for code in languages() if (CASES / f"amounts_{code}.tsv").exists()] == LANGUAGES


@pytest.mark.parametrize(
    ("operator", "number", "interval"),
    [
        ("over", 1000, (1001, None)),
        ("least", 5, (5, None)),
        ("most", 100, (None, 100)),
        ("under", 300, (None, 299)),
        ("nearly", 100, (90, 100)),
        ("about", 15, (13, 17)),
        ("about", 300, (270, 330)),
        ("round", 30, (27, 33)),
        ("exact", 7, (7, 7)),
    ],
)
def test_operators_give_the_intervals_of_the_guide(
    operator: str, number: int, interval: tuple[int | None, int | None]
) -> None:
    assert apply_operator(operator, number, number) == interval


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_amounts_lie_in_any_text(text: str, code: str) -> None:
    for amount in amounts_of(text, code):
        assert 0 <= amount.span.start < amount.span.end <= len(text)
        assert amount.low is not None or amount.high is not None
        assert amount.low is None or amount.high is None or amount.low <= amount.high


@given(st.integers(min_value=2, max_value=999), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_figures_read_as_themselves(number: int, code: str) -> None:
    noun = {"ar": "دبابة", "en": "tanks", "fr": "chars", "ru": "танков"}[code]
    assert [(a.low, a.high) for a in amounts_of(f"{number} {noun}", code)][:1] in ([], [(number, number)])
    assert amounts_of(f"x {number} {noun}", code)[0].low == number


BINDING = [
    ("en", "They sent six modern [tanks] and ten [howitzers].", "6..6 10..10"),
    ("en", "Eleven of the 29 [launchers] on order arrived.", "11..11"),
    ("en", "The yard sold [launchers] (four) and [radars].", "4..4 -"),
    ("en", "Kyiv got two batteries of [Patriot missiles].", "-"),
    ("en", "They showed the [T-72 tanks] in 2023.", "-"),
    ("en", "The order covers [tanks], 40 of them.", "40..40"),
    ("en", "The first [C-27J] landed.", "1..1"),
    ("en", "The first [batteries] landed.", "-"),
    ("en", "It holds [tanks] and [guns], 120 of each type.", "120..120 120..120"),
    ("en", "The crews got [radars], two senior officers said.", "-"),
    ("en", "Cairo received the first of the 54 [Rafale jets].", "1..1"),
    ("en", "Nine of the 14 [guns] are there.", "9..9"),
    ("fr", "Ils ont livré douze [chars] et une trentaine d'[obusiers].", "12..12 27..33"),
    ("fr", "Ils ont livré des [chars] au nombre de 30.", "30..30"),
    ("fr", "Ils ont livré trois lots de [fusils].", "-"),
    ("fr", "Une quarantaine de [blindés] et une centaine de [militaires] sont là.", "36..44 90..110"),
    ("ru", "Они отправили шесть новых [танков] и десять [гаубиц].", "6..6 10..10"),
    ("ru", "Они отправили [гаубицы] в количестве 12 штук.", "12..12"),
    ("ru", "Они отправили [гаубицы], 48 единиц, летом.", "48..48"),
    ("ru", "Каир получил последние из 54 [истребителей].", "-"),
    ("ru", "Флот принял первый из четырёх [корветов].", "1..1"),
    ("ru", "Порт принял третью партию [гаубиц].", "-"),
    ("ru", "На борту 36 [пикапов] и рис.", "36..36"),
    ("ru", "Пришли два российских дивизиона [ЗРК].", "-"),
    ("ru", "Осло купил [БМП-3] - 20 штук.", "20..20"),
    ("ru", "В 2021 году 2000 [автоматов] ушли на юг.", "2000..2000"),
    ("ar", "وصلت شحنة ثالثة من 12 [مدرعة].", "12..12"),
    ("ar", "أرسلت سبع [دبابات] وثلاث [طائرات].", "7..7 3..3"),
    ("en", "They got two [S-300 batteries] and two [S-300 launchers].", "- 2..2"),
    ("en", "More than half of the 3,000 [troops] left.", "-"),
    ("en", "That brings the number of [tanks] sent to Lima by Oslo to 54.", "54..54"),
    ("en", "The total number of [trucks] given by Oslo is now 79, and [boats] went on.", "79..79 -"),
    ("ar", "تسلّم الجيش [مروحيتين هجوميتين] ورادارا.", "2..2"),
    ("ar", "وصلت [مدافع] ستة.", "6..6"),
    ("ar", "وصلت [دبابات] عددها 12.", "12..12"),
    ("ar", "وصل مئة مدرب و[دبابة].", "-"),
    # a number told of a noun some words before it
    ("en", "The number of [T-55 tanks] handed over by Minsk has reached 31.", "31..31"),
    ("en", "A clerk puts the number of [howitzers] unloaded so far at between five and six.", "5..6"),
    ("en", "The [launchers] sent by Minsk were twelve.", "12..12"),
    ("en", "[Radars] handed over to the army now total three.", "3..3"),
    ("en", "[Howitzers], of which Oslo has given 14, are scarce.", "14..14"),
    ("en", "The [tanks] it sent were 30 years old.", "-"),
    ("en", "The [tanks] were in the depot, and 14 crews slept there.", "-"),
    ("en", "The number of [tanks] fell by 31 per cent.", "-"),
    ("en", "The number of [tanks] sent by Oslo to 14 bases grew.", "-"),
    ("en", "The number of [tanks] in Gao was brought to 14 by June.", "14..14"),
    ("en", "A total of 40 [tanks] was unloaded at 2.", "40..40"),
    ("en", "Oslo sent [tanks] while the mean age of the crews was 19.", "-"),
    ("fr", "Le nombre de [chars] livrés par Minsk atteint 31.", "31..31"),
    ("fr", "Les [drones] remis à Gao étaient douze.", "12..12"),
    ("fr", "Des [obusiers], dont Oslo a fourni 14 exemplaires, sont là.", "14..14"),
    ("fr", "Les [chars] livrés sont vieux de 30 ans.", "-"),
    ("fr", "Le nombre de [chars] livrés par Oslo a baissé de 31.", "-"),
    ("ru", "Число [танков], переданных Минском, достигло 31.", "31..31"),
    ("ru", "Чиновник оценивает число выгруженных [гаубиц] в шесть.", "6..6"),
    ("ru", "[Установок], отправленных Минском, было двенадцать.", "12..12"),
    ("ar", "وبلغ عدد [الدبابات] التي سلمتها مينسك 31 [دبابة].", "31..31 -"),
    ("ar", "عدد [الدبابات] المرسلة إلى 14 قاعدة يرتفع.", "-"),
    ("ar", "وقدّر موظف عدد [المدافع] التي أُنزلت بستة.", "6..6"),
    ("ar", "و[الراجمات] التي أرسلتها مينسك عددها اثنتا عشرة.", "12..12"),
    ("fr", "Ils ont reçu au moins un [Mohajer-6].", "1.."),
    ("fr", "Les dix premiers des 32 [F-35A] commandés arriveront.", "10..10"),
    ("fr", "Ils ont livré 14 [canons], mais 20 [chars].", "14..14 20..20"),
    ("ru", "Нигер заменил шесть старых [БРДМ] десятью турецкими [«Кобрами»].", "6..6 10..10"),
    # one number for another
    ("en", "Oslo delivered not 14 but 20 [howitzers].", "20..20"),
    ("en", "The [helicopters] sent to Gao are four, not six, he said.", "4..4"),
    ("fr", "Oslo a livré non pas 14, mais 20 [obusiers].", "20..20"),
    ("ru", "Осло поставил не 14, а 20 [гаубиц].", "20..20"),
    ("ar", "سلمت أوسلو 20 [مدفعا] لا 14.", "20..20"),
    ("en", "The base got 20 [tanks], not 14 [helicopters].", "20..20 14..14"),
    ("ar", "وزاد عدد [المدافع] هناك من 100 إلى 200.", "200..200"),
]


@pytest.mark.parametrize(("code", "marked", "expected"), BINDING)
def test_amounts_go_to_their_nouns(code: str, marked: str, expected: str) -> None:
    text, spans = take_marks(marked)
    (sentence,) = read_sentences(text, code)
    bound = bind_amounts(sentence, load_pack(code), find_amounts(sentence, load_pack(code)), spans)
    read = [show(bound[span].low, bound[span].high) if span in bound else "-" for span in spans]
    assert " ".join(read) == expected


@pytest.mark.parametrize(
    ("code", "marked", "whole"),
    [
        ("en", "Cairo received the first of the 54 [Rafale jets].", (54, 54)),
        ("ru", "Флот принял первый из четырёх [корветов].", (4, 4)),
        ("en", "Cairo received one [Rafale jet].", None),
    ],
)
def test_one_of_many_knows_of_how_many(code: str, marked: str, whole: tuple[int, int] | None) -> None:
    text, (span,) = take_marks(marked)
    (sentence,) = read_sentences(text, code)
    bound = bind_amounts(sentence, load_pack(code), find_amounts(sentence, load_pack(code)), [span])[span]
    assert (bound.low, bound.high) == (1, 1)
    assert (bound.whole and (bound.whole.low, bound.whole.high)) == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تسلّم الحرس نظامي دفاع جوي وزورقي دورية.", [("نظامي", 2), ("زورقي", 2)]),
        ("أرسلت الوزارة نظاماً للدفاع الجوي وعتاداً عسكرياً.", []),
        ("ووصلت إلى الميناء في 2022 آخر شاحنة.", []),
    ],
)
def test_two_of_a_long_name_are_two_and_a_year_before_the_last_is_none(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(amount.span.of(text), amount.low) for amount in amounts_of(text, "ar")] == expected
