"""A store with the dossier of the demo, linked once for all tests of exports."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import Fill, Ran, Run

Export = Callable[..., Path]


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from marsad.cli_demo import link_dossier
    from marsad.run.local import Tally

    place = tmp_path_factory.mktemp("dossier") / "dossier.db"
    link_dossier(place, Tally())
    return place


@pytest.fixture
def desk(dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dossier's store, which commands use."""
    place = tmp_path / "desk.db"
    shutil.copy(dossier, place)
    monkeypatch.setenv("MARSAD_STORE", str(place))
    return place


@pytest.fixture
def export(run: Run, desk: Path, tmp_path: Path) -> Export:
    """Export to a file: ``export("geojson", "--recipient", "ML")``."""

    def export_file(format: str, *options: Any) -> Path:
        file = tmp_path / f"out.{format}"
        ran: Ran = run("export", "--format", format, "--output", file, *options)
        assert (ran.code, ran.out, ran.err) == (0, "", ""), ran
        return file

    return export_file


class FullDisk(io.FileIO):
    """A file on a disk with room for 1,000 bytes more."""

    room = 1_000

    def write(self, data: Any) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.fixture
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Let the disk fill while something is written into a folder: ``with fill_disk(folder): ...``."""
    opened = Path.open

    @contextmanager
    def fill(folder: Path) -> Iterator[None]:
        def open_full(path: Path, *arguments: Any, **options: Any) -> Any:
            mode = arguments[0] if arguments else options.get("mode", "r")
            if path.parent == folder and "r" not in mode:
                return io.BufferedWriter(FullDisk(path, "wb"))
            return opened(path, *arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", open_full)
            yield

    return fill
