"""Bounds: every case of bounds.json, totals, and what must hold of any statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.link.bounds import Statement, add_totals, bound_beside, compute_bounds
from marsad.register import ItemKey

CASES = json.loads(Path(__file__).with_name("bounds.json").read_text(encoding="utf-8"))["cases"]
PARENTS = {"T-72B3M": ("T-72B3", "T-72"), "T-72B3": ("T-72",)}
CLASSES = {
    "T-72": "tank", "T-72B3": "tank", "T-72B3M": "tank", "BMP-3": "ifv", "Linza": "armoured_vehicle",
    "Mi-35P": "attack_helicopter",
}  # fmt: skip


def ancestors(name: str) -> tuple[str, ...]:
    return PARENTS.get(name, ())


def key_of(item: str) -> ItemKey:
    return ItemKey(None, item[1:-1]) if item.startswith("<") else ItemKey(item, CLASSES[item])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case: dict[str, Any]) -> None:
    statements = [
        Statement(origin, key_of(item), low, high, factuality, str(n))
        for n, (origin, item, low, high, factuality) in enumerate(case["statements"])
    ]
    found = compute_bounds(statements, ancestors)
    assert {str(b.item): [b.low, b.high, b.contested] for b in found.items} == case["items"]
    assert found.standing == case["standing"]
    for bound in found.items:
        assert bound.rule
        assert bound.claims


def test_a_name_without_a_number_does_not_widen_what_others_count() -> None:
    tank = key_of("T-72B3")
    counts = [("a", 7, 7), ("b", 5, 5), ("c", None, None)]
    bound = compute_bounds([Statement(o, tank, low, high, "fact", o) for o, low, high in counts], ancestors).items[0]
    assert (bound.low, bound.high, bound.contested) == (5, 7, True)


def test_other_names_of_the_same_pieces_are_kept() -> None:
    statements = [Statement(name, key_of(name), 5, 5, "fact", name) for name in ("T-72", "T-72B3", "T-72B3M")]
    (bound,) = compute_bounds(statements, ancestors).items
    assert (str(bound.item), bound.names) == ("T-72B3", ("T-72", "T-72B3M"))


@pytest.mark.parametrize(
    ("statements", "beside"),
    [
        ([("a", 8, 8, "expected")], {"expected": (8, 8, False)}),
        ([("a", 8, 8, "expected"), ("b", 6, 6, "expected")], {"expected": (6, 8, True)}),
        ([("a", 7, 7, "fact"), ("b", 9, 9, "possible")], {"possible": (9, 9, False)}),
        ([("a", 9, 9, "possible")], {}),
        ([("a", 7, 7, "fact"), ("b", None, None, "denied")], {"denied": (1, None, False)}),
        ([("a", 7, 7, "fact")], {}),
    ],
)
def test_what_is_no_fact_has_bounds_of_its_own(statements: list[Any], beside: dict[str, Any]) -> None:
    tank = key_of("T-72B3")
    found = bound_beside([Statement(o, tank, low, high, f, o) for o, low, high, f in statements], ancestors)
    assert {name: (b.low, b.high, b.contested) for name, (b,) in found.items()} == beside


def test_of_one_witness_in_two_texts_the_original_is_shown() -> None:
    tank = key_of("T-72B3")
    copy = Statement("a", tank, 7, 7, "fact", "0-copy", derived=True)
    original = Statement("a", tank, 7, 7, "fact", "1-original")
    assert compute_bounds([copy, original], ancestors).items[0].claims == ("1-original",)


STATEMENTS = st.builds(
    lambda origin, item, low, more, factuality, claim: Statement(
        origin, key_of(item), low, None if more is None else low + more, factuality, claim
    ),
    st.sampled_from("abcd"),
    st.sampled_from(["T-72", "T-72B3", "T-72B3M", "BMP-3", "<tank>", "<vehicle>", "Linza"]),
    st.integers(0, 30),
    st.none() | st.integers(0, 10),
    st.sampled_from(["fact", "fact", "possible", "expected", "denied"]),
    st.uuids().map(str),
)


@given(st.lists(STATEMENTS, min_size=1, max_size=12), st.randoms())
def test_bounds_do_not_depend_on_the_order_of_statements(statements: list[Statement], random: Any) -> None:
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert compute_bounds(shuffled, ancestors) == compute_bounds(statements, ancestors)


@given(st.lists(STATEMENTS, min_size=1, max_size=12), st.integers(0, 11))
def test_the_same_statement_again_moves_no_bound(statements: list[Statement], index: int) -> None:
    again = compute_bounds([*statements, statements[index % len(statements)]], ancestors)
    assert again == compute_bounds(statements, ancestors)


@given(st.lists(STATEMENTS, min_size=1, max_size=12))
def test_bounds_are_in_order_and_denied_or_expected_claims_move_none(statements: list[Statement]) -> None:
    found = compute_bounds(statements, ancestors)
    assert all(b.high is None or 0 <= b.low <= b.high for b in found.items)
    firm = [s for s in statements if s.factuality in ("fact", "possible")]
    if firm:
        assert compute_bounds(firm, ancestors).items == found.items


def test_totals_keep_their_ends_apart() -> None:
    assert add_totals([(7, 7), (5, 9)]) == (12, 16)
    assert add_totals([(7, 7), (5, None)]) == (12, None)
    assert add_totals([]) == (0, 0)
