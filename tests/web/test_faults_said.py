"""What errors say at the desk is said in every language: the sentences are read from the source itself."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import marsad
from marsad.i18n import list_languages
from marsad.i18n.sentences import FAULTS
from marsad.i18n.words import load_words

OURS = Path(marsad.__file__).parent
OTHERS = sorted(set(list_languages()) - {"en"})
# Parts whose errors people see at the desk: on a page, at an input that could not be read.
PARTS = ("web", "intake", "store", "desk.py", "edtf.py", "link/ask.py", "link/judgements.py")
# What nobody at the desk meets: a store is opened, saved and restored by command.
COMMANDS = ("store/backup.py", "store/database.py", "store/opening.py", "intake/folder.py")
# A name that is not an English sentence in the end: built where it is raised, from parts that are told elsewhere.
BUILT = re.compile(r"^7+( 7+)*$")


def list_files() -> list[Path]:
    found = [
        file for part in PARTS for file in ([OURS / part] if part.endswith(".py") else (OURS / part).rglob("*.py"))
    ]
    return [f for f in found if "node_modules" not in f.parts and f.relative_to(OURS).as_posix() not in COMMANDS]


def list_sayings(file: Path) -> Iterator[str]:
    """What the errors that a file raises say, and the hints they give, with 7 for each value."""
    module = ".".join(file.relative_to(OURS.parent).with_suffix("").parts).removesuffix(".__init__")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not _name(node.func).endswith("Error"):
            continue
        if _name(node.func) in ("ValueError", "TypeError", "RuntimeError", "AssertionError", "TimeoutError"):
            continue
        for part in [*node.args[:1], *(word.value for word in node.keywords if word.arg == "hint")]:
            yield from _read(part, module)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _read(node: ast.expr, module: str) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _read(node.body, module)
        yield from _read(node.orelse, module)
    elif isinstance(node, ast.Name) and node.id.strip("_").isupper():
        yield str(getattr(importlib.import_module(module), node.id))


SAYINGS = sorted({saying for file in list_files() for saying in list_sayings(file) if not BUILT.match(saying)})


def test_there_is_something_to_say() -> None:
    assert len(SAYINGS) > 120


@pytest.mark.parametrize("language", OTHERS)
def test_errors_are_said_in_every_language(language: str) -> None:
    words = load_words(language)
    assert [saying for saying in SAYINGS if words.fault(saying) == saying] == [], "add them to i18n/faults.toml"


def test_each_sentence_has_all_languages_and_all_its_values() -> None:
    for sentence, words in tomllib.loads(FAULTS.read_text(encoding="utf-8")).items():
        assert sorted(words) == OTHERS, sentence
        for said in words.values():
            assert set(re.findall(r"{(\w+)}", said)) == set(re.findall(r"{(\w+)}", sentence)), sentence


def test_an_error_within_another_is_said_as_well() -> None:
    assert load_words("fr").fault("the store is damaged") == "le stock\u00a0: \u2068est abîmé\u2069"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/entries/none", "لا قيد"),
        ("/register?since=2025-02-31", "يُنتظر تاريخ"),
        ("/register?sort=sideways", "المتاح"),
        ("/documents/none/original", "لا وثيقة"),
        ("/families/none", "لا عائلة"),
        ("/nowhere", "لا صفحة كهذه"),
        ("/log?before=99999999999999999999", "يُنتظر عدد لا يزيد على"),
    ],
)
def test_a_page_that_cannot_be_says_so_in_its_language(browser: TestClient, path: str, said: str) -> None:
    page = browser.get(f"{path}{'&' if '?' in path else '?'}lang=ar").text
    assert said in page
