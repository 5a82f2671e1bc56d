"""The languages of the interface: which there are, and which one a person reads."""

from __future__ import annotations

from functools import cache

from fastapi import Request

from marsad.language.pack import languages, load_pack

COOKIE = "marsad_language"


@cache
def list_languages() -> dict[str, str]:
    """For each language of the interface its own name, by code."""
    return {code: load_pack(code).name for code in languages()}


def read_direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return load_pack(language).direction


def choose_language(request: Request) -> str:
    """The language asked for: ``?lang=``, else the cookie, else what the browser prefers, else the first we have."""
    known = list_languages()
    wished = [request.query_params.get("lang", ""), request.cookies.get(COOKIE, "")]
    wished += _read_preferences(request.headers.get("accept-language", ""))
    return next((code for code in wished if code in known), next(iter(known)))


def _read_preferences(header: str) -> list[str]:
    """Codes of an Accept-Language header, the preferred first; ``fr-CH`` counts as ``fr``."""
    weighed = []
    for part in header[:200].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [code for _, code in sorted(weighed, key=lambda pair: -pair[0])]
