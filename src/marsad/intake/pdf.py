"""A PDF to its running text, from its text layer. The one file that needs pypdfium2."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from marsad.errors import InputError
from marsad.intake.bidi import Glyph, has_right_to_left, order_line
from marsad.intake.model import Found, Options
from marsad.intake.streams import describe_size
from marsad.intake.text import find_day

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_SECONDS = 120.0
"""For all pages of one file; a report of 300 pages takes ten."""

_HEAD_LINES = 12
_EDGE_LINES = 2
"""Lines at the top and the foot of a page that may be its running head."""

_FULL_LINE = 0.75
"""A line of at least this share of a page's usual line goes on in the next one."""

_LOCKED = 4  # FPDF_ERR_PASSWORD
_HYPHENS = "\ufffe\x02"  # what PDFium makes of a hyphen that divides a word at the end of a line
_DIVISION = re.compile(rf"(.)[{_HYPHENS}]\s*(.)")
_SENTENCE_END = re.compile(r"[.!?:؟۔…][\"'”»)\]]*$")
_PAGE_NUMBER = re.compile(r"\A\W*0(?:\W+0)?\W*")  # in a mask: "12", "- 3 -", "3/10"
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FILE_NAME = re.compile(r"\.(?:docx?|indd|pdf|odt|rtf|qxd)$|^microsoft word|^untitled|^document\d*$", re.IGNORECASE)
_HINT = "save it again, or give its text"


def read_pdf(data: bytes, options: Options) -> Found:
    """What a PDF says: its text layer, one paragraph a line, without running heads and page numbers.

    Raises InputError for a file that is broken, locked with a password, without text, or too long.
    """
    document = _open(data)
    pages = _drop_running_heads(list(_read_pages(document, options)))
    lines = [line for page in pages for line in page]
    if not any(any(char.isalpha() for char in line) for line in lines):
        count = len(document)
        raise InputError(f"has no text layer: {count} pages of pictures", hint="run it through text recognition (OCR)")
    paragraphs = [paragraph for page in pages for paragraph in _join_lines(page)]
    text = "\n".join(_join_pages(paragraphs))
    return Found(
        text=text, title=_find_title(document), published=find_day(lines[:_HEAD_LINES], text, options.read_day)
    )


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _LOCKED:
            raise InputError("is locked with a password", hint="save a copy without one") from error
        raise InputError("is a broken PDF", hint="get it again, or " + _HINT) from error


def _read_pages(document: PdfDocument, options: Options) -> Iterator[list[str]]:
    """The lines of each page that are not empty."""
    count, limit = len(document), options.settings.max_bytes
    if count > options.limits.pdf_pages:
        raise InputError(f"has {count} pages, more than {options.limits.pdf_pages}", hint="split it")
    size, ends = 0, time.monotonic() + _SECONDS
    for number in range(count):
        lines = [line for raw in _read_page(document, number) if (line := _clean(raw))]
        size += sum(len(line.encode("utf-8")) for line in lines)
        if size > limit:
            hint = "split it, or set MARSAD_MAX_BYTES"
            raise InputError(f"holds more than {describe_size(limit)} of text", hint=hint)
        if time.monotonic() > ends:
            raise InputError(f"takes longer than {_SECONDS:g} seconds to read", hint=_HINT)
        yield lines


def _read_page(document: PdfDocument, number: int) -> list[str]:
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        glyphs = page.get_textpage()
    except PdfiumError as error:
        raise InputError(f"is a PDF with a broken page: page {number + 1}", hint="get it again, or " + _HINT) from error
    text = _DIVISION.sub(_undivide, _text_of(glyphs))
    lines = list(_order_lines(glyphs)) if has_right_to_left(text) else text.splitlines()
    glyphs.close()
    page.close()
    return lines


def _text_of(glyphs: PdfTextPage) -> str:
    """The text of a page, between the glyphs at either end that stand for none: the library itself goes one call deeper
    for each of these, and fails on a page of a thousand.
    """
    from pypdfium2.raw import FPDFText_GetTextIndexFromCharIndex as place_of

    every = range(glyphs.count_chars())
    first = next((index for index in every if place_of(glyphs, index) >= 0), None)
    last = next((index for index in reversed(every) if place_of(glyphs, index) >= 0), None)
    return "" if first is None or last is None else glyphs.get_text_range(first, last - first + 1)


def _undivide(match: re.Match[str]) -> str:
    joint = "" if match[1].islower() and match[2].islower() else "-"
    return f"{match[1]}{joint}{match[2]}"


def _order_lines(glyphs: PdfTextPage) -> Iterator[str]:
    """The lines of a page with right-to-left words, by where its glyphs stand: PDF has no order of its own."""
    import pypdfium2.raw as raw

    line: list[Glyph] = []
    for index in range(glyphs.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(glyphs, index))
        if char in "\r\n":
            yield order_line(line)
            line = []
        else:
            line.append(_locate(glyphs, index, "-" if char in _HYPHENS else char))
    yield order_line(line)


def _locate(glyphs: PdfTextPage, index: int, char: str) -> Glyph:
    from pypdfium2 import PdfiumError

    try:
        left, bottom, right, top = glyphs.get_charbox(index, loose=True)
    except PdfiumError:
        return Glyph(char, 0.0, 0.0)
    return Glyph(char, left, right, top - bottom)


def _clean(line: str) -> str:
    """Letters instead of their shapes (ligatures, Arabic presentation forms), no control codes, single spaces."""
    line = _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), line)
    line = _CONTROL.sub("", line).encode("utf-8", "ignore").decode("utf-8")
    return " ".join(line.split())


def _drop_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Page numbers, and what stands at the top or the foot of most pages, whatever the number in it."""
    edges = Counter(
        mask for page in pages for mask in {_mask(line) for line in page[:_EDGE_LINES] + page[-_EDGE_LINES:]}
    )
    least = max(3, len(pages) // 2)
    repeated = {mask for mask, count in edges.items() if count >= least or _PAGE_NUMBER.fullmatch(mask)}
    return [
        [
            line
            for n, line in enumerate(page)
            if _EDGE_LINES <= n < len(page) - _EDGE_LINES or _mask(line) not in repeated
        ]
        for page in pages
    ]


def _mask(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _join_lines(lines: list[str]) -> list[str]:
    """Paragraphs: a line that is full goes on in the next, unless a sentence ends with it and the next is short."""
    if not lines:
        return []
    usual = sorted(map(len, lines))[len(lines) * 3 // 4]
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        if len(before) >= usual * _FULL_LINE:
            paragraphs[-1] = _join(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return paragraphs


def _join(before: str, after: str) -> str:
    """Two lines as one; a word divided by a hyphen becomes whole."""
    if before.endswith(("-", "\u00ad")) and len(before) > 1 and before[-2].islower() and after[0].islower():
        return before[:-1] + after
    return f"{before} {after}"


def _join_pages(paragraphs: list[str]) -> Iterator[str]:
    """A paragraph without an end goes on in one that begins with a small letter: on the next page, as a rule."""
    whole = ""
    for paragraph in paragraphs:
        if whole and paragraph[0].islower() and not _SENTENCE_END.search(whole):
            whole = _join(whole, paragraph)
            continue
        if whole:
            yield whole
        whole = paragraph
    yield whole


def _find_title(document: PdfDocument) -> str | None:
    """As the file states it, unless that is a name of a file or damaged."""
    try:
        title = _clean(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return None
    return title if title and not _FILE_NAME.search(title) else None
