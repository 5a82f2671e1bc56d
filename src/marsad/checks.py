"""Check what Marsad's data says: every fault of a pack or a knowledge table as one line with file and line number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from marsad.errors import PackError
from marsad.language.lexicon import Lexicon, Row
from marsad.language.pack import LEXICONS, Pack, languages, load_pack
from marsad.model import CLAIM_TYPES, EQUIPMENT_CLASSES, FACTUALITIES, ROLES

# Modules of knowledge that check their tables: each has ``check() -> list[str]``.
KNOWLEDGE = ("marsad.knowledge.actors", "marsad.knowledge.equipment", "marsad.knowledge.territories")

# Columns whose cells must be words of the model, or what the engine knows besides.
ALLOWED: dict[tuple[str, str], set[str]] = {
    ("triggers", "type"): {*CLAIM_TYPES, "none"},
    ("triggers", "voice"): {"active", "passive", "noun"},
    ("triggers", "weight"): {"strong", "weak"},
    ("people", "role"): {*ROLES},
    ("heads", "class"): {*EQUIPMENT_CLASSES, "*"},
    ("effects", "kind"): {"success", "failure"},
    ("standing", "kind"): {"noun", "one", "rest"},
    ("factuality", "effect"): {*FACTUALITIES, "conditional", "reported", "barrier"},
}
TEMPLATES = ("dates",)  # written over the kinds of another table, not over words


def check_languages(codes: Iterable[str] = ()) -> Iterator[str]:
    """Faults of the packs named, of all where none is; raises LanguageError for a code without a pack."""
    for code in codes or languages():
        yield from check_pack(load_pack(code))


def check_pack(pack: Pack) -> Iterator[str]:
    """Faults of one pack: files that nothing reads, headers, patterns, cells with words that nothing knows."""
    if pack.direction not in ("ltr", "rtl"):
        yield f"{pack.folder / 'pack.toml'}: direction is {pack.direction!r}, not ltr or rtl"
    for file in sorted(pack.folder.glob("*.tsv")):
        if file.stem not in LEXICONS:
            yield f"{file}: no table of this name is read (there are {', '.join(LEXICONS)})"
    for name in LEXICONS:
        try:
            rows = pack.rows(name)
        except PackError as error:
            yield str(error)
            continue
        for row in rows:
            yield from _check_row(name, row)


def _check_row(name: str, row: Row) -> Iterator[str]:
    where = f"{row.file}:{row.line}"
    if name not in TEMPLATES:
        try:
            Lexicon([row])
        except PackError as error:
            yield f"{where}: {error.what}"
    for (table, column), allowed in ALLOWED.items():
        if table == name and row.get(column) not in allowed:
            yield f"{where}: {column} is {row.get(column)!r}, not one of {', '.join(sorted(allowed))}"


def check_knowledge() -> Iterator[str]:
    """Faults of every knowledge table."""
    for module in KNOWLEDGE:
        yield from (str(fault) for fault in import_module(module).check())
