"""The languages in which Marsad speaks to people: those that have a pack."""

from __future__ import annotations

from functools import cache

from marsad.language.pack import languages, load_pack


@cache
def list_languages() -> dict[str, str]:
    """For each language of the interface its own name, by code."""
    return {code: load_pack(code).name for code in languages()}


def read_direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return load_pack(language).direction
