"""What a wheel must hold, so that an installation has all of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "marsad"
BUILT = ("desk.js", "desk.css", "map.js", "timeline.js", "countries.json", "LICENCES.txt")
"""Files of the front end, without which pages have no scripts, styles and map."""

_NOT_SHIPPED = ("frontend", "__pycache__", "dist")


def find_missing(wheel: Path, *, front_end: bool = True) -> Iterator[str]:
    """Files of the source, of the built front end and of the licence that a wheel lacks."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = [path for path in SOURCE.rglob("*") if path.is_file() and not set(_NOT_SHIPPED) & set(path.parts)]
    for path in sorted(wanted):
        if (name := f"marsad/{path.relative_to(SOURCE).as_posix()}") not in held:
            yield name
    if front_end:
        yield from (name for name in BUILT if f"marsad/web/static/dist/{name}" not in held)
    for name in ("LICENSE", "NOTICE"):
        if not any(entry.endswith(f".dist-info/licenses/{name}") for entry in held):
            yield name
