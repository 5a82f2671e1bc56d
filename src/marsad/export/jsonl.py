"""JSON lines: one entry a line with everything the register says of it and every claim with its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, write_lines
from marsad.export.records import build_claim, build_document
from marsad.export.register import build_alternatives, build_beside, build_entry
from marsad.register import Exhibit, Witness


def write_jsonl(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """One entry a line; the texts of documents are left out, their hashes stay."""
    write_lines(map(build_exhibit, exhibits), out)


def build_exhibit(exhibit: Exhibit) -> Record:
    """The object of one entry, its claims in full."""
    entry = exhibit.entry
    return {
        **build_entry(entry),
        "alternatives": build_alternatives(entry),
        "beside": build_beside(entry),
        "joins": [{"claims": [join.a, join.b], "score": join.score} for join in entry.joins],
        "claims": [_build_witness(witness, exhibit) for witness in entry.claims],
    }


def _build_witness(witness: Witness, exhibit: Exhibit) -> Record:
    origin = {"id": witness.origin.id, "name": witness.origin.name, "rule": witness.origin.rule}
    if witness.claim not in exhibit.told:
        return {"id": witness.claim, "factuality": witness.factuality, "origin": origin, "document": witness.document}
    document, claim = exhibit.told[witness.claim]
    about = build_document(document)
    del about["text"]
    return {
        **build_claim(claim),
        "origin": origin,
        "words": [span.of(document.text) for span in claim.spans],
        "document": {**about, "text_sha256": document.text_sha256},
    }
