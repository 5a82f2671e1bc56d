"""No regular expression takes more than linear time: every one is given strings that are made to keep it busy.

A pattern that is only matched, never searched, says so with ``\\A``. Each pattern that our code compiles, while all modules are imported, all packs loaded and articles read, is taken apart;
what it repeats is repeated thousands of times. No library that checks patterns is alive and of a fit licence.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "marsad"
MOST_SECONDS = 0.05
"""For 8,000 repetitions; a pattern that is linear takes under 1 ms, one whose time grows with their square over 200."""

REPETITIONS = (16, 24, 64, 512, 8000)
TAILS = ("", "\0", "!", "\n", "a")
_OFTEN = 10

COLLECT = """
import importlib, json, pkgutil, re, sys
from pathlib import Path
import marsad
root = str(Path(marsad.__file__).parent)
found = {}
def watch(compile_):
    def watched(pattern, flags=0):
        frame = sys._getframe(1)
        anchored = frame.f_code.co_name in ("match", "fullmatch")
        while frame and frame.f_code.co_filename.endswith(("re/__init__.py", "<stdin>", "<string>")):
            frame = frame.f_back
        if frame and frame.f_code.co_filename.startswith(root):
            text, is_bytes = (pattern.pattern, isinstance(pattern.pattern, bytes)) if isinstance(pattern, re.Pattern) else (pattern, isinstance(pattern, bytes))
            where = f"{Path(frame.f_code.co_filename).relative_to(root)}:{frame.f_lineno}"
            text = text.decode("latin-1") if is_bytes else text
            found["\\\\A" * anchored + text, int(flags), is_bytes] = where
        return compile_(pattern, flags)
    return watched
re._compile = watch(re._compile)
for module in pkgutil.walk_packages(marsad.__path__, "marsad."):
    if not {"migrations", "frontend", "__main__", "build_gazetteer"} & set(module.name.split(".")):
        importlib.import_module(module.name)
from marsad.checks import check_knowledge, check_languages
check_languages([]), check_knowledge()
from marsad.intake import Options, open_intake
from marsad.pipeline import link_claims, read_document
from marsad.read.publication import read_day
from marsad.cli_demo import ARTICLES, DOSSIER
for folder in (ARTICLES, DOSSIER):
    for entry in open_intake(str(folder), Options(read_day=read_day)):
        read_document(entry.document)
json.dump([[*key, where] for key, where in found.items()], sys.stdout)
"""


@pytest.fixture(scope="module")
def patterns() -> list[tuple[str, int, bool, str]]:
    ran = subprocess.run([sys.executable, "-c", COLLECT], capture_output=True, text=True, check=True, timeout=300)
    found = {(text, flags, is_bytes): where for text, flags, is_bytes, where in json.loads(ran.stdout)}
    for text, is_bytes, where in list_written():
        if not any(text == other for other, _, _ in found):
            found[text, 0, is_bytes] = where
    return [(*key, where) for key, where in found.items()]


def list_written() -> Iterator[tuple[str, bool, str]]:
    """Patterns that stand in the source as they are, also where nothing above made it use them."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr != "escape"
                and isinstance(node.args[0], ast.Constant)
            ):
                text = node.args[0].value
                is_bytes = isinstance(text, bytes)
                start = r"\A" * (node.func.attr in ("match", "fullmatch"))
                yield start + (text.decode("latin-1") if is_bytes else text), is_bytes, f"{file.name}:{node.lineno}"


@pytest.mark.slow
def test_no_pattern_takes_more_than_linear_time(patterns: list[tuple[str, int, bool, str]]) -> None:
    assert len(patterns) > 60
    slow = []
    for text, flags, is_bytes, where in patterns:
        pattern = re.compile(text.encode("latin-1") if is_bytes else text, flags)
        slow += [f"{where}: {text[:120]!r} on {attack}" for attack in find_attacks(pattern, is_bytes)]
    assert slow == []


@pytest.mark.parametrize("text", [r"(a+)+$", r"\s+$", r"(?:x|xy?)*z", r"\w*\d*\w*!", r"(\d+\.?)+;"])
def test_patterns_that_blow_up_are_found(text: str) -> None:
    assert list(find_attacks(re.compile(text), False))


def find_attacks(pattern: re.Pattern[Any], is_bytes: bool) -> Iterator[str]:
    """What keeps a pattern busy for too long: the first string that does."""
    source = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
    for before, body in dict.fromkeys(list_pumps(_parser.parse(source, pattern.flags & ~re.UNICODE))):
        for tail in TAILS:
            for count in REPETITIONS:
                attack = before + body * count + tail
                began = time.process_time()
                pattern.search(attack.encode("utf-8", "replace") if is_bytes else attack)
                took = time.process_time() - began
                if took > MOST_SECONDS:
                    yield f"{before!r} + {body!r} * {count} + {tail!r}: {took:.2f} s"
                    return


def list_pumps(tree: Any) -> Iterator[tuple[str, str]]:
    """For everything that a pattern repeats often: words that lead to it, and words that it repeats."""
    before = ""
    for node in tree:
        op, value = node
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > _OFTEN:
                for word in list_words(body):
                    yield before, word
                    yield "", word
            yield from ((before + inner, word) for inner, word in list_pumps(body))
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from ((before + inner, word) for inner, word in list_pumps(branch))
        elif op is c.SUBPATTERN:
            yield from ((before + inner, word) for inner, word in list_pumps(value[3]))
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from list_pumps(value[1])
        elif op is c.ATOMIC_GROUP:
            yield from ((before + inner, word) for inner, word in list_pumps(value))
        before += next(iter(list_words([node])), "")


def list_words(tree: Any) -> list[str]:
    """A few words that a part of a pattern matches."""
    words = [""]
    for op, value in tree:
        ends = _list_ends(op, value) or [""]
        words = [word + end for end in ends for word in words[:2]][:8]
    return words


def _list_ends(op: Any, value: Any) -> list[str]:
    if op is c.LITERAL:
        return [chr(value)]
    if op is c.NOT_LITERAL:
        return [char for char in "a1 -" if ord(char) != value][:2]
    if op is c.ANY:
        return ["a", " "]
    if op is c.IN:
        return _list_members(value)
    if op is c.BRANCH:
        return [word for branch in value[1] for word in list_words(branch)[:2]][:8]
    if op is c.SUBPATTERN:
        return list_words(value[3])
    if op is c.ATOMIC_GROUP:
        return list_words(value)
    if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        least, _, body = value
        return [word * max(1, least) for word in list_words(body)]
    return [""]


def _list_members(members: list[Any]) -> list[str]:
    """Characters of a class: of each part one, and those of ours that it holds."""
    if members[0][0] is c.NEGATE:
        pattern = _class_pattern(members)
        return [char for char in "a1 -é.ا" if pattern(char)][:4]
    found = []
    for op, value in members:
        if op is c.LITERAL:
            found.append(chr(value))
        elif op is c.RANGE:
            found.append(chr(value[0]))
        elif op is c.CATEGORY:
            found.append({c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a"}.get(value, "-"))
    return found[:6]


def _class_pattern(members: list[Any]) -> Any:
    """Whether a negated class holds a character."""
    tests = {
        c.CATEGORY_DIGIT: str.isdigit,
        c.CATEGORY_SPACE: str.isspace,
        c.CATEGORY_WORD: lambda x: x.isalnum() or x == "_",
    }

    def holds(char: str) -> bool:
        for op, value in members[1:]:
            if op is c.LITERAL and chr(value) == char:
                return False
            if op is c.RANGE and value[0] <= ord(char) <= value[1]:
                return False
            if op is c.CATEGORY and value in tests and tests[value](char):
                return False
        return True

    return holds
