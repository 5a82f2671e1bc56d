"""Web archives (WARC, also gzipped): the pages in them, one record at a time. The one file that needs warcio."""

from __future__ import annotations

import datetime as dt
import logging
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import Any, BinaryIO

from marsad.errors import InputError
from marsad.intake.kinds import MEDIA, ONE
from marsad.intake.model import Failure, Options, Original, fail
from marsad.intake.streams import CHUNK, Blob, describe_size

_LINE_BYTES = 1 << 16
_HEAD_BYTES = 1 << 20
"""The headers of one record; real ones have a few thousand bytes."""

_DOCUMENT_RECORDS = frozenset({"response", "resource", "conversion"})


def split_warc(blob: Blob, options: Options) -> Iterator[Original | Failure]:
    """The pages, texts and PDFs of a web archive that were answered with 200; all else in it is passed over.

    Raises InputError at the place where the archive is cut or broken, after all that was whole before it.
    """
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    logging.getLogger("warcio").setLevel(logging.ERROR)  # it tells of every address that it repairs
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    lines = _Lines(blob.stream)
    count = 0
    while first := lines.read_first_line():
        try:
            record = loader.parse_record_stream(lines, first, "warc")
        except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as error:
            raise _damage(count) from error
        if record.length is None or record.rec_type is None:
            raise _damage(count)
        count += 1
        taken = _take(record, blob.source, options)
        while record.raw_stream.read(CHUNK):
            pass
        if record.raw_stream.limit:
            raise _damage(count - 1)
        if taken:
            yield taken


def _damage(count: int) -> InputError:
    return InputError(f"is a web archive that is cut or broken after {count} whole records", hint="get it again")


class _Lines:
    """The stream that warcio reads from; a record's headers have a limit, so that no line fills the memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0

    def read_first_line(self) -> str:
        """The first line of the next record, and empty at the end."""
        self._left = _HEAD_BYTES
        line = self.readline()
        while line and not line.strip():
            line = self.readline()
        return line.decode("utf-8", "replace").rstrip()

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = None) -> bytes:
        limit = min(_LINE_BYTES, self._left)
        line = self._stream.readline(limit if size is None else min(limit, size))
        self._left -= len(line)
        if len(line) == limit and not line.endswith(b"\n"):
            raise InputError("is no web archive: a record's headers are endless", hint="get it again")
        return line

    def tell(self) -> int:
        """Where the stream stands; warcio takes the difference of two places, within a record that counts itself."""
        return 0


def _take(record: Any, source: str, options: Options) -> Original | Failure | None:
    """The document of a record, and None where it holds none."""
    if record.rec_type not in _DOCUMENT_RECORDS:
        return None
    headers = record.http_headers
    if headers and headers.get_statuscode() != "200":
        return None
    media, charset = _read_media(headers.get_header("Content-Type") if headers else record.content_type)
    kind = MEDIA.get(media) or ("text" if media == "text/plain" else None)
    address = record.rec_headers.get_header("WARC-Target-URI")
    if kind not in ONE or address is None or address.endswith("/robots.txt"):
        return None
    place = f"{source}#{address}"
    limit = options.limits.pdf_bytes if kind == "pdf" else options.settings.max_bytes
    try:
        data = _read_content(record.content_stream(), limit)
    except zlib.error:
        return fail(place, InputError("is not compressed as its headers say", hint="get the archive again"))
    if len(data) > limit:
        return fail(place, InputError(f"is larger than {describe_size(limit)}", hint="too much for one article"))
    return Original(place, data, kind, address, _read_time(record.rec_headers.get_header("WARC-Date")), charset)


def _read_content(stream: BinaryIO, limit: int) -> bytes:
    parts, size = [], 0
    while size <= limit and (part := stream.read(CHUNK)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _read_media(stated: str | None) -> tuple[str, str | None]:
    message = Message()
    message["Content-Type"] = stated or "application/octet-stream"
    return message.get_content_type(), message.get_content_charset()


def _read_time(stated: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(stated) if stated else None
    except ValueError:
        return None
