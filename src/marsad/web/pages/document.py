"""One document: its words with the claims that rest on them, its bytes, and the documents that share its text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from marsad.export.explanation import list_reasons
from marsad.export.page.article import draw_text
from marsad.export.page.segments import list_marks
from marsad.i18n.words import Words, load_words
from marsad.model import Claim, Document, Party, Reading
from marsad.web.faults import UnknownError
from marsad.web.holdings import Held, Holdings
from marsad.web.rendering import name_outlet, name_text, render
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Reader

router = APIRouter()
Slot = tuple[str, str, Markup]
"""Name of a slot, the colour of its words in the text, its value."""


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim beside its document; ``entry`` is None where a person said that it is wrong."""

    number: int
    claim: Claim
    entry: str | None
    chosen: bool
    slots: tuple[Slot, ...]
    reasons: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class OriginalFacts:
    """The bytes that a document was made from: their hash, how many, where and when they were fetched."""

    sha256: str
    size: int
    address: str | None
    retrieved: object


@router.get("/documents/{id_}")
def show_document(
    request: Request, id_: str, desk: CurrentDesk, held: Held, viewer: Reader, claim: str = ""
) -> HTMLResponse:
    words = load_words(viewer.language)
    document = held.document(id_)
    claims = held.claims_of.get(document.id, ())
    kept = desk.store.original(document.id)
    family = held.family_of.get(document.id)
    marks = [mark for number, found in enumerate(claims, 1) for mark in list_marks(found, number)]
    return render(
        request,
        "document.html",
        page="sources",
        document=document,
        title=name_text(document),
        address=document.url if _is_web(document.url) else None,
        text=Markup(draw_text(Reading(document, claims), 1, marks)),
        claims=[_make_card(held, words, number, found, claim) for number, found in enumerate(claims, 1)],
        family=family,
        edges=_list_edges(held, words, document),
        original=OriginalFacts(kept.sha256, len(kept.body), kept.address, kept.retrieved) if kept else None,
    )


@router.get("/documents/{id_}/original")
def send_original(id_: str, desk: CurrentDesk, viewer: Reader) -> Response:
    """The bytes as they were found, never to be shown by the browser."""
    kept = desk.store.original(id_)
    if kept is None:
        raise UnknownError(f"no document {id_[:80]!r}")
    name = kept.sha256.removeprefix("sha256:")[:16]
    headers = {"Content-Disposition": f'attachment; filename="{name}.bin"'}
    return Response(kept.body, media_type="application/octet-stream", headers=headers)


def _is_web(url: str | None) -> bool:
    return urlsplit(url or "").scheme in ("http", "https")


def _make_card(held: Holdings, words: Words, number: int, claim: Claim, chosen: str) -> ClaimCard:
    entry = held.entry_of.get(claim.id)
    document, _ = held.shelf.claims[claim.id]
    return ClaimCard(
        number,
        claim,
        entry.id if entry else None,
        claim.id == chosen,
        tuple(_list_slots(claim, words)),
        tuple(_list_rules(claim, document)),
    )


def _list_slots(claim: Claim, words: Words) -> list[Slot]:
    def party(found: Party | None) -> Markup:
        return Markup("<bdi>{}</bdi>").format(words.party(found))

    rows: list[Slot] = []
    if claim.supplier or claim.recipient:
        arrow = Markup(' <span class="arrow"></span> ')
        rows.append(("who", "party", party(claim.supplier) + arrow + party(claim.recipient)))
    if claim.unit:
        rows.append(("unit", "party", party(claim.unit)))
    for item in claim.items:
        kind = words.value("class", item.class_)
        name = Markup("<bdi>{}</bdi> ({})").format(item.designation, kind) if item.designation else escape(kind)
        rows.append(("item", "item", _count(words, item.low, item.high) + " × " + name))
    if people := claim.personnel:
        role = words.people(people.role, people.low, people.high)
        rows.append(("people", "people", _count(words, people.low, people.high) + " " + role))
    if claim.place:
        rows.append(("place", "place", escape(words.place(claim.place))))
    if claim.date:
        rows.append(("date", "date", escape(words.edtf(claim.date.edtf))))
    names = Markup(words("comma")).join(Markup("<bdi>{}</bdi>").format(source.name) for source in claim.sources)
    rows.append(("said_by", "source" if names else "", names or escape(words("document.itself"))))
    return rows


def _count(words: Words, low: int | None, high: int | None) -> Markup:
    return Markup('<span class="count">{}</span>').format(words.bounds(low, high))


def _list_rules(claim: Claim, document: Document) -> list[Markup]:
    """Which rule or model read each slot, from which words."""
    lines = []
    for reason in list_reasons(claim):
        if reason.why:
            at = Markup(" <bdi>{}</bdi>").format(reason.span.of(document.text)) if reason.span else Markup("")
            note = f" {reason.why.note}" if reason.why.note else ""
            lines.append(Markup("{}{} <code>{}</code>{}").format(reason.slot, at, reason.why.rule, note))
    return lines


def _list_edges(held: Holdings, words: Words, document: Document) -> list[dict[str, object]]:
    """Whose text this document carries, and who carries its own."""
    family = held.family_of.get(document.id)
    rows = []
    for edge in family.edges if family else ():
        if document.id in (edge.parent, edge.child):
            child, parent = held.shelf.documents[edge.child], held.shelf.documents[edge.parent]
            told = words(f"carries.{edge.kind}", child=name_outlet(child), parent=name_outlet(parent))
            rows.append({"child": child, "words": told, "passages": len(edge.passages)})
    return rows
