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
PLACE = re.compile(r"(<!-- demo: .*? -->\n).*?(<!-- /demo -->)", re.DOTALL)


def main() -> None:
    README.write_text(fill_readme(README.read_text(encoding="utf-8")), encoding="utf-8")


def fill_readme(text: str) -> str:
    """``text`` with what the demo prints between its marks."""
    shown = f"```\n{run_demo()}\n```\n"
    return PLACE.sub(lambda match: match.group(1) + shown + match.group(2), text)


def run_demo() -> str:
    """The first article of the demo as it is printed, and the last line."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "marsad", "demo", "--output", f"{folder}/demo-out"]
        env = {**os.environ, "COLUMNS": WIDTH}
        done = subprocess.run(command, capture_output=True, check=True, env=env, encoding="utf-8")
        lines = [line.rstrip() for line in done.stdout.replace(f"{folder}/", "").replace(f"{ROOT}/", "").splitlines()]
    second = [number for number, line in enumerate(lines) if line.endswith("──") and line[:1] not in " ─"][1]
    return "\n".join([*lines[: second - 1], "", "...", "", lines[-1]]).replace("\n\n\n", "\n\n")


if __name__ == "__main__":
    main()
