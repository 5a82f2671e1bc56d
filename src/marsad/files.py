"""Files that are whole or not there: what cannot be finished leaves nothing behind, and what was there before stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, beside ``path``, that takes its place at the end of the block if nothing went wrong.

    Raises OSError where it cannot be written; ``path`` is as it was then.
    """
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
