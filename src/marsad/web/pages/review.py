"""The review: one entry after another from a queue, judged by keyboard, one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from marsad.i18n.words import Words, load_words
from marsad.model import FACTUALITIES, Claim, Document
from marsad.register import Entry, Join
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.entry import Reasoned, explain_join, link_claims
from marsad.web.pages.toast import read_toast
from marsad.web.queues import QUEUES, list_queue
from marsad.web.rendering import render
from marsad.web.viewer import Reader

router = APIRouter()
_LISTED = 30
_QUOTES = 4
_JOINS = "joins"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue with how many entries wait in it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim to be judged, with its numbers in words."""

    claim: Claim
    name: str
    document: Document
    address: str
    numbers: str


@router.get("/review")
def show_review(request: Request, held: Held, viewer: Reader, queue: str = "", entry: str = "") -> HTMLResponse:
    words = load_words(viewer.language)
    waiting = {name: list_queue(held.view, name) for name in QUEUES}
    filled = [name for name, found in waiting.items() if found]
    chosen = queue if queue in waiting else [*filled, *QUEUES][0]
    listed = waiting[chosen]
    at = next((n for n, found in enumerate(listed) if found.id == entry), 0)
    current = listed[at] if listed else None

    def address(found: Entry | None) -> str:
        return "/review?" + urlencode({"queue": chosen, **({"entry": found.id} if found else {})})

    join = _pick_join(held, current) if current and chosen == _JOINS else None
    after = listed[at + 1] if at + 1 < len(listed) else None
    shown = _list_shown(held, words, current, join) if current else []
    first = max(0, min(at - 5, len(listed) - _LISTED))
    return render(
        request,
        "review.html",
        queues=[QueueRow(name, len(found)) for name, found in waiting.items()],
        chosen=chosen,
        current=current,
        at=at + 1,
        count=len(listed),
        before=address(listed[at - 1]) if at else None,
        after=address(after) if after else None,
        next=address(after),
        join=_explain(held, words, current, join) if current and join else None,
        shown=shown,
        more=max(0, len(current.claims) - len(shown)) if current else 0,
        listed=listed[first : first + _LISTED],
        address_of=address,
        seen=held.view.seen,
        toast=read_toast(request, held),
    )


def _pick_join(held: Holdings, entry: Entry) -> Join | None:
    """The least certain join of an entry that nobody judged."""
    judged = {
        frozenset(name.split("|")[0] for name in j.subject)
        for j in held.view.judgements
        if j.kind in ("same", "different")
    }
    open_ = [join for join in entry.joins if frozenset((join.a, join.b)) not in judged]
    return min(open_, key=lambda join: (join.score, join.a, join.b), default=None)


def _explain(held: Holdings, words: Words, entry: Entry, join: Join) -> Reasoned:
    return explain_join(held, words, link_claims(entry, held), join.a, join.b, join.score)


def _list_shown(held: Holdings, words: Words, entry: Entry, join: Join | None) -> Sequence[Shown]:
    """The claims to look at: the two of a join; else the one to be judged, what is stated as fact first, and others."""
    if join:
        ids = [join.a, join.b]
    else:
        open_ = [w for w in entry.claims if w.claim not in held.judged] or list(entry.claims)
        first = min(open_, key=lambda w: (_rank(w.factuality), w.claim))
        ids = [first.claim, *(w.claim for w in entry.claims if w is not first)][:_QUOTES]
    return [_show(held, words, id_) for id_ in ids if id_ in held.shelf.claims]


def _show(held: Holdings, words: Words, id_: str) -> Shown:
    document, claim = held.shelf.claims[id_]
    counted = [
        f"{words.bounds(item.low, item.high)} × {item.designation or words.value('class', item.class_)}"
        for item in claim.items
    ]
    if people := claim.personnel:
        role = words.people(people.role, people.low, people.high)
        counted.append(f"{words.bounds(people.low, people.high)} {role}")
    numbers = words("comma").join(f"\u2068{what}\u2069" for what in counted)  # each in a direction of its own
    return Shown(claim, held.name(id_), document, held.address(id_), numbers)


def _rank(factuality: str) -> int:
    return [str(name) for name in FACTUALITIES].index(factuality)
