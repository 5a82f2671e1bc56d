"""What is made of a package's own tables, kept in the user's cache folder: making it takes longer than reading it.

A value is kept as JSON with a mark of what it was made of: the size and time of each file and the version of Python,
whose letters differ. Where the mark is another, the file cannot be read or nothing can be written, the value is made
anew: a cache that is deleted or damaged costs time alone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from marsad.files import open_whole

T = TypeVar("T")
HERE = Path(__file__).parent


def keep(name: str, made_of: Iterable[Path], make: Callable[[], T]) -> T:
    """What ``make`` gives, or gave when the files that it is made of were as they are now.

    It has to be of what JSON knows: lists, dictionaries by string, strings, numbers, None. Files hold the code that
    makes it too. Raises what ``make`` raises.
    """
    try:
        mark = [sys.version, *([str(file), (facts := file.stat()).st_size, facts.st_mtime_ns] for file in made_of)]
    except OSError:
        return make()  # no file of its own: nobody could tell when it changes
    file = find_folder() / f"{name}.json"
    with suppress(OSError, ValueError, RecursionError):
        kept = json.loads(file.read_bytes())
        if isinstance(kept, list) and len(kept) == 2 and kept[0] == mark:
            value: T = kept[1]
            return value
    value = make()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with open_whole(file) as out:
            out.write(json.dumps([mark, value], ensure_ascii=False, separators=(",", ":")).encode())
    return value


def find_folder() -> Path:
    """The folder of this installation: another one, beside it, has other tables."""
    from platformdirs import user_cache_path

    place = sha256(os.fsencode(HERE)).hexdigest()[:12]
    return user_cache_path("marsad", appauthor=False) / f"tables-{place}"
