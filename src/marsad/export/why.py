"""Why two claims are joined or not, for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from marsad.register import Join


class Compared(Protocol):
    """A comparison as linking makes it."""

    @property
    def likeness(self) -> float: ...
    @property
    def compared(self) -> bool: ...
    @property
    def joins(self) -> bool: ...
    @property
    def reasons(self) -> tuple[tuple[str, float], ...]: ...


def write_comparison(comparison: Compared, out: TextIO) -> None:
    """How alike two claims are, and what weighed most."""
    if not comparison.compared:
        print("Compared directly they are not: they name different parties, or lie months apart.", file=out)
        return
    verdict = "enough" if comparison.joins else "not enough"
    print(f"Likeness {comparison.likeness:.3f}, {verdict} to join them by itself.", file=out)
    for feature, weight in comparison.reasons:
        print(f"  {weight:+.2f}  {feature}", file=out)


def write_joins(chain: Iterable[tuple[Join, Compared]], out: TextIO) -> None:
    """The joins between two claims of one entry, step by step."""
    print("Joined step by step:", file=out)
    for join, comparison in chain:
        by = ", ".join(f"{feature} {weight:+.2f}" for feature, weight in comparison.reasons[:3])
        print(f"  {join.a} - {join.b}: {join.score:.3f} ({by})", file=out)
