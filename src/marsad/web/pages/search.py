"""Search: documents that hold words in whatever spelling, with the entries that rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from marsad.language.pack import languages, load_pack
from marsad.link.search import Hit, search_documents
from marsad.model import Document
from marsad.register import Entry
from marsad.web.holdings import Held, Holdings
from marsad.web.rendering import mark_words, render
from marsad.web.viewer import Reader

router = APIRouter()
_MOST, _LINES, _ENTRIES, _AROUND = 50, 3, 5, 90


@dataclass(frozen=True, slots=True)
class HitRow:
    """A document with lines that hold the words, and the entries that rest on them."""

    document: Document
    lines: tuple[Markup, ...]
    entries: tuple[Entry, ...]


@router.get("/search")
def show_search(request: Request, held: Held, viewer: Reader, q: str = "") -> HTMLResponse:
    q = q.strip()[:200]
    known = set(languages())
    documents = (document for document in held.shelf.documents.values() if document.language in known)
    hits = list(islice(search_documents(q, documents, lambda code: load_pack(code).analyse), _MOST + 1)) if q else []
    rows = [
        HitRow(hit.document, tuple(islice(_draw_lines(hit), _LINES)), _find_entries(held, hit)) for hit in hits[:_MOST]
    ]
    return render(request, "search.html", q=q, hits=rows, most=_ENTRIES, cut=len(hits) > _MOST)


def _draw_lines(hit: Hit) -> Iterator[Markup]:
    """The words in their surroundings, each stretch of text once."""
    text, shown = hit.document.text, -1
    for span in hit.spans:
        if span.start < shown:
            continue
        start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
        start = text.find(" ", start, span.start) + 1 if start else 0
        shown = end
        parts, at = [], start
        for found in (found for found in hit.spans if start <= found.start and found.end <= end):
            parts.append(mark_words(hit.document, text[at : found.start]))
            parts.append(Markup("<mark>{}</mark>").format(found.of(text)))
            at = found.end
        parts.append(mark_words(hit.document, text[at:end].rsplit(" ", 1)[0] if end < len(text) else text[at:end]))
        yield Markup("").join(parts)


def _find_entries(held: Holdings, hit: Hit) -> tuple[Entry, ...]:
    claims = held.claims_of.get(hit.document.id, ())
    on = [claim for claim in claims if any(span.overlaps(found) for span in claim.spans for found in hit.spans)]
    return tuple({entry.id: entry for claim in on if (entry := held.entry_of.get(claim.id))}.values())
