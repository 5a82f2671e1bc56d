"""Importing this loads what reading documents needs, in every language: for a process that others are forked off.

It reads an example of each pack, so that what is loaded when it is first needed is there as well (run/workers.py).
"""

from __future__ import annotations

import marsad.desk as desk
from marsad.language.pack import languages, load_pack
from marsad.model import Document
from marsad.pipeline import read_for_store


def load_all() -> None:
    """Read one sentence of every language and encode it."""
    for code in languages():
        example = load_pack(code).setting("example")
        read_for_store(Document(id=code, source=code, text=example, language=code))


assert desk  # What work itself imports.
load_all()
