"""What kind an input is: by its first bytes, by what its server says, by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

ONE = frozenset({"text", "page", "record", "pdf"})
"""Kinds that hold one document."""

SUFFIXES: Mapping[str, str] = MappingProxyType({
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "page", ".htm": "page", ".xhtml": "page",
    ".json": "record",
    ".pdf": "pdf",
    ".jsonl": "lines", ".ndjson": "lines",
    ".csv": "table", ".tsv": "table",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".warc": "warc",
    ".parquet": "parquet",
    ".zip": "zip",
    ".gz": "gzip",
})  # fmt: skip
MEDIA: Mapping[str, str] = MappingProxyType({
    "text/html": "page", "application/xhtml+xml": "page",
    "application/json": "record", "application/ld+json": "record",
    "application/pdf": "pdf",
    "application/x-ndjson": "lines", "application/jsonl": "lines", "application/json-lines": "lines",
    "text/csv": "table", "text/tab-separated-values": "table",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/xml": "feed", "text/xml": "feed",
    "application/warc": "warc",
})  # fmt: skip
_PROLOGUE = rb"\A(?:\xef\xbb\xbf)?\s*(?>(?:<!--.*?-->|<\?[^>]*>|<!DOCTYPE[^>]*>)\s*)*+"
_MAGIC = (
    (re.compile(rb"\A\s*%PDF-"), "pdf"),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "zip"),
    (re.compile(rb"\x1f\x8b"), "gzip"),
    (re.compile(rb"WARC/\d"), "warc"),
    (re.compile(rb"PAR1"), "parquet"),
    (re.compile(_PROLOGUE + rb"<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL), "feed"),
)  # fmt: skip
_TWO_OBJECTS = re.compile(rb"\{[^\n]*\}\s*\n\s*\{")


def tell_kind(name: str, head: bytes, media: str | None = None) -> str:
    """The kind of what is called ``name`` and begins with ``head``; ``media`` is the type that its server states.

    >>> tell_kind("news", b'{"text": "a"}')
    'record'
    """
    for pattern, kind in _MAGIC:
        if pattern.match(head[:4096]):
            return kind
    return MEDIA.get(media or "") or SUFFIXES.get(PurePosixPath(name).suffix.lower()) or _sniff(head)


def _sniff(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"<html" in start[:1024].lower() or start[:1024].lower().startswith(b"<!doctype html"):
        return "page"
    if start.startswith(b"{"):
        return "lines" if _TWO_OBJECTS.match(start) else "record"
    return "text"
