"""Take documents in: text, web pages, JSON objects, standard input, folders.

``list_inputs`` says what there is to read, ``receive`` takes one in, ``open_intake`` does both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import InputError
from marsad.intake.model import DayReader, Failure, Found, Options, Received, Told, build_document

__all__ = [
    "STDIN",
    "SUFFIXES",
    "DayReader",
    "Failure",
    "Inputs",
    "Options",
    "Received",
    "Told",
    "list_inputs",
    "open_intake",
    "receive",
]

STDIN = "-"
SUFFIXES: Mapping[str, str] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "page", ".htm": "page", ".xhtml": "page",
    ".json": "record",
}  # fmt: skip
Reader = Callable[[bytes, Options], Found]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What there is to read, in order, and files of folders that are passed over for their kind."""

    sources: tuple[str, ...]
    skipped: tuple[str, ...] = ()


def list_inputs(paths: Iterable[str]) -> Inputs:
    """Every file that ``paths`` name: files and ``-`` as given, the files of folders sorted by path.

    Hidden files are left out; in folders, files of other kinds than SUFFIXES are listed as skipped.
    """
    sources: list[str] = []
    skipped: list[str] = []
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            for file in _walk(Path(path)):
                (sources if file.suffix.lower() in SUFFIXES else skipped).append(str(file))
        else:
            sources.append(path)
    return Inputs(tuple(sources), tuple(skipped))


def _walk(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def open_intake(path: str, options: Options | None = None) -> Iterator[Received | Failure]:
    """Every document of a file, a folder or ``-`` (standard input), file by file; what cannot be taken in is a Failure.

    >>> [type(entry).__name__ for entry in open_intake("no-such-file.txt")]
    ['Failure']
    """
    for source in list_inputs([path]).sources:
        yield receive(source, options)


def receive(source: str, options: Options | None = None) -> Received | Failure:
    """Take in one file or ``-``."""
    options = options or Options()
    try:
        data = _read_bytes(source, options.settings.max_bytes)
        found = _choose_reader(source, data)(data, options)
        return Received(build_document(data, source, found, options.told), found.warnings)
    except InputError as error:
        return Failure(source, InputError(error.what, where=_name(source), hint=error.hint))


def _name(source: str) -> str:
    return "standard input" if source == STDIN else source


def _read_bytes(source: str, limit: int) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if source == STDIN else Path(source).open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError("no such file or folder", hint="check the path") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", hint="check its kind and permissions") from error
    if not data:
        raise InputError("is empty", hint="give an article")
    if len(data) > limit:
        raise InputError(
            f"is larger than {limit / 1e6:g} MB, too much for one article",
            hint="split it into its articles, or set MARSAD_MAX_BYTES",
        )
    return data


def _choose_reader(source: str, data: bytes) -> Reader:
    """By the file's suffix, else by how its text begins."""
    kind = SUFFIXES.get(Path(source).suffix.lower()) or _sniff(data)
    if kind == "record":
        from marsad.intake.record import read_record

        return read_record
    if kind == "page":
        from marsad.intake.page import read_page

        return read_page
    from marsad.intake.text import read_text

    return read_text


def _sniff(data: bytes) -> str:
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "page"
    return "record" if head.startswith(b"{") else "text"
