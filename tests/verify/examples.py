"""Articles, claims and tables for the tests of verify; all made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from marsad.i18n.because import tell_plainly
from marsad.model import Claim, ClaimDate, Document, Party, Place, Span
from marsad.verdicts import Count, Prediction, Toll, Verdict
from marsad.verify.judge import World
from marsad.verify.panel import build_panels
from marsad.verify.tables import CountryYear, Event, Table

TEXT = "The trainers brought success."
PUBLISHED = dt.date(2025, 3, 1)


def make_document(text: str = TEXT, language: str = "en", published: dt.date | None = PUBLISHED) -> Document:
    return Document("d1", "article.txt", text, language=language, publisher="Outlet", published=published)


def make_claim(
    document: Document,
    *,
    country: str | None = "NE",
    date: str | None = "2024",
    factuality: str = "fact",
    place: Place | None = None,
    id: str = "c1",
) -> Claim:
    """An outcome on all words of the document, its recipient taken from elsewhere."""
    return Claim(
        id=id,
        type="outcome",
        factuality=factuality,  # type: ignore[arg-type]
        spans=(Span(0, len(document.text)),),
        supplier=Party("RU", "Russia"),
        recipient=Party(country, country) if country else None,
        unit=Party("africa-corps", "Africa Corps"),
        place=place,
        date=ClaimDate(date) if date else None,
    )


def count(best: int, spread: float = 0.1) -> Count:
    return Count(int(best * (1 - spread)), best, int(best * (1 + 2 * spread)))


def make_years(country: str, first: int, deaths: Iterable[int], spread: float = 0.1) -> list[CountryYear]:
    return [CountryYear(country, first + n, Toll(count(best, spread))) for n, best in enumerate(deaths)]


def year_table(*rows: CountryYear, version: str = "25.1") -> Table:
    return Table("ucdp-country-year", version, years=rows)


def make_event(number: int, day: str, best: int, *, country: str = "NE", spread: float = 0.1) -> Event:
    on = dt.date.fromisoformat(day)
    return Event(f"e{number}", "state_based", False, count(best, spread), on.year, on, on, country)


def make_world(*tables: Table) -> World:
    return World(build_panels(tables), {})


def tell(found: Verdict | Prediction) -> list[str]:
    """What a person is told of a verdict or a prediction."""
    return [tell_plainly(reason) for reason in found.reasons]
