"""A brief: the part of the register that somebody asked for, as one document to read and to pass on.

What it says is composed once, in blocks (``compose``); each format writes the blocks. Every number is a link to the
quote that it rests on, in the annex.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from marsad.export.brief.blocks import Sheet
from marsad.export.formats import Formats, load_writer, open_target
from marsad.model import Claim, Document
from marsad.register import Entry, Family
from marsad.verdicts import Prediction, Verdict


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief tells: entries in order, with the claims they and the rest speak of, by id.

    ``documents`` are all that the families name; ``datasets`` are the event data held, in words; ``made`` is when the
    register was linked.
    """

    entries: tuple[Entry, ...]
    told: Mapping[str, tuple[Document, Claim]]
    families: tuple[Family, ...]
    documents: Mapping[str, Document]
    predictions: tuple[Prediction, ...]
    verdicts: tuple[Verdict, ...]
    datasets: tuple[str, ...]
    made: dt.datetime


Writer = Callable[[Sheet, BinaryIO], None]

BRIEFS: Formats = {
    "html": ("marsad.export.brief.html", "write_html"),
    "pdf": ("marsad.export.brief.pdf", "write_pdf"),
    "md": ("marsad.export.brief.markdown", "write_markdown"),
}


def open_brief(name: str) -> Writer:
    """The writer of a format; raises MarsadError with the valid names.

    >>> open_brief("md").__name__
    'write_markdown'
    """
    writer: Writer = load_writer(BRIEFS, name)
    return writer


def write_brief(name: str, sheet: Sheet, path: Path) -> None:
    """Write a brief whole; raises MarsadError, and leaves what was there before, where it cannot be written."""
    write = open_brief(name)
    with open_target(path) as out:
        write(sheet, out)
