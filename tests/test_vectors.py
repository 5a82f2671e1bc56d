"""The encoder's weights are kept unpacked in the user's cache; whatever is wrong there, sentences have their vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad import vectors

SENTENCES = ["Six tanks reached the port on Monday.", "وصلت ست دبابات إلى الميناء يوم الاثنين."]


def encode_afresh() -> vectors.Vectors:
    vectors._load.cache_clear()
    return vectors.encode(SENTENCES)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, **_: tmp_path / name)
    return tmp_path / "marsad"


def test_weights_are_unpacked_once(cache: Path) -> None:
    first = encode_afresh()
    (kept,) = cache.iterdir()
    made = kept.stat().st_mtime_ns
    assert np.array_equal(encode_afresh(), first)
    assert kept.stat().st_mtime_ns == made


def test_a_damaged_cache_is_thrown_away(cache: Path) -> None:
    first = encode_afresh()
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert np.array_equal(encode_afresh(), first)
    assert not kept.exists()


def test_without_a_cache_the_packed_weights_do(cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert encode_afresh().shape == (2, vectors.SIZE)
