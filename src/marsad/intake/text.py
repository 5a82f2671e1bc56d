"""Plain text to what it says of itself: its first line as title, lines of its head that hold a day or an address."""

from __future__ import annotations

import datetime as dt
import re

from marsad.intake.decode import decode_bytes
from marsad.intake.model import DayReader, Found, Options

_TITLE_LIMIT = 200
_LINE_LIMIT = 60  # a line of the head that is no more than a day or an address is short
_HEAD_LINES = 6
_ADDRESS = re.compile(r"\A\S*?(https?://\S+)")


def read_text(data: bytes, options: Options, *, charset: str | None = None) -> Found:
    """What a plain text says; the text remains whole, its title included. ``charset`` is what its server states."""
    decoded = decode_bytes(data, declared=charset)
    lines = decoded.text.split("\n")
    head = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    return Found(
        text=decoded.text,
        title=_find_title(lines),
        published=find_day(head, decoded.text, options.read_day),
        url=next((match.group(1) for line in head if (match := _ADDRESS.fullmatch(line))), None),
        warnings=decoded.warnings,
    )


def _find_title(lines: list[str]) -> str | None:
    """The first line, where an empty one follows it."""
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or first + 1 >= len(lines) or lines[first + 1].strip():
        return None
    title = lines[first].strip()
    return title if len(title) <= _TITLE_LIMIT and any(line.strip() for line in lines[first + 2 :]) else None


def find_day(lines: list[str], article: str, read_day: DayReader | None) -> dt.date | None:
    """The first day that stands in a short line of its own; a day inside a sentence is no day of publication."""
    for line in lines:
        if len(line) > _LINE_LIMIT or not any(char.isdigit() for char in line):
            continue
        day = parse_iso_day(line) or (read_day(line, article) if read_day else None)
        if day is not None:
            return day
    return None


def parse_iso_day(text: str | None) -> dt.date | None:
    """The day of an ISO 8601 date or time: ``parse_iso_day("2025-03-15T08:00Z") == date(2025, 3, 15)``."""
    match = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)", text or "")
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
