"""Who the witnesses are: a claim's chain of sources, followed through its document's family to its root.

Forty outlets that cite one agency are one origin; a ministry's statement seen through three outlets is one origin; a
video and a think-tank count are two. An outlet's own words are a witness of their own only if its text is nobody
else's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.model import Claim, Document
from marsad.text import split_words

# Sources without a name of their own are told apart by who quotes them.
_NAMELESS = frozenset({"witness", "person", "rumour", "document", "imagery", "intelligence", "report"})


@dataclass(frozen=True, slots=True)
class Origin:
    """A witness: a stable id, a name for a person, and how it was found."""

    id: str
    name: str
    rule: str


def find_origin(claim: Claim, document: Document, roots: Mapping[str, Document]) -> Origin:
    """The root that a claim comes from; ``roots`` gives for a document the root of its family (or the document)."""
    root = roots.get(document.id, document)
    own = Origin(f"document:{root.id}", root.publisher or root.source, "the outlet's own words")
    if root.id != document.id:
        own = Origin(own.id, own.name, f"taken over from {own.name}")
    if not claim.sources:
        return own
    voice = claim.sources[-1]
    key = source_key(voice.name)
    if voice.kind not in _NAMELESS and _is_named(voice.name, document, voice.span.start):
        return Origin(f"source:{key}", voice.name, "named source")
    if len(claim.sources) > 1:
        outer = claim.sources[-2]
        return Origin(
            f"source:{source_key(outer.name)}/{key}", f"{voice.name} ({outer.name})", "unnamed source of a named one"
        )
    return Origin(f"{own.id}/{key}", f"{voice.name} ({own.name})", f"unnamed source; {own.rule}")


def source_key(name: str) -> str:
    """The folded words of a source's name, without marks, so that spelling variants are one."""
    return " ".join(word for word in split_words(name) if word.isalnum())


def _is_named(name: str, document: Document, start: int) -> bool:
    """Whether a source has a proper name: more than one word or a capital inside the sentence."""
    return len(source_key(name).split()) > 1 or (start > 0 and document.text[start].isupper())


def count_origins(origins: Sequence[Origin]) -> int:
    return len({origin.id for origin in origins})
