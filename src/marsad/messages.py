"""What the program says beside its output: a line for a person, or JSON lines for a machine that collects them."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys

from marsad.errors import MarsadError

KINDS = ("text", "json")


def begin(kind: str) -> None:
    """From now on say things as ``kind`` says: lines of text, or one JSON object a line, those of libraries as well.

    Raises MarsadError for another kind.
    """
    if kind not in KINDS:
        raise MarsadError(f"no log {kind!r}", where="MARSAD_LOG", hint=f"there are {', '.join(KINDS)}")
    if kind == "json":
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        logging.getLogger("alembic").setLevel(logging.WARNING)


def is_json() -> bool:
    """Whether things are said as JSON lines."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with what is counted, in the form of the number.

    >>> count(1, "row"), count(0, "row"), count(28, "entry", "entries")
    ('1 row', '0 rows', '28 entries')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def say(line: str) -> None:
    """One line for the user on standard error, beside the output."""
    if is_json():
        logging.getLogger("marsad").info(line)
    else:
        print(f"marsad: {line}", file=sys.stderr)


class JsonLines(logging.Formatter):
    """``time``, ``level``, ``logger``, ``message``; what ``fields`` of a record hold; of a fault its ``exception``."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        told = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
