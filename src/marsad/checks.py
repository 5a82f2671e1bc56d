"""Check what Marsad's data says: every fault of a pack or a knowledge table as one line with file and line number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from marsad.language.pack import check_pack, languages, load_pack

# Modules of knowledge that check their tables: each has ``check() -> list[str]``.
KNOWLEDGE = ("marsad.knowledge.actors", "marsad.knowledge.equipment", "marsad.knowledge.gazetteer")


def check_languages(codes: Iterable[str] = ()) -> Iterator[str]:
    """Faults of the packs named, of all where none is; raises LanguageError for a code without a pack."""
    for code in codes or languages():
        load_pack(code)
        yield from check_pack(code)


def check_knowledge() -> Iterator[str]:
    """Faults of every knowledge table."""
    for module in KNOWLEDGE:
        yield from (str(fault) for fault in import_module(module).check())
