"""Take documents in: text, pages, PDF, JSON, tables, feeds, web archives, ZIP archives, folders, addresses.

``open_intake`` gives every document of a path or an address. It is two steps, for those who read in several processes:
``open_originals`` finds the documents and is bound to the disk or the network, ``read_original`` reads one and is bound
to the processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from marsad.errors import InputError
from marsad.intake.expand import STDIN, Expansion
from marsad.intake.kinds import ONE, SUFFIXES
from marsad.intake.model import (
    DayReader,
    Failure,
    FetchOptions,
    Found,
    Limits,
    Options,
    Original,
    Received,
    Told,
    build_document,
    fail,
)

__all__ = [
    "STDIN",
    "SUFFIXES",
    "DayReader",
    "Expansion",
    "Failure",
    "FetchOptions",
    "Inputs",
    "Limits",
    "Options",
    "Original",
    "Received",
    "Told",
    "list_inputs",
    "open_intake",
    "open_originals",
    "read_original",
    "receive",
]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What there is to read, in order, and files of folders that are passed over for their kind."""

    sources: tuple[str, ...]
    skipped: tuple[str, ...] = ()


def list_inputs(paths: Iterable[str], *, collections: bool = False) -> Inputs:
    """Every file that ``paths`` name: files, addresses and ``-`` as given, the files of folders sorted by path.

    Hidden files are left out. In folders, files of other kinds than SUFFIXES are listed as skipped; so are those of
    many documents (tables, feeds, archives) unless ``collections`` are wanted.
    """
    wanted = {suffix for suffix, kind in SUFFIXES.items() if collections or kind in ONE}
    sources: list[str] = []
    skipped: list[str] = []
    for path in paths:
        if path and path != STDIN and Path(path).is_dir():
            for file in _walk(Path(path)):
                (sources if file.suffix.lower() in wanted else skipped).append(str(file))
        else:
            sources.append(path)
    return Inputs(tuple(sources), tuple(skipped))


def _walk(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def open_intake(path: str, options: Options | None = None) -> Iterator[Received | Failure]:
    """Every document of a file, a folder, an address or ``-`` (standard input); what cannot be taken in is a Failure.

    >>> [type(entry).__name__ for entry in open_intake("no-such-file.txt")]
    ['Failure']
    """
    options = options or Options()
    for entry in open_originals(path, options):
        yield read_original(entry, options) if isinstance(entry, Original) else entry


def open_originals(
    path: str, options: Options | None = None, *, expansion: Expansion | None = None
) -> Iterator[Original | Failure]:
    """The bytes of every document of ``path``, one at a time, not yet read.

    An ``expansion`` that is used for several paths keeps to one pace per host and one count of fetched addresses.
    """
    expansion = expansion or Expansion(options or Options())
    for source in list_inputs([path], collections=True).sources:
        yield from expansion.open_source(source)


def read_original(original: Original, options: Options | None = None) -> Received | Failure:
    """The document of an original: its text, and what it says of itself."""
    options = options or Options()
    try:
        found = _find(original, options)
        return Received(build_document(original, found, options.told), original, found.warnings)
    except InputError as error:
        where = "standard input" if original.source == STDIN else original.source
        return Failure(original.source, InputError(error.what, where=where, hint=error.hint))


def receive(source: str, options: Options | None = None) -> Received | Failure:
    """The document of a file, an address or ``-`` that holds one; one that holds many is a Failure."""
    options = options or Options()
    entries = list(islice(Expansion(options).open_source(source), 2))
    if len(entries) == 1:
        return read_original(entries[0], options) if isinstance(entries[0], Original) else entries[0]
    what = "holds many documents" if entries else "holds no document"
    return fail(source, InputError(what, hint="`marsad ingest` takes in all that a file holds"))


def _find(original: Original, options: Options) -> Found:
    if original.kind == "record":
        from marsad.intake.record import read_record

        return read_record(original.data, options)
    if original.kind == "page":
        from marsad.intake.page import read_page

        return read_page(original.data, options, charset=original.charset)
    if original.kind == "pdf":
        from marsad.intake.pdf import read_pdf

        return read_pdf(original.data, options)
    from marsad.intake.text import read_text

    return read_text(original.data, options, charset=original.charset)
