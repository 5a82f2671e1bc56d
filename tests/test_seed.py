"""The article that Marsad was asked for: everything that stands in it comes out, with its words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from marsad.intake import Options, open_intake
from marsad.model import Claim, Reading
from marsad.pipeline import read_document
from tests.shared import find_shared


@pytest.fixture(scope="module")
def reading() -> Reading:
    (received,) = open_intake(str(find_shared("seed/mali-ar.txt")), Options())
    return read_document(received.document)


def find(reading: Reading, kind: str, factuality: str, supplier: str, recipient: str) -> list[Claim]:
    def ids(claim: Claim) -> tuple[str | None, str | None]:
        return claim.supplier and claim.supplier.id, claim.recipient and claim.recipient.id

    return [
        claim
        for claim in reading.claims
        if (claim.type, claim.factuality) == (kind, factuality) and ids(claim) == (supplier, recipient)
    ]


def quotes(reading: Reading, claims: Iterable[Claim]) -> set[str]:
    return {source.span.of(reading.document.text) for claim in claims for source in claim.sources}


def test_the_delivery_with_every_type_reaches_bamako(reading: Reading) -> None:
    deliveries = find(reading, "delivery", "fact", "RU", "ML")
    items = {(item.designation, item.class_) for claim in deliveries for item in claim.items}
    assert {
        ("T-72B3", "tank"), ("BMP-3", "ifv"), ("BTR-82A", "apc"), ("Spartak", "armoured_vehicle"),
        ("Tigr", "armoured_vehicle"), ("Linza", "armoured_vehicle"), (None, "engineering"), ("KamAZ", "truck"),
    } <= items  # fmt: skip
    assert "Bamako" in {claim.place.name for claim in deliveries if claim.place}


def test_the_experts_and_their_possible_increase_are_two_claims(reading: Reading) -> None:
    present = find(reading, "deployment", "fact", "RU", "ML")
    (now,) = [claim for claim in present if claim.personnel and claim.personnel.low]
    assert now.personnel
    assert (now.personnel.role, now.personnel.low, now.personnel.high) == ("expert", 1001, None)
    assert quotes(reading, [now]) == {"التقارير"}
    assert find(reading, "deployment", "possible", "RU", "ML") or find(reading, "deployment", "expected", "RU", "ML")


def test_training_fighting_and_the_corps(reading: Reading) -> None:
    assert find(reading, "training", "fact", "RU", "ML")
    assert find(reading, "operation", "fact", "RU", "ML")
    assert "africa-corps" in {claim.unit.id for claim in reading.claims if claim.unit}


@pytest.mark.parametrize("country", ["BF", "NE"])
def test_last_years_successes_elsewhere(reading: Reading, country: str) -> None:
    (claim,) = find(reading, "outcome", "fact", "RU", country)
    assert claim.date
    assert claim.date.edtf == "2024"
    assert claim.place
    assert claim.place.country == country


def test_hopes_and_opinions_with_who_has_them(reading: Reading) -> None:
    assert any("سليمان أمزات" in quote for quote in quotes(reading, find(reading, "outcome", "possible", "RU", "ML")))
    assert any("سيرغي لافروف" in quote for quote in quotes(reading, find(reading, "support", "fact", "RU", "ML")))
    expected = find(reading, "outcome", "expected", "RU", "ML")
    assert "السلطات المالية" in quotes(reading, expected)
    assert any(
        not claim.sources and claim.spans[0].of(reading.document.text).startswith("ومن المتوقع") for claim in expected
    )


def test_nothing_is_read_from_the_links_below(reading: Reading) -> None:
    end = reading.document.text.index("Read Previous")
    assert all(span.end <= end for claim in reading.claims for span in claim.spans)
