"""What people decided, put to use: claims corrected or left out, events joined or kept apart.

A judgement names a claim by its id and, for the day when a newer reader gives it another id, by document, type and
words: ``id|document|type|start-end``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from marsad.edtf import edtf_range
from marsad.errors import InputError
from marsad.knowledge.actors import actor_name
from marsad.model import CLAIM_TYPES, FACTUALITIES, Claim, ClaimDate, Evidence, Party, Span
from marsad.register import PARTIES

KINDS = ("same", "different", "wrong", "value", "grade", "credibility")
SLOTS = ("type", "factuality", *PARTIES, "date", "count")
GRADES = "ABCDEF"
CREDIBILITIES = "123456"

_COUNT = re.compile(r"(?P<low>\d+)?(?P<to>-|\.\.)?(?P<high>\d+)?")


class Decided(Protocol):
    """A judgement as the store hands it out."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> tuple[str, ...]: ...
    @property
    def value(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of claims of one event, pairs of different ones, claims that are wrong, and right values by claim."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    wrong: frozenset[str] = frozenset()
    values: tuple[tuple[str, str, str], ...] = ()


def name_claim(claim: Claim, document: str) -> str:
    """How a judgement names a claim, so that it is found again when it has another id."""
    return f"{claim.id}|{document}|{claim.type}|{claim.spans[0].start}-{claim.spans[-1].end}"


def name_parts(name: str) -> tuple[str, str]:
    """The claim's id in the name that a judgement has for it, and its document's; empty where it says none."""
    id_, document = [*name.split("|"), ""][:2]
    return id_, document


def settle_judgements(judgements: Iterable[Decided], claims: Mapping[str, Sequence[Claim]]) -> Judged:
    """The judgements on claims that are there; ``claims`` are by document. A later one wins over an earlier one."""
    known = {claim.id for found in claims.values() for claim in found}
    pairs: dict[tuple[str, str], str] = {}
    wrong: set[str] = set()
    values: dict[tuple[str, str], str] = {}
    for judgement in judgements:
        if judgement.kind not in ("same", "different", "wrong", "value"):
            continue
        names = judgement.subject[:1] if judgement.kind == "value" else judgement.subject
        ids = [_find(name, known, claims) for name in names]
        if None in ids:
            continue
        found = cast(list[str], ids)
        if judgement.kind == "wrong":
            wrong.update(found)
        elif judgement.kind == "value":
            values[found[0], judgement.subject[1]] = judgement.value or ""
        else:
            first, second = sorted(found)
            pairs[first, second] = judgement.kind
    return Judged(
        same=tuple(sorted(pair for pair, kind in pairs.items() if kind == "same")),
        different=tuple(sorted(pair for pair, kind in pairs.items() if kind == "different")),
        wrong=frozenset(wrong),
        values=tuple((claim, slot, value) for (claim, slot), value in sorted(values.items())),
    )


def _find(name: str, known: set[str], claims: Mapping[str, Sequence[Claim]]) -> str | None:
    """The id of the claim that a judgement names: the same id, else the claim of its type on most of its words."""
    id_, document, type_, words = [*name.split("|"), "", "", ""][:4]
    if id_ in known or not words:
        return id_ if id_ in known else None
    start, end = map(int, words.split("-"))
    stretch = Span(start, end)
    fits = [c for c in claims.get(document, ()) if c.type == type_ and any(s.overlaps(stretch) for s in c.spans)]
    best = max(fits, key=lambda c: (min(c.spans[-1].end, end) - max(c.spans[0].start, start), c.id), default=None)
    return best.id if best else None


def check_judgement(kind: str, claims: Sequence[Claim], slot: str | None, value: str | None, *, origins: int) -> None:
    """Raise InputError for a judgement that cannot be followed; ``origins`` is how many witnesses the entry has."""
    if kind in ("same", "different") and claims[0].id == claims[1].id:
        raise InputError("both are one claim", hint="name two claims")
    if kind == "value":
        correct(claims[0], slot or "", value or "")
    if kind == "credibility":
        if value not in tuple(CREDIBILITIES):
            raise InputError(f"{value!r} is no credibility", hint="there are 1 (confirmed) to 6 (cannot be judged)")
        if value == "1" and origins < 2:
            raise InputError("1 needs two independent origins", hint=f"this entry has {origins}")


def correct_claims(claims: Iterable[Claim], judged: Judged) -> tuple[Claim, ...]:
    """The claims with the values that people set right."""
    values: dict[str, list[tuple[str, str]]] = {}
    for claim_id, slot, value in judged.values:
        values.setdefault(claim_id, []).append((slot, value))
    return tuple(_correct_all(claim, values.get(claim.id, ())) for claim in claims)


def _correct_all(claim: Claim, values: Iterable[tuple[str, str]]) -> Claim:
    for slot, value in values:
        claim = correct(claim, slot, value)
    return claim


def correct(claim: Claim, slot: str, value: str) -> Claim:
    """A claim with one value set by a person; an empty value takes it away.

    Raises InputError where the slot or the value is none of those that there are.
    """
    why = Evidence("a person's judgement")
    if slot in PARTIES:
        party = Party(value, actor_name(value), why=why) if value else None
        return _with_party(claim, slot, party)
    if slot == "type" and value in CLAIM_TYPES:
        return replace(claim, type=value)
    if slot == "factuality" and value in FACTUALITIES:
        return replace(claim, factuality=value, why_factuality=why)
    if slot == "date":
        if value:
            edtf_range(value)
        return replace(claim, date=ClaimDate(value, why=why) if value else None)
    if slot == "count":
        low, high = read_count(value)
        if claim.personnel and not claim.items:
            return replace(claim, personnel=replace(claim.personnel, low=low, high=high, why=why))
        if len(claim.items) == 1:
            return replace(claim, items=(replace(claim.items[0], low=low, high=high, why=why),))
        raise InputError("has no single item to count", where=f"claim {claim.id}", hint="judge it wrong instead")
    if slot not in SLOTS:
        raise InputError(f"no value {slot!r} in a claim", hint=f"there are {', '.join(SLOTS)}")
    allowed = CLAIM_TYPES if slot == "type" else FACTUALITIES
    raise InputError(f"{value!r} is no {slot}", hint=f"there are {', '.join(allowed)}")


def _with_party(claim: Claim, role: str, party: Party | None) -> Claim:
    if role == "supplier":
        return replace(claim, supplier=party)
    return replace(claim, recipient=party) if role == "recipient" else replace(claim, unit=party)


def read_count(value: str) -> tuple[int | None, int | None]:
    """A number as a person writes it: ``7``, ``5-10``, ``5-`` (at least), ``-10`` (at most).

    >>> read_count("5-")
    (5, None)
    """
    match = _COUNT.fullmatch(value.strip())
    if match is None or not (match["low"] or match["high"]):
        raise InputError(f"{value!r} is no count", hint="write 7, 5-10, 5- (at least) or -10 (at most)")
    low = int(match["low"]) if match["low"] else None
    high = int(match["high"]) if match["high"] else None
    return (low, low) if not match["to"] and low is not None else (low, high)
