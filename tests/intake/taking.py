"""What the tests of intake share: take in a path, and look at its documents and the lines of its failures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from marsad.intake import Failure, Options, Received, open_intake
from marsad.model import Document

ARTICLE = (
    "Le ministre a annoncé lundi à Niamey la livraison de huit véhicules blindés aux forces armées du pays. "
    "Selon lui, les équipages ont suivi une formation de six semaines avant de rejoindre leurs unités dans le nord."
)


def split(entries: Iterable[Received | Failure]) -> tuple[list[Document], list[str]]:
    """The documents and the lines of the failures."""
    listed = list(entries)
    documents = [entry.document for entry in listed if isinstance(entry, Received)]
    return documents, [str(entry.error) for entry in listed if isinstance(entry, Failure)]


def take(path: Path | str, options: Options | None = None) -> tuple[list[Document], list[str]]:
    return split(open_intake(str(path), options))
