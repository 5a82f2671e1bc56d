"""The lock names every package that an installation brings along, each with its version and hashes."""

from __future__ import annotations

import re
from pathlib import Path

from release.licences import list_licences

LOCK = (Path(__file__).parent.parent / "requirements.lock").read_text(encoding="utf-8")


def test_every_package_is_pinned_with_hashes_and_no_address_of_an_index() -> None:
    entries = re.findall(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", LOCK, re.MULTILINE)
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name, _, _ in entries}
    assert len(pinned) == LOCK.count("==")
    lacking = {licence.package for licence in list_licences()} - pinned
    assert lacking == set(), "run `make lock`"
    assert "://" not in LOCK
