"""What is left out when drafts are made claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marsad.model import Claim, ClaimDate, Item, Party, Personnel, Place, Span
from marsad.read.assemble import _once, _says_all_of

HOWITZERS = Claim(
    "a", "delivery", "fact", (Span(0, 90),), supplier=Party("FR", "France"), recipient=Party("MA", "Morocco"),
    unit=Party("moroccan-army", "Moroccan Army"), date=ClaimDate("2024-05-03"), place=Place("Safi", "MA", 32.3, -9.2, Span(0, 4), None),
)  # fmt: skip
HOWITZER = (Item("howitzers", Span(45, 54), None, "artillery"),)
BARE = replace(HOWITZERS, id="b", spans=(Span(40, 90),), unit=None, place=None, date=ClaimDate("2024-05"))


def test_a_bare_claim_says_nothing_beside_a_fuller_one() -> None:
    assert _says_all_of(HOWITZERS, BARE)
    assert _says_all_of(HOWITZERS, replace(BARE, supplier=None, date=None))


@pytest.mark.parametrize(
    "apart",
    [
        {"factuality": "expected"},
        {"type": "order"},
        {"spans": (Span(90, 120),)},
        {"supplier": Party("BE", "Belgium")},
        {"date": ClaimDate("2025")},
        {"place": Place("Rabat", "MA", 34.0, -6.8, Span(50, 55), None)},
        {"unit": Party("gendarmerie", "Gendarmerie")},
    ],
)
def test_what_says_something_else_stays(apart: dict[str, object]) -> None:
    assert not _says_all_of(HOWITZERS, replace(BARE, **apart))  # type: ignore[arg-type]


SOLDIERS = Personnel("about 900", Span(60, 69), "soldier", 810, 990)
TROOPS = replace(BARE, type="deployment", personnel=Personnel("troops", Span(45, 51), "soldier"))
NINE_HUNDRED = replace(TROOPS, id="d", personnel=SOLDIERS)


def test_people_without_a_number_say_nothing_beside_themselves_counted() -> None:
    assert _says_all_of(NINE_HUNDRED, TROOPS)
    assert not _says_all_of(TROOPS, NINE_HUNDRED)
    assert not _says_all_of(TROOPS, replace(TROOPS, id="e"))


@pytest.mark.parametrize(
    "apart",
    [
        {"type": "training"},
        {"items": HOWITZER},
        {"unit": Party("gendarmerie", "Gendarmerie")},
        {"personnel": Personnel("advisers", Span(45, 53), "adviser")},
        {"recipient": Party("TN", "Tunisia")},
    ],
)
def test_other_people_stay_beside_counted_ones(apart: dict[str, object]) -> None:
    both = {"type": apart["type"]} if "type" in apart else {}
    assert not _says_all_of(replace(NINE_HUNDRED, **both), replace(TROOPS, **apart))  # type: ignore[arg-type]


def test_two_bare_claims_both_stay() -> None:
    assert not _says_all_of(BARE, replace(BARE, id="c"))


def test_a_named_type_is_an_item_once_unless_it_is_counted_apart() -> None:
    def item(start: int, designation: str | None, low: int | None, kind: str = "tank") -> Item:
        return Item("words", Span(start, start + 5), designation, kind, low, low)

    bare, two, six, other = item(0, "T-72", None), item(9, "T-72", 2), item(18, "T-72", 6), item(27, "T-90", None)
    assert _once([bare, two]) == (two,)
    assert _once([other, bare, item(36, "T-72", None)]) == (other, bare)
    assert _once([two, six, other]) == (two, six, other)
    assert _once([item(0, None, None), item(9, None, 3)]) == (item(0, None, None), item(9, None, 3))
