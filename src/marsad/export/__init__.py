"""Print readings: a table for a person, JSON for programs, a page for a browser. One file each, all of one shape.

Every writer takes readings and an open text stream, and writes each reading as soon as the format allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from marsad.export.formats import Formats, load_writer
from marsad.model import Reading

Writer = Callable[[Iterable[Reading], TextIO], None]

FORMATS: Formats = {
    "table": ("marsad.export.table", "write_table"),
    "json": ("marsad.export.records", "write_json"),
    "jsonl": ("marsad.export.records", "write_jsonl"),
    "html": ("marsad.export.page", "write_page"),
}


def open_export(name: str) -> Writer:
    """The writer of a format; raises MarsadError with the valid names.

    >>> open_export("jsonl").__name__
    'write_jsonl'
    """
    writer: Writer = load_writer(FORMATS, name)
    return writer
