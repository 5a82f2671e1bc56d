"""Put the demo's real output into README.md (``make readme``); a test holds it true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
WIDTH = "112"
CLAIMS, ENTRIES = 2, 5
LINE = " ──"
PLACE = re.compile(r"(<!-- demo: .*? -->\n).*?(<!-- /demo -->)", re.DOTALL)


def main() -> None:
    README.write_text(fill_readme(README.read_text(encoding="utf-8")), encoding="utf-8")


def fill_readme(text: str) -> str:
    """``text`` with what the demo prints between its marks."""
    shown = f"```\n{run_demo()}\n```\n"
    return PLACE.sub(lambda match: match.group(1) + shown + match.group(2), text)


def run_demo() -> str:
    """The demo's first claims, the first entries of its register, and its last lines."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "marsad", "demo", "--output", f"{folder}/demo-out"]
        env = {**os.environ, "COLUMNS": WIDTH}
        done = subprocess.run(command, capture_output=True, check=True, env=env, encoding="utf-8")
    lines = [line.rstrip() for line in done.stdout.replace(f"{folder}/", "").replace(f"{ROOT}/", "").splitlines()]
    claims = next(number for number, line in enumerate(lines) if " claims in " in line)
    register = lines[claims + 1 :]
    last = max(number for number, line in enumerate(register) if line.startswith(LINE)) + 1
    shown = [*cut_rows(lines[:claims], CLAIMS), lines[claims], *cut_rows(register[:last], ENTRIES)]
    return "\n".join([*shown, *register[last:]])


def cut_rows(lines: list[str], rows: int) -> list[str]:
    """The heading of the first table and that many of its rows, and dots for the others."""
    ends = [number for number, line in enumerate(lines) if line.startswith(LINE)]
    return [*lines[: ends[1 + rows] + 1], "...", ""]


if __name__ == "__main__":
    main()
