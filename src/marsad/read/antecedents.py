"""What a bare noun or a bare number stands for: "the tanks", "thirty more" after "K2 tanks".

An item that a claim takes without a type of its own may carry on a type named before (or right after) it. The types of
the sentences around are the candidates; the choice is learned like every other. So are classes that were named without
a type, where the words name nothing themselves ("the first", "four more").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.language.lexicon import choose_longest
from marsad.language.pack import Pack
from marsad.model import Amount, Span
from marsad.read.counting import read_counting, read_joints
from marsad.read.draft import Decider, Draft
from marsad.read.equipment import EquipmentMention
from marsad.read.features import few, neighbours, own_words
from marsad.read.scene import ItemMention, Scene
from marsad.read.scoring import Features

# How many sentences back a type is still meant.
_REACH = 4
_MOST = 6
# Classes whose bare heads are said of many others.
_GENERAL = frozenset({"vehicle", "other", "missile", "air_defence", "artillery"})
_ANY_CLASS = "other"
# Words between a number and the noun that it counts.
_COUNTED_REACH = 3
# Kinds of words that stand for things named before: a noun said of many, and what stands for one without a noun.
_NOUN, _ONE = "noun", "one"
NAMELESS = frozenset({"standing", "numeral"})
"""Rules of items that name nothing themselves."""


@dataclass(frozen=True, slots=True)
class _Type:
    """A type that was named: where it stands last in the nearest sentence that names it, and how often."""

    designation: str | None
    class_: str
    sentences: int
    side: str
    times: int
    span: Span


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
    here, language = draft.scene.tokens_of(item.span), draft.stage.pack.code
    none: Features = [
        "none", f"none/{head}", f"none/definite={mention.definite}", f"none/counted={counted}",
        f"none/types={few(len(types), 3)}",
        f"none/{draft.type}", f"none/definite={mention.definite}/counted={counted}",
        f"none/same={any(t.class_ == mention.class_ for t in types)}",
        *(f"none/{word}" for word in neighbours(draft.scene, here, language)),
        *(f"none/{word}" for word in own_words(draft.scene, here, draft.type, language)),
    ]  # fmt: skip
    candidates = [none, *(_features(draft, item, kind, order, types, made) for order, kind in enumerate(types))]
    index, why, _ = decider.choose("type", candidates, [item, *types], draft)
    if index == 0:
        return item
    chosen = types[index - 1]
    draft.reasons[f"type@{item.span.start}"] = why
    return replace(item, equipment=replace(mention, designation=chosen.designation, class_=chosen.class_))


def _types_around(scene: Scene, scenes: Sequence[Scene], item: ItemMention) -> list[_Type]:
    """The types named in this sentence and those before, the nearest first."""
    nameless = item.equipment.rule in NAMELESS
    found: dict[str, _Type] = {}
    for other in reversed(scenes[max(0, scene.index - _REACH) : scene.index + 1]):
        for named in sorted(other.items, key=lambda i: -i.span.start):
            mention = named.equipment
            if named is item or (mention.designation is None and not nameless):
                continue
            name = mention.designation or f"<{mention.class_}>"
            side = "before" if named.span.end <= item.span.start else "after"
            known = found.get(name)
            if known is None:
                away = scene.index - other.index
                found[name] = _Type(mention.designation, mention.class_, away, side, 1, named.span)
            else:
                found[name] = replace(known, times=known.times + 1)
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
        f"typed={kind.designation is not None}/{mention.rule}",
    ]  # fmt: skip
    for back, earlier in enumerate(reversed(made[-2:])):
        if any(i.equipment.designation == kind.designation for i in earlier.items):
            same = "same" if earlier.type == draft.type else "other"
            features += [f"made{back}={same}", f"made{back}={same}/fit={fit}"]
    return features


def standing_items(scene: Scene, pack: Pack) -> list[ItemMention]:
    """Words that stand for things named before: bare numbers ("and 30 more"), nouns that are said of many things ("six
    airframes", "the systems") and ordinals without a noun ("the first", "the rest").
    """
    people = [p.span for p in scene.people if p.form != "bare"]
    taken = [*(i.span for i in scene.items), *people, *(d.span for d in scene.dates)]
    bound = {a.span for i in scene.items if i.amount for a in (i.amount, i.amount.whole) if a}
    nouns, counting = _standing_nouns(scene, pack), read_counting(scene.sentence, pack)
    found: list[ItemMention] = []
    for amount in scene.amounts:
        if amount.span in bound or any(span.overlaps(amount.span) for span in taken):
            continue
        after = scene.tokens_of(amount.span)[1]
        index = next((index for index in range(after, after + _COUNTED_REACH) if index in nouns), None)
        if index is None:
            found.append(ItemMention(EquipmentMention(amount.span, None, _ANY_CLASS, "numeral"), amount))
            continue
        noun = nouns.pop(index)
        members = None if counting.noncounts.container_at(index) else amount  # two batteries are no two launchers
        found.append(ItemMention(EquipmentMention(amount.span.joined(noun[0]), None, _ANY_CLASS, "numeral"), members))
    taken += [item.span for item in found]
    for span, single in nouns.values():
        if not any(other.overlaps(span) for other in taken):
            amount_of_one = Amount(span, 1, 1, "single") if single else None
            found.append(ItemMention(EquipmentMention(span, None, _ANY_CLASS, "standing"), amount_of_one))
    return found


def _standing_nouns(scene: Scene, pack: Pack) -> dict[int, tuple[Span, bool]]:
    """The words that stand for things named before, by their first token: where, and whether for one."""
    tokens = scene.tokens
    blocks = read_joints(scene.sentence, pack).blocks
    triggers = {trigger.first for trigger in scene.triggers}
    found: dict[int, tuple[Span, bool]] = {}
    before: tuple[int, int] | None = None
    for match in choose_longest(scene.sentence.scan(pack).matches(pack.lexicon("standing"))):
        kind = match.get("kind")
        alone = match.last >= len(tokens) or tokens[match.last].kind == "mark" or match.last in blocks | triggers
        if kind != _NOUN and not alone:
            continue
        span = Span(match.start_in(tokens), tokens[match.last - 1].end)
        if before is not None and match.first == before[1]:  # "airframes of the type"
            found[before[0]] = found[before[0]][0].joined(span), found[before[0]][1]
            before = before[0], match.last
        else:
            found[match.first] = span, kind == _ONE
            before = match.first, match.last
    return found
