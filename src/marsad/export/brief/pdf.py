"""A brief as PDF, set by Typst: right-to-left text, joined letters, links and outline are its work.

The one file that uses typst. The font is DejaVu Sans, which comes with matplotlib and has all four scripts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO

from marsad.errors import MarsadError
from marsad.export.brief.blocks import Block, Heading, Line, Listing, Paragraph, Picture, Quote, Sheet, Table
from marsad.i18n import read_direction

_TEMPLATE = Path(__file__).with_name("brief.typ")


def write_pdf(sheet: Sheet, out: BinaryIO) -> None:
    """The brief on A4. Raises MarsadError where typst is not installed."""
    try:
        import typst
    except ImportError as error:
        raise MarsadError("a PDF needs typst", hint="pip install 'marsad[brief]'") from error
    import matplotlib

    record = {
        "title": sheet.title,
        "language": sheet.language,
        "direction": sheet.direction,
        "blocks": [_build_block(block) for block in sheet.blocks],
    }
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    # Half surrogates of odd file names are no text that a program in Rust would take.
    told = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
    out.write(typst.compile(_TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs={"sheet": told}))


def _build_block(block: Block) -> dict[str, Any]:
    """A block as the template wants it."""
    match block:
        case Heading(level, line, anchor):
            return {"kind": "heading", "level": level, "line": _build_line(line), "anchor": anchor}
        case Paragraph(line, quiet):
            return {"kind": "paragraph", "line": _build_line(line), "quiet": quiet}
        case Listing(lines, language, title):
            direction = read_direction(language) if language else None
            told = {"lines": [_build_line(line) for line in lines], "title": _build_line(title)}
            return {"kind": "listing", "language": language, "direction": direction, **told}
        case Table(head, rows, widths):
            cells = [[{"line": _build_line(cell)} for cell in row] for row in rows]
            return {"kind": "table", "head": head, "rows": cells, "widths": widths}
        case Quote(words, language, direction):
            return {"kind": "quote", "words": words, "language": language, "direction": direction}
        case Picture(svg, label):
            return {"kind": "picture", "svg": svg, "label": label}


def _build_line(line: Line) -> list[dict[str, str | None]]:
    return [{"text": run.text, "to": run.to} for run in line]
