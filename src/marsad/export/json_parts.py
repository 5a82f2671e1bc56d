"""JSON written part by part: a list inside an object, one element a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from marsad.export.files import open_text

Record = dict[str, Any]


def dump(value: Any) -> str:
    """One line of JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False)


def write_lines(records: Iterable[Record], out: BinaryIO) -> None:
    """One object a line."""
    with open_text(out) as text:
        for record in records:
            text.write(dump(record) + "\n")


def write_list(
    head: Record, name: str, records: Iterable[Record], out: BinaryIO, *, tail: Callable[[], Record] = dict
) -> None:
    """An object with the members of ``head``, the list ``name`` and what ``tail`` gives when the list is written."""
    with open_text(out) as text:
        text.write("{" + "".join(f"{dump(key)}: {dump(value)},\n" for key, value in head.items()))
        text.write(f"{dump(name)}: [")
        between = "\n"
        for record in records:
            text.write(between + dump(record))
            between = ",\n"
        text.write("\n]" + "".join(f",\n{dump(key)}: {dump(value)}" for key, value in tail().items()) + "}\n")
