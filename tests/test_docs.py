"""The docs name every command, option, format, setting, claim type and file of a pack, and their links lead somewhere."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from marsad.cli import Format, app
from marsad.export import FORMATS
from marsad.language.pack import LEXICONS
from marsad.model import CLAIM_TYPES, EQUIPMENT_CLASSES, FACTUALITIES, ROLES
from marsad.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_its_heading_and_every_option_its_line(command: str) -> None:
    text = DOCS["command-line.md"]
    assert re.search(rf"^## marsad {command}\b", text, re.MULTILINE)
    for parameter in COMMANDS[command].params:
        for option in (option for option in parameter.opts if option.startswith("--")):
            assert option in text, f"{command} {option}"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_explained(name: str) -> None:
    assert f"**`{name}`**" in DOCS["command-line.md"]
    assert name in [entry.value for entry in Format]


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_has_its_row_and_default(setting: str) -> None:
    row = next(line for line in DOCS["command-line.md"].splitlines() if line.startswith(f"| `{setting}`"))
    assert f"MARSAD_{setting.upper()}" in row
    assert f"| {getattr(Settings(), setting)} |" in row


@pytest.mark.parametrize("word", [*CLAIM_TYPES, *FACTUALITIES, *EQUIPMENT_CLASSES, *ROLES])
def test_every_value_of_the_model_is_in_the_vocabulary(word: str) -> None:
    assert f"`{word}`" in DOCS["vocabulary.md"]


@pytest.mark.parametrize("lexicon", LEXICONS)
def test_every_file_of_a_pack_is_explained(lexicon: str) -> None:
    assert f"| `{lexicon}.tsv` |" in DOCS["language-packs.md"]


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_every_exit_code_is_explained(code: int) -> None:
    assert f"\n| {code} |" in DOCS["command-line.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    targets += re.findall(r"\b(?:docs|eval|tests)/[\w./-]*\w\.(?:md|py|json)\b", text)
    for target in targets:
        assert (page.parent / target).exists() or (ROOT / target).exists(), target


def test_every_target_of_make_that_the_docs_name_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        code = re.findall(r"`make (\w+)`", text) + re.findall(r"^make (\w+)", text, re.MULTILINE)
        assert set(code) <= targets, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(page: Path) -> None:
    from eval.readme import fill_page

    text = page.read_text(encoding="utf-8")
    assert fill_page(text) == text, "run `make readme`"
