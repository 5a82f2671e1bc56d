"""Faults of a pack are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.checks import check_languages, check_pack
from marsad.errors import LanguageError
from marsad.language.pack import Pack, languages

PROPERTIES = {"name": "x", "direction": "ltr", "cased": True}


def check(folder: Path, **properties: object) -> list[str]:
    return list(check_pack(Pack("xx", folder, PROPERTIES | properties)))


@pytest.mark.parametrize("code", languages())
def test_every_pack_is_without_fault(code: str) -> None:
    assert list(check_languages([code])) == []


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="no language pack for 'xx'"):
        list(check_languages(["xx"]))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (
            "people",
            "pattern\trole\nsoldier\tsoldier\nuncle\tfamily\n",
            "people.tsv:3: role is 'family', not one of adviser",
        ),
        ("people", "word\trole\n", "people.tsv:1: header is"),
        ("people", "pattern\trole\n.. soldier\tsoldier\n", "people.tsv:2: pattern '.. soldier' must begin and end"),
        ("people", "pattern\trole\na\tsoldier\tb\tc\n", "people.tsv:2: 4 cells under 2 columns"),
        ("poeple", "pattern\trole\n", "poeple.tsv: no table of this name is read"),
        ("heads", "pattern\tclass\n# a comment\n\ntank\tTank\n", "heads.tsv:4: class is 'Tank'"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, name: str, content: str, fault: str) -> None:
    (tmp_path / f"{name}.tsv").write_text(content)
    (found,) = check(tmp_path)
    assert fault in found


def test_a_wrong_direction_is_found(tmp_path: Path) -> None:
    assert "direction is 'up', not ltr or rtl" in check(tmp_path, direction="up")[0]
