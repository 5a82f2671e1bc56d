"""The overview: where and when, what it adds up to, what is new, what is contested."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from marsad.edtf import edtf_range
from marsad.i18n.words import load_words
from marsad.register import STANDINGS, Entry
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.totals import list_totals
from marsad.web.queues import QUEUES, list_queue
from marsad.web.rendering import render
from marsad.web.viewer import Reader

router = APIRouter()
_NEWEST = 8
_TOTALS = 12
# A date that leaves open more than this many days is not put into a month.
_MONTH = 31


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country with the number of entries in it."""

    code: str
    entries: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month with its entries."""

    first: dt.date
    last: dt.date
    entries: int


@router.get("/")
def show_overview(request: Request, held: Held, viewer: Reader) -> HTMLResponse:
    words = load_words(viewer.language)
    facts = held.kept("overview", lambda: summarise(held))
    places = held.kept("places", lambda: {place.name: place for e in held.entries.values() if (place := e.place)})
    return render(
        request,
        "overview.html",
        **facts,
        standing_names={name: words(f"standing.{name}") for name in STANDINGS},
        place_names={name: here for name, place in places.items() if (here := words.place_name(place)) != name},
    )


def summarise(held: Holdings) -> dict[str, Any]:
    """What the page shows in any language."""
    entries = held.shelf.register.entries
    months = count_months(entries)
    rows = [MonthRow(first, _end(first), sum(found.values())) for first, found in sorted(months.items())]
    dated = sum(row.entries for row in rows)
    undated = sum(1 for entry in entries if entry.date is None)
    return {
        "entries": len(entries),
        "documents": len(held.shelf.documents),
        "corroborated": sum(1 for entry in entries if entry.origins > 1),
        "contested": [entry for entry in entries if entry.standing == "contested"],
        "waiting": len({entry.id for name in QUEUES for entry in list_queue(held.view, name)}),
        "countries": count_countries(entries, most=14),
        "placeless": sum(1 for entry in entries if not (entry.place and entry.place.country)),
        "months": [
            {"month": first.isoformat(), "standing": standing, "entries": found[standing]}
            for first, found in sorted(months.items())
            for standing in STANDINGS
            if found[standing]
        ],
        "month_rows": rows,
        "undated": undated,
        "vague": len(entries) - dated - undated,
        "totals": list_totals(entries, most=_TOTALS),
        "newest": list_newest(held),
    }


def count_countries(entries: Iterable[Entry], most: int) -> list[CountryRow]:
    """The countries in which most happened."""
    counts = Counter(entry.place.country for entry in entries if entry.place and entry.place.country)
    return [CountryRow(code, number) for code, number in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:most]]


def count_months(entries: Iterable[Entry]) -> dict[dt.date, Counter[str]]:
    """For each month its entries by standing, as far as their dates are that fine."""
    months: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        first, last = edtf_range(entry.date) if entry.date else (None, None)
        if first and last and (last - first).days <= _MONTH:
            months[first.replace(day=1)][entry.standing] += 1
    return months


def _end(first: dt.date) -> dt.date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def list_newest(held: Holdings) -> Sequence[Entry]:
    """The entries of the documents that came last."""
    found: dict[str, Entry] = {}
    for document in reversed(held.view.arrivals):
        for claim in held.claims_of.get(document, ()):
            if claim.id in held.entry_of:
                found.setdefault(held.entry_of[claim.id].id, held.entry_of[claim.id])
        if len(found) >= _NEWEST:
            break
    return list(found.values())[:_NEWEST]
