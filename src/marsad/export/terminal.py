"""What everything drawn for a terminal shares: the console, the lines of a table, and order among two directions.

A terminal that knows right-to-left script turns a whole run of it around, spaces and digits after it included, so that
neighbouring columns change places. An invisible left-to-right mark (U+200E, no column wide) ends such a run.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from rich.box import HORIZONTALS, Box
from rich.console import Console

FILE_WIDTH = 150
"""Columns of a table where no terminal says how wide it is."""
MARK = "\u200e"


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
    console = Console(file=out, highlight=False, markup=False, emoji=False)
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
