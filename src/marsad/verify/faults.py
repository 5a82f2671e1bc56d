"""What is wrong in the rows of a file: counted by kind, with the first lines of each, so that a file of a million rows
still gives a few lines.
"""

from __future__ import annotations

from collections.abc import Iterator

_SHOWN = 5


class Faults:
    """Collects faults while a file is read."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def note(self, what: str, where: str) -> None:
        """A row (``where``: a line or an id) has this fault."""
        self._found.setdefault(what, []).append(where)

    def lines(self) -> Iterator[str]:
        """A line for each kind of fault, in the order in which they came up."""
        for what, places in self._found.items():
            rows = "1 row" if len(places) == 1 else f"{len(places)} rows"
            shown = list(dict.fromkeys(places))
            more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
            yield f"{rows} {what}: {', '.join(shown[:_SHOWN])}{more}"
