"""Readings as JSON: one object a document, as other programs expect it (docs/command-line.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from marsad.model import Claim, Document, Item, Party, Reading, Span

Record = dict[str, Any]


def write_json(readings: Iterable[Reading], out: TextIO) -> None:
    """One document as one indented object; several as an indented list of them."""
    records = [build_record(reading) for reading in readings]
    if not records:
        return
    json.dump(records[0] if len(records) == 1 else records, out, ensure_ascii=False, indent=2)
    out.write("\n")


def write_jsonl(readings: Iterable[Reading], out: TextIO) -> None:
    """One object a line, each written as soon as it is read."""
    for reading in readings:
        out.write(json.dumps(build_record(reading), ensure_ascii=False) + "\n")
        out.flush()


def build_record(reading: Reading) -> Record:
    """The object of one reading; absent values are None, absent lists empty."""
    return {"document": build_document(reading.document), "claims": [build_claim(claim) for claim in reading.claims]}


def build_document(document: Document) -> Record:
    """The object of one document."""
    return {**build_head(document), "text": document.text}


def build_head(document: Document) -> Record:
    """The object of one document without its text."""
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "language": document.language,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
    }


def build_claim(claim: Claim) -> Record:
    """The object of one claim."""
    people, place, date = claim.personnel, claim.place, claim.date
    return {
        "id": claim.id,
        "type": claim.type,
        "factuality": claim.factuality,
        "supplier": _build_party(claim.supplier),
        "recipient": _build_party(claim.recipient),
        "unit": _build_party(claim.unit),
        "items": [_build_item(item) for item in claim.items],
        "personnel": people
        and {"role": people.role, "low": people.low, "high": people.high, "span": build_span(people.span)},
        "place": place
        and {
            "name": place.name,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "span": build_span(place.span),
        },
        "date": date and {"edtf": date.edtf, "span": build_span(date.span)},
        "sources": [{"name": s.name, "kind": s.kind, "span": build_span(s.span)} for s in claim.sources],
        "spans": [build_span(span) for span in claim.spans],
    }


def _build_party(party: Party | None) -> Record | None:
    return {"id": party.id, "name": party.name, "span": build_span(party.span)} if party else None


def _build_item(item: Item) -> Record:
    return {
        "designation": item.designation,
        "class": item.class_,
        "low": item.low,
        "high": item.high,
        "span": build_span(item.span),
    }


def build_span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
