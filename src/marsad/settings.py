"""What a user may set, in one frozen object: from a TOML file, then from ``MARSAD_*`` variables of the same names."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from marsad.errors import MarsadError

FILE = "marsad.toml"
PREFIX = "MARSAD_"
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and their defaults: whole numbers, and the words that are marked as such."""

    max_bytes: int = 5_000_000
    """A larger input is refused: an article has a few thousand bytes, so a larger file is no article."""

    document_seconds: int = 120
    """Seconds of the processor that reading one document may take; beyond it the document is a failure."""

    min_article_characters: int = 120
    """A web page with less running text than this has no article in it."""

    progress_from: int = 5
    """Progress is shown from this many inputs on, on a terminal."""

    max_upload_bytes: int = 100_000_000
    """The desk takes in no more than this at once (`marsad ingest` does)."""

    session_hours: int = 12
    """Who logs in to the desk of a team has to do so again after this many hours."""

    store: str = ""
    """Path or address of the store, in words; empty: a file in the user's data folder."""

    log: str = "text"
    """``text``: what the program says is lines for people; ``json``: JSON lines, the desk's with every request."""

    metrics_token: str = ""
    """What has to be shown for the desk's ``/metrics``; empty: they are for this machine alone."""

    debug: int = 0
    """1: a fault of Marsad itself ends the run and shows where, instead of failing one document."""


def load_settings(folder: Path | None = None, variables: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: defaults, then ``marsad.toml`` of ``folder`` (the working folder), then ``MARSAD_*``.

    Raises MarsadError, naming the file or variable, for an unknown name or a value that is not of its kind.

    >>> load_settings(Path("/nowhere"), {"MARSAD_MAX_BYTES": "1000"}).max_bytes
    1000
    """
    file = (folder or Path()) / FILE
    given: dict[str, tuple[str, object]] = {}
    if file.is_file():
        given |= {name: (f"{file}, {name}", value) for name, value in _read_table(file).items()}
    for name, value in (os.environ if variables is None else variables).items():
        if name.startswith(PREFIX):
            given[name.removeprefix(PREFIX).lower()] = (name, value)
    return Settings(**{name: _as_value(name, value, where) for name, (where, value) in given.items()})


def _read_table(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise MarsadError(f"is no valid TOML: {error}", where=str(file)) from error


def _as_value(name: str, value: object, where: str) -> Any:
    known = {field.name: field for field in fields(Settings)}
    if name not in known:
        raise MarsadError("no such setting", where=where, hint=f"there are {', '.join(known)}")
    if isinstance(known[name].default, str):
        if not isinstance(value, str):
            raise MarsadError(f"{value!r} is not a word in quotation marks", where=where)
        return value
    text = str(value).replace("_", "")
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise MarsadError(f"{value!r:.60} is not a whole number", where=where)
    return int(text)
