"""What each outlet brings: how much of it is its own, and whose the rest is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.model import Document
from marsad.register import Family


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """An outlet's documents in the store; ``taken_from`` counts the outlets whose text it carried."""

    name: str
    publications: int
    derived: int
    taken_from: tuple[tuple[str, int], ...]

    @property
    def original(self) -> int:
        return self.publications - self.derived


def list_outlets(documents: Iterable[Document], families: Iterable[Family]) -> list[OutletRecord]:
    """All outlets, those with most documents first; documents without an outlet are under ``–``."""
    outlet = {document.id: document.publisher or "–" for document in documents}
    parents = {edge.child: edge.parent for family in families for edge in family.edges}
    own: dict[str, list[str]] = defaultdict(list)
    for document, name in outlet.items():
        own[name].append(document)
    records = []
    for name, found in own.items():
        derived = [document for document in found if document in parents]
        whose = Counter(outlet.get(parents[document], "–") for document in derived)
        ordered = tuple(sorted(whose.items(), key=lambda pair: (-pair[1], pair[0])))
        records.append(OutletRecord(name, len(found), len(derived), ordered))
    return sorted(records, key=lambda record: (-record.publications, record.name))
