"""ZIP and gzip: what is in them, what is broken, what is a bomb."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from marsad.intake import Limits, Options
from marsad.settings import Settings
from tests.intake.taking import take


def build_zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_the_files_of_an_archive_are_taken_like_those_of_a_folder(tmp_path: Path) -> None:
    inner = build_zip({"c.txt": b"Trois."})
    file = tmp_path / "a.zip"
    members = {"a.txt": b"Un.", "b/b.json": b'{"text": "Deux."}', "d.zip": inner, "e.png": b"x", ".f.txt": b"x"}
    file.write_bytes(build_zip(members | {"g.txt": b""}))
    documents, failures = take(file)
    assert [(d.source.removeprefix(f"{file}"), d.text) for d in documents] == [
        ("/a.txt", "Un."),
        ("/b/b.json", "Deux."),
        ("/d.zip/c.txt", "Trois."),
    ]
    assert failures == [f"{file}/g.txt: is empty (give an article)"]


def test_a_gzipped_file_is_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"text": "Un."}\n') + gzip.compress(b'{"text": "Deux."}\n') + bytes(512))
    assert [d.text for d in take(file)[0]] == ["Un.", "Deux."]


def test_a_cut_gzip_gives_what_was_whole_and_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    lines = b"".join(b'{"text": "' + os.urandom(20).hex().encode() + b'"}\n' for _ in range(5000))
    file.write_bytes(gzip.compress(lines)[:-5000])
    documents, failures = take(file)
    assert 3000 < len(documents) < 5000
    assert failures == [f"{file}: is a gzip file that was cut: its end is missing (get it again)"]


def test_a_broken_gzip_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(b"\x1f\x8b\x08\x00" + b"\xff" * 100)
    assert take(file) == ([], [f"{file}: is a broken gzip file (get it again)"])


def test_a_gzip_bomb_is_stopped_early(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress((b" " * 999_999 + b"\n") * 80))
    _, failures = take(file)
    assert failures == [f"{file}: expands to more than 200 times its size, as a bomb does (unpack it yourself)"]


def test_a_bomb_that_claims_to_be_one_article_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(bytes(20_000_000)))
    assert "is larger than 5 MB (too much for one article" in take(file)[1][0]


def test_a_stream_beyond_the_limit_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"text": "Un."}\n' * 10_000))
    documents, failures = take(file, Options(limits=Limits(expanded_bytes=100_000)))
    assert 0 < len(documents) < 10_000
    assert failures == [f"{file}: expands to more than 0.1 MB (split it)"]


def test_a_zip_bomb_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(build_zip({f"{n}.jsonl": b" " * 1_000_000 for n in range(80)}))
    documents, failures = take(file)
    assert documents == []
    assert (
        failures[0] == f"{file}/50.jsonl: expands to more than 200 times its size, as a bomb does (unpack it yourself)"
    )


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = b"Un."
    name = "a.txt"
    for _ in range(5):
        data, name = build_zip({name: data}), "a.zip"
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    assert take(file) == ([], [f"{file}/a.zip/a.zip/a.zip/a.zip: lies in too many archives (unpack it)"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data[:-30], "is a ZIP archive that was cut: its end is missing (get it again)"),
        (lambda data: data.replace(b"PK\x01\x02", b"PK\x09\x09"), "is a broken ZIP archive (get it again)"),
    ],
)
def test_a_damaged_archive_is_named(tmp_path: Path, change: object, words: str) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(change(build_zip({"a.txt": b"Un."})))  # type: ignore[operator]
    assert take(file) == ([], [f"{file}: {words}"])


def test_a_damaged_member_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    data = bytearray(build_zip({"a.txt": os.urandom(50).hex().encode(), "b.txt": b"Deux."}))
    data[50] ^= 255
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    documents, failures = take(file)
    assert [d.text for d in documents] == ["Deux."]
    assert failures == [f"{file}/a.txt: is broken in its archive (get the archive again)"]


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(build_zip({"a.txt": b"Un."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    assert take(file)[1] == [f"{file}/a.txt: is encrypted (unpack the archive with its password)"]


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(build_zip({f"{n}.txt": b"x" for n in range(20)}))
    assert take(file, Options(limits=Limits(members=10)))[1] == [
        f"{file}: holds more than 10 files (unpack it into a folder)"
    ]


def test_an_office_document_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(build_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    assert take(file)[1] == [f"{file}: is an office document (save it as PDF or text)"]


def test_a_member_above_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(build_zip({"a.txt": b"word " * 100, "b.txt": b"Deux."}))
    documents, failures = take(file, Options(settings=Settings(max_bytes=100)))
    assert [d.text for d in documents] == ["Deux."]
    assert failures[0].startswith(f"{file}/a.txt: is larger than 0.0001 MB")
