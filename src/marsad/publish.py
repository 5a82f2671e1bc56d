"""The register as files and as tables: what a store holds, handed to the exports with what they need of the world."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.desk import keep_linked, open_exhibits
from marsad.errors import MarsadError
from marsad.export.files import Options, Precision, Rows, open_file_export, write_file
from marsad.export.rows import (
    CLAIM_COLUMNS,
    ENTRY_COLUMNS,
    FAMILY_COLUMNS,
    ITEM_COLUMNS,
    VERDICT_COLUMNS,
    Column,
    Row,
    build_claim_rows,
    build_entry_rows,
    build_family_rows,
    build_item_rows,
    build_verdict_rows,
)
from marsad.knowledge.actors import actor_name
from marsad.model import Place
from marsad.register import Entry, Exhibit
from marsad.shelf import open_shelf
from marsad.store import Store
from marsad.trade.categories import categorise
from marsad.world import list_predictions, load_tables, verify_claims

if TYPE_CHECKING:
    from marsad.export.arrow import Table
    from marsad.export.brief import Brief

# What a person reads; more is a file for programs.
_MOST_ENTRIES = 500


def export_register(
    store: Store,
    format: str,
    fits: Callable[[Entry], bool],
    *,
    output: Path | None = None,
    rows: Rows = "items",
    hxl: bool = False,
) -> None:
    """Write the entries that fit in one of the formats: to a file, whole or not at all, or to standard output.

    Raises MarsadError for an unknown format, a missing package, a full disk, or a register that changed meanwhile.
    """
    write = open_file_export(format)
    exhibits = open_exhibits(store, fits)
    options = make_options(store, rows=rows, hxl=hxl)
    if output is not None:
        write_file(format, exhibits, options, output)
        return
    write(exhibits, options, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def make_options(store: Store, *, rows: Rows = "items", hxl: bool = False) -> Options:
    """What exports are told besides the entries of a store."""
    return Options(
        made=keep_linked(store).at,
        families=store.families,
        precision=tell_precision,
        categorise=categorise,
        rows=rows,
        hxl=hxl,
    )


def tell_precision(place: Place) -> Precision:
    """How exactly a place is known: a ``place`` has coordinates, a ``region`` and a ``country`` have none.

    >>> tell_precision(Place("Mali", "ML")), tell_precision(Place("Gao", "ML", 16.27, -0.04))
    ('country', 'place')
    """
    if place.latitude is not None:
        return "place"
    return "country" if place.country and place.name in (place.country, actor_name(place.country)) else "region"


def publish_brief(
    store: Store, format: str, fits: Callable[[Entry], bool], *, language: str, output: Path | None = None
) -> None:
    """Write a brief of the entries that fit: to a file, whole or not at all, or to standard output.

    Raises MarsadError where none or too many fit, for a missing package, or a full disk.
    """
    from marsad.export.brief import open_brief, write_brief

    try:
        from marsad.export.brief.compose import compose
    except ImportError as error:
        raise MarsadError(f"a brief needs {error.name}", hint="pip install 'marsad[brief]'") from error
    sheet = compose(gather_brief(store, fits), language)
    if output is not None:
        write_brief(format, sheet, output)
        return
    open_brief(format)(sheet, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def gather_brief(store: Store, fits: Callable[[Entry], bool]) -> Brief:
    """What a brief of the entries that fit tells, the earliest first, those without a date last."""
    from marsad.export.brief import Brief

    made = keep_linked(store).at
    shelf = open_shelf(store)
    entries = sorted(filter(fits, shelf.register.entries), key=lambda entry: (entry.date or "~", entry.id))
    _refuse_size(len(entries), len(shelf.register.entries))
    tables = load_tables(store)
    wanted = {witness.claim for entry in entries for witness in entry.claims}
    predictions = tuple(p for p in list_predictions(shelf, tables) if p.claim in wanted)
    verdicts = verify_claims(shelf, tables, wanted) if tables else []
    settling = {id_ for prediction in predictions for id_ in prediction.settled_by}
    settling |= {reason.claim for verdict in verdicts for reason in verdict.reasons if reason.claim}
    told = {id_: shelf.claims[id_] for id_ in sorted(wanted | settling) if id_ in shelf.claims}
    documents = {document.id for document, _ in told.values()}
    return Brief(
        entries=tuple(entries),
        told=told,
        families=tuple(family for family in shelf.register.families if documents & set(family.documents)),
        documents=shelf.documents,
        predictions=predictions,
        verdicts=tuple(verdicts),
        datasets=tuple(f"{d.name}: {d.kind} {d.version}, {d.terms}" for d in store.datasets.list()),
        made=made,
    )


def _refuse_size(chosen: int, all_: int) -> None:
    if not all_:
        hint = "`marsad ingest PATH` takes articles in, `marsad demo` shows it with invented ones"
        raise MarsadError("the register is empty: there is nothing to brief on", hint=hint)
    if not chosen:
        raise MarsadError("no entry fits these filters", hint="take one away; `marsad register` lists the entries")
    if chosen > _MOST_ENTRIES:
        hint = "choose some: --recipient, --since, --standing ..."
        raise MarsadError(f"{chosen} entries are more than a brief holds ({_MOST_ENTRIES})", hint=hint)


class Tables:
    """What a store holds as Arrow tables, each made when it is asked for; docs/exports.md lists the columns.

    Needs pyarrow (``pip install 'marsad[exports]'``); polars and pandas take the tables over::

        with open_store("desk.db") as store:
            claims = polars.from_arrow(read_tables(store).claims)
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def entries(self) -> Table:
        """One row an entry."""
        return self._build(build_entry_rows, ENTRY_COLUMNS)

    @cached_property
    def items(self) -> Table:
        """One row an item of an entry, and one for its people."""
        return self._build(build_item_rows, ITEM_COLUMNS)

    @cached_property
    def claims(self) -> Table:
        """One row a claim, with its words and its document."""
        return self._build(build_claim_rows, CLAIM_COLUMNS)

    @cached_property
    def families(self) -> Table:
        """One row a document that carries another's text, or whose text others carry."""
        from marsad.export.arrow import build_table

        keep_linked(self._store)
        return build_table(build_family_rows(self._store.families()), FAMILY_COLUMNS)

    @cached_property
    def verdicts(self) -> Table:
        """One row a verdict of the event data that the store holds on an outcome claim."""
        from marsad.export.arrow import build_table

        verdicts = verify_claims(open_shelf(self._store), load_tables(self._store))
        return build_table(build_verdict_rows(verdicts), VERDICT_COLUMNS)

    def _build(self, build: Callable[[Exhibit, Options], Iterator[Row]], columns: tuple[Column, ...]) -> Table:
        from marsad.export.arrow import build_table

        options = make_options(self._store)
        exhibits = open_exhibits(self._store, lambda _: True)
        return build_table((row for exhibit in exhibits for row in build(exhibit, options)), columns)


def read_tables(store: Store) -> Tables:
    """The entries, items, claims, families and verdicts of a store as Arrow tables."""
    return Tables(store)
