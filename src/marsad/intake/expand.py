"""From what the user names to the originals in it: files, folders, archives, tables, feeds, addresses."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from marsad.errors import InputError
from marsad.intake.address import is_address
from marsad.intake.archive import split_archive
from marsad.intake.kinds import ONE, tell_kind
from marsad.intake.model import AddressLimitError, Failure, Options, Original, fail
from marsad.intake.streams import CHUNK, Blob, Gunzip, Link, Stream, read_lines, read_whole
from marsad.intake.table import split_lines, split_table

if TYPE_CHECKING:
    from marsad.intake.fetch import Fetcher

STDIN = "-"
_PEEK = 1 << 16


class Expansion:
    """Opens sources one after the other; every fault is a Failure, and the rest goes on."""

    def __init__(self, options: Options, fetcher: Fetcher | None = None) -> None:
        self._options = options
        self._given = fetcher

    @cached_property
    def _fetcher(self) -> Fetcher:
        from marsad.intake.fetch import Fetcher  # what speaks to servers is loaded where there is one

        return self._given or Fetcher(self._options.fetch)

    def open_source(self, source: str) -> Iterator[Original | Failure]:
        """The originals of one file, address or ``-``."""
        name = "standard input" if source == STDIN else source
        try:
            if source == STDIN:
                yield from self._open_stdin()
            elif is_address(source):
                yield from self._open_link(Link(source))
            else:
                with _open_file(source) as stream:
                    yield from self._expand(Blob(source, Path(source).name, stream))
        except InputError as error:
            yield Failure(source, InputError(error.what, where=error.where or name, hint=error.hint))
        except OSError as error:
            hint = "check its disk or its permissions"
            yield Failure(source, InputError(f"cannot be read: {error.strerror or error}", where=name, hint=hint))

    def _open_stdin(self) -> Iterator[Original | Failure]:
        stream: Stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), _PEEK)
        try:
            yield from self._expand(Blob(STDIN, "", stream))
        finally:
            stream.detach()

    def _expand(self, blob: Blob) -> Iterator[Original | Failure]:
        """The originals of a blob; raises InputError where it cannot be opened, or not to its end."""
        if blob.depth > self._options.limits.nesting:
            raise InputError("lies in too many archives", hint="unpack it")
        kind = tell_kind(blob.name, blob.stream.peek(_PEEK), blob.media)
        if kind == "text" and self._options.addresses and not blob.depth and not blob.address:
            yield from self._open_list(blob)
            return
        if kind in ONE:
            yield self._take_whole(blob, kind)
            return
        for part in self._split(blob, kind):
            if isinstance(part, Original | Failure):
                yield part
            elif (yield from self._open_part(part)):
                return

    def _split(self, blob: Blob, kind: str) -> Iterator[Original | Blob | Link | Failure]:
        if kind == "lines":
            return split_lines(blob, self._options)
        if kind == "table":
            return split_table(blob, self._options)
        if kind == "feed":
            from marsad.intake.feed import split_feed

            return split_feed(blob, self._options)
        if kind == "warc":
            from marsad.intake.warc import split_warc

            return split_warc(blob, self._options)
        if kind == "parquet":
            from marsad.intake.parquet import split_parquet

            return split_parquet(blob, self._options)
        if kind == "zip":
            return split_archive(blob, self._options)
        return self._unpack(blob)

    def _open_part(self, part: Blob | Link) -> Generator[Original | Failure, None, bool]:
        """The originals of a part; returns whether no further part may be opened."""
        try:
            yield from self._open_link(part) if isinstance(part, Link) else self._expand(part)
        except InputError as error:
            yield fail(part.address if isinstance(part, Link) else part.source, error)
            return isinstance(error, AddressLimitError)
        return False

    def _open_link(self, link: Link) -> Iterator[Original | Failure]:
        fetched = self._fetcher.fetch(link.address)
        with fetched.body:
            yield from self._expand(
                Blob(
                    link.address,
                    PurePosixPath(urlsplit(fetched.address).path).name,
                    io.BufferedReader(cast(io.RawIOBase, fetched.body), _PEEK),
                    address=fetched.address,
                    retrieved=fetched.retrieved,
                    media=fetched.media,
                    charset=fetched.charset,
                    linked=link.known is not None,
                    known=link.known,
                )
            )

    def _open_list(self, blob: Blob) -> Iterator[Original | Failure]:
        """The pages of a list of addresses, one a line; empty lines and those that begin with # are passed over."""
        seen = set()
        for number, raw in read_lines(blob.stream, _PEEK):
            line = (raw or b"?").decode("utf-8-sig", "replace").strip()
            if not line or line.startswith("#") or line in seen:
                continue
            seen.add(line)
            if not is_address(line):
                shown = re.sub(r"\s+", " ", line)[:60]
                yield fail(f"{blob.source}:{number}", InputError(f"is no address: {shown!r}", hint="give one a line"))
            elif (yield from self._open_part(Link(line))):
                return

    def _unpack(self, blob: Blob) -> Iterator[Blob]:
        stream: Stream = io.BufferedReader(Gunzip(blob.stream, self._options.limits), CHUNK)
        name = blob.name.removesuffix(".gz")
        yield Blob(blob.source, name, stream, address=blob.address, retrieved=blob.retrieved, depth=blob.depth + 1)

    def _take_whole(self, blob: Blob, kind: str) -> Original:
        if kind == "pdf":
            data = read_whole(blob.stream, self._options.limits.pdf_bytes, hint="give its articles one by one")
        else:
            data = read_whole(
                blob.stream,
                self._options.settings.max_bytes,
                hint="too much for one article: split it into its articles, or set MARSAD_MAX_BYTES",
            )
        return Original(blob.source, data, kind, blob.address, blob.retrieved, blob.charset, blob.known)


def _open_file(source: str) -> Stream:
    if not source:
        raise InputError("an empty path names nothing", hint="give a file or a folder; . is the working folder")
    try:
        return io.BufferedReader(Path(source).open("rb", buffering=0), _PEEK)
    except FileNotFoundError as error:
        raise InputError("no such file or folder", hint="check the path") from error
    except IsADirectoryError as error:
        raise InputError("is a folder", hint="name a file in it") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", hint="check its kind and permissions") from error
