"""The command line: what it prints, what it says of bad input, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import Ran, Run

ARABIC = "وصلت سبع دبابات روسية من طراز T-72B3 إلى باماكو يوم 17 كانون الثاني/يناير 2025، وفق وزارة الدفاع المالية.\n"
FRENCH = "La Russie a livré sept chars T-72B3 à l'armée malienne à Bamako, a annoncé le ministère de la Défense.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(ARABIC, encoding="utf-8")
    return file


def fails_cleanly(ran: Ran, code: int, *words: str) -> None:
    """One line that says what and where, the exit code, no output, no traceback."""
    assert ran.code == code, ran
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("marsad: ")
    for word in words:
        assert word in lines[0]


def test_read_prints_a_table(run: Run, article: Path) -> None:
    ran = run("read", article)
    assert (ran.code, ran.err) == (0, "")
    assert "delivery" in ran.out
    assert "T-72B3 (tank)" in ran.out


def test_read_prints_the_json_of_the_contract(run: Run, article: Path) -> None:
    ran = run("read", article, "--format", "json", "--publisher", "Outlet", "--published", "2025-01-20")
    record = json.loads(ran.out)
    text = record["document"]["text"]
    assert text == ARABIC
    assert record["document"]["source"] == str(article)
    assert (record["document"]["publisher"], record["document"]["published"]) == ("Outlet", "2025-01-20")
    item = record["claims"][0]["items"][0]
    assert (item["designation"], item["class"], item["low"], item["high"]) == ("T-72B3", "tank", 7, 7)
    assert "T-72B3" in text[slice(*item["span"])]


def test_standard_input_is_read(run: Run) -> None:
    ran = run("read", "-", "--format", "jsonl", stdin=ARABIC.encode())
    assert json.loads(ran.out)["document"]["source"] == "-"


def test_a_page_is_written_where_asked(run: Run, article: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = run("read", article, "--format", "html", "--output", page)
    assert (ran.code, ran.out) == (0, "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_is_read_file_by_file(run: Run, tmp_path: Path) -> None:
    for name, text in (("b.txt", ARABIC), ("a.json", json.dumps({"text": FRENCH})), ("c.docx", "x")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("read", tmp_path, "--format", "jsonl")
    assert ran.code == 0
    assert [Path(json.loads(line)["document"]["source"]).name for line in ran.out.splitlines()] == ["a.json", "b.txt"]
    assert ran.err.strip().startswith("marsad: passed over 1 file")


def test_explain_names_rule_and_words(run: Run, article: Path) -> None:
    ran = run("explain", article, "1")
    assert ran.code == 0
    assert "Claim 1: delivery" in ran.out
    assert "T-72B3" in ran.out


def test_explain_takes_an_id_and_names_what_there_is(run: Run, article: Path) -> None:
    claim = json.loads(run("read", article, "--format", "json").out)["claims"][0]
    assert "Claim 1:" in run("explain", article, claim["id"]).out
    fails_cleanly(run("explain", article, "99"), 1, str(article), "no claim '99'", "1 to ")


def test_languages_lists_packs(run: Run) -> None:
    assert [line.split()[0] for line in run("languages").out.splitlines()] == ["ar", "en", "fr", "ru"]


def test_version_is_the_packages(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"marsad {version('marsad')}\n"


def list_commands() -> list[tuple[str, ...]]:
    """Every command as it is typed, those of a group after its name."""
    import typer.main

    from marsad.cli import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return [
        (name, *inner)
        for name, command in sorted(commands.items())
        for inner in ([(part,) for part in sorted(command.commands)] if hasattr(command, "commands") else [()])
    ]


@pytest.mark.parametrize("command", list_commands(), ids=" ".join)
def test_help_of_every_command_says_what_it_does_in_a_narrow_terminal(
    run: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*command, "--help")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    examples = [line.strip() for line in ran.out.splitlines() if line.strip().startswith("marsad ")]
    assert all(line.count("marsad ") == 1 for line in examples if " | " not in line)


@pytest.mark.parametrize(
    "command",
    [
        "read", "explain", "demo", "check-pack", "score", "ingest", "register", "show", "why", "search", "sources", "log",
        "failures",
    ],
)  # fmt: skip
def test_help_has_examples_on_lines_of_their_own(run: Run, command: str) -> None:
    lines = [line.strip() for line in run(command, "--help").out.splitlines()]
    assert [line for line in lines if line.startswith(f"marsad {command}")]


def test_packs_and_knowledge_have_no_fault(run: Run) -> None:
    ran = run("check-pack")
    assert (ran.code, ran.out) == (0, "")


def test_check_pack_of_an_unknown_language(run: Run) -> None:
    fails_cleanly(run("check-pack", "xx"), 1, "no language pack for 'xx'", "ar, en, fr, ru")


# Bad input, one test each.


def test_an_empty_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    fails_cleanly(run("read", file), 1, str(file), "is empty", "give an article")


def test_a_binary_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "program.txt"
    file.write_bytes(bytes(range(256)))
    fails_cleanly(run("read", file), 1, str(file), "is binary data, not text", "save it as")


def test_a_wrong_encoding_is_guessed_with_a_warning(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(ARABIC.encode("windows-1256"))
    ran = run("read", file, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["document"]["text"] == ARABIC
    assert ran.err == f"marsad: {file}: not UTF-8: read as windows-1256, a guess\n"


def test_mixed_encodings(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mixed.txt"
    file.write_bytes(ARABIC.encode() + "قال".encode("windows-1256"))
    fails_cleanly(run("read", file), 1, str(file), "mixes encodings: line 2", "save it as UTF-8")


def test_fifty_megabytes_of_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes((ARABIC * 400).encode() * (50_000_000 // len((ARABIC * 400).encode()) + 1))
    fails_cleanly(run("read", file), 1, str(file), "is larger than 5 MB", "MARSAD_MAX_BYTES")


def test_a_page_without_an_article(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    fails_cleanly(run("read", file), 1, str(file), "a page without an article", "give the page of one article")


def test_a_language_without_a_pack(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "es.txt"
    file.write_text("El ejército recibió siete carros de combate, informó el ministerio de Defensa en la capital.")
    fails_cleanly(run("read", file), 1, str(file), "without a pack: 'es'", "ar, en, fr, ru")


def test_broken_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"text": "a", }')
    fails_cleanly(run("read", file), 1, str(file), "is broken JSON", "line 1, column", 'object with "text"')


def test_a_missing_file(run: Run, tmp_path: Path) -> None:
    fails_cleanly(run("read", tmp_path / "none.txt"), 1, "none.txt", "no such file or folder", "check the path")


def test_an_empty_path_is_not_the_working_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    fails_cleanly(run("read", ""), 1, "an empty path names nothing", "give a file or a folder")


def test_a_folder_is_not_explained(run: Run, tmp_path: Path) -> None:
    fails_cleanly(run("explain", tmp_path), 1, f"{tmp_path}: is a folder (name a file in it)")


def test_a_folder_with_one_bad_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.txt").write_text(ARABIC, encoding="utf-8")
    ran = run("read", tmp_path, "--format", "jsonl")
    assert ran.code == 3
    assert len(ran.out.splitlines()) == 1
    assert len(ran.err.splitlines()) == 1
    assert "a.json: is broken JSON" in ran.err


def test_an_empty_folder(run: Run, tmp_path: Path) -> None:
    fails_cleanly(run("read", tmp_path), 1, str(tmp_path), "holds no text, HTML or JSON file")


def test_empty_standard_input(run: Run) -> None:
    fails_cleanly(run("read", "-"), 1, "standard input: is empty")


def test_an_output_that_cannot_be_written(run: Run, article: Path, tmp_path: Path) -> None:
    fails_cleanly(run("read", article, "--output", tmp_path / "no" / "x.txt"), 1, "x.txt", "No such file")


def test_nothing_is_written_where_nothing_was_read(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "kept.html"
    output.write_text("kept")
    assert run("read", tmp_path / "none.txt", "--format", "html", "--output", output).code == 1
    assert output.read_text() == "kept"


def test_a_file_name_that_is_no_utf8(run: Run, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(ARABIC, encoding="utf-8")
    ran = run("read", tmp_path, "--format", "jsonl")
    assert ran.code == 0
    assert Path(json.loads(ran.out)["document"]["source"]).name == "caf\udce9.txt"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "Missing argument"),
        (["read", "x", "--format", "xml"], "'xml'"),
        (["read", "x", "--published", "soon"], "no day like 2025-01-31"),
        (["read", "x", "--language", "es"], "ar, en, fr, ru"),
        (["reed"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: list[str], words: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_wrong_setting_is_one_line(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_MAX_BYTES", "lots")
    fails_cleanly(run("read", article), 1, "MARSAD_MAX_BYTES", "is not a whole number")


def test_a_closed_pipe_is_no_traceback(article: Path) -> None:
    command = f"{sys.executable} -m marsad read {article} {article} --format jsonl | head -c 1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ})
    assert ended.stderr == b""


@pytest.mark.parametrize("stream", ["0<&-", ">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_traceback(article: Path, tmp_path: Path, stream: str) -> None:
    output = tmp_path / "out.jsonl"
    command = f"{sys.executable} -m marsad read {article} -f jsonl -o {output} {stream}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ})
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1


def test_what_was_there_stays_where_reading_ends_early(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "claims.jsonl"
    output.write_text("yesterday's")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("marsad.export.records.write_jsonl", stop)
    assert run("read", article, "--format", "jsonl", "--output", output).code != 0
    assert output.read_text() == "yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "claims.jsonl"]


def test_an_output_that_is_a_folder_says_what_to_do(run: Run, article: Path, tmp_path: Path) -> None:
    fails_cleanly(
        run("read", article, "--output", tmp_path), 1, "cannot be written: Is a directory (name another place"
    )


def test_ctrl_c_while_it_is_loaded_shows_no_traceback() -> None:
    program = """
import sys

class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == "marsad.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
import marsad.__main__
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
