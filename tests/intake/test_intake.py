"""Text, JSON, standard input and folders."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import pickle
from pathlib import Path

import pytest

from marsad.errors import InputError
from marsad.intake import (
    SUFFIXES,
    Failure,
    FetchOptions,
    Limits,
    Options,
    Received,
    Told,
    list_inputs,
    open_intake,
    open_originals,
    receive,
)
from marsad.intake.record import read_record
from marsad.model import Document
from marsad.settings import Settings

ARTICLE = "عنوان المقال\r\n\r\nوصلت سبع دبابات إلى باماكو.\r\n\u200fقال الوزير ذلك 😀.\r\n"


def take(path: Path, options: Options | None = None) -> Document:
    received = receive(str(path), options)
    assert isinstance(received, Received), received
    return received.document


def fail(path: Path, options: Options | None = None) -> str:
    failure = receive(str(path), options)
    assert isinstance(failure, Failure)
    return str(failure.error)


def test_a_text_stays_as_it_is_and_both_hashes_are_of_what_was_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf" + ARTICLE.encode())
    document = take(file)
    assert document.text == ARTICLE
    assert document.source == str(file)
    assert document.id == "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    assert document.text_sha256 == "sha256:" + hashlib.sha256(ARTICLE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE, "عنوان المقال"),
        ("Titre\nTexte sans ligne vide.", None),
        ("Rien d'autre que ceci.\n\n", None),
        ("x" * 201 + "\n\nTexte.", None),
    ],
)
def test_a_first_line_before_an_empty_one_is_the_title(tmp_path: Path, text: str, title: str | None) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    assert take(file).title == title


def test_a_day_and_an_address_in_lines_of_the_head_are_found(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Titre\n\nPublié : 2025-03-15\n\nhttps://example.org/a\n\nTexte.", encoding="utf-8")
    document = take(file, Options(read_day=lambda line, _: dt.date(2025, 3, 15) if "Publié" in line else None))
    assert (document.published, document.url) == (dt.date(2025, 3, 15), "https://example.org/a")


def test_what_the_user_says_wins(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": "T.", "publisher": "A", "published": "2024-01-01", "language": "fr"}))
    told = Told(publisher="B", published=dt.date(2025, 1, 2), language="en")
    document = take(file, Options(told=told))
    assert (document.publisher, document.published, document.language) == ("B", dt.date(2025, 1, 2), "en")


def test_every_field_of_a_json_object_is_taken(tmp_path: Path) -> None:
    record = {"title": "t", "publisher": "p", "published": "2025-01-20", "url": "u", "language": "ar", "text": ARTICLE}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(record | {"claims": [], "id": "x"}), encoding="utf-8")
    document = take(file)
    assert (document.title, document.publisher, document.url, document.language) == ("t", "p", "u", "ar")
    assert (document.published, document.text) == (dt.date(2025, 1, 20), ARTICLE)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ('{"text": "a",\n "title": }', "is broken JSON: Expecting value, line 2, column 11"),
        ("[1, 2]", "is a JSON list, not an object"),
        ('{"title": "a"}', 'without a "text" string'),
        ('{"text": 7}', 'without a "text" string'),
        ('{"text": "a", "url": 7}', 'has a "url" that is no string'),
        ('{"text": "a", "published": "soon"}', 'no day YYYY-MM-DD in "published"'),
        ('{"text": "a", "published": "2025-02-30"}', 'no day YYYY-MM-DD in "published"'),
        ('{"text": ' + "[" * 100_000, "is JSON nested too deeply"),
    ],
)
def test_another_json_is_refused_with_what_is_wanted(record: str, words: str) -> None:
    with pytest.raises(InputError, match="give ") as caught:
        read_record(record.encode(), Options())
    assert words in str(caught.value)


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"text": "tank \\ud83d"}')
    assert "half of a surrogate pair at character 5" in fail(file)


@pytest.mark.parametrize(("data", "words"), [(b"", "is empty"), (b" \n\t\n", "holds no text")])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert f"{file}: {words}" in fail(file)


def test_a_large_file_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"word " * 30)
    assert "is larger than 0.0001 MB" in fail(file, Options(settings=Settings(max_bytes=100)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert fail(tmp_path / "no.txt") == f"{tmp_path / 'no.txt'}: no such file or folder (check the path)"


def test_a_folder_is_read_in_order_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.json", "c/d.html", "z.docx", "t.csv", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    inputs = list_inputs([str(tmp_path)])
    assert [Path(source).relative_to(tmp_path).as_posix() for source in inputs.sources] == [
        "a.json",
        "b.txt",
        "c/d.html",
    ]
    assert [Path(source).name for source in inputs.skipped] == ["t.csv", "z.docx"]
    assert [Path(source).name for source in list_inputs([str(tmp_path)], collections=True).skipped] == ["z.docx"]


def test_a_bad_file_of_a_folder_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\1\2")
    (tmp_path / "b.txt").write_text("Some words.")
    assert [type(entry) for entry in open_intake(str(tmp_path))] == [Failure, Received]


def test_a_file_without_suffix_is_known_by_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "article"
    file.write_text('{"text": "Some words.", "title": "t"}')
    assert take(file).title == "t"


@pytest.mark.parametrize("kind", [Limits, FetchOptions])
def test_every_limit_is_in_the_docs(kind: type) -> None:
    text = (Path(__file__).parents[2] / "docs" / "intake.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(kind):
        assert f"\n| `{field.name}` |" in text
    for suffix in SUFFIXES:
        assert f"`{suffix}`" in text


def test_originals_and_failures_travel_between_processes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un.")
    (tmp_path / "b.txt").write_text("")
    entries = list(open_originals(str(tmp_path)))
    assert pickle.loads(pickle.dumps(entries[0])) == entries[0]
    assert str(pickle.loads(pickle.dumps(entries[1])).error) == f"{tmp_path / 'b.txt'}: is empty (give an article)"
