"""Where documents, claims, judgements and the register are kept: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from marsad.store.judgements import GoneError, StaleError
from marsad.store.opening import default_place, open_store, restore_store, upgrade_store
from marsad.store.parcels import DocumentRow, Parcel, ReadingRow
from marsad.store.records import (
    Account,
    Action,
    Dataset,
    Decision,
    Judgement,
    LogRow,
    Original,
    RegisterChange,
    Ruling,
    Session,
    StoredFailure,
)
from marsad.store.store import Store

__all__ = [
    "Account",
    "Action",
    "Dataset",
    "Decision",
    "DocumentRow",
    "GoneError",
    "Judgement",
    "LogRow",
    "Original",
    "Parcel",
    "ReadingRow",
    "RegisterChange",
    "Ruling",
    "Session",
    "StaleError",
    "Store",
    "StoredFailure",
    "default_place",
    "open_store",
    "restore_store",
    "upgrade_store",
]
