"""States as tables of conflict data name and number them."""

from __future__ import annotations

import pytest

from marsad.knowledge.territories import check, load_territories


def test_the_table_is_without_fault() -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("name", "number", "iso"),
    [
        ("DR Congo (Zaire)", 490, "CD"), ("Democratic Republic of Congo", None, "CD"), ("Congo", 484, "CG"),
        ("Republic of Congo", None, "CG"), ("Ivory Coast", None, "CI"), ("Yemen (North Yemen)", 678, "YE"),
        ("Niger", None, "NE"), ("Nigeria", None, "NG"), ("anything", 436, "NE"), ("South Sudan", 626, "SS"),
        ("Czechoslovakia", 315, None), ("Atlantis", 9999, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_state_is_found_by_number_or_name(name: str, number: int | None, iso: str | None) -> None:
    assert load_territories().find(name, number) == iso


def test_borders_run_both_ways() -> None:
    neighbours = load_territories().neighbours
    assert set(neighbours["NE"]) == {"BF", "BJ", "DZ", "LY", "ML", "NG", "TD"}
    assert all(iso in neighbours[other] for iso, others in neighbours.items() for other in others)
