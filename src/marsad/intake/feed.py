"""RSS and Atom feeds: each entry a document, or the page it links to. The one file that needs feedparser."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from marsad.errors import InputError
from marsad.intake.address import is_address
from marsad.intake.model import Failure, Found, Options, Original, fail
from marsad.intake.page import read_fragment
from marsad.intake.record import write_record
from marsad.intake.streams import Blob, Link, read_whole
from marsad.intake.text import parse_iso_day

_MARK = "\ufffd"
_REPLACED = _MARK.encode("utf-8")
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


def split_feed(blob: Blob, options: Options) -> Iterator[Original | Link | Failure]:
    """The entries of a feed: their content, or, where the feed itself came from an address, the pages they link to.

    A feed with broken XML gives its entries that are whole, and a failure. Raises InputError for what is no feed.
    """
    import feedparser

    data = read_whole(blob.stream, options.limits.feed_bytes, hint="give the pages it links to")
    data, mended = _mend(data)
    headers = {"content-type": f"application/xml; charset={blob.charset}"} if blob.charset else {}
    try:
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    # Of a declaration that names no encoding, in bytes that are none; of a number that stands for no letter.
    except (ValueError, LookupError, OverflowError) as error:
        raise InputError("is a feed whose encoding cannot be told", hint="get it again") from error
    if not parsed.version and not parsed.entries:
        raise InputError("is no RSS or Atom feed", hint="give a feed, or its articles as text, HTML or JSON")
    whole = parsed.entries[: len(_ENTRY_END.findall(data))]
    for number, entry in enumerate(whole, 1):
        taken = _take_entry(entry, number, parsed.feed, blob)
        if mended and isinstance(taken, Original) and _REPLACED in taken.data:
            taken = fail(taken.source, InputError("holds bytes that are no UTF-8", hint="get the feed again"))
        yield taken
    if line := _find_fault(parsed):
        rest = f"{len(whole)} entries were whole" if len(whole) > 1 else f"{len(whole) or 'no'} entry was whole"
        yield fail(blob.source, InputError(f"is a feed with broken XML: {line}; {rest}", hint="get it again"))


def _mend(data: bytes) -> tuple[bytes, bool]:
    """A feed in UTF-8 with broken places, as one that is cut has, with marks in their place; and whether it was so.

    One broken place, and feedparser takes all of the feed for another encoding.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        loose = data.decode("utf-8", "replace")
        broken = loose.count(_MARK)
        if sum(1 for char in loose if char > "\x7f") > 2 * broken:
            return loose.encode("utf-8"), True
    return data, False


def _find_fault(parsed: Any) -> str | None:
    from xml.sax import SAXParseException

    error = parsed.get("bozo_exception") if parsed.bozo else None
    return f"{error.getMessage()} in line {error.getLineNumber()}" if isinstance(error, SAXParseException) else None


def _take_entry(entry: Any, number: int, feed: Any, blob: Blob) -> Original | Link | Failure:
    link = str(entry.get("link") or "").strip()
    if not is_address(link) or re.search(r"\s", link):
        link = ""
    contents = [part.get("value") or "" for part in entry.get("content", [])]
    text = max((read_fragment(content) for content in contents), key=len, default="")
    if not text and link and blob.address and not blob.linked:
        return Link(link, known=_describe(entry, feed))
    text = text or read_fragment(entry.get("summary") or "")
    source = f"{blob.source}#{link or number}"
    if not text:
        return fail(source, InputError("is an entry without text", hint="give the address of its page"))
    known = _describe(entry, feed)
    record = {
        "text": text,
        "title": known.title,
        "publisher": known.publisher,
        "published": known.published.isoformat() if known.published else None,
        "language": known.language,
        "url": link or None,
    }
    return Original(
        source,
        write_record({name: value for name, value in record.items() if value}),
        "record",
        retrieved=blob.retrieved,
    )


def _describe(entry: Any, feed: Any) -> Found:
    """What a feed says of one of its entries."""
    outlet = (entry.get("source") or {}).get("title") or feed.get("title") or ""
    language = str(feed.get("language") or "").lower().replace("_", "-").partition("-")[0]
    return Found(
        text="",
        title=read_fragment(entry.get("title") or "").replace("\n", " ") or None,
        publisher=read_fragment(outlet).replace("\n", " ") or None,
        published=_find_day(entry),
        language=language if re.fullmatch(r"[a-z]{2}", language) else None,
    )


def _find_day(entry: Any) -> dt.date | None:
    """The day as the feed states it, in the feed's own time zone."""
    stated = str(entry.get("published") or entry.get("updated") or "")
    if day := parse_iso_day(stated):
        return day
    try:
        return parsedate_to_datetime(stated).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        return dt.date(*parsed[:3]) if parsed else None
