"""Score a reader against gold articles, slot by slot, so that any two readers can be laid side by side.

Gold and reading are each flattened into one set of facts per article and slot; the score is precision, recall and F1
over these sets, summed over articles. A fact names the claim's type, so a right item under a wrong type counts twice:
once as missed, once as invented. Places are one within 50 km, spans are one where they share half of the longer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from marsad.errors import InputError
from marsad.export.records import build_record
from marsad.model import Document, Reading

SLOTS = (
    "type", "factuality", "party", "unit", "item", "count", "personnel", "place", "date", "source", "evidence",
)  # fmt: skip
RECORD = "record"
"""A whole claim: type, factuality, parties, unit, items with counts, people, country, date; no part of "all"."""
SAME_PLACE_KM = 50
EARTH_RADIUS_KM = 6371

Json = dict[str, Any]
Fact = Any  # a type name, or a tuple that begins with it
Facts = dict[str, set[Fact]]
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """How often a reader was right: facts found, facts in the gold, facts it gave."""

    hits: int = 0
    gold: int = 0
    got: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.hits + other.hits, self.gold + other.gold, self.got + other.got)

    @property
    def precision(self) -> float:
        return self.hits / self.got if self.got else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of the gold that a reading missed, or one that it invented."""

    article: str
    missed: bool
    fact: Fact

    def __str__(self) -> str:
        return f"- {self.article} missed {self.fact}" if self.missed else f"+ {self.article} invented {self.fact}"


@dataclass(slots=True)
class Scores:
    """The figures of one run: per language and slot, per part of the gold, and every single difference."""

    by_language: dict[str, dict[str, Figures]] = field(default_factory=dict)
    by_part: dict[str, dict[str, Figures]] = field(default_factory=dict)
    differences: dict[str, list[Difference]] = field(default_factory=lambda: defaultdict(list))
    articles: int = 0
    claims: int = 0
    bad_spans: int = 0

    def slots(self) -> dict[str, Figures]:
        """The figures of every slot over all languages."""
        return {slot: sum((table[slot] for table in self.by_language.values()), Figures()) for slot in (*SLOTS, RECORD)}


def sum_slots(table: Mapping[str, Figures]) -> Figures:
    """The figures over all slots but the whole claim."""
    return sum((table[slot] for slot in SLOTS), Figures())


def is_held(article_id: str) -> bool:
    """Whether an article belongs to the third of the gold that nobody looks at while tuning."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 3 == 0


def load_gold(folder: Path) -> list[Json]:
    """The gold articles of a folder, by file name; raises InputError where there is none, and for a file of others."""
    articles = [_load_article(file) for file in sorted(folder.glob("*.json"))]
    if not articles:
        raise InputError("no gold article", where=str(folder), hint="name a folder of *.json, such as eval/gold")
    return articles


def _load_article(file: Path) -> Json:
    try:
        article = json.loads(_read_text(file))
    except json.JSONDecodeError as error:
        raise InputError(f"is broken JSON: {error.msg}", where=f"{file}, line {error.lineno}") from error
    if not (isinstance(article, dict) and all(isinstance(article.get(name), str) for name in ("id", "text"))):
        raise InputError("is no gold article: an object with id and text", where=str(file))
    return article


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=str(file)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file), hint="check the path") from error


def load_predictions(file: Path) -> list[Json]:
    """The readings of a JSON-lines file, as ``marsad read --format jsonl`` prints them."""
    records: list[Json] = []
    for number, line in enumerate(_read_text(file).splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"is broken JSON: {error.msg}", where=f"{file}, line {number}") from error
            if not (isinstance(record, dict) and isinstance(record.get("document"), dict)):
                raise InputError("is no object with a document", where=f"{file}, line {number}")
            records.append(record)
    return records


def read_gold(articles: Iterable[Json], read: Callable[[Document], Reading]) -> Iterator[Json]:
    """What ``read`` makes of gold articles, told no more than an article says: text, title, outlet and day."""
    for article in articles:
        published, text = article.get("published"), article["text"]
        document = Document(
            id=article["id"],
            source=f"{article['id']}.json",
            text=text,
            title=article.get("title"),
            publisher=article.get("publisher"),
            published=dt.date.fromisoformat(published) if published else None,
        )
        yield build_record(read(document))


def score_readings(articles: Sequence[Json], records: Iterable[Json]) -> Scores:
    """Compare readings with gold articles; a reading belongs to the article that its source's file is named after."""
    by_id = {Path(record["document"]["source"]).stem: record for record in records}
    scores = Scores()
    for article in articles:
        record = by_id.get(article["id"], {"document": {"text": article["text"]}, "claims": []})
        gold, (got, bad) = list_gold_facts(article), list_read_facts(record)
        scores.articles += 1
        scores.claims += len(article["claims"])
        scores.bad_spans += bad + (record["document"]["text"] != article["text"])
        part = "held" if is_held(article["id"]) else "seen"
        for slot in (*SLOTS, RECORD):
            hits, missed, invented = match_facts(slot, gold.get(slot, set()), got.get(slot, set()))
            figures = Figures(hits, len(gold.get(slot, ())), len(got.get(slot, ())))
            for table in (scores.by_language.setdefault(article["language"], {}), scores.by_part.setdefault(part, {})):
                table[slot] = table.get(slot, Figures()) + figures
            scores.differences[slot] += [Difference(article["id"], True, fact) for fact in missed]
            scores.differences[slot] += [Difference(article["id"], False, fact) for fact in invented]
    return scores


def list_gold_facts(article: Json) -> Facts:
    """The facts of a gold article, by slot."""
    text: str = article["text"]
    facts: Facts = defaultdict(set)
    for claim in article["claims"]:
        kind, evidence = claim["type"], claim.get("evidence") or ""
        place = claim.get("place")
        _add_common(facts, claim, [claim.get(role) for role in ("supplier", "recipient", "unit")])
        if place:
            facts["place"].add((kind, place.get("country"), place.get("lat"), place.get("lon")))
        for source in claim.get("sources") or []:
            facts["source"].add((kind, locate(text, source["text"], evidence)))
        facts["evidence"].add((kind, locate(text, evidence, "")))
    return facts


def list_read_facts(record: Json) -> tuple[Facts, int]:
    """The same facts of a reading, and how many of its spans do not lie in its text."""
    length = len(record["document"]["text"])
    facts: Facts = defaultdict(set)
    bad = sum(1 for span in _list_spans(record) if _check_span(span, length) is None)
    for claim in record.get("claims") or []:
        kind, place = claim["type"], claim.get("place")
        _add_common(facts, claim, [(claim.get(role) or {}).get("id") for role in ("supplier", "recipient", "unit")])
        if place:
            facts["place"].add((kind, place.get("country"), place.get("latitude"), place.get("longitude")))
        for source in claim.get("sources") or []:
            facts["source"].add((kind, _check_span(source.get("span"), length)))
        for span in claim.get("spans") or []:
            facts["evidence"].add((kind, _check_span(span, length)))
    return facts, bad


def _add_common(facts: Facts, claim: Json, parties: list[str | None]) -> None:
    """The facts that gold and reading state in the same form; ``parties`` are the ids of supplier, recipient, unit."""
    kind, factuality = claim["type"], claim.get("factuality")
    supplier, recipient, unit = parties
    facts["type"].add(kind)
    facts["factuality"].add((kind, factuality))
    facts["party"].update((kind, role, id_) for role, id_ in (("supplier", supplier), ("recipient", recipient)) if id_)
    if unit:
        facts["unit"].add((kind, unit))
    items = claim.get("items") or []
    for item in items:
        facts["item"].add((kind, _name_item(item), item.get("class")))
        if item.get("low") is not None or item.get("high") is not None:
            facts["count"].add((kind, _name_item(item), _write_interval(item)))
    people, place, date = claim.get("personnel"), claim.get("place"), claim.get("date")
    group = (people.get("role"), _write_interval(people)) if people else None
    if group:
        facts["personnel"].add((kind, *group))
    if date:
        facts["date"].add((kind, date["edtf"]))
    counted = frozenset((_name_item(item), _write_interval(item)) for item in items)
    country, day = place.get("country") if place else None, date["edtf"] if date else None
    facts[RECORD].add((kind, factuality, *parties, counted, group, country, day))


def _name_item(item: Json) -> str:
    letters = "".join(char for char in (item.get("designation") or "").casefold() if char.isalnum())
    return letters or f"<{item.get('class')}>"


def _write_interval(counted: Json) -> str:
    return f"{counted.get('low')}..{counted.get('high')}"


def locate(text: str, words: str, evidence: str) -> Spot | None:
    """Where a gold string stands: inside its evidence if it is there, else its first place in the text."""
    if not words:
        return None
    at = text.find(evidence) if evidence else -1
    inside = evidence.find(words) if at >= 0 else -1
    start = at + inside if inside >= 0 else text.find(words)
    return None if start < 0 else (start, start + len(words))


def _list_spans(record: Json) -> Iterator[Any]:
    """Every span of a reading that is given at all."""
    for claim in record.get("claims") or []:
        holders = [claim.get(role) for role in ("supplier", "recipient", "unit", "personnel", "place", "date")]
        holders += [*(claim.get("items") or []), *(claim.get("sources") or [])]
        yield from (holder["span"] for holder in holders if holder and holder.get("span") is not None)
        yield from claim.get("spans") or []


def _check_span(span: Any, length: int) -> Spot | None:
    if isinstance(span, (list, tuple)) and len(span) == 2 and 0 <= span[0] < span[1] <= length:
        return (span[0], span[1])
    return None


def match_facts(slot: str, gold: set[Fact], got: set[Fact]) -> tuple[int, list[Fact], list[Fact]]:
    """How many facts agree, which were missed and which invented."""
    same = _SAME.get(slot)
    if same is None:
        return len(gold & got), sorted(gold - got, key=str), sorted(got - gold, key=str)
    hits, left, missed = 0, sorted(got, key=str), []
    for fact in sorted(gold, key=str):
        found = next((other for other in left if same(fact, other)), None)
        if found is None:
            missed.append(fact)
        else:
            hits += 1
            left.remove(found)
    return hits, missed, left


def near(a: Fact, b: Fact) -> bool:
    """Two places are one: same country, and close by or neither with coordinates."""
    if a[:2] != b[:2]:
        return False
    if None in a[2:] or None in b[2:]:
        return None in a[2:] and None in b[2:]
    (lat_a, lon_a), (lat_b, lon_b) = ([math.radians(degrees) for degrees in place[2:]] for place in (a, b))
    haversine = (
        math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1, math.sqrt(haversine))) <= SAME_PLACE_KM


def _is_same_stretch(a: Fact, b: Fact) -> bool:
    """Two spans are one: same type, and they share at least half of the longer."""
    if a[0] != b[0] or not a[1] or not b[1]:
        return False
    shared: int = min(a[1][1], b[1][1]) - max(a[1][0], b[1][0])
    longer: int = max(a[1][1] - a[1][0], b[1][1] - b[1][0])
    return shared * 2 >= longer


_SAME: Mapping[str, Callable[[Fact, Fact], bool]] = {
    "place": near,
    "source": _is_same_stretch,
    "evidence": _is_same_stretch,
}


def write_scores(scores: Scores, out: TextIO, *, errors: int = 0) -> None:
    """A table by slot, then F1 by language and by part of the gold, then ``errors`` errors of each slot."""
    print(
        f"{scores.articles} articles, {scores.claims} gold claims, {scores.bad_spans} spans or texts out of place",
        file=out,
    )
    print(f"{'slot':<11}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}", file=out)
    slots = scores.slots()
    for slot, figures in {**slots, "all": sum_slots(slots)}.items():
        row = f"{figures.precision:>8.3f}{figures.recall:>8.3f}{figures.f1:>8.3f}"
        print(f"{slot:<11}{figures.gold:>6}{row}", file=out)
    for groups in (scores.by_language, scores.by_part):
        for name, table in sorted(groups.items()):
            print(f"  {name:<6} all {sum_slots(table).f1:.3f}  record {table[RECORD].f1:.3f}", file=out)
    for slot, differences in scores.differences.items():
        for difference in differences[:errors]:
            print(f"{slot}: {difference}", file=out)
