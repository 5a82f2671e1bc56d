"""What a bare noun or a bare number stands for: "the tanks", "thirty more" after "K2 tanks".

An item that a claim takes without a type of its own may carry on a type named before (or right after) it. The types of
the sentences around are the candidates; the choice is learned like every other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.read.draft import Decider, Draft
from marsad.read.equipment import EquipmentMention
from marsad.read.features import few
from marsad.read.scene import ItemMention, Scene
from marsad.read.scoring import Features

# How many sentences back a type is still meant.
_REACH = 4
_MOST = 6
# Classes whose bare heads are said of many others.
_GENERAL = frozenset({"vehicle", "other", "missile", "air_defence", "artillery"})


@dataclass(frozen=True, slots=True)
class _Type:
    """A type that was named: where it stands nearest, and how often."""

    designation: str
    class_: str
    sentences: int
    side: str
    times: int


def settle_type(draft: Draft, item: ItemMention, made: Sequence[Draft], decider: Decider) -> ItemMention:
    """The item with the type it stands for, or as it is."""
    mention = item.equipment
    if mention.designation is not None:
        return item
    types = _types_around(draft.scene, draft.stage.scenes, item)
    if not types:
        return item
    counted = item.amount is not None
    head = f"{mention.rule}/{mention.class_}"
    none: Features = [
        "none", f"none/{head}", f"none/definite={mention.definite}", f"none/counted={counted}",
        f"none/types={few(len(types), 3)}",
        f"none/{draft.type}", f"none/definite={mention.definite}/counted={counted}",
        f"none/same={any(t.class_ == mention.class_ for t in types)}",
    ]  # fmt: skip
    candidates = [none, *(_features(draft, item, kind, order, types, made) for order, kind in enumerate(types))]
    index, why, _ = decider.choose("type", candidates, [None, *(t.designation for t in types)], draft)
    if index == 0:
        return item
    chosen = types[index - 1]
    draft.reasons[f"type@{item.span.start}"] = why
    return replace(item, equipment=replace(mention, designation=chosen.designation, class_=chosen.class_))


def _types_around(scene: Scene, scenes: Sequence[Scene], item: ItemMention) -> list[_Type]:
    """The types named in this sentence and those before, the nearest first."""
    found: dict[str, _Type] = {}
    for other in reversed(scenes[max(0, scene.index - _REACH) : scene.index + 1]):
        for named in sorted(other.items, key=lambda i: -i.span.start):
            mention = named.equipment
            if mention.designation is None:
                continue
            side = "before" if named.span.end <= item.span.start else "after"
            known = found.get(mention.designation)
            if known is None:
                away = scene.index - other.index
                found[mention.designation] = _Type(mention.designation, mention.class_, away, side, 1)
            else:
                found[mention.designation] = replace(known, times=known.times + 1)
    return list(found.values())[:_MOST]


def _features(
    draft: Draft, item: ItemMention, kind: _Type, order: int, types: Sequence[_Type], made: Sequence[Draft]
) -> Features:
    mention = item.equipment
    fit = "same" if kind.class_ == mention.class_ else "general" if mention.class_ in _GENERAL else "other"
    rivals = sum(t.class_ == kind.class_ for t in types)
    counted = item.amount is not None
    where = f"{kind.side}/{few(kind.sentences, 3)}"
    features: Features = [
        f"fit={fit}", f"fit={fit}/{mention.rule}", f"fit={fit}/definite={mention.definite}",
        f"fit={fit}/counted={counted}",
        f"fit={fit}/{where}", f"where={where}", f"order={few(order, 3)}", f"order={few(order, 3)}/fit={fit}",
        f"rivals={few(rivals, 2)}/fit={fit}", f"types={few(len(types), 3)}/fit={fit}", f"times={few(kind.times, 3)}",
        f"head={mention.class_}/{kind.class_}", f"{draft.type}/fit={fit}",
    ]  # fmt: skip
    for back, earlier in enumerate(reversed(made[-2:])):
        if any(i.equipment.designation == kind.designation for i in earlier.items):
            same = "same" if earlier.type == draft.type else "other"
            features += [f"made{back}={same}", f"made{back}={same}/fit={fit}"]
    return features


def numeral_items(scene: Scene) -> list[ItemMention]:
    """Bare numbers that may count things whose noun is left out ("and 30 more")."""
    people = [p.span for p in scene.people if p.form != "bare"]
    taken = [*(i.span for i in scene.items), *people, *(d.span for d in scene.dates)]
    bound = {i.amount.span for i in scene.items if i.amount}
    return [
        ItemMention(EquipmentMention(amount.span, None, "other", "numeral"), amount)
        for amount in scene.amounts
        if amount.span not in bound and not any(span.overlaps(amount.span) for span in taken)
    ]
