"""The register for other programs: JSON as docs/linking.md says, JSON lines, CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from marsad.export.csv import write_cell
from marsad.model import Party, Place
from marsad.register import Alternative, Bound, Entry, Family, Register

Record = dict[str, Any]
COLUMNS = (
    "entry", "type", "stage", "standing", "supplier", "recipient", "unit", "place", "country", "latitude", "longitude",
    "date", "designation", "class", "low", "high", "contested", "publications", "origins",
)  # fmt: skip


def write_register_json(register: Register, sources: Mapping[str, str], out: TextIO) -> None:
    """The whole register as one object; ``sources`` gives for a document's id where it came from.

    Beside the entries stand, by entry, ``alternatives``: all suppliers, recipients or units where witnesses name
    several; and ``beside``: the bounds of what is only expected, only hedged or denied.
    """
    record = {
        "entries": [build_entry(entry) for entry in register.entries],
        "families": [_build_family(family, sources) for family in register.families],
        "alternatives": {entry.id: found for entry in register.entries if (found := build_alternatives(entry))},
        "beside": {entry.id: build_beside(entry) for entry in register.entries if entry.beside},
    }
    json.dump(record, out, ensure_ascii=False, indent=2)
    out.write("\n")


def write_register_jsonl(entries: Iterable[Entry], out: TextIO) -> None:
    """One entry a line."""
    for entry in entries:
        out.write(json.dumps(build_entry(entry), ensure_ascii=False) + "\n")


def write_register_csv(entries: Iterable[Entry], out: TextIO) -> None:
    """One line for each item of each entry, and for its people; an open upper end is empty."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in entries:
        place = entry.place
        about = [entry.id, entry.type, entry.stage, entry.standing]
        about += [party.id if party else None for party in (entry.supplier, entry.recipient, entry.unit)]
        about += [place.name, place.country, place.latitude, place.longitude] if place else [None] * 4  # type: ignore[list-item]
        counted = [*entry.items, *([entry.personnel] if entry.personnel else [])]
        whats: list[list[object]] = [
            [bound.item.designation, bound.item.class_, bound.low, bound.high, int(bound.contested)]
            for bound in counted
        ]
        for what in whats or [[None] * 5]:
            row = [*about, entry.date, *what, entry.publications, entry.origins]
            rows.writerow([write_cell(value) for value in row])


def build_entry(entry: Entry) -> Record:
    """The object of one entry; absent values are None, absent lists empty."""
    people = entry.personnel
    return {
        "id": entry.id,
        "type": entry.type,
        "stage": entry.stage,
        "standing": entry.standing,
        "supplier": _build_party(entry.supplier),
        "recipient": _build_party(entry.recipient),
        "unit": _build_party(entry.unit),
        "place": _build_place(entry.place),
        "date": entry.date,
        "items": [_build_item(bound) for bound in entry.items],
        "personnel": {"role": people.item.class_, **_build_bound(people)} if people else None,
        "publications": entry.publications,
        "origins": entry.origins,
        "claims": [{"id": w.claim, "document": w.source, "origin": w.origin.name} for w in entry.claims],
    }


def build_alternatives(entry: Entry) -> Record:
    """The values of slots for which witnesses give more than one."""
    return {
        role: [_build_alternative(found) for found in alternatives]
        for role, alternatives in entry.alternatives.items()
        if len(alternatives) > 1
    }


def build_beside(entry: Entry) -> Record:
    """By factuality the bounds of what is only expected, hedged or denied."""
    return {factuality: [_build_item(bound) for bound in bounds] for factuality, bounds in entry.beside.items()}


def _build_item(bound: Bound) -> Record:
    return {"designation": bound.item.designation, "class": bound.item.class_, **_build_bound(bound)}


def _build_alternative(found: Alternative) -> Record:
    return {"id": found.id, "name": found.name, "origins": list(found.origins), "claims": list(found.claims)}


def _build_party(party: Party | None) -> Record | None:
    return {"id": party.id, "name": party.name} if party else None


def _build_place(place: Place | None) -> Record | None:
    if place is None:
        return None
    return {"name": place.name, "country": place.country, "latitude": place.latitude, "longitude": place.longitude}


def _build_bound(bound: Bound) -> Record:
    return {
        "low": bound.low,
        "high": bound.high,
        "contested": bound.contested,
        "rule": bound.rule,
        "claims": list(bound.claims),
    }


def _build_family(family: Family, sources: Mapping[str, str]) -> Record:
    return {
        "root": sources.get(family.root, family.root),
        "documents": [sources.get(document, document) for document in family.documents],
        "edges": [
            {
                "document": sources.get(edge.child, edge.child),
                "derived_from": sources.get(edge.parent, edge.parent),
                "kind": edge.kind,
                "score": edge.score,
            }
            for edge in family.edges
        ],
    }
