"""Work without the cyclic collector where nothing that is made is thrown away in cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic collector inside the block: it would look through all tables again and again.

    Loading a register of 50,000 entries took 2.9 s with it, 1.3 s without; a document is read in
    nine tenths of the time.
    """
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


@cache
def spare_tables(language: str) -> None:
    """Take what is in memory out of the collector's rounds, once for each language.

    After its first document the tables of a language are loaded and stay until the process ends: 300,000 things, which
    cost a third of a second where the collector came upon them in the middle of the next hundred documents.
    """
    gc.freeze()
