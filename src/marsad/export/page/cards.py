"""Draw the claims of an article, one card each."""

from __future__ import annotations

from html import escape

from marsad.export.explanation import list_reasons
from marsad.export.page.article import find_direction, isolate_latin
from marsad.export.words import (
    ARROW,
    quote_claim,
    write_name,
    write_number,
    write_party,
    write_place,
    write_role,
    write_times,
)
from marsad.model import Claim, Factuality, Item, Reading


def draw_badge(factuality: Factuality, *, count: int | None = None) -> str:
    """A factuality as a small coloured label, with how many there are of it."""
    number = "" if count is None else f"{count} "
    return f'<span class="badge {factuality}">{number}{factuality}</span>'


def draw_cards(reading: Reading, number: int) -> str:
    """The list of all claims, or a line that says there is none."""
    if not reading.claims:
        return '<p class="none">No claim in this text.</p>'
    cards = "\n".join(_draw_card(reading, number, n, claim) for n, claim in enumerate(reading.claims, 1))
    return f'<ol class="claims" aria-label="Claims">{cards}</ol>'


def _draw_card(reading: Reading, document: int, number: int, claim: Claim) -> str:
    words = quote_claim(claim, reading.document)
    direction = find_direction(words)
    quote = isolate_latin(words) if direction == "rtl" else escape(words)
    language = f' lang="{escape(reading.document.language)}"' if reading.document.language else ""
    return f"""<li class="claim is-{claim.factuality}" id="c{document}-{number}" data-number="{number}" tabindex="-1">
<h3><span class="number">{number}</span>{write_name(claim.type).capitalize()} {draw_badge(claim.factuality)}</h3>
<dl class="slots">{"".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _list_rows(claim))}</dl>
<blockquote class="quote" dir="{direction}"{language}>{quote}</blockquote>
<p class="links"><a href="#w{document}-{number}" data-number="{number}" data-to="words">Show in the text</a></p>
{_draw_reasons(reading, claim)}
</li>"""


def _list_rows(claim: Claim) -> list[tuple[str, str]]:
    """Names and values of the slots that the claim has; who says so is always told."""
    rows = []
    if claim.supplier or claim.recipient:
        parties = f"{_isolate(write_party(claim.supplier))} {ARROW} {_isolate(write_party(claim.recipient))}"
        rows.append(("Who", _draw_swatch("party") + parties))
    if claim.unit:
        rows.append(("Unit", _draw_swatch("party") + _isolate(claim.unit.name)))
    if claim.items:
        rows.append(("What", f"<ul>{''.join(_draw_item(item) for item in claim.items)}</ul>"))
    if people := claim.personnel:
        count = write_number(people.low, people.high)
        rows.append(
            ("People", f'{_draw_swatch("people")}<span class="count">{count}</span> {escape(write_role(people))}')
        )
    if claim.place:
        rows.append(("Where", _draw_swatch("place") + _isolate(write_place(claim.place))))
    if claim.date:
        rows.append(("When", _draw_swatch("date") + _isolate(claim.date.edtf)))
    rows.append(("Said by", (_draw_swatch("source") if claim.sources else "") + _write_chain(claim)))
    return rows


def _write_chain(claim: Claim) -> str:
    return ", citing ".join(_isolate(source.name) for source in claim.sources) or "the article"


def _draw_item(item: Item) -> str:
    kind = write_name(item.class_)
    name = f"{_isolate(item.designation)} ({kind})" if item.designation else kind
    count = write_times(item.low, item.high)
    return f'<li>{_draw_swatch("item")}<span class="count">{count}</span> {name}</li>'


def _draw_swatch(slot: str) -> str:
    return f'<span class="swatch {slot}"></span>'


def _isolate(words: str) -> str:
    """Words whose direction may differ from their surroundings'."""
    return f"<bdi>{escape(words)}</bdi>"


def _draw_reasons(reading: Reading, claim: Claim) -> str:
    lines = []
    for reason in list_reasons(claim):
        if reason.why:
            words = f": {_isolate(reason.span.of(reading.document.text))}" if reason.span else ""
            note = f" – {escape(reason.why.note)}" if reason.why.note else ""
            lines.append(f"<li>{reason.slot}{words} <code>{escape(reason.why.rule)}</code>{note}</li>")
    return f"<details><summary>Why is this here?</summary><ul>{''.join(lines)}</ul></details>" if lines else ""
