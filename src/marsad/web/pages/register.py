"""The register: filters in the address bar, an order, columns by choice, pages, and the same as a file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from marsad.errors import InputError
from marsad.export.register import write_register_csv, write_register_json, write_register_jsonl
from marsad.i18n.words import Words, load_words
from marsad.link.ask import ORDERS
from marsad.model import CLAIM_TYPES, Party
from marsad.register import STANDINGS, Entry, Register
from marsad.web.filters import Listing
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.totals import list_totals
from marsad.web.rendering import render
from marsad.web.viewer import Reader

router = APIRouter()
COLUMNS = ("type", "standing", "who", "unit", "what", "place", "date", "origins", "publications", "id")
_SHOWN = ("type", "who", "what", "place", "date", "standing", "origins", "publications")
# Columns whose heading sorts, by the order it asks for.
_SORTS = {"date": "date", "origins": "origins", "publications": "publications", "what": "count"}
_FIELDS = ("supplier", "recipient", "unit", "class", "type", "place", "since", "until", "standing", "origins")
# A list of choices holds no more than this; the API takes any name.
_MOST_CHOICES = 300
_MOST_TOTALS = 500
_FORMATS = {"csv": "text/csv", "json": "application/json", "jsonl": "application/x-ndjson"}
Choice = tuple[str, str]
Groups = list[tuple[str, list[Choice]]]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list is cut: this page, the last one, and the addresses of those beside it."""

    page: int
    last: int
    before: str | None
    after: str | None


@router.get("/register")
def show_register(request: Request, held: Held, viewer: Reader) -> HTMLResponse:
    words = load_words(viewer.language)
    asked, fault = read_listing(request)
    found = held.view.table.choose(asked.question, sort=asked.sort)
    asked = asked.model_copy(update={"page": min(asked.page, _count_pages(len(found), asked))})
    columns = [name for name in COLUMNS if name in request.query_params.getlist("column")] or list(_SHOWN)
    given = {name: request.query_params.get(name, "") for name in _FIELDS}
    given["origins"] = given["origins"] if given["origins"] not in ("0",) else ""
    return render(
        request,
        "register.html",
        status=422 if fault else 200,
        fault=fault,
        entries=list(found[asked.rows]),
        count=len(found),
        chosen=any(given.values()),
        given=given,
        sort=asked.sort,
        orders=list(ORDERS),
        sorts=_SORTS,
        columns=columns,
        all_columns=COLUMNS,
        choices=list_choices(held, words, given),
        query_with=_query_with(request),
        missing=list_missing,
        pages=_cut(request, len(found), asked),
    )


@router.get("/totals")
def show_totals(request: Request, held: Held, viewer: Reader) -> HTMLResponse:
    asked, fault = read_listing(request)
    found = held.view.table.choose(asked.question)
    return render(
        request,
        "totals.html",
        status=422 if fault else 200,
        page="register",
        fault=fault,
        totals=list_totals(list(found), most=_MOST_TOTALS),
        query=_query_with(request)(),
    )


@router.get("/register/download")
def send_register(request: Request, held: Held, viewer: Reader, format: str = "csv") -> Response:
    """The entries that fit, all of them, as ``marsad register`` prints them."""
    if format not in _FORMATS:
        raise InputError(f"no format {format!r}", hint=f"there are {', '.join(_FORMATS)}")
    asked, fault = read_listing(request)
    if fault:
        raise fault
    entries = list(held.view.table.choose(asked.question, sort=asked.sort))
    out = io.StringIO()
    if format == "json":
        sources = {id_: document.source for id_, document in held.shelf.documents.items()}
        write_register_json(Register(tuple(entries), held.shelf.register.families), sources, out)
    else:
        (write_register_csv if format == "csv" else write_register_jsonl)(entries, out)
    headers = {"Content-Disposition": f'attachment; filename="register.{format}"'}
    return Response(out.getvalue(), media_type=f"{_FORMATS[format]}; charset=utf-8", headers=headers)


def read_listing(request: Request) -> tuple[Listing, InputError | None]:
    """The filters of an address; where they make no sense, none, and what is wrong with them."""
    values = {name: value for name, value in request.query_params.items() if name in (*_FIELDS, "sort", "page", "size")}
    try:
        return Listing.model_validate(values), None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        return Listing(), InputError(what, where=name or None)


def _query_with(request: Request) -> Callable[..., str]:
    """The query string of an address with some values changed, from its first page."""

    def change(**changes: str) -> str:
        pairs = [(k, v) for k, v in request.query_params.multi_items() if v and k != "page" and k not in changes]
        return urlencode([*pairs, *((k, v) for k, v in changes.items() if v)])

    return change


def _cut(request: Request, count: int, asked: Listing) -> Pages:
    last = _count_pages(count, asked)

    def address(page: int) -> str | None:
        return "?" + _query_with(request)(page=str(page)) if 1 <= page <= last and page != asked.page else None

    return Pages(asked.page, last, address(asked.page - 1), address(asked.page + 1))


def _count_pages(count: int, asked: Listing) -> int:
    return max(1, -(-count // asked.size))


def list_missing(entry: Entry) -> set[str]:
    """The columns for which an entry has nothing to show, which a narrow screen leaves out."""
    there = {
        "who": entry.supplier or entry.recipient, "unit": entry.unit, "what": entry.items or entry.personnel,
        "place": entry.place, "date": entry.date,
    }  # fmt: skip
    return {name for name, value in there.items() if not value}


def list_choices(held: Holdings, words: Words, given: Mapping[str, str]) -> list[tuple[str, Groups]]:
    """For each filter the values that the register holds, named in the viewer's language."""
    lists = held.kept(f"choices {words.language}", lambda: _name_choices(held, words))
    return [
        (name, _with_given(lists[name], given[name]))
        for name in ("type", "supplier", "recipient", "unit", "class", "place", "standing")
    ]


def _name_choices(held: Holdings, words: Words) -> dict[str, Groups]:
    facts = held.kept("choices", lambda: _collect(held.shelf.register.entries))
    lists: dict[str, Groups] = {
        role: [("", _sort((id_, words.party(party)) for id_, party in facts[role].items()))]
        for role in ("supplier", "recipient", "unit")
    }
    classes = _sort((name, words.counted(name)) for name in facts["class"])
    lists["class"] = [(words("filter.classes"), classes), (words("filter.types"), _sort((n, n) for n in facts["type"]))]
    countries = _sort((code, words.country(code)) for code in facts["country"])
    places = _sort((name, name) for name in facts["place"])
    lists["place"] = [(words("filter.countries"), countries), (words("filter.places"), places)]
    lists["type"] = [("", [(name, words(f"type.{name}")) for name in CLAIM_TYPES])]
    lists["standing"] = [("", [(name, words(f"standing.{name}")) for name in STANDINGS])]
    return lists


def _with_given(groups: Groups, given: str) -> Groups:
    """A value of the address that is in no list (a name, say) stays chosen."""
    known = {value for _, values in groups for value, _ in values}
    return groups if not given or given in known else [("", [(given, given)]), *groups]


def _sort(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice[1].casefold())[:_MOST_CHOICES]


def _collect(entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    """The parties, classes, types and places of all entries, the most frequent ones."""
    parties: dict[str, dict[str, Party]] = {role: {} for role in ("supplier", "recipient", "unit")}
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*parties, "class", "type", "country", "place")}
    for entry in entries:
        for role, found in parties.items():
            party: Party | None = getattr(entry, role)
            if party:
                found[party.id] = party
                counts[role][party.id] += 1
        people = {entry.personnel.item.class_} - {"other"} if entry.personnel else set()
        counts["class"].update({bound.item.class_ for bound in entry.items} | people)
        counts["type"].update({bound.item.designation for bound in entry.items if bound.item.designation})
        if entry.place:
            counts["place"][entry.place.name] += entry.place.latitude is not None
            counts["country"][entry.place.country or ""] += 1
    most = {name: dict(found.most_common(_MOST_CHOICES)) for name, found in counts.items()}
    most["country"].pop("", None)
    chosen: dict[str, dict[str, Any]] = {name: dict(found) for name, found in most.items()}
    return chosen | {role: {id_: found[id_] for id_ in most[role]} for role, found in parties.items()}
