"""The ledger of predictions: what later claims and data make of what was expected."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.learn_links import gold_claim, make_document
from marsad.model import Claim, ClaimDate, Document, Item, Party, Personnel, Source, Span
from marsad.score import load_gold
from marsad.verdicts import Prediction, Verdict
from marsad.verify.predictions import Told, build_ledger, list_records, settle_by_data
from tests.verify.examples import tell as tell_why

ROOT = Path(__file__).parents[2]
TEXT = "Seven tanks will come, the ministry says."
WORDS = Span(0, 5)
TANKS = Item("tanks", WORDS, "T-72B3", "tank", 7, 7)


def tell(
    number: int,
    said: str,
    factuality: str = "expected",
    *,
    date: str | None = None,
    entry: str | None = "e",
    items: tuple[Item, ...] = (TANKS,),
    unit: str | None = None,
    kind: str = "delivery",
) -> Told:
    document = Document(
        f"d{number}", f"{number}.txt", TEXT, language="en", publisher=f"Outlet {number}",
        published=dt.date.fromisoformat(said),
    )  # fmt: skip
    claim = Claim(
        f"c{number}", kind, factuality, (Span(0, len(TEXT)),),  # type: ignore[arg-type]
        supplier=Party("RU", "Russia"), recipient=Party("ML", "Mali"), unit=Party(unit, unit) if unit else None,
        items=items, date=ClaimDate(date) if date else None, sources=(Source("the ministry", "official", WORDS),),
    )  # fmt: skip
    return Told(claim, document, entry)


def settle(*told: Told) -> Prediction:
    return next(prediction for prediction in build_ledger(told) if prediction.claim == told[0].claim.id)


def test_a_prediction_says_who_when_what_and_by_when() -> None:
    found = settle(tell(1, "2025-01-10", date="2025-03"))
    assert (found.speaker, found.outlet, found.said, found.by) == (
        "the ministry",
        "Outlet 1",
        dt.date(2025, 1, 10),
        "2025-03",
    )
    assert (found.what, found.quote, found.status) == ("Russia → Mali: 7 T-72B3", TEXT, "open")
    assert tell_why(found) == ["due by 2025-03-31; no later document tells"]


@pytest.mark.parametrize(
    ("horizon", "later", "status"),
    [
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-03-20"), "came true"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-04-02"), "came late"),
        ("2025-03", tell(2, "2025-05-01", "fact"), "came true"),
        (None, tell(2, "2027-05-01", "fact", date="2027-04"), "came true"),
        ("2025-03", tell(2, "2025-05-01", "denied"), "did not"),
        ("2025-03", tell(2, "2025-05-01", "expected", date="2025-12"), "did not"),
        ("2025-03", tell(2, "2025-02-01", "denied"), "open"),
        (None, tell(2, "2025-05-01", "denied"), "open"),
        ("2025-03", tell(2, "2025-05-01", "possible", date="2025-03-20"), "open"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2024-12"), "open"),
        ("2025-03", tell(2, "2025-01-10", "fact", date="2025-01-10"), "open"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-03-20", items=(replace(TANKS, low=3, high=3),)), "open"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-03-20", items=(replace(TANKS, designation="BMP-3"),)), "open"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-03-20", kind="training"), "open"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-03-20", entry=None), "came true"),
        ("2025-03", tell(2, "2025-05-01", "fact", date="2025-04-20", entry=None), "open"),
        ("2024-11", tell(2, "2025-05-01", "expected", date="2025-12"), "open"),
    ],
)  # fmt: skip
def test_later_claims_settle_a_prediction(horizon: str | None, later: Told, status: str) -> None:
    assert settle(tell(1, "2025-01-10", date=horizon), later).status == status


def test_what_was_so_before_settles_nothing_without_a_day() -> None:
    first, known = tell(1, "2025-01-10"), tell(3, "2025-01-01", "fact")
    assert settle(first, known, tell(2, "2025-05-01", "fact")).status == "open"
    assert settle(first, known, tell(2, "2025-05-01", "fact", date="2025-04")).status == "came true"


def test_an_article_that_still_expects_it_tells_of_a_part() -> None:
    later = tell(2, "2025-05-01", "fact", date="2025-03-20")
    rest = Told(tell(3, "2025-05-01").claim, later.document, "e")
    assert settle(tell(1, "2025-01-10"), later, rest).status == "open"


def test_what_came_late_stays_late_when_it_was_awaited_in_between() -> None:
    waited = tell(3, "2025-04-10", date="2025-06")
    came = tell(2, "2025-07-01", "fact", date="2025-05-20")
    assert settle(tell(1, "2025-01-10", date="2025-03"), waited, came).status == "came late"
    assert settle(tell(1, "2025-01-10", date="2025-03"), waited).status == "did not"


def test_people_are_counted_as_things_are() -> None:
    def men(number: int, said: str, factuality: str, count: int) -> Told:
        told = tell(number, said, factuality, items=(), kind="deployment", date="2025-03" if number > 1 else None)
        return Told(replace(told.claim, personnel=Personnel("men", WORDS, "soldier", count, count)), told.document, "e")

    assert settle(men(1, "2025-01-10", "expected", 200), men(2, "2025-05-01", "fact", 14)).status == "open"
    assert settle(men(1, "2025-01-10", "expected", 200), men(2, "2025-05-01", "fact", 220)).status == "came true"


def test_outcomes_are_for_the_data_to_settle() -> None:
    hoped = settle(tell(1, "2025-01-10", kind="outcome", date="2025"), tell(2, "2026-01-10", "fact", kind="outcome"))
    assert hoped.status == "open"

    def answer(verdict: str) -> Verdict:
        return Verdict("c1", "1.txt", "ML", "Mali", "2025", verdict, ("why",))  # type: ignore[arg-type]

    assert settle_by_data(hoped, [answer("contradicted")]).status == "did not"
    assert settle_by_data(hoped, [answer("consistent")]).status == "came true"
    assert settle_by_data(hoped, [answer("consistent"), answer("contradicted")]).status == "open"
    assert settle_by_data(hoped, [answer("not decidable")]) == hoped
    assert settle_by_data(hoped, []) == hoped


def test_a_source_is_counted_once_for_what_many_outlets_carry() -> None:
    told = [tell(n, "2025-01-10", date="2025-03") for n in range(1, 6)]
    ledger = build_ledger([*told, tell(9, "2025-05-01", "fact", date="2025-03-20"), tell(8, "2025-06-01", entry="f")])
    (record,) = list_records(ledger)
    assert (record.speaker, record.came_true, record.open, record.did_not) == ("the ministry", 1, 1, 0)


@pytest.fixture(scope="module")
def ledger() -> dict[str, Prediction]:
    """The ledger of the gold's own claims, by ``article#number``."""
    told = []
    for article in load_gold(ROOT / "eval" / "gold"):
        document = make_document(article)
        told += [Told(gold_claim(article, n, c), document, c["event"]) for n, c in enumerate(article["claims"])]
    return {prediction.claim: prediction for prediction in build_ledger(told)}


def test_every_expected_claim_of_the_gold_is_in_the_ledger_with_its_horizon(ledger: dict[str, Prediction]) -> None:
    expected = {
        f"{article['id']}#{n}": claim["date"]["edtf"] if claim["date"] else None
        for article in load_gold(ROOT / "eval" / "gold")
        for n, claim in enumerate(article["claims"])
        if claim["factuality"] == "expected"
    }
    assert {id_: prediction.by for id_, prediction in ledger.items()} == expected
    assert len(expected) > 300


def test_the_predictions_of_the_gold_are_settled_as_a_reader_would(ledger: dict[str, Prediction]) -> None:
    lists = json.loads((ROOT / "eval" / "predictions" / "predictions.json").read_text(encoding="utf-8"))
    assert len(lists["settled"]) >= 30
    for row in [*lists["settled"], *lists["open"]]:
        found = ledger[row["claim"]]
        assert (found.by, found.status) == (row["by"], row["status"]), row["claim"]
        assert row["settled_by"] in (*found.settled_by, None)
    listed = {row["claim"] for rows in lists.values() for row in rows}
    assert {id_ for id_, found in ledger.items() if found.status != "open"} <= listed
