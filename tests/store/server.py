"""A PostgreSQL server of the tests' own: in a folder of its own, reached through a socket file, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "no PostgreSQL server programs: apt install postgresql"


def find_programs() -> Path | None:
    """The folder that holds ``initdb`` and ``pg_ctl``, of the newest version; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((place.parent for place in places), key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Run a server; yields the folder of its socket. PostgreSQL refuses root, so root runs it as another user."""
    owner = find_owner()
    folder = Path(tempfile.mkdtemp(prefix="marsad-pg-"))
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    try:
        if owner:
            shutil.chown(folder, owner)
        call("initdb", "--username=marsad", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        call("pg_ctl", "-w", "-l", str(folder / "server.log"), "-o", options, "start")
        try:
            yield str(folder)
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_owner() -> str | None:
    """The user that runs the server where root may not; None where we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
