"""Deals beside entries: what is tied, whose numbers lie apart, what only one side has."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.deals import Deal, Figure, Numbers
from marsad.model import Party
from marsad.register import Bound, Entry, ItemKey
from marsad.trade.categories import OUTSIDE, categorise
from marsad.trade.match import compare_deals


def a_deal(
    designation: str = "T-72B3", delivered: int | None = 7, years: tuple[int, ...] = (2025,), **values: Any
) -> Deal:
    given = {
        "line": 9, "supplier": "Russia", "recipient": "Mali", "supplier_id": "RU", "recipient_id": "ML",
        "description": "tank", "order_year": Figure(2024), "ordered": Figure(None), **values,
    }  # fmt: skip
    return Deal(designation=designation, delivered=Figure(delivered), years=years, **given)


def an_entry(*items: tuple[str | None, str, int, int | None], name: str = "e1", **values: Any) -> Entry:
    """A delivery from Russia to Mali in January 2025 of items (designation, class, low, high)."""
    bounds = tuple(Bound(ItemKey(d, c), low, high, False, "", ("c",)) for d, c, low, high in items)
    given = {
        "type": "delivery", "stage": "arrived", "standing": "single", "supplier": Party("RU", "Russia"),
        "recipient": Party("ML", "Mali"), "unit": None, "place": None, "date": "2025-01-17", **values,
    }  # fmt: skip
    return Entry(id=name, items=bounds, personnel=None, alternatives={}, publications=1, origins=1, claims=(), **given)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (("T-72B3", "tank"), ("T-72B3", "tank")),
        (("T-72B3", "tank"), ("T-72", "tank")),
        (("T-72", "tank"), ("T-72B3", "tank")),
        (("Mi-24P/Mi-35P", "combat helicopter"), ("Mi-35P", "attack_helicopter")),
        (("T-72B3", "tank"), (None, "tank")),
        (("X-999 nowhere", "armed drone"), (None, "uav")),
    ],
)
def test_one_type_or_its_family_or_its_bare_class(theirs: tuple[str, str], ours: tuple[str | None, str]) -> None:
    found = compare_deals([a_deal(theirs[0], description=theirs[1])], [an_entry((*ours, 7, 7))])
    (match,) = found.matched
    assert match.delivered == Numbers(7, 7, 7)
    assert not match.apart
    assert (found.only_there, found.only_here) == ((), ())


@pytest.mark.parametrize(
    "entry",
    [
        an_entry(("T-90", "tank", 7, 7)),
        an_entry(("T-72B3", "tank", 7, 7), supplier=Party("BY", "Belarus")),
        an_entry(("T-72B3", "tank", 7, 7), date="2022-05"),
        an_entry((None, "uav", 7, 7)),
    ],
    ids=["type", "supplier", "year", "class"],
)
def test_what_differs_is_not_tied(entry: Entry) -> None:
    deals = [a_deal(), a_deal("Orlan-10", 1, (2022,), supplier="Iran", supplier_id="IR", description="drone")]
    found = compare_deals(deals, [entry])
    assert found.matched == ()
    assert found.only_there == tuple(deals)
    assert [held.entry for held in found.only_here] == [entry]


@pytest.mark.parametrize(
    ("there", "low", "high", "agrees"),
    [(7, 5, 9, True), (7, 5, None, True), (7, 8, None, False), (12, 5, 9, False), (None, 5, 9, None)],
)
def test_numbers_lie_apart_outside_the_bounds(
    there: int | None, low: int, high: int | None, agrees: bool | None
) -> None:
    (match,) = compare_deals([a_deal(delivered=there)], [an_entry(("T-72B3", "tank", low, high))]).matched
    assert match.delivered.agrees is agrees
    assert match.apart == (agrees is False)


def test_entries_of_one_deal_are_added_and_a_total_is_not_added_to_its_parts() -> None:
    entries = [
        an_entry(("T-72B3", "tank", 3, 3), (None, "tank", 5, 5), name="e1"),
        an_entry(("T-72B3", "tank", 4, None), name="e2", date="2025-06"),
    ]
    (match,) = compare_deals([a_deal(delivered=7)], entries).matched
    assert match.delivered == Numbers(7, 7, None)


def test_orders_are_held_against_orders() -> None:
    order = an_entry(("T-72B3", "tank", 20, 20), type="order", date="2024", stage="ordered")
    (match,) = compare_deals([a_deal(ordered=Figure(30))], [order]).matched
    assert match.ordered == Numbers(30, 20, 20)
    assert match.apart
    assert match.delivered.agrees is None


def test_what_sipri_does_not_count_is_listed_apart() -> None:
    truck, rumour = an_entry(("Ural", "truck", 6, 6), name="e2"), an_entry(("T-72B3", "tank", 1, 1), standing="denied")
    found = compare_deals([a_deal("BTR-80", 1, description="APC")], [truck, rumour])
    assert [held.entry for held in found.outside] == [truck]
    assert found.only_here == ()


def test_a_file_on_one_recipient_says_nothing_of_others() -> None:
    elsewhere = an_entry(("T-72B3", "tank", 7, 7), recipient=Party("DZ", "Algeria"))
    found = compare_deals([a_deal()], [elsewhere])
    assert (found.only_here, found.scope) == ((), "1 deal from Russia to Mali, 2024–2025")


def test_an_empty_file_and_an_empty_register() -> None:
    assert compare_deals([], []).matched == ()
    assert compare_deals([a_deal()], []).only_there == (a_deal(),)


@pytest.mark.parametrize(
    ("item", "sipri", "unroca"),
    [
        (ItemKey("T-72B3", "tank"), "Armoured vehicles", "I"),
        (ItemKey(None, "ifv"), "Armoured vehicles", "II"),
        (ItemKey("Ural", "truck"), OUTSIDE, OUTSIDE),
        (ItemKey(None, "uav"), "Aircraft", "IVb if armed"),
        (ItemKey("Bayraktar TB2", "uav"), "Aircraft", "IVb"),
        (ItemKey("S-300", "air_defence"), "Air defence systems", OUTSIDE),
        (ItemKey("AK-47", "small_arms"), OUTSIDE, "VIII small arms"),
        (ItemKey("Nothing-1", "ship"), "Ships", "VI"),
    ],
)
def test_categories_of_both_registers(item: ItemKey, sipri: str, unroca: str) -> None:
    found = categorise(item)
    assert (found.sipri, found.unroca) == (sipri, unroca)
