"""Make docs/performance.md from the figures that benchmarks kept, none by hand: ``python -m benchmarks.page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import FOLDER, Report, Table, load_report, write_cell

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
# The order of the page; what is measured by hand stands after its kin.
ORDER = ("reading", "peers", "linking", "ingest", "desk", "crowd", "exports")
_HEAD = """<!-- Made by `make bench` (python -m benchmarks.page) from benchmarks/figures/*.json: edit nothing here. -->

# How fast it is

`make bench` measures all of this anew, keeps every figure with the machine, the day and the load that others put on it,
and makes this page. What is measured on a busy machine is slower by the clock than it need be; seconds of work are
those of the processor. A limit is what Marsad promises to hold.
"""


def render(reports: list[Report]) -> str:
    """The page."""
    return "\n".join([_HEAD, *(line for report in sorted(reports, key=_place) for line in _render(report))])


def _place(report: Report) -> tuple[int, str]:
    kin = report.name.split("-")[0]
    return ORDER.index(kin) if kin in ORDER else len(ORDER), report.name


def _render(report: Report) -> Iterator[str]:
    machine = report.machine
    cores = f"{machine.cores} core{'s' * (machine.cores > 1)}"
    yield f"## {report.name.replace('-', ', ').capitalize()}\n"
    yield f"{report.about}\n"
    for table in report.tables:
        yield from _render_table(table)
    for note in report.notes:
        yield f"- {note}"
    if report.notes:
        yield ""
    if report.limits:
        rows = tuple(
            (
                limit.what,
                write_cell(limit.found),
                f"≤ {write_cell(limit.most)}" if limit.most is not None else f"≥ {write_cell(limit.least)}",
                "yes" if limit.is_kept else "**no**",
            )
            for limit in report.limits
        )
        yield from _render_table(Table(("limit", "found", "to hold", "kept"), rows))
    yield (
        f"Measured on {machine.day}: {machine.processor}, {cores} used, {machine.gigabytes} GB, "
        f"Python {machine.python}; load before it began {machine.load}.\n"
    )


def _render_table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.head)} |"
    yield f"| --- |{' ---: |' * (len(table.head) - 1)}"
    for row in table.rows:
        yield f"| {' | '.join(write_cell(cell) for cell in row)} |"
    yield ""


def main() -> None:
    reports = [load_report(file) for file in sorted(FOLDER.glob("*.json"))]
    PAGE.write_text(render(reports).rstrip() + "\n", encoding="utf-8")
    print(f"{PAGE.name}: {len(reports)} reports")


if __name__ == "__main__":
    main()
