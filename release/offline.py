"""A folder that, first on the path of Python, keeps its programs from opening any connection."""

from __future__ import annotations

import os
from pathlib import Path

BLOCK = '''\
"""Written by `release/offline.py`: no program opens a connection."""

import socket


def refuse(*arguments, **options):
    raise AssertionError("a connection is opened: this must work offline")


for name in ("create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, name, refuse)
for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, refuse)
'''


def block_sockets(folder: Path, *before: Path) -> dict[str, str]:
    """Variables under which Python opens no connection; ``before`` are folders to take packages from first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    path = os.pathsep.join(str(entry) for entry in (folder, *before))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MARSAD_"))}
    return kept | {"PYTHONPATH": path, "PYTHONNOUSERSITE": "1"}
