"""Whom a text names as saying what, on sentences of each language with the clause in question in square brackets."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.model import Span
from marsad.read.attribution import Attribution, find_attributions, sources_of
from marsad.read.segment import split_sentences
from marsad.text import normalise

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("ar", "en", "fr", "ru")


def read_cases(language: str) -> list[tuple[str, str]]:
    lines = (CASES / f"attribution_{language}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row and row[0][:1] != "#"]
    return [(row[0], row[1]) for row in rows[1:]]


def attribute(language: str, text: str) -> list[Attribution]:
    pack = load_pack(language)
    sentences = split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    return find_attributions(sentences, pack, text)


def chain_of(language: str, marked: str) -> list[str]:
    """The words of the sources that cover the marked clause, outermost first."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return [mention.span.of(text) for mention in sources_of(attribute(language, text), Span(start, end))]


@pytest.mark.parametrize(
    ("language", "marked", "sources"), [(code, *case) for code in LANGUAGES for case in read_cases(code)]
)
def test_clause_has_its_chain_of_sources(language: str, marked: str, sources: str) -> None:
    assert chain_of(language, marked) == ([] if sources == "-" else sources.split(" > "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases(language: str) -> None:
    assert len(read_cases(language)) >= 60


@pytest.mark.parametrize(
    ("language", "text", "effect", "kind"),
    [
        ("en", "The embassy denied that trucks had come.", "denies", "official"),
        ("en", "Satellite images show ten trucks.", "shows", "imagery"),
        ("en", "Canada pledged ten trucks.", "promises", "name"),
        ("fr", "Le gouverneur espère que les camions viendront.", "hopes", "official"),
        ("ru", "Посольство опровергло прибытие грузовиков.", "denies", "official"),
        ("ar", "وتُظهر صور الأقمار الاصطناعية عشر شاحنات.", "shows", "imagery"),
    ],
)
def test_effect_and_kind_are_named(language: str, text: str, effect: str, kind: str) -> None:
    (found,) = attribute(language, text)
    assert (found.effect, found.sources[-1].kind) == (effect, kind)
    assert found.rule


def test_quotation_runs_over_sentences() -> None:
    text = 'The colonel said: "We got eight guns. [Two of them] never worked. They are gone."'
    assert chain_of("en", text) == ["The colonel"]


def test_answers_of_an_interview_belong_to_the_one_who_is_asked() -> None:
    text = (
        "We met the historian Clara Novak, an expert on the navy, in her office.\n"
        "— How many boats are there?\n"
        "— [Six boats]. They came from Norway.\n"
        "— And the crews?\n"
        "— The admiral says forty men were trained."
    )
    assert chain_of("en", text) == ["historian Clara Novak"]
    plain = text.replace("[", "").replace("]", "")
    start = plain.index("forty men")
    chain = sources_of(attribute("en", plain), Span(start, start + 9))
    assert [mention.name for mention in chain] == ["historian Clara Novak", "The admiral"]


def test_questions_without_an_interviewee_name_nobody() -> None:
    text = "Your questions on the boats.\n— How many boats are there?\n— [Six boats].\n— And the crews?\n— Forty men."
    assert chain_of("en", text) == []


INTERVIEWS = [
    # Nothing says that it is an interview but how it is laid out, and the one who answers has no title.
    (
        "ru",
        "Двадцать лет Егор Лапин чинил вертолёты. Теперь он на пенсии.\n\n— Сколько их было?\n— Двенадцать.\n"
        "— А новые?\n— [Три пришли весной].\n— Кто учил?\n— Приезжие.",
        ["Егор Лапин"],
    ),
    (
        "fr",
        "Le colonel (er) Paul Diarra a commandé la base. Il reçoit chez lui.\n\nCombien d'avions ? – Six.\n"
        "Et les drones ? – [Quatre sont arrivés en mai].\nQui forme ? – Des étrangers.",
        ["Paul Diarra"],
    ),
    (
        "en",
        "Tonight: General Nabil al-Hadi.\n\nRima, Tyre: How many guns?\n— [Ten guns came].\n\nSami, Sidon: From whom?\n"
        "— From the north.\n\nHani: And tanks?\n— None.",
        ["General Nabil al-Hadi"],
    ),
    # A transcript: each turn opens with its speaker; what the host says the outlet itself says.
    ("en", "HOST: Good evening.\nGUEST: We saw ships. [Two left on Friday].\nHOST: And guns?\nGUEST: None.", ["GUEST"]),
    ("en", "HOST: [Two ships left on Friday].\nGUEST: We saw them.\nHOST: And guns?\nGUEST: None.", []),
    (
        "ru",
        "ВЕДУЩАЯ: Сколько приехало?\nГОСТЬ (Лев Орлов, историк): Мало.\nВЕДУЩАЯ: А техника?\nГОСТЬ: [Двадцать машин пришли].",
        ["ГОСТЬ (Лев Орлов, историк)"],
    ),
    ("ar", "المذيعة: كم سفينة وصلت؟\nالضيف: ثلاث. [رست واحدة أمس].\nالمذيعة: ومن فيها؟\nالضيف: جنود.", ["الضيف"]),
    # Headings are no speakers.
    ("en", "LAND: Ten trucks came.\nSEA: [Two ships left].\nAIR: Three jets landed.\nLOGISTICS: Fuel came.", []),
]


@pytest.mark.parametrize(("language", "marked", "sources"), INTERVIEWS)
def test_turns_belong_to_those_whose_they_are(language: str, marked: str, sources: list[str]) -> None:
    assert chain_of(language, marked) == sources


def test_what_was_said_before_is_covered_by_the_sentence_that_says_so() -> None:
    assert chain_of("ru", "[Колонна] ушла на север. Об этом сообщил мэр города.") == ["мэр города"]


WORDS = {
    "ar": ["قال", "الوزير", "إن", "عشر", "شاحنات", "،", ".", "«", "»", "رويترز", "عن", "وفق", "مصدر", "لصحيفة", "نفى", ":"],
    "en": ["said", "The", "minister", "that", "ten", "trucks", ",", ".", '"', "Reuters", "citing", "he", "-", ":", "?", "\n"],
    "fr": ["a", "dit", "le", "ministre", "que", "dix", "camions", ",", ".", "«", "»", "selon", "l'", "AFP", "-t-il", "\n"],
    "ru": ["сообщил", "министр", "что", "десять", ",", ".", "«", "»", "по", "словам", "Reuters", "в", "Минске", "уверяют", "—"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_spans_lie_in_the_text_whatever_it_says(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.one_of(st.sampled_from(WORDS[language]), st.text(max_size=4)), max_size=25))
    text = " ".join(words)
    for found in attribute(language, text):
        assert found.sources
        for span in (found.scope, *(mention.span for mention in found.sources)):
            assert 0 <= span.start < span.end <= len(text)
        for mention in found.sources:
            assert mention.name == " ".join(mention.span.of(text).split())


@pytest.mark.parametrize("text", ["ЖДУТ В", "Говорят в", "Сообщают на"])
def test_a_sentence_that_ends_too_early_names_nobody(text: str) -> None:
    assert not attribute("ru", text)


def test_what_closes_a_summing_sentence_covers_the_one_before() -> None:
    """ "This the minister said in Riga, TASS reports" covers what he said, an outlet as well as he."""
    text = "Гаубицы прибудут в мае. Об этом министр обороны сказал на совещании в Риге, передаёт ТАСС."
    assert [m.name for m in sources_of(attribute("ru", text), Span(0, 7))] == ["ТАСС", "министр обороны"]
