"""What a brief is made of, whatever its format: headings, paragraphs, lists, tables, quotes, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

# Around words of unknown direction, so that they do not turn those beside them (UAX 9).
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; ``to`` names the anchor that they lead to."""

    text: str
    to: str | None = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; links lead to its ``anchor``."""

    level: int
    line: Line
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; a ``quiet`` one says what is good to know and no more."""

    line: Line
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Points one below the other under a title; ``language`` is set where they are in another than the brief's."""

    lines: tuple[Line, ...]
    language: str | None = None
    title: Line = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; ``widths`` are the columns' shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, in its language and direction (``rtl`` or ``ltr``)."""

    words: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG) and what it shows."""

    svg: str
    label: str


Block = Heading | Paragraph | Listing | Table | Quote | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed brief."""

    title: str
    language: str
    direction: str
    blocks: tuple[Block, ...] = field(default=())


def say(*parts: str | Run | Line) -> Line:
    """A line of words, links and other lines; empty ones fall out."""
    runs: list[Run] = []
    for part in parts:
        found = (Run(part),) if isinstance(part, str) else (part,) if isinstance(part, Run) else part
        runs += [run for run in found if run.text]
    return tuple(runs)


def keep_apart(words: str) -> str:
    """Words of whatever direction, kept from turning those around them."""
    return f"{_ISOLATE}{words}{_END}"


def join(lines: list[Line], between: str) -> Line:
    """Lines as one, with something between them."""
    runs: list[Run] = []
    for number, line in enumerate(lines):
        runs += [Run(between)] if number else []
        runs += line
    return tuple(runs)
