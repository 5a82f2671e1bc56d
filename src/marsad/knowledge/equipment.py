"""Types of equipment: their class, registers' categories, maker, family and names in three scripts.

``equipment.tsv`` is the source of truth. A spelling is looked up by its key, the letters and digits of the folded
spelling, so that "T-72 B3" and "T72B3" are one. ``letters.tsv`` writes other scripts' letters in Latin ones, so that
a spelling which no table holds ("Т-72Б3", "تي-72 بي 3") leads to the same key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from marsad.kept import keep
from marsad.model import EQUIPMENT_CLASSES
from marsad.text import fold

FILE = Path(__file__).with_name("equipment.tsv")
LETTERS = Path(__file__).with_name("letters.tsv")
COLUMNS = ("designation", "class", "sipri", "unroca", "maker", "family", "latin", "arabic", "cyrillic")
SIPRI = frozenset(
    {
        "Aircraft", "Air defence systems", "Anti-submarine warfare weapons", "Armoured vehicles", "Artillery",
        "Engines",
        "Missiles", "Naval weapons", "Other", "Satellites", "Sensors", "Ships",
    }
)  # fmt: skip
UNROCA = frozenset(
    {"", "I", "II", "III", "IVa", "IVb", "Va", "Vb", "VI", "VIIa", "VIIb", "VIII small arms", "VIII light weapons"}
)

_CELL = "¦"
_PREFIXES = (2, 3, 4, 7)
# For each length the longest of these that is not above it.
_STEM_OF = (0, 0, 2, 3, 4, 4, 4)
_MOST_READINGS = 8
_SHORTEST_FAMILY = 3
_LONGEST_SUFFIX = 5
_SUFFIX = re.compile(r"(?<=\d)[a-z]{1,5}\d?\Z")
# A plural ends in a small s.
_GLUED_VARIANT = re.compile(r"\d-?[^\W\d_][^\W\d_/]*\d?(?<!s)$|\d[A-Z](?:/[A-Z])+$")


Index = tuple[dict[str, list[int]], dict[str, list[int]], list[str]]
"""Of each key the rows that it may mean, doubled, one more where it is weak; rows by designation; how keys begin."""


@dataclass(frozen=True, slots=True)
class EquipmentType:
    """One type: newspaper N speaks of a *T-72B3*, which is a tank of the T-72 family first made in Russia."""

    designation: str
    class_: str
    sipri: str
    unroca: str
    maker: str
    family: str
    latin: tuple[str, ...]
    arabic: tuple[str, ...]
    cyrillic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a spelling may mean: a row of the table; ``weak`` spellings are everyday words too and need context."""

    row: int
    weak: bool


def key_of(spelling: str) -> str:
    """The letters and digits of a folded spelling: ``key_of("T-72 B3") == "t72b3"``."""
    return "".join([char for char in fold(spelling) if char.isalnum()])


def _list_rows(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("#")][1:]


def index_rows(text: str) -> Index:
    """Of a table as text what its keys may mean, the rows of designations, and how keys begin."""
    senses: dict[str, list[int]] = {}
    designations: dict[str, list[int]] = {}
    folded = fold("\n".join(_list_rows(text)).replace("\t", _CELL))
    squeezed = re.sub(r"[^\w|?¦\n]+|_", "", folded)
    for row, line in enumerate(squeezed.split("\n")):
        cells = line.split(_CELL)
        name = cells[0]
        designations.setdefault(name, []).append(row)
        aliases = "|".join(cells[6:]).split("|")
        strong = row * 2 + (name + "?" in aliases)
        senses.setdefault(name, []).append(strong)
        for alias in aliases:
            if alias:
                weak = alias[-1] == "?"
                spelling = alias[:-1] if weak else alias
                if spelling != name:
                    senses.setdefault(spelling, []).append(row * 2 + weak)
    return senses, designations, sorted({spelling[:length] for length in _PREFIXES for spelling in senses})


class Table:
    """The whole table, indexed by key; types are made when they are asked for."""

    def __init__(self, text: str, index: Index | None = None) -> None:
        """A table as text, and its index where that is known."""
        self._rows = _list_rows(text)
        self._senses, self._designations, stems = index_rows(text) if index is None else index
        self._stems = set(stems)

    def __len__(self) -> int:
        return len(self._rows)

    def senses(self, key: str) -> list[Sense]:
        """What a key may mean, in the order of the table."""
        return [Sense(code >> 1, bool(code & 1)) for code in self._senses.get(key, ())]

    def knows(self, key: str) -> bool:
        return key in self._senses

    def may_open(self, start: str) -> bool:
        """Whether some key may begin with ``start``; never False where one does."""
        length = len(start)
        if length < _PREFIXES[0]:
            return True
        return start[: _STEM_OF[length] if length < _PREFIXES[-1] else _PREFIXES[-1]] in self._stems

    def rows_of(self, designation: str) -> list[int]:
        return self._designations.get(key_of(designation), [])

    def at(self, row: int) -> EquipmentType:
        return _make(self._rows[row])

    def keys(self) -> Iterable[str]:
        return self._senses


@lru_cache(maxsize=20_000)
def _make(line: str) -> EquipmentType:
    cells = line.split("\t") + [""] * len(COLUMNS)
    latin, arabic, cyrillic = (tuple(a.rstrip("?") for a in cell.split("|") if a) for cell in cells[6:9])
    return EquipmentType(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], latin, arabic, cyrillic)


@cache
def load_table() -> Table:
    """The table of the package, loaded once."""
    text = FILE.read_text(encoding="utf-8")
    made_of = (FILE, Path(__file__), Path(fold.__code__.co_filename))
    return Table(text, keep("equipment", made_of, lambda: index_rows(text)))


def find_type(designation: str, class_: str | None = None) -> EquipmentType | None:
    """The type of a designation; of two with one name the one of ``class_``, else the first. None where there is none.

    >>> find_type("T-72B3").class_
    'tank'
    """
    table = load_table()
    types = [table.at(row) for row in table.rows_of(designation)]
    return next((t for t in types if t.class_ == class_), types[0] if types else None)


def find_name(spelling: str) -> list[EquipmentType]:
    """All types that a spelling in any of the scripts may mean.

    >>> find_name("Т-72Б3")[0].designation
    'T-72B3'
    """
    table = load_table()
    rows: dict[int, None] = {}
    words = re.findall(r"[^\W\d_]+|\d+", fold(spelling))
    for key in [key_of(spelling), *_joined_readings(words)]:
        rows.update((sense.row, None) for sense in table.senses(key))
    return [table.at(row) for row in rows]


def _joined_readings(words: Sequence[str]) -> list[str]:
    readings = [read_latin(word) or (word,) for word in words]
    return ["".join(parts) for parts, _ in zip(product(*readings), range(64), strict=False)]


def ancestors(designation: str, class_: str | None = None) -> tuple[EquipmentType, ...]:
    """The family of a type from its parent upwards: of T-72B3M the T-72B3, the T-72B and the T-72."""
    chain: list[EquipmentType] = []
    kind = find_type(designation, class_)
    while kind and kind.family and all(kind.family != seen.designation for seen in chain):
        parent = find_type(kind.family, kind.class_)
        if parent is None:
            break
        chain.append(parent)
        kind = parent
    return tuple(chain)


def makers_of(designation: str | None) -> frozenset[str]:
    """ISO codes of the makers of a type; empty where it is not known."""
    if not designation:
        return frozenset()
    table = load_table()
    return frozenset(table.at(row).maker for row in table.rows_of(designation) if table.at(row).maker)


@lru_cache(maxsize=20_000)
def find_variant(key: str) -> EquipmentType | None:
    """The type of which a key is an unlisted variant: ``mi8amtsh`` is one of Mi-8. The variant begins with a letter."""
    table = load_table()
    for end in range(len(key) - 1, max(_SHORTEST_FAMILY, len(key) - _LONGEST_SUFFIX) - 1, -1):
        stem = key[:end]
        if key[end].isalpha() and stem[-1].isdigit() and table.knows(stem):
            rows = [sense.row for sense in table.senses(stem) if not sense.weak]
            if rows:
                return table.at(rows[0])
    return None


@lru_cache(maxsize=20_000)
def find_alias_variant(row: int, key: str) -> str | None:
    """How the table spells an alias that is a variant of its designation: of C295 the alias C295W.

    None for other names, and for those that only shorten the designation: P-8A is the P-8A Poseidon.
    """
    kind = load_table().at(row)
    suffix, whole = _SUFFIX.search(key), key_of(kind.designation)
    if suffix is None or whole.startswith(key):
        return None
    stem = key[: suffix.start()]
    if not whole.startswith(stem) or whole[len(stem) : len(stem) + 1].isdigit():
        return None
    return next((name for name in kind.latin if key_of(name) == key and _GLUED_VARIANT.search(name)), None)


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in LETTERS.read_text(encoding="utf-8").split("\n")[1:]:
        if line and not line.startswith("#"):
            spelling, _, readings = line.partition("\t")
            found[fold(spelling)] = tuple("" if r == "-" else r for r in readings.strip().split("|"))
    return found


@lru_cache(maxsize=50_000)
def read_latin(word: str) -> tuple[str, ...]:
    """How a folded word of another script may be written in Latin letters; empty where it is Latin or has no reading.

    >>> read_latin("тб2"), read_latin("بي")
    (('tb2',), ('b', 'p'))
    """
    if word.isascii():
        return ()
    letters = _letters()
    if word in letters:
        return letters[word]
    readings = []
    for char in word:
        if char.isascii():
            readings.append(char)
        elif char not in letters or not _is_alphabetic(char):
            return ()
        else:
            readings.append(letters[char][0])
    return ("".join(readings),)


def _is_alphabetic(char: str) -> bool:
    """Whether words of the letter's script may be read letter by letter: short vowels must be written."""
    return char.upper() != char


def write_latin(source: str) -> str | None:
    """A designation of any script in Latin letters as it is usually written; None where a part has no reading.

    >>> write_latin("Ми-8АМТШ"), write_latin("إف-16")
    ('Mi-8AMTSh', 'F-16')
    """
    written: list[str] = []
    glued = True
    for part in re.findall(r"[^\W\d_]+|\d+|[^\w\s]|\s+", source):
        if part.isspace():
            glued = False
            continue
        word = _write_word(part) if part[0].isalpha() and not part.isascii() else part
        if word is None:
            return None
        lone = bool(written) and not glued and part[0].isalnum() and written[-1][-1:].isalnum()
        if lone and not _is_initial(part):
            written.append(" ")
        written.append(word)
        glued = True
    return "".join(written) or None


def _is_initial(part: str) -> bool:
    """Whether a word is a letter's name, which joins what stands before it, or a number after one."""
    return part.isdigit() or (fold(part) in _letters() and all(len(r) == 1 for r in _letters()[fold(part)]))


def _write_word(part: str) -> str | None:
    folded = fold(part)
    letters = _letters()
    if folded in letters and not _is_alphabetic(folded[0]):
        first = letters[folded][0]
        return first.upper() if len(first) == 1 else first.capitalize()
    if any(not char.isascii() and not (fold(char) in letters and _is_alphabetic(char.lower())) for char in part):
        return None
    written = []
    for char in part:
        reading = letters[fold(char)][0] if not char.isascii() else char
        written.append(reading.capitalize() if char.isupper() else reading)
    return "".join(written)


def check() -> list[str]:
    """Faults of the table, each as one line with file and line number."""
    return [*_check_rows(FILE.read_text(encoding="utf-8"))]


def _check_rows(text: str) -> Iterator[str]:
    header: list[str] | None = None
    names: dict[tuple[str, str], int] = {}
    owners: dict[tuple[str, str], str] = {}
    families: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        where = f"{FILE.name}:{number}"
        if header is None:
            header = cells
            if cells != list(COLUMNS):
                yield f"{where}: header is {cells}, expected {list(COLUMNS)}"
                return
            continue
        if len(cells) != len(COLUMNS):
            yield f"{where}: {len(cells)} cells, expected {len(COLUMNS)}"
            continue
        yield from (f"{where}: {fault}" for fault in _check_cells(dict(zip(COLUMNS, cells, strict=True))))
        designation, class_ = cells[0], cells[1]
        name = (key_of(designation), class_)
        if name in names:
            yield f"{where}: {designation!r} is a {class_} already in line {names[name]}"
        names.setdefault(name, number)
        for alias in (a for cell in (designation, *cells[6:]) for a in cell.split("|") if a):
            owner = owners.setdefault((key_of(alias), class_), designation)
            if owner != designation:
                yield f"{where}: {alias!r} is a name of the {class_} {owner!r} too"
        if cells[5]:
            families.append((number, designation, cells[5]))
    yield from _check_families(families, {name for name, _ in names})


def _check_cells(cells: dict[str, str]) -> Iterator[str]:
    if not key_of(cells["designation"]):
        yield "the designation has no letters or digits"
    if cells["class"] not in EQUIPMENT_CLASSES:
        yield f"class {cells['class']!r} is unknown, one of {', '.join(EQUIPMENT_CLASSES)}"
    if cells["sipri"] not in SIPRI:
        yield f"SIPRI category {cells['sipri']!r} is unknown, one of {', '.join(sorted(SIPRI))}"
    if cells["unroca"] not in UNROCA:
        yield f"UNROCA category {cells['unroca']!r} is unknown, one of {', '.join(sorted(UNROCA - {''}))} or empty"
    if not re.fullmatch(r"[A-Z]{2}|", cells["maker"]):
        yield f"maker {cells['maker']!r} is no ISO 3166-1 alpha-2 code"
    for column in ("arabic", "cyrillic"):
        for alias in cells[column].split("|"):
            if alias and alias.isascii():
                yield f"alias {alias!r} under {column} has no letter of that script"


def _check_families(families: Sequence[tuple[int, str, str]], names: set[str]) -> Iterator[str]:
    parents = {designation: family for _, designation, family in families}
    for number, designation, family in families:
        if key_of(family) not in names:
            yield f"{FILE.name}:{number}: family {family!r} of {designation!r} is no type of the table"
        seen = [designation]
        while (parent := parents.get(seen[-1])) and parent not in seen:
            seen.append(parent)
        if parent:
            yield f"{FILE.name}:{number}: the family of {designation!r} leads back to itself"
