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


class AddressLimitError(InputError):
    """More addresses than one run may fetch: what follows is left out as well."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of the documents; each value wins over what the document says of itself."""

    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may hold; beyond it is a failure, never a full memory. The largest article is a setting."""

    pdf_bytes: int = 100_000_000
    pdf_pages: int = 1000
    feed_bytes: int = 20_000_000
    members: int = 10_000
    """Files in one ZIP archive."""

    nesting: int = 3
    """Archives inside archives."""

    nested_bytes: int = 200_000_000
    """A ZIP archive that lies in another or comes on standard input, and so has to be copied to be opened."""

    expanded_bytes: int = 20_000_000_000
    """What one compressed file may become."""

    expansion: int = 200
    """How many times its size a compressed file may become: news pages reach 20, a bomb of zeros 1000."""

    expansion_from: int = 50_000_000
    """From how many bytes on ``expansion`` counts: a small file may well repeat one line."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How to fetch what the user names by its address. Times are seconds."""

    allow_private: bool = False
    """Whether addresses of this machine, of a local network or of a cloud's own services may be fetched."""

    pause: float = 1.0
    """Between two requests to one host; a longer pause that its robots.txt asks for wins."""

    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    total_timeout: float = 120.0
    """For one request with all of its answer, however slowly it drips."""

    retries: int = 3
    """After the first try, where the network or the server fails; each waits twice as long as the one before."""

    max_redirects: int = 5
    max_addresses: int = 1000
    """Pages fetched in one run; the rest is left out, with one failure that says so."""

    max_bytes: int = 100_000_000
    user_agent: str = "marsad/0.1 (reads news articles; obeys robots.txt)"


@dataclass(frozen=True, slots=True)
class Options:
    """How to take in: limits, what the user says, who reads days in words, and how to fetch."""

    settings: Settings = field(default_factory=Settings)
    told: Told = field(default_factory=Told)
    read_day: DayReader | None = None
    limits: Limits = field(default_factory=Limits)
    fetch: FetchOptions = field(default_factory=FetchOptions)
    addresses: bool = False
    """Whether a text that the user names is a list of addresses, one a line, and no article."""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of one document as they came, not yet read; it can be sent to another process."""

    source: str
    data: bytes
    kind: str
    address: str | None = None
    retrieved: dt.datetime | None = None
    charset: str | None = None
    known: Found | None = None
    """What the feed that named the document says of it, for what it does not say itself."""


@dataclass(frozen=True, slots=True)
class Received:
    """A document taken in, its original, and what its reader should know about how."""

    document: Document
    original: Original
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


def fail(source: str, error: MarsadError) -> Failure:
    """The failure of ``source``, whose line names it."""
    return Failure(source, InputError(error.what, where=error.where or source, hint=error.hint))


def build_document(original: Original, found: Found, told: Told) -> Document:
    """The document of an original; its id and ``text_sha256`` are hashes of the bytes and of the text.

    Raises InputError where the text is empty or holds code points that no file can carry.
    """
    if not found.text.strip():
        raise InputError("holds no text", hint="give an article")
    if "\0" in found.text:
        raise InputError(f"holds a NUL at character {found.text.index(chr(0))}", hint="take it out of the text")
    try:
        text_hash = hashlib.sha256(found.text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(
            f"holds half of a surrogate pair at character {error.start}", hint="escape it as a pair"
        ) from error
    known = original.known or Found(text="")
    return Document(
        id=f"sha256:{hashlib.sha256(original.data).hexdigest()}",
        source=original.source,
        text=found.text,
        title=found.title or known.title or None,
        language=told.language or found.language or known.language,
        publisher=told.publisher or found.publisher or known.publisher,
        published=told.published or found.published or known.published,
        url=found.url or original.address or None,
        text_sha256=f"sha256:{text_hash}",
    )
