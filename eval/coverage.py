"""What annotated articles name and no mention has: ``python -m eval.coverage gold|practice [--slot place]``.

No choice can be right where what is right is not among the candidates. So this shows where tables and grammars are to
be widened: for each claim the parties, unit, items, people, place and date that reading finds nowhere in the article.
In practice, whose articles were never looked at one by one, the share is that of texts nobody has seen. Not all of it
is lost to tables: writers leave out names ("six more"), differ in how they call a type, and err.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any

from eval.learn import GOLD, PRACTICE, load_articles, stage_of
from eval.oracle import GoldClaim, is_same_place, name_key
from marsad.read.scene import Stage
from marsad.run.workers import count_cores

SLOTS = ("supplier", "recipient", "unit", "item", "type", "class", "personnel", "place", "date")
SHARES = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a claim has and no mention is: its article, slot, words or id, and what there is instead."""

    article: str
    slot: str
    wanted: str
    found: str

    def __str__(self) -> str:
        return f"{self.article:<24} {self.slot:<10} {self.wanted} {self.found}".rstrip()


def find_gaps(article: dict[str, Any]) -> tuple[list[Gap], Counter[str]]:
    """The gaps of one article, and how many of each slot its claims state."""
    stage, stated = stage_of(article), Counter[str]()
    gaps: list[Gap] = []
    for claim in article["claims"]:
        for slot, wanted, found in _judge(GoldClaim(claim, article["text"]), stage):
            stated[slot] += 1
            if found is not None:
                gaps.append(Gap(article["id"], slot, wanted, found))
    return gaps, stated


def _judge(gold: GoldClaim, stage: Stage) -> Iterator[tuple[str, str, str | None]]:
    """Every filled slot, what it should be, and None if a mention is that, else what was found on the words."""
    claim, scenes = gold.claim, stage.scenes
    actors = [mention for scene in scenes for mention in (*scene.actors, *scene.pointing)]
    ids = {id_ for mention in actors for id_ in (mention.id, mention.state, mention.owner, mention.other) if id_}
    for slot in ("supplier", "recipient", "unit"):
        if claim[slot]:
            yield slot, claim[slot], None if claim[slot] in ids else ""
    items = [item.equipment for scene in scenes for item in scene.items]
    for wanted, span in gold.items:
        here = [item for item in items if span and item.span.overlaps(span)]
        yield "item", f"{wanted['text']} = {wanted['designation'] or wanted['class']}", None if here else ""
        if here and wanted["designation"]:
            names = {name_key(item.designation or "") for item in here}
            yield (
                "type",
                f"{wanted['text']} = {wanted['designation']}",
                None if name_key(wanted["designation"]) in names else _list(item.designation for item in here),
            )
        if here:
            classes = {item.class_ for item in here}
            yield (
                "class",
                f"{wanted['text']} = {wanted['class']}",
                None if wanted["class"] in classes else _list(classes),
            )
    if gold.people:
        people = [mention for scene in scenes for mention in scene.people]
        there = any(mention.span.overlaps(gold.people) for mention in people)
        yield "personnel", claim["personnel"]["text"], None if there else ""
    if claim["place"]:
        places = [mention for scene in scenes for mention in scene.places]
        there = any(is_same_place(claim["place"], mention) for mention in (*places, *actors))
        over = [mention.name for mention in places if gold.place and mention.span.overlaps(gold.place)]
        wanted = claim["place"]
        words = f"{wanted['text']} = {wanted['name']} {wanted['country']} {wanted['lat']} {wanted['lon']}"
        yield "place", words, None if there else _list(over)
    if claim["date"]:
        dates = [mention for scene in scenes for mention in scene.dates]
        there = any(mention.edtf == claim["date"]["edtf"] for mention in dates)
        over = [mention.edtf or "vague" for mention in dates if gold.date and mention.span.overlaps(gold.date)]
        yield "date", f"{claim['date']['text']} = {claim['date']['edtf']}", None if there else _list(over)


def _list(found: Iterable[str | None]) -> str:
    return f"(found: {', '.join(sorted(str(one) for one in found)) or 'nothing'})"


def find_all_gaps(articles: Sequence[dict[str, Any]]) -> tuple[list[Gap], Counter[str]]:
    """As :func:`find_gaps`, of all articles, on all cores."""
    with ProcessPoolExecutor(count_cores()) as pool:
        found = list(pool.map(find_gaps, articles, chunksize=max(1, len(articles) // SHARES)))
    return list(chain.from_iterable(gaps for gaps, _ in found)), sum((stated for _, stated in found), Counter())


def main() -> None:
    parser = argparse.ArgumentParser(description="What annotated articles name and no mention has.")
    parser.add_argument("articles", choices=("gold", "practice"))
    parser.add_argument("--slot", choices=SLOTS, help="list the gaps of one slot, the commonest first")
    parser.add_argument("--most", type=int, default=40, help="list no more than so many")
    options = parser.parse_args()
    gaps, stated = find_all_gaps(load_articles(GOLD if options.articles == "gold" else PRACTICE))
    missing = Counter(gap.slot for gap in gaps)
    for slot in SLOTS:
        print(f"{slot:<10} {missing[slot]:>6} of {stated[slot]:>6} are no mention")
    listed = [gap for gap in gaps if gap.slot == options.slot]
    often = Counter(gap.wanted for gap in listed)
    for gap in sorted(listed, key=lambda gap: -often[gap.wanted])[: options.most]:
        print(gap)


if __name__ == "__main__":
    main()
