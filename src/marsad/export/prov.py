"""PROV-O as JSON-LD: how each entry comes from claims, claims from documents and sources, documents from one another.

The chain of a claim's sources is a chain of statements, outermost first, each attributed to who said it and derived
from the next; the claim's primary source is the witness that linking found. Documents of one family are derived from
one another, with kind and score. The context stands in the file: nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, write_list
from marsad.export.words import quote_claim, write_parties
from marsad.model import Claim, Document
from marsad.register import Edge, Entry, Exhibit, Family, Witness

NAMESPACE = "urn:marsad:"
CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "marsad": NAMESPACE,
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "value": "prov:value",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "qualifiedDerivation": {"@id": "prov:qualifiedDerivation"},
    "entity": {"@id": "prov:entity", "@type": "@id"},
    "kind": "marsad:kind",
    "score": "marsad:score",
    "standing": "marsad:standing",
    "factuality": "marsad:factuality",
    "originRule": "marsad:originRule",
    "textHash": "marsad:textHash",
}
_LINKING = f"{NAMESPACE}linking"


def write_prov(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """One graph; what several entries share stands in it once."""
    write_list({"@context": CONTEXT}, "@graph", _list_nodes(exhibits, options), out)


def _list_nodes(exhibits: Iterable[Exhibit], options: Options) -> Iterator[Record]:
    made = options.made.isoformat(timespec="seconds")
    yield {"id": _LINKING, "type": "prov:Activity", "label": "linking", "endedAtTime": made}
    written: set[str] = set()
    documents: set[str] = set()
    for exhibit in exhibits:
        for node in _build_nodes(exhibit):
            if node["id"] not in written:
                written.add(node["id"])
                yield node
        documents |= {document.id for document, _ in exhibit.told.values()}
    for family in options.families():
        yield from map(_build_derivation, _list_ways_up(family, documents))


def _list_ways_up(family: Family, documents: set[str]) -> list[Edge]:
    """The edges that lead from these documents to the root of their family."""
    edges = {edge.child: edge for edge in family.edges}
    found: dict[str, Edge] = {}
    for document in family.documents:
        step = edges.get(document) if document in documents else None
        while step and step.child not in found:
            found[step.child] = step
            step = edges.get(step.parent)
    return list(found.values())


def _build_nodes(exhibit: Exhibit) -> Iterator[Record]:
    entry = exhibit.entry
    told = [(w, *exhibit.told[w.claim]) for w in entry.claims if w.claim in exhibit.told]
    yield _build_entry(entry)
    for witness, document, claim in told:
        yield from _build_document(document)
        yield from _build_claim(witness, document, claim)


def _build_entry(entry: Entry) -> Record:
    return {
        "id": f"{NAMESPACE}entry:{entry.id}",
        "type": "prov:Entity",
        "label": f"{entry.type}, {entry.stage or entry.standing}",
        "standing": entry.standing,
        "wasGeneratedBy": _LINKING,
        "wasDerivedFrom": [_claim_id(witness) for witness in entry.claims],
    }


def _claim_id(witness: Witness) -> str:
    return f"{NAMESPACE}claim:{witness.claim}"


def _document_id(id_: str) -> str:
    return f"{NAMESPACE}document:{id_}"


def _agent_id(name: str) -> str:
    return f"{NAMESPACE}agent:{hashlib.sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:24]}"


def _build_document(document: Document) -> Iterator[Record]:
    node: Record = {
        "id": _document_id(document.id),
        "type": "prov:Entity",
        "label": document.title or document.source,
        "textHash": document.text_sha256,
    }
    if document.published:
        node["generatedAtTime"] = f"{document.published.isoformat()}T00:00:00Z"
    if document.publisher:
        node["wasAttributedTo"] = _agent_id(document.publisher)
        yield _build_agent(document.publisher)
    yield node


def _build_agent(name: str) -> Record:
    return {"id": _agent_id(name), "type": "prov:Agent", "label": name}


def _build_claim(witness: Witness, document: Document, claim: Claim) -> Iterator[Record]:
    """The claim, the statements of its sources one after the other, and the witness that linking found."""
    steps = [f"{_claim_id(witness)}/source/{number}" for number in range(1, len(claim.sources) + 1)]
    origin = f"{NAMESPACE}origin:{hashlib.sha256(witness.origin.id.encode('utf-8', 'replace')).hexdigest()[:24]}"
    yield {
        "id": _claim_id(witness),
        "type": "prov:Entity",
        "label": f"{claim.type}: {write_parties(claim)}",
        "value": quote_claim(claim, document),
        "factuality": claim.factuality,
        "originRule": witness.origin.rule,
        "wasQuotedFrom": _document_id(document.id),
        "hadPrimarySource": origin,
        **({"wasDerivedFrom": steps[0]} if steps else {}),
    }
    yield {"id": origin, "type": "prov:Entity", "label": witness.origin.name}
    for number, source in enumerate(claim.sources):
        yield _build_agent(source.name)
        yield {
            "id": steps[number],
            "type": "prov:Entity",
            "label": f"what {source.name} said",
            "kind": source.kind,
            "wasAttributedTo": _agent_id(source.name),
            **({"wasDerivedFrom": steps[number + 1]} if number + 1 < len(steps) else {}),
        }


def _build_derivation(edge: Edge) -> Record:
    parent = _document_id(edge.parent)
    qualified = {"type": "prov:Derivation", "entity": parent, "kind": edge.kind, "score": edge.score}
    return {"id": _document_id(edge.child), "wasDerivedFrom": parent, "qualifiedDerivation": qualified}
