"""The compiled gazetteer: hundreds of thousands of places, opened without reading them.

Three files, written by build_gazetteer.py. ``gazetteer.keys`` is a trie of folded spellings, ``gazetteer.names`` a
trie of display names, both mapped into memory. ``gazetteer.places`` holds packed arrays: for each spelling a place or
a list of places, for each place its source number, name, point, country, size and kind.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import marisa_trie

from marsad.errors import PackError

HERE = Path(__file__).parent
KINDS = ("region", "town", "spot", "airport", "base")
_MAGIC = b"MARSADG1"
# Numbers of three bytes; this bit says that a spelling has a list of places.
_MANY = 1 << 23
# Longitudes and latitudes are kept in 65,534 steps: 0.6 km at most. The last value stands for "no coordinates".
_STEPS, _NO_POINT = 65534, 65535


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer: ``source`` is its GeoNames id, minus its GNS number, or 0 for a region."""

    source: int
    name: str
    country: str
    latitude: float | None
    longitude: float | None
    population: int
    kind: str


Row = tuple[int, str, str, float, float, int, int]


def _pack_degree(value: float, span: float) -> int:
    return _NO_POINT if math.isnan(value) else round((value / span + 0.5) * _STEPS)


def _unpack_degree(value: int, span: float) -> float | None:
    return None if value == _NO_POINT else round((value / _STEPS - 0.5) * span, 3)


def _pack_threes(values: Iterable[int]) -> bytes:
    return b"".join(value.to_bytes(3, "little") for value in values)


@dataclass(frozen=True, slots=True)
class _Threes:
    """Numbers of three bytes each, read where they lie."""

    data: memoryview

    def __getitem__(self, index: int) -> int:
        return int.from_bytes(self.data[3 * index : 3 * index + 3], "little")


def _padded(length: int) -> int:
    """The length rounded up to whole words, so that every array starts aligned."""
    return -(-length // 8) * 8


def _country_ranges(rows: Sequence[Row]) -> Iterator[tuple[str, int, int]]:
    """Each country with its first row and the number of its rows."""
    position = 0
    for country, group in groupby(rows, key=lambda row: row[2]):
        length = sum(1 for _ in group)
        yield country, position, length
        position += length


def write_gazetteer(
    folder: Path, rows: Sequence[Row], postings: Mapping[str, Sequence[int]], capitals: Mapping[str, int]
) -> None:
    """Write the three files; ``rows`` are sorted by country.

    ``postings`` gives for each folded spelling the numbers of its rows, the likeliest first; ``capitals`` the row of
    each country's capital.
    """
    keys = marisa_trie.Trie(sorted(postings))
    names = marisa_trie.Trie(sorted({row[1] for row in rows}))
    countries = sorted({row[2] for row in rows})
    targets, lists = [0] * len(keys), list[int]()
    for key in sorted(postings):
        indices = postings[key]
        if len(indices) == 1:
            targets[keys[key]] = indices[0]
        else:
            targets[keys[key]] = _MANY | len(lists)
            lists.extend([len(indices), *indices])
    arrays = {
        "targets": ("3", _pack_threes(targets)),
        "lists": ("3", _pack_threes(lists)),
        "name": ("3", _pack_threes(names[row[1]] for row in rows)),
        "source": ("i", array("i", (row[0] for row in rows)).tobytes()),
        "latitude": ("H", array("H", (_pack_degree(row[3], 180.0) for row in rows)).tobytes()),
        "longitude": ("H", array("H", (_pack_degree(row[4], 360.0) for row in rows)).tobytes()),
        "country": ("B", bytes(countries.index(row[2]) for row in rows)),
        "size": ("B", bytes(round(8 * math.log10(row[5] + 1)) for row in rows)),
        "kind": ("B", bytes(row[6] for row in rows)),
    }
    layout, offset = {}, 0
    for label, (code, data) in arrays.items():
        layout[label] = [code, offset, len(data)]
        offset += _padded(len(data))
    ranges = {code: [position, position + n] for code, position, n in _country_ranges(rows)}
    facts = {"capitals": dict(capitals), "countries": countries, "layout": layout, "ranges": ranges}
    head = json.dumps(facts, separators=(",", ":")).encode()
    head += b" " * (-(len(_MAGIC) + 4 + len(head)) % 8)
    with (folder / "gazetteer.places").open("wb") as out:
        out.write(_MAGIC + struct.pack("<I", len(head)) + head)
        for _, data in arrays.values():
            out.write(data.ljust(_padded(len(data)), b"\0"))
    keys.save(str(folder / "gazetteer.keys"))
    names.save(str(folder / "gazetteer.names"))


class Gazetteer:
    """Spellings to places. Opening maps the files; nothing is read before it is asked for."""

    def __init__(self, folder: Path = HERE) -> None:
        """Raises PackError where a file is missing or was not written by build_gazetteer.py."""
        path = folder / "gazetteer.places"
        try:
            self._keys = marisa_trie.Trie().mmap(str(folder / "gazetteer.keys"))
            self._names = marisa_trie.Trie().mmap(str(folder / "gazetteer.names"))
            with path.open("rb") as file:
                self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, RuntimeError, ValueError) as error:
            raise PackError(f"the gazetteer cannot be opened: {error}", where=str(path)) from error
        start = len(_MAGIC) + 4
        if bytes(self._data[: len(_MAGIC)]) != _MAGIC:
            raise PackError(
                "is no compiled gazetteer", where=str(path), hint="run python -m marsad.knowledge.build_gazetteer"
            )
        (length,) = struct.unpack("<I", self._data[len(_MAGIC) : start])
        head = json.loads(bytes(self._data[start : start + length]))
        self._countries: list[str] = head["countries"]
        self.capitals: dict[str, int] = head["capitals"]
        self._ranges: dict[str, list[int]] = head["ranges"]
        base = start + length
        views = {
            label: (code, self._data[base + at : base + at + size])
            for label, (code, at, size) in head["layout"].items()
        }
        self._threes = {label: _Threes(view) for label, (code, view) in views.items() if code == "3"}
        self._arrays = {label: view.cast(code) for label, (code, view) in views.items() if code != "3"}

    def __len__(self) -> int:
        """The number of places."""
        return len(self._arrays["source"])

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def starts(self, key: str) -> bool:
        """Whether a longer spelling begins with ``key`` and a space."""
        return next(self._keys.iterkeys(key + " "), None) is not None

    def numbers(self, key: str) -> list[int]:
        """The numbers of the places of a folded spelling, the likeliest first; empty where there is none."""
        index = self._keys.get(key)
        if index is None:
            return []
        target = self._threes["targets"][index]
        if not target & _MANY:
            return [target]
        lists, start = self._threes["lists"], target & ~_MANY
        return [lists[start + 1 + i] for i in range(lists[start])]

    @property
    def countries(self) -> Sequence[str]:
        """The ISO codes of all countries that have places."""
        return list(self._ranges)

    def numbers_of(self, country: str) -> range:
        """The numbers of all places of a country by its ISO code; empty for an unknown code."""
        return range(*self._ranges.get(country, (0, 0)))

    def name(self, number: int) -> str:
        """The display name of a place."""
        return str(self._names.restore_key(self._threes["name"][number]))

    def size(self, number: int) -> int:
        """Eight times the decimal logarithm of a place's population, 0 where it is not known."""
        return int(self._arrays["size"][number])

    def is_area(self, number: int) -> bool:
        """Whether a place is a region, without coordinates."""
        return bool(self._arrays["latitude"][number] == _NO_POINT)

    def place(self, number: int) -> GazetteerPlace:
        """The place of a number that ``numbers`` gave."""
        arrays = self._arrays
        return GazetteerPlace(
            arrays["source"][number],
            self.name(number),
            self._countries[arrays["country"][number]],
            _unpack_degree(arrays["latitude"][number], 180.0),
            _unpack_degree(arrays["longitude"][number], 360.0),
            round(10 ** (arrays["size"][number] / 8)) - 1,
            KINDS[arrays["kind"][number]],
        )
