"""An export holds a page of entries and the ids of what it wrote, and little more for each entry there is.

``python -m benchmarks.exports`` measures 100,000 entries.
"""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from benchmarks.exports import fill_store
from marsad.export import arrow
from marsad.export.files import EXPORTS, open_file_export
from marsad.publish import export_register
from marsad.store import open_store

FEW, MANY = 400, 1600
# 100,000 entries then add less than 200 MB to the 80 MB that the program takes.
MOST_BYTES = 2_000


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("memory")
    found = {count: folder / f"{count}.db" for count in (FEW, MANY)}
    for count, place in found.items():
        with open_store(place) as store:
            fill_store(store, count)
    for format in EXPORTS:
        open_file_export(format)
    measure_peak(found[FEW], "parquet")  # what is loaded once
    return found


def measure_peak(place: Path, format: str) -> int:
    with open_store(place) as store:
        gc.collect()
        tracemalloc.start()
        try:
            export_register(store, format, lambda _: True, output=place.with_suffix(f".{format}"))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("format", EXPORTS)
def test_memory_grows_by_little_more_than_ids(
    places: dict[int, Path], format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "_BATCH", 200)
    few, many = (measure_peak(places[count], format) for count in (FEW, MANY))
    assert (many - few) / (MANY - FEW) < MOST_BYTES
