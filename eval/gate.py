"""The quality gate: Marsad's reading of the gold must not fall below the pinned floors.

python -m eval.gate                       compare, print, exit 1 below a floor; writes nothing
python -m eval.gate --raise               pin what is better now than its floor, and the gold's hash
python -m eval.gate --page                write docs/quality.md (so does --raise)
python -m eval.gate --lower ar.place      pin one floor at what it is now (may be given several times)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.measure import DIGITS, GOLD, NAMES, Measured, Table, measure_reading
from eval.quality import write_quality
from eval.taught import list_outdated
from marsad.score import RECORD, sum_slots

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.json"
PAGE = FOLDER.parent / "docs" / "quality.md"
CEILINGS = ("false_facts", "empty_with_claims", "empty_claims", "gap")
# Learning ends in other last digits on another processor or with other threads, which moves single decisions: two runs
# were .010 apart in slots of one language, .003 in those of all.
SLACK, SLACK_OF_ONE = 0.006, 0.012
GAP_GOAL = 0.06  # of F1 between the seen and the held part: a larger one means that what was learned fits sentences


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare Marsad's reading of the gold with the pinned floors.")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", dest="pin", action="store_true", help="pin what is better now than its floor")
    change.add_argument(
        "--lower", action="append", default=[], metavar="LANGUAGE.SLOT", help="pin one floor as it is now"
    )
    change.add_argument("--page", action="store_true", help="write docs/quality.md")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    measured = measure_reading()
    print_table(measured, time.monotonic() - started)
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if options.pin or options.lower:
        FLOORS.write_text(write_floors(change_floors(pinned, measured, options.lower)), encoding="utf-8")
        print(f"gate: wrote {FLOORS.name}")
    if options.pin or options.page:
        PAGE.write_text(write_quality(measured), encoding="utf-8")
        print(f"gate: wrote {PAGE.name}")
    if options.pin or options.page or options.lower:
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
    print(f"gap between the seen and the held part: {measured.gap:.3f}, goal {GAP_GOAL}")


def list_faults(measured: Measured, pinned: dict[str, Any]) -> list[str]:
    """Every figure that is worse than what is pinned."""
    faults = []
    if pinned["gold"] != hash_gold():
        faults.append("the gold has changed since the floors were pinned: --raise pins them anew")
    faults += list_outdated()
    if measured.scores.bad_spans:
        faults.append(f"{measured.scores.bad_spans} spans out of place")
    for language, floors in pinned["floors"].items():
        slack = SLACK if language == "all" else SLACK_OF_ONE
        for name, floor in floors.items():
            now = measured.f1.get(language, {}).get(name, 0.0)
            if now < floor - slack:
                faults.append(f"{language}.{name} is {now:.3f}, its floor {floor:.3f}")
    for name, ceiling in pinned["ceilings"].items():
        now = getattr(measured, name)
        if now > ceiling + max(SLACK, SLACK * ceiling * 10):
            faults.append(f"{name} is {now:.3f}, its ceiling {ceiling:.3f}")
    return faults


def change_floors(pinned: dict[str, Any], measured: Measured, lower: list[str]) -> dict[str, Any]:
    """The floors raised to what is better now; those named in ``lower`` as they are now, others then untouched."""
    floors: Table = {}
    for language, table in measured.f1.items():
        for name, now in table.items():
            floor = pinned["floors"].get(language, {}).get(name, 0.0)
            named = f"{language}.{name}" in lower
            floors.setdefault(language, {})[name] = now if named else floor if lower else max(floor, now)
    ceilings = {}
    for name in CEILINGS:
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
