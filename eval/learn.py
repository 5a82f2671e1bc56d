"""Learn the weights of reading and its vote from the gold: ``python -m eval.learn [--output FILE]``.

The claim builder runs over each article with the gold deciding in place of the ranker; every decision it meets becomes
a training instance (candidates, features, right answer). The weights of a conditional log-linear model are then found
per decision with L2 regularisation (L-BFGS); the vote (``eval/vote.py``) learns from what each sentence states. What
ships is learned from all articles; the gate reads each article with weights learned from the other folds, so that no
figure it pins is one of an article learned from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from eval.vote import Asked, Sheet, learn_vote, make_sheet
from marsad.language.pack import load_pack
from marsad.model import CLAIM_TYPES, Document, Span
from marsad.read.claims import build_drafts
from marsad.read.draft import Choice, Draft
from marsad.read.scene import Stage, set_stage
from marsad.read.scoring import WEIGHTS, Features, Ranker, list_names
from marsad.read.vote import VOTE, Vote
from marsad.run.workers import count_cores
from marsad.score import locate, near

GOLD = Path(__file__).parent / "gold"
PRACTICE = Path(__file__).parent / "practice"
SKETCHES = Path(__file__).parent / "sketches"
FOLDS = 3
L2 = {"default": 2.0, "document": 1.0, "keep": 3.0}
# Decisions among many candidates have no weights of one source's own (three-fold they only lose by them), and all but
# the items a penalty that grows with how often a feature is met, as if all features were of one spread.
SHARED = frozenset({"supplier", "recipient", "unit", "place", "date", "personnel", "source", "type", "item"})
GROWN = SHARED - {"item"}
GROWN_BY, GROWN_TO = 0.3, 0.7
# Steps of the search for weights: in full, and for a ranker that only shows the decisions of the second round, which
# learns from one in so many decisions of practice.
STEPS, ROUGH_STEPS, ROUGH_SHARE = 200, 60, 4
# How much dearer a weight of one source's own is than a shared one.
OWN = 2.0
# How much a decision of practice counts beside one of the gold.
PRACTISED = 0.5
RARE = 2
# Smaller weights are left out: most are of pairs of words, and together they move less than a hundredth of the claims.
TELLING, LEAST = 0.07, 0.04
# Decisions that look at those before them; the others only lost by a second round.
SECOND_ROUND = ("item", "type", "supplier", "recipient", "place", "date", "factuality")
# Features of "keep" that say what was stated before: in an article without claims always nothing.
OF_ORDER = re.compile(r"/first$|/made=|^sentence=")
# So many parts of practice are met side by side.
SHARES = 16
# What an article teaches of which only the types of its sentences are known.
SKETCHED = ("document", "keep")


def fold_of(article_id: str) -> int:
    """The fold of an article: all articles on one topic, in whatever language, are in one."""
    topic = article_id.rsplit("-", 2)[0]
    return int(hashlib.sha256(topic.encode()).hexdigest(), 16) % FOLDS


def _span(text: str, words: str, evidence: str) -> Span | None:
    found = locate(text, words, evidence)
    return Span(*found) if found else None


class GoldClaim:
    """A gold claim with its words located in the text."""

    def __init__(self, claim: dict[str, Any], text: str) -> None:
        self.claim = claim
        evidence = claim["evidence"]
        start = text.find(evidence)
        self.evidence = Span(start, start + len(evidence))
        self.items = [(i, _span(text, i["text"], evidence)) for i in claim["items"]]
        people, place, date = claim["personnel"], claim["place"], claim["date"]
        self.people = _span(text, people["text"], evidence) if people else None
        self.place = _span(text, place["text"], evidence) if place else None
        self.date = _span(text, date["text"], evidence) if date else None
        self.sources = [_span(text, s["text"], evidence) for s in claim["sources"]]

    def core(self) -> list[Span]:
        return [s for s in [*(span for _, span in self.items), self.people] if s]


class Oracle:
    """Records every decision as an instance with the gold's answer; decides as the gold does, or as ``follow`` does."""

    def __init__(self, article: dict[str, Any], follow: Ranker | None = None) -> None:
        self.follow = follow
        self.golds = [GoldClaim(c, article["text"]) for c in article["claims"]]
        self.instances: list[tuple[str, list[list[str]], int]] = []
        self.asked: list[Asked] = []
        self._aligned: dict[int, GoldClaim | None] = {}
        self._drafts: list[Draft] = []
        self._accepted: Span | None = None

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        answer = getattr(self, f"_{decision}")(values, draft)
        if answer is not None:
            self.instances.append((decision, [self._names(decision, c) for c in candidates], answer))
            if decision == "keep":
                self.asked.append((draft.scene.index, draft.type, answer))
        if self.follow is not None:
            index, lead = self.follow.choose(decision, candidates)
            return Choice(index, str, lead)
        return Choice(answer or 0, str, 0)

    def _names(self, decision: str, features: Features) -> list[str]:
        """The names of features; where no sentence states anything, none follows another."""
        names = list_names(features)
        if decision == "keep" and not self.golds:
            return [name for name in names if not OF_ORDER.search(name)]
        return names

    def here(self, draft: Draft) -> list[GoldClaim]:
        scene = draft.scene.span
        return [g for g in self.golds if g.claim["type"] == draft.type and g.evidence.overlaps(scene)]

    def _keep(self, values: Sequence[object], draft: Draft) -> int | None:
        found = self.here(draft)
        if not found:
            return 0
        scene = draft.scene.span
        for gold in found:
            if scene.covers(gold.evidence) or gold.evidence.start >= scene.start:
                return 1
            slots = [*gold.core(), gold.place, gold.date]
            if any(s and scene.covers(s) for s in slots) or draft.triggers:
                return 1
        return None

    def _document(self, values: Sequence[object], draft: Draft) -> int:
        return int(bool(self.golds))

    def _item(self, values: Sequence[object], draft: Draft) -> int:
        mention: Any = values[1]
        self._accepted = mention.span
        return int(any(_is_item(g, mention) for g in self.here(draft)))

    def _type(self, values: Sequence[object], draft: Draft) -> int | None:
        span = self._accepted
        wanted = next((i for g in self.here(draft) for i, s in g.items if s and span and s.overlaps(span)), None)
        if wanted is None:
            return None
        if wanted["designation"] is None:
            named = (None, wanted["class"])
            return values.index(named) if named in values else 0
        key = name_key(wanted["designation"])
        return next((n for n, v in enumerate(values) if isinstance(v, tuple) and v[0] and name_key(v[0]) == key), None)

    def _personnel(self, values: Sequence[object], draft: Draft) -> int:
        mention: Any = values[1]
        return int(any(g.people and g.people.overlaps(mention.span) for g in self.here(draft)))

    def _split(self, values: Sequence[object], draft: Draft) -> int:
        sets = [{id(g) for g in self.here(draft) if _holds(g, m)} for m in values]
        return int(not sets[0] & sets[1])

    def gold_of(self, draft: Draft) -> GoldClaim | None:
        """The gold claim that a draft makes: the one that shares most of its core, not made by another draft here."""
        if id(draft) not in self._aligned:
            self._drafts.append(draft)
            taken = {id(g) for d in self._drafts[:-1] if d.scene is draft.scene and (g := self._aligned.get(id(d)))}
            core = [*draft.items, *([draft.people] if draft.people else [])]
            free = [g for g in self.here(draft) if id(g) not in taken]
            best = max(
                free,
                key=lambda g: (sum(_holds(g, m) for m in core) - 0.1 * len(g.core()), -g.evidence.start),
                default=None,
            )
            self._aligned[id(draft)] = best
        return self._aligned[id(draft)]

    def _value(self, name: str, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        wanted = gold.claim[name]
        return values.index(wanted) if wanted in values else None

    def _also(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        role, party = str(values[0]), values[1]
        twin = "recipient" if role == "supplier" else "supplier"
        return int(
            any(
                g is not gold
                and g.claim[role] == party
                and g.claim[twin] == gold.claim[twin]
                and g.core() == gold.core()
                for g in self.here(draft)
            )
        )

    def _twin(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        made = {id(g) for d in self._drafts if d.scene is draft.scene and (g := self._aligned.get(id(d)))}
        free = [g for g in self.here(draft) if id(g) not in made]
        return int(any(g.claim["factuality"] == values[1] != gold.claim["factuality"] for g in free))

    def _supplier(self, values: Sequence[object], draft: Draft) -> int | None:
        return self._value("supplier", values, draft)

    def _recipient(self, values: Sequence[object], draft: Draft) -> int | None:
        return self._value("recipient", values, draft)

    def _unit(self, values: Sequence[object], draft: Draft) -> int | None:
        return self._value("unit", values, draft)

    def _factuality(self, values: Sequence[object], draft: Draft) -> int | None:
        return self._value("factuality", values, draft)

    def _place(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        wanted = gold.claim["place"]
        if wanted is None:
            return 0
        right = [i for i, v in enumerate(values) if i and _same_place(wanted, v)]
        over = [i for i in right if gold.place and gold.place.overlaps(values[i].span)]  # type: ignore[attr-defined]
        return next(iter(over or right), None)

    def _date(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        wanted = gold.claim["date"]
        if wanted is None:
            return 0
        over = [i for i, v in enumerate(values) if i and gold.date and gold.date.overlaps(v.span)]  # type: ignore[attr-defined]
        equal = [i for i, v in enumerate(values) if i and v.edtf == wanted["edtf"]]  # type: ignore[attr-defined]
        return next(iter([i for i in over if i in equal] or over or equal), None)

    def _source(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        chain: Any = values[1]
        return int(any(s and s.overlaps(m.span) for s in gold.sources for m in chain))

    def _join(self, values: Sequence[object], draft: Draft) -> int | None:
        earlier: Any = values[1]
        gold = self.gold_of(draft)
        return None if gold is None else int(self._aligned.get(id(earlier)) is gold)


def name_key(text: str) -> str:
    """A designation's letters and digits, as scoring compares them."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_item(gold: GoldClaim, mention: Any) -> bool:
    return any(span and span.overlaps(mention.span) for _, span in gold.items)


def _holds(gold: GoldClaim, mention: Any) -> bool:
    return any(span.overlaps(mention.span) for span in gold.core())


def _same_place(wanted: dict[str, Any], value: Any) -> bool:
    country = getattr(value, "country", None) or getattr(value, "state", None)
    return near(
        ("", wanted["country"], wanted["lat"], wanted["lon"]),
        ("", country, getattr(value, "latitude", None), getattr(value, "longitude", None)),
    )


def stage_of(article: dict[str, Any]) -> Stage:
    published = dt.date.fromisoformat(article["published"]) if article.get("published") else None
    document = Document(
        article["id"], article["id"], article["text"], title=article["title"], language=article["language"],
        publisher=article["publisher"], published=published,
    )  # fmt: skip
    return set_stage(document, load_pack(article["language"]))


Instance = tuple[list[list[str]], int]
Instances = dict[str, list[Instance]]
Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What articles teach: instances by decision, and for each article its sentences as the vote sees them."""

    instances: Instances = field(default_factory=lambda: defaultdict(list))
    sheets: list[Sheet] = field(default_factory=list)


def collect(articles: Sequence[dict[str, Any]], follow: Ranker | None = None) -> Lessons:
    """What the articles teach, met while the gold or ``follow`` decides; sheets only where the gold does."""
    lessons = Lessons()
    for article in articles:
        oracle, stage = Oracle(article, follow), stage_of(article)
        build_drafts(stage, oracle)
        for decision, candidates, answer in oracle.instances:
            if decision in SKETCHED or not article.get("sketch"):
                lessons.instances[decision].append((candidates, answer))
        if follow is None and stage.scenes:
            lessons.sheets.append(make_sheet(stage, oracle.asked))
    return lessons


def collect_practice(every: int = 1) -> Lessons:
    """What one in ``every`` texts of practice teach, met on all cores; in one order, however many they are."""
    articles = load_practice()[::every]
    ends = [share * len(articles) // SHARES for share in range(SHARES + 1)]
    with ProcessPoolExecutor(count_cores()) as pool:
        parts = list(pool.map(collect, [articles[start:end] for start, end in pairwise(ends)]))
    return Lessons(join_instances(*(part.instances for part in parts)), [s for part in parts for s in part.sheets])


def join_instances(*parts: Instances) -> Instances:
    joined: Instances = defaultdict(list)
    for part in parts:
        for decision, found in part.items():
            joined[decision] += found
    return joined


def learn(gold: Sequence[dict[str, Any]], practice: Lessons) -> tuple[Weights, Vote, Instances]:
    """Weights and vote from gold and practice, and the instances of the gold that the weights were learned from.

    While reading, a decision sees the decisions before it, right or wrong. So a second round meets the decisions
    again while a ranker decides that has not seen the article (Ross, Gordon and Bagnell 2011), and learns from both.
    """
    folds = [[a for a in gold if fold_of(a["id"]) == fold] for fold in range(FOLDS)]
    lessons = [collect(part) for part in folds]
    first = [part.instances for part in lessons]
    some = {decision: found[::ROUGH_SHARE] for decision, found in practice.instances.items()}
    second: list[Instances] = []
    for fold, part in enumerate(folds):
        others = join_instances(*(found for other, found in enumerate(first) if other != fold))
        if part and others:
            met = collect(part, Ranker(fit_all(others, some, ROUGH_STEPS))).instances
            second.append({decision: met[decision] for decision in SECOND_ROUND if decision in met})
    instances = join_instances(*first, *second)
    vote = learn_vote([sheet for part in lessons for sheet in part.sheets], practice.sheets)
    return fit_all(instances, practice.instances), vote, instances


def fit(name: str, gold: Sequence[Instance], practice: Sequence[Instance], steps: int = STEPS) -> dict[str, float]:
    """Weights of a decision that make the right candidates likeliest, small where the evidence is thin.

    Practice is of another hand than the gold, so a feature may have a weight that both share and one of its own in each
    (Daumé III 2007); what ships is the shared one and the gold's own.
    """
    instances = [*gold, *practice]
    seen = Counter(f for candidates, _ in instances for c in candidates for f in set(c))
    index = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= RARE))}
    size = max(1, len(index))
    own = name not in SHARED
    rows, columns, starts, right, row = [], [], [], [], 0
    for number, (candidates, answer) in enumerate(instances):
        source = size if number < len(gold) else 2 * size
        starts.append(row)
        right.append(row + answer)
        for candidate in candidates:
            found = [index[feature] for feature in set(candidate) if feature in index]
            found += [source + at for at in found] if own else []
            columns += found
            rows += [row] * len(found)
            row += 1
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, 3 * size if own else size))
    begin, group = np.array(starts), np.repeat(np.arange(len(starts)), np.diff([*starts, row]))
    answers = np.array(right)
    counted = np.where(np.arange(len(instances)) < len(gold), 1.0, PRACTISED)
    penalty = _penalties(name, [seen[feature] for feature in index] or [0], own=own)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        top = np.maximum.reduceat(scores, begin)
        expd = np.exp(scores - top[group])
        total = np.add.reduceat(expd, begin)
        value = float(counted @ (np.log(total) + top - scores[answers])) + 0.5 * float(penalty @ weights**2)
        expected = expd / total[group]
        expected[answers] -= 1.0
        expected *= counted[group]
        return value, matrix.T @ expected + penalty * weights

    search = {"maxiter": steps, "ftol": 1e-5}
    found = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options=search)
    shipped = found.x[:size] + found.x[size : 2 * size] if own else found.x
    return {
        f: round(float(shipped[i]), 3)
        for f, i in index.items()
        if abs(shipped[i]) >= (LEAST if name in SHARED else TELLING)
    }


def _penalties(name: str, seen: Sequence[int], *, own: bool) -> np.ndarray:
    """What a weight of each feature costs, by how often it is met; then those of each source's own."""
    flat = L2.get(name, L2["default"])
    if name in GROWN:
        return 1.0 + GROWN_BY * np.array(seen, dtype=float) ** GROWN_TO
    return np.repeat([flat, OWN * flat, OWN * flat] if own else [flat], len(seen))


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


def fit_all(gold: Instances, practice: Instances, steps: int = STEPS) -> Weights:
    """The weights of every decision."""
    return {name: fit(name, found, practice.get(name, ()), steps) for name, found in sorted(gold.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    weights, vote, instances = learn(load_articles(), collect_practice())
    args.output.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    vote.save(args.output.with_name(VOTE.name))
    for name, found in sorted(instances.items()):
        print(f"{name:<12}{len(found):>7} decisions {len(weights[name]):>7} weights")


if __name__ == "__main__":
    main()
