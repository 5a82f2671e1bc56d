"""Write ``requirements.lock``: every package of an installation with its extras, its version and its hashes.

The addresses of package indexes stay out of it; it installs with ``pip install --require-hashes -r requirements.lock``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from release.licences import EXTRAS

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
HEAD = """\
# Written by `make lock`, for Python 3.11 on Linux: what `pip install 'marsad[{extras}]'` brings along.
# pip install --require-hashes -r requirements.lock && pip install --no-deps marsad-*.whl
"""


def main() -> int:
    extras = ",".join(EXTRAS)
    options = ["--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate", "--quiet"]
    options += ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options"]
    options += ["--upgrade", f"--extra={extras}", "-o", str(LOCK), str(ROOT / "pyproject.toml")]
    ran = subprocess.run([sys.executable, "-m", "piptools", "compile", *options], cwd=ROOT, stdout=subprocess.DEVNULL)
    if ran.returncode == 0:
        LOCK.write_text(HEAD.format(extras=extras) + LOCK.read_text(encoding="utf-8"), encoding="utf-8")
        print(f"{LOCK.name}: {LOCK.read_text(encoding='utf-8').count('==')} packages")
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
