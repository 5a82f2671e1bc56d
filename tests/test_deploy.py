"""What `deploy/` holds fits the program: commands, options, settings and files that it names exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main

from marsad.cli import app
from marsad.settings import PREFIX, load_settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("marsad*.service"))
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_calls_a_command_with_options_that_it_has(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=/opt/marsad/bin/marsad (.+)$", unit.read_text(), re.MULTILINE)
    name, *rest = line.split()
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= options


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path, tmp_path: Path) -> None:
    named = re.findall(rf"\b({PREFIX}[A-Z_]+)=(\S*)", file.read_text())
    values = {name: value if name != f"{PREFIX}LOG" else "json" for name, value in named}
    assert load_settings(tmp_path, values)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_understood_and_closed(unit: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout[-500:] + ran.stderr


def test_both_services_are_closed_alike() -> None:
    hardened = [
        re.findall(r"^(?:Protect|Private|Restrict|SystemCall|NoNew|Cap)\w+=.*$", u.read_text(), re.M) for u in UNITS
    ]
    assert len(hardened) == 2
    assert hardened[0] == hardened[1]
    assert len(hardened[0]) > 18


def test_the_container_takes_what_a_release_makes() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert "COPY requirements.lock dist/*.whl" in text
    assert (ROOT / "requirements.lock").exists()
    assert "--require-hashes" in text
    assert "/healthz" in text
