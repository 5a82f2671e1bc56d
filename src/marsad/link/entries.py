"""What the register says of an event: parties, place, date, items with bounds, standing, and the claims it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.link.bounds import Ancestors, Statement, bound_beside, compute_bounds
from marsad.link.origins import count_origins, merge_origins
from marsad.model import Claim, Document, Party, Place
from marsad.register import PARTIES, STAGES, Alternative, Entry, ItemKey, Join, Origin, Witness

# A thing that is seen somewhere has arrived; whether it is in use the sight does not tell.
_STAGE_OF_FRAME = {"give": "handed over", "receive": "handed over"}
_STAGE_OF_TYPE = {
    "delivery": "arrived",
    "order": "ordered",
    "deployment": "arrived",
    "operation": "in use",
    "withdrawal": "withdrawn",
}
# What comes with people who arrive is told as the one or the other.
_ARRIVALS = ("delivery", "deployment")
# Of the texts that carry one witness's word, a value that fewer than this share of the most have is no value of its.
_CARRIED = 0.5
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A claim with its document and its origin; ``derived`` where the document carries another's text."""

    claim: Claim
    document: Document
    origin: Origin
    derived: bool = False


def make_entry(claims: Sequence[Witnessed], ancestors: Ancestors, joins: Sequence[Join] = ()) -> Entry:
    """The entry of one event; ``claims`` are all its claims, in any order.

    Its id is the beginning of its smallest claim id, so that it mostly stays when a claim joins.
    """
    same = merge_origins([w.origin for w in claims])
    ordered = [_call(w, same[w.origin.id]) for w in sorted(claims, key=lambda w: w.claim.id)]
    kind = _most([(w.claim.type, w.origin.id) for w in ordered])
    main = [w for w in ordered if w.claim.type == kind]
    told = [w for w in ordered if w.claim.type == kind or {kind, w.claim.type} <= {*_ARRIVALS}]
    pieces = [s for w in told for s in _item_statements(w)]
    groups = [s for w in ordered for s in _people_statements(w)]
    items = tuple(bound for bound in compute_bounds(pieces, ancestors).items if bound.item.class_)
    people = compute_bounds(groups, ancestors).items
    personnel = max(people, key=lambda b: (len(b.claims), b.low, str(b.item)), default=None)
    standing = compute_bounds([s for w in main for s in _item_statements(w)], ancestors).standing
    if standing in ("single", "corroborated") and any(b.contested for b in (*items, personnel) if b):
        standing = "contested"
    alternatives = {role: _alternatives(main, role) for role in PARTIES}
    return Entry(
        id=ordered[0].claim.id[:_ID_LENGTH],
        type=kind,
        stage=_stage(main),
        standing=standing,
        supplier=_party(main, "supplier", alternatives),
        recipient=_party(main, "recipient", alternatives),
        unit=_party(main, "unit", alternatives),
        place=_place(main),
        date=_date(main),
        items=items,
        personnel=personnel,
        alternatives=alternatives,
        publications=len({w.document.id for w in ordered}),
        origins=count_origins([w.origin for w in ordered]),
        claims=tuple(
            Witness(w.claim.id, w.document.id, w.document.source, w.claim.factuality, w.origin) for w in ordered
        ),
        joins=tuple(joins),
        beside=bound_beside([*pieces, *groups], ancestors),
    )


def _call(witnessed: Witnessed, origin: Origin) -> Witnessed:
    """The same under the name that its witness goes by."""
    if (origin.id, origin.name) == (witnessed.origin.id, witnessed.origin.name):
        return witnessed
    return replace(witnessed, origin=replace(origin, rule=witnessed.origin.rule))


def _item_statements(witnessed: Witnessed) -> Iterable[Statement]:
    items: list[tuple[ItemKey, int | None, int | None]] = [
        (ItemKey(item.designation, item.class_), item.low, item.high) for item in witnessed.claim.items
    ]
    # A claim without items still bears witness: it moves no item's bounds, but it counts for the standing.
    return [_state(witnessed, *counted) for counted in items or [(ItemKey(None, ""), None, None)]]


def _people_statements(witnessed: Witnessed) -> Iterable[Statement]:
    people = witnessed.claim.personnel
    return [_state(witnessed, ItemKey(None, people.role), people.low, people.high)] if people else []


def _state(witnessed: Witnessed, key: ItemKey, low: int | None, high: int | None) -> Statement:
    claim = witnessed.claim
    return Statement(
        witnessed.origin.id,
        key,
        low,
        high,
        claim.factuality,
        claim=claim.id,
        text=witnessed.document.id,
        derived=witnessed.derived,
    )


def _most(votes: Iterable[tuple[str, str]]) -> str:
    """The value that most voters give; of equals the first in the alphabet."""
    voters: dict[str, set[str]] = defaultdict(set)
    for value, voter in votes:
        voters[value].add(voter)
    return min(voters, key=lambda value: (-len(voters[value]), value))


def _alternatives(claims: Sequence[Witnessed], role: str) -> tuple[Alternative, ...]:
    """Every value that a witness gives for a role; what few of the texts that carry its word have, it does not give."""
    said = [(w, party) for w in claims if w.claim.factuality != "denied" and (party := getattr(w.claim, role))]
    texts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for witnessed, party in said:
        texts[witnessed.origin.id][party.id].add(witnessed.document.id)
    by_id: dict[str, list[Witnessed]] = defaultdict(list)
    for witnessed, party in said:
        given = texts[witnessed.origin.id]
        if len(given[party.id]) >= _CARRIED * max(map(len, given.values())):
            by_id[party.id].append(witnessed)
    found = [
        Alternative(
            id=party,
            name=getattr(given[0].claim, role).name,
            origins=tuple(sorted({w.origin.id for w in given})),
            claims=tuple(sorted(w.claim.id for w in given)),
        )
        for party, given in by_id.items()
    ]
    return tuple(sorted(found, key=lambda a: (-len(a.origins), -len(a.claims), a.id)))


def _party(claims: Sequence[Witnessed], role: str, alternatives: Mapping[str, tuple[Alternative, ...]]) -> Party | None:
    if alternatives[role]:
        best = alternatives[role][0]
        return Party(best.id, best.name)
    denied: Party | None = next((p for w in claims if (p := getattr(w.claim, role))), None)
    return Party(denied.id, denied.name) if denied else None


def _place(claims: Sequence[Witnessed]) -> Place | None:
    """The place with coordinates that most witnesses name, else the region or country."""
    named = [(w.claim.place, w.origin.id) for w in claims if w.claim.place]
    if not named:
        return None
    votes: dict[str, set[str]] = defaultdict(set)
    for place, origin in named:
        votes[place.name].add(origin)

    def rank(place: Place) -> tuple[bool, int, str, str, float]:
        exact = place.latitude is not None
        return not exact, -len(votes[place.name]), place.name, place.country or "", place.latitude or 0.0

    best = min((place for place, _ in named), key=rank)
    return Place(best.name, best.country, best.latitude, best.longitude)


def _date(claims: Sequence[Witnessed]) -> str | None:
    """The date that most witnesses give, the finer of two that as many give.

    Texts taken over have a say only where no text of its own gives a date: "yesterday" has moved in them.
    """
    votes: dict[str, set[str]] = defaultdict(set)
    dated = [w for w in claims if w.claim.date]
    for witnessed in [w for w in dated if not w.derived] or dated:
        if witnessed.claim.date:
            votes[witnessed.claim.date.edtf].add(witnessed.origin.id)
    return min(votes, key=lambda edtf: (-len(votes[edtf]), "/" in edtf, -len(edtf), edtf), default=None)


def _stage(claims: Sequence[Witnessed]) -> str | None:
    """The furthest stage that is stated as fact, else as possible; promised where all is expected."""
    for factuality in ("fact", "possible", "expected"):
        said = [w.claim for w in claims if w.claim.factuality == factuality]
        reached = [stage for claim in said if (stage := _stage_of(claim))]
        if reached:
            return "promised" if factuality == "expected" else max(reached, key=STAGES.index)
    return None


def _stage_of(claim: Claim) -> str | None:
    if claim.type == "operation" and not claim.items:
        return None
    frame = claim.why.rule.split(":")[0] if claim.why and claim.type == "delivery" else ""
    return _STAGE_OF_FRAME.get(frame) or _STAGE_OF_TYPE.get(claim.type)
