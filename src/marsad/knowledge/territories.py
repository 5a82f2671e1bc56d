"""States as tables of conflict data name and number them, and which of them share a border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marsad.errors import PackError
from marsad.knowledge.actors import load_actors
from marsad.knowledge.places import make_key
from marsad.language.lexicon import Row, read_table
from marsad.text import split_words

FILE = Path(__file__).with_name("territories.tsv")
COLUMNS = ("iso", "number", "names", "neighbours")


@dataclass(frozen=True, slots=True)
class Territories:
    """States by their number, by the names that tables give them, and their neighbours; all by ISO code."""

    by_number: dict[int, str]
    by_name: dict[str, str]
    neighbours: dict[str, tuple[str, ...]]

    def find(self, name: str, number: int | None = None) -> str | None:
        """The ISO code of a state that a table names or numbers; the number counts more.

        >>> load_territories().find("DR Congo (Zaire)"), load_territories().find("", 432)
        ('CD', 'ML')
        """
        found = self.by_number.get(number) if number is not None else None
        return found or self.by_name.get(_key(name))


@cache
def load_territories() -> Territories:
    """The table with the names of states.tsv beside it; raises PackError with file and line where it is faulty."""
    rows = read_table(FILE, COLUMNS)
    names = {make_key(alias.words): alias.id for alias in load_actors().aliases("en") if alias.form == "name"}
    names = {name: id_ for name, id_ in names.items() if id_ in load_actors().states}
    names |= {_key(state.name): iso for iso, state in load_actors().states.items()}
    for row in rows:
        names |= {_key(name): row["iso"] for name in _cells(row, "names")}
    return Territories(
        {_read_number(cell, row): row["iso"] for row in rows for cell in _cells(row, "number")},
        names,
        {row["iso"]: tuple(_cells(row, "neighbours")) for row in rows},
    )


def check() -> list[str]:
    """Every fault of the table as ``file:line: what``; empty if there is none."""
    try:
        load_territories()
        return list(_find_faults(read_table(FILE, COLUMNS)))
    except PackError as error:
        return [str(error)]


def _find_faults(rows: list[Row]) -> Iterator[str]:
    states = load_actors().states
    known = {row["iso"]: set(_cells(row, "neighbours")) for row in rows}
    for row in rows:
        if row["iso"] not in states:
            yield f"{row.where}: {row['iso']!r} is not in states.tsv"
        for other in known[row["iso"]]:
            if row["iso"] not in known.get(other, set()):
                yield f"{row.where}: {row['iso']} borders {other}, which does not border it"


def _read_number(cell: str, row: Row) -> int:
    if not cell.isdecimal():
        raise PackError(f"{cell!r} is no number", where=row.where)
    return int(cell)


def _cells(row: Row, column: str) -> list[str]:
    return [cell for cell in row[column].split("|") if cell]


def _key(name: str) -> str:
    return make_key(split_words(name))
