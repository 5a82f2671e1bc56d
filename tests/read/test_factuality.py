"""Factuality from cues and their reach, on sentences of each language with the trigger in square brackets."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.model import FACTUALITIES, Span
from marsad.read.factuality import FactualityJudgement, judge_factuality
from marsad.read.segment import Sentence, split_sentences
from marsad.text import normalise

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("ar", "en", "fr", "ru")


def read_cases(language: str) -> list[tuple[str, str, str]]:
    lines = (CASES / f"factuality_{language}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row and row[0][:1] != "#"]
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows[1:]]


def sentences_of(language: str, text: str) -> list[Sentence]:
    pack = load_pack(language)
    return split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)


def frame_of(language: str, sentence: Sentence, trigger: Span) -> dict[str, str]:
    """Frame and voice of the pack's first trigger on the marked words."""
    first = next(index for index, token in enumerate(sentence.tokens) if token.end > trigger.start)
    matches = load_pack(language).lexicon("triggers").starting_at(sentence.tokens, first)
    return {name: matches[0].get(name) for name in ("frame", "voice")} if matches else {}


def judge(language: str, marked: str, following: str = "", **options: str | bool) -> tuple[FactualityJudgement, str]:
    """The judgement on the last marked words of a sentence, with its text without the marks."""
    start = marked.rindex("[")
    trigger = marked[start + 1 : marked.index("]", start)]
    text = marked.replace("[", "").replace("]", "")
    begin = start - marked[:start].count("[") - marked[:start].count("]")
    span = Span(begin, begin + len(trigger))
    sentence = next(s for s in sentences_of(language, text) if s.span.covers(span))
    after = sentences_of(language, following)[0] if following else None
    form = {**frame_of(language, sentence, span), **options}
    found = judge_factuality(sentence, load_pack(language), sentence.span, span, after, **form)  # type: ignore[arg-type]
    return found, text


@pytest.mark.parametrize(
    ("language", "expected", "sentence", "following"),
    [(language, *case) for language in LANGUAGES for case in read_cases(language)],
)
def test_the_cases_of_each_language(language: str, expected: str, sentence: str, following: str) -> None:
    assert judge(language, sentence, following)[0].factuality == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_sixty_cases_of_all_four_kinds(language: str) -> None:
    cases = read_cases(language)
    assert len(cases) >= 60
    assert {case[0] for case in cases} == set(FACTUALITIES)


def test_a_judgement_names_the_words_that_decide() -> None:
    found, text = judge("en", "The ministry denied that the tanks had [arrived].")
    assert found.span is not None
    assert found.span.of(text) == "denied"
    assert found.rule.startswith("factuality:after:")
    assert found.effects == ("denied:after",)


def test_a_plain_fact_rests_on_no_words() -> None:
    found, _ = judge("en", "The tanks [arrived].")
    assert found == FactualityJudgement("fact", "factuality:plain")


def test_a_hedge_beats_an_expectation() -> None:
    assert judge("en", "The tanks will probably [arrive] next week.")[0].factuality == "possible"


def test_a_denial_beats_both() -> None:
    assert judge("en", "He denied that the tanks would perhaps [arrive].")[0].factuality == "denied"


def test_a_pledge_that_is_made_is_a_fact_and_its_delivery_is_not() -> None:
    sentence = "Norway will [give] eight tanks."
    assert judge("en", sentence, frame="pledge", voice="active")[0].factuality == "fact"
    assert judge("en", sentence, frame="give", voice="active")[0].factuality == "expected"


def test_a_verb_is_not_governed_by_the_verb_that_follows_it() -> None:
    sentence = "The jets [ordered] from Italy are due in May."
    assert judge("en", sentence, voice="passive", frame="buy")[0].factuality == "fact"
    assert judge("en", "Their [arrival] is expected in May.", voice="noun")[0].factuality == "expected"


def test_a_date_to_come_makes_a_plain_statement_expected() -> None:
    assert judge("en", "First [delivery]: 2031.", upcoming=True)[0].factuality == "expected"
    assert judge("en", "The ministry denied the [delivery] of 2031.", upcoming=True)[0].factuality == "denied"


def test_a_hedge_right_before_an_item_is_the_items_own() -> None:
    text = "They unloaded four guns and, possibly, a radar."
    sentence = sentences_of("en", text)[0]
    trigger = Span(text.index("unloaded"), text.index("unloaded") + 8)

    def of(item: str) -> str:
        span = Span(text.index(item), text.index(item) + len(item))
        pack = load_pack("en")
        return judge_factuality(sentence, pack, sentence.span, trigger, item=span, voice="active").factuality

    assert of("guns") == "fact"
    assert of("radar") == "possible"


def test_a_month_is_no_hedge() -> None:
    assert judge("en", "The tanks [arrived] on 3 May in Gao.")[0].factuality == "fact"


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["the", "will", "not", "deny", ",", "may", "said", "(", ")", "[x]", "sent", ";", "that", "probably", "ة"]
        ),
        min_size=1,
    )
)
def test_any_words_are_judged_with_a_span_inside_the_sentence(words: list[str]) -> None:
    text = " ".join([*words, "sent"])
    sentence = sentences_of("en", text)[-1]
    trigger = Span(len(text) - 4, len(text))
    found = judge_factuality(sentence, load_pack("en"), sentence.span, trigger)
    assert found.factuality in FACTUALITIES
    assert found.span is None or sentence.span.covers(found.span)


@pytest.mark.parametrize(("language", "word"), [("en", "Despite"), ("fr", "Malgré"), ("ru", "Несмотря"), ("ar", "رغم")])
def test_circumstances_cut_short_are_read(language: str, word: str) -> None:
    for text in (word, f"{word},", f"{word} ,"):
        (sentence,) = sentences_of(language, text)
        assert judge_factuality(sentence, load_pack(language), sentence.span, sentence.span).factuality == "fact"


@pytest.mark.parametrize(
    ("code", "text", "trigger"),
    [
        ("en", "Norway delivered not 14 but 20 howitzers.", "delivered"),
        ("ru", "Норвегия поставила не 14, а 20 гаубиц.", "поставила"),
    ],
)
def test_a_number_put_right_denies_nothing(code: str, text: str, trigger: str) -> None:
    (sentence,) = sentences_of(code, text)
    at = text.index(trigger)
    judged = judge_factuality(sentence, load_pack(code), sentence.span, Span(at, at + len(trigger)))
    assert judged.factuality == "fact"


@pytest.mark.parametrize(
    ("code", "text", "trigger"),
    [
        ("en", "Norway delivered not 14 tanks to Mali.", "delivered"),
        ("ru", "Россия передала Мали не 12 танков.", "передала"),
    ],
)
def test_a_number_that_no_other_puts_right_is_denied(code: str, text: str, trigger: str) -> None:
    (sentence,) = sentences_of(code, text)
    at, end = text.index(trigger), text.index("tan" if code == "en" else "тан")
    judged = judge_factuality(
        sentence, load_pack(code), sentence.span, Span(at, at + len(trigger)), item=Span(end, end + 5)
    )
    assert judged.factuality == "denied"
