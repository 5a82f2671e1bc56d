"""Parts and wholes ("six of the 54"), and the words that stand for things named before ("the first", "two airframes")."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.read.antecedents import standing_items
from tests.read.test_scene import look

WHOLES = [
    ("en", "Nine of the 44 CV90s on order are in Bratislava.", 9, 44),
    ("en", "Oslo has taken over eleven Leopard 2A8 tanks out of 54.", 11, 54),
    ("en", "The first F-16 of 24 landed in the desert.", 1, 24),
    ("en", "Of the 18 Caracal helicopters, five have come.", 5, 18),
    ("fr", "Le Caire a reçu quatre Rafale sur les trente commandés.", 4, 30),
    ("fr", "Sur les douze Caracal promis, cinq sont là.", 5, 12),
    ("ru", "Мадрид получил 9 из 34 танков K2.", 9, 34),
    ("ru", "Из 16 обещанных Ми-17 прибыли пять.", 5, 16),
    ("ar", "تسلمت تونس ثلاث مروحيات بلاك هوك من أصل تسع.", 3, 9),
    ("ar", "وصلت أول مقاتلة رافال من أصل ثمانين.", 1, 80),
]


@pytest.mark.parametrize(("code", "text", "part", "whole"), WHOLES)
def test_a_part_knows_its_whole(code: str, text: str, part: int, whole: int) -> None:
    (amount,) = [item.amount for item in look(text, code).items if item.amount]
    assert amount.whole is not None
    assert (amount.low, amount.whole.low) == (part, whole)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Ninety rifles of 5.56 mm came with four trucks."),
        ("fr", "Six chars sont arrivés sur deux navires."),
        ("ru", "Четыре танка из Минска прибыли в Гомель."),
    ],
)
def test_what_only_looks_so_is_no_whole(code: str, text: str) -> None:
    assert [item.amount.whole for item in look(text, code).items if item.amount] in ([None], [None, None])


STANDING = [
    ("en", "Two airframes of the type came in May; a second is due.", ["Two airframes of the type", "a second"]),
    ("en", "The first had been sent in March, the rest in June.", ["The first", "the rest"]),
    ("en", "The first time the minister came, the last day was near.", []),
    ("fr", "Trois de ces appareils ont atterri, les premiers étaient venus en mai.", ["Trois de ces appareils", "les premiers"]),
    ("ru", "Десять бортов прибудут осенью, остальные — весной.", ["Десять бортов", "остальные"]),
    ("ar", "وصلت أولاهما في مايو والأخرى في يونيو.", ["أولاهما", "الأخرى"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "standing"), STANDING)
def test_words_stand_for_things_named_before(code: str, text: str, standing: list[str]) -> None:
    scene = look(text, code)
    assert [item.span.of(text) for item in standing_items(scene, load_pack(code))] == standing


def test_batteries_are_counted_by_themselves_alone() -> None:
    """Three batteries are no three launchers, two airframes are two aircraft."""
    scene = look("Three batteries of them came with two airframes.", "en")
    counts = [item.amount and item.amount.low for item in standing_items(scene, load_pack("en"))]
    assert counts == [None, 2]
