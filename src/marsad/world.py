"""What a desk holds its claims against: files of event data taken in, verdicts on what its store holds. Used by every
door.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from marsad.errors import InputError
from marsad.link.why import entry_by_claim
from marsad.model import Claim, Document
from marsad.shelf import Shelf
from marsad.store import Dataset, Store
from marsad.verdicts import Bin, Prediction, Verdict
from marsad.verify.files import read_table
from marsad.verify.judge import World, find_arrivals, judge_claim
from marsad.verify.panel import Area, build_panels
from marsad.verify.predictions import Told, build_ledger, settle_by_data
from marsad.verify.tables import TERMS, Table
from marsad.verify.windows import Window


def add_data(store: Store, path: Path) -> tuple[Dataset, bool]:
    """Take in a file of event data; the dataset and whether it is new.

    Raises InputError, and keeps nothing, where the file is missing, empty or of no known kind.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), hint="check the path") from error
    table = read_table(data, str(path))
    first, last = table.span
    sha256 = "sha256:" + hashlib.sha256(data).hexdigest()
    dataset = Dataset(
        sha256, path.name, table.kind, table.version, TERMS[table.kind], table.rows, first, last, table.notes
    )
    return dataset, store.datasets.add(dataset, data)


def load_tables(store: Store) -> list[Table]:
    """All files of event data of a store, read."""
    return [read_table(store.datasets.read(dataset.sha256), dataset.name) for dataset in store.datasets.list()]


def build_world(tables: Iterable[Table], claims: Iterable[Claim], *, controlled: bool = False) -> World:
    """What claims are held against; ``controlled`` with a synthetic control where the data carry one."""
    return World(build_panels(tables), find_arrivals(claims), controlled)


def verify_claims(
    shelf: Shelf, tables: Iterable[Table], wanted: Collection[str] | None = None, *, controlled: bool = False
) -> list[Verdict]:
    """A verdict for each outcome claim and country, by document and place in it; of the wanted claims, or of all."""
    world = build_world(tables, (claim for _, claim in shelf.claims.values()), controlled=controlled)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for document, claim in shelf.claims.values():
        by_document[document.id].append(claim)
        documents[document.id] = document
    return [
        verdict
        for id_, claims in sorted(by_document.items())
        for claim in claims
        if claim.type == "outcome" and (wanted is None or claim.id in wanted)
        for verdict in judge_claim(claim, documents[id_], claims, world)
    ]


def list_predictions(shelf: Shelf, tables: Iterable[Table]) -> list[Prediction]:
    """The ledger of what is expected, the oldest first, settled by later claims and, for outcomes, by event data."""
    entries = entry_by_claim(shelf.register.entries)
    told = [
        Told(claim, document, entries[claim.id].id if claim.id in entries else None)
        for document, claim in shelf.claims.values()
    ]
    world = build_world(tables, (claim for _, claim in shelf.claims.values()))
    return [_ask_data(prediction, shelf, world) for prediction in build_ledger(told)]


def _ask_data(prediction: Prediction, shelf: Shelf, world: World) -> Prediction:
    """An expected outcome, held against the deaths of the time for which it was expected."""
    document, claim = shelf.claims[prediction.claim]
    if claim.type != "outcome" or prediction.by is None:
        return prediction
    siblings = [other for of, other in shelf.claims.values() if of.id == document.id]
    as_fact = replace(claim, factuality="fact")
    return settle_by_data(prediction, judge_claim(as_fact, replace(document, published=None), siblings, world))


def find_outcomes(shelf: Shelf, start: str) -> set[str]:
    """The outcome claims of the entry, or the one claim, whose id begins so; raises InputError where there is none."""
    outcomes = {id_ for id_, (_, claim) in shelf.claims.items() if claim.type == "outcome"}
    claims = {id_ for id_ in outcomes if id_.startswith(start)}
    if not claims:
        claims = outcomes & {witness.claim for witness in shelf.find_entry(start).claims}
    if not claims:
        raise InputError(f"{start!r} claims no outcome", hint="`marsad register --type outcome` lists those that do")
    return claims


def sum_deaths(tables: Iterable[Table], country: str, *, by_month: bool = False) -> list[tuple[str, tuple[Bin, ...]]]:
    """The deaths of a country year by year, or month by month, of each kind of data that covers it."""
    found = []
    for panel in build_panels(tables):
        spans = panel.spans.get(country)
        if not spans or (by_month and not panel.has_days):
            continue
        first, last = min(span.first for span in spans), max(span.last for span in spans)
        area = Area(country)
        bins = (
            panel.list_months(area, Window(first, last)) if by_month else panel.list_years(area, first.year, last.year)
        )
        found.append((panel.label, bins))
    if not found:
        raise InputError(
            f"no event data of {country}", hint="`marsad data` lists the files, `marsad data add` adds one"
        )
    return found
