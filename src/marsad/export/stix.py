"""A STIX 2.1 bundle: incidents, identities, locations, notes, and the relationships between them.

STIX has no arms transfer: an entry is an ``incident`` with an extension that carries its numbers, a claim a ``note`` on
the incident that refers to its document. Ids are UUIDs (version 5) of the register's ids, so that a later export
updates what an earlier one brought.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, write_list
from marsad.export.register import build_entry
from marsad.export.words import OPEN, is_web_address, quote_claim, write_parties, write_party
from marsad.model import Claim, Document, Party, Place
from marsad.register import PARTIES, Entry, Exhibit, Witness

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:marsad:stix")
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When a thing without a day was made, for STIX, which wants a time of everything."""

_ROLES = {"supplier": "supplied-by", "recipient": "received-by", "unit": "involves"}
_STATE_CODE = 2
_SHA256 = re.compile(r"sha256:(?P<digest>[0-9a-f]{64})")


def write_stix(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """The bundle; its id is made from the ids of its objects and comes last."""
    objects = _Objects(options.made)
    write_list({"type": "bundle"}, "objects", objects.build(exhibits), out, tail=lambda: {"id": objects.bundle_id()})


def make_id(kind: str, key: str) -> str:
    """A STIX id that is the same in every export."""
    name = f"{kind}:{key}".encode("utf-8", "backslashreplace").decode()
    return f"{kind}--{uuid.uuid5(_NAMESPACE, name)}"


EXTENSION = make_id("extension-definition", "entry")
_AUTHOR = make_id("identity", "marsad")


class _Objects:
    """Makes the objects of a bundle, each once."""

    def __init__(self, made: dt.datetime) -> None:
        self._made = made
        self._written: set[str] = set()
        self._digest = _NAMESPACE

    def build(self, exhibits: Iterable[Exhibit]) -> Iterator[Record]:
        yield from self._once(self._build_frame())
        for exhibit in exhibits:
            yield from self._once(self._build_exhibit(exhibit))

    def bundle_id(self) -> str:
        return f"bundle--{self._digest}"

    def _once(self, objects: Iterable[Record]) -> Iterator[Record]:
        for found in objects:
            if found["id"] not in self._written:
                self._written.add(found["id"])
                self._digest = uuid.uuid5(self._digest, found["id"])
                yield found

    def _build_frame(self) -> Iterator[Record]:
        yield self._build("identity", "marsad", name="Marsad", identity_class="system")
        about = "What Marsad's register says of a happening: type, stage, standing, date (EDTF), items with bounds"
        yield self._build(
            "extension-definition",
            "entry",
            name="marsad-entry",
            description=about,
            schema="docs/exports.md",
            version="1.0.0",
            extension_types=["property-extension"],
        )

    def _build(self, kind: str, key: str, day: dt.date | None = None, **members: object) -> Record:
        created = dt.datetime.combine(day, dt.time(), dt.UTC) if day else _EPOCH
        author = {} if (kind, key) == ("identity", "marsad") else {"created_by_ref": _AUTHOR}
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": make_id(kind, key),
            **author,
            "created": _write_time(created),
            "modified": _write_time(max(created, self._made)),
            **_drop_absent(members),
        }

    def _build_exhibit(self, exhibit: Exhibit) -> Iterator[Record]:
        entry = exhibit.entry
        told = [(w, *exhibit.told[w.claim]) for w in entry.claims if w.claim in exhibit.told]
        yield self._build_incident(entry, [document for _, document, _ in told])
        incident = make_id("incident", entry.id)
        for role in PARTIES:
            party: Party | None = getattr(entry, role)
            if party:
                yield self._build_actor(party)
                yield self._relate(incident, _ROLES[role], make_id("identity", party.id))
        if entry.place and (location := self._build_location(entry.place)):
            yield location
            yield self._relate(incident, "located-at", location["id"])
        for witness, document, claim in told:
            yield self._build_note(entry, witness, document, claim)

    def _relate(self, source: str, kind: str, target: str) -> Record:
        return self._build(
            "relationship",
            f"{source} {kind} {target}",
            relationship_type=kind,
            source_ref=source,
            target_ref=target,
        )

    def _build_incident(self, entry: Entry, documents: list[Document]) -> Record:
        record = build_entry(entry)
        kept = ("type", "stage", "standing", "date", "items", "personnel", "publications", "origins")
        told = _drop_absent({name: record[name] for name in kept})
        days = [document.published for document in documents if document.published]
        parties = f"{write_party(entry.supplier)} → {write_party(entry.recipient)}"
        return self._build(
            "incident",
            entry.id,
            min(days, default=None),
            name=f"{entry.type}: {parties}",
            extensions={EXTENSION: {"extension_type": "property-extension", **told}},
            external_references=[{"source_name": "marsad", "external_id": entry.id}],
        )

    def _build_actor(self, party: Party) -> Record:
        state = len(party.id) == _STATE_CODE and party.id.isupper()
        reference = [{"source_name": "iso3166-1" if state else "marsad", "external_id": party.id}]
        return self._build(
            "identity", party.id, name=party.name, identity_class="organization", external_references=reference
        )

    def _build_location(self, place: Place) -> Record | None:
        """The location of a place; None for one in no country and without coordinates, which STIX cannot say."""
        exact = place.latitude is not None and place.longitude is not None
        if not exact and not place.country:
            return None
        where: Record = {"latitude": place.latitude, "longitude": place.longitude} if exact else {}
        key = f"{place.name}|{place.country}|{place.latitude}|{place.longitude}"
        return {**self._build("location", key, name=place.name, country=place.country), **where}

    def _build_note(self, entry: Entry, witness: Witness, document: Document, claim: Claim) -> Record:
        spans = ", ".join(f"[{span.start}, {span.end})" for span in claim.spans)
        return self._build(
            "note",
            f"{document.id} {claim.id}",
            document.published,
            abstract=f"{claim.type}, {claim.factuality}: {write_parties(claim)}",
            content=quote_claim(claim, document) or OPEN,
            authors=[source.name for source in claim.sources] or [document.publisher or document.source],
            object_refs=[make_id("incident", entry.id)],
            labels=[claim.type, claim.factuality],
            external_references=[
                {"source_name": "marsad", "external_id": claim.id, "description": f"code points {spans}"},
                {"source_name": "origin", "external_id": witness.origin.id, "description": witness.origin.name},
                _build_reference(document),
            ],
        )


def _drop_absent(value: Any) -> Any:
    """A value without what is absent or empty, which STIX does not allow."""
    if isinstance(value, dict):
        return {name: _drop_absent(part) for name, part in value.items() if part not in (None, [], "")}
    return [_drop_absent(part) for part in value] if isinstance(value, list) else value


def _build_reference(document: Document) -> Record:
    """Where a document is, with the hash of its bytes."""
    reference: Record = {
        "source_name": document.publisher or "unknown outlet",
        "external_id": document.id,
        "description": document.title or document.source,
    }
    if is_web_address(document.url):
        reference["url"] = document.url
    match = _SHA256.fullmatch(document.id)
    return {**reference, "hashes": {"SHA-256": match["digest"]}} if match else reference


def _write_time(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
