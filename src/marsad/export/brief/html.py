"""A brief as one HTML page that needs nothing from elsewhere: no script, no font, no picture of another file."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from marsad.export.brief.blocks import Block, Heading, Line, Listing, Paragraph, Picture, Quote, Run, Sheet, Table
from marsad.export.files import open_text
from marsad.i18n import read_direction

_STYLE = """
body { font: 16px/1.55 "Noto Naskh Arabic", "IBM Plex Sans", "DejaVu Sans", system-ui, sans-serif; color: #1c2430;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 .4em; } h4 { font-size: 1rem; margin-bottom: 0; }
a { color: #0b4f8a; } :target { background: #fff3c4; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; font-size: .92em; }
th, td { text-align: start; vertical-align: top; padding: .3em .5em; border-bottom: 1px solid #d5dae1; }
th { border-bottom: 2px solid #7c8794; } td a { white-space: nowrap; }
blockquote { margin: .3em 0; padding: .1em .9em; border-inline-start: 3px solid #7c8794; }
.quiet { color: #55606d; font-size: .85em; margin: .2em 0; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
@media screen and (max-width: 48rem) { table { display: block; overflow-x: auto; } }
@media print { body { max-width: none; font-size: 11px; } tr, blockquote, img { break-inside: avoid; } }
"""


def write_html(sheet: Sheet, out: BinaryIO) -> None:
    """The page, readable on a screen and on paper."""
    with open_text(out) as text:
        text.write(
            f'<!doctype html>\n<html lang="{sheet.language}" dir="{sheet.direction}">\n<head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(sheet.title)}</title>'
            f"<style>{_STYLE}</style></head>\n<body>\n<h1>{escape(sheet.title)}</h1>\n"
        )
        for block in sheet.blocks:
            text.writelines(_write_block(block))
        text.write("</body>\n</html>\n")


def _write_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, line, anchor):
            id_ = f' id="{escape(anchor)}"' if anchor else ""
            yield f"<h{level + 1}{id_}>{_write_line(line)}</h{level + 1}>\n"
        case Paragraph(line, quiet):
            kind = ' class="quiet"' if quiet else ""
            yield f"<p{kind}>{_write_line(line)}</p>\n"
        case Listing(lines, language, title):
            if title:
                yield f"<p>{_write_line(title)}</p>\n"
            tongue = f' lang="{language}" dir="{read_direction(language)}"' if language else ""
            yield f"<ul{tongue}>{''.join(f'<li>{_write_line(line)}</li>' for line in lines)}</ul>\n"
        case Table(head, rows):
            cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            yield f"<table><thead><tr>{cells}</tr></thead>\n<tbody>\n"
            for row in rows:
                yield f"<tr>{''.join(f'<td>{_write_line(cell)}</td>' for cell in row)}</tr>\n"
            yield "</tbody></table>\n"
        case Quote(words, language, direction):
            yield f'<blockquote lang="{escape(language)}" dir="{direction}">{escape(words)}</blockquote>\n'
        case Picture(svg, label):
            data = base64.b64encode(svg.encode()).decode()
            yield f'<p><img src="data:image/svg+xml;base64,{data}" alt="{escape(label)}"></p>\n'


def _write_line(line: Line) -> str:
    return "".join(_write_run(run) for run in line)


def _write_run(run: Run) -> str:
    return f'<a href="#{escape(run.to)}">{escape(run.text)}</a>' if run.to else escape(run.text)
