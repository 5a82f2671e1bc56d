"""Learned weights in files, looked up where they lie: reading an article needs a few thousand of half a million.

Two files. ``weights.keys`` is a trie of ``decision<TAB>feature`` and of ``<TAB>decision``, mapped into memory;
``weights.values`` has the weight of each feature in thousandths, in two bytes, the lower first. Both are written by
``eval/learn.py``.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path

import marisa_trie

from marsad.errors import PackError

WEIGHTS = Path(__file__).with_name("weights.keys")

Weights = Mapping[str, Mapping[str, int]]
"""The weights of each decision by feature, in thousandths."""


class _Table(Mapping[str, int]):
    """The weights of one decision by feature."""

    def __init__(self, keys: marisa_trie.Trie, values: array[int], decision: str) -> None:
        self._keys, self._values, self._prefix = keys, values, f"{decision}\t"

    def get(self, feature: str, default: int = 0) -> int:  # type: ignore[override]
        index = self._keys.get(self._prefix + feature)
        return default if index is None else self._values[index]

    def __getitem__(self, feature: str) -> int:
        weight: int = self._values[self._keys[self._prefix + feature]]
        return weight

    def __iter__(self) -> Iterator[str]:
        start = len(self._prefix)
        return (key[start:] for key in self._keys.iterkeys(self._prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def values_of(file: Path) -> Path:
    """The file with the values of a file with keys: ``values_of(WEIGHTS).name == "weights.values"``."""
    return file.with_suffix(".values")


def load_weights(file: Path) -> Weights:
    """The weights that ``save_weights`` wrote; raises PackError where the files cannot be read or do not fit."""
    try:
        keys = marisa_trie.Trie().mmap(str(file))
        values = array("h", values_of(file).read_bytes())
    except (OSError, RuntimeError, ValueError) as error:
        raise PackError(f"weights cannot be read: {error}", where=str(file)) from error
    if len(keys) != len(values):
        raise PackError(f"has {len(keys)} keys, and {values_of(file).name} {len(values)} weights", where=str(file))
    if sys.byteorder == "big":
        values.byteswap()
    return {key[1:]: _Table(keys, values, key[1:]) for key in keys.iterkeys("\t")}


def save_weights(file: Path, weights: Weights) -> None:
    """Put both files, one after the other, in place of those that are there, which others may have mapped; raises
    OverflowError for a weight that is beyond 32.
    """
    named = {f"{decision}\t{name}": weight for decision, table in weights.items() for name, weight in table.items()}
    keys = marisa_trie.Trie(sorted([*named, *(f"\t{decision}" for decision in weights)]))
    values = array("h", bytes(2 * len(keys)))
    for key, weight in named.items():
        values[keys[key]] = weight
    if sys.byteorder == "big":
        values.byteswap()
    for place, data in ((values_of(file), values.tobytes()), (file, keys.tobytes())):
        half = place.with_name(f"{place.name}.part")
        half.write_bytes(data)
        half.replace(place)
