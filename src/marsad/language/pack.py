"""Load a language pack: a folder of data files with the same names in every language.

A pack knows how its language is written (``pack.toml``) and what its words mean for reading (TSV lexicons). The engine
takes any pack and names no language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from marsad.errors import LanguageError, PackError
from marsad.language.forms import build_analyse, build_cases
from marsad.language.lexicon import Lexicon, Row, read_table
from marsad.language.scan import Shelf
from marsad.text import Analyse, fold, split_words

FOLDER = Path(__file__).parent

# Every lexicon of a pack: its file name and the columns its header must name.
LEXICONS: Mapping[str, tuple[str, ...]] = {
    "triggers": ("pattern", "type", "frame"),
    "factuality": ("pattern", "effect", "scope"),
    "attribution": ("pattern", "cue"),
    "speakers": ("pattern", "kind"),
    "people": ("pattern", "role"),
    "prepositions": ("pattern", "relation"),
    "heads": ("pattern", "class"),
    "places": ("pattern", "kind"),
    "anaphors": ("pattern", "kind"),
    "standing": ("pattern", "kind"),
    "furniture": ("pattern", "effect", "anchor"),
    "numbers": ("pattern", "value"),
    "quantifiers": ("pattern", "operator"),
    "noncounts": ("pattern", "kind"),
    "months": ("pattern", "value"),
    "dates": ("pattern", "rule"),
    "effects": ("pattern", "kind"),
}


@dataclass(frozen=True, eq=False)
class Pack:
    """One language: its properties and, loaded on first use, its lexicons. A pack equals itself alone."""

    code: str
    folder: Path
    properties: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.properties["name"])

    @property
    def direction(self) -> str:
        return str(self.properties["direction"])

    @property
    def cased(self) -> bool:
        return bool(self.properties["cased"])

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Folded words that a full stop follows without ending a sentence."""
        return frozenset(word for entry in self.properties.get("abbreviations", []) for word in split_words(entry))

    @cached_property
    def shelf(self) -> Shelf:
        """All lexicons of the pack that were asked for, those of its files and those made from rows of them."""
        return Shelf()

    @cached_property
    def analyse(self) -> Analyse:
        return build_analyse(self.properties.get("forms", {}), str(self.folder / "pack.toml"))

    @cached_property
    def cases(self) -> Callable[[str], frozenset[str]]:
        """The cases in which a word as written may be a noun, or that it is an infinitive; none without cases."""
        return build_cases(self.properties.get("forms", {}), str(self.folder / "pack.toml"))

    def setting(self, *path: str, default: Any = None) -> Any:
        """A property by its path in ``pack.toml``: ``pack.setting("numbers", "thousands")``."""
        value: Any = self.properties
        for key in path:
            if not isinstance(value, dict) or key not in value:
                return default
            value = value[key]
        return value

    def rows(self, name: str) -> list[Row]:
        """The rows of one lexicon file; an absent file has none."""
        file = self.folder / f"{name}.tsv"
        return read_table(file, LEXICONS[name]) if file.exists() else []

    def lexicon(self, name: str) -> Lexicon:
        """One lexicon by its file name; raises PackError with file and line where it is faulty."""
        return _lexicon(self, name)


def list_words(rows: Iterable[Row]) -> frozenset[str]:
    """All alternatives of the rows' patterns, folded: ``list_words(pack.rows("prepositions"))``."""
    return frozenset(fold(word) for row in rows for word in row["pattern"].split("|"))


@cache
def _lexicon(pack: Pack, name: str) -> Lexicon:
    return pack.shelf.add(pack.rows(name))


def languages() -> list[str]:
    """Codes of all languages that have a pack."""
    return sorted(file.parent.name for file in FOLDER.glob("*/pack.toml"))


@cache
def load_pack(code: str) -> Pack:
    """The pack of a language; raises LanguageError where there is none.

    >>> load_pack("ar").direction
    'rtl'
    """
    file = FOLDER / code / "pack.toml"
    if not file.exists():
        raise LanguageError(f"no language pack for {code!r}", hint=f"there are packs for {', '.join(languages())}")
    try:
        properties = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"is no valid TOML: {error}", where=str(file)) from error
    missing = [key for key in ("name", "direction", "cased") if key not in properties]
    if missing:
        raise PackError(f"lacks {', '.join(missing)}", where=str(file))
    return Pack(code, file.parent, properties)
