"""Byte streams with limits: what is read never outgrows them, whatever a file claims of itself."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

from marsad.errors import InputError
from marsad.intake.model import Found, Limits

CHUNK = 1 << 16
Stream: TypeAlias = "io.BufferedReader[Any]"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes on their way in: what they are called, where they came from, and a stream of them."""

    source: str
    name: str
    stream: Stream
    address: str | None = None
    retrieved: dt.datetime | None = None
    media: str | None = None
    charset: str | None = None
    depth: int = 0
    """How many archives it lies in."""

    linked: bool = False
    """Whether a feed named it, and no person."""

    known: Found | None = None
    """What the feed says of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address to fetch; ``known`` is what the feed says of its page, None where a person named it."""

    address: str
    known: Found | None = None


def describe_size(size: int) -> str:
    return f"{size / 1e9:g} GB" if size >= 1e9 else f"{size / 1e6:g} MB"


def read_whole(stream: BinaryIO, limit: int, *, hint: str) -> bytes:
    """All of a stream; raises InputError where it is empty or holds more than ``limit`` bytes."""
    data = stream.read(limit + 1)
    if not data:
        raise InputError("is empty", hint="give an article")
    if len(data) > limit:
        raise InputError(f"is larger than {describe_size(limit)}", hint=hint)
    return data


def read_lines(stream: Stream, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream that are not empty, without blanks at their ends, each with its number, from 1 on.

    None stands in place of a line of more than ``limit`` bytes, which is passed over unread. Empty lines are passed
    over many at a time: forty million of them, a bomb of 200 kB, take a moment.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif words := line.strip():
            yield number, words
        else:
            ahead = stream.peek()
            blank = stream.read(len(ahead) - len(ahead.lstrip()))
            number += blank.count(b"\n")


class Meter:
    """Counts what a compressed input becomes; raises InputError where that is a bomb."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._expanded = 0

    def count(self, expanded: int, packed_so_far: int) -> None:
        """``expanded`` more bytes came out of the first ``packed_so_far`` bytes of the input."""
        self._expanded += expanded
        limits = self._limits
        if self._expanded > limits.expanded_bytes:
            raise InputError(f"expands to more than {describe_size(limits.expanded_bytes)}", hint="split it")
        if self._expanded > max(limits.expansion_from, packed_so_far * limits.expansion):
            raise InputError(
                f"expands to more than {limits.expansion} times its size, as a bomb does", hint="unpack it yourself"
            )


class Gunzip(io.RawIOBase):
    """The bytes of a gzip stream of any number of members, a part at a time.

    Raises InputError for a stream that is broken, cut or a bomb, after all that was whole before it.
    """

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._meter = Meter(limits)
        self._packed = 0
        self._decoder = zlib.decompressobj(31)
        self._pending = b""
        self._inside = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if not self._pending and not self._decoder.eof:
                self._pending = self._read_packed()
            if self._decoder.eof and not self._begin_member():
                return 0
            if not self._pending and not self._inside:
                return 0
            part = self._expand(len(buffer))
            if part:
                self._meter.count(len(part), self._packed)
                buffer[: len(part)] = part
                return len(part)

    def _expand(self, size: int) -> bytes:
        ended = not self._pending
        try:
            part = self._decoder.decompress(self._pending, size)
        except zlib.error as error:
            raise InputError("is a broken gzip file", hint="get it again") from error
        self._inside = True
        self._pending = self._decoder.unconsumed_tail or self._decoder.unused_data
        if ended and not part and not self._decoder.eof:
            raise InputError("is a gzip file that was cut: its end is missing", hint="get it again")
        return part

    def _begin_member(self) -> bool:
        """Go on to the next member; zeros after the last one are padding."""
        self._inside = False
        while not self._pending.strip(b"\0"):
            self._pending = self._read_packed()
            if not self._pending:
                return False
        self._pending = self._pending.lstrip(b"\0")
        self._decoder = zlib.decompressobj(31)
        return True

    def _read_packed(self) -> bytes:
        data = self._stream.read(CHUNK)
        self._packed += len(data)
        return data
