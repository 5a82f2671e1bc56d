"""A desk on the bundled dossier, and a browser to look at it: for tests and for ``make screenshots``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import marsad

ARTICLES = Path(marsad.__file__).parent / "demo" / "dossier"
WEB = Path(marsad.__file__).parent / "web"
BUILT = WEB / "static" / "dist" / "desk.js"
AXE = WEB / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
# Without the flags on background work the browser calls its maker at every start.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader", "--font-render-hinting=none",
]  # fmt: skip


def fill_store(place: Path) -> None:
    """Take the bundled articles into a new store."""
    command = [sys.executable, "-m", "marsad", "ingest", str(ARTICLES), "--store", str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@contextmanager
def serve(place: Path) -> Iterator[str]:
    """The address, with its token, of a desk that runs until the block ends."""
    command = [sys.executable, "-m", "marsad", "serve", "--port", "0", "--store", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)
