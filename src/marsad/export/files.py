"""The register as a file for other programs: one module a format, each writing entry by entry.

Every writer takes exhibits (entries with their claims), options and an open binary stream, and holds no more than one
exhibit and the ids of what it has written, so that a register of any size passes through.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from marsad.export.formats import Formats, load_writer, open_target
from marsad.model import Place
from marsad.register import Categories, Exhibit, Family, ItemKey

Rows = Literal["items", "claims"]
ROWS: tuple[Rows, ...] = ("items", "claims")
Precision = Literal["place", "region", "country"]


@dataclass(frozen=True, slots=True)
class Options:
    """What exports are told besides the entries.

    ``made`` is when the register was linked; ``families`` gives all families anew each time it is called; ``precision``
    tells places, regions and countries apart; ``categorise`` knows the categories of trade registers. ``rows`` and
    ``hxl`` are for tables alone.
    """

    made: dt.datetime
    families: Callable[[], Iterable[Family]]
    precision: Callable[[Place], Precision]
    categorise: Callable[[ItemKey], Categories]
    rows: Rows = field(default="items")
    hxl: bool = False


Writer = Callable[[Iterable[Exhibit], Options, BinaryIO], None]

EXPORTS: Formats = {
    "csv": ("marsad.export.csv", "write_csv"),
    "parquet": ("marsad.export.arrow", "write_parquet"),
    "jsonl": ("marsad.export.jsonl", "write_jsonl"),
    "geojson": ("marsad.export.geojson", "write_geojson"),
    "followthemoney": ("marsad.export.followthemoney", "write_followthemoney"),
    "stix": ("marsad.export.stix", "write_stix"),
    "webannotation": ("marsad.export.webannotation", "write_webannotation"),
    "prov": ("marsad.export.prov", "write_prov"),
    "trade-register": ("marsad.export.trade_register", "write_trade_register"),
}


def open_file_export(name: str) -> Writer:
    """The writer of a format; raises MarsadError with the valid names.

    >>> open_file_export("geojson").__name__
    'write_geojson'
    """
    writer: Writer = load_writer(EXPORTS, name)
    return writer


def write_file(name: str, exhibits: Iterable[Exhibit], options: Options, path: Path) -> None:
    """Write a file whole; raises MarsadError, and leaves what was there before, where it cannot be written."""
    write = open_file_export(name)
    with open_target(path) as out:
        write(exhibits, options, out)


@contextmanager
def open_text(out: BinaryIO) -> Iterator[TextIO]:
    """Text in UTF-8 onto a binary stream, which stays open; half surrogates of odd file names become ``\\udc80``."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()
