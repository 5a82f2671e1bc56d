"""Documents and claims made by hand, short to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from marsad.link.alignment import FamilyText
from marsad.model import Claim, ClaimDate, Document, Item, Party, Personnel, Place, Source, Span

WORDS = Span(0, 10)


def a_document(name: str, *, outlet: str | None = None, day: str | None = "2025-01-20", text: str = "") -> Document:
    """A document whose outlet is called as it is, unless said otherwise."""
    return Document(
        id=f"sha256:{name}",
        source=f"{name}.txt",
        text=text or f"The text of {name}.",
        language="en",
        publisher=outlet or name,
        published=dt.date.fromisoformat(day) if day else None,
    )


def an_item(designation: str | None, class_: str, low: int | None = None, high: int | None = None) -> Item:
    return Item(designation or class_, WORDS, designation, class_, low, high)


def a_claim(name: str, **values: Any) -> Claim:
    """A delivery from Russia to Mali on 17 January 2025, unless said otherwise; parties and dates are words."""
    given: dict[str, Any] = {"supplier": "RU", "recipient": "ML", "date": "2025-01-17", **values}
    for role in ("supplier", "recipient", "unit"):
        if isinstance(given.get(role), str):
            given[role] = Party(given[role], given[role])
    if isinstance(given.get("date"), str):
        given["date"] = ClaimDate(given["date"])
    defaults: dict[str, Any] = {"type": "delivery", "factuality": "fact", "spans": (WORDS,)}
    return Claim(id=name, **{**defaults, **given})


def a_source(name: str, kind: str, start: int = 5) -> Source:
    return Source(name, kind, Span(start, start + len(name)))


def a_group(role: Any, low: int | None = None, high: int | None = None) -> Personnel:
    return Personnel(role, WORDS, role, low, high)


def bamako() -> Place:
    return Place("Bamako", "ML", 12.65, -8.0)


def a_text(
    name: str, meanings: Sequence[int], *, outlet: str = "", day: str = "2025-01-20", **values: Any
) -> FamilyText:
    """A text of sentences that mean what their numbers say: equal numbers are equal vectors."""
    language = values.get("language", "en")
    sentences = tuple(values.get("sentences", [f"So {name} puts {n}, {name} says." for n in meanings]))
    starts = np.cumsum([0, *(len(sentence) + 1 for sentence in sentences)])
    vectors = np.zeros((len(meanings), 64), dtype=np.float32)
    vectors[np.arange(len(meanings)), list(meanings)] = 1.0
    return FamilyText(
        id=name,
        language=language,
        outlet=outlet or name,
        published=dt.date.fromisoformat(day),
        spans=tuple((int(s), int(s) + len(w)) for s, w in zip(starts, sentences, strict=False)),
        sentences=sentences,
        vectors=vectors,
        cites=values.get("cites", ()),
    )
