"""Whatever words a text, a file name or a page holds, every export can be written and read."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.export.files import EXPORTS, Options, open_file_export
from marsad.model import Claim, Document
from marsad.register import Exhibit, Origin, Witness
from marsad.trade.categories import categorise
from tests.store.examples import claims, documents, make_register, odd_words

OPTIONS = Options(
    made=dt.datetime(2025, 1, 20, tzinfo=dt.UTC),
    families=lambda: make_register().families,
    precision=lambda _: "region",
    categorise=categorise,
    rows="claims",
)


def make_exhibit(document: Document, claim: Claim, words: str) -> Exhibit:
    entry = replace(
        make_register().entries[0],
        supplier=claim.supplier,
        place=claim.place,
        claims=(Witness(claim.id, document.id, document.source, claim.factuality, Origin(words, words, words)),),
    )
    return Exhibit(entry, {claim.id: (document, claim)})


@pytest.mark.parametrize("format", EXPORTS)
@settings(max_examples=40, deadline=None)
@given(documents, claims, odd_words)
def test_any_words_can_be_written_and_read(format: str, document: Document, claim: Claim, words: str) -> None:
    out = io.BytesIO()
    open_file_export(format)([make_exhibit(document, claim, words)], OPTIONS, out)
    if format == "parquet":
        import pyarrow.parquet

        assert pyarrow.parquet.read_table(io.BytesIO(out.getvalue())).num_rows == 1
        return
    text = out.getvalue().decode()
    if format in ("csv", "trade-register"):
        header, row = list(csv.reader(io.StringIO(text, newline="")))
        assert len(header) == len(row)
    elif format in ("jsonl", "followthemoney"):
        assert [json.loads(line) for line in text.split("\n")[:-1]]
    else:
        assert json.loads(text)


@given(st.lists(st.tuples(documents, claims, odd_words), max_size=4))
@settings(max_examples=20, deadline=None)
def test_ids_of_a_stix_bundle_never_stand_twice(found: list[tuple[Document, Claim, str]]) -> None:
    out = io.BytesIO()
    open_file_export("stix")([make_exhibit(*one) for one in found], OPTIONS, out)
    ids = [made["id"] for made in json.loads(out.getvalue())["objects"]]
    assert len(ids) == len(set(ids))
