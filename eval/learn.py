"""Learn the weights of reading from the gold: ``python -m eval.learn [--output FILE]``.

The claim builder runs over each article with the gold deciding in place of the ranker; every decision it meets becomes
a training instance (candidates, features, right answer). The weights of a conditional log-linear model are then found
per decision with L2 regularisation (L-BFGS). What ships is learned from all articles; the gate reads each article with
weights learned from the other folds, so that no figure it pins is one of an article learned from. The votes besides
them are learned by ``eval/vote.py``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from eval.choices import NONE, STEPS, Choices, Notebook, fit, join
from eval.oracle import Oracle
from marsad.collector import uncollected
from marsad.language.pack import load_pack
from marsad.model import CLAIM_TYPES, Document
from marsad.read.claims import build_drafts
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import Ranker
from marsad.read.weights import WEIGHTS, Weights, save_weights
from marsad.run.workers import count_cores

GOLD = Path(__file__).parent / "gold"
PRACTICE = Path(__file__).parent / "practice"
SKETCHES = Path(__file__).parent / "sketches"
FOLDS = 3
# A ranker that only shows the decisions of the second round takes fewer steps, and learns from one in so many decisions
# of practice.
ROUGH_STEPS, ROUGH_SHARE = 60, 4
# What practice does not teach while a ranker decides: which force is right hangs on the parties.
NOT_FOLLOWED = {"unit"}
# Decisions of the gold that look at those before them; the others only lost by a second round (measured before there
# was "role", and when "unit" saw the forces of four claims alone).
SECOND_ROUND = ("item", "type", "supplier", "recipient", "place", "date", "factuality")
# So many parts of practice are met side by side.
SHARES = 16

Instances = dict[str, Choices]
"""The decisions that articles teach, by their name."""


def fold_of(article_id: str) -> int:
    """The fold of an article: all articles on one topic, in whatever language, are in one."""
    topic = article_id.rsplit("-", 2)[0]
    return int(hashlib.sha256(topic.encode()).hexdigest(), 16) % FOLDS


def stage_of(article: dict[str, Any]) -> Stage:
    published = dt.date.fromisoformat(article["published"]) if article.get("published") else None
    document = Document(
        article["id"], article["id"], article["text"], title=article["title"], language=article["language"],
        publisher=article["publisher"], published=published,
    )  # fmt: skip
    return set_stage(document, load_pack(article["language"]))


def collect(
    articles: Sequence[dict[str, Any]], follow: Ranker | None = None, taught: Collection[str] | None = None
) -> Instances:
    """What the articles teach of the decisions ``taught``, all where None, while the gold or ``follow`` decides."""
    notes: defaultdict[str, Notebook] = defaultdict(Notebook)
    with uncollected():
        for article in articles:
            build_drafts(stage_of(article), Oracle(article, follow, notes, taught))
    return {decision: book.close() for decision, book in notes.items()}


def collect_practice() -> Instances:
    """What the texts of practice teach, met on all cores; in one order, however many they are.

    While reading, a decision sees the decisions before it, right or wrong. So half of practice is met while a ranker
    decides that learned from the other half. No gold is in that, so that it is the same whatever part of the gold is
    learned from.
    """
    articles = load_articles(PRACTICE)
    middle = len(articles) // 2
    with ProcessPoolExecutor(count_cores()) as pool:
        first = _collect_shares(pool, articles[:middle])
        sketched = _collect_shares(pool, load_sketches())
        rough = Ranker(fit_all(first, {}, ROUGH_STEPS))
        second = _collect_shares(pool, articles[middle:], rough, set(first) - NOT_FOLLOWED)
    return join_instances([first, sketched, second])


def _collect_shares(
    pool: Executor,
    articles: Sequence[dict[str, Any]],
    follow: Ranker | None = None,
    taught: Collection[str] | None = None,
) -> Instances:
    """As :func:`collect`, in shares side by side."""
    return join_instances(list(pool.map(partial(collect, follow=follow, taught=taught), cut_shares(articles))))


def cut_shares(articles: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    """Articles in shares that are met side by side, in order."""
    ends = [share * len(articles) // SHARES for share in range(SHARES + 1)]
    return [articles[start:end] for start, end in pairwise(ends)]


def join_instances(parts: Sequence[Instances]) -> Instances:
    return {
        decision: join([part[decision] for part in parts if decision in part])
        for decision in sorted(set(chain.from_iterable(parts)))
    }


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Gold articles of one fold and what they teach."""

    articles: Sequence[dict[str, Any]]
    instances: Instances


def collect_gold(articles: Sequence[dict[str, Any]]) -> list[Part]:
    """A part for each fold, met side by side."""
    folds = [[a for a in articles if fold_of(a["id"]) == fold] for fold in range(FOLDS)]
    with ProcessPoolExecutor(min(FOLDS, count_cores())) as pool:
        return [Part(fold, found) for fold, found in zip(folds, pool.map(collect, folds), strict=True)]


def learn_weights(gold: Sequence[Part], practice: Instances) -> tuple[Weights, Instances]:
    """Weights from parts of the gold and from practice, and the instances of the gold that they were learned from.

    While reading, a decision sees the decisions before it, right or wrong. So a second round meets the decisions
    again while a ranker decides that has not seen the article (Ross, Gordon and Bagnell 2011), and learns from both.
    """
    first = [part.instances for part in gold]
    some = {decision: found.thin(ROUGH_SHARE) for decision, found in practice.items()}
    second: list[Instances] = []
    for fold, part in enumerate(gold):
        others = [found for other, found in enumerate(first) if other != fold]
        rough = Ranker(fit_all(join_instances(others), some, ROUGH_STEPS))
        second.append(collect(part.articles, rough, SECOND_ROUND))
    instances = join_instances([*first, *second])
    return fit_all(instances, practice), instances


def fit_all(gold: Instances, practice: Instances, steps: int = STEPS) -> Weights:
    """The weights of every decision."""
    names = sorted(gold)
    with ThreadPoolExecutor(count_cores()) as pool:
        found = pool.map(lambda name: fit(name, gold[name], practice.get(name, NONE), steps), names)
        return dict(zip(names, found, strict=True))


def load_articles(folder: Path = GOLD) -> list[dict[str, Any]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]


def load_practice() -> list[dict[str, Any]]:
    """Articles written for learning alone; no figure is ever measured on them."""
    return [*load_articles(PRACTICE), *load_sketches()]


def load_sketches(folder: Path = SKETCHES) -> list[dict[str, Any]]:
    """Articles of which only is known which sentence states claims of which types.

    A file holds many; each begins with ``== id language day | outlet | title``, then one line a sentence: the types,
    with commas between, or ``-``, a tab, and the sentence.
    """
    found = []
    for file in sorted(folder.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").split("== ")[1:]:
            head, *lines = block.strip().splitlines()
            (id_, language, day), outlet, title = head.split("|")[0].split(), *head.split("|")[1:]
            pairs = [line.split("\t", 1) for line in lines if line]
            claims = [_sketch_claim(t, sentence) for types, sentence in pairs for t in types.split(",") if t != "-"]
            found.append({
                "id": id_, "language": language, "published": day, "publisher": outlet.strip(), "title": title.strip(),
                "text": "\n".join(sentence for _, sentence in pairs), "claims": claims, "sketch": True,
            })  # fmt: skip
    return found


def _sketch_claim(kind: str, sentence: str) -> dict[str, Any]:
    if kind not in CLAIM_TYPES:
        raise ValueError(f"{kind!r} is no type of claim: {sentence}")
    empty: dict[str, Any] = dict.fromkeys(("supplier", "recipient", "unit", "personnel", "place", "date"))
    return {"type": kind, "factuality": "fact", **empty, "items": [], "sources": [], "evidence": sentence}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    gold, practice = collect_gold(load_articles()), collect_practice()
    weights, instances = learn_weights(gold, practice)
    save_weights(args.output, weights)
    for name, found in sorted(instances.items()):
        print(f"{name:<12}{len(found):>7} decisions {len(weights[name]):>7} weights")


if __name__ == "__main__":
    main()
