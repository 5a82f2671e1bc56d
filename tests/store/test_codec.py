"""Every field of documents, claims and the register comes back from JSON as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from marsad.errors import StoreError
from marsad.model import Claim, Document, Reading, Span
from marsad.register import Entry, Family
from marsad.store.codec import CODEC, dump_json
from tests.store.examples import claims, documents, make_claim, make_register


@given(claims)
def test_a_claim_comes_back(claim: Claim) -> None:
    line = CODEC.dumps(claim)
    assert CODEC.loads(Claim, line) == claim
    assert "\n" not in line


@given(documents)
def test_a_document_comes_back_and_is_valid_utf_8(document: Document) -> None:
    line = CODEC.dumps(document)
    assert CODEC.loads(Document, line.encode().decode()) == document


def test_why_is_kept_at_every_slot() -> None:
    claim = CODEC.loads(Claim, CODEC.dumps(make_claim()))
    assert claim.why == claim.items[0].why == claim.place.why == claim.sources[0].why  # type: ignore[union-attr]
    assert claim == make_claim()


def test_entries_and_families_come_back() -> None:
    register = make_register()
    assert tuple(CODEC.loads(Entry, CODEC.dumps(entry)) for entry in register.entries) == register.entries
    assert tuple(CODEC.loads(Family, CODEC.dumps(family)) for family in register.families) == register.families


def test_a_reading_comes_back_whole(reading: Reading) -> None:
    assert CODEC.loads(Reading, CODEC.dumps(reading)) == reading


def test_what_is_absent_takes_no_room() -> None:
    bare = Claim("c1", "training", "denied", (Span(0, 4),))
    assert json.loads(CODEC.dumps(bare)) == {"id": "c1", "type": "training", "factuality": "denied", "spans": [[0, 4]]}


@pytest.mark.parametrize("line", ["", "{", "[]", '{"id": "c1"}', '{"id": "c1", "colour": "red"}'])
def test_a_line_of_another_kind_is_refused(line: str) -> None:
    with pytest.raises(StoreError, match="a stored claim is damaged or of another version"):
        CODEC.loads(Claim, line)


def test_half_surrogates_are_escaped() -> None:
    assert dump_json("\udcff") == '"\\udcff"'
    assert dump_json("سبع") == '"سبع"'
