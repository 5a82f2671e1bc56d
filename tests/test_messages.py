"""What is said on standard error: lines for people, JSON lines on request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.messages import say


def run(*arguments: str, folder: Path, log: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"MARSAD_LOG": log}
    command = [sys.executable, "-m", "marsad", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=120)


def test_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    say("sept chars")
    assert capsys.readouterr().err == "marsad: sept chars\n"


def test_json_lines_hold_what_the_lines_for_people_say(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    text, lines = (
        run("ingest", "bad.json", "--store", f"{log}.db", folder=tmp_path, log=log) for log in ("text", "json")
    )
    assert text.returncode == lines.returncode == 1
    told = [json.loads(line) for line in lines.stderr.splitlines()]
    assert [f"marsad: {line['message']}" for line in told] == text.stderr.splitlines()
    assert {line["level"] for line in told} == {"info"}
    assert all(line["time"].endswith("+00:00") for line in told)


def test_the_setting_may_stand_in_the_file_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text('log = "json"\n', encoding="utf-8")
    command = [sys.executable, "-m", "marsad", "read", "nothing.txt"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert "no such file" in json.loads(ran.stderr.splitlines()[0])["message"]
    assert "no log 'xml' (there are text, json)" in run("languages", folder=tmp_path, log="xml").stderr
