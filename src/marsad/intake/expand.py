"""From what the user names to the originals in it: files, folders, archives, tables, feeds, addresses."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from marsad.errors import InputError
from marsad.intake.archive import split_archive
from marsad.intake.kinds import ONE, tell_kind
from marsad.intake.model import Failure, Options, Original, fail
from marsad.intake.streams import CHUNK, Blob, Gunzip, Stream, read_whole
from marsad.intake.table import split_lines, split_table

STDIN = "-"
_PEEK = 1 << 16


class Expansion:
    """Opens sources one after the other; every fault is a Failure, and the rest goes on."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def open_source(self, source: str) -> Iterator[Original | Failure]:
        """The originals of one file or ``-``."""
        name = "standard input" if source == STDIN else source
        try:
            if source == STDIN:
                yield from self._open_stdin()
            else:
                with _open_file(source) as stream:
                    yield from self._expand(Blob(source, Path(source).name, stream))
        except InputError as error:
            yield Failure(source, InputError(error.what, where=error.where or name, hint=error.hint))

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
        if kind in ONE:
            yield self._take_whole(blob, kind)
            return
        for part in self._split(blob, kind):
            if isinstance(part, Blob):
                yield from self._expand_part(part)
            else:
                yield part

    def _split(self, blob: Blob, kind: str) -> Iterator[Original | Blob | Failure]:
        if kind == "lines":
            return split_lines(blob, self._options)
        if kind == "table":
            return split_table(blob, self._options)
        if kind == "warc":
            from marsad.intake.warc import split_warc

            return split_warc(blob, self._options)
        if kind == "zip":
            return split_archive(blob, self._options)
        return self._unpack(blob)

    def _expand_part(self, part: Blob) -> Iterator[Original | Failure]:
        try:
            yield from self._expand(part)
        except InputError as error:
            yield fail(part.source, error)

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
        return Original(blob.source, data, kind, blob.address, blob.retrieved, blob.charset)


def _open_file(source: str) -> Stream:
    try:
        return io.BufferedReader(Path(source).open("rb", buffering=0), _PEEK)
    except FileNotFoundError as error:
        raise InputError("no such file or folder", hint="check the path") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", hint="check its kind and permissions") from error
