"""Events: what is one happening, what is not, what people decide, whatever the order."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.link.columns import Columns
from marsad.link.events import Event, EventGraph, block_keys, link_events, may_join
from marsad.link.likeness import likeness, load_weights, pair_features, reasons, score_pairs
from marsad.link.records import LinkClaim
from marsad.link.why import compare
from marsad.model import Claim
from tests.link.making import a_claim, a_document, a_group, a_source, an_item, bamako


def record(claim: Claim, document: str, *, day: str | None = "2025-01-20", anchor: str | None = None) -> LinkClaim:
    return LinkClaim.of(claim, a_document(document, day=day), order=0, anchor=anchor)


def tanks(name: str, document: str, *, day: str | None = "2025-01-20", **values: object) -> LinkClaim:
    given = {"items": (an_item("T-72B3", "tank", 7, 7),), "place": bamako(), **values}
    return record(a_claim(name, **given), document, day=day)


def groups(events: list[Event]) -> list[tuple[str, ...]]:
    return [event.claims for event in events]


def test_two_reports_of_one_delivery_are_one_event() -> None:
    (event,) = link_events([tanks("a", "one"), tanks("b", "two")])
    assert event.claims == ("a", "b")
    assert len(event.joins) == 1


def test_other_months_other_recipients_and_other_kinds_stay_apart() -> None:
    claims = [
        tanks("a", "one"),
        tanks("b", "two", date="2023-06-02", day="2023-06-05"),
        tanks("c", "three", recipient="NE"),
        tanks("d", "four", type="training", items=(), personnel=a_group("instructor", 20, 20)),
    ]
    assert groups(link_events(claims)) == [("a",), ("b",), ("c",), ("d",)]


def test_what_is_taken_over_belongs_to_its_claim_alone() -> None:
    copy = record(a_claim("z", date="2025-03-01"), "copy", day="2025-03-02", anchor="a")
    assert groups(link_events([tanks("a", "one"), copy])) == [("a", "z")]


def test_people_join_and_part() -> None:
    apart = tanks("b", "two", date="2023-06-02", day="2023-06-05")
    assert groups(link_events([tanks("a", "one"), apart], same=[("a", "b")])) == [("a", "b")]
    alike = [tanks("a", "one"), tanks("b", "two")]
    assert groups(link_events(alike, different=[("b", "a")])) == [("a",), ("b",)]


def test_judged_apart_claims_stay_apart_through_others() -> None:
    alike = [tanks(name, f"document {name}") for name in "abcd"]
    for event in link_events(alike, different=[("a", "d")]):
        assert not {"a", "d"} <= set(event.claims)


def test_a_comparison_names_its_reasons() -> None:
    comparison = compare(tanks("b", "two"), tanks("a", "one"))
    assert (comparison.a, comparison.b) == ("a", "b")
    assert comparison.joins
    assert "items=type" in dict(reasons(tanks("a", "one"), tanks("b", "two"), most=30))


def test_the_likeness_of_two_claims_has_no_order() -> None:
    a, b = tanks("a", "one"), tanks("b", "two", supplier=None, date=None)
    assert likeness(a, b) == likeness(b, a)


CLAIMS = [
    tanks(
        f"c{n:02}",
        f"d{n % 9}",
        day=f"2025-0{1 + n % 3}-{10 + n % 7}",
        date=None if n % 5 == 0 else f"2025-0{1 + n % 3}-{10 + n % 4}",
        recipient=[None, "ML", "NE"][n % 3],
        type=["delivery", "training"][n % 2],
    )
    for n in range(24)
]


MANY = [
    *CLAIMS,
    tanks("two items", "d1", items=(an_item("T-72B3", "tank", 5), an_item(None, "vehicle", 20, 40))),
    tanks("people", "d1", items=(), personnel=a_group("instructor", 20, 20), place=None, factuality="denied"),
    tanks("more people", "d2", items=(an_item(None, "tank"),), personnel=a_group("instructor", 30, None), unit="AC"),
    tanks("open", "d3", date="2025-01/..", sources=(a_source("AFP", "agency"),)),
    tanks("undated", "d4", date=None, day=None, sources=(a_source("AFP", "agency"), a_source("RFI", "media"))),
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(MANY), min_size=2, max_size=12))
def test_many_pairs_are_scored_as_each_alone(claims: list[LinkClaim]) -> None:
    first, second = np.triu_indices(len(claims), 1)
    scores = score_pairs(Columns.of(claims), first, second)
    for one, other, score in zip(first, second, scores, strict=True):
        assert score == likeness(claims[one], claims[other])


@given(st.sampled_from(MANY), st.sampled_from(MANY))
def test_the_features_of_a_pair_add_up_to_its_likeness(a: LinkClaim, b: LinkClaim) -> None:
    weight = sum(load_weights().get(feature, 0.0) for feature in pair_features(a, b))
    assert abs(likeness(a, b) - 1 / (1 + np.exp(-weight))) < 1e-6


@settings(max_examples=30, deadline=None)
@given(st.randoms(), st.integers(1, 8))
def test_events_do_not_depend_on_the_order_of_arrival(chance: random.Random, step: int) -> None:
    shuffled = list(CLAIMS)
    chance.shuffle(shuffled)
    graph = EventGraph()
    for start in range(0, len(shuffled), step):
        graph.put(shuffled[start : start + step])
    assert graph.events_of(claim.id for claim in CLAIMS) == link_events(CLAIMS)


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(CLAIMS), min_size=1, max_size=8))
def test_claims_taken_out_leave_no_trace(gone: set[LinkClaim]) -> None:
    graph = EventGraph()
    graph.put(CLAIMS)
    graph.drop(claim.id for claim in gone)
    rest = [claim for claim in CLAIMS if claim not in gone]
    assert graph.events_of(claim.id for claim in rest) == link_events(rest)


@given(st.sampled_from(CLAIMS), st.sampled_from(CLAIMS))
def test_claims_that_join_share_a_block(a: LinkClaim, b: LinkClaim) -> None:
    if a is not b and any(len(event.claims) == 2 for event in link_events([a, b])):
        assert may_join(a, b)
        assert block_keys(a) & block_keys(b)
