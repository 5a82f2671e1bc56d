"""One entry: its numbers as intervals, its witnesses with their words, why it is one event, what people judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from marsad.i18n.words import Words, load_words
from marsad.link.judgements import SLOTS
from marsad.model import Claim, Document, Party
from marsad.register import PARTIES, Bound, Entry, Witness
from marsad.store import Judgement
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.figures import Scale
from marsad.web.pages.toast import read_toast
from marsad.web.rendering import name_outlet, render
from marsad.web.viewer import Reader

router = APIRouter()
_JOINS = 12


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A claim of an entry, by its number there; ``name`` is what a judgement calls it."""

    id: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """What a witness says about one item: its interval, whether that is a number, whether the bounds rest on it, and in
    how many claims; ``claim`` is the first.
    """

    claim: str
    origin: str
    factuality: str
    low: int | None
    high: int | None
    stated: bool
    counts: bool
    claims: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """An item with its bounds and every witness's interval, on one scale."""

    bound: Bound
    people: bool
    rows: tuple[WitnessRow, ...]
    scale: Scale


@dataclass(frozen=True, slots=True)
class Told:
    """One claim with its document, as an entry shows it; ``apart`` is the claim it would be parted from."""

    number: int
    claim: Claim
    name: str
    document: Document
    address: str
    sources: tuple[str, ...]
    kind: str | None
    parent: str
    root: str
    credibility: str
    apart: str | None


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """A witness with all that was published of it: what is stated as fact first, then the oldest."""

    name: str
    rule: str
    publications: int
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A join with what weighed most for (True) and against it, in words."""

    a: ClaimLink
    b: ClaimLink
    score: float
    reasons: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A judgement in words."""

    id: int
    at: object
    who: str
    words: str
    why: str | None


@router.get("/entries/{id_}")
def show_entry(request: Request, id_: str, held: Held, viewer: Reader) -> HTMLResponse:
    words = load_words(viewer.language)
    entry = held.entry(id_)
    links = link_claims(entry, held)
    origins = group_origins(entry, held, links)
    joins = sorted(entry.joins, key=lambda join: (join.score, join.a, join.b))
    return render(
        request,
        "entry.html",
        page="register",
        entry=entry,
        items=list(measure(entry, held)),
        alternatives=list_alternatives(entry, links, words),
        origins=origins,
        joins=[explain_join(held, words, links, join.a, join.b, join.score) for join in joins[:_JOINS]],
        more_joins=max(0, len(joins) - _JOINS),
        history=list_history(entry, held, words),
        slots=SLOTS,
        seen=held.view.seen,
        toast=read_toast(request, held),
    )


def link_claims(entry: Entry, held: Holdings) -> dict[str, ClaimLink]:
    """The claims of an entry by id, numbered as its page shows them: by witness, the one of most publications first."""
    ordered = [witness for found in _by_origin(entry, held) for witness in found]
    return {w.claim: ClaimLink(w.claim, n, held.name(w.claim)) for n, w in enumerate(ordered, 1)}


def _by_origin(entry: Entry, held: Holdings) -> list[list[Witness]]:
    groups: dict[str, list[Witness]] = defaultdict(list)
    for witness in entry.claims:
        if witness.claim in held.shelf.claims:
            groups[witness.origin.id].append(witness)

    def rank(witness: Witness) -> tuple[bool, str, str]:
        day = held.shelf.documents[witness.document].published
        return (witness.factuality != "fact", day.isoformat() if day else "9999", witness.claim)

    ordered = sorted(groups.values(), key=lambda found: (-len({w.document for w in found}), found[0].origin.id))
    return [sorted(found, key=rank) for found in ordered]


def group_origins(entry: Entry, held: Holdings, links: dict[str, ClaimLink]) -> list[OriginGroup]:
    """The witnesses of an entry with their publications folded under them."""
    return [
        OriginGroup(
            found[0].origin.name,
            found[0].origin.rule,
            len({witness.document for witness in found}),
            tuple(tell(witness.claim, held, links) for witness in found),
        )
        for found in _by_origin(entry, held)
    ]


def tell(claim_id: str, held: Holdings, links: dict[str, ClaimLink]) -> Told:
    """A claim as an entry shows it."""
    document, claim = held.shelf.claims[claim_id]
    edge = held.edge_to.get(document.id)
    parent = held.shelf.documents.get(edge.parent) if edge else None
    family = held.family_of.get(document.id)
    others = [link.name for link in links.values() if link.id != claim_id]
    grades = [j.value or "6" for j in held.judged.get(claim_id, ()) if j.kind == "credibility"]
    return Told(
        links[claim_id].number,
        claim,
        links[claim_id].name,
        document,
        held.address(claim_id),
        tuple(source.name for source in claim.sources),
        edge.kind if edge else None,
        name_outlet(parent) if parent else "",
        family.root if family else "",
        grades[-1] if grades else "6",
        others[0] if others else None,
    )


def measure(entry: Entry, held: Holdings) -> Iterable[Measured]:
    """Every item of an entry with the witnesses that say something about it."""
    for bound in entry.items:
        yield _measure(entry, held, bound, people=False)
    if entry.personnel:
        yield _measure(entry, held, entry.personnel, people=True)


def _measure(entry: Entry, held: Holdings, bound: Bound, *, people: bool) -> Measured:
    rows = []
    for found in _by_origin(entry, held):
        for witness in found:
            _, claim = held.shelf.claims[witness.claim]
            rows += _rows_of(claim, witness, bound, people=people)
    scale = Scale.of([(bound.low, bound.high), *((row.low, row.high) for row in rows)])
    return Measured(bound, people, tuple(_fold_rows(rows)), scale)


def _fold_rows(rows: Iterable[WitnessRow]) -> Iterable[WitnessRow]:
    """One row for all claims in which a witness says the same."""
    alike: dict[tuple[object, ...], list[WitnessRow]] = defaultdict(list)
    for row in rows:
        alike[row.origin, row.factuality, row.low, row.high].append(row)
    return [
        replace(found[0], counts=any(row.counts for row in found), claims=len({row.claim for row in found}))
        for found in alike.values()
    ]


def _rows_of(claim: Claim, witness: Witness, bound: Bound, *, people: bool) -> list[WitnessRow]:
    names = {bound.item.designation, *bound.names}
    said: list[tuple[int | None, int | None]] = []
    if people and claim.personnel:
        said = [(claim.personnel.low, claim.personnel.high)]
    elif not people:
        said = [
            (item.low, item.high)
            for item in claim.items
            if item.class_ == bound.item.class_ and item.designation in names
        ]
    return [
        WitnessRow(
            claim.id, witness.origin.name, claim.factuality, low, high, (low, high) != (None, None),
            claim.id in bound.claims,
        )
        for low, high in said
    ]  # fmt: skip


def list_alternatives(
    entry: Entry, links: dict[str, ClaimLink], words: Words
) -> list[tuple[str, list[dict[str, object]]]]:
    """Slots for which witnesses give several values, with the claims of each."""
    return [
        (
            role,
            [
                {
                    "name": words.party(Party(found.id, found.name)),
                    "origins": len(found.origins),
                    "claims": [links[claim] for claim in found.claims if claim in links],
                }
                for found in entry.alternatives[role]
            ],
        )
        for role in PARTIES
        if len(entry.alternatives.get(role, ())) > 1
    ]


def explain_join(held: Holdings, words: Words, links: dict[str, ClaimLink], a: str, b: str, score: float) -> Reasoned:
    """Why two claims are taken for one happening."""
    found = held.shelf.compare(a, b)
    told = [(words("feature.taken over"), True)] if found.taken_over else []
    told += [(words.feature(feature), weight > 0) for feature, weight in found.reasons if weight]
    return Reasoned(links[a], links[b], score, tuple(told))


def list_history(entry: Entry, held: Holdings, words: Words) -> Sequence[HistoryRow]:
    """What people judged on the claims of an entry, the latest first."""
    found = {j.id: j for witness in entry.claims for j in held.judged.get(witness.claim, ())}
    return [HistoryRow(j.id, j.at, j.who, tell_judgement(j, words), j.why) for _, j in sorted(found.items())[::-1]]


def tell_judgement(judgement: Judgement, words: Words) -> str:
    """What a judgement says, in words."""
    value = judgement.value or "–"
    if judgement.kind == "value":
        slot = words(f"column.{judgement.subject[1]}")
        return words("judged.value", slot=slot, value=value)
    if judgement.kind == "grade":
        return words("judged.grade", outlet=judgement.subject[0], value=value)
    return words(f"judged.{judgement.kind}", value=value)
