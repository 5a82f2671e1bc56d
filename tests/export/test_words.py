"""Numbers and names as a person reads them."""

from __future__ import annotations

import pytest

from marsad.export.words import quote_claim, write_number, write_parties, write_sources
from marsad.model import Claim, Party, Reading, Span


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(7, 7, "7"), (1001, None, "≥ 1001"), (None, 100, "≤ 100"), (90, 110, "90–110"), (None, None, "–"), (0, 0, "0")],
)
def test_a_number_is_written_as_its_interval(low: int | None, high: int | None, words: str) -> None:
    assert write_number(low, high) == words


def test_parties_keep_their_direction_where_one_is_missing() -> None:
    span = (Span(0, 1),)
    mali = Party("ML", "Mali")
    assert write_parties(Claim("1", "order", "fact", span, recipient=mali)) == "– → Mali"
    assert write_parties(Claim("1", "order", "fact", span, supplier=mali)) == "Mali → –"
    assert write_parties(Claim("1", "order", "fact", span)) == "–"


def test_nobody_named_means_the_article_says_it(reading: Reading) -> None:
    assert [write_sources(claim) for claim in reading.claims] == ["the minister", "the article", "the article"]


def test_a_quote_is_cut_between_words(reading: Reading) -> None:
    whole = quote_claim(reading.claims[0], reading.document)
    cut = quote_claim(reading.claims[0], reading.document, 30)
    assert whole == "قال الوزير إن سبع دبابات T-72B3 وصلت إلى باماكو يوم 17 كانون الثاني."
    assert cut == "قال الوزير إن سبع دبابات …"
