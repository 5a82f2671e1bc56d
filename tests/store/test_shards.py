"""Shards: what is read comes back as it was, a shard is whole or not there, and made twice it is there once."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest

from marsad.errors import StoreError
from marsad.store.parcels import DocumentRow, Parcel, ReadingRow
from marsad.store.shards import ShardDocument, ShardFailure, ShardWriter, name_shard, read_shard
from tests.store.examples import make_claim, make_document

pytest.importorskip("pyarrow")
WHEN = dt.datetime(2025, 1, 20, 8, 30, tzinfo=dt.UTC)
BROKEN = ShardFailure("sha256:0", "odd\ufffdname.txt", "is empty", None, "give an article")


def make(number: int) -> ShardDocument:
    document, raw = make_document(number)
    row = DocumentRow.of(document, raw, address="https://example.org/a", retrieved=WHEN)
    reading = ReadingRow.of(document.id, [make_claim(f"{number}a"), make_claim(f"{number}b")], reader="1")
    return ShardDocument(Parcel(reading, bytes([number % 256]) * 9, row), raw, ("a warning",))


def write(folder: Path, count: int) -> None:
    with ShardWriter(folder, "s") as writer:
        for number in range(count):
            writer.add(make(number))
        writer.add_failure(BROKEN)


@pytest.mark.parametrize("count", [0, 3, 1100])
def test_what_was_written_comes_back_in_its_order(tmp_path: Path, count: int) -> None:
    write(tmp_path, count)
    assert list(read_shard(name_shard(tmp_path, "s"))) == [*map(make, range(count)), BROKEN]
    assert [file.name for file in tmp_path.iterdir()] == ["shard=s"]


def test_a_shard_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), ShardWriter(tmp_path, "s") as writer:
        writer.add(make(1))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_shard_made_twice_is_there_once(tmp_path: Path) -> None:
    with ShardWriter(tmp_path, "s") as slow:
        slow.add(make(1))
        write(tmp_path, 1)
    assert list(read_shard(name_shard(tmp_path, "s"))) == [make(0), BROKEN]
    assert [file.name for file in tmp_path.iterdir()] == ["shard=s"]


def test_a_damaged_shard_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, 3)
    file = name_shard(tmp_path, "s") / "claims.parquet"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(StoreError, match="is a damaged shard: "):
        list(read_shard(name_shard(tmp_path, "s")))
