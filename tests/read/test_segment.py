"""Cutting a text into sentences: what stops them, and that none is longer than time allows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.read.segment import LONGEST, Sentence, split_sentences
from marsad.text import normalise


def split(text: str, language: str = "en") -> list[Sentence]:
    pack = load_pack(language)
    return split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)


def words(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in split(text)]


def test_a_stop_ends_a_sentence_and_an_initial_does_not() -> None:
    assert words("Two tanks came. J. Moyo counted them.") == ["Two tanks came.", "J. Moyo counted them."]


def test_what_goes_on_without_a_stop_is_cut_behind_a_mark() -> None:
    text = ", ".join(f"{number} trucks came from Bamako" for number in range(200))
    found = words(text)
    assert len(found) > 1
    assert all(part.endswith(",") for part in found[:-1])
    assert " ".join(found) == text


def test_without_any_mark_it_is_cut_all_the_same() -> None:
    text = " ".join(["trucks"] * (2 * LONGEST + 1))
    assert [len(sentence.tokens) for sentence in split(text)] == [LONGEST, LONGEST, 1]


def test_no_name_and_no_bracket_is_cut() -> None:
    for inside in ("T-72", "Mali's", "(Gao)"):
        text = " ".join(["trucks"] * (LONGEST - 1) + [inside] + ["trucks"] * LONGEST)
        assert any(inside in part for part in words(text))


@given(st.lists(st.sampled_from(["tanks", ",", "came", "7", ";", "(", "T-72", ".", "\n"]), max_size=900))
def test_no_word_is_lost_and_none_is_in_two_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    sentences = split(text)
    assert all(len(sentence.tokens) <= LONGEST for sentence in sentences)
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    kept = "".join(token.norm for sentence in sentences for token in sentence.tokens if token.kind != "mark")
    assert kept == "".join(char for char in text.casefold() if char.isalnum())


def test_a_scale_cut_short_ends_a_sentence_only_before_a_capital() -> None:
    text = "Контракт стоит 3 млн. рублей, аванс — 1 млн. Первые два катера пришли."
    assert [s.span.of(text) for s in split(text, "ru")] == [
        "Контракт стоит 3 млн. рублей, аванс — 1 млн.",
        "Первые два катера пришли.",
    ]


def test_the_ending_of_a_number_ends_a_sentence() -> None:
    text = "Замбия получила два катера в 2023-м. Третий ждут летом."
    assert [s.span.of(text) for s in split(text, "ru")] == [
        "Замбия получила два катера в 2023-м.",
        "Третий ждут летом.",
    ]


def test_a_measure_ends_a_sentence_before_a_capital() -> None:
    text = "Ракеты летят на 700 км. По словам посла, поставлены четыре партии. Это 20 км. в час."
    assert [s.span.of(text) for s in split(text, "ru")] == [
        "Ракеты летят на 700 км.",
        "По словам посла, поставлены четыре партии.",
        "Это 20 км. в час.",
    ]
