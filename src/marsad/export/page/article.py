"""Draw an article's own words, with its highlights."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import escape

from marsad.export.page.segments import Mark, Segment, cut_segments
from marsad.model import Document, Reading

_LINE = re.compile(r"[^\n]+")
# Where several slots share their words, the one that says most is drawn.
_RANK = ("item", "people", "date", "place", "source", "party")
_SAMPLE = 2000
# Latin names with their digits and hyphens, which text from right to left would tear apart: T-72B3, 59N6-TE.
_LATIN = re.compile(r"(?=[0-9./-]{0,40}[A-Za-z])[A-Za-z0-9]+(?:[./-][A-Za-z0-9]+)*")


def find_direction(text: str) -> str:
    """``rtl`` where most letters of the text's head are written from right to left, else ``ltr``."""
    kinds = [unicodedata.bidirectional(char) for char in text[:_SAMPLE]]
    right = sum(1 for kind in kinds if kind in ("R", "AL"))
    return "rtl" if right > kinds.count("L") else "ltr"


def starts_with_title(document: Document) -> bool:
    """Whether the first line of the text is the title, as in plain text files."""
    first = next((line.strip() for line in document.text.split("\n") if line.strip()), "")
    return first == (document.title or "").strip()


def isolate_latin(words: str) -> str:
    """Escaped words of a text from right to left, each Latin name in them as a unit of its own."""
    parts, last = [], 0
    for match in _LATIN.finditer(words):
        parts += [escape(words[last : match.start()]), f"<bdi>{match.group()}</bdi>"]
        last = match.end()
    return "".join(parts) + escape(words[last:])


def draw_text(reading: Reading, number: int, marks: list[Mark]) -> str:
    """Every line of the text as a paragraph; none of its characters is left out but line ends and outer spaces."""
    title = (reading.document.title or "").strip()
    return "".join(_draw_paragraphs(reading, number, marks, title))


def _draw_paragraphs(reading: Reading, number: int, marks: list[Mark], title: str) -> Iterator[str]:
    text = reading.document.text
    write = isolate_latin if find_direction(text) == "rtl" else escape
    last = {mark.claim: mark.span.end for mark in sorted(_evidence(marks), key=lambda mark: mark.span.end)}
    for match in _LINE.finditer(text):
        start, end = _strip(text, match.start(), match.end())
        if start == end:
            continue
        kind = ' class="headline"' if title and text[start:end] == title else ""
        parts = []
        for segment in cut_segments(start, end, marks):
            parts.append(_draw_segment(reading, segment, write))
            parts.append(_draw_references([c for c, at in last.items() if segment.start < at <= segment.end], number))
        yield f"<p{kind}{_turn(text[start:end], text)}>{''.join(parts)}</p>\n"


def _turn(line: str, text: str) -> str:
    """The direction of a line that runs against its text."""
    direction = find_direction(line)
    against = direction != find_direction(text) and any(char.isalpha() for char in line)
    return f' dir="{direction}"' if against else ""


def _evidence(marks: list[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if mark.slot == "evidence")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _draw_segment(reading: Reading, segment: Segment, write: Callable[[str], str]) -> str:
    words = write(reading.document.text[segment.start : segment.end])
    if not segment.marks:
        return words
    claims = sorted({mark.claim for mark in segment.marks})
    slots = sorted({(mark.claim, mark.slot) for mark in segment.marks if mark.slot != "evidence"})
    evidence = next(iter(_evidence(list(segment.marks))), None)
    shown = min((slot for _, slot in slots), key=_RANK.index, default=None)
    classes = ["w"]
    if evidence:
        classes.append(reading.claims[evidence.claim - 1].factuality)
    if shown:
        classes += ["slot", shown]
    pairs = " ".join(f"{claim}:{slot}" for claim, slot in slots)
    numbers = " ".join(map(str, claims))
    return f'<span class="{" ".join(classes)}" data-claims="{numbers}" data-slots="{pairs}">{words}</span>'


def _draw_references(claims: list[int], number: int) -> str:
    """The numbers of the claims whose words end here, each a link to its claim."""
    links = "".join(
        f'<a id="w{number}-{claim}" href="#c{number}-{claim}" data-number="{claim}" data-to="card" '
        f'aria-label="claim {claim}">{claim}</a>'
        for claim in claims
    )
    return f'<sup class="ref">{links}</sup>' if links else ""
