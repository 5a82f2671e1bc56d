"""What a store hands out besides documents and claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marsad.register import Entry, Family


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a document was made from, as they were found: where, and when they were fetched."""

    sha256: str
    body: bytes
    address: str | None
    retrieved: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A file of event data: what it is, under which terms, how many rows it has and which years they are of.

    ``sha256`` names its bytes, ``notes`` say what in it is not as it should be.
    """

    sha256: str
    name: str
    kind: str
    version: str
    terms: str
    rows: int
    first: int
    last: int
    notes: tuple[str, ...] = ()
    added: str = ""


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
class Decision:
    """A judgement that is not kept yet: what kind, on which claims or outlets, and why."""

    kind: str
    subject: tuple[str, ...]
    value: str | None = None
    why: str | None = None

    @property
    def about(self) -> frozenset[str]:
        """Ids of the claims, or the outlet, that it is on."""
        named = self.subject[:1] if self.kind == "value" else self.subject
        return frozenset(name.partition("|")[0] for name in named)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement with what became of it: ``undone`` is the row that took it back, of the kind ``undo``."""

    judgement: Judgement
    undone: Judgement | None


@dataclass(frozen=True, slots=True)
class Action:
    """Who did what at the desk: logged in, added a document, gave somebody an account."""

    number: int
    at: dt.datetime
    who: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in; ``password`` is its argon2 hash, ``closed`` when the account was closed."""

    name: str
    role: str
    password: str
    closed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that holds until ``ends``, or until it is not used; its id is a hash of what the browser keeps."""

    id: str
    account: str
    seen: dt.datetime
    ends: dt.datetime


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


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """What a run of linking changed: entries and families by ("entry" or "family", id), None where they are gone, and
    what linking remembers by part and key.
    """

    rows: Mapping[tuple[str, str], Entry | Family | None]
    links: Iterable[tuple[str, str, bytes | None]]
