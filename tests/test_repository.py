"""What git keeps of this project: its own work, nothing that an installer or a build put there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_OURS = ("node_modules", "dist", "site-packages", "__pycache__", "vendor")


def test_nothing_of_others_is_kept() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    files = [Path(name) for name in listed.stdout.split("\0") if name]
    assert files
    assert not [file for file in files if set(NOT_OURS) & set(file.parts)]
