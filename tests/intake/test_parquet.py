"""Parquet files: each row a document, each bad row a failure, a broken file one line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.intake.taking import take

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def write(file: Path, **columns: list[object]) -> Path:
    parquet.write_table(pyarrow.table(columns), file)
    return file


def test_each_row_is_a_document_and_one_without_text_a_failure(tmp_path: Path) -> None:
    days = [dt.date(2025, 1, 20), None, None]
    file = write(tmp_path / "a.parquet", text=["Un.", None, "Trois."], published=days, other=[1, 2, 3])
    documents, failures = take(file)
    assert [(d.source, d.text, d.published) for d in documents] == [
        (f"{file}:1", "Un.", days[0]),
        (f"{file}:3", "Trois.", None),
    ]
    assert [line.partition(" (")[0] for line in failures] == [f'{file}:2: has no string in "text"']


def test_rows_with_the_same_words_are_the_document_that_a_table_gives(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,publisher\nUn.,Wire\n")
    file = write(tmp_path / "a.parquet", publisher=["Wire"], text=["Un."])
    assert [d.id for d in take(file)[0]] == [d.id for d in take(tmp_path / "a.csv")[0]]


@pytest.mark.parametrize("size", [4, 60, -1])
def test_a_file_that_was_cut_is_one_line(tmp_path: Path, size: int) -> None:
    file = write(tmp_path / "a.parquet", text=["Un."])
    file.write_bytes(file.read_bytes()[:size])
    documents, (line,) = take(file)
    assert documents == []
    assert line.startswith(f"{file}: is a broken Parquet file: ")


def test_columns_without_a_text_are_named(tmp_path: Path) -> None:
    _, (line,) = take(write(tmp_path / "a.parquet", body=["Un."]))
    assert line.startswith(f'{tmp_path}/a.parquet: has no column "text": its columns are body')
