"""Why two claims are joined or not, for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from marsad.export.reasons import tell_feature
from marsad.register import Join


class Compared(Protocol):
    """A comparison as linking makes it."""

    @property
    def likeness(self) -> float: ...
    @property
    def compared(self) -> bool: ...
    @property
    def taken_over(self) -> bool: ...
    @property
    def joins(self) -> bool: ...
    @property
    def reasons(self) -> tuple[tuple[str, float], ...]: ...


def write_comparison(comparison: Compared, out: TextIO) -> None:
    """How alike two claims are, and what weighed most."""
    if comparison.taken_over:
        print("They are one text's words, carried by the other: one happening by that alone.", file=out)
        return
    if not comparison.compared:
        print("They are not compared: they name different parties, or lie months apart.", file=out)
        return
    verdict = "enough" if comparison.joins else "not enough"
    print(f"Likeness {comparison.likeness:.3f}, {verdict} to join them by itself. What weighed most:", file=out)
    for feature, weight in comparison.reasons:
        print(f"  {weight:+.2f}  {tell_feature(feature)}", file=out)


def write_joins(chain: Iterable[tuple[Join, Compared]], out: TextIO) -> None:
    """The joins between two claims of one entry, step by step."""
    print("Joined step by step:", file=out)
    for join, comparison in chain:
        print(f"  {join.a} - {join.b}: {_tell_join(join, comparison)}", file=out)


def _tell_join(join: Join, comparison: Compared) -> str:
    if comparison.taken_over:
        return "one carries the other's text"
    by = ", ".join(f"{tell_feature(feature)} {weight:+.2f}" for feature, weight in comparison.reasons[:3])
    return f"likeness {join.score:.3f} ({by})"
