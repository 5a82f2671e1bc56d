"""What a benchmark measured: printed for who ran it, and kept as JSON, from which page.py makes docs/performance.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from marsad.run.workers import count_cores

FOLDER = Path(__file__).parent / "figures"
Cell = str | int | float | None
# What others did on the machine before the benchmark began.
_LOAD = os.getloadavg()[0]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first column names each row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What is to hold of a figure: at most so much, or at least."""

    what: str
    found: float
    most: float | None = None
    least: float | None = None

    @property
    def is_kept(self) -> bool:
        return (self.most is None or self.found <= self.most) and (self.least is None or self.found >= self.least)

    def __str__(self) -> str:
        bound = f"at most {write_cell(self.most)}" if self.most is not None else f"at least {write_cell(self.least)}"
        return f"{self.what} {bound}: {write_cell(self.found)}, {'kept' if self.is_kept else 'NOT KEPT'}"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when something was measured; ``load`` is the average over a minute before."""

    processor: str
    cores: int
    gigabytes: int
    python: str
    day: str
    load: float

    @classmethod
    def here(cls) -> Machine:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        return cls(
            processor=_name_processor(),
            cores=count_cores(),
            gigabytes=round(memory),
            python=platform.python_version(),
            day=dt.datetime.now(dt.UTC).date().isoformat(),
            load=round(_LOAD, 1),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run of a benchmark found; ``about`` says in a sentence what was measured and how."""

    name: str
    about: str
    tables: tuple[Table, ...]
    limits: tuple[Limit, ...] = ()
    notes: tuple[str, ...] = ()
    machine: Machine = field(default_factory=Machine.here)


def publish(report: Report) -> int:
    """Print a report and keep it; the exit code: 1 where a limit is not kept."""
    print(f"{report.name}: {report.about} Load before: {report.machine.load}.")
    for table in report.tables:
        print("\n".join(["", *lay_out(table)]))
    print("\n".join(["", *report.notes, *(f"limit: {limit}" for limit in report.limits)]))
    FOLDER.mkdir(exist_ok=True)
    kept = json.dumps(asdict(report), ensure_ascii=False, indent=1)
    (FOLDER / f"{report.name}.json").write_text(kept + "\n", encoding="utf-8")
    return 0 if all(limit.is_kept for limit in report.limits) else 1


def load_report(file: Path) -> Report:
    """A report as ``publish`` kept it."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    return Report(
        name=kept["name"],
        about=kept["about"],
        tables=tuple(Table(tuple(t["head"]), tuple(map(tuple, t["rows"]))) for t in kept["tables"]),
        limits=tuple(Limit(**limit) for limit in kept["limits"]),
        notes=tuple(kept["notes"]),
        machine=Machine(**kept["machine"]),
    )


def lay_out(table: Table) -> list[str]:
    """The lines of a table for a terminal."""
    rows = [table.head, *([write_cell(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.head))]
    return ["  ".join(_pad(row, widths)).rstrip() for row in rows]


def _pad(row: Sequence[str], widths: Iterable[int]) -> Iterable[str]:
    return (
        cell.rjust(width) if n else cell.ljust(width) for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    )


def write_cell(value: Cell) -> str:
    """A figure as it is read: about three digits, thousands apart."""
    if value is None:
        return ""
    if isinstance(value, float) and abs(value) < 1000:
        return f"{value:.{3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0}f}"
    return f"{value:,.0f}" if isinstance(value, int | float) else value


def _name_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
