"""Who the witnesses are: a claim's chain of sources, followed through its document's family to its root.

Forty outlets that cite one agency are one origin; a ministry's statement seen through three outlets is one origin; a
video and a think-tank count are two. An outlet's own words are a witness of their own only if its text is nobody
else's; what it gives unnamed sources for comes through the outlet alone and counts as its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.link.names import PRESS, is_named, is_same_name, source_key
from marsad.model import Claim, Document, Span
from marsad.register import Edge, Origin

_IMAGES = "imagery"
_NAMED = "named source"


def find_origin(claim: Claim, document: Document, root: Document | None = None) -> Origin:
    """The witness that a claim comes from; ``root`` is the document that its text goes back to, if another."""
    own = _outlet(root or document)
    if root and root.id != document.id:
        own = replace(own, rule=f"taken over from {own.name}")
    named = next((source for source in reversed(claim.sources) if is_named(source, document.text)), None)
    if named is None:
        return _find_unnamed(claim, own)
    voice = claim.sources[-1]
    rule = _NAMED if named is voice else f"{_NAMED} of {voice.name}"
    group = "press" if named.kind in PRESS else "voice"
    return Origin(f"{group}:{source_key(named.name)}", named.name, rule)


def _find_unnamed(claim: Claim, own: Origin) -> Origin:
    images = next((source for source in claim.sources if source.kind == _IMAGES), None)
    if images:
        # Whether two unnamed videos of one happening are two cannot be told: they count once.
        return Origin(_IMAGES, images.name, "image or video without a name")
    unnamed = f"{claim.sources[-1].name}, unnamed; " if claim.sources else ""
    return replace(own, rule=unnamed + own.rule)


def _outlet(document: Document) -> Origin:
    if document.publisher and source_key(document.publisher):
        return Origin(f"press:{source_key(document.publisher)}", document.publisher, "the outlet's own words")
    return Origin(f"document:{document.id}", document.source, "the outlet's own words")


def merge_origins(origins: Sequence[Origin]) -> dict[str, Origin]:
    """For each origin's id the witness that it is, where one name in several spellings or scripts is one witness.

    It goes by the name that it publishes under, where a document of its own is among them.

    >>> found = merge_origins([Origin("press:reuters", "Reuters", ""), Origin("press:رويترز", "رويترز", "")])
    >>> len({origin.id for origin in found.values()})
    1
    """
    distinct = {origin.id: origin for origin in sorted(origins, key=lambda o: (o.id, o.name, o.rule), reverse=True)}
    ordered = [distinct[id_] for id_ in sorted(distinct)]
    parent = {id_: id_ for id_ in distinct}

    def find(id_: str) -> str:
        while parent[id_] != id_:
            id_ = parent[id_]
        return id_

    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            if a.id.split(":")[0] == b.id.split(":")[0] and is_same_name(a.name, b.name):
                first, second = sorted((find(a.id), find(b.id)))
                parent[second] = first
    called: dict[str, Origin] = {}
    for origin in sorted(distinct.values(), key=lambda o: (o.rule.startswith(_NAMED), o.id)):
        called.setdefault(find(origin.id), origin)
    return {id_: called[find(id_)] for id_ in distinct}


def match_claims(claims: Sequence[Claim], edge: Edge, parents: Sequence[Claim]) -> dict[str, Claim]:
    """For claims of a document, by id, the claim of its parent document that each carries on.

    Two claims match where they are of one type and stand on aligned passages; the more of their content agrees the
    sooner, and of two that agree alike those of the same rank. A parent's claim is given out once before it is given
    out again.
    """
    pairs = []
    for rank, claim in enumerate(claims):
        passages = [p for p in edge.passages if any(_overlap(p.child, span) for span in claim.spans)]
        for place, parent in enumerate(parents):
            if parent.type == claim.type and any(_overlap(p.parent, s) for p in passages for s in parent.spans):
                mine, theirs = _content(claim), _content(parent)
                pairs.append(
                    (
                        len(mine ^ theirs) - 2 * len(mine & theirs),
                        abs(rank / len(claims) - place / len(parents)),
                        rank,
                        place,
                    )
                )
    found: dict[str, Claim] = {}
    given: set[int] = set()
    for again in (False, True):
        for _, _, rank, place in sorted(pairs):
            if claims[rank].id not in found and (again or place not in given):
                found[claims[rank].id] = parents[place]
                given.add(place)
    return found


def _overlap(passage: tuple[int, int], span: Span) -> int:
    return max(0, min(passage[1], span.end) - max(passage[0], span.start))


def _content(claim: Claim) -> frozenset[object]:
    parties = {(role, party.id) for role in ("supplier", "recipient", "unit") if (party := getattr(claim, role))}
    items = {(i.designation, i.class_, i.low, i.high) for i in claim.items}
    people = {(p.role, p.low, p.high) for p in (claim.personnel,) if p}
    place, date = claim.place and claim.place.name, claim.date and claim.date.edtf
    return frozenset({*parties, *items, *people, claim.factuality, ("place", place), ("date", date)})


def count_origins(origins: Sequence[Origin]) -> int:
    """How many witnesses there are."""
    return len({origin.id for origin in origins})
