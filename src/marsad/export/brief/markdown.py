"""A brief as Markdown (CommonMark with tables), for notes and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from marsad.export.brief.blocks import Block, Heading, Line, Listing, Paragraph, Picture, Quote, Run, Sheet, Table
from marsad.export.files import open_text

# What has a meaning in Markdown or HTML stands for itself.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_POINT = re.compile(r"^(\s*\d+)([.)])|^(\s*)([-+=])")


def write_markdown(sheet: Sheet, out: BinaryIO) -> None:
    """The blocks as Markdown; pictures are drawings within the text, anchors are HTML."""
    with open_text(out) as text:
        text.write(f"# {_escape(sheet.title)}\n\n")
        for block in sheet.blocks:
            text.write("\n".join(_write_block(block)) + "\n\n")


def _write_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, line, anchor):
            if anchor:
                yield f'<a id="{anchor}"></a>\n'
            yield f"{'#' * (level + 1)} {_write_line(line)}"
        case Paragraph(line, quiet):
            yield _write_line(line) if not quiet else f"<small>{_write_line(line)}</small>"
        case Listing(lines, _, title):
            if title:
                yield f"{_write_line(title)}\n"
            yield from (f"- {_write_line(line)}" for line in lines)
        case Table(head, rows):
            yield f"| {' | '.join(_escape(cell) for cell in head)} |"
            yield f"|{' --- |' * len(head)}"
            yield from (f"| {' | '.join(_write_line(cell) for cell in row)} |" for row in rows)
        case Quote(words):
            yield f"> {_escape(words)}"
        case Picture(_, label):
            yield f"*{_escape(label)}*"


def _write_line(line: Line) -> str:
    return _POINT.sub(_hold, "".join(_write_run(run) for run in line))


def _write_run(run: Run) -> str:
    return f"[{_escape(run.text)}](#{run.to})" if run.to else _escape(run.text)


def _escape(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(words.split(" ")).replace("\n", " ").replace("\r", " "))


def _hold(found: re.Match[str]) -> str:
    """A number or a dash at the beginning of a line begins no list."""
    return f"{found[1]}\\{found[2]}" if found[1] is not None else f"{found[3]}\\{found[4]}"
