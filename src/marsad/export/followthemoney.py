"""FollowTheMoney entities, one a line: articles, events, actors, places, and the documentation that ties them.

Ids are made from the ids of the register, so that a later export updates what an earlier one brought. Written without
the package followthemoney, whose newer versions need a compiler; the tests read the file with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, write_lines
from marsad.export.rows import list_days
from marsad.export.words import ARROW, OPEN, is_web_address, quote_claim, write_name, write_party, write_times
from marsad.model import Claim, Document, Party, Place
from marsad.register import PARTIES, Bound, Entry, Exhibit, Witness

_STATE_CODE = 2


def write_followthemoney(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """All entities; one that several entries share (an actor, an article, a place) is written once."""
    write_lines(_list_entities(exhibits, options), out)


def _list_entities(exhibits: Iterable[Exhibit], options: Options) -> Iterator[Record]:
    written: set[str] = set()
    for exhibit in exhibits:
        for entity in _build_entities(exhibit, options):
            if entity["id"] not in written:
                written.add(entity["id"])
                yield entity


def _build_entities(exhibit: Exhibit, options: Options) -> Iterator[Record]:
    entry = exhibit.entry
    parties = _list_parties(exhibit)
    yield from (_build_actor(party) for party in parties)
    if entry.place:
        yield _build_address(entry.place)
    told = [(w, *exhibit.told[w.claim]) for w in entry.claims if w.claim in exhibit.told]
    yield from (_build_article(document) for _, document, _ in told)
    yield _build_event(entry, parties, [document for _, document, _ in told], options)
    yield from (_build_documentation(entry, *one) for one in told)


def _list_parties(exhibit: Exhibit) -> list[Party]:
    """Every party that a witness names in an entry, once."""
    entry = exhibit.entry
    found = [party for role in PARTIES if (party := getattr(entry, role))]
    found += [Party(a.id, a.name) for role in PARTIES for a in entry.alternatives.get(role, ())]
    return list({party.id: party for party in found}.values())


def actor_id(id_: str) -> str:
    return make_id("actor", id_)


def make_id(kind: str, key: str) -> str:
    """A stable id of letters, digits and hyphens: ``make_id("actor", "ML")`` is the same in every export."""
    return f"marsad-{kind}-{hashlib.sha256(key.encode('utf-8', 'backslashreplace')).hexdigest()[:24]}"


def _build_entity(id_: str, schema: str, **properties: object) -> Record:
    """An entity; a value is a word or a list of words, and what is absent is left out."""
    found: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list) else [value]
        if kept := list(dict.fromkeys(str(one) for one in values if one is not None and one != "")):
            found[name] = kept
    return {"id": id_, "schema": schema, "properties": found}


def _build_actor(party: Party) -> Record:
    if len(party.id) == _STATE_CODE and party.id.isupper():
        return _build_entity(actor_id(party.id), "PublicBody", name=party.name, country=party.id.lower())
    return _build_entity(actor_id(party.id), "Organization", name=party.name)


def _place_id(place: Place) -> str:
    return make_id("place", f"{place.name}|{place.country}|{place.latitude}|{place.longitude}")


def _build_address(place: Place) -> Record:
    return _build_entity(
        _place_id(place),
        "Address",
        name=place.name,
        full=place.name,
        country=place.country.lower() if place.country else None,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _document_id(document: Document) -> str:
    return make_id("document", document.id)


def _build_article(document: Document) -> Record:
    address = document.url if is_web_address(document.url) else None
    return _build_entity(
        _document_id(document),
        "Article",
        title=document.title,
        name=document.title or document.source,
        fileName=document.source,
        publisher=document.publisher,
        publishedAt=document.published.isoformat() if document.published else None,
        sourceUrl=address,
        notes=f"text {document.text_sha256}" if document.text_sha256 else None,
        description=document.url if document.url and not address else None,
    )


def _build_event(entry: Entry, parties: list[Party], documents: list[Document], options: Options) -> Record:
    first, last = list_days(entry.date)
    counted = [*entry.items, *([entry.personnel] if entry.personnel else [])]
    place = entry.place
    return _build_entity(
        make_id("entry", entry.id),
        "Event",
        name=f"{entry.type}: {write_party(entry.supplier)} {ARROW} {write_party(entry.recipient)},"
        f" {entry.date or OPEN}",
        summary="; ".join(map(_write_bound, counted)),
        date=first.isoformat() if first and first == last else None,
        startDate=first.isoformat() if first and first != last else None,
        endDate=last.isoformat() if last and first != last else None,
        location=place.name if place else None,
        addressEntity=_place_id(place) if place else None,
        country=place.country.lower() if place and place.country else None,
        organizer=actor_id(entry.supplier.id) if entry.supplier else None,
        involved=[actor_id(party.id) for party in parties],
        proof=[_document_id(document) for document in documents],
        keywords=[entry.type, entry.standing, *([entry.stage] if entry.stage else [])],
        recordId=entry.id,
        notes=[
            f"date (EDTF): {entry.date}" if entry.date else None,
            f"precision of the place: {options.precision(place)}" if place else None,
            f"{entry.origins} independent origins in {entry.publications} publications",
        ],
    )


def _write_bound(bound: Bound) -> str:
    contested = ", contested" if bound.contested else ""
    return f"{write_times(bound.low, bound.high)} {bound.item.designation or write_name(bound.item.class_)}{contested}"


def _build_documentation(entry: Entry, witness: Witness, document: Document, claim: Claim) -> Record:
    return _build_entity(
        make_id("claim", claim.id),
        "Documentation",
        document=_document_id(document),
        entity=make_id("entry", entry.id),
        role=claim.factuality,
        date=document.published.isoformat() if document.published else None,
        summary=quote_claim(claim, document),
        description=f"origin: {witness.origin.name} ({witness.origin.rule}); spans in code points: "
        + ", ".join(f"[{span.start}, {span.end})" for span in claim.spans),
        recordId=claim.id,
    )
