"""A store with the dossier of the demo, linked once for all tests of exports."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import Ran, Run

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
