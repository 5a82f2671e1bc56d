"""Fill the slots of a claim in the making: parties, force, what its people are, place, date, factuality, sources; and
fan it out over parties that share its words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache

from marsad.edtf import edtf_range
from marsad.knowledge.actors import load_actors
from marsad.model import FACTUALITIES, Span
from marsad.read.actors import ActorMention
from marsad.read.attribution import sources_of
from marsad.read.draft import ANNOUNCED, Decider, Draft
from marsad.read.factuality import FactualityJudgement, judge_factuality
from marsad.read.features import (
    between,
    bucket,
    few,
    gap,
    position,
    relative,
)
from marsad.read.furniture import find_dateline
from marsad.read.parties import PASSED, Cast, party_candidates, party_of, span_of
from marsad.read.places import PlaceMention
from marsad.read.roles import fill_role
from marsad.read.scene import Scene, Trigger
from marsad.read.scoring import Features, Group
from marsad.read.units import unit_candidates

_NO: Features = []
_SMALL_WORD = 3
# So many characters at most stand between an owner and what is its own: "Mali's north".
_OWNING = 4
# So many groups of features of each kind are kept.
_MOST = 10_000
_DENIAL = "denies"  # the effect of an attribution


def fill_slots(draft: Draft, cast: Cast, made: Sequence[Draft], decider: Decider) -> None:
    """Fill the slots that are not items or people, one after the other, and say what the people are."""
    _fill_party(draft, "supplier", cast, made, decider)
    _fill_party(draft, "recipient", cast, made, decider)
    if draft.supplier is not None and draft.supplier == draft.recipient:
        draft.supplier = None
        _fill_party(draft, "supplier", cast, made, decider, but=draft.recipient)
    _claim_where_it_is(draft)
    _credit_foreign_force(draft, made)
    _fill_unit(draft, cast, made, decider)
    fill_role(draft, made, decider)
    _fill_place(draft, decider)
    _fill_date(draft, made, decider)
    _fill_factuality(draft, decider)
    _forget_a_past_beginning(draft)
    _date_by_entry(draft)
    _fill_sources(draft, decider)


def _fill_party(
    draft: Draft, role: str, cast: Cast, made: Sequence[Draft], decider: Decider, *, but: str | None = None
) -> None:
    """Who has a role, ``but`` for one: nobody gives to themselves, and the giver is oftener the one mistaken."""
    parties = party_candidates(draft, role, cast, made, draft.stage.scenes)
    parties = [
        party
        for party in parties
        if party.id is None or (party.id != but and not (party.mention and _is_bystander(draft, party.mention)))
    ]
    index, why, _ = decider.choose(role, [c.features for c in parties], parties, draft)
    setattr(draft, role, parties[index].id)
    draft.party_spans[role] = span_of(parties[index])
    draft.reasons[role] = why


def _is_bystander(draft: Draft, actor: ActorMention) -> bool:
    """Whether an actor is named only as where a source speaks or as whom a border is shared with."""
    across = draft.scene.relation(actor.span) == "with" and _is_across(draft, actor)
    return across or _is_in_telling(draft, actor)


def _is_across(draft: Draft, actor: ActorMention) -> bool:
    """Whether "the border with" leads to an actor."""
    pack, sentence = draft.stage.pack, draft.scene.sentence
    last = sentence.holding(actor.span.start) - 1  # the preposition, which stands between the two
    borders = (m for m in sentence.scan(pack).matches(pack.lexicon("places")) if m.get("kind") == "border")
    return any(match.last == last for match in borders)


def _is_in_telling(draft: Draft, actor: ActorMention) -> bool:
    """Whether an actor is only where a source speaks."""
    return draft.scene.relation(actor.span) == "in" and _is_where_it_is_told(draft, actor.span)


def _claim_where_it_is(draft: Draft) -> None:
    """An outcome is claimed of the country in which its sentence sets it, before one known from elsewhere."""
    if draft.type != "outcome" or draft.party_spans.get("recipient") is not None:
        return
    for mention in sorted(draft.scene.actors, key=lambda a: a.span):
        party = party_of(mention)
        named = mention.form == "name" and draft.scene.relation(mention.span) == "in"
        if party and named and party != draft.supplier:
            draft.recipient, draft.party_spans["recipient"] = party, mention.span
            draft.reasons["recipient"] = lambda: "an outcome is claimed of the country it is set in"
            return


def _credit_foreign_force(draft: Draft, made: Sequence[Draft]) -> None:
    """An outcome for which nobody is named is credited to the foreign force in its sentence, where its state has
    given something before.
    """
    if draft.type != "outcome" or draft.supplier is not None:
        return
    givers = {earlier.supplier for earlier in made}
    for mention in sorted(draft.scene.actors, key=lambda a: a.span):
        party = party_of(mention)
        if mention.form == "force" and party in givers and party != draft.recipient:
            draft.supplier, draft.party_spans["supplier"] = party, mention.span
            draft.reasons["supplier"] = lambda: "an outcome is credited to the foreign force that is named with it"
            return


def _fill_place(draft: Draft, decider: Decider) -> None:
    scene = draft.scene
    countries = [a for a in (*scene.actors, *_country_meant(draft)) if _may_be_where(scene, a)]
    places = [place for place in scene.places if scene.relation(place.span) != PASSED]
    places = [place for place in places if not _is_where_it_was_said(draft, place)]
    candidates: list[PlaceMention | ActorMention] = sorted([*places, *countries], key=lambda m: m.span)
    if draft.type not in ANNOUNCED:
        candidates = [m for m in candidates if not _is_where_it_is_told(draft, m.span)]
    features: list[Features] = [
        [
            "none",
            f"none/{draft.type}",
            f"none/n={few(len(candidates), 3)}",
            f"none/{draft.type}/n={few(len(candidates), 1)}",
        ]
    ]
    for order, mention in enumerate(candidates):
        named = isinstance(mention, PlaceMention)
        country = mention.country if isinstance(mention, PlaceMention) else mention.state
        kind = mention.kind if isinstance(mention, PlaceMention) else "country"
        party = "recipient" if country == draft.recipient else "supplier" if country == draft.supplier else "other"
        finer = not named and any(place.country == country for place in scene.places)
        inside = any(s.span.overlaps(mention.span) for a in draft.stage.attributions for s in a.sources)
        opens = mention.span.start - scene.span.start < 3 and scene.index == 0
        here = position(scene, mention.span, draft)
        features.append([
            _place_group(draft.type, kind, scene.relation(mention.span), party),
            _place_order(draft.type, few(order, 3), finer, inside, opens),
            *here,
            *relative(here, kind),
        ])  # fmt: skip
    index, why, _ = decider.choose("place", features, [None, *candidates], draft)
    draft.place = _finest(draft, candidates[index - 1], candidates) if index else None
    draft.reasons["place"] = why
    _set_outcome_in_its_country(draft)


def _is_where_it_was_said(draft: Draft, place: PlaceMention) -> bool:
    """Whether a place in a country that has no part in the claim is parted from its words by the one who speaks: "in
    Brussels the minister said that the jets had left".
    """
    if place.country is None or place.country in (draft.supplier, draft.recipient) or draft.type in ANNOUNCED:
        return False
    low, high = (draft.anchor.span.start, draft.anchor.span.end) if draft.anchor else (place.span.end, place.span.start)
    return any(
        place.span.end <= source.span.start < source.span.end <= low
        or high <= source.span.start < source.span.end <= place.span.start
        for attribution in draft.stage.attributions
        if attribution.scope.overlaps(draft.scene.span)
        for source in attribution.sources
        if draft.scene.span.covers(source.span)
    )


def _set_outcome_in_its_country(draft: Draft) -> None:
    """An outcome named as in two countries is a claim of each, and is set in its own."""
    chosen = draft.party_spans.get("recipient")
    if draft.type != "outcome" or chosen is None or not isinstance(draft.place, ActorMention):
        return
    if draft.place.state != draft.recipient:
        draft.place = next((actor for actor in draft.scene.actors if actor.span == chosen), draft.place)


def _finest(
    draft: Draft, chosen: PlaceMention | ActorMention, candidates: Sequence[PlaceMention | ActorMention]
) -> PlaceMention | ActorMention:
    """Of nested places the finest: a town of the chosen country that stands at least as near to the claim's words."""
    if not isinstance(chosen, ActorMention):
        return chosen
    first, last = draft.core_range

    def distance(mention: PlaceMention | ActorMention) -> int:
        begin, end = draft.scene.tokens_of(mention.span)
        return max(0, first - end, begin - last)

    nested = [
        place
        for place in candidates
        if isinstance(place, PlaceMention)
        and place.country == chosen.state
        and (place.latitude is not None or place.span.start - chosen.span.end in range(_OWNING))
        and distance(place) <= distance(chosen)
    ]
    return min(nested, key=distance, default=chosen)


@lru_cache(maxsize=_MOST)
def _place_group(type_: str, kind: str, relation: str, party: str) -> Group:
    return Group(
        "some", f"some/{type_}", f"kind={kind}", f"kind={kind}/rel={relation}", f"{type_}/kind={kind}/rel={relation}",
        f"party={party}", f"{type_}/party={party}", f"party={party}/kind={kind}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _place_order(type_: str, order: str, finer: bool, inside: bool, opens: bool) -> Group:
    return Group(
        f"finer={finer}", f"insource={inside}", f"order={order}", f"{type_}/order={order}", f"dateline={opens}"
    )


def _country_meant(draft: Draft) -> list[ActorMention]:
    """Words such as "the country" as the state that receives: on the gold they mean it in all of 51 claims."""
    party = draft.recipient
    if party is None or party not in load_actors().states:
        return []
    meant = (m for m in draft.scene.pointing if m.kind == "state")
    return [replace(mention, id=party, state=party, owner=party) for mention in meant]


def _may_be_where(scene: Scene, actor: ActorMention) -> bool:
    """Whether a country can be where it happens: by name, and not as whom it happens with ("the border with X")."""
    named = actor.form in ("name", "anaphor") and len(actor.id) == 2 and actor.id.isupper()
    return named and scene.relation(actor.span) != "with"


def _is_where_it_is_told(draft: Draft, span: Span) -> bool:
    """Whether words stand between a source and what it says, of which the claim is: "told a conference in Oslo that".

    Words that name a source are not meant: who speaks is told by them, not where.
    """
    words, attributions = _telling_words(draft), draft.stage.attributions
    return any(
        told.aside is not None
        and told.aside.covers(span)
        and told.aside.end <= words.start
        and told.scope.covers(words)
        for told in attributions
    ) and not any(source.span.overlaps(span) for told in attributions for source in told.sources)


def _fill_date(draft: Draft, made: Sequence[Draft], decider: Decider) -> None:
    scene = draft.scene
    candidates = [d for d in scene.dates if d.edtf and not _dates_report(d.span, draft)]
    features: list[Features] = [["none", f"none/{draft.type}", f"none/n={few(len(candidates), 3)}"]]
    used = {d.date.span for d in made if d.date and d.scene is scene and d.type == draft.type}
    for order, date in enumerate(candidates):
        inside = any(s.span.overlaps(date.span) for a in draft.stage.attributions for s in a.sources)
        features.append([
            "some", f"some/{draft.type}", f"rule={date.rule}", f"{draft.type}/rule={date.rule}",
            f"used={date.span in used}", f"insource={inside}",
            f"dates={few(len(candidates), 3)}", f"order={few(order, 3)}/{few(len(candidates), 3)}",
            f"grain={_grain(date.edtf)}",
            f"{draft.type}/grain={_grain(date.edtf)}",
            *position(scene, date.span, draft),
        ])  # fmt: skip
    index, why, _ = decider.choose("date", features, [None, *candidates], draft)
    draft.date = candidates[index - 1] if index else None
    draft.reasons["date"] = why


def _dates_report(span: Span, draft: Draft) -> bool:
    """Whether a date stands in a dateline with its agency: the day of writing, and of no happening."""
    dateline = find_dateline(draft.scene.sentence)
    if dateline is None or not dateline.covers(span):
        return False
    return not set("(/").isdisjoint(dateline.of(draft.stage.document.text))


def _grain(edtf: str | None) -> int:
    """How finely a time is told, by the places that say something: 3 for a decade, 4 a year, 7 a month, 10 a day."""
    return len((edtf or "").split("/")[0].rstrip("X"))


def _forget_a_past_beginning(draft: Draft) -> None:
    """What is yet to come has not been going on: "awaited for two years" dates the waiting, not the arrival."""
    published = draft.stage.document.published
    if draft.factuality != "expected" or published is None or draft.date is None or draft.date.edtf is None:
        return
    first, last = edtf_range(draft.date.edtf)
    if last is None and first is not None and first < published:
        draft.date, draft.reasons["date"] = None, lambda: "what is expected has no beginning in the past"


def _date_by_entry(draft: Draft) -> None:
    """What an entry of a chronicle tells, without a date of its own, was on the day that opens it."""
    entry = draft.scene.entry
    if draft.date is None and entry is not None and draft.factuality == "fact" and not draft.scene.dates:
        draft.date, draft.reasons["date"] = entry, lambda: "the entry opens with its date"


def _is_upcoming(draft: Draft) -> bool:
    """Whether the claim's date begins after the day of publication."""
    published = draft.stage.document.published
    if draft.date is None or draft.date.edtf is None or published is None:
        return False
    first, _ = edtf_range(draft.date.edtf)
    return first is not None and first > published


def _judge(draft: Draft, anchor: Trigger | None) -> FactualityJudgement:
    """What the words around a trigger say of the claim standing."""
    stage, scene = draft.stage, draft.scene
    first, last = draft.core_range
    trigger = anchor.span if anchor else Span(scene.tokens[first].start, scene.tokens[last - 1].end)
    after = stage.scenes[scene.index + 1].sentence if scene.index + 1 < len(stage.scenes) else None
    clause = trigger
    for span in draft.core:
        clause = clause.joined(span)
    frame = anchor.frame if anchor else ""
    if frame == "pledge" and draft.type not in ANNOUNCED:  # men who are promised are still to come
        frame = ""
    return judge_factuality(
        scene.sentence,
        stage.pack,
        clause,
        trigger,
        following=after,
        frame=frame,
        voice=anchor.voice if anchor else "",
        item=draft.core[0] if draft.core else None,
        upcoming=_is_upcoming(draft),
    )


def find_twin(draft: Draft, decider: Decider) -> Draft | None:
    """A second claim of the type that other words of the sentence state otherwise: what is so, and what is expected."""
    own = draft.anchor
    if own is None or len(draft.triggers) < 2:
        return None
    judged = _judge(draft, own)
    for trigger in draft.triggers:
        if trigger.first == own.first:
            continue
        bare = Draft(draft.stage, draft.scene, draft.type, (trigger,), scenes=[draft.scene])
        other = _judge(bare, trigger)
        if other.factuality == judged.factuality:
            continue
        side, low, high = gap((trigger.first, trigger.last), (own.first, own.last))
        pair = f"{judged.factuality}/{other.factuality}"
        features: Features = [
            "twin", f"twin/{draft.type}", f"{pair}", f"{draft.type}/{pair}", f"{trigger.frame}/{trigger.voice}",
            f"side={side}",
            f"strong={trigger.strong}", f"apart={bucket(high - low)}", f"people={draft.people is not None}",
            f"items={few(len(draft.items), 2)}", f"rule={other.rule}", between(draft.scene, low, high, draft.type),
        ]  # fmt: skip
        index, why, _ = decider.choose("twin", [_NO, features], [None, other.factuality], draft)
        if index:
            bare.reasons["keep"] = why
            return bare
    return None


def _fill_factuality(draft: Draft, decider: Decider) -> None:
    anchor = draft.anchor
    judged = _judge(draft, anchor)
    _, chain = _sources(draft)
    effect = chain[-1] if chain else "none"
    shared = _judged_group(draft.type, judged.factuality, judged.rule, effect, _is_upcoming(draft))
    features: list[Features] = [[f"is={value}", shared.under(value)] for value in FACTUALITIES]
    if anchor:
        _, reach, *_ = [*judged.rule.split(":"), ""]
        for value, known in zip(FACTUALITIES, features, strict=True):
            known.append(f"{value}/frame={anchor.frame}/{anchor.voice}")
            known.append(f"{value}/judged={judged.factuality}/{reach}/{anchor.frame}")
    index, why, _ = decider.choose("factuality", features, list(FACTUALITIES), draft)
    draft.factuality = FACTUALITIES[index]
    draft.reasons["factuality"] = lambda: f"{judged.rule}; {why()}"


@lru_cache(maxsize=_MOST)
def _judged_group(kind: str, judged: str, rule: str, effect: str, upcoming: bool) -> Group:
    return Group(
        f"judged={judged}", f"judged={judged}/{kind}", f"rule={rule}", f"effect={effect}",
        f"judged={judged}/effect={effect}", f"upcoming={upcoming}",
    )  # fmt: skip


def _telling_words(draft: Draft) -> Span:
    """The words that state the claim: its trigger, or its core where it has none."""
    first, last = draft.core_range
    tokens = draft.scene.tokens
    core = Span(tokens[first].start, tokens[last - 1].end)
    if draft.anchor is None:
        return core
    if draft.people is None or draft.people.form != "bare":
        return draft.anchor.span
    # A number that another gives ("while others speak of 400") is told by that other.
    told = [(said.scope.covers(draft.anchor.span), said.scope.covers(core)) for said in draft.stage.attributions]
    other = (True, True) not in told and (True, False) in told and (False, True) in told
    return core if other else draft.anchor.span


def _sources(draft: Draft) -> tuple[tuple[object, ...], tuple[str, ...]]:
    """The chain that covers the claim's words, and the effects of its attributions."""
    words = _telling_words(draft)
    chain = sources_of(draft.stage.attributions, words)
    effects = tuple(a.effect for a in draft.stage.attributions if a.scope.covers(words))
    return chain, effects


def _fill_sources(draft: Draft, decider: Decider) -> None:
    chain, effects = _sources(draft)
    if draft.factuality != "denied":
        told = [said for said in draft.stage.attributions if said.effect != _DENIAL]
        chain = sources_of(told, _telling_words(draft)) or chain  # who denies what others say does not say it
    if not chain:
        return
    kinds = [f"{s.kind}" for s in chain]  # type: ignore[attr-defined]
    here = all(draft.scene.span.covers(s.span) for s in chain)  # type: ignore[attr-defined]
    features: Features = [
        "some",
        f"some/{draft.type}",
        f"n={few(len(chain), 3)}",
        f"here={here}",
        *(f"kind={k}" for k in kinds),
        *(f"effect={e}" for e in effects),
        f"fact={draft.factuality}",
    ]
    index, why, _ = decider.choose("source", [_NO, features], [None, chain], draft)
    if index:
        draft.sources, draft.reasons["source"] = chain, why  # type: ignore[assignment]


def _fill_unit(draft: Draft, cast: Cast, made: Sequence[Draft], decider: Decider) -> None:
    units = unit_candidates(draft, cast, made)
    index, why, _ = decider.choose("unit", [c.features for c in units], units, draft)
    draft.unit, draft.reasons["unit"] = units[index].id, why
    draft.party_spans["unit"] = span_of(units[index])


def fan_out(draft: Draft, cast: Cast, made: Sequence[Draft], decider: Decider) -> list[Draft]:
    """Further claims that the same words state of other parties: two recipients, or two givers, are two claims."""
    found = []
    for role in ("supplier", "recipient"):
        chosen = draft.party_spans.get(role)
        if chosen is None or not draft.scene.span.covers(chosen):
            continue
        known = (None, draft.supplier, draft.recipient)
        for candidate in party_candidates(draft, role, cast, made, draft.stage.scenes, beside=known):
            mention = candidate.mention
            if mention is None:
                continue
            features: Features = [
                "also",
                f"also/{role}",
                *_beside(draft, role, chosen, mention),
                *relative(candidate.features, role),
            ]
            index, why, _ = decider.choose("also", [_NO, features], [role, candidate.id], draft)
            if index:
                other = copy(draft)
                setattr(other, role, candidate.id)
                other.party_spans = {**draft.party_spans, role: mention.span}
                other.reasons = {**draft.reasons, role: why}
                _set_outcome_in_its_country(other)
                if draft.unit:
                    _fill_unit(other, cast, made, decider)
                found.append(other)
    return found


def _beside(draft: Draft, role: str, chosen: Span, mention: ActorMention) -> Features:
    """How another party stands to the one chosen: in one list with it, of one form, under one preposition."""
    scene = draft.scene
    side, low, high = gap(scene.tokens_of(mention.span), scene.tokens_of(chosen))
    here = next((a for a in scene.actors if a.span == chosen), None)
    form = f"{here.form}/{mention.form}" if here else f"none/{mention.form}"
    relation = "same" if scene.relation(chosen) == scene.relation(mention.span) else "other"
    words = bucket(high - low, (0, 1, 2, 3, 4, 8))
    listed = _are_listed(draft, chosen, mention.span)
    return [
        f"{role}/listed={listed}", f"{draft.type}/{role}/listed={listed}", f"{role}/listed={listed}/{form}",
        f"{role}/apart={words}/{side}", f"{draft.type}/{role}/apart={words}", f"{role}/form={form}",
        f"{role}/rel={relation}/{words}",
        between(scene, low, high, draft.type).under(role),
    ]  # fmt: skip


def _are_listed(draft: Draft, one: Span, two: Span) -> bool:
    """Whether two mentions stand side by side in a list: "X and Y", with nothing but small words between."""
    first, second = sorted((one, two))
    tokens = draft.scene.tokens
    after, start = draft.scene.tokens_of(first)[1], draft.scene.tokens_of(second)[0]
    joiners = draft.stage.pack.setting("people", "joiners")
    space = tokens[after:start]
    glued = tokens[start].norm[: max(0, second.start - tokens[start].start)]
    joined = any(token.norm in joiners or token.norm == "," for token in space) or glued.startswith(tuple(joiners))
    small = all(token.norm == "," or (token.is_word and len(token.norm) <= _SMALL_WORD) for token in space)
    return first.end <= second.start and joined and small
