"""All that the store holds, indexed for pages: what belongs to an entry, a document, a claim. Made once for a shelf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from marsad.link.judgements import name_claim
from marsad.link.why import entry_by_claim
from marsad.model import Claim, Document
from marsad.register import Edge, Entry, Family
from marsad.shelf import Shelf
from marsad.store import Judgement
from marsad.web.faults import UnknownError
from marsad.web.state import CurrentView, View

T = TypeVar("T")


@dataclass(frozen=True)
class Holdings:
    """One state of the desk with its indexes; each is made when it is first asked for."""

    view: View
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for this state."""
        if name not in self._kept:
            self._kept[name] = make()
        made: T = self._kept[name]
        return made

    @property
    def shelf(self) -> Shelf:
        return self.view.shelf

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """All entries by id."""
        return {entry.id: entry for entry in self.shelf.register.entries}

    def entry(self, id_: str) -> Entry:
        """The entry with this id, or the one that a claim with this id belongs to; raises UnknownError."""
        found = self.entries.get(id_) or self.entry_of.get(id_)
        if found is None:
            raise UnknownError(f"no entry {id_[:80]!r}", hint="entries change their ids when claims join or part")
        return found

    def document(self, id_: str) -> Document:
        """The document with this id; raises UnknownError."""
        found = self.shelf.documents.get(id_)
        if found is None:
            raise UnknownError(f"no document {id_[:80]!r}", hint="the register's entries lead to all documents")
        return found

    @cached_property
    def entry_of(self) -> dict[str, Entry]:
        return dict(entry_by_claim(self.shelf.register.entries))

    @cached_property
    def claims_of(self) -> dict[str, tuple[Claim, ...]]:
        """For each document its claims, in their order."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for document, claim in self.shelf.claims.values():
            found[document.id].append(claim)
        return {id_: tuple(claims) for id_, claims in found.items()}

    @cached_property
    def family_of(self) -> dict[str, Family]:
        return {id_: family for family in self.shelf.register.families for id_ in family.documents}

    @cached_property
    def edge_to(self) -> dict[str, Edge]:
        """For each document that carries another's text the edge that says so."""
        return {edge.child: edge for family in self.shelf.register.families for edge in family.edges}

    @cached_property
    def judged(self) -> dict[str, list[Judgement]]:
        """For each claim or outlet the judgements in force on it."""
        found: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self.view.judgements:
            for name in judgement.subject:
                found[name.split("|")[0]].append(judgement)
        return found

    def number(self, claim: str) -> int:
        """The place of a claim among those of its document, from 1; 0 where there is no such claim."""
        document, _ = self.shelf.claims.get(claim, (None, None))
        claims = self.claims_of[document.id] if document else ()
        return next((n for n, other in enumerate(claims, 1) if other.id == claim), 0)

    def address(self, claim: str) -> str:
        """Where a claim's words stand: its document's page, at the claim."""
        document, _ = self.shelf.claims[claim]
        return f"/documents/{document.id}?claim={claim}#c1-{self.number(claim)}"

    def name(self, claim: str) -> str:
        """The claim as judgements name it."""
        document, found = self.shelf.claims[claim]
        return name_claim(found, document.id)


async def find_holdings(request: Request, view: CurrentView) -> Holdings:
    kept: Holdings | None = getattr(request.app.state, "holdings", None)
    if kept is None or kept.view is not view:
        kept = request.app.state.holdings = Holdings(view)
    return kept


Held = Annotated[Holdings, Depends(find_holdings)]
