"""Put real output into README.md and docs/ (``make readme``); a test holds it true.

README shows what ``marsad demo`` prints, cut to its first rows. In docs, ``<!-- output: COMMAND; COMMAND | LINES -->``
stands before the output of commands on the demo's dossier, cut after so many lines; ``{entry 1}`` in it is the entry
with most publications, ``{claim 1 2}`` the second claim of that entry. Moments of time are all one.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from marsad.cli import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
WIDTH, NARROW = "112", "100"
CLAIMS, ENTRIES = 2, 5
LINE = " ──"
DEMO = re.compile(r"(<!-- demo: .*? -->\n).*?(<!-- /demo -->)", re.DOTALL)
OUTPUT = re.compile(r"(<!-- output: (.+?) \| (\d+) -->\n).*?(<!-- /output -->)", re.DOTALL)
MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b")
NAMED = re.compile(r"\{(entry|claim) (\d+)(?: (\d+))?\}")


def main() -> None:
    for page in PAGES:
        page.write_text(fill_page(page.read_text(encoding="utf-8")), encoding="utf-8")


def fill_page(text: str) -> str:
    """``text`` with what the demo and the named commands print between their marks."""
    text = DEMO.sub(lambda match: f"{match[1]}```\n{cut_demo()}\n```\n{match[2]}", text)
    return OUTPUT.sub(lambda match: f"{match[1]}```\n{show_output(match[2], int(match[3]))}\n```\n{match[4]}", text)


def cut_demo() -> str:
    """The demo's first claims, the first entries of its register, and its last lines."""
    lines = run_demo()[0]
    claims = next(number for number, line in enumerate(lines) if " claims in " in line)
    register = lines[claims + 1 :]
    last = max(number for number, line in enumerate(register) if line.startswith(LINE)) + 1
    shown = [*cut_rows(lines[:claims], CLAIMS), lines[claims], *cut_rows(register[:last], ENTRIES)]
    return "\n".join([*shown, *register[last:]])


def cut_rows(lines: list[str], rows: int) -> list[str]:
    """The heading of the first table and that many of its rows, and dots for the others."""
    ends = [number for number, line in enumerate(lines) if line.startswith(LINE)]
    return [*lines[: ends[1 + rows] + 1], "...", ""]


def show_output(commands: str, most: int) -> str:
    """Commands as a user types them and the first lines of what they say, on a copy of the demo's store."""
    with tempfile.TemporaryDirectory() as folder:
        store = shutil.copy(find_store(), folder)
        lines: list[str] = []
        for command in commands.split("; "):
            typed = NAMED.sub(lambda match: name_id(match[1], int(match[2]), int(match[3] or 1)), command)
            lines += [f"$ marsad {typed}", *call(*shlex.split(typed), width=NARROW, store=store)]
    shown = [MOMENT.sub("2025-07-01 12:00", line) for line in lines[: most + 1]]
    return "\n".join([*shown, *(["..."] if len(lines) > most + 1 else [])])


def name_id(what: str, entry: int, claim: int) -> str:
    """The beginning of the id of an entry, by its rank, or of one of its claims."""
    found: dict[str, Any] = list_entries()[entry - 1]
    return str(found["id"] if what == "entry" else found["claims"][claim - 1]["id"])[:8]


@cache
def list_entries() -> list[dict[str, Any]]:
    lines = call("register", "--format", "jsonl", "--sort", "publications", width=NARROW, store=find_store())
    return [json.loads(line) for line in lines]


@cache
def run_demo() -> tuple[list[str], tempfile.TemporaryDirectory[str]]:
    """What the demo prints, and the folder that it wrote to, which goes when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="marsad-readme-")
    lines = call("demo", "--output", f"{folder.name}/demo-out", width=WIDTH)
    return [line.replace(f"{folder.name}/", "") for line in lines], folder


def find_store() -> str:
    return f"{run_demo()[1].name}/demo-out/dossier.db"


def call(*arguments: str, width: str, store: str | None = None) -> list[str]:
    """The lines that a command prints on a terminal so wide, what it says beside its output last."""
    out, err = io.StringIO(), io.StringIO()
    env = {"COLUMNS": width, **({"MARSAD_STORE": store} if store else {})}
    with chdir(ROOT), patch.dict(os.environ, env), redirect_stdout(out), redirect_stderr(err):
        app(list(arguments), standalone_mode=False)
    return [line.rstrip() for line in (out.getvalue() + err.getvalue()).replace(f"{ROOT}/", "").splitlines()]


if __name__ == "__main__":
    main()
