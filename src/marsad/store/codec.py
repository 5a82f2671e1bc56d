"""Frozen dataclasses as JSON and back, every field, by their type hints.

Absent values (a field equal to its default) are left out, so that a later field with a default can be read from what
an earlier version wrote. A ``Span`` is ``[start, end]``, a day is ISO 8601.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from marsad.errors import StoreError
from marsad.model import Span

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Coder:
    """How values of one type become JSON, and what makes them again."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


class Codec:
    """Writes and reads values of the model and the register.

    >>> CODEC.loads(Span, CODEC.dumps(Span(3, 8)))
    Span(start=3, end=8)
    """

    def __init__(self) -> None:
        self._coders: dict[Any, Coder] = {
            Span: Coder(lambda s: [s.start, s.end], lambda v: Span(v[0], v[1])),
            dt.date: Coder(dt.date.isoformat, dt.date.fromisoformat),
            float: Coder(float, float),
            int: Coder(int, int),
            str: Coder(_same, _same),
            bool: Coder(bool, bool),
        }

    def dumps(self, value: Any, kind: Any = None) -> str:
        """One line of JSON; the same value always gives the same line. ``kind`` is its type where it is no class."""
        return dump_json(self._coder(kind or type(value)).encode(value))

    def loads(self, kind: type[T], line: str | bytes) -> T:
        """The value that ``dumps`` wrote; raises StoreError where the line is none of its."""
        try:
            value: T = self._coder(kind).decode(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise StoreError(
                f"a stored {kind.__name__.lower()} is damaged or of another version: {line[:60]!s}",
                hint="run `marsad store check`",
            ) from error
        return value

    def _coder(self, kind: Any) -> Coder:
        if kind not in self._coders:
            self._coders[kind] = self._make(kind)
        return self._coders[kind]

    def _make(self, kind: Any) -> Coder:
        if dataclasses.is_dataclass(kind):
            return self._make_fields(kind)
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._make_optional(inner)
        if origin is tuple:
            return self._make_tuple(inner)
        if origin in (set, frozenset):
            coder = self._coder(inner[0])
            return Coder(lambda v: sorted(coder.encode(x) for x in v), lambda v: origin(coder.decode(x) for x in v))
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
            return self._make_mapping(inner[1])
        if origin is Literal:
            return Coder(_same, _same)
        raise TypeError(f"no way to write a {kind}")

    def _make_fields(self, kind: Any) -> Coder:
        hints = get_type_hints(kind)
        coders = {f.name: self._coder(hints[f.name]) for f in dataclasses.fields(kind) if f.init}
        decoders = {name: coder.decode for name, coder in coders.items()}
        fields = [
            (f.name, attrgetter(f.name), _default(f), coders[f.name].encode) for f in dataclasses.fields(kind) if f.init
        ]

        def encode(value: Any) -> dict[str, Any]:
            return {name: write(part) for name, get, default, write in fields if (part := get(value)) != default}

        def decode(value: dict[str, Any]) -> Any:
            return kind(**{name: decoders[name](part) for name, part in value.items()})

        return Coder(encode, decode)

    def _make_optional(self, inner: tuple[Any, ...]) -> Coder:
        (only,) = (kind for kind in inner if kind is not type(None))
        coder = self._coder(only)
        return Coder(
            lambda v: None if v is None else coder.encode(v),
            lambda v: None if v is None else coder.decode(v),
        )

    def _make_tuple(self, inner: tuple[Any, ...]) -> Coder:
        if inner[1:] == (...,):
            coder = self._coder(inner[0])
            return Coder(lambda v: [coder.encode(x) for x in v], lambda v: tuple([coder.decode(x) for x in v]))
        coders = [self._coder(kind) for kind in inner]
        return Coder(
            lambda v: [c.encode(x) for c, x in zip(coders, v, strict=True)],
            lambda v: tuple([c.decode(x) for c, x in zip(coders, v, strict=True)]),
        )

    def _make_mapping(self, value: Any) -> Coder:
        coder = self._coder(value)
        return Coder(
            lambda v: {key: coder.encode(v[key]) for key in v},
            lambda v: {key: coder.decode(part) for key, part in v.items()},
        )


def _same(value: Any) -> Any:
    return value


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def dump_json(value: Any) -> str:
    """Compact JSON that any UTF-8 column and file can hold: half surrogates of odd file names are escaped."""
    line = _write(value)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return line


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


CODEC = Codec()
"""The one codec: what a type is made of is found out once."""
