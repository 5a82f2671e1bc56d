"""W3C Web Annotations: a claim is an annotation of its words, by position and by quotation.

Positions count Unicode code points of the document's text, as the recommendation wants it; ``textHash`` is the SHA-256
of that text in UTF-8, so that whoever has another text knows it. The quotation finds the words there all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, dump, write_list
from marsad.export.records import build_claim
from marsad.export.words import is_web_address, write_parties
from marsad.model import Claim, Document, Span
from marsad.register import Exhibit, Witness

NAMESPACE = "urn:marsad:"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"textHash": f"{NAMESPACE}textHash", "entry": f"{NAMESPACE}entry"}]
_AROUND = 32
"""Code points before and after a quotation: enough to tell two equal ones apart."""


def write_webannotation(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """One page of annotations, in the order of the entries; each claim is one."""
    head = {
        "@context": CONTEXT,
        "id": f"{NAMESPACE}annotations",
        "type": "AnnotationPage",
        "partOf": {"id": f"{NAMESPACE}register", "type": "AnnotationCollection", "label": "Claims of the register"},
    }
    write_list(head, "items", _list_annotations(exhibits, options), out)


def _list_annotations(exhibits: Iterable[Exhibit], options: Options) -> Iterator[Record]:
    for exhibit in exhibits:
        for witness in exhibit.entry.claims:
            if witness.claim in exhibit.told:
                yield _build_annotation(exhibit.entry.id, witness, *exhibit.told[witness.claim], options)


def _build_annotation(entry: str, witness: Witness, document: Document, claim: Claim, options: Options) -> Record:
    record = build_claim(claim)
    return {
        "id": f"{NAMESPACE}claim:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "created": options.made.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "entry": f"{NAMESPACE}entry:{entry}",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "language": "en",
                "value": f"{claim.type}, {claim.factuality}: {write_parties(claim)}; witness: {witness.origin.name}",
            },
            {"type": "TextualBody", "purpose": "linking", "format": "application/json", "value": dump(record)},
        ],
        "target": [_build_target(document, span) for span in claim.spans],
    }


def _build_target(document: Document, span: Span) -> Record:
    text = document.text
    address = document.url if is_web_address(document.url) else f"{NAMESPACE}document:{document.id}"
    source: Record = {"id": address, "type": "Text"}
    if document.language:
        source["language"] = document.language
    quotation = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {
        "type": "SpecificResource",
        "source": {**source, "textHash": document.text_sha256},
        "selector": [position, quotation],
    }
