"""Who gives and who gets: the actors that could, and what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from marsad.knowledge.equipment import makers_of
from marsad.model import Span
from marsad.read.actors import ActorMention
from marsad.read.draft import Draft
from marsad.read.features import bucket, few, position, relative
from marsad.read.keep import keep_with_it
from marsad.read.scene import Scene, Stage
from marsad.read.scoring import Features, Group
from marsad.read.sections import Section, find_sections

# So many groups of features of each kind are kept.
_MOST = 10_000
# The relation of what is only passed through: it neither gives nor gets, and nothing stays there.
PASSED = "transit"
_OTHER = {"supplier": "recipient", "recipient": "supplier"}


class Candidate(NamedTuple):
    """An actor that could fill a slot: its id, its nearest mention if it has one here, and its features."""

    id: str | None
    mention: ActorMention | None
    features: Features


def party_of(mention: ActorMention) -> str | None:
    """The id under which a mention is a party: the state, or the actor itself where it is one."""
    return mention.owner or mention.state or (mention.id if mention.party else None)


@dataclass(frozen=True, slots=True)
class Force:
    """A force that a document names: what it is, the state or union to which it belongs, in which sentences (one after
    the other, as often as it stands there), and whether the title names it."""

    kind: str
    owners: frozenset[str]
    scenes: list[int]
    title: bool


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of a document: how often each is named, which the title names, and what each sentence's section is
    about; and its forces, in the order in which they come up."""

    counts: Counter[str]
    title: frozenset[str]
    ranks: dict[str, int]
    sections: list[Section]
    forces: dict[str, Force]

    @classmethod
    def of(cls, stage: Stage) -> Cast:
        counts: Counter[str] = Counter()
        for scene in stage.scenes:
            counts.update({party: len(named) for party, named in _parties_in(scene).mentions.items()})
        title = frozenset(p for a in stage.title_actors if (p := party_of(a)))
        ranked = sorted(counts, key=lambda p: (-counts[p], p))
        ranks = {party: rank for rank, party in enumerate(ranked)}
        return cls(counts, title, ranks, find_sections(stage.scenes), _forces_of(stage))


def _forces_of(stage: Stage) -> dict[str, Force]:
    found: dict[str, Force] = {}

    def note(mention: ActorMention, *, title: bool) -> Force:
        owners = frozenset(owner for owner in (mention.state, mention.owner) if owner)
        return found.setdefault(mention.id, Force(mention.kind, owners, [], title))

    for mention in stage.title_actors:
        if mention.unit:
            note(mention, title=True)
    for scene in stage.scenes:
        for mention in scene.actors:
            if mention.unit:
                note(mention, title=False).scenes.append(scene.index)
    return found


def by_distance(mentions: Sequence[ActorMention], draft: Draft) -> list[ActorMention]:
    if len(mentions) < 2:
        return list(mentions)
    low, high = draft.core_range
    scene = draft.scene

    def distance(mention: ActorMention) -> tuple[int, int]:
        first, last = scene.tokens_of(mention.span)
        return max(0, first - high, low - last), first

    return sorted(mentions, key=distance)


def _stands_on(scene: Scene, mention: ActorMention) -> str:
    """What an adjective belongs to: an item, people, another actor, or nothing known."""
    for item in scene.items:
        if item.span.covers(mention.span) or 0 <= mention.span.start - item.span.end <= 2:
            return "item"
    for people in scene.people:
        if people.span.covers(mention.span):
            return "people"
    for actor in scene.actors:
        if actor.span != mention.span and actor.span.covers(mention.span):
            return "force"
    return "none"


def mention_features(draft: Draft, mention: ActorMention, order: int) -> Features:
    """How a mention stands in the sentence, whatever the role: worked out once for all roles of a claim."""
    known = draft.features
    key = id(mention), order
    if key not in known:
        known[key] = _look_at(draft, mention, order)
    return known[key]


def _look_at(draft: Draft, mention: ActorMention, order: int) -> Features:
    scene = draft.scene
    features = position(scene, mention.span, draft, parties=True)
    relation = scene.relation(mention.span)
    anchor = draft.anchor
    frame = anchor.frame if anchor else "bare"
    on = _stands_on(scene, mention)
    features.append(_formed(draft.type, frame, mention.form, mention.kind, relation, on))
    features.append(_ordered(frame, few(order, 3)))
    if anchor:
        first, last = scene.tokens_of(mention.span)
        side = "L" if last <= anchor.first else "R"
        features.append(f"{anchor.frame}/{anchor.voice}/{side}/{mention.form}/{on}")
        if draft.core and anchor.last <= first and last <= draft.core_range[0]:
            earlier = any(scene.relation(a.span) == "none" for a in scene.actors if a.span.end <= mention.span.start)
            features.append(_between(frame, anchor.voice, relation, earlier))
    told = [s.kind for a in draft.stage.attributions for s in a.sources if s.span.overlaps(mention.span)]
    if told:
        features += ["insource", f"insource={told[0]}"]
    for place in scene.places:
        if place.span.overlaps(mention.span):
            features.append("inplace")
            break
    return features


@lru_cache(maxsize=_MOST)
def _formed(type_: str, frame: str, form: str, kind: str, relation: str, on: str) -> Group:
    return Group(
        f"form={form}", f"form={form}/rel={relation}", f"{type_}/form={form}/rel={relation}", f"kind={kind}",
        f"on={on}/{form}", f"{type_}/on={on}/{form}", f"{frame}/on={on}", f"{frame}/form={form}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _between(frame: str, voice: str, relation: str, earlier: bool) -> Group:
    """Whoever stands between the verb and the thing, as the first bare name or not: "handed Mali thirteen vehicles"."""
    return Group(f"between/{frame}/{voice}/{relation}/second={earlier}", f"between/{relation}/second={earlier}")


@lru_cache(maxsize=_MOST)
def _ordered(frame: str, order: str) -> Group:
    return Group(f"order={order}", f"{frame}/order={order}")


@dataclass(frozen=True, slots=True)
class _Past:
    """What the draft and the claims before it say of a role, whoever the party."""

    roles: Counter[str | None]
    others: Counter[str | None]
    most: int
    makers: frozenset[str]
    section: Section
    fills: str

    @classmethod
    def of(cls, draft: Draft, role: str, made: Sequence[Draft], sections: Sequence[Section]) -> _Past:
        roles: Counter[str | None] = Counter([getattr(d, role) for d in made])
        others: Counter[str | None] = Counter([getattr(d, _OTHER[role]) for d in made])
        makers = frozenset(m for item in draft.items for m in makers_of(item.equipment.designation))
        most = max((count for party, count in roles.items() if party), default=0)
        section = sections[draft.scene.index]
        return cls(roles, others, most, makers, section, _role_of_sections(role, made, sections) if section else "none")


def _role_of_sections(role: str, made: Sequence[Draft], sections: Sequence[Section]) -> str:
    """Whether the sections so far were about those in a role, or about those in the other."""
    own, other = (sum(getattr(d, name) in sections[d.scene.index] for d in made) for name in (role, _OTHER[role]))
    return "own" if own > other else "other" if other > own else "even"


def _context_features(draft: Draft, party: str, role: str, cast: Cast, made: Sequence[Draft], past: _Past) -> Features:
    """What the rest of the document says of a party in a role."""
    state = len(party) == 2 and party.isupper()
    told = party in cast.title
    features: Features = [_named(draft.type, min(cast.ranks.get(party, 9), 4), cast.counts[party], told, state)]
    for back, earlier in enumerate(reversed(made[-3:])):
        same = "same" if earlier.type == draft.type else "other"
        near = "here" if earlier.scene is draft.scene else few(draft.scene.index - earlier.scene.index, 2)
        if cast.sections[earlier.scene.index] != past.section:
            near = "past"
        if getattr(earlier, role) == party:
            features.append(_same_before(back, near, same))
        elif getattr(earlier, _OTHER[role]) == party:
            features.append(_swapped_before(back, near, same))
    if count := past.roles[party]:
        features.append(_filled(count, count == past.most))
    if count := past.others[party]:
        features.append(_filled_other(draft.type, min(past.roles[party], 2), bucket(count, (1, 2, 4))))
    if past.section:
        features.append(_sectioned(draft.type, party in past.section, past.fills))
    if past.makers:
        features.append(_MAKER if party in past.makers else _NO_MAKER)
    for place in draft.scene.places:
        if place.country == party:
            features.append(_holds_place(draft.type, draft.scene.relation(place.span)))
            break
    if (other := getattr(draft, _OTHER[role])) is not None:
        features.append(_TAKEN if other == party else _FREE)
    return features


_MAKER, _NO_MAKER, _TAKEN, _FREE = Group("maker=yes"), Group("maker=no"), Group("taken"), Group("free")


@lru_cache(maxsize=_MOST)
def _named(type_: str, rank: int, count: int, told: bool, state: bool) -> Group:
    title = ("title", f"{type_}/title") if told else ()
    counted = f"count={bucket(count, (0, 1, 2, 4, 8))}"
    return Group(f"rank={rank}", counted, *title, "state" if state else "nonstate")


@lru_cache(maxsize=_MOST)
def _same_before(back: int, near: str, same: str) -> Group:
    return Group(f"prev{back}={same}", f"prevrole/{near}/{same}")


@lru_cache(maxsize=_MOST)
def _swapped_before(back: int, near: str, same: str) -> Group:
    return Group(f"prevswap{back}={same}", f"swapped/{near}/{same}")


@lru_cache(maxsize=_MOST)
def _filled(count: int, most: bool) -> Group:
    role = f"role={bucket(count, (1, 2, 4))}"
    return Group(role, "role=top") if most else Group(role)


@lru_cache(maxsize=_MOST)
def _filled_other(type_: str, count: int, other: str) -> Group:
    return Group(f"else={other}", f"else={other}/role={count}", f"{type_}/else={other}/role={count}")


@lru_cache(maxsize=_MOST)
def _standing(kind: str, role: int, other: int) -> Group:
    return Group(f"kind={kind}/role={role}/else={other}")


@lru_cache(maxsize=_MOST)
def _none_known(type_: str, known: int) -> Group:
    return Group(f"none/known={known}", f"none/{type_}/known={known}")


@lru_cache(maxsize=_MOST)
def _sectioned(type_: str, about: bool, fills: str) -> Group:
    return Group(f"section={about}", f"section={about}/{fills}", f"{type_}/section={about}/{fills}")


@lru_cache(maxsize=_MOST)
def _holds_place(type_: str, relation: str) -> Group:
    return Group("placecountry", f"{type_}/placecountry/{relation}")


@dataclass(frozen=True, slots=True)
class _Named:
    """The parties that a sentence names, less those passed through, in order: where each is named, and its place."""

    mentions: dict[str, list[ActorMention]]
    order: dict[str, int]


@keep_with_it
def _parties_in(scene: Scene) -> _Named:
    mentions: dict[str, list[ActorMention]] = {}
    for mention in sorted(scene.actors, key=lambda a: a.span):
        if (party := party_of(mention)) and scene.relation(mention.span) != PASSED:
            mentions.setdefault(party, []).append(mention)
    return _Named(mentions, {party: order for order, party in enumerate(mentions)})


def _names_receiver(draft: Draft) -> bool:
    """Whether a second bare name stands between a verb of giving and the thing: "Turkey handed Mali ten vehicles"."""
    anchor, scene = draft.anchor, draft.scene
    if anchor is None or (anchor.frame, anchor.voice) != ("give", "active") or not draft.core:
        return False
    bare = [a for a in scene.actors if a.form == "name" and party_of(a) and scene.relation(a.span) == "none"]
    for second in bare:
        first, last = scene.tokens_of(second.span)
        between = anchor.last <= first and last <= draft.core_range[0]
        if between and any(a.span < second.span and party_of(a) != party_of(second) for a in bare):
            return True
    return False


def _is_only_place(scene: Scene, mentions: Sequence[ActorMention]) -> bool:
    """Whether a party is named in a sentence, but only as where something is."""
    return bool(mentions) and all(any(p.span.overlaps(m.span) for p in scene.places) for m in mentions)


def party_candidates(
    draft: Draft,
    role: str,
    cast: Cast,
    made: Sequence[Draft],
    scenes: Sequence[Scene],
    *,
    beside: Collection[str | None] = (),
) -> list[Candidate]:
    """Nobody, then every party of the sentence, of the one before, of the title, of earlier claims, the most named
    and those who make the items; with ``beside`` only those of the sentence that are not among these.
    """
    named = _parties_in(draft.scene)
    here, order = named.mentions, named.order
    before = _parties_in(scenes[draft.scene.index - 1]).order.keys() if draft.scene.index else ()
    places = [p.country for p in draft.scene.places if p.country and draft.scene.relation(p.span) != PASSED]
    earlier = [p for d in made[-4:] for p in (d.supplier, d.recipient) if p]
    frequent = [p for p, rank in cast.ranks.items() if rank < 4]
    past = _Past.of(draft, role, made, cast.sections)
    makers = sorted(past.makers) if role == "supplier" else ()
    parties = dict.fromkeys(
        [*here, *sorted(before), *places, *sorted(past.section), *earlier, *sorted(cast.title), *frequent, *makers]
    )
    if role == "recipient" and _names_receiver(draft):
        parties = {party: None for party in parties if not _is_only_place(draft.scene, here.get(party, ()))}
    anchor = draft.anchor
    frame = anchor.frame if anchor else "bare"
    none = _nobody(draft.type, frame, anchor.voice if anchor else "", min(len(here), 3))
    known = max((past.roles[party] for party in here), default=0)
    taken = getattr(draft, _OTHER[role])
    free = [party for m in by_distance(draft.scene.actors, draft) if (party := party_of(m)) and party != taken]
    nearest = {party: rank for rank, party in enumerate(dict.fromkeys(free))}
    candidates = [Candidate(None, None, [none, _none_known(draft.type, min(known, 2))])]
    for party in here if beside else parties:
        if party in beside:
            continue
        mentions = by_distance(here.get(party, ()), draft)
        context = _context_features(draft, party, role, cast, made, past)
        features = list(context)
        if mentions:
            features += mention_features(draft, mentions[0], order[party])
            features.append(f"here={few(len(here), 3)}")
            features.append(_standing(mentions[0].kind, min(past.roles[party], 2), min(past.others[party], 2)))
            if party in nearest:
                rank = f"{few(nearest[party], 2)}of{few(len(nearest), 3)}"
                features.append(_still_free(draft.type, rank, draft.scene.relation(mentions[0].span)))
            for other in mentions[1:3]:
                features.append(f"also={other.form}/{draft.scene.relation(other.span)}")
                features += relative(mention_features(draft, other, order[party]), "2nd")
        else:
            features.append(_away(draft.type, frame, few(len(here), 3), few(len(nearest), 2)))
            if party in before:
                features.append("before")
            features += relative(context, "away")
        candidates.append(Candidate(party, mentions[0] if mentions else None, features))
    return candidates


@lru_cache(maxsize=_MOST)
def _nobody(type_: str, frame: str, voice: str, here: int) -> Group:
    return Group(
        "none", f"none/{type_}", f"none/{frame}", f"none/here={here}", f"none/{type_}/here={min(here, 2)}",
        f"none/{frame}/{voice}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _still_free(type_: str, rank: str, relation: str) -> Group:
    return Group(f"free={rank}", f"{type_}/free={rank}/{relation}")


@lru_cache(maxsize=_MOST)
def _away(type_: str, frame: str, here: str, free: str) -> Group:
    return Group(
        "away", f"away/{type_}", f"away/{frame}", f"away/here={here}", f"away/free={free}", f"away/{type_}/free={free}"
    )


def span_of(candidate: Candidate) -> Span | None:
    return candidate.mention.span if candidate.mention else None
