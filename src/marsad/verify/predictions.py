"""The ledger of predictions: every claim of what will happen, and what later claims and data make of it.

A prediction comes true when a later document states as a fact that the same happened, late when it happened after the
day by which it should have, and did not when that day is past and later documents deny it or still wait for it. One
without a day can come true; it cannot fail. Silence settles nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.model import Claim, Document
from marsad.verdicts import Edtf, Prediction, Reason, Record, Settled, Value, Verdict
from marsad.verify.matter import Matter, is_fulfilled, is_plainly_same, is_same_matter

NO_DAY = Reason("no_day")
# What a verdict on the predicted period makes of a predicted outcome.
_BY_DATA: Mapping[str, Settled] = {"consistent": "came true", "contradicted": "did not"}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its document and the entry of the register that it belongs to; None where it is in none."""

    claim: Claim
    document: Document
    entry: str | None


def build_ledger(told: Iterable[Told]) -> list[Prediction]:
    """All predictions, the oldest first, each settled as far as the other claims go.

    Outcomes are left open: whether they came is for the data to say (``settle_by_data``).
    """
    known = [Matter.of(one.claim, one.document, one.entry) for one in told]
    by_key: dict[object, list[Matter]] = defaultdict(list)
    for matter in known:
        for key in matter.keys:
            by_key[key].append(matter)
    ledger = []
    for matter in known:
        if matter.claim.factuality == "expected":
            others = {id(other): other for key in matter.keys for other in by_key[key] if other is not matter}
            ledger.append(_settle(matter, list(others.values())))
    return sorted(ledger, key=lambda p: (p.said or dt.date.max, p.document, p.claim))


def settle_by_data(prediction: Prediction, verdicts: Sequence[Verdict]) -> Prediction:
    """A predicted outcome after event data were asked about its period; as it was where they do not decide."""
    answers = {_BY_DATA.get(verdict.verdict) for verdict in verdicts}
    (answer,) = answers if len(answers) == 1 else (None,)
    if prediction.status != "open" or answer is None:
        return prediction
    reasons = [reason for verdict in verdicts for reason in verdict.reasons]
    datasets = {found.dataset for verdict in verdicts for found in verdict.comparisons[:1]}
    return replace(prediction, status=answer, reasons=tuple(reasons), settled_by=tuple(sorted(datasets)))


def list_records(ledger: Iterable[Prediction]) -> list[Record]:
    """How each source's predictions fared, the busiest first; one said in several documents counts once."""
    found: dict[str, dict[tuple[object, ...], Prediction]] = defaultdict(dict)
    for prediction in ledger:
        what = (prediction.entry or prediction.claim, prediction.type, prediction.by)
        found[prediction.speaker].setdefault(what, prediction)
    records = []
    for speaker, said in found.items():
        counts = Counter(prediction.status for prediction in said.values())
        records.append(Record(speaker, counts["came true"], counts["came late"], counts["did not"], counts["open"]))
    return sorted(records, key=lambda r: (-(r.came_true + r.came_late + r.did_not), -r.open, r.speaker))


def _settle(matter: Matter, others: Sequence[Matter]) -> Prediction:
    later = [o for o in others if matter.said and o.said and o.said > matter.said and is_same_matter(matter, o)]
    later.sort(key=lambda other: (other.said or dt.date.max, other.claim.id))
    status, reasons, by = _weigh(matter, later, others)
    claim, document = matter.claim, matter.document
    return Prediction(
        claim=claim.id,
        document=document.source,
        outlet=document.publisher,
        speaker=claim.sources[-1].name if claim.sources else document.publisher or document.source,
        said=matter.said,
        type=claim.type,
        what=_describe(claim),
        quote=" ".join(span.of(document.text) for span in claim.spans),
        by=claim.date.edtf if claim.date else None,
        status=status,
        reasons=tuple(reasons),
        settled_by=tuple(by),
        entry=matter.entry,
    )


def _weigh(
    matter: Matter, later: Sequence[Matter], others: Sequence[Matter]
) -> tuple[Settled, list[Reason], list[str]]:
    if matter.claim.type == "outcome":
        reasons = [Reason("for_data")]
        return "open", [*reasons, NO_DAY] if matter.due is None else reasons, []
    facts = [other for other in later if other.claim.factuality == "fact"]
    unfinished = {other.document.id for other in later if other.claim.factuality == "expected"}
    was_known = _was_known(matter, others)
    full = [f for f in facts if f.document.id not in unfinished and is_fulfilled(matter, f, was_known)]
    full.sort(key=lambda fact: fact.first is None)
    due = matter.due
    in_time = [fact for fact in full if due is None or fact.first is None or fact.first <= due]
    waiting = [o for o in later if due and o.said and o.said > due and _waits(matter, o)]
    if in_time:
        return "came true", [_tell_fact(in_time[0], due)], [in_time[0].claim.id]
    still = [o for o in waiting if all(fact.said and o.said and o.said >= fact.said for fact in full)]
    if still and due:
        return "did not", [_tell_waiting(still[-1], due)], [still[-1].claim.id]
    if full:
        return "came late", [_tell_fact(full[0], due)], [full[0].claim.id]
    return "open", list(_tell_open(matter, facts, later)), []


def _waits(matter: Matter, other: Matter) -> bool:
    """Whether another claim denies or still expects plainly the same."""
    return other.claim.factuality in ("expected", "denied") and is_plainly_same(matter.claim, other.claim)


def _was_known(matter: Matter, others: Sequence[Matter]) -> bool:
    """Whether the same was a fact when it was predicted: then a later report without a day tells nothing new."""
    return any(
        other.claim.factuality == "fact"
        and is_same_matter(matter, other)
        and matter.said is not None
        and (other.document.id == matter.document.id or (other.said is not None and other.said < matter.said))
        for other in others
    )


def _tell_fact(fact: Matter, due: dt.date | None) -> Reason:
    if fact.claim.date:
        return _tell_of(fact, "as_fact", when=Edtf(fact.claim.date.edtf))
    if due and fact.said and fact.said > due:
        return _tell_of(fact, "as_fact_late", due=due)
    return _tell_of(fact, "as_fact_undated")


def _tell_waiting(other: Matter, due: dt.date) -> Reason:
    return _tell_of(other, "due_denied" if other.claim.factuality == "denied" else "due_expected", due=due)


def _tell_open(matter: Matter, facts: Sequence[Matter], later: Sequence[Matter]) -> Iterator[Reason]:
    if facts:
        yield _tell_of(facts[-1], "of_a_part")
    if denied := [other for other in later if other.claim.factuality == "denied"]:
        yield _tell_of(denied[-1], "denies")
    if matter.due is None:
        yield NO_DAY
    elif not facts:
        yield Reason.of("no_later", due=matter.due)


def _tell_of(other: Matter, key: str, **values: Value) -> Reason:
    """A sentence on what a document says; it is among those that came later, so its day is known."""
    return Reason.of(key, name=other.name, said=other.said or dt.date.max, **values)


def _describe(claim: Claim) -> str:
    """Who to whom, and what: ``RU → ML: 7 T-72B3 (tank)``."""
    sides = [party.name or party.id for party in (claim.supplier, claim.recipient) if party]
    what = [f"{_count(item.low, item.high)}{item.designation or item.class_}" for item in claim.items]
    if claim.personnel:
        what.append(f"{_count(claim.personnel.low, claim.personnel.high)}{claim.personnel.role}")
    unit = [claim.unit.name or claim.unit.id] if claim.unit else []
    return ": ".join(part for part in (" → ".join(sides), ", ".join([*unit, *what])) if part)


def _count(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    return f"{low} " if low == high else f"{low or ''}–{high or ''} "
