"""Readings as one self-contained page: each article with its claims beside it, no file or address needed to show it.

The words come from strangers, so everything is escaped, and a policy in the page lets no script run but our own.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import TextIO

from marsad.export.page.article import draw_text, find_direction, starts_with_title
from marsad.export.page.cards import draw_badge, draw_cards
from marsad.export.page.segments import list_marks
from marsad.export.words import name_document
from marsad.model import FACTUALITIES, Document, Reading

_LEGEND = (
    ("item", "equipment"), ("people", "people"), ("party", "actor"), ("place", "place"), ("date", "date"),
    ("source", "who says so"),
)  # fmt: skip
_MEANING = {
    "fact": "stated as so",
    "expected": "planned or foreseen",
    "possible": "hedged",
    "denied": "said not to be so",
}


def write_page(readings: Iterable[Reading], out: TextIO) -> None:
    """One page for all readings, with a list of them where there are several."""
    documents = list(readings)
    style, script = _load("page.css"), _load("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    title = name_document(documents[0].document) if len(documents) == 1 else f"{len(documents)} articles"
    sections = "\n".join(_draw_document(reading, number) for number, reading in enumerate(documents, 1))
    out.write(f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)} – read by Marsad</title>
<style>{style}</style>
</head>
<body>
<header class="top"><h1>Marsad <span>what the text says, and where it says so</span></h1>{_draw_legend()}</header>
{_draw_contents(documents)}<main>
{sections}
</main>
<footer class="foot">Each claim is what the article says, not what is known to be true. Numbers are intervals: ≥ is an
open upper end, ≤ an open lower one, – is no stated number.</footer>
<script>{script}</script>
</body>
</html>
""")


def _load(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """The content as a policy names it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii") + "'"


def _draw_legend() -> str:
    states = "".join(f'<li><span class="key {f}">{f}</span> {_MEANING[f]}</li>' for f in FACTUALITIES)
    slots = "".join(f'<li><span class="slot {slot}">{name}</span></li>' for slot, name in _LEGEND)
    how = "Choose a claim to see its words, or words to see their claim; keys j and k go on and back."
    return f'<ul class="legend" aria-label="Legend">{states}{slots}<li class="how">{how}</li></ul>'


def _draw_contents(documents: list[Reading]) -> str:
    if len(documents) < 2:
        return ""
    entries = "".join(
        f'<li><a href="#d{number}"><bdi>{escape(name_document(reading.document))}</bdi></a> '
        f"<small>{escape(reading.document.language or '')}, {_count(reading)}</small></li>"
        for number, reading in enumerate(documents, 1)
    )
    return f'<nav class="contents" aria-label="Articles"><ol>{entries}</ol></nav>\n'


def _count(reading: Reading) -> str:
    number = len(reading.claims)
    return "1 claim" if number == 1 else f"{number} claims" if number else "no claim"


def _draw_document(reading: Reading, number: int) -> str:
    document = reading.document
    marks = [mark for n, claim in enumerate(reading.claims, 1) for mark in list_marks(claim, n)]
    return f"""<section class="document" id="d{number}" aria-labelledby="t{number}">
<div class="head">
{_draw_title(document, number)}{_draw_about(document)}{_draw_tally(reading)}{_draw_warnings(reading)}
</div>
<div class="pair">
<article class="text" {_describe_language(document)}>{draw_text(reading, number, marks)}</article>
<div class="side">{draw_cards(reading, number)}</div>
</div>
</section>"""


def _draw_title(document: Document, number: int) -> str:
    hidden = ' class="unseen"' if starts_with_title(document) else ""  # the text shows it
    return f'<h2 id="t{number}"{hidden} {_describe_language(document)}>{escape(name_document(document))}</h2>'


def _describe_language(document: Document) -> str:
    language = f' lang="{escape(document.language)}"' if document.language else ""
    return f'dir="{find_direction(document.text)}"{language}'


def _draw_about(document: Document) -> str:
    facts = [document.publisher, document.published and document.published.isoformat(), document.url, document.source]
    return f'<p class="about">{" · ".join(f"<bdi>{escape(str(fact))}</bdi>" for fact in facts if fact)}</p>'


def _draw_tally(reading: Reading) -> str:
    counts = Counter(claim.factuality for claim in reading.claims)
    badges = " ".join(draw_badge(f, count=counts[f]) for f in FACTUALITIES if counts[f])
    return f'<p class="tally">{_count(reading)} {badges}</p>'


def _draw_warnings(reading: Reading) -> str:
    lines = "".join(f"<li>{escape(warning)}</li>" for warning in reading.warnings)
    return f'<ul class="warnings">{lines}</ul>' if lines else ""
