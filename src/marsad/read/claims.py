"""Build claims: triggers open them, mentions fill their slots, the running text supplies what a sentence leaves out.

Per sentence and claim type one decision says whether the sentence states such a claim; then its items and people are
chosen, told apart into claims of their own where they belong to different happenings, and the remaining slots filled
in turn: parties, force, what the people are, place, date, factuality, sources. Every decision is a choice among
candidates (see ``scoring``), and keeps why it fell out as it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from marsad.model import CLAIM_TYPES, Span
from marsad.read.antecedents import NAMELESS, settle_type, standing_items
from marsad.read.draft import ANNOUNCED, Decider, Draft
from marsad.read.features import (
    few,
    nearest_trigger,
    position,
    sentence_features,
    word_features,
    word_in_type,
)
from marsad.read.parties import Cast
from marsad.read.people import PeopleMention
from marsad.read.scene import ItemMention, Scene, Stage, Trigger
from marsad.read.scoring import Features, Group
from marsad.read.slots import fan_out, fill_slots, find_twin
from marsad.read.subject import is_about_forces, is_hopeless, weigh_words
from marsad.read.wording import wording_features

_NO: Features = []
Types = tuple[str, ...]
# So many groups of features of each kind are kept.
_MOST = 10_000
_ITEM_TYPES = ("delivery", "order")
_PEOPLE_TYPES = ("deployment",)
# Of these "200 of 950 men" tells of the part alone: all are there, a part leaves.
_OF_PARTS = ("withdrawal",)


def build_drafts(stage: Stage, decider: Decider) -> list[Draft]:
    """All claims of a document, in the order of their sentences."""
    made: list[Draft] = []
    if not stage.scenes:
        return made
    words = weigh_words(stage, decider)
    if is_hopeless(words):
        return made
    cast = Cast.of(stage)
    leads: list[int] = []
    for scene in stage.scenes:
        for kind, triggers in candidate_types(scene, made):
            for draft in _open(stage, scene, kind, triggers, made, leads, decider):
                fill_slots(draft, cast, made, decider)
                if not _joined(draft, made, decider):
                    others = fan_out(draft, cast, made, decider)
                    made += [draft, *others]
                    twin = find_twin(draft, decider)
                    if twin is not None:
                        fill_slots(twin, cast, made, decider)
                        made.append(twin)
    return made if is_about_forces(stage, words, leads) else []


def candidate_types(scene: Scene, made: Sequence[Draft]) -> list[tuple[str, tuple[Trigger, ...]]]:
    """The claim types that a sentence could state, with their triggers: those that its words open, those that its
    items or people suggest where no word does, and the type of the claim just made, which an elliptical sentence
    continues."""
    by_type: dict[str, list[Trigger]] = {}
    for trigger in scene.triggers:
        by_type.setdefault(trigger.type, []).append(trigger)
    kinds = set(by_type)
    if scene.items:
        kinds.update(_ITEM_TYPES)
    if scene.people:
        kinds.update(_PEOPLE_TYPES)
    if (
        made
        and made[-1].scene.index == _told_before(scene, made)
        and (scene.items or scene.people or scene.dates or scene.places)
    ):
        told = not by_type and not scene.items and _only_says_who(scene, made[-1].stage)
        kinds.update(d.type for d in made if d.scene is made[-1].scene and (not told or d.type in ANNOUNCED))
    return [(kind, tuple(by_type.get(kind, ()))) for kind in CLAIM_TYPES if kind in kinds]


def _told_before(scene: Scene, made: Sequence[Draft]) -> int:
    """The index of the sentence that this one goes on from: those that only say who said it are passed over."""
    index, scenes = scene.index - 1, made[-1].stage.scenes
    while index > made[-1].scene.index and not scenes[index].items and _only_says_who(scenes[index], made[-1].stage):
        index -= 1
    return index


def _only_says_who(scene: Scene, stage: Stage) -> bool:
    """Whether a sentence names the source of the one before ("this was said on Monday by X")."""
    return any(
        a.effect == "says"
        and a.scope.start < scene.span.start
        and any(scene.span.covers(source.span) for source in a.sources)
        for a in stage.attributions
    )


def _running(scene: Scene, kind: str, made: Sequence[Draft]) -> Group:
    """What the sentences before say about this one stating a claim of a type."""
    kinds: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for earlier in reversed(made):
        back = scene.index - earlier.scene.index
        if back >= len(kinds):
            break
        kinds[back].add(earlier.type)
    here, before, far = (tuple(sorted(types)) for types in kinds)
    return _run(kind, here, before, far, min(len(made), 3), min(scene.index, 4))


@lru_cache(maxsize=_MOST)
def _run(kind: str, here: Types, before: Types, far: Types, made: int, index: int) -> Group:
    features = []
    for types, near in ((here, "here"), (before, "before"), (far, "far")):
        if kind in types:
            features.append(f"{kind}/running={near}")
        features += [f"{kind}/{near}={other}" for other in types if other != kind]
    if not made:
        features.append(f"{kind}/first")
    return Group(*features, f"{kind}/made={made}", f"sentence={index}")


def _open(
    stage: Stage,
    scene: Scene,
    kind: str,
    triggers: tuple[Trigger, ...],
    made: Sequence[Draft],
    leads: list[int],
    decider: Decider,
) -> list[Draft]:
    """The claims of a type in a sentence, with their items and people; none where it states no such claim. How surely
    it does is added to ``leads``.
    """
    draft = Draft(stage, scene, kind, triggers, scenes=[scene])
    features: Features = [
        "keep",
        *sentence_features(scene, kind, triggers, stage.pack.code),
        _running(scene, kind, made),
        *wording_features(stage, scene, kind),
        *[word_in_type(kind, word) for word in word_features(scene, stage.pack.code)],
    ]
    keep, why, lead = decider.choose("keep", [_NO, features], [False, True], draft)
    leads.append(lead)
    if not keep:
        return []
    candidates = sorted([*scene.items, *standing_items(scene, stage.pack)], key=lambda i: i.span)
    for order, item in enumerate(candidates):
        if _accept_item(draft, item, len(candidates) - order, made, decider):
            settled = settle_type(draft, item, made, decider)
            if settled.equipment.rule not in NAMELESS or settled is not item:
                draft.items.append(settled)
    items = draft.items
    told = [g for g in scene.people if not (g.whole and draft.type in _OF_PARTS)]
    people = [g for g in told if _accept("personnel", draft, g, _people_features(draft, g), decider)]
    groups = _partition(draft, sorted([*items, *people], key=lambda m: m.span), decider)
    drafts = []
    for group in groups or [[]]:
        part = Draft(stage, scene, kind, triggers, scenes=[scene], reasons={"keep": why})
        part.items = [m for m in group if isinstance(m, ItemMention)]
        part.people = next((m for m in group if isinstance(m, PeopleMention)), None)
        part.reasons.update({k: v for k, v in draft.reasons.items() if k.startswith(("item", "personnel"))})
        drafts.append(part)
    return drafts


def _item_features(draft: Draft, item: ItemMention) -> Features:
    mention = item.equipment
    counted, typed = item.amount is not None, mention.designation is not None
    features: Features = [
        _item_group(draft.type, mention.class_, mention.rule, counted, typed, mention.definite),
        f"items={few(len(draft.scene.items), 4)}",
    ]
    for other in draft.scene.people:
        if other.span.overlaps(item.span):
            features.append("inpeople")
            break
    scene = draft.scene
    before = [o for o in scene.items if o.span.end <= item.span.start]
    if before:
        words = scene.tokens_of(item.span)[0] - scene.tokens_of(before[-1].span)[1]
        features.append(f"listgap={few(words, 4)}")
        features.append(
            f"{'prevtaken' if any(i.span == before[-1].span for i in draft.items) else 'prevleft'}/gap={few(words, 4)}"
        )
        if before[-1].equipment.class_ == mention.class_:
            features.append(f"sameclass/typed={mention.designation is not None}")
    return features


@lru_cache(maxsize=_MOST)
def _item_group(kind: str, class_: str, rule: str, counted: bool, typed: bool, definite: bool) -> Group:
    return Group(
        f"class={class_}", f"{kind}/class={class_}", f"rule={rule}", f"{kind}/rule={rule}", f"{kind}/counted={counted}",
        f"{kind}/typed={typed}", f"bare={not typed}/counted={counted}", f"definite={definite}",
        f"{kind}/definite={definite}/typed={typed}",
    )  # fmt: skip


def _people_features(draft: Draft, group: PeopleMention) -> Features:
    kind = draft.type
    counted = group.low is not None or group.high is not None
    features: Features = [
        _people_group(kind, group.role, counted, group.casualty, group.nationality is not None),
        f"people={few(len(draft.scene.people), 3)}",
        f"items={few(len(draft.items), 1)}/{kind}",
    ]
    if any(s.span.overlaps(group.span) for a in draft.stage.attributions for s in a.sources):
        features += ["insource", f"insource/counted={counted}"]
    return features


@lru_cache(maxsize=_MOST)
def _people_group(kind: str, role: str, counted: bool, casualty: bool, national: bool) -> Group:
    return Group(
        f"role={role}", f"{kind}/role={role}", f"{kind}/counted={counted}", f"{kind}/role={role}/counted={counted}",
        f"casualty={casualty}", f"{kind}/casualty={casualty}", f"{kind}/national={national}",
    )  # fmt: skip


def _accept_item(draft: Draft, item: ItemMention, left: int, made: Sequence[Draft], decider: Decider) -> bool:
    """Whether a claim takes an item, one of ``left`` that are still to be asked."""
    own = _item_features(draft, item)
    near = nearest_trigger(*draft.scene.tokens_of(item.span), [t for t in draft.scene.triggers if t.strong])
    nearest = "none" if near is None else "own" if near.type == draft.type else near.type
    takers = sorted({d.type for d in made if d.scene is draft.scene and any(i.span == item.span for i in d.items)})
    typed = item.equipment.designation is not None
    own.append(_item_company(draft.type, nearest, min(left, 2), min(len(draft.items), 2), tuple(takers), typed))
    return _accept("item", draft, item, own, decider)


@lru_cache(maxsize=_MOST)
def _item_company(kind: str, nearest: str, left: int, had: int, takers: Types, typed: bool) -> Group:
    return Group(
        f"{kind}/nearest={nearest}", f"{kind}/left={left}/had={had}", f"left={left}/had={had}/typed={typed}",
        f"{kind}/takers={','.join(takers)}", f"{kind}/nearest={nearest}/takers={','.join(takers)}",
        f"{kind}/nearest={nearest}/had={had}",
    )  # fmt: skip


def _accept(decision: str, draft: Draft, mention: ItemMention | PeopleMention, own: Features, decider: Decider) -> bool:
    features: Features = ["yes", f"yes/{draft.type}", *own, *position(draft.scene, mention.span, draft)]
    chosen, why, _ = decider.choose(decision, [_NO, features], [None, mention], draft)
    if chosen:
        draft.reasons[f"{decision}@{mention.span.start}"] = why
    return bool(chosen)


def _partition(
    draft: Draft, core: Sequence[ItemMention | PeopleMention], decider: Decider
) -> list[list[ItemMention | PeopleMention]]:
    """Tell items and people apart that belong to different happenings: neighbours are kept together or split."""
    groups: list[list[ItemMention | PeopleMention]] = []
    for mention in core:
        if groups:
            features = _split_features(draft, groups[-1][-1], mention, groups[-1])
            split, why, _ = decider.choose("split", [_NO, features], [groups[-1][-1], mention], draft)
            if not split:
                groups[-1].append(mention)
                continue
            draft.reasons.setdefault("split", why)
        groups.append([mention])
    return groups


def _split_features(
    draft: Draft, left: ItemMention | PeopleMention, right: ItemMention | PeopleMention, group: Sequence[object]
) -> Features:
    scene = draft.scene
    a, b = scene.tokens_of(left.span), scene.tokens_of(right.span)
    low, high = a[1], b[0]
    space = Span(left.span.end, right.span.start) if left.span.end < right.span.start else None
    kinds = "".join("i" if isinstance(m, ItemMention) else "p" for m in (left, right))
    features: Features = [
        "split",
        f"kinds={kinds}",
        f"{draft.type}/kinds={kinds}",
        f"words={few(high - low, 6)}",
        *between(draft, low, high),
    ]
    if isinstance(left, ItemMention) and isinstance(right, ItemMention):
        one, two = left.equipment, right.equipment
        features += [
            f"sameclass={one.class_ == two.class_}", f"counted={left.amount is not None}{right.amount is not None}",
            f"samename={one.designation is not None and one.designation == two.designation}",
        ]  # fmt: skip
    if space:
        for name, found in (("date", scene.dates), ("place", scene.places), ("actor", scene.actors)):
            inside = sum(space.covers(m.span) for m in found)
            features += [f"{name}={few(inside)}", f"{draft.type}/{name}={few(inside, 1)}"]
        features.append(f"dates={few(len(scene.dates))}")
        marks = {
            scene.tokens[i].norm for i in range(low, min(high, len(scene.tokens))) if scene.tokens[i].kind == "mark"
        }
        features += [f"mark={mark}" for mark in sorted(marks & set(";:-("))]
    features.append(f"group={few(len(group), 3)}")
    return features


def between(draft: Draft, low: int, high: int) -> list[str]:
    scene = draft.scene
    same = sum(low <= t.first < high for t in draft.triggers)
    strong = sum(low <= t.first < high and t.strong for t in draft.triggers)
    return [
        f"commas={few(sum(low <= i < high for i in scene.commas), 3)}", f"same={few(same)}", f"strong={few(strong)}",
        f"triggers={few(len(draft.triggers), 3)}",
    ]  # fmt: skip


def _joined(draft: Draft, made: list[Draft], decider: Decider) -> bool:
    """Whether a draft only carries on a claim of the sentence before: then it is added to that one."""
    for earlier in reversed(made):
        if draft.scene.index - earlier.scenes[-1].index > 1:
            break
        if earlier.type != draft.type or earlier.scenes[-1] is draft.scene:
            continue
        features = _join_features(draft, earlier)
        index, why, _ = decider.choose("join", [_NO, features], [None, earlier], draft)
        if index:
            _add(earlier, draft)
            earlier.reasons["join"] = why
            return True
        return False
    return False


def _join_features(draft: Draft, earlier: Draft) -> Features:
    def same(name: str) -> str:
        old, new = getattr(earlier, name), getattr(draft, name)
        return (
            "both"
            if old == new and old is not None
            else "none"
            if old is None and new is None
            else "old"
            if new is None
            else "new"
            if old is None
            else "differ"
        )

    features: Features = ["join", f"join/{draft.type}"]
    for name in ("supplier", "recipient", "unit", "factuality", "date", "place", "people", "sources"):
        features += [f"{name}={same(name)}", f"{draft.type}/{name}={same(name)}"]
    features += [f"items={few(len(earlier.items), 2)}{few(len(draft.items), 2)}", f"bare={not draft.triggers}"]
    shared = {i.equipment.designation or i.equipment.class_ for i in draft.items} & {
        i.equipment.designation or i.equipment.class_ for i in earlier.items
    }
    features.append(f"shared={bool(shared)}")
    anchor = draft.anchor
    features.append(f"frame={anchor.frame if anchor else 'bare'}")
    return features


def _add(earlier: Draft, draft: Draft) -> None:
    earlier.items += draft.items
    earlier.scenes += [s for s in draft.scenes if s not in earlier.scenes]
    if earlier.people is None and draft.people is not None:
        earlier.people = draft.people
        taken = ("role", f"personnel@{draft.people.span.start}")
        earlier.reasons |= {name: draft.reasons[name] for name in taken if name in draft.reasons}
    for name in ("supplier", "recipient", "unit", "place", "date"):
        if getattr(earlier, name) is None:
            setattr(earlier, name, getattr(draft, name))
            if name in draft.party_spans:
                earlier.party_spans[name] = draft.party_spans[name]
