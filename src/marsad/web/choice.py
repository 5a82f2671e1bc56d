"""Which language of the interface a person reads."""

from __future__ import annotations

from fastapi import Request

from marsad.i18n import list_languages

COOKIE = "marsad_language"


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
