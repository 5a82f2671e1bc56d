"""What is said plainly in one sentence is read, whatever weights were learned."""

import datetime as dt

import pytest

from marsad.model import Document
from marsad.pipeline import read_document

PLAIN = [
    ("en", "Turkey delivered six Bayraktar TB2 drones to Mali.", "delivery", "TR", "ML"),
    ("en", "An Il-76 carrying 20 Russian armoured vehicles landed in Bamako on Friday.", "delivery", "RU", "ML"),
    ("en", "Fifty Russian instructors arrived in Guinea on Monday.", "deployment", "RU", "GN"),
    ("en", "France withdrew its last 1,500 soldiers from Niger in December.", "withdrawal", "FR", "NE"),
    ("en", "Chad has ordered two Anka drones from Turkey.", "order", "TR", "TD"),
    ("en", "Turkey handed Mali thirteen Kirpi vehicles in the port of Dakar.", "delivery", "TR", "ML"),
    ("fr", "La Turquie a remis treize blindés Kirpi au Mali dans le port de Dakar.", "delivery", "TR", "ML"),
    ("ar", "سلّمت تركيا مالي ثلاث عشرة مدرعة من طراز كيربي في ميناء داكار.", "delivery", "TR", "ML"),
    ("ru", "Турция передала Мали тринадцать бронеавтомобилей Kirpi в порту Дакара.", "delivery", "TR", "ML"),
    ("fr", "La Russie a livré vingt chars au Mali.", "delivery", "RU", "ML"),
    ("fr", "Un convoi de 30 blindés russes est arrivé à Bamako.", "delivery", "RU", "ML"),
    ("fr", "Cent instructeurs russes sont arrivés à Niamey.", "deployment", "RU", "NE"),
    ("ar", "سلّمت تركيا مالي ست طائرات مسيّرة من طراز بيرقدار تي بي 2.", "delivery", "TR", "ML"),
    ("ar", "وصل خمسون مدرباً روسياً إلى معسكر في غينيا.", "deployment", "RU", "GN"),
    ("ar", "وصل مئة مدرب روسي إلى نيامي يوم الاثنين.", "deployment", "RU", "NE"),
    ("ar", "تسلم الجيش البوركيني ثلاث عشرة مدرعة من طراز كيربي من تركيا.", "delivery", "TR", "BF"),
    ("ru", "Россия поставила Мали 20 танков Т-72.", "delivery", "RU", "ML"),
    ("ru", "Сто российских инструкторов прибыли в Нигер.", "deployment", "RU", "NE"),
]


@pytest.mark.parametrize(("language", "text", "kind", "supplier", "recipient"), PLAIN)
def test_a_plain_sentence_is_read(language: str, text: str, kind: str, supplier: str, recipient: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    found = [
        (claim.type, claim.supplier and claim.supplier.id, claim.recipient and claim.recipient.id)
        for claim in read_document(document).claims
    ]
    assert (kind, supplier, recipient) in found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La Libye attend depuis deux ans la livraison de trois patrouilleurs italiens."),
        (
            "fr",
            "Les Mirage en service depuis 1988 seront remplacés par douze Rafale commandés à la France par le Pérou.",
        ),
    ],
)
def test_what_is_expected_has_not_been_going_on(language: str, text: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    claims = read_document(document).claims
    assert claims
    assert not [claim for claim in claims if claim.factuality == "expected" and claim.date is not None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "À Bruxelles, le ministre néerlandais de la Défense a annoncé que 24 F-16 ont été livrés à l'Ukraine."),
        ("fr", "Vingt instructeurs russes sont arrivés au Mali, a déclaré mardi un général malien à Doha."),
        ("en", "In Brussels, the Dutch defence minister said that 24 F-16 jets had been delivered to Ukraine."),
    ],
)
def test_where_it_was_said_is_not_where_it_happened(language: str, text: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    claims = read_document(document).claims
    assert claims
    assert not {claim.place.name for claim in claims if claim.place} & {"Brussels", "Doha"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Катар передал Чаду 22 бронемашины «Нимр». Об этом 9 февраля сообщила обсерватория в Лондоне."),
        ("ru", "Катар передал Чаду 22 бронемашины «Нимр». Об этом в среду в Риме рассказал посол."),
    ],
)
def test_a_sentence_that_only_names_the_source_states_nothing_new(language: str, text: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    claims = read_document(document).claims
    assert [claim.type for claim in claims] == ["delivery"]
    assert claims[0].sources


@pytest.mark.parametrize(
    "text",
    [
        "Колумбия намерена купить 17 истребителей «Грипен».",
        "Чили стремится купить 12 гаубиц у Франции.",
        "Перу изучает покупку шести самолётов C-390.",
    ],
)
def test_a_purchase_to_come_is_no_fact(text: str) -> None:
    claims = read_document(Document("x", "x", text, language="ru", published=dt.date(2026, 3, 1))).claims
    assert [(claim.type, claim.factuality) for claim in claims] == [("order", "expected")]


@pytest.mark.parametrize(
    "text",
    [
        "Un Antonov parti de Minsk s'est posé mardi à Harare après une halte à Luanda. Il apportait dix drones.",
        "Cent policiers kényans sont à Port-au-Prince. Ils sont arrivés de Nairobi après une escale à Luanda.",
    ],
)
def test_what_is_passed_through_neither_gives_nor_gets_nor_keeps(text: str) -> None:
    document = Document("x", "x", text, language="fr", published=dt.date(2025, 3, 1))
    claims = read_document(document).claims
    assert claims
    parties = [party for claim in claims for party in (claim.supplier, claim.recipient) if party]
    assert "AO" not in {party.id for party in parties}
    assert "AO" not in {claim.place.country for claim in claims if claim.place}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Россия передала Мали 20 танков, утверждает «Ориент пресс», но в Москве это опровергли."),
        ("ar", "سلّمت روسيا مالي 20 دبابة، حسب وكالة رويترز، ونفت موسكو ذلك."),
    ],
)
def test_who_denies_what_others_say_does_not_say_it(language: str, text: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    sources = [source.name for claim in read_document(document).claims for source in claim.sources]
    assert sources
    assert not [name for name in sources if "Москв" in name or "موسكو" in name]
