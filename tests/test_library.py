"""Marsad as a library: one import, light until something is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import marsad


@pytest.mark.parametrize("name", marsad.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(marsad, name).__name__ == name


def test_another_name_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        marsad.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_loads_nothing_else_and_the_model_nothing_heavy() -> None:
    code = (
        "import sys, marsad; print(*(m for m in sys.modules if m.startswith('marsad.')));"
        "marsad.Document; print(*(m for m in ('numpy', 'sqlalchemy', 'typer', 'trafilatura') if m in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "\n\n"
