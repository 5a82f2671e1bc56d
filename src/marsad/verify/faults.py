"""What is wrong in the rows of a file: counted by kind, with the first lines of each, so that a file of a million rows
still gives a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SHOWN = 5
_HAS = re.compile("^has(?= )")


class Faults:
    """Collects faults while a file is read."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._unread: list[str] = []

    def note(self, what: str, where: str) -> None:
        """A row (``where``: a line or an id) has this fault; ``what`` is said of one row, as in "has no day"."""
        self._found.setdefault(what, []).append(where)

    def leave_unread(self, columns: Iterable[str]) -> None:
        """Columns that nobody reads."""
        self._unread += columns

    def lines(self) -> Iterator[str]:
        """A line for each kind of fault, in the order in which they came up, after one on unread columns."""
        if self._unread:
            columns = "1 column is" if len(self._unread) == 1 else f"{len(self._unread)} columns are"
            yield f"{columns} not read: {', '.join(self._unread)}"
        for what, places in self._found.items():
            rows = f"1 row {what}" if len(places) == 1 else f"{len(places)} rows {_HAS.sub('have', what)}"
            shown = list(dict.fromkeys(places))
            more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
            yield f"{rows}: {', '.join(shown[:_SHOWN])}{more}"
