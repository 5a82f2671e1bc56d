"""A JSON object to what it says: its ``text`` and what is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from marsad.errors import InputError
from marsad.intake.decode import decode_bytes
from marsad.intake.model import Found, Options
from marsad.intake.text import parse_iso_day

FIELDS = ("title", "publisher", "published", "url", "language")
SHAPE = 'give an object with "text" and, where known, ' + ", ".join(f'"{name}"' for name in FIELDS)


def write_record(record: Mapping[str, str]) -> bytes:
    """The bytes of a record; those of equal records are equal."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read_record(data: bytes, options: Options) -> Found:
    """What one JSON object says; its text is taken as it stands. Other keys are ignored.

    Raises InputError for broken JSON (with line and column), another shape, and fields that are no strings.
    """
    decoded = decode_bytes(data)
    try:
        record = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is broken JSON: {error.msg}, line {error.lineno}, column {error.colno}", hint=SHAPE
        ) from error
    except ValueError as error:
        raise InputError("is JSON with a number that is too long", hint=SHAPE) from error
    except RecursionError as error:
        raise InputError("is JSON nested too deeply", hint=SHAPE) from error
    if not isinstance(record, dict):
        raise InputError(f"is a JSON {type(record).__name__}, not an object", hint=SHAPE)
    if not isinstance(record.get("text"), str):
        raise InputError('is a JSON object without a "text" string', hint=SHAPE)
    given: dict[str, str | None] = {name: record.get(name) for name in FIELDS}
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f'has a "{name}" that is no string', hint=SHAPE)
    published = parse_iso_day(given["published"])
    if given["published"] and published is None:
        raise InputError(
            f'has no day YYYY-MM-DD in "published": {given["published"]!r}', hint='give "published": "2025-01-31"'
        )
    return Found(
        text=record["text"],
        title=given["title"],
        language=given["language"],
        publisher=given["publisher"],
        published=published,
        url=given["url"],
        warnings=decoded.warnings,
    )
