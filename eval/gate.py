"""The quality gate: Marsad's reading of the gold must not fall below the pinned floors.

python -m eval.gate                       compare, print, exit 1 below a floor; writes nothing
python -m eval.gate --raise               pin what is better now than its floor, and the gold's hash
python -m eval.gate --lower ar.place      pin one floor at what it is now (may be given several times)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.pipeline import read_document
from marsad.score import RECORD, SLOTS, Figures, Scores, load_gold, read_gold, score_readings, sum_slots

FOLDER = Path(__file__).parent
GOLD, FLOORS = FOLDER / "gold", FOLDER / "floors.json"
NAMES = ("all", *SLOTS, RECORD)
LARGEST_GAP = 0.06  # of F1 between the seen and the held part: a larger one means that rules fit sentences
DIGITS = 3

Table = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the gate compares: F1 by language and slot, shares of wrong claims, spans out of place."""

    scores: Scores
    f1: Table
    false_facts: float
    """Share of claims printed as fact where the gold has that type and parties only as denied or expected."""
    empty_with_claims: float
    """Share of articles without any claim in which one was found."""
    empty_claims: int
    """Claims in these articles, in all."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare Marsad's reading of the gold with the pinned floors.")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", dest="pin", action="store_true", help="pin what is better now than its floor")
    change.add_argument(
        "--lower", action="append", default=[], metavar="LANGUAGE.SLOT", help="pin one floor as it is now"
    )
    options = parser.parse_args(arguments)
    started = time.monotonic()
    measured = measure_reading()
    print_table(measured, time.monotonic() - started)
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if options.pin or options.lower:
        FLOORS.write_text(write_floors(change_floors(pinned, measured, options.lower)), encoding="utf-8")
        print(f"gate: wrote {FLOORS.name}")
        return 0
    faults = list_faults(measured, pinned)
    for fault in faults:
        print(f"gate: {fault}", file=sys.stderr)
    print("gate: below a floor" if faults else "gate: every floor holds")
    return 1 if faults else 0


def hash_gold() -> str:
    """One hash over the names and bytes of all gold articles."""
    digest = hashlib.sha256()
    for file in sorted(GOLD.glob("*.json")):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"sha256:{digest.hexdigest()}"


def measure_reading() -> Measured:
    """Read every gold article and compare."""
    articles = load_gold(GOLD)
    records = list(read_gold(articles, read_document))
    scores = score_readings(articles, records)
    tables = {"all": scores.slots(), **scores.by_language}
    empty = [r["claims"] for a, r in zip(articles, records, strict=True) if not a["claims"]]
    facts = [pair for a, r in zip(articles, records, strict=True) for pair in _judge_facts(a, r)]
    return Measured(
        scores=scores,
        f1={name: list_f1(table) for name, table in sorted(tables.items())},
        false_facts=sum(facts) / len(facts) if facts else 0.0,
        empty_with_claims=sum(1 for claims in empty if claims) / len(empty) if empty else 0.0,
        empty_claims=sum(map(len, empty)),
    )


def list_f1(table: Mapping[str, Figures]) -> dict[str, float]:
    """F1 of all slots together, of each slot, and of whole claims."""
    figures = {"all": sum_slots(table), **table}
    return {name: round(figures[name].f1, DIGITS) for name in NAMES}


def _judge_facts(article: dict[str, Any], record: dict[str, Any]) -> list[bool]:
    """For each claim read as fact: whether the gold has it, by type and parties, only as denied or expected."""
    known: dict[tuple[Any, ...], set[str]] = {}
    for claim in article["claims"]:
        known.setdefault((claim["type"], claim["supplier"], claim["recipient"]), set()).add(claim["factuality"])
    judged = []
    for claim in record["claims"]:
        if claim["factuality"] == "fact":
            parties = [(claim[role] or {}).get("id") for role in ("supplier", "recipient")]
            stated = known.get((claim["type"], *parties), set())
            judged.append(bool(stated) and stated <= {"denied", "expected"})
    return judged


def print_table(measured: Measured, seconds: float) -> None:
    scores = measured.scores
    print(
        f"{scores.articles} articles, {scores.claims} claims, read in {seconds:.1f} s, "
        f"{scores.bad_spans} spans out of place"
    )
    languages = list(measured.f1)
    print(f"{'F1':<12}" + "".join(f"{language:>8}" for language in languages))
    for name in NAMES:
        print(f"{name:<12}" + "".join(f"{measured.f1[language][name]:>8.3f}" for language in languages))
    for part, table in sorted(scores.by_part.items()):
        print(f"{part} part: all {sum_slots(table).f1:.3f}, record {table[RECORD].f1:.3f}")
    print(
        f"facts that are denied or expected: {measured.false_facts:.1%}; "
        f"articles without claims in which one was found: {measured.empty_with_claims:.1%} "
        f"({measured.empty_claims} claims)"
    )


def list_faults(measured: Measured, pinned: dict[str, Any]) -> list[str]:
    """Every figure that is worse than what is pinned."""
    faults = []
    if pinned["gold"] != hash_gold():
        faults.append("the gold has changed since the floors were pinned: --raise pins them anew")
    if measured.scores.bad_spans:
        faults.append(f"{measured.scores.bad_spans} spans out of place")
    for language, floors in pinned["floors"].items():
        for name, floor in floors.items():
            now = measured.f1.get(language, {}).get(name, 0.0)
            if now < floor:
                faults.append(f"{language}.{name} is {now:.3f}, its floor {floor:.3f}")
    for name, ceiling in pinned["ceilings"].items():
        now = getattr(measured, name)
        if now > ceiling:
            faults.append(f"{name} is {now:.3f}, its ceiling {ceiling:.3f}")
    gap = find_gap(measured.scores)
    if gap > LARGEST_GAP:
        faults.append(f"the held part is {gap:.3f} worse than the seen part, at most {LARGEST_GAP} is allowed")
    return faults


def find_gap(scores: Scores) -> float:
    """How much better the part is that was seen while tuning."""
    parts = {part: sum_slots(table).f1 for part, table in scores.by_part.items()}
    return parts.get("seen", 0.0) - parts.get("held", 0.0)


def change_floors(pinned: dict[str, Any], measured: Measured, lower: list[str]) -> dict[str, Any]:
    """The floors raised to what is better now; those named in ``lower`` as they are now, others then untouched."""
    floors: Table = {}
    for language, table in measured.f1.items():
        for name, now in table.items():
            floor = pinned["floors"].get(language, {}).get(name, 0.0)
            named = f"{language}.{name}" in lower
            floors.setdefault(language, {})[name] = now if named else floor if lower else max(floor, now)
    ceilings = {}
    for name in ("false_facts", "empty_with_claims", "empty_claims"):
        now, ceiling = getattr(measured, name), pinned["ceilings"].get(name, float("inf"))
        ceilings[name] = round(now if name in lower else ceiling if lower else min(ceiling, now), DIGITS)
    unknown = set(lower) - {f"{language}.{name}" for language in floors for name in NAMES} - set(ceilings)
    if unknown:
        sys.exit(f"gate: no such floor: {', '.join(sorted(unknown))}")
    return {"gold": hash_gold(), "articles": measured.scores.articles, "floors": floors, "ceilings": ceilings}


def write_floors(floors: dict[str, Any]) -> str:
    return json.dumps(floors, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
