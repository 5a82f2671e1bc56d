"""Read the gold and measure the reading: what the gate compares and the quality page prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from eval.learn import FOLDS, Lessons, collect_practice, fold_of, learn
from marsad.pipeline import read_document
from marsad.read.scoring import Ranker
from marsad.run.workers import count_cores
from marsad.score import RECORD, SLOTS, Figures, Scores, load_gold, read_gold, score_readings, sum_slots
from marsad.vectors import on_one_thread

GOLD = Path(__file__).parent / "gold"
NAMES = ("all", *SLOTS, RECORD)
DIGITS = 3

Table = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the gate compares: F1 by language and slot, shares of wrong claims, spans out of place."""

    scores: Scores
    f1: Table
    false_facts: float
    """Share of claims printed as fact where the gold has that type and parties only as denied or expected."""
    empty_with_claims: float
    """Share of articles without any claim in which one was found."""
    empty_claims: int
    """Claims in these articles, in all."""

    @property
    def gap(self) -> float:
        """How much better the part is that was looked at while tuning than the held part."""
        return find_gap(self.scores)


def measure_reading() -> Measured:
    """Read every gold article and compare."""
    articles = load_gold(GOLD)
    records = read_across_folds(articles)
    scores = score_readings(articles, records)
    tables = {"all": scores.slots(), **scores.by_language}
    empty = [r["claims"] for a, r in zip(articles, records, strict=True) if not a["claims"]]
    facts = [pair for a, r in zip(articles, records, strict=True) for pair in _judge_facts(a, r)]
    return Measured(
        scores=scores,
        f1={name: list_f1(table) for name, table in sorted(tables.items())},
        false_facts=sum(facts) / len(facts) if facts else 0.0,
        empty_with_claims=sum(1 for claims in empty if claims) / len(empty) if empty else 0.0,
        empty_claims=sum(map(len, empty)),
    )


def read_across_folds(articles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reading of every article, each with weights learned from the articles of the other folds and practice."""
    shared = (articles, collect_practice())
    with ProcessPoolExecutor(min(FOLDS, count_cores()), initializer=_share, initargs=shared) as pool:
        records = dict(chain.from_iterable(pool.map(_read_fold, range(FOLDS))))
    return [records[article["id"]] for article in articles]


_SHARED: list[tuple[Sequence[dict[str, Any]], Lessons]] = []


def _share(articles: Sequence[dict[str, Any]], practice: Lessons) -> None:
    """Keep in a process what all folds learn from: what practice teaches is too much to be sent with each of them."""
    _SHARED[:] = [(articles, practice)]


def _read_fold(fold: int) -> list[tuple[str, dict[str, Any]]]:
    articles, practice = _SHARED[0]
    with on_one_thread():
        weights, vote, _ = learn([a for a in articles if fold_of(a["id"]) != fold], practice)
    read = partial(read_document, ranker=Ranker(weights, vote))
    here = [a for a in articles if fold_of(a["id"]) == fold]
    return [(a["id"], record) for a, record in zip(here, read_gold(here, read), strict=True)]


def list_f1(table: Mapping[str, Figures]) -> dict[str, float]:
    """F1 of all slots together, of each slot, and of whole claims."""
    figures = {"all": sum_slots(table), **table}
    return {name: round(figures[name].f1, DIGITS) for name in NAMES}


def _judge_facts(article: dict[str, Any], record: dict[str, Any]) -> list[bool]:
    """For each claim read as fact: whether the gold has it, by type and parties, only as denied or expected."""
    known: dict[tuple[Any, ...], set[str]] = {}
    for claim in article["claims"]:
        known.setdefault((claim["type"], claim["supplier"], claim["recipient"]), set()).add(claim["factuality"])
    judged = []
    for claim in record["claims"]:
        if claim["factuality"] == "fact":
            parties = [(claim[role] or {}).get("id") for role in ("supplier", "recipient")]
            stated = known.get((claim["type"], *parties), set())
            judged.append(bool(stated) and stated <= {"denied", "expected"})
    return judged


def find_gap(scores: Scores) -> float:
    """How much better the part is that was seen while tuning."""
    parts = {part: sum_slots(table).f1 for part, table in scores.by_part.items()}
    return parts.get("seen", 0.0) - parts.get("held", 0.0)
