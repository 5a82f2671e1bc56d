"""One family: who carries whose text, as a tree, and two of its texts side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from marsad.model import Document, Span
from marsad.register import Edge, Family
from marsad.web.faults import UnknownError
from marsad.web.holdings import Held, Holdings
from marsad.web.rendering import mark_words, name_outlet, render
from marsad.web.viewer import Reader

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Node:
    """A document in its family, with the edge that leads to it and those that carry its text."""

    document: Document
    edge: Edge | None
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """Words of both texts that say the same, or words that one of them alone has (``likeness`` None)."""

    parent: Markup | None
    child: Markup | None
    likeness: float | None


@router.get("/families/{root}")
def show_family(request: Request, root: str, held: Held, viewer: Reader, document: str = "") -> HTMLResponse:
    family = held.family_of.get(root)
    if family is None:
        raise UnknownError(f"no family {root[:80]!r}", hint="families change when documents join them")
    edges = {edge.child: edge for edge in family.edges}
    edge = edges.get(document) or next(iter(family.edges))
    parent, child = held.document(edge.parent), held.document(edge.child)
    tree = _grow(family.root, family, held)
    return render(
        request,
        "family.html",
        page="sources",
        family=family,
        tree=tree,
        root_name=name_outlet(tree.document),
        chosen=child.id,
        parent=parent,
        child=child,
        rows=list(align(edge, parent, child)),
    )


def _grow(id_: str, family: Family, held: Holdings, edge: Edge | None = None) -> Node:
    children = [other for other in family.edges if other.parent == id_]
    grown = [_grow(other.child, family, held, other) for other in children]
    ordered = sorted(grown, key=lambda node: (str(node.document.published or "9999"), node.document.id))
    return Node(held.document(id_), edge, tuple(ordered))


def align(edge: Edge, parent: Document, child: Document) -> Iterator[AlignedRow]:
    """Both texts in the order of the child's: shared passages beside each other, and what stands between them."""
    at = 0
    waiting = _between(parent, [Span(*passage.parent) for passage in edge.passages])
    for passage in sorted(edge.passages, key=lambda p: p.child):
        for gap in [gap for gap in waiting if gap.end <= passage.parent[0]]:
            waiting.remove(gap)
            yield AlignedRow(mark_words(parent, gap.of(parent.text)), None, None)
        if words := child.text[at : passage.child[0]].strip():
            yield AlignedRow(None, mark_words(child, words), None)
        at = max(at, passage.child[1])
        shared = Span(*passage.parent).of(parent.text), Span(*passage.child).of(child.text)
        yield AlignedRow(mark_words(parent, shared[0]), mark_words(child, shared[1]), passage.likeness)
    if words := child.text[at:].strip():
        yield AlignedRow(None, mark_words(child, words), None)
    for gap in waiting:
        yield AlignedRow(mark_words(parent, gap.of(parent.text)), None, None)


def _between(document: Document, spans: list[Span]) -> list[Span]:
    """What no passage covers, in order."""
    gaps, at = [], 0
    for span in [*sorted(spans), Span(len(document.text), len(document.text) + 1)]:
        if document.text[at : span.start].strip():
            gaps.append(Span(at, span.start))
        at = max(at, span.end)
    return gaps
