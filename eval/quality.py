"""Write docs/quality.md: how well Marsad reads, per language and slot, and what it gets wrong most."""

from __future__ import annotations

from collections import Counter
from typing import Any

from eval.measure import NAMES, Measured, find_gap
from marsad.score import SLOTS, Difference, sum_slots

MOST = 5
SPANS = ("source", "evidence")  # their facts are offsets, which say nothing to a reader


def write_quality(measured: Measured) -> str:
    """The page, whole; the same reading gives the same page."""
    scores = measured.scores
    parts = {part: sum_slots(table) for part, table in scores.by_part.items()}
    return f"""<!-- Written by `python -m eval.gate --page`; do not edit. -->
# How well Marsad reads

Measured on {scores.articles} articles with {scores.claims} claims (eval/gold/DATASHEET.md), against the claims
that careful readers found. F1 is the harmonic mean of precision and recall over single facts; `record` counts whole
claims, right in type, factuality, parties, unit, items with numbers, people, country and date. People reach 0.92 to
0.98 on `all` and 0.60 to 0.76 on `record`. Each article is read with weights learned from practice and articles on
other topics; what ships learns from all, and reads these very articles better than is said here.

{_draw_scores(measured)}

- Spans out of place: {scores.bad_spans}.
- Claims printed as `fact` that the gold has only as denied or expected: {measured.false_facts:.1%}.
- Articles without any claim in which one was found: {measured.empty_with_claims:.1%}.
- Articles never looked at while tuning (the held third): {_write_f1(parts, "held")}; the others:
  {_write_f1(parts, "seen")}; gap {find_gap(scores):+.3f}.

## Precision and recall

{_draw_figures(measured)}

## What it gets wrong most

A fact names the claim's type, so a claim that is missed whole appears in every slot.

{_draw_differences(measured)}"""


def _write_f1(parts: dict[str, Any], part: str) -> str:
    return f"{parts[part].f1:.3f}" if part in parts else "none"


def _draw_scores(measured: Measured) -> str:
    languages = list(measured.f1)
    claims = {language: table["evidence"].gold for language, table in measured.scores.by_language.items()}
    head = "".join(f" {language} |" for language in languages)
    counts = "".join(f" {claims.get(language, sum(claims.values()))} |" for language in languages)
    lines = [f"| F1 |{head}", "| --- |" + " ---: |" * len(languages), f"| stretches of evidence |{counts}"]
    for name in NAMES:
        lines.append(f"| {name} |" + "".join(f" {measured.f1[language][name]:.3f} |" for language in languages))
    return "\n".join(lines)


def _draw_figures(measured: Measured) -> str:
    lines = ["| slot | in the gold | read | right | precision | recall |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for slot, f in measured.scores.slots().items():
        lines.append(f"| {slot} | {f.gold} | {f.got} | {f.hits} | {f.precision:.3f} | {f.recall:.3f} |")
    return "\n".join(lines)


def _draw_differences(measured: Measured) -> str:
    sections = []
    for slot in (slot for slot in SLOTS if slot not in SPANS):
        differences = measured.scores.differences.get(slot, [])
        missed = _draw_most("Missed", [d for d in differences if d.missed])
        invented = _draw_most("Invented", [d for d in differences if not d.missed])
        sections.append(f"### {slot}\n\n{missed}\n\n{invented}\n")
    return "\n".join(sections)


def _draw_most(verb: str, differences: list[Difference]) -> str:
    """The facts that differ most often, each with an article in which it does."""
    counted = Counter(_write_fact(d.fact) for d in differences)
    example = {_write_fact(d.fact): d.article for d in reversed(differences)}
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
    shown = "; ".join(f"{fact} ×{count} ({example[fact]})" for fact, count in ranked)
    return f"{verb} {len(differences)}: {shown or 'none'}."


def _write_fact(fact: Any) -> str:
    values = fact if isinstance(fact, tuple) else (fact,)
    return " ".join(f"`{value}`" for value in values if value is not None)
