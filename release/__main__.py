"""Build a release into ``dist/`` and try it: ``python -m release``, or ``make release``.

Wheel and sdist, an inventory of every part (CycloneDX), the hashes of all. Each of both is installed into a new
environment, alone, and must show the demo with all sockets blocked; the wheel's desk must answer.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from release.contents import find_missing
from release.offline import block_sockets

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"


class ReleaseError(Exception):
    """A release that must not be given to anybody."""


def build() -> tuple[Path, Path]:
    """The wheel and the sdist it was built from, alone in ``dist/``."""
    shutil.rmtree(DIST, ignore_errors=True)
    call(sys.executable, "-m", "build", "--outdir", str(DIST), str(ROOT))
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    if missing := list(find_missing(wheel)):
        raise ReleaseError(f"the wheel lacks {len(missing)} files: {', '.join(missing[:5])}")
    return wheel, sdist


def make_environment(folder: Path, package: str) -> Path:
    """A new environment that holds a package and what it needs; returns its Python."""
    call(sys.executable, "-m", "venv", str(folder))
    python = folder / "bin" / "python"
    call(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package)
    return python


def try_demo(python: Path, folder: Path) -> None:
    """Run the demo where no connection can be opened; raises ReleaseError where it does not show all."""
    command = [str(python.with_name("marsad")), "demo", "--output", "out"]
    variables = block_sockets(folder / "offline")
    ran = subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True, timeout=600)
    written = [folder / "out" / name for name in ("demo.html", "dossier.db")]
    if ran.returncode or "claims in" not in ran.stdout or not all(file.exists() for file in written):
        raise ReleaseError(f"the demo ended with {ran.returncode}: {ran.stderr.strip()[-500:]}")


def try_desk(python: Path, folder: Path) -> None:
    """Open the desk on the demo's dossier and ask for a page, a script and the API's description."""
    command = [str(python.with_name("marsad")), "serve", "--port", "0", "--store", "out/dossier.db"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stdout is not None
            address = desk.stdout.readline().strip()
            ask = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            for path in ("", "static/dist/desk.js", "register", "api/v1/openapi.json"):
                with ask.open(address if not path else address.partition("?")[0] + path, timeout=60) as answer:
                    if answer.status != 200 or not answer.read():
                        raise ReleaseError(f"the desk answers /{path} with {answer.status}")
        finally:
            desk.terminate()


def write_inventory(python: Path, wheel: Path) -> Path:
    """The inventory (SBOM) of an environment: each package with version, licence and address."""
    inventory = DIST / f"{wheel.name.partition('-py3')[0]}.cdx.json"
    options = ["--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml"), "--of", "JSON"]
    call(sys.executable, "-m", "cyclonedx_py", "environment", *options, "-o", str(inventory), str(python))
    named = {part["name"].lower() for part in json.loads(inventory.read_text(encoding="utf-8"))["components"]}
    if lacking := {"sqlalchemy", "trafilatura", "numpy"} - named:
        raise ReleaseError(f"the inventory lacks {', '.join(sorted(lacking))}")
    return inventory


def write_sums() -> None:
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(DIST.iterdir())]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def call(*command: str) -> None:
    """Run a program; what it says is shown where it fails."""
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise ReleaseError(f"{' '.join(command[:4])} ended with {ran.returncode}: {ran.stderr.strip()[-1000:]}")


def release() -> Iterator[str]:
    """Do all of it; a line for each step that is done."""
    began = time.monotonic()
    wheel, sdist = build()
    yield f"built {wheel.name} ({wheel.stat().st_size / 1e6:.1f} MB) and {sdist.name}"
    with tempfile.TemporaryDirectory(prefix="marsad-release-") as folder:
        alone = make_environment(Path(folder) / "alone", str(wheel))
        try_demo(alone, Path(folder))
        yield "the wheel alone, in a new environment: the demo works with all sockets blocked"
        try_demo(make_environment(Path(folder) / "source", str(sdist)), Path(folder))
        yield "the sdist, in a new environment: the demo works with all sockets blocked"
        call(str(alone), "-m", "pip", "install", "--quiet", f"{wheel}[web,postgres,exports,brief]")
        try_desk(alone, Path(folder))
        yield "the wheel with its extras: the desk answers, with its scripts"
        yield f"wrote {write_inventory(alone, wheel).name}"
    write_sums()
    yield f"wrote SHA256SUMS, after {time.monotonic() - began:.0f} s"


def main() -> int:
    try:
        for line in release():
            print(line, flush=True)
    except ReleaseError as error:
        print(f"no release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
