"""What an outcome claims: success, failure, or one result that deaths cannot test."""

from __future__ import annotations

from typing import Literal

from marsad.language.pack import load_pack
from marsad.model import Claim, Document
from marsad.text import normalise, tokenise

Effect = Literal["success", "failure"]


def find_effect(claim: Claim, document: Document) -> Effect | None:
    """Whether a claim's words claim success or failure as such; None for one fight, one loss, or words that say both.

    The words are the language's (``effects.tsv``). The frame by which reading found the claim must not say the
    opposite.
    """
    if not document.language:
        return None
    pack = load_pack(document.language)
    kinds: set[str] = set()
    for span in claim.spans:
        tokens = tokenise(normalise(span.of(document.text)), pack.analyse)
        kinds |= {match.get("kind") for match in pack.lexicon("effects").find_longest(tokens)}
    frame = claim.why.rule.partition(":")[0] if claim.why else ""
    if kinds == {"success"} and frame not in ("fail", "lose"):
        return "success"
    if kinds == {"failure"} and frame != "win":
        return "failure"
    return None
