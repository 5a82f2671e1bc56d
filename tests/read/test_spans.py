"""Spans hold under every spelling of a text: each value's span gives exactly its words, whatever marks stand between."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from marsad.model import Claim, Document, Span
from marsad.pipeline import read_document

EXAMPLES = 20_000

SENTENCES = {
    "ar": (
        "وصلت إلى باماكو، الجمعة، سبع دبابات روسية من طراز T-72B3 وخمس شاحنات كاماز، حسب مصدر عسكري.",
        "درّب 120 خبيراً روسياً من فيلق أفريقيا كتيبتين من الجيش المالي في 3 آذار/مارس 2025.",
        "نفت وزارة الدفاع الجزائرية أن تكون قد تسلّمت مروحيتين من طراز مي-35.",
    ),
    "fr": (
        "Sept chars T-72B3 et une trentaine de véhicules blindés russes ont été livrés à Gao, selon une source militaire.",
        "L'armée malienne a reçu lundi 5 000 obus de 122 mm de la Turquie.",
    ),
    "en": (
        "Turkey delivered six Bayraktar TB2 drones to the Malian army in Bamako on 4 May 2024, Reuters reported.",
        "About 200 Russian instructors will train two battalions in Niger.",
    ),
    "ru": (
        "Россия поставила Мали семь танков Т-72Б3 и до 30 бронемашин «Тигр», сообщил источник в минобороны.",
        "Более ста инструкторов Африканского корпуса прибыли в Ниамей 12 апреля 2024 года.",
    ),
}
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
INVISIBLE = "\u200e\u200f\u200d\u200c\u061c\u2066\u2069\u00ad"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def scatter(rng: random.Random, text: str, marks: str, fits: Callable[[str], bool]) -> str:
    """``text`` with marks behind some of the characters that fit."""
    return "".join(char + rng.choice(marks) if fits(char) and rng.random() < 0.15 else char for char in text)


def is_arabic(char: str) -> bool:
    return "\u0621" <= char <= "\u064a"


SAME: dict[str, Callable[[random.Random, str], str]] = {
    "tatweel": lambda rng, text: scatter(rng, text, "ـ", is_arabic),
    "harakat": lambda rng, text: scatter(rng, text, HARAKAT, is_arabic),
    "invisible marks": lambda rng, text: scatter(rng, text, INVISIBLE, str.isalpha),
    "NFD": lambda rng, text: unicodedata.normalize("NFD", text),
    "NFC": lambda rng, text: unicodedata.normalize("NFC", text),
    "Arabic-Indic digits": lambda rng, text: text.translate(DIGITS),
}
OTHER: dict[str, Callable[[random.Random, str], str]] = {
    "CRLF": lambda rng, text: text.replace(" ", "\r\n", rng.randint(0, 2)) + "\r\n" + text,
    "emoji": lambda rng, text: scatter(rng, text, "🚛🪖👨‍👩‍👧🇲🇱", lambda char: char == " "),
    "cut": lambda rng, text: text[rng.randint(0, 20) : rng.randint(20, len(text))],
    "swap": lambda rng, text: " ".join(rng.sample(text.split(), len(text.split()))),
}


def spans_of(claim: Claim) -> Iterator[tuple[Span, str | None]]:
    """Every span of a claim with the words it should give, None where the claim does not repeat them."""
    yield from ((span, None) for span in claim.spans)
    yield from ((item.span, item.text) for item in claim.items)
    if claim.personnel:
        yield claim.personnel.span, claim.personnel.text
    parts = (claim.supplier, claim.recipient, claim.unit, claim.place, claim.date, *claim.sources)
    yield from ((part.span, None) for part in parts if part and part.span)


def check_spans(text: str, claims: tuple[Claim, ...]) -> None:
    for claim in claims:
        for span, words in spans_of(claim):
            assert 0 <= span.start < span.end <= len(text)
            assert words is None or text[span.start : span.end] == words
            assert span.of(text).strip() == span.of(text), "a span begins and ends with its words"


def content(claim: Claim) -> tuple[object, ...]:
    """What a claim says, without where its words stand."""
    parties = tuple(p.id if p else None for p in (claim.supplier, claim.recipient, claim.unit))
    items = tuple((i.designation, i.class_, i.low, i.high) for i in claim.items)
    return claim.type, claim.factuality, parties, items, claim.date.edtf if claim.date else None


def read(text: str, language: str) -> tuple[Claim, ...]:
    return read_document(Document("d", "d", text, language=language)).claims


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_spellings_of_one_text_read_the_same_and_spans_hold(language: str) -> None:
    rng = random.Random(language)
    known = {text: [content(claim) for claim in read(text, language)] for text in SENTENCES[language]}
    assert any(known.values())
    for _ in range(EXAMPLES // (2 * len(SENTENCES))):
        text, name = rng.choice(SENTENCES[language]), rng.choice(sorted(SAME))
        mutated = SAME[name](rng, text)
        claims = read(mutated, language)
        check_spans(mutated, claims)
        assert [content(claim) for claim in claims] == known[text], f"{name}: {mutated!r}"


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_spans_hold_in_damaged_texts(language: str) -> None:
    rng = random.Random(language)
    for _ in range(EXAMPLES // (2 * len(SENTENCES))):
        mutated = rng.choice(SENTENCES[language])
        for name in rng.sample(sorted({**SAME, **OTHER}), 3):
            mutated = {**SAME, **OTHER}[name](rng, mutated)
        check_spans(mutated, read(mutated, language))
