"""Marsad in one import: ``from marsad import open_store, read_document``; each name is loaded when it is first used.

>>> from marsad import Document, link_claims
>>> link_claims([(Document("sha256:1", "a.txt", "Nothing happened."), [])]).entries
()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.errors import MarsadError
    from marsad.intake import open_intake
    from marsad.model import (
        Claim,
        ClaimDate,
        Document,
        Evidence,
        Item,
        Party,
        Personnel,
        Place,
        Reading,
        Source,
        Span,
    )
    from marsad.pipeline import link_claims, read_document
    from marsad.publish import read_tables
    from marsad.register import Entry, Family, Register
    from marsad.store import open_store

__all__ = [
    "Claim",
    "ClaimDate",
    "Document",
    "Entry",
    "Evidence",
    "Family",
    "Item",
    "MarsadError",
    "Party",
    "Personnel",
    "Place",
    "Reading",
    "Register",
    "Source",
    "Span",
    "link_claims",
    "open_intake",
    "open_store",
    "read_document",
    "read_tables",
]

_HOMES = {
    "link_claims": "pipeline",
    "open_intake": "intake",
    "open_store": "store",
    "read_document": "pipeline",
    "read_tables": "publish",
    "MarsadError": "errors",
    **dict.fromkeys(("Entry", "Family", "Register"), "register"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'marsad' has no attribute {name!r}")
    return getattr(import_module(f"marsad.{_HOMES.get(name, 'model')}"), name)
