"""Web archives: what is whole in them is taken, a cut is told, and memory stays flat."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad.intake import Failure, Options, Original, open_originals
from marsad.intake.streams import Blob
from marsad.intake.warc import split_warc
from marsad.settings import Settings
from tests.intake.taking import ARTICLE, take

PAGE = "<html><head><title>{n}</title></head><body><article><p>{n}. {article}</p></article></body></html>"


def write_record(
    writer: WARCWriter,
    address: str,
    body: bytes,
    *,
    media: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    kind: str = "response",
    encoding: str | None = None,
) -> None:
    headers = [("Content-Type", media), ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if kind == "response" else None
    record = writer.create_warc_record(
        address,
        kind,
        payload=io.BytesIO(body),
        http_headers=http,
        warc_content_type=media if http is None else "application/http; msgtype=response",
        warc_headers_dict={"WARC-Date": "2025-01-20T08:30:00Z"},
    )
    writer.write_record(record)


def build_warc(pages: int = 3, *, packed: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for n in range(pages):
        write_record(writer, f"https://example.org/{n}", PAGE.format(n=n, article=ARTICLE).encode())
        write_record(writer, f"https://example.org/{n}.png", b"\x89PNG" + bytes(500), media="image/png")
    return stream.getvalue()


@pytest.mark.parametrize("way", ["plain", "members", "one member"])
def test_the_pages_of_an_archive_are_taken_with_their_address_and_time(tmp_path: Path, way: str) -> None:
    data = build_warc(packed=way == "members")
    file = tmp_path / ("a.warc" if way == "plain" else "a.warc.gz")
    file.write_bytes(gzip.compress(data) if way == "one member" else data)
    documents, failures = take(file)
    assert failures == []
    assert [(d.source, d.url, d.text[:2]) for d in documents] == [
        (f"{file}#https://example.org/{n}", f"https://example.org/{n}", f"{n}.") for n in range(3)
    ]
    original = next(open_originals(str(file)))
    assert isinstance(original, Original)
    assert original.address == "https://example.org/0"
    assert original.retrieved == dt.datetime(2025, 1, 20, 8, 30, tzinfo=dt.UTC)
    assert original.data == PAGE.format(n=0, article=ARTICLE).encode()


def test_texts_resources_and_packed_answers_are_taken_and_errors_are_not(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    page = PAGE.format(n=0, article=ARTICLE).encode()
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        write_record(writer, "https://example.org/404", page, status="404 Not Found")
        write_record(writer, "https://example.org/robots.txt", b"User-agent: *", media="text/plain")
        write_record(writer, "https://example.org/gzip", gzip.compress(page), encoding="gzip")
        write_record(writer, "https://example.org/text", b"Un.", media="text/plain", kind="conversion")
        write_record(writer, "file:///a.txt", b"Deux.", media="text/plain", kind="resource")
    documents, failures = take(file)
    assert failures == []
    assert [d.url for d in documents] == ["https://example.org/gzip", "https://example.org/text", "file:///a.txt"]


def test_a_page_without_an_article_is_a_failure_with_its_address(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    with file.open("wb") as stream:
        write_record(WARCWriter(stream, gzip=False), "https://example.org/", b"<html><body>Menu</body></html>")
    assert take(file)[1][0].startswith(f"{file}#https://example.org/: is a page without an article")


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_anywhere_gives_what_was_whole_and_one_failure(tmp_path: Path, packed: bool) -> None:
    data = build_warc(packed=packed)
    whole = take_all(data, tmp_path)
    assert [len(whole[0]), whole[1]] == [3, []]
    quiet = 0
    for end in range(40, len(data), 37):
        documents, failures = take_all(data[:end], tmp_path)
        assert documents == whole[0][: len(documents)], "what is taken is whole"
        assert len(failures) <= 1
        quiet += not failures
    assert quiet <= 2, "a cut goes unseen only where it falls between two records"


def take_all(data: bytes, folder: Path) -> tuple[list[str], list[str]]:
    file = folder / "cut.warc"
    file.write_bytes(data)
    entries = list(open_originals(str(file)))
    documents = [entry.data.decode() for entry in entries if isinstance(entry, Original)]
    return documents, [str(entry.error) for entry in entries if isinstance(entry, Failure)]


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (False, "is a web archive that is cut or broken after 6 whole records (get it again)"),
        (True, "is a gzip file that was cut: its end is missing (get it again)"),
    ],
)
def test_the_message_of_a_cut(tmp_path: Path, packed: bool, words: str) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(build_warc(packed=packed)[:-100])
    documents, failures = take(file)
    assert len(documents) == 3
    assert failures == [f"{file}: {words}"]


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n")
    assert take(file)[1] == [f"{file}: is a web archive that is cut or broken after 0 whole records (get it again)"]
    file.write_bytes(b"word " * 100)
    assert take(file)[1] == [f"{file}: is a web archive that is cut or broken after 0 whole records (get it again)"]
    file.write_bytes(b"WARC/1.0\r\n" + b"x" * 3_000_000)
    assert take(file)[1] == [f"{file}: is no web archive: a record's headers are endless (get it again)"]


def test_a_page_above_the_limit_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    bomb = gzip.compress(bytes(30_000_000))
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        write_record(writer, "https://example.org/bomb", bomb, encoding="gzip")
        write_record(writer, "https://example.org/a", PAGE.format(n=0, article=ARTICLE).encode())
    documents, failures = take(file, Options(settings=Settings(max_bytes=1_000_000)))
    assert len(documents) == 1
    assert failures == [f"{file}#https://example.org/bomb: is larger than 1 MB (too much for one article)"]


class Endless(io.RawIOBase):
    """A web archive that repeats its records until ``size`` bytes are read, without being anywhere."""

    def __init__(self, size: int) -> None:
        self._data, self._left, self._place = build_warc(50), size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._left <= 0 and self._place == 0:
            return 0
        part = self._data[self._place : self._place + len(buffer)]
        buffer[: len(part)] = part
        self._place = (self._place + len(part)) % len(self._data)
        self._left -= len(part)
        return len(part)


def test_memory_stays_flat_however_long_the_archive_is() -> None:
    def originals(size: int) -> Iterator[Original | Failure]:
        return split_warc(Blob("a.warc", "a.warc", io.BufferedReader(Endless(size))), Options())

    for _ in originals(1_000_000):
        pass
    tracemalloc.start()
    count = sum(1 for _ in originals(6_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 2000
    assert peak < 2_000_000
