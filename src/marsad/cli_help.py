"""How help is laid out: examples on lines of their own, which typer would run together."""

from __future__ import annotations

import inspect
import re
import textwrap

import typer

_INDENTED = re.compile(r"(?:^    .*\n?)+", re.MULTILINE)


def lay_out_help(group: typer.Typer) -> None:
    """Give every command of a group, and of the groups in it, its docstring as help with the examples kept apart."""
    for command in group.registered_commands:
        command.help = _INDENTED.sub(_fence, inspect.getdoc(command.callback) or "")
    for part in group.registered_groups:
        if part.typer_instance:
            lay_out_help(part.typer_instance)


def _fence(block: re.Match[str]) -> str:
    return f"```text\n{textwrap.dedent(block.group()).rstrip()}\n```\n"
