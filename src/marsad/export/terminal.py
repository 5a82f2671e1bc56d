"""What everything drawn for a terminal shares: the console, the lines of a table, and order among two directions.

A terminal that knows right-to-left script turns a whole run of it around, spaces and digits after it included, so that
neighbouring columns change places. An invisible left-to-right mark (U+200E, no column wide) ends such a run.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from rich.box import HORIZONTALS, Box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

FILE_WIDTH = 150
"""Columns of a table where no terminal says how wide it is."""
MARK = "\u200e"
# What has a terminal do something else than show it; a line break is part of what is drawn.
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Console(Console):
    """A console that no document steers: control characters of what is drawn are left out, and none had a column."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=_STEERING.sub("", segment.text))


def _keep_apart() -> Box:
    box = Box(str(HORIZONTALS))
    box.head_vertical = box.mid_vertical = box.foot_vertical = f"{MARK} "
    return box


_APART = _keep_apart()


def choose_lines(cells: Iterable[str]) -> Box:
    """The lines of a table with these cells: horizontal ones, and a mark between columns where a cell needs it."""
    return _APART if any(map(_turns, cells)) else HORIZONTALS


def open_console(out: TextIO) -> Console:
    """A console that draws on ``out``, wide enough where no terminal says how wide."""
    console = _Console(file=out, highlight=False, markup=False, emoji=False)
    if console.width < 1 or (not console.is_terminal and "COLUMNS" not in os.environ):
        console.width = FILE_WIDTH
    return console


def keep_order(words: str) -> str:
    """``words`` with a mark behind them where they are of a right-to-left script, so that what follows stays there.

    >>> keep_order("Mali"), keep_order("مالي") == "مالي" + MARK
    ('Mali', True)
    """
    return words + MARK if _turns(words) else words


def _turns(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)
