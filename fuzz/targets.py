"""What is fuzzed: each target takes any bytes and raises where something is wrong that is no error of ours."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl

from marsad.errors import InputError, MarsadError, PackError, SpanError
from marsad.intake import Failure, Options, open_intake
from marsad.read.publication import read_day

CORPORA = Path(__file__).parent / "corpora"
Part = Callable[[bytes], None]


class FaultError(Exception):
    """What must never be: a span that does not re-slice, a failure that names no source or takes two lines."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target: its ``parts`` are parsers by name, ``longest`` is the length of its inputs in bytes.

    The first byte of an input says which part it is for; a file of the corpus is named after its part.
    """

    name: str
    parts: Mapping[str, Part]
    longest: int = 8_000
    is_text: bool = False

    def check(self, data: bytes) -> None:
        """Give an input to its part; raises what its parser should not have raised."""
        if not data:
            return
        try:
            list(self.parts.values())[data[0] % len(self.parts)](data[1:])
        except (SpanError, PackError):
            raise
        except MarsadError as error:
            if len(str(error).splitlines()) != 1:
                raise FaultError(f"an error of several lines: {str(error)!r}") from error

    def seeds(self) -> list[bytes]:
        """The inputs of the corpus, each with the byte of its part before it; the same order everywhere."""
        names = list(self.parts)
        files = sorted((CORPORA / self.name).iterdir())
        return [bytes([names.index(file.name.partition("-")[0])]) + file.read_bytes() for file in files]


@cache
def _options() -> Options:
    return Options(read_day=read_day)


def check_reading(text: str, language: str) -> int:
    """Read a text; returns its number of claims. Raises FaultError for a span that does not give its words."""
    from marsad.model import Document
    from marsad.pipeline import read_document
    from marsad.store.check import find_span_faults

    claims = read_document(Document("fuzz", "fuzz", text, language=language)).claims
    for claim in claims:
        for fault in find_span_faults(claim, text):
            raise FaultError(f"{language}: {fault} in {text!r}")
    return len(claims)


def _read(language: str) -> Part:
    def check(data: bytes) -> None:
        check_reading(data.decode("utf-8", "replace"), language)

    return check


def _take(suffix: str) -> Part:
    """All documents of a file of that kind; failures are fine where they are one line that names the file."""

    def check(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="marsad-fuzz-") as folder:
            file = Path(folder) / f"a{suffix}"
            file.write_bytes(data)
            for entry in open_intake(str(file), _options()):
                if isinstance(entry, Failure):
                    line = str(entry.error)
                    if not line.startswith(str(file)) or len(line.splitlines()) != 1:
                        raise FaultError(f"a failure that is not one line with its source: {line!r}")

    return check


def _read_fragment(data: bytes) -> None:
    from marsad.intake.page import read_fragment

    read_fragment(data.decode("utf-8", "replace"))


def _read_events(name: str) -> Part:
    def check(data: bytes) -> None:
        from marsad.verify.files import read_table

        table = read_table(data, name)
        if table.rows:
            table.span  # noqa: B018

    return check


def _read_trade_register(data: bytes) -> None:
    from marsad.trade.sipri import read_deals

    with tempfile.NamedTemporaryFile(prefix="marsad-fuzz-", suffix=".csv") as file:
        file.write(data)
        file.flush()
        read_deals(Path(file.name))


def _read_edtf(data: bytes) -> None:
    from marsad.edtf import edtf_range

    first, last = edtf_range(data.decode("utf-8", "replace"))
    for day in (first, last):
        if not isinstance(day, dt.date | None):
            raise FaultError(f"no day: {day!r}")


def _read_settings(data: bytes) -> None:
    from marsad.settings import load_settings

    with tempfile.TemporaryDirectory(prefix="marsad-fuzz-") as folder:
        (Path(folder) / "marsad.toml").write_bytes(data)
        load_settings(Path(folder), {})


def _read_filters(data: bytes) -> None:
    from pydantic import ValidationError

    from marsad.link.ask import select
    from marsad.web.filters import Listing
    from tests.store.examples import make_register

    query = dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        asked = Listing.model_validate(query)
    except ValidationError as error:
        error.errors()
        return
    select(make_register().entries, asked.question, sort=asked.sort)[asked.rows]


def _read_robots(data: bytes) -> None:
    from marsad.intake.robots import read_rules

    rules = read_rules(data)
    rules.permit("https://example.org/a?b", "marsad")
    rules.pause("marsad")


def _read_address(data: bytes) -> None:
    from marsad.intake.address import check_address

    def resolve(host: str, port: int) -> list[str]:
        if not host or not 0 <= port < 65536:
            raise FaultError(f"asks for {host!r}, port {port}")
        return ["192.0.2.1", "2001:db8::1"]

    target = check_address(data.decode("utf-8", "replace"), allow_private=True, resolve=resolve)
    if any(char <= " " or char == "\x7f" for char in target.path + target.authority):
        raise FaultError(f"an address that breaks a request's line: {target!r}")


def _list_targets() -> list[Target]:
    languages = {code: _read(code) for code in ("ar", "en", "fr", "ru")}
    records = {name: _take(f".{name}") for name in ("json", "jsonl", "csv", "txt")}
    archives = {"warc": _take(".warc"), "zip": _take(".zip"), "gz": _take(".warc.gz")}
    data = {
        "events": _read_events("GEDEvent_v24_1.csv"),
        "years": _read_events("years.csv"),
        "trade": _read_trade_register,
    }
    words = {
        "edtf": _read_edtf,
        "settings": _read_settings,
        "filters": _read_filters,
        "robots": _read_robots,
        "address": _read_address,
    }
    return [
        Target("reading", languages, 4_000, is_text=True),
        Target("page", {"page": _take(".html"), "fragment": _read_fragment}),
        Target("pdf", {"pdf": _take(".pdf")}, 20_000),
        Target("feed", {"feed": _take(".xml")}),
        Target("archive", archives, 20_000),
        Target("records", records),
        Target("data", data),
        Target("words", words, 1_000),
    ]


TARGETS: Mapping[str, Target] = MappingProxyType({target.name: target for target in _list_targets()})


def find_target(name: str) -> Target:
    """The target of that name; raises InputError where there is none."""
    if name not in TARGETS:
        raise InputError(f"no target {name!r}", hint=f"there are {', '.join(TARGETS)}")
    return TARGETS[name]
