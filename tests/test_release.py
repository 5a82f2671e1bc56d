"""A wheel holds everything, and what it holds works offline; `make release` also installs it into a new environment."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from release.contents import find_missing
from release.offline import block_sockets

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source as it is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    built = (ROOT / "src" / "marsad" / "web" / "static" / "dist" / "desk.js").exists()
    assert list(find_missing(wheel, front_end=built)) == []


def test_the_demo_of_the_wheel_works_without_a_connection(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    variables = block_sockets(tmp_path / "offline", unpacked)
    asked = "import marsad; print(marsad.__file__)"
    where = subprocess.run([sys.executable, "-c", asked], env=variables, cwd=tmp_path, capture_output=True, text=True)
    assert where.stdout.startswith(str(unpacked))
    command = [sys.executable, "-m", "marsad", "demo", "--output", "out"]
    ran = subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert "claims in" in ran.stdout
    assert (tmp_path / "out" / "demo.html").stat().st_size > 10_000
    assert (tmp_path / "out" / "dossier.db").exists()


def test_without_a_connection_means_without(tmp_path: Path) -> None:
    tried = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    variables = block_sockets(tmp_path)
    ran = subprocess.run([sys.executable, "-c", tried], env=variables, capture_output=True, text=True)
    assert "a connection is opened" in ran.stderr
