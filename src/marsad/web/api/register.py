"""The register for programs: entries, totals, map, timeline, downloads."""

from __future__ import annotations

import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import ConfigDict

from marsad.export.register import write_register_csv, write_register_jsonl
from marsad.link.ask import Total
from marsad.link.why import find_chain
from marsad.web.api import shapes
from marsad.web.api.answers import Fresh, FreshOf
from marsad.web.api.records import build_entries, build_entry_in_full, build_join
from marsad.web.atlas import Spot, count_months, count_places
from marsad.web.faults import UnknownError
from marsad.web.filters import Filters, Listing
from marsad.web.queues import QUEUES, Queue, list_queue
from marsad.web.viewer import Reader

router = APIRouter(tags=["register"])
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "As the ETag that was sent says."}}
Id = Annotated[str, Path(max_length=100)]


class StrictFilters(Filters):
    """Filters of which none is passed over for being misspelt."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StrictListing(Listing):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TotalsQuery(StrictFilters):
    by: Annotated[str, Query(max_length=100, description="Groups, by commas: supplier,recipient,class,...")] = "class"


class DownloadQuery(StrictListing):
    format: Literal["csv", "jsonl"] = "csv"


FiltersOf = Annotated[StrictFilters, Query()]


@router.get("/entries", response_model=shapes.EntryPage, responses=_UNCHANGED)
def list_entries(fresh: FreshOf, viewer: Reader, listing: Annotated[StrictListing, Query()]) -> Response:
    """Entries that fit, a page at a time."""
    chosen = fresh.held.view.table.choose(listing.question, sort=listing.sort)
    shown = build_entries(fresh.held, chosen[listing.rows])
    return fresh.answer(
        {
            "entries": shown,
            "count": len(chosen),
            "page": listing.page,
            "size": listing.size,
            "seen": fresh.held.view.seen,
        }
    )


@router.get("/entries/download", responses={200: {"content": {"text/csv": {}, "application/x-ndjson": {}}}})
def download_entries(fresh: FreshOf, viewer: Reader, query: Annotated[DownloadQuery, Query()]) -> Response:
    """All entries that fit as one file: CSV with a line for each item, or a JSON object a line."""
    write = write_register_csv if query.format == "csv" else write_register_jsonl
    media = "text/csv; charset=utf-8" if query.format == "csv" else "application/x-ndjson"
    chosen = fresh.held.view.table.choose(query.question, sort=query.sort)

    def parts() -> Any:
        for start in range(0, len(chosen), 1000):
            out = io.StringIO()
            write(chosen[start : start + 1000], out)
            text = out.getvalue()
            # Each part begins with the names of the columns, which are wanted once.
            yield (text if not start or query.format == "jsonl" else text.partition("\n")[2]).encode("utf-8", "replace")
        if not len(chosen):
            out = io.StringIO()
            write((), out)
            yield out.getvalue().encode()

    headers = {"Content-Disposition": f'attachment; filename="register.{query.format}"', "ETag": fresh.mark}
    return StreamingResponse(parts(), media_type=media, headers=headers)


@router.get("/entries/{id}", response_model=shapes.EntryInFull, responses=_UNCHANGED)
def show_entry(fresh: FreshOf, viewer: Reader, id: Id) -> Response:
    """One entry with all its witnesses, their words, why they are one happening, and what people judged."""
    return fresh.answer(build_entry_in_full(fresh.held, fresh.held.entry(id)))


@router.get("/totals", response_model=shapes.Totals, responses=_UNCHANGED)
def add_up(fresh: FreshOf, viewer: Reader, query: Annotated[TotalsQuery, Query()]) -> Response:
    """What the entries that fit add up to, lower and upper ends apart."""
    by = tuple(name.strip() for name in query.by.split(",") if name.strip())
    names = [name for name in by if name != "class"]
    totals = fresh.held.view.table.total(query.question, by)
    return fresh.answer({"by": list(by), "totals": [build_total(total, names) for total in totals]})


def build_total(total: Total, names: list[str]) -> dict[str, Any]:
    return {
        "group": dict(zip(names, total.group, strict=True)),
        "type": total.type,
        "stage": total.stage,
        "class": total.class_,
        "entries": total.entries,
        "low": total.low,
        "high": total.high,
    }


@router.get("/map", response_model=shapes.MapShape, responses=_UNCHANGED)
def show_map(fresh: FreshOf, viewer: Reader, filters: FiltersOf) -> Response:
    """Where the entries are that fit, counted by place."""
    spots, without = count_places(fresh.held.view.table.choose(filters.question))
    return fresh.answer({"places": [build_spot(spot) for spot in spots], "without_place": without})


def build_spot(spot: Spot) -> dict[str, Any]:
    place = spot.place
    return {
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": "place" if spot.is_point else "country",
        "entries": spot.entries,
        "standings": dict(sorted(spot.standings.items())),
        "id": spot.id,
        "others": spot.others,
    }


@router.get("/timeline", response_model=shapes.Timeline, responses=_UNCHANGED)
def show_timeline(fresh: FreshOf, viewer: Reader, filters: FiltersOf) -> Response:
    """How many entries of each type begin in each month."""
    months, without = count_months(fresh.held.view.table.choose(filters.question))
    rows = [{"month": month, "types": dict(sorted(types.items()))} for month, types in months.items()]
    return fresh.answer({"months": rows, "without_date": without})


@router.get("/claims/{first}/compare/{second}", response_model=shapes.ComparisonShape, responses=_UNCHANGED)
def compare_claims(fresh: FreshOf, viewer: Reader, first: Id, second: Id) -> Response:
    """Why two claims are one happening, or not."""
    held = fresh.held
    for id_ in (first, second):
        require_claim(fresh, id_)
    found = held.shelf.compare(first, second)
    entry = held.entry_of.get(first)
    joined = entry is not None and entry is held.entry_of.get(second)
    chain = find_chain(entry, first, second) if entry and joined else ()
    return fresh.answer(
        {
            "a": found.a,
            "b": found.b,
            "likeness": found.likeness,
            "compared": found.compared,
            "joined": joined,
            "reasons": [list(reason) for reason in found.reasons],
            "chain": [build_join(join) for join in chain],
        }
    )


def require_claim(fresh: Fresh, id_: str) -> None:
    if id_ not in fresh.held.shelf.claims:
        raise UnknownError(f"no claim {id_!r}", hint="it may have been read anew: open its document")


@router.get("/review/{queue}", response_model=shapes.QueuePage, responses=_UNCHANGED)
def show_queue(
    fresh: FreshOf,
    viewer: Reader,
    queue: Queue,
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """What waits for a judgement in one queue, the most pressing first."""
    view = fresh.held.view
    found = list_queue(view, queue)
    return fresh.answer(
        {
            "queue": queue,
            "waiting": {name: len(list_queue(view, name)) for name in QUEUES},
            "entries": build_entries(fresh.held, found[(page - 1) * size : page * size]),
            "count": len(found),
            "page": page,
            "size": size,
            "seen": view.seen,
        }
    )
