"""Who the witnesses are: a claim's chain of sources, followed through its document's family to its root.

Forty outlets that cite one agency are one origin; a ministry's statement seen through three outlets is one origin; a
video and a think-tank count are two. An outlet's own words are a witness of their own only if its text is nobody
else's; what it gives unnamed sources for comes through the outlet alone and counts as its own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from marsad.knowledge.sounds import skeleton_of, sound_of
from marsad.model import Claim, Document, Span
from marsad.register import Edge, Origin
from marsad.text import fold, split_words

# Sources without a name of their own.
_NAMELESS = frozenset({"witness", "person", "rumour", "document", "anonymous", "report"})
_IMAGES = "imagery"
# Kinds whose names are compared with one another: a paper is not the town it is named after.
_PRESS = frozenset({"agency", "media"})
_SHORTEST_NAME = 3


def find_origin(claim: Claim, document: Document, root: Document | None = None) -> Origin:
    """The witness that a claim comes from; ``root`` is the document that its text goes back to, if another."""
    own = _outlet(root or document)
    if root and root.id != document.id:
        own = replace(own, rule=f"taken over from {own.name}")
    named = next((s for s in reversed(claim.sources) if s.kind not in _NAMELESS and source_key(s.name)), None)
    if named is None:
        unnamed = f"{claim.sources[-1].name}, unnamed; " if claim.sources else ""
        return replace(own, rule=unnamed + own.rule)
    voice = claim.sources[-1]
    rule = "named source" if named is voice else f"named source of {voice.name}"
    if named.kind == _IMAGES and not _proper_words(named.name):
        # Whether two unnamed videos of one happening are two cannot be told: they count once.
        return Origin(_IMAGES, named.name, "image or video without a name")
    group = "press" if named.kind in _PRESS else "voice"
    return Origin(f"{group}:{source_key(named.name)}", named.name, rule)


def _outlet(document: Document) -> Origin:
    if document.publisher and source_key(document.publisher):
        return Origin(f"press:{source_key(document.publisher)}", document.publisher, "the outlet's own words")
    return Origin(f"document:{document.id}", document.source, "the outlet's own words")


def source_key(name: str) -> str:
    """The folded words of a source's name, without marks, so that spelling variants are one."""
    return " ".join(word for word in split_words(name) if word.isalnum())


def merge_origins(origins: Sequence[Origin]) -> dict[str, Origin]:
    """For each origin's id the witness that it is, where one name in several spellings or scripts is one witness.

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

    sounds = {origin.id: (origin.id.split(":")[0], _proper_words(origin.name)) for origin in ordered}
    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            (group, mine), (other, theirs) = sounds[a.id], sounds[b.id]
            if group == other and mine and theirs and (mine <= theirs or theirs <= mine):
                first, second = sorted((find(a.id), find(b.id)))
                parent[second] = first
    return {id_: distinct[find(id_)] for id_ in distinct}


def _proper_words(name: str) -> frozenset[str]:
    """How the proper words of a name sound: those with a capital, or all in a script without."""
    words = [word.strip(".,;:'\"()«»“”") for word in name.replace("-", " ").split()]
    cased = any(word.lower() != word.upper() for word in words)
    proper = [word for word in words if word[:1].isupper()] if cased else words
    heard = {skeleton_of(sound_of(fold(word))) for word in proper}
    return frozenset(sound for sound in heard if len(sound) >= _SHORTEST_NAME)


def find_counterpart(claim: Claim, edge: Edge, claims: Sequence[Claim]) -> Claim | None:
    """The claim of the parent document, among its ``claims``, that ``claim`` carries on by an aligned passage."""
    passages = [p for p in edge.passages if any(_overlap(p.child, span) for span in claim.spans)]
    best, most = None, 0
    for other in claims:
        if other.type != claim.type:
            continue
        shared = sum(_overlap(p.parent, span) for p in passages for span in other.spans)
        alike = bool(shared) + 2 * len(_content(claim) & _content(other))
        if shared and alike > most:
            best, most = other, alike
    return best


def _overlap(passage: tuple[int, int], span: Span) -> int:
    return max(0, min(passage[1], span.end) - max(passage[0], span.start))


def _content(claim: Claim) -> frozenset[object]:
    parties = {(role, party.id) for role in ("supplier", "recipient", "unit") if (party := getattr(claim, role))}
    items = {(i.designation, i.class_, i.low, i.high) for i in claim.items}
    people = {(p.role, p.low, p.high) for p in (claim.personnel,) if p}
    return frozenset({*parties, *items, *people, claim.factuality})


def count_origins(origins: Sequence[Origin]) -> int:
    """How many witnesses there are."""
    return len({origin.id for origin in origins})


def root_of(document: str, parents: Mapping[str, str]) -> str:
    """The document that a text goes back to; ``parents`` gives for a child its parent."""
    while document in parents:
        document = parents[document]
    return document
