"""What the desk holds as JSON objects, in the shapes of shapes.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad.export.explanation import list_reasons
from marsad.export.records import build_claim as build_record
from marsad.export.records import build_head, build_span
from marsad.export.register import build_alternatives, build_entry
from marsad.language.pack import languages, load_pack
from marsad.model import Claim, Document
from marsad.register import Edge, Entry, Family, Join, Witness
from marsad.store import Judgement, Ruling
from marsad.web.holdings import Holdings
from marsad.web.jobs import Job

Record = dict[str, Any]


def build_entries(held: Holdings, entries: Iterable[Entry]) -> list[Record]:
    return [build_entry(entry) for entry in entries]


def build_entry_in_full(held: Holdings, entry: Entry) -> Record:
    claims = {witness.claim for witness in entry.claims}
    about = (r for r in held.view.rulings if not claims.isdisjoint(name.split("|")[0] for name in r.judgement.subject))
    families = {held.family_of[w.document].root for w in entry.claims if w.document in held.family_of}
    return {
        **build_entry(entry),
        "alternatives": build_alternatives(entry),
        "witnesses": [build_witness(held, witness) for witness in entry.claims if witness.claim in held.shelf.claims],
        "joins": [build_join(join) for join in entry.joins],
        "families": sorted(families),
        "history": [build_ruling(ruling) for ruling in about],
        "seen": held.view.seen,
    }


def build_witness(held: Holdings, witness: Witness) -> Record:
    document, claim = held.shelf.claims[witness.claim]
    origin = witness.origin
    return {
        "claim": build_claim(held, document, claim),
        "document": build_head(document),
        "origin": {"id": origin.id, "name": origin.name, "rule": origin.rule},
    }


def build_claim(held: Holdings, document: Document, claim: Claim) -> Record:
    entry = held.entry_of.get(claim.id)
    return {
        **build_record(claim),
        "name": held.name(claim.id),
        "document": document.id,
        "entry": entry.id if entry else None,
        "quotes": [span.of(document.text) for span in claim.spans],
        "reasons": [
            {
                "slot": reason.slot,
                "value": reason.value,
                "rule": reason.why.rule if reason.why else None,
                "note": (reason.why.note or None) if reason.why else None,
                "span": build_span(reason.span),
            }
            for reason in list_reasons(claim)
        ],
    }


def build_document_in_full(held: Holdings, document: Document, original: Record | None) -> Record:
    family = held.family_of.get(document.id)
    return {
        **build_head(document),
        "text": document.text,
        "text_sha256": document.text_sha256 or None,
        "direction": read_text_direction(document),
        "claims": [build_claim(held, document, claim) for claim in held.claims_of.get(document.id, ())],
        "family": family.root if family else None,
        "original": original,
        "seen": held.view.seen,
    }


def read_text_direction(document: Document) -> str:
    """The direction of a document's language; left to right where it has no pack."""
    return load_pack(document.language).direction if document.language in languages() else "ltr"


def build_family(held: Holdings, family: Family) -> Record:
    return {
        "root": family.root,
        "documents": [build_head(held.shelf.documents[id_]) for id_ in family.documents],
        "edges": [build_edge(edge) for edge in family.edges],
    }


def build_edge(edge: Edge) -> Record:
    return {
        "parent": edge.parent,
        "child": edge.child,
        "kind": edge.kind,
        "score": edge.score,
        "passages": [{"parent": list(p.parent), "child": list(p.child), "likeness": p.likeness} for p in edge.passages],
        "reasons": list(edge.reasons),
    }


def build_join(join: Join) -> Record:
    return {"a": join.a, "b": join.b, "score": join.score}


def build_judgement(judgement: Judgement) -> Record:
    return {
        "id": judgement.id,
        "kind": judgement.kind,
        "subject": list(judgement.subject),
        "value": judgement.value,
        "who": judgement.who,
        "why": judgement.why,
        "at": judgement.at.isoformat(),
    }


def build_ruling(ruling: Ruling) -> Record:
    undone = ruling.undone
    return {
        **build_judgement(ruling.judgement),
        "undone_by": undone.who if undone else None,
        "undone_at": undone.at.isoformat() if undone else None,
    }


def build_job(job: Job) -> Record:
    return {
        "id": job.id,
        "kind": job.kind,
        "source": job.source,
        "who": job.who,
        "state": job.state,
        "taken": list(job.taken),
        "known": job.known,
        "failures": [{"what": what, "hint": hint} for what, hint in job.failures],
    }
