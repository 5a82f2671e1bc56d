"""The gold as a decider: it says at each choice of the claim builder what is right, and each is kept to learn from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from eval.choices import Notebook
from marsad.model import Span
from marsad.read.draft import Choice, Draft
from marsad.read.parties import Candidate
from marsad.read.scoring import Features, Ranker, list_names
from marsad.score import locate, near

# Features of "keep" that say what was stated before: in an article without claims always nothing.
OF_ORDER = re.compile(r"/first$|/made=|^sentence=")
# What an article teaches of which only the types of its sentences are known.
SKETCHED = ("document", "keep")


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
    """Notes every decision with the gold's answer; decides as the gold does, or as ``follow`` does.

    Into ``notes`` go the decisions that are ``taught``, all where that is None; a sketch knows nothing of slots.
    """

    def __init__(
        self,
        article: dict[str, Any],
        follow: Ranker | None = None,
        notes: defaultdict[str, Notebook] | None = None,
        taught: Collection[str] | None = None,
    ) -> None:
        self.follow = follow
        self.notes = defaultdict(Notebook) if notes is None else notes
        self._taught = SKETCHED if article.get("sketch") else taught
        self.golds = [GoldClaim(c, article["text"]) for c in article["claims"]]
        self._aligned: dict[int, GoldClaim | None] = {}
        self._drafts: list[Draft] = []
        self._accepted: Span | None = None

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        answer = getattr(self, f"_{decision}")(values, draft)
        if answer is not None and (self._taught is None or decision in self._taught):
            self.notes[decision].add((self._names(decision, c) for c in candidates), answer)
            self.listen(decision, values, draft, answer)
        if self.follow is not None:
            index, lead = self.follow.choose(decision, candidates)
            return Choice(index, str, lead)
        return Choice(answer or 0, str, 0)

    def listen(self, decision: str, values: Sequence[object], draft: Draft, answer: int) -> None:
        """For those who learn otherwise than by features: every decision with its right answer."""

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
        types: list[tuple[int, Any]] = list(enumerate(values))[1:]
        if wanted["designation"] is None:
            return next((n for n, t in types if t.designation is None and t.class_ == wanted["class"]), 0)
        key = name_key(wanted["designation"])
        return next((n for n, t in types if t.designation and name_key(t.designation) == key), None)

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

    def _supplier(self, values: Sequence[Candidate], draft: Draft) -> int | None:
        return self._value("supplier", [candidate.id for candidate in values], draft)

    def _recipient(self, values: Sequence[Candidate], draft: Draft) -> int | None:
        return self._value("recipient", [candidate.id for candidate in values], draft)

    def _unit(self, values: Sequence[Candidate], draft: Draft) -> int | None:
        return self._value("unit", [candidate.id for candidate in values], draft)

    def _factuality(self, values: Sequence[object], draft: Draft) -> int | None:
        return self._value("factuality", values, draft)

    def _role(self, values: Sequence[object], draft: Draft) -> int | None:
        gold, people = self.gold_of(draft), draft.people
        if gold is None or people is None or gold.people is None or not gold.people.overlaps(people.span):
            return None
        wanted = gold.claim["personnel"]["role"]
        return values.index(wanted) if wanted in values else None

    def _place(self, values: Sequence[object], draft: Draft) -> int | None:
        gold = self.gold_of(draft)
        if gold is None:
            return None
        wanted = gold.claim["place"]
        if wanted is None:
            return 0
        right = [i for i, v in enumerate(values) if i and is_same_place(wanted, v)]
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


def is_same_place(wanted: dict[str, Any], value: Any) -> bool:
    country = getattr(value, "country", None) or getattr(value, "state", None)
    return near(
        ("", wanted["country"], wanted["lat"], wanted["lon"]),
        ("", country, getattr(value, "latitude", None), getattr(value, "longitude", None)),
    )
