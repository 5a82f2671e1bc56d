"""Pages from templates: values are escaped, whatever document they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from marsad.export.page.article import find_direction, isolate_latin
from marsad.i18n import list_languages, read_direction
from marsad.i18n.because import tell_reason
from marsad.i18n.words import load_words
from marsad.model import Document, Span
from marsad.web.choice import choose_language

_SPACE = re.compile(r"\s+")
FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
NAVIGATION = (
    ("overview", "/"), ("register", "/register"), ("review", "/review"), ("sources", "/sources"),
    ("outcomes", "/outcomes"), ("predictions", "/predictions"), ("add", "/add"),
    ("log", "/log"),
)  # fmt: skip
# Keys of the whole desk and of the review, with the sentence that says what each does.
SHORTCUTS = (
    ("?", "sheet"), ("/", "search"), ("j", "next"), ("k", "before"), ("o", "open"), ("s", "same"), ("d", "different"),
    ("1–6", "credibility"), ("w", "wrong"), ("x", "pick"), ("b", "bulk"), ("u", "undo"), ("Esc", "let_go"),
)  # fmt: skip


def build_environment() -> Environment:
    """The templates, with everything escaped and no value that is not given taken for empty."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {
        "asset": name_asset, "describe": describe, "name_outlet": name_outlet, "name_text": name_text,
        "quote_spans": quote_spans, "tell": tell_reason, "navigation": NAVIGATION, "shortcuts": SHORTCUTS,
    }  # fmt: skip
    return environment


def name_asset(name: str) -> str:
    """The address of a built file, with the time it was built so that a browser does not keep an older one."""
    try:
        built = int((FOLDER / "static" / "dist" / name).stat().st_mtime)
    except OSError:
        built = 0
    return f"/static/dist/{name}?v={built}"


def name_outlet(document: Document) -> str:
    """The outlet, else the last part of where the document came from."""
    return document.publisher or _name_source(document.source)


def name_text(document: Document) -> str:
    """The title, else the last part of where the document came from."""
    return document.title or _name_source(document.source)


def _name_source(source: str) -> str:
    return source.rstrip("/").rpartition("/")[2] or source


def describe(document: Document) -> Markup:
    """The attributes that give words of a document their own direction and language."""
    language = f' lang="{escape(document.language)}"' if document.language else ""
    return Markup(f'dir="{find_direction(document.text)}"{language}')


def mark_words(document: Document, words: str) -> Markup:
    """Words of a document on one line, Latin names in a text from right to left kept in one piece."""
    line = _SPACE.sub(" ", words)
    return Markup(isolate_latin(line) if find_direction(document.text) == "rtl" else escape(line))


def quote_spans(document: Document, spans: Iterable[Span]) -> list[Markup]:
    """The words of spans."""
    return [mark_words(document, span.of(document.text)) for span in spans]


def render(
    request: Request, name: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """The page of a template; it knows ``request``, ``viewer`` (None where nobody is logged in), ``language``,
    ``direction``, ``languages``, the words ``t`` of the language, and ``page``, which of the pages it is.
    """
    viewer = getattr(request.state, "viewer", None)
    language = viewer.language if viewer else choose_language(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    given = {
        "request": request,
        "viewer": viewer,
        "language": language,
        "direction": read_direction(language),
        "languages": list_languages(),
        "t": load_words(language),
        "team": bool(getattr(request.app.state.door, "has_accounts", False)),
        "page": request.url.path.strip("/").split("/")[0] or "overview",
        "here": here if request.method == "GET" else "/",
        "language_address": lambda code: f"/language?to={code}&back={quote(here if request.method == 'GET' else '/')}",
    }
    environment: Environment = request.app.state.templates
    page = environment.get_template(name).render({**given, **values})
    return HTMLResponse(page, status, headers)
