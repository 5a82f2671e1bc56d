"""docs/tutorial.md does what it says: its Python runs from top to bottom, its commands too."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import polars
import pytest

from tests.helpers import Run

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def list_commands() -> list[list[str]]:
    lines = [line for language, block in BLOCKS if not language for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("marsad ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A folder in which `marsad demo` ran."""
    monkeypatch.chdir(tmp_path)
    assert run(*list_commands()[0][1:]).code == 0
    return tmp_path


def test_the_tutorial_runs_from_the_demo_to_a_plot(folder: Path, run: Run) -> None:
    for _, *arguments in list_commands()[1:]:
        ran = run(*arguments)
        assert (ran.code, ran.err) == (0, ""), arguments
    names: dict[str, object] = {}
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, str(TUTORIAL), "exec"), names)
    for name in ("entries", "items", "claims", "families", "inflated", "copies", "behind", "shown"):
        frame = names[name]
        assert isinstance(frame, polars.DataFrame)
        assert len(frame), name
    assert (folder / "dossier.png").read_bytes().startswith(b"\x89PNG")
    assert {"claims.csv", "dossier.geojson", "items.parquet"} <= {path.name for path in folder.iterdir()}
