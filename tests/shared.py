"""Real data for tests, which lie beside the repository and are not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared"))


def find_shared(name: str) -> Path:
    """A file of the shared folder (variable SHARED_DATA, else ``../shared``); skips the test where it is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not here (name its folder in SHARED_DATA)")
    return path
