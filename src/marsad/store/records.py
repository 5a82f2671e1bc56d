"""What a store hands out besides documents and claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a document was made from, as they were found: where, and when they were fetched."""

    sha256: str
    body: bytes
    address: str | None
    retrieved: dt.datetime | None


@dataclass(frozen=True, slots=True)
class StoredFailure:
    """An input that gave no document, the last time it was tried."""

    source: str
    what: str
    hint: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided: these two claims are one event, this claim is wrong, this outlet has grade B."""

    id: int
    kind: str
    subject: tuple[str, ...]
    value: str | None
    who: str
    why: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log: ``digest`` is a hash of what was written, ``hash`` covers this row and, through
    ``previous``, all rows before it.
    """

    number: int
    at: dt.datetime
    action: str
    subject: str
    digest: str
    previous: str
    hash: str
