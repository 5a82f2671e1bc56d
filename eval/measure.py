"""Read the gold and measure the reading: what the gate compares and the quality page prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from eval.learn import FOLDS, Instances, Part, collect_gold, collect_practice, learn_weights
from eval.taught import vote_of
from marsad.pipeline import read_document
from marsad.read.network import Ensemble
from marsad.read.scoring import Ranker
from marsad.read.weights import Weights
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
    gold, cores = collect_gold(articles), count_cores()
    with ProcessPoolExecutor(min(FOLDS, cores), initializer=_share, initargs=(gold, collect_practice())) as pool:
        weights = pool.map(_learn_weights, range(FOLDS))
        rankers = [Ranker(learned, Ensemble.load(vote_of(fold))) for fold, learned in enumerate(weights)]
        here = [part.articles for part in gold]
        read = chain.from_iterable(pool.map(_read_part, here, rankers))
        records = {article["id"]: record for article, record in zip(chain(*here), read, strict=True)}
    return [records[article["id"]] for article in articles]


_SHARED: list[tuple[Sequence[Part], Instances]] = []


def _share(gold: Sequence[Part], practice: Instances) -> None:
    """Keep in a process what all folds learn from: what practice teaches is too much to be sent with each of them."""
    _SHARED[:] = [(gold, practice)]


def _learn_weights(fold: int) -> Weights:
    gold, practice = _SHARED[0]
    with on_one_thread():
        return learn_weights([part for other, part in enumerate(gold) if other != fold], practice)[0]


def _read_part(articles: Sequence[dict[str, Any]], ranker: Ranker) -> list[dict[str, Any]]:
    return list(read_gold(articles, partial(read_document, ranker=ranker)))


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
