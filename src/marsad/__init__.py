"""Marsad in one import: ``from marsad import open_store, read_tables``; each name is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.exports import read_tables
    from marsad.pipeline import read_document
    from marsad.store import open_store

__all__ = ["open_store", "read_document", "read_tables"]

_HOMES = {"open_store": "marsad.store", "read_document": "marsad.pipeline", "read_tables": "marsad.exports"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'marsad' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
