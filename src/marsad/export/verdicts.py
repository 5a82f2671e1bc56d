"""Verdicts as a person reads them, and as JSON (docs/verify.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from marsad.export.terminal import open_console
from marsad.export.words import OPEN
from marsad.i18n.because import tell_plainly
from marsad.verdicts import Beside, Bin, Comparison, Count, Toll, Verdict

STYLES = {"consistent": "bold green", "contradicted": "bold red", "not decidable": "yellow"}
Record = dict[str, Any]


def write_verdicts(verdicts: Sequence[Verdict], out: TextIO) -> None:
    """Each verdict with its claim's words, the series and the reasons, one below the other."""
    console = open_console(out)
    if not verdicts:
        console.print("No outcome is claimed.")
        return
    for verdict in verdicts:
        where = verdict.place or verdict.country or OPEN
        head = Text.assemble((verdict.verdict, STYLES[verdict.verdict]), f"  {where}, {verdict.period or OPEN}")
        console.print(Text.assemble(head, (f"  claim {verdict.claim}, {verdict.outlet or verdict.document}", "dim")))
        console.print(Text(verdict.quote, style="italic"))
        for reason in verdict.reasons:
            console.print(Text(f"  · {tell_plainly(reason)}"))
        if verdict.series:
            console.print(draw_series(verdict.series))
        console.print()
    counts = {answer: sum(v.verdict == answer for v in verdicts) for answer in STYLES}
    console.print(", ".join(f"{count} {answer}" for answer, count in counts.items()))


def draw_series(series: Sequence[Bin]) -> Table:
    """Deaths by period and type, as low–best–high."""
    table = Table(box=HORIZONTALS, pad_edge=False)
    table.add_column("Deaths")
    for name in ("all", "state-based", "non-state", "one-sided", "of these by governments"):
        table.add_column(name, justify="right")
    for entry in series:
        table.add_row(entry.period, *(str(count) for count in list_counts(entry.toll).values()))
    return table


def list_counts(toll: Toll) -> dict[str, Count]:
    """All deaths, then those of each type, then the part of the one-sided that governments are counted with."""
    return {
        "all": toll.all,
        "state_based": toll.state_based,
        "non_state": toll.non_state,
        "one_sided": toll.one_sided,
        "one_sided_by_governments": toll.by_governments,
    }


def write_verdicts_json(verdicts: Sequence[Verdict], out: TextIO) -> None:
    """A list with an object for each verdict."""
    json.dump([build_verdict(verdict) for verdict in verdicts], out, ensure_ascii=False, indent=2)
    out.write("\n")


def build_verdict(verdict: Verdict) -> Record:
    """The object of one verdict."""
    return {
        "claim": verdict.claim,
        "document": verdict.document,
        "outlet": verdict.outlet,
        "quote": verdict.quote,
        "country": verdict.country,
        "place": verdict.place,
        "period": verdict.period,
        "verdict": verdict.verdict,
        "reasons": [tell_plainly(reason) for reason in verdict.reasons],
        "series": [build_bin(entry) for entry in verdict.series],
        "comparisons": [_build_comparison(comparison) for comparison in verdict.comparisons],
    }


def build_bin(entry: Bin) -> Record:
    """The deaths of one period by type."""
    return {"period": entry.period, **_build_toll(entry.toll)}


def _build_toll(toll: Toll) -> Record:
    return {name: {"low": c.low, "best": c.best, "high": c.high} for name, c in list_counts(toll).items()}


def _build_comparison(found: Comparison) -> Record:
    return {
        "dataset": found.dataset,
        "before": {"period": found.before, **_build_toll(found.toll_before)},
        "after": {"period": found.after, **_build_toll(found.toll_after)},
        "ratio": {
            "value": found.ratio.value,
            "low": found.ratio.low,
            "high": found.ratio.high,
            "level": found.ratio.level,
            "way": tell_plainly(found.ratio.way),
        },
        "moved": found.moved,
        "civilians": found.civilians,
        "governments": found.governments,
        "neighbours": _build_beside(found.neighbours),
        "control": _build_beside(found.control),
    }


def _build_beside(beside: Beside | None) -> Record | None:
    if beside is None:
        return None
    return {
        "who": list(beside.who),
        "before": beside.before,
        "after": beside.after,
        "ratio": beside.ratio,
        "way": tell_plainly(beside.way),
    }
