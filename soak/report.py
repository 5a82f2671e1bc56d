"""The report of a soak, as Markdown."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from soak.crew import Ingest
from soak.site import Press

if TYPE_CHECKING:
    from soak.__main__ import Course

HEAD = """\
<!-- Written by `python -m soak --report docs/soak.md`. -->
# A soak of {minutes:g} minutes

Feeds on loopback that fail in {kinds} ways, `marsad ingest` on them again and again, {people} analysts at a desk, one
PostgreSQL database: all at once, with kills and restarts. `python -m soak` runs it (more in docs/fuzzing.md).
{day}, {machine}, seed {seed}; load of the machine {load}.

| what | figure |
| --- | --- |
"""
_PLACES = re.compile(r"(?:(?:/|%2F)[\w.-]+)*(?:/|%2F)marsad-(?:pg|soak)-\w+(?:/[\w.]+)*")
"""Folders of one run, which say nothing to anybody else."""

_GRACE = 30.0
"""Seconds around a restart in which an error is no surprise."""


def write_report(course: Course, press: Press, ingest: Ingest, machine: str, log: str) -> str:
    """All figures of a soak."""
    plan = course.plan
    load = f"{min(course.loads):.1f} to {max(course.loads):.1f}" if course.loads else "not noted"
    head = HEAD.format(
        minutes=plan.minutes, kinds=len(press.faults), people=plan.people, day=course.day, machine=machine,
        seed=plan.seed, load=load,
    )  # fmt: skip
    rows = [f"| {what} | {figure} |" for what, figure in _list_figures(course, press, ingest)]
    faults = [f"- {fault}" for fault in course.faults[:30]] or ["None."]
    parts = [head + "\n".join(rows), "## Faults", "\n".join(faults), "## Memory", _tell_memory(course, ingest)]
    parts += ["## Errors that analysts saw", _tell_errors(course)]
    parts += ["## What the desk logged", _tell_log(log)]
    return _PLACES.sub("...", "\n\n".join(parts)) + "\n"


def _list_figures(course: Course, press: Press, ingest: Ingest) -> Iterator[tuple[str, str]]:
    seen = course.seen
    yield "articles published", str(course.published)
    yield "documents in the store from them, at the end", str(course.documents)
    yield "answers of the news servers, broken ones among them", f"{press.answers}, {sum(press.faults.values())}"
    yield "by fault", ", ".join(f"{name} {count}" for name, count in press.faults.most_common())
    codes = ", ".join(f"{count} ended with {code}" for code, count in sorted(ingest.codes.items()))
    yield "runs of ingest (-9: killed, 1 and 3: with failures that it listed)", f"{ingest.runs}: {codes}"
    yield "kills of ingest", str(len(ingest.killed))
    away = ", ".join(f"{mode} ({seconds:.1f} s away)" for _, mode, seconds in course.restarts)
    yield "restarts of the database", f"{len(course.restarts)}: {away}"
    yield "requests of analysts", str(sum(seen.answers.values()))
    yield "judgements confirmed, unanswered", f"{len(seen.kept)}, {seen.unanswered}"
    times = [time for found in seen.times.values() for time in found]
    if len(times) > 1:
        p95 = statistics.quantiles(times, n=20)[-1]
        yield "answers of the desk, p50 and p95", f"{1000 * statistics.median(times):.0f} ms, {1000 * p95:.0f} ms"
    yield "lost, double, changed or otherwise wrong at the end", str(len(course.faults))


def _tell_memory(course: Course, ingest: Ingest) -> str:
    lines = [f"Desk at its end {course.worn:.0f} MB; a desk opened anew on the same store {course.fresh:.0f} MB."]
    lines.append(_tell_course("Desk", course.desk.seen, course))
    lines.append(_tell_course("Ingest (peak of each run)", ingest.peaks, course))
    return "\n\n".join(lines)


def _tell_course(name: str, seen: Sequence[tuple[float, float]], course: Course) -> str:
    """The median of each sixth of the time."""
    part = course.plan.seconds / 6
    medians = []
    for n in range(6):
        start = course.began + n * part
        found = [held for moment, held in seen if start <= moment < start + part]
        medians.append(f"{statistics.median(found):.0f}" if found else "–")
    return f"{name}, median of each sixth of the time in MB: {', '.join(medians)}."


def _tell_errors(course: Course) -> str:
    near, far = Counter[str](), Counter[str]()
    for moment, line in course.seen.moments:
        restarted = any(at - away - _GRACE <= moment <= at + _GRACE for at, _, away in course.restarts)
        (near if restarted else far)[line[:160]] += 1
    counts = sum(near.values()), sum(far.values())
    lines = [f"Within {_GRACE:g} seconds of a restart of the database: {counts[0]}; at other times: {counts[1]}.", ""]
    lines += [f"- {count} × (restart) {line}" for line, count in near.most_common(8)]
    lines += [f"- {count} × {line}" for line, count in far.most_common(8)]
    return "\n".join(line.replace("|", "\\|") for line in lines)


def _tell_log(log: str) -> str:
    """Its lines, each once, with how often it was said."""
    said = Counter(line.strip()[:200] for line in log.splitlines() if line.strip())
    return "\n".join(f"- {count} × `{line}`" for line, count in said.most_common(12)) or "Nothing."
