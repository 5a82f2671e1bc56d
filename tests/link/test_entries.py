"""Entries: what an event's claims of several types and factualities say together."""

from __future__ import annotations

from typing import Any

from marsad.link.entries import Witnessed, make_entry
from marsad.register import Entry, Origin
from tests.link.making import a_claim, a_document, a_group, an_item


def an_entry(*claims: tuple[str, dict[str, Any]]) -> Entry:
    """An entry of claims, each of a witness of its own that is called as it is."""
    return make_entry(
        [
            Witnessed(
                a_claim(name, **values), a_document(name), Origin(f"press:{name}", name, "the outlet's own words")
            )
            for name, values in claims
        ],
        lambda designation: (),
    )


def test_what_arrives_with_people_counts_whether_told_as_delivery_or_deployment() -> None:
    people = {"type": "deployment", "personnel": a_group("instructor", 60, 60)}
    vehicles = {"items": (an_item("Tigr", "armoured_vehicle", 4, 4),)}
    entry = an_entry(("a", people), ("b", people), ("c", vehicles))
    assert entry.type == "deployment"
    assert [(str(bound.item), bound.low) for bound in entry.items] == [("Tigr", 4)]
    assert entry.personnel is not None
    assert entry.personnel.low == 60


def test_an_order_adds_nothing_to_what_arrived() -> None:
    eight, two = ({"items": (an_item("Su-35", "combat_aircraft", n, n),)} for n in (8, 2))
    entry = an_entry(("a", two), ("b", two), ("c", {**eight, "type": "order"}))
    assert [(str(bound.item), bound.low, bound.high) for bound in entry.items] == [("Su-35", 2, 2)]


def test_an_announcement_says_what_is_announced() -> None:
    eight = {"items": (an_item("A-29", "combat_aircraft", 8, 8),), "factuality": "expected"}
    entry = an_entry(("a", {**eight, "personnel": a_group("soldier", 16, 16)}))
    assert (entry.standing, entry.items) == ("announced", ())
    assert {(str(bound.item), bound.low) for bound in entry.beside["expected"]} == {("A-29", 8), ("<soldier>", 16)}


def test_a_denial_stands_beside_what_is_stated() -> None:
    stated = {"items": (an_item("Bayraktar TB2", "uav", 2, 2),)}
    entry = an_entry(("a", stated), ("b", {"items": (an_item(None, "uav"),), "factuality": "denied"}))
    assert entry.standing == "contested"
    assert [bound.claims for bound in entry.beside["denied"]] == [("b",)]
    assert [bound.claims for bound in entry.items] == [("a",)]


def test_each_claim_keeps_how_its_witness_was_found() -> None:
    witnessed = [
        Witnessed(a_claim(name), a_document(name), Origin("press:wire", "Wire", rule))
        for name, rule in (("a", "the outlet's own words"), ("b", "an officer, unnamed; the outlet's own words"))
    ]
    entry = make_entry(witnessed, lambda designation: ())
    assert [witness.origin.rule for witness in entry.claims] == [w.origin.rule for w in witnessed]
    assert entry.origins == 1
