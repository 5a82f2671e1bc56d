"""The desk as a user starts it, for benchmarks that ask it over HTTP."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serve(place: str) -> Iterator[str]:
    """Run `marsad serve` on a store; yields the address that it prints."""
    command = [sys.executable, "-m", "marsad", "serve", "--port", "0", "--store", place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the desk has no output")
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
