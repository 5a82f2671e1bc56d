"""Learn which claims are one happening from labelled pairs: ``python -m eval.learn_links [--pairs] [--output FILE]``.

``eval/pairs/events.tsv`` is the source of truth: two claims of the gold, named as article#number, and whether they are
one happening. ``--pairs`` derives it anew from the gold. Each labelled pair is an example twice: as the gold has the
two claims, and, where reading found both, as reading has them, so that the weights know what reading gets wrong. The
model is a logistic regression with L2 regularisation; figures are from three folds that keep a topic together.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from eval.learn import FOLDS, GOLD, fold_of
from marsad.link.columns import Columns, Indexes, Numbers
from marsad.link.events import THRESHOLD, candidate_pairs, link_events
from marsad.link.likeness import WEIGHTS, pair_features, score_pairs
from marsad.link.records import LinkClaim
from marsad.link.register import Linker, Read
from marsad.model import Claim, ClaimDate, Document, Item, Party, Personnel, Place, Source, Span
from marsad.pipeline import link_reading
from marsad.score import load_gold

PAIRS = Path(__file__).parent / "pairs" / "events.tsv"
L2 = 1.0
RARE = 3
# What agrees never speaks against one happening and what differs never for it, whatever a few hundred topics suggest.
FOR = frozenset(
    {
        "numbers=same", "people=same", "supplier=same", "recipient=same", "unit=same", "place=near", "place=same name",
        "items=type", "days=meet", "days meet=0 days", "one source", "one family",
    }
)  # fmt: skip
AGAINST = frozenset(
    {
        "numbers=differ", "people=differ", "supplier=differ", "recipient=differ", "unit=differ", "place=far",
        "place=other country", "items=differ", "items=other types", "days=far", "days=200 days", "published=far",
    }
)  # fmt: skip

Json = dict[str, Any]
Labels = Mapping[frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Article:
    """A gold article with its claims as linking sees them: those of the gold, and those that reading finds."""

    id: str
    gold: tuple[LinkClaim, ...]
    events: tuple[str, ...]
    read: tuple[LinkClaim, ...]
    found: tuple[tuple[int, str], ...]
    """Number of a gold claim and id of the read claim that comes closest to it, for those that were read."""


def make_document(article: Json) -> Document:
    """A document told no more than an article says."""
    published = article.get("published")
    return Document(
        id=article["id"],
        source=f"{article['id']}.json",
        text=article["text"],
        title=article.get("title"),
        language=article["language"],
        publisher=article.get("publisher"),
        published=dt.date.fromisoformat(published) if published else None,
    )


def gold_claim(article: Json, number: int, claim: Json) -> Claim:
    """A claim of the gold as reading would give it, all on the words of its evidence; its id is ``article#number``."""
    start = article["text"].find(claim["evidence"])
    span = Span(start, start + len(claim["evidence"]))
    people, place, date = claim["personnel"], claim["place"], claim["date"]
    return Claim(
        id=f"{article['id']}#{number}",
        type=claim["type"],
        factuality=claim["factuality"],
        spans=(span,),
        supplier=Party(claim["supplier"], "") if claim["supplier"] else None,
        recipient=Party(claim["recipient"], "") if claim["recipient"] else None,
        unit=Party(claim["unit"], "") if claim["unit"] else None,
        items=tuple(Item(i["text"], span, i["designation"], i["class"], i["low"], i["high"]) for i in claim["items"]),
        personnel=Personnel(people["text"], span, people["role"], people["low"], people["high"]) if people else None,
        place=Place(place["name"], place["country"], place["lat"], place["lon"]) if place else None,
        date=ClaimDate(date["edtf"]) if date else None,
        sources=tuple(Source(source["text"], "name", span) for source in claim["sources"]),
    )


def load_articles(folder: Path) -> list[Article]:
    """All gold articles with both kinds of claims, as they stand in their families."""
    articles = load_gold(folder)
    gold, read = Linker(), Linker()
    found = [link_reading(make_document(article)) for article in articles]
    read.add(found)
    gold.add(
        Read(r.document, tuple(gold_claim(a, n, c) for n, c in enumerate(a["claims"])), r.text)
        for a, r in zip(articles, found, strict=True)
    )
    return [make_article(a, gold.records(a["id"]), read.records(a["id"])) for a in articles]


def make_article(article: Json, gold: Sequence[LinkClaim], read: Sequence[LinkClaim]) -> Article:
    return Article(
        id=article["id"],
        gold=tuple(gold),
        events=tuple(claim["event"] for claim in article["claims"]),
        read=tuple(read),
        found=tuple((n, best) for n, claim in enumerate(gold) if (best := find_read(claim, read))),
    )


def find_read(gold: LinkClaim, read: Sequence[LinkClaim]) -> str | None:
    """The read claim of the same type on the same words that shares most of a gold claim's content."""
    fits = [claim for claim in read if claim.type == gold.type and is_same_stretch(claim.evidence, gold.evidence)]
    best = max(fits, key=lambda claim: len(content(claim) & content(gold)), default=None)
    return best.id if best else None


def is_same_stretch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1] - a[0], b[1] - b[0])


def content(claim: LinkClaim) -> set[object]:
    parties = {(role, getattr(claim, role)) for role in ("supplier", "recipient", "unit")}
    return {*parties, *claim.items, claim.personnel, claim.factuality, claim.days}


# --- labelled pairs ---------------------------------------------------------------------------------------------


def derive_pairs(articles: Sequence[Article]) -> Iterator[tuple[str, str, bool]]:
    """Every pair of gold claims that linking would compare, and whether the gold has them as one happening."""
    event = {claim.id: name for article in articles for claim, name in zip(article.gold, article.events, strict=True)}
    for a, b in candidate_pairs([claim for article in articles for claim in article.gold]):
        yield a.id, b.id, event[a.id] == event[b.id]


def write_pairs(pairs: Iterable[tuple[str, str, bool]], file: Path) -> None:
    lines = [f"{a}\t{b}\t{int(same)}" for a, b, same in pairs]
    head = (
        "# Claims of the gold (article#number) and whether they are one happening; made by eval/learn_links.py --pairs"
    )
    file.write_text("\n".join([head, "first\tsecond\tsame", *lines, ""]), encoding="utf-8")


def load_pairs(file: Path) -> dict[frozenset[str], bool]:
    """The labels of pairs, by the two claims' names."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {frozenset((a, b)): same == "1" for a, b, same in rows[1:]}


# --- learning ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled pair: its features, the folds of its two articles, and the answer."""

    features: tuple[str, ...]
    folds: frozenset[int]
    same: bool


def make_examples(articles: Sequence[Article], labels: Labels) -> list[Example]:
    """Each labelled pair as the gold has it, and as reading has it."""
    folds = {article.id: fold_of(article.id) for article in articles}
    gold = {claim.id: claim for article in articles for claim in article.gold}
    examples = []
    for pair, same in labels.items():
        a, b = (gold[name] for name in sorted(pair))
        folded = frozenset((folds[a.document], folds[b.document]))
        examples.append(Example(tuple(pair_features(a, b)), folded, same))
    known = {(article.id, id_): number for article in articles for number, id_ in article.found}
    read = [c for article in articles for c in article.read if (article.id, c.id) in known]
    for a, b in candidate_pairs(read):
        names = frozenset(f"{c.document}#{known[c.document, c.id]}" for c in (a, b))
        label = True if len(names) == 1 else labels.get(names)
        if label is not None:
            folded = frozenset((folds[a.document], folds[b.document]))
            examples.append(Example(tuple(pair_features(a, b)), folded, label))
    return examples


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights of a logistic regression with L2 regularisation, by feature; rare features are left out."""
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        for feature in example.features:
            counts[feature] += 1
    columns = {f: n for n, f in enumerate(sorted(f for f, count in counts.items() if count >= RARE))}
    rows = [[columns[f] for f in example.features if f in columns] for example in examples]
    indptr = np.cumsum([0, *map(len, rows)])
    indices = np.fromiter((c for row in rows for c in row), dtype=np.int64, count=int(indptr[-1]))
    matrix = csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(rows), len(columns)))
    signs = np.array([1.0 if example.same else -1.0 for example in examples])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = signs * (matrix @ weights)
        value = float(np.logaddexp(0.0, -margin).sum() + 0.5 / L2 * weights @ weights)
        slope = -signs / (1.0 + np.exp(np.clip(margin, -50, 50)))
        return value, matrix.T @ slope + weights / L2

    bounds = [(0.0 if f in FOR else None, 0.0 if f in AGAINST else None) for f in columns]
    start = np.zeros(len(columns))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return {feature: round(float(best.x[n]), 4) for feature, n in columns.items()}


# --- figures ----------------------------------------------------------------------------------------------------


def b_cubed(gold: Mapping[str, str], got: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a grouping of the same claims, averaged over claims (Bagga and Baldwin 1998)."""
    by_gold, by_got = defaultdict(set), defaultdict(set)
    for claim in gold:
        by_gold[gold[claim]].add(claim)
        by_got[got[claim]].add(claim)
    shared = {claim: len(by_gold[gold[claim]] & by_got[got[claim]]) for claim in gold}
    precision = sum(shared[c] / len(by_got[got[c]]) for c in gold) / max(1, len(gold))
    recall = sum(shared[c] / len(by_gold[gold[c]]) for c in gold) / max(1, len(gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score_grouping(
    articles: Sequence[Article], by_fold: Mapping[int, Mapping[str, float]], threshold: float, *, read: bool
) -> tuple[float, float, float]:
    """B-cubed figures where each pair is scored by weights that were learned without its topic."""
    folds = {article.id: fold_of(article.id) for article in articles}

    def score(columns: Columns, first: Indexes, second: Indexes) -> Numbers:
        fold = np.array([folds[claim.document] for claim in columns.claims], dtype=np.int64)[first]
        scores = [score_pairs(columns, first, second, by_fold[n]) for n in sorted(by_fold)]
        return np.choose(fold, scores)

    groups: dict[str, str] = {}
    for event in link_events(
        (c for a in articles for c in (a.read if read else a.gold)), score=score, threshold=threshold
    ):
        groups.update(dict.fromkeys(event.claims, event.claims[0]))
    gold, got = {}, {}
    for article in articles:
        pairs = article.found if read else [(n, claim.id) for n, claim in enumerate(article.gold)]
        for number, id_ in pairs:
            gold[f"{article.id}#{number}"], got[f"{article.id}#{number}"] = article.events[number], groups[id_]
    return b_cubed(gold, got)


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the weights of linking from labelled pairs of claims.")
    parser.add_argument("--pairs", action="store_true", help="derive the labelled pairs anew from the gold")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    articles = load_articles(GOLD)
    if args.pairs:
        write_pairs(derive_pairs(articles), PAIRS)
    examples = make_examples(articles, load_pairs(PAIRS))
    print(f"{len(examples)} examples, {sum(e.same for e in examples)} of one happening")
    by_fold = {fold: fit([e for e in examples if fold not in e.folds]) for fold in range(FOLDS)}
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        for kind in ("gold", "read"):
            figures = score_grouping(articles, by_fold, threshold, read=kind == "read")
            print("threshold {:.1f}  {} claims  B-cubed P {:.3f} R {:.3f} F1 {:.3f}".format(threshold, kind, *figures))
    args.output.write_text(json.dumps(fit(examples), indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"weights to {args.output}; events join from {THRESHOLD} on")


if __name__ == "__main__":
    main()
