"""The register as rows: one for each item of an entry, one for each claim, one for each document of a family.

The columns are the same in CSV, Parquet and Arrow. Absent values are None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from marsad.edtf import edtf_range
from marsad.errors import InputError
from marsad.export.files import Options, Rows
from marsad.export.words import quote_claim
from marsad.i18n.because import tell_plainly
from marsad.model import Claim, Document, Party, Place, Span
from marsad.register import PARTIES, Bound, Entry, Exhibit, Family, Witness
from marsad.verdicts import Bin, Verdict

Row = dict[str, Any]
# What a cell holds; the last five are lists: of words, of spans, of items with their numbers, of sources, of deaths.
Kind = Literal["text", "int", "float", "bool", "day", "texts", "spans", "items", "sources", "series"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold, and its tag in the Humanitarian Exchange Language (none: empty)."""

    name: str
    kind: Kind = "text"
    hxl: str = ""


def _party_columns() -> tuple[Column, ...]:
    return tuple(
        column
        for role in PARTIES
        for column in (Column(role, hxl=f"#org+{role}+code"), Column(f"{role}_name", hxl=f"#org+{role}+name"))
    )


_WHERE_AND_WHEN = (
    Column("place", hxl="#loc+name"),
    Column("country", hxl="#country+code+v_iso2"),
    Column("latitude", "float", "#geo+lat"),
    Column("longitude", "float", "#geo+lon"),
    Column("precision", hxl="#geo+precision"),
    Column("date", hxl="#date+occurred+edtf"),
    Column("date_first", "day", "#date+start"),
    Column("date_last", "day", "#date+end"),
)
ITEM_COLUMNS = (
    Column("entry", hxl="#event+id"),
    Column("type", hxl="#event+type"),
    Column("stage", hxl="#status+stage"),
    Column("standing", hxl="#status+standing"),
    *_party_columns(),
    *_WHERE_AND_WHEN,
    Column("counted", hxl="#item+kind"),
    Column("designation", hxl="#item+name"),
    Column("class", hxl="#item+type"),
    Column("low", "int", "#item+num+min"),
    Column("high", "int", "#item+num+max"),
    Column("contested", "bool", "#status+contested"),
    Column("rule", hxl="#meta+rule"),
    Column("names", "texts", "#item+name+alt"),
    Column("claims", "texts", "#meta+claims"),
    Column("publications", "int", "#meta+publications+num"),
    Column("origins", "int", "#meta+origins+num"),
)
_OF_ITEMS = ("counted", "designation", "class", "low", "high", "contested", "rule", "names")
ENTRY_COLUMNS = tuple(column for column in ITEM_COLUMNS if column.name not in _OF_ITEMS)
CLAIM_COLUMNS = (
    Column("claim", hxl="#meta+claim+id"),
    Column("entry", hxl="#event+id"),
    Column("type", hxl="#event+type"),
    Column("factuality", hxl="#status+factuality"),
    *_party_columns(),
    *_WHERE_AND_WHEN,
    Column("items", "items", "#item+list"),
    Column("role", hxl="#population+type"),
    Column("people_low", "int", "#population+num+min"),
    Column("people_high", "int", "#population+num+max"),
    Column("sources", "sources", "#contact+source"),
    Column("origin", hxl="#meta+origin+id"),
    Column("origin_name", hxl="#meta+origin+name"),
    Column("words", hxl="#description+quote"),
    Column("spans", "spans", "#meta+spans"),
    Column("document", hxl="#meta+document+id"),
    Column("found_at", hxl="#meta+document+source"),
    Column("outlet", hxl="#meta+outlet"),
    Column("published", "day", "#date+published"),
    Column("title", hxl="#meta+title"),
    Column("url", hxl="#meta+url"),
    Column("language", hxl="#meta+language"),
    Column("text_sha256", hxl="#meta+hash"),
)
FAMILY_COLUMNS = (
    Column("root"),
    Column("document"),
    Column("derived_from"),
    Column("kind"),
    Column("score", "float"),
    Column("reasons", "texts"),
)
VERDICT_COLUMNS = (
    Column("claim"),
    Column("found_at"),
    Column("outlet"),
    Column("country"),
    Column("place"),
    Column("period"),
    Column("verdict"),
    Column("reasons", "texts"),
    Column("words"),
    Column("series", "series"),
)
COLUMNS: dict[Rows, tuple[Column, ...]] = {"items": ITEM_COLUMNS, "claims": CLAIM_COLUMNS}


def build_rows(exhibits: Iterable[Exhibit], options: Options) -> Iterator[Row]:
    """The rows that the options ask for."""
    build = build_item_rows if options.rows == "items" else build_claim_rows
    for exhibit in exhibits:
        yield from build(exhibit, options)


def build_item_rows(exhibit: Exhibit, options: Options) -> Iterator[Row]:
    """A row for each item of an entry and one for its people; one without numbers where it has neither."""
    entry = exhibit.entry
    about = _build_entry(entry, options)
    counted = [("equipment", bound) for bound in entry.items]
    counted += [("people", entry.personnel)] if entry.personnel else []
    for kind, bound in counted:
        yield {**about, "counted": kind, **_build_bound(bound)}
    if not counted:
        yield {**about, **dict.fromkeys(_BOUND), "counted": None, "names": [], "claims": []}


def build_entry_rows(exhibit: Exhibit, options: Options) -> Iterator[Row]:
    """The row of an entry."""
    yield {**_build_entry(exhibit.entry, options), "claims": [witness.claim for witness in exhibit.entry.claims]}


def _build_entry(entry: Entry, options: Options) -> Row:
    return {
        "entry": entry.id,
        "type": entry.type,
        "stage": entry.stage,
        "standing": entry.standing,
        **_build_parties(entry),
        **_build_place(entry.place, options),
        **_build_date(entry.date),
        "publications": entry.publications,
        "origins": entry.origins,
    }


_BOUND = ("designation", "class", "low", "high", "contested", "rule")


def _build_bound(bound: Bound) -> Row:
    return {
        "designation": bound.item.designation,
        "class": bound.item.class_,
        "low": bound.low,
        "high": bound.high,
        "contested": bound.contested,
        "rule": bound.rule,
        "names": list(bound.names),
        "claims": list(bound.claims),
    }


def build_claim_rows(exhibit: Exhibit, options: Options) -> Iterator[Row]:
    """A row for each claim of an entry that is at hand."""
    for witness in exhibit.entry.claims:
        if witness.claim in exhibit.told:
            yield _build_claim(exhibit.entry, witness, *exhibit.told[witness.claim], options)


def _build_claim(entry: Entry, witness: Witness, document: Document, claim: Claim, options: Options) -> Row:
    people = claim.personnel
    return {
        "claim": claim.id,
        "entry": entry.id,
        "type": claim.type,
        "factuality": claim.factuality,
        **_build_parties(claim),
        **_build_place(claim.place, options),
        **_build_date(claim.date.edtf if claim.date else None),
        "items": [
            {"designation": i.designation, "class": i.class_, "low": i.low, "high": i.high, **_build_span(i.span)}
            for i in claim.items
        ],
        "role": people.role if people else None,
        "people_low": people.low if people else None,
        "people_high": people.high if people else None,
        "sources": [{"name": s.name, "kind": s.kind, **_build_span(s.span)} for s in claim.sources],
        "origin": witness.origin.id,
        "origin_name": witness.origin.name,
        "words": quote_claim(claim, document),
        "spans": [_build_span(span) for span in claim.spans],
        "document": document.id,
        "found_at": document.source,
        "outlet": document.publisher,
        "published": document.published,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "text_sha256": document.text_sha256 or None,
    }


def _build_span(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _build_parties(about: Entry | Claim) -> Row:
    row: Row = {}
    for role in PARTIES:
        party: Party | None = getattr(about, role)
        row |= {role: party.id if party else None, f"{role}_name": party.name if party else None}
    return row


def _build_place(place: Place | None, options: Options) -> Row:
    if place is None:
        return dict.fromkeys(("place", "country", "latitude", "longitude", "precision"))
    return {
        "place": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": options.precision(place),
    }


def _build_date(edtf: str | None) -> Row:
    first, last = list_days(edtf)
    return {"date": edtf, "date_first": first, "date_last": last}


def list_days(edtf: str | None) -> tuple[Any, Any]:
    """First and last day of a date; None where an end is open, unknown or cannot be read."""
    try:
        return edtf_range(edtf) if edtf else (None, None)
    except InputError:
        return None, None


def build_family_rows(families: Iterable[Family]) -> Iterator[Row]:
    """A row for each document of a family; its root comes first and is derived from nothing."""
    for family in families:
        edges = {edge.child: edge for edge in family.edges}
        for document in family.documents:
            edge = edges.get(document)
            yield {
                "root": family.root,
                "document": document,
                "derived_from": edge.parent if edge else None,
                "kind": edge.kind if edge else None,
                "score": edge.score if edge else None,
                "reasons": list(edge.reasons) if edge else [],
            }


def build_verdict_rows(verdicts: Iterable[Verdict]) -> Iterator[Row]:
    """A row for each verdict; ``series`` holds all deaths of each period."""
    for verdict in verdicts:
        yield {
            "claim": verdict.claim,
            "found_at": verdict.document,
            "outlet": verdict.outlet,
            "country": verdict.country,
            "place": verdict.place,
            "period": verdict.period,
            "verdict": verdict.verdict,
            "reasons": [tell_plainly(reason) for reason in verdict.reasons],
            "words": verdict.quote,
            "series": [_build_bin(found) for found in verdict.series],
        }


def _build_bin(found: Bin) -> Row:
    deaths = found.toll.all
    return {"period": found.period, "low": deaths.low, "best": deaths.best, "high": deaths.high}
