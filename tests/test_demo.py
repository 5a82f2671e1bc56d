"""The demo as a new user meets it: claims, the page, the register of the dossier, and the way to the words."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.cli_demo import FOLDER
from marsad.export.terminal import MARK
from tests.helpers import Ran, Run

DOSSIER = FOLDER / "dossier"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def printed(folder: Path) -> Iterator[Ran]:
    """What `marsad demo` prints on a terminal of a hundred columns, run once for all tests here."""
    import contextlib
    import io
    import sys

    from marsad.cli import app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        patch.setattr(sys, "argv", ["marsad", "demo"])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            app(["demo", "--output", str(folder)], standalone_mode=False)
        yield Ran(0, out.getvalue(), err.getvalue())


@pytest.fixture
def dossier(run: Run, folder: Path, printed: Ran, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Marsad with the store that the demo made."""
    assert printed.out
    monkeypatch.setenv("MARSAD_STORE", str(folder / "dossier.db"))
    monkeypatch.setenv("COLUMNS", "100")
    return run


def register_of(dossier: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dossier("register", "--format", "json").out)
    return found


def language_of(file: Path) -> str:
    return file.stem.split("-")[1]


def test_the_dossier_has_two_dozen_articles_in_four_languages_on_three_happenings() -> None:
    files = sorted(DOSSIER.iterdir())
    assert len(files) >= 24
    assert set(Counter(map(language_of, files))) == {"ar", "en", "fr", "ru"}
    assert {file.stem.split("-")[0] for file in files} == {"nouakchott", "conakry", "tunis"}


def test_it_says_that_it_is_invented() -> None:
    assert "invented" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_claims_come_first_and_the_page_is_named(printed: Ran, folder: Path) -> None:
    assert printed.err == ""
    assert (folder / "demo.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert f"claims in 13 articles. The page with the words highlighted: {folder / 'demo.html'}" in printed.out


def test_it_ends_with_the_register_and_the_way_to_the_words(printed: Ran, folder: Path) -> None:
    table = printed.out[printed.out.index("What 28 articles") :]
    assert "all invented" in table
    assert re.search(r"Published *\n.*→ origins", table)
    assert way_to_the_words(printed)[-2:] == ["--store", str(folder / "dossier.db")]
    assert "marsad serve" in table.splitlines()[-1]


def way_to_the_words(printed: Ran) -> list[str]:
    """The command that the demo names for the words, as a shell would take it."""
    (line,) = [line for line in printed.out.splitlines() if line.startswith("The words behind every number")]
    return shlex.split(line.split(": ", 1)[1])


def test_no_line_is_wider_than_the_terminal(printed: Ran) -> None:
    from rich.cells import cell_len

    table = printed.out[printed.out.index("What 28 articles") : printed.out.index("The words behind every number")]
    assert max(map(cell_len, table.splitlines())) <= 100


def test_the_table_counts_publications_against_origins(printed: Ran, dossier: Run) -> None:
    for entry in register_of(dossier)["entries"]:
        (line,) = [line for line in printed.out.splitlines() if line.startswith(f" {entry['id'][:8]}")]
        assert line.rstrip().endswith(f"{entry['publications']} → {entry['origins']}")


def test_copies_make_publications_and_no_origins(dossier: Run) -> None:
    first = max(register_of(dossier)["entries"], key=lambda entry: entry["publications"])
    assert first["publications"] >= 8
    assert first["origins"] < first["publications"]


def test_families_have_a_copy_a_rewrite_and_a_translation(dossier: Run) -> None:
    edges = [edge for family in register_of(dossier)["families"] for edge in family["edges"]]
    assert {edge["kind"] for edge in edges} == {"copy", "rewrite", "translation"}


def test_contested_denied_and_announced_are_there(dossier: Run) -> None:
    assert {"contested", "announced", "single"} <= {entry["standing"] for entry in register_of(dossier)["entries"]}
    table = dossier("register").out
    assert "contested" in table
    assert "denied: " in table
    assert "expected: 8 × A-29" in table


def test_every_number_of_the_table_is_one_command_from_its_words(printed: Ran, dossier: Run) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DOSSIER.iterdir()}
    for entry in register_of(dossier)["entries"]:
        shown = dossier("show", entry["id"][:8]).out.replace(MARK, "")
        flat = " ".join(shown.split())
        for bound in [*entry["items"], *([entry["personnel"]] if entry["personnel"] else [])]:
            assert bound["claims"], entry["id"]
            for claim in bound["claims"]:
                assert f"claim {claim} in" in flat
        for claim in entry["claims"]:
            assert Path(claim["document"]).name in texts
    assert dossier(*way_to_the_words(printed)[1:]).code == 0


def test_a_second_run_prints_the_same(run: Run, folder: Path, printed: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run("demo", "--output", folder).out == printed.out
