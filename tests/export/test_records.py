"""The JSON that other programs read."""

from __future__ import annotations

import io
import json
from typing import Any

from marsad.export.records import build_record, write_json, write_jsonl
from marsad.model import Reading


def test_the_record_has_exactly_the_keys_of_the_contract(reading: Reading) -> None:
    record = build_record(reading)
    claim = record["claims"][0]
    assert list(record) == ["document", "claims"]
    assert list(record["document"]) == ["id", "source", "title", "language", "publisher", "published", "url", "text"]
    assert list(claim) == [
        "id", "type", "factuality", "supplier", "recipient", "unit", "items", "personnel", "place", "date", "sources",
        "spans",
    ]  # fmt: skip
    assert list(claim["items"][0]) == ["designation", "class", "low", "high", "span"]
    assert list(claim["place"]) == ["name", "country", "latitude", "longitude", "span"]
    assert list(record["claims"][2]["personnel"]) == ["role", "low", "high", "span"]


def test_absent_values_are_null_and_absent_lists_empty(reading: Reading) -> None:
    claim = build_record(reading)["claims"][1]
    assert [claim[name] for name in ("supplier", "unit", "personnel", "place", "date")] == [None] * 5
    assert claim["items"] == claim["sources"] == []
    assert claim["recipient"]["span"] is None


def test_every_span_cuts_its_words_out_of_the_text(reading: Reading) -> None:
    record = json.loads(json.dumps(build_record(reading)))
    text, claim = record["document"]["text"], record["claims"][0]

    def cut(span: list[int]) -> Any:
        return text[span[0] : span[1]]

    assert cut(claim["items"][0]["span"]) == "دبابات T-72B3"
    assert cut(claim["date"]["span"]) == "17 كانون الثاني"
    assert cut(claim["spans"][0]) == text.split("\n")[0]


def test_one_document_is_an_object_and_several_are_a_list(reading: Reading) -> None:
    one, two = io.StringIO(), io.StringIO()
    write_json([reading], one)
    write_json([reading, reading], two)
    assert json.loads(one.getvalue()) == build_record(reading)
    assert json.loads(two.getvalue()) == [build_record(reading)] * 2


def test_json_lines_are_one_line_a_document_in_readable_letters(reading: Reading) -> None:
    out = io.StringIO()
    write_jsonl([reading, reading], out)
    lines = out.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [build_record(reading)] * 2
    assert "باماكو" in lines[0]
