"""Settings: defaults, file, variables, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import MarsadError
from marsad.settings import Settings, load_settings


def test_variables_win_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text("max_bytes = 10\nprogress_from = 2\n")
    settings = load_settings(tmp_path, {"MARSAD_MAX_BYTES": "20_000", "HOME": "/x"})
    assert settings == Settings(max_bytes=20_000, progress_from=2)


@pytest.mark.parametrize(
    ("file", "variables", "words"),
    [
        ("colour = 1", {}, "marsad.toml, colour: no such setting (there are max_bytes"),
        ("", {"MARSAD_COLOUR": "1"}, "MARSAD_COLOUR: no such setting"),
        ("", {"MARSAD_MAX_BYTES": "5 MB"}, "MARSAD_MAX_BYTES: '5 MB' is not a whole number"),
        ("max_bytes = -1", {}, "max_bytes: -1 is not a whole number"),
        ("max_bytes = ", {}, "marsad.toml: is no valid TOML"),
    ],
)
def test_a_wrong_setting_names_its_place(tmp_path: Path, file: str, variables: dict[str, str], words: str) -> None:
    (tmp_path / "marsad.toml").write_text(file)
    with pytest.raises(MarsadError) as caught:
        load_settings(tmp_path, variables)
    assert words in str(caught.value)
