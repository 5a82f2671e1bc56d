"""ZIP archives: each file in them is taken as if it lay in a folder; nothing is written to disk."""

from __future__ import annotations

import io
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from marsad.errors import InputError
from marsad.intake.kinds import SUFFIXES
from marsad.intake.model import Failure, Limits, Options, fail
from marsad.intake.streams import CHUNK, Blob, Meter, Stream, describe_size

_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What zipfile raises on damaged archives."""

_END_SIZE = 22
_LISTING_PER_MEMBER = 1000  # bytes; names are far shorter
_IN_MEMORY = 1 << 23


def split_archive(blob: Blob, options: Options) -> Iterator[Blob | Failure]:
    """The files of a ZIP archive, in its order; hidden files and other kinds are passed over.

    Raises InputError for an archive that is broken or holds too much.
    """
    limits = options.limits
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        stream = _make_seekable(blob, spool, limits)
        _check_listing(stream, limits)
        try:
            archive = zipfile.ZipFile(stream)
        except (*_FAULTS, NotImplementedError) as error:
            raise InputError("is a broken ZIP archive", hint="get it again") from error
        names = [entry.filename for entry in archive.infolist()]
        if "[Content_Types].xml" in names:
            raise InputError("is an office document", hint="save it as PDF or text")
        meter, size = Meter(limits), stream.seek(0, io.SEEK_END)
        for entry in archive.infolist():
            if entry.filename and not entry.is_dir() and _is_wanted(entry.filename):
                yield from _open_member(archive, entry, blob, meter, size)


def _open_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, blob: Blob, meter: Meter, size: int
) -> Iterator[Blob | Failure]:
    source = f"{blob.source}/{entry.filename}"
    if entry.flag_bits & 1:
        yield fail(source, InputError("is encrypted", hint="unpack the archive with its password"))
        return
    try:
        with archive.open(entry) as member:
            stream: Stream = io.BufferedReader(_Member(member, meter, size), CHUNK)
            yield Blob(source, entry.filename, stream, retrieved=blob.retrieved, depth=blob.depth + 1)
    except NotImplementedError:
        yield fail(source, InputError("is packed in a way that is not known", hint="unpack it yourself"))
    except _FAULTS:
        yield fail(source, InputError("is broken in its archive", hint="get the archive again"))


class _Member(io.RawIOBase):
    """A file of an archive as a stream that is measured, and whose faults are InputErrors."""

    def __init__(self, member: IO[bytes], meter: Meter, archive_size: int) -> None:
        self._member, self._meter, self._packed = member, meter, archive_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            part = self._member.read(len(buffer))
        except _FAULTS as error:
            raise InputError("is broken in its archive", hint="get the archive again") from error
        self._meter.count(len(part), self._packed)
        buffer[: len(part)] = part
        return len(part)


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and any(parts[-1].lower().endswith(suffix) for suffix in SUFFIXES)


def _make_seekable(blob: Blob, spool: tempfile.SpooledTemporaryFile[bytes], limits: Limits) -> BinaryIO:
    """The archive itself where it is a file, else a copy: its listing stands at its end."""
    if blob.stream.seekable():
        return blob.stream
    size = 0
    while part := blob.stream.read(CHUNK):
        size += len(part)
        if size > limits.nested_bytes:
            raise InputError(f"is an inner archive above {describe_size(limits.nested_bytes)}", hint="unpack it")
        spool.write(part)
    spool.seek(0)
    return spool  # type: ignore[return-value]


def _check_listing(stream: BinaryIO, limits: Limits) -> None:
    """Refuse an archive of too many members before its listing is loaded."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE - 0xFFFF))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    stream.seek(0)
    if end < 0 or len(tail) < end + _END_SIZE:
        raise InputError("is a ZIP archive that was cut: its end is missing", hint="get it again")
    listed = int.from_bytes(tail[end + 10 : end + 12], "little")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if listed > limits.members or length > limits.members * _LISTING_PER_MEMBER:
        raise InputError(f"holds more than {limits.members} files", hint="unpack it into a folder")
