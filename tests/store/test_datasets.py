"""Files of event data: kept once by their bytes, found again, told of by the log."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from marsad.errors import StoreError
from marsad.store import Dataset, Store, open_store, restore_store
from tests.store.conftest import MakePlace

DATA = b"id,best\n1,2\n"
SHA = "sha256:" + hashlib.sha256(DATA).hexdigest()
FILE = Dataset(SHA, "events.csv", "ucdp-ged", "25.1", "CC BY 4.0", 1, 2020, 2024, ("1 row left out: line 9",))


def test_a_file_is_kept_once_and_read_back(store: Store) -> None:
    assert store.datasets.add(FILE, DATA)
    assert not store.datasets.add(FILE, DATA)
    (kept,) = store.datasets.list()
    assert (kept.name, kept.version, kept.notes) == (FILE.name, FILE.version, FILE.notes)
    assert kept.added
    assert store.datasets.read(SHA) == DATA
    assert store.check() == []


def test_an_unknown_file_is_one_line(store: Store) -> None:
    with pytest.raises(StoreError, match="holds no file sha256:00"):
        store.datasets.read("sha256:00")


def test_a_dataset_leaves_the_register_as_it_is(store: Store) -> None:
    from marsad.register import Register

    store.put_register(Register((), ()))
    store.datasets.add(FILE, DATA)
    assert store.is_linked()


def test_a_dataset_cannot_be_changed(store: Store) -> None:
    store.datasets.add(FILE, DATA)
    with pytest.raises(StoreError, match="never changed"), store.database.write() as connection:
        connection.execute(sa.text("UPDATE datasets SET version = '1'"))


def test_datasets_are_in_a_backup(store: Store, make_place: MakePlace, tmp_path: object) -> None:
    from pathlib import Path

    store.datasets.add(FILE, DATA)
    file = Path(str(tmp_path)) / "desk.jsonl"
    store.backup(file)
    place = make_place()
    restore_store(place, file)
    with open_store(place) as copy:
        assert copy.datasets.read(SHA) == DATA
        assert copy.check() == []
