"""What intake is told and what it hands over."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from marsad.errors import InputError, MarsadError
from marsad.model import Document
from marsad.settings import Settings

DayReader = Callable[[str, str], dt.date | None]
"""Reads the day that a line states in words, in the language of the article it belongs to; None where there is none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of the documents; each value wins over what the document says of itself."""

    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How to take in: limits, what the user says, and who reads days in words."""

    settings: Settings = field(default_factory=Settings)
    told: Told = field(default_factory=Told)
    read_day: DayReader | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A document taken in, and what its reader should know about how."""

    document: Document
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document; ``str(error)`` is one line that names it."""

    source: str
    error: MarsadError


@dataclass(frozen=True, slots=True)
class Found:
    """What an input says of itself, before anything the user tells."""

    text: str
    title: str | None = None
    language: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()


def build_document(data: bytes, source: str, found: Found, told: Told) -> Document:
    """The document of ``data``; its id and ``text_sha256`` are hashes of the bytes and of the text.

    Raises InputError where the text is empty or holds code points that no file can carry.
    """
    if not found.text.strip():
        raise InputError("holds no text", hint="give an article")
    try:
        text_hash = hashlib.sha256(found.text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(
            f"holds half of a surrogate pair at character {error.start}", hint="escape it as a pair"
        ) from error
    return Document(
        id=f"sha256:{hashlib.sha256(data).hexdigest()}",
        source=source,
        text=found.text,
        title=found.title or None,
        language=told.language or found.language,
        publisher=told.publisher or found.publisher,
        published=told.published or found.published,
        url=found.url or None,
        text_sha256=f"sha256:{text_hash}",
    )
