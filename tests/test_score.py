"""Scoring: a perfect reading, a wrong one, places and spans that nearly agree."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from marsad.errors import InputError
from marsad.score import (
    RECORD,
    SLOTS,
    Figures,
    is_held,
    load_gold,
    load_predictions,
    match_facts,
    read_gold,
    score_readings,
    sum_slots,
    write_scores,
)

TEXT = "Army News says Mali got seven T-72B3 tanks in Bamako on 17 January 2025."
GOLD: dict[str, Any] = {
    "id": "mali-en-01",
    "language": "en",
    "text": TEXT,
    "claims": [
        {
            "type": "delivery", "factuality": "fact", "supplier": "RU", "recipient": "ML", "unit": None,
            "items": [{"text": "T-72B3 tanks", "designation": "T-72B3", "class": "tank", "low": 7, "high": 7}],
            "personnel": None,
            "place": {"text": "Bamako", "name": "Bamako", "country": "ML", "lat": 12.65, "lon": -8.0},
            "date": {"text": "17 January 2025", "edtf": "2025-01-17"},
            "sources": [{"text": "Army News", "name": "Army News"}],
            "evidence": TEXT,
        }
    ],
}  # fmt: skip


def build_record(**changes: Any) -> dict[str, Any]:
    """A perfect reading of GOLD, but for ``changes`` of its claim."""
    at = TEXT.index
    claim = {
        "type": "delivery", "factuality": "fact",
        "supplier": {"id": "RU", "name": "Russia", "span": None}, "recipient": {"id": "ML", "name": "Mali", "span": [15, 19]},
        "unit": None,
        "items": [{"designation": "T-72B3", "class": "tank", "low": 7, "high": 7, "span": [at("T-72"), at(" in ")]}],
        "personnel": None,
        "place": {"name": "Bamako", "country": "ML", "latitude": 12.6, "longitude": -7.9, "span": None},
        "date": {"edtf": "2025-01-17", "span": None},
        "sources": [{"name": "Army News", "kind": "outlet", "span": [0, 9]}],
        "spans": [[0, len(TEXT) - 1]],
    }  # fmt: skip
    return {"document": {"source": "x/mali-en-01.json", "text": TEXT}, "claims": [claim | changes]}


def test_a_right_reading_scores_one_in_every_slot_it_has() -> None:
    scores = score_readings([GOLD], [build_record()])
    assert scores.bad_spans == 0
    for slot, figures in scores.slots().items():
        assert figures.hits == figures.gold == figures.got, slot
    assert sum_slots(scores.slots()).f1 == 1.0


def test_a_wrong_type_counts_as_missed_and_as_invented() -> None:
    scores = score_readings([GOLD], [build_record(type="order")])
    assert scores.slots()["item"] == Figures(hits=0, gold=1, got=1)
    assert list(map(str, scores.differences["item"])) == [
        "- mali-en-01 missed ('delivery', 't72b3', 'tank')",
        "+ mali-en-01 invented ('order', 't72b3', 'tank')",
    ]


def test_no_reading_at_all_misses_everything() -> None:
    assert score_readings([GOLD], []).slots()["type"] == Figures(hits=0, gold=1, got=0)


def test_a_span_outside_the_text_is_counted() -> None:
    assert score_readings([GOLD], [build_record(spans=[[0, len(TEXT) + 1]])]).bad_spans == 1


@pytest.mark.parametrize(
    ("slot", "gold", "got", "hits"),
    [
        ("place", ("order", "ML", 12.65, -8.0), ("order", "ML", 12.9, -8.1), 1),
        ("place", ("order", "ML", 12.65, -8.0), ("order", "ML", 13.65, -8.0), 0),
        ("place", ("order", "ML", None, None), ("order", "ML", None, None), 1),
        ("place", ("order", "ML", None, None), ("order", "ML", 12.65, -8.0), 0),
        ("source", ("order", (0, 10)), ("order", (4, 12)), 1),
        ("source", ("order", (0, 10)), ("order", (6, 12)), 0),
        ("source", ("order", None), ("order", (6, 12)), 0),
        ("date", ("order", "2025"), ("order", "2025-01"), 0),
    ],
)
def test_facts_agree_as_people_would_say(slot: str, gold: object, got: object, hits: int) -> None:
    assert match_facts(slot, {gold}, {got})[0] == hits


def test_a_whole_claim_is_right_or_wrong() -> None:
    assert score_readings([GOLD], [build_record()]).slots()[RECORD].f1 == 1.0
    assert score_readings([GOLD], [build_record(unit={"id": "malian-army"})]).slots()[RECORD].f1 == 0.0


def test_our_own_reading_is_told_no_claims() -> None:
    from marsad.model import Document, Reading

    told: list[Document] = []

    def read(document: Document) -> Reading:
        told.append(document)
        return Reading(document, ())

    (record,) = read_gold([GOLD | {"published": "2025-01-20", "publisher": "p", "title": "t"}], read)
    assert (told[0].language, told[0].publisher, str(told[0].published)) == (None, "p", "2025-01-20")
    assert record["claims"] == []


def test_predictions_are_lines_of_json(tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    file.write_text(json.dumps(build_record()) + "\n\n")
    assert load_predictions(file) == [build_record()]
    for line, words in (("{broken", "line 1: is broken JSON"), ("[]", "line 1: is no object with a document")):
        file.write_text(line)
        with pytest.raises(InputError, match=words):
            load_predictions(file)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold article"):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "line 1: is broken JSON"),
        (b'{"text": "x"}', "is no gold article"),
        (b"[]", "is no gold article"),
        (b"caf\xe9", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_gold_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(InputError, match=rf"a\.json.*{words}"):
        load_gold(tmp_path)


def test_predictions_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match=r"old\.jsonl: is not UTF-8"):
        load_predictions(tmp_path / "old.jsonl")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        load_predictions(tmp_path)


def test_about_a_third_of_the_gold_is_held() -> None:
    articles = load_gold(Path("eval/gold"))
    assert 0.25 < sum(is_held(article["id"]) for article in articles) / len(articles) < 0.4


def test_the_table_has_every_slot() -> None:
    out = io.StringIO()
    write_scores(score_readings([GOLD], [build_record(type="order")]), out, errors=1)
    assert all(f"\n{slot} " in out.getvalue() for slot in (*SLOTS, "all", RECORD))
    assert "item: - mali-en-01 missed" in out.getvalue()
