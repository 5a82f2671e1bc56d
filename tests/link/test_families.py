"""Families: what is a copy, a rewrite, a translation, in which direction, and what is none."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.link.families import FamilyGraph, find_edges, group_families
from tests.link.making import a_text


def test_a_later_text_with_the_same_order_of_sentences_is_derived() -> None:
    (edge,) = find_edges([a_text("late", [1, 2, 3, 4], day="2025-01-21"), a_text("early", [1, 2, 3, 4])])
    assert (edge.parent, edge.child) == ("early", "late")
    assert edge.score > 0.9
    assert len(edge.passages) == 4


def test_shared_facts_in_another_order_make_no_family() -> None:
    assert find_edges([a_text("one", [1, 2, 3, 4, 5, 6]), a_text("other", [6, 5, 4, 3, 2, 1])]) == []


def test_months_apart_texts_are_no_family() -> None:
    assert find_edges([a_text("one", [1, 2, 3]), a_text("other", [1, 2, 3], day="2025-06-20")]) == []


def test_kinds_are_told_by_language_and_shared_words() -> None:
    words = ["Seven tanks entered the capital on Friday morning.", "The ministry said nothing about their number."]
    parent = a_text("parent", [1, 2], sentences=words)
    copy = a_text("copy", [1, 2], sentences=words, day="2025-01-21")
    rewrite = a_text("rewrite", [1, 2], day="2025-01-21")
    translation = a_text("translation", [1, 2], day="2025-01-21", language="fr")
    kinds = {text.id: find_edges([parent, text])[0].kind for text in (copy, rewrite, translation)}
    assert kinds == {"copy": "copy", "rewrite": "rewrite", "translation": "translation"}


def test_the_outlet_that_a_text_names_is_its_parent() -> None:
    wire = a_text("wire", [1, 2, 3], outlet="Harbour Wire")
    sentences = ["Harbour Wire reports this.", "So it goes on here.", "And so it ends."]
    same_day = a_text("a", [1, 2, 3], outlet="Daily Post", sentences=sentences, day="2025-01-19")
    (edge,) = find_edges([wire, same_day])
    assert (edge.parent, edge.child) == ("wire", "a")
    assert "names Harbour Wire" in edge.reasons[0]


def test_an_outlet_is_named_in_any_script() -> None:
    wire = a_text("wire", [1, 2, 3], outlet="وكالة رويترز", day="2025-01-21")
    carrier = a_text("carrier", [1, 2, 3], outlet="Вахта", language="ru", cites=("агентство «Рейтерс»",))
    (edge,) = find_edges([wire, carrier])
    assert (edge.parent, edge.child, edge.kind) == ("wire", "carrier", "translation")


def test_of_two_equal_texts_of_one_day_the_outlet_that_a_third_names_is_the_parent() -> None:
    words = ["Seven tanks entered the capital on Friday.", "The ministry said nothing.", "It rained all night."]
    for first, second in (("a", "b"), ("b", "a")):
        wire = a_text(first, [1, 2, 3], outlet="Harbour Wire", sentences=words)
        copy = a_text(second, [1, 2, 3], outlet="Daily Post", sentences=words)
        third = a_text("c", [1, 2, 3], outlet="Courier", day="2025-01-21", cites=("Harbour Wire",))
        parents = {edge.child: edge.parent for edge in find_edges([wire, copy, third])}
        assert parents == {copy.id: wire.id, third.id: wire.id}


def test_of_two_texts_of_one_day_the_shorter_leaves_out() -> None:
    (edge,) = find_edges([a_text("a-short", [1, 2]), a_text("long", [1, 2, 3, 4, 5])])
    assert (edge.parent, edge.child) == ("long", "a-short")


def test_families_have_one_root_and_all_their_documents() -> None:
    texts = [a_text(name, [1, 2, 3], day=f"2025-01-2{n}") for n, name in enumerate("abc")]
    (family,) = group_families(find_edges([*texts, a_text("alone", [9, 10])]))
    assert (family.root, family.documents) == ("a", ("a", "b", "c"))


TEXTS = [
    a_text(
        f"t{n}",
        [m % 60 for m in meanings],
        day=f"2025-0{1 + n % 3}-1{n % 4}",
        outlet=f"Outlet {'ABC'[n % 3]}",
        cites=(f"Outlet {'ABC'[n % 2]}",) if n % 4 == 0 else (),
    )
    for n, meanings in enumerate(
        [(1, 2, 3), (1, 2, 3, 4), (1, 3), (7, 8), (7, 8, 9), (8, 7), (1, 2, 9), (3,), (20, 21)]
    )
]


@settings(max_examples=25, deadline=None)
@given(st.randoms(), st.integers(1, 4))
def test_edges_do_not_depend_on_the_order_of_arrival(chance: random.Random, step: int) -> None:
    shuffled = list(TEXTS)
    chance.shuffle(shuffled)
    graph = FamilyGraph()
    for start in range(0, len(shuffled), step):
        graph.put(shuffled[start : start + step])
    assert list(graph.edges()) == find_edges(TEXTS)
