"""Entries: what an event's claims of several types and factualities say together."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.link.entries import Witnessed, make_entry
from marsad.model import Evidence
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


def test_people_whose_numbers_do_not_meet_are_contested() -> None:
    sixty, forty = ({"type": "deployment", "personnel": a_group("instructor", n, n)} for n in (60, 40))
    entry = an_entry(("a", sixty), ("b", forty))
    assert entry.standing == "contested"
    assert entry.personnel is not None
    assert (entry.personnel.low, entry.personnel.high, entry.personnel.contested) == (40, 60, True)
    assert an_entry(("a", sixty), ("b", sixty)).standing == "corroborated"


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


@pytest.mark.parametrize(
    ("claims", "stage"),
    [
        ([{"why": Evidence("arrive:unloaded")}], "arrived"),
        ([{"why": Evidence("seen:stood")}], "arrived"),
        ([{"why": Evidence("seen:stood")}, {"why": Evidence("give:handed over")}], "handed over"),
        ([{"why": Evidence("give:handed over"), "factuality": "expected"}], "promised"),
        ([{}, {"why": Evidence("give:handed over"), "factuality": "possible"}], "arrived"),
        ([{"factuality": "denied"}], None),
        ([{"type": "order"}], "ordered"),
        ([{"type": "order", "factuality": "expected"}], "promised"),
        ([{"type": "operation", "items": (an_item("Mi-24", "attack_helicopter", 2, 2),)}], "in use"),
        ([{"type": "operation"}], None),
        ([{"type": "training"}], None),
    ],
)
def test_a_stage_is_the_furthest_that_is_stated(claims: list[dict[str, Any]], stage: str | None) -> None:
    assert an_entry(*((str(n), values) for n, values in enumerate(claims))).stage == stage


def test_what_few_carriers_make_of_a_party_is_not_their_witness_word() -> None:
    wire = Origin("press:wire", "Wire", "the outlet's own words")
    recipients = {"wire": "MR", "copy": "MR", "second copy": "MR", "translation": "SN"}
    said = [
        Witnessed(a_claim(name, recipient=party), a_document(name), wire, derived=name != "wire")
        for name, party in recipients.items()
    ]
    (value,) = make_entry(said, lambda designation: ()).alternatives["recipient"]
    assert (value.id, value.claims) == ("MR", ("copy", "second copy", "wire"))
    two = make_entry([said[0], said[3]], lambda designation: ()).alternatives["recipient"]
    assert {value.id for value in two} == {"MR", "SN"}


def test_each_claim_keeps_how_its_witness_was_found() -> None:
    witnessed = [
        Witnessed(a_claim(name), a_document(name), Origin("press:wire", "Wire", rule))
        for name, rule in (("a", "the outlet's own words"), ("b", "an officer, unnamed; the outlet's own words"))
    ]
    entry = make_entry(witnessed, lambda designation: ())
    assert [witness.origin.rule for witness in entry.claims] == [w.origin.rule for w in witnessed]
    assert entry.origins == 1
