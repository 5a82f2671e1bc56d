"""JSON lines and CSV: each row a document, each bad row a failure, memory flat."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from marsad.intake import Failure, Options, receive
from marsad.settings import Settings
from tests.intake.taking import take


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_each_line_is_a_document_and_a_broken_one_a_failure(tmp_path: Path) -> None:
    lines = ['{"text": "Un.", "title": "t", "published": "2025-01-20"}', "", '{"text": "Deux."', '{"text": "Trois."}']
    file = write(tmp_path / "a.jsonl", "\n".join(lines))
    documents, failures = take(file)
    assert [(d.source, d.text, d.published) for d in documents] == [
        (f"{file}:1", "Un.", dt.date(2025, 1, 20)),
        (f"{file}:4", "Trois.", None),
    ]
    assert len(failures) == 1
    assert failures[0].startswith(f"{file}:3: is broken JSON: ")


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    lines = [json.dumps({"text": word}) for word in ("Un.", "x" * 500, "Deux.")]
    file = write(tmp_path / "a.jsonl", "\n".join(lines))
    documents, failures = take(file, Options(settings=Settings(max_bytes=100)))
    assert [d.text for d in documents] == ["Un.", "Deux."]
    assert failures == [f"{file}:2: is a line of more than 0.0001 MB (one article a line)"]


def test_lines_are_told_by_their_beginning_too(tmp_path: Path) -> None:
    file = write(tmp_path / "articles", '{"text": "Un."}\n{"text": "Deux."}\n')
    assert len(take(file)[0]) == 2
    one = receive(str(file))
    assert isinstance(one, Failure)
    assert str(one.error) == f"{file}: holds many documents (`marsad ingest` takes in all that a file holds)"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_by_the_names_of_its_columns(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [
        ("Title", "note", "TEXT ", "published"),
        ("عنوان", "x", '"وصلت سبع\ndبابات"'.replace("d", "د"), "2025-01-20"),
    ]
    file = write(tmp_path / "a.csv", "\r\n".join(separator.join(row) for row in rows) + "\r\n", encoding)
    documents, failures = take(file)
    assert failures == []
    assert [(d.source, d.title, d.text, d.published) for d in documents] == [
        (f"{file}:2", "عنوان", "وصلت سبع\nدبابات", dt.date(2025, 1, 20))
    ]


def test_a_table_without_the_needed_column_names_what_is_there_and_what_is_needed(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "headline,body,day\na,b,c\n")
    assert take(file) == (
        [],
        [
            f'{file}: has no column "text": its columns are headline, body, day (give a column "text" and, where known, '
            "title, publisher, published, url, language)"
        ],
    )


def test_a_row_of_another_length_or_with_a_bad_day_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "text,published\nUn.,2025-01-20\nDeux\nTrois.,soon\n,2025-01-20\nCinq.,\n")
    documents, failures = take(file)
    assert [d.text for d in documents] == ["Un.", "Cinq."]
    assert [line.removeprefix(f"{file}:") for line in failures] == [
        "3: has 1 cells, the header 2 (quote cells that hold separators)",
        '4: has no day YYYY-MM-DD in "published": \'soon\' (give "published": "2025-01-31")',
        "5: holds no text (give an article)",
    ]


def test_a_quotation_mark_that_never_closes_ends_the_table_with_a_failure(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "text\nUn.\n" + '"Deux ' + "mot\n" * 100)
    documents, failures = take(file, Options(settings=Settings(max_bytes=100)))
    assert [d.text for d in documents] == ["Un."]
    assert len(failures) == 1
    assert failures[0].startswith(f"{file}: is no table from line 3 on: ")


def test_equal_rows_are_one_document_whatever_the_order_of_the_columns(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", "text,title\nUn.,t\n")
    second = write(tmp_path / "b.csv", "title,text\nt,Un.\n")
    assert take(first)[0][0].id == take(second)[0][0].id


def test_a_table_of_another_encoding_in_its_middle_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"text\n" + "é.\n".encode() * 40_000 + b"\xe9\xe9.\n")
    documents, failures = take(file)
    assert len(documents) > 30_000
    assert failures[0].startswith(f"{file}: is no UTF-8 from line ")
