"""Pages from templates: values are escaped, whatever document they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from marsad.web.i18n import choose_language, list_languages, read_direction

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"


def build_environment() -> Environment:
    """The templates, with everything escaped and no value that is not given taken for empty."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def render(request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template; it knows ``request``, ``viewer`` (None where nobody is logged in), ``language``,
    ``direction`` and ``languages``.
    """
    viewer = getattr(request.state, "viewer", None)
    language = viewer.language if viewer else choose_language(request)
    given = {
        "request": request,
        "viewer": viewer,
        "language": language,
        "direction": read_direction(language),
        "languages": list_languages(),
    }
    environment: Environment = request.app.state.templates
    page = environment.get_template(name).render({**given, **values})
    return HTMLResponse(page, status)
