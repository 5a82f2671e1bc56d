"""Files that are whole or not there: what cannot be finished leaves nothing behind, and what was there before stays."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

# How every file of SQLite begins.
_DATABASE = b"SQLite format 3\0"


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, beside ``path``, that takes its place at the end of the block if nothing went wrong.

    What is no file of its own (a pipe, ``/dev/null``) is written to directly, and a link stays one. Raises OSError
    where it cannot be written or is a database, such as a store; ``path`` is as it was then.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    if path.exists():
        _refuse_database(path)
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _refuse_database(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_DATABASE)) == _DATABASE:
            raise FileExistsError(errno.EEXIST, "a database is there, such as a store", str(path))
