"""What a brief says, section by section, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.export.brief import Brief
from marsad.export.brief.blocks import (
    Block,
    Heading,
    Line,
    Paragraph,
    Picture,
    Run,
    Sheet,
    Table,
    join,
    keep_apart,
    say,
)
from marsad.export.brief.entries import count_bound, describe_entry, draw_entry, list_bounds, name_parties
from marsad.export.brief.map import draw_map
from marsad.export.brief.notes import Notes, name_outlet
from marsad.export.brief.outcomes import draw_predictions, draw_verdicts
from marsad.i18n import read_direction
from marsad.i18n.words import Words, load_words
from marsad.register import Entry


def compose(brief: Brief, language: str) -> Sheet:
    """The brief in a language of the interface."""
    words = load_words(language)
    notes = Notes(brief.told, _order_claims(brief), words)
    blocks = [
        *_draw_head(brief, words),
        *_draw_glance(brief, notes, words),
        *_draw_where(brief, words),
        *_draw_entries(brief, notes, words),
        *_draw_copies(brief, words),
        *draw_predictions(brief, notes, words),
        *draw_verdicts(brief, notes, words),
        *notes.draw(),
    ]
    title = f"{words('desk.name')}{words('brief.colon')}{words('brief.title')}"
    return Sheet(title, language, read_direction(language), tuple(blocks))


def _order_claims(brief: Brief) -> Iterator[str]:
    """Claims in the order of the brief: entry by entry the oldest first, then what settles predictions and verdicts."""
    for entry in brief.entries:
        yield from sorted((w.claim for w in entry.claims if w.claim in brief.told), key=lambda id_: _age(brief, id_))
    for prediction in brief.predictions:
        yield from (prediction.claim, *prediction.settled_by)
    for verdict in brief.verdicts:
        yield verdict.claim
        yield from (reason.claim for reason in verdict.reasons if reason.claim)


def _age(brief: Brief, id_: str) -> tuple[str, str, int]:
    document, claim = brief.told[id_]
    return (document.published.isoformat() if document.published else "9", document.id, claim.spans[0].start)


def _draw_head(brief: Brief, words: Words) -> Iterable[Block]:
    documents = {document.id for document, _ in brief.told.values()}
    counts = [words("count.entries", n=len(brief.entries)), words("count.claims", n=len(brief.told))]
    counts.append(words("count.documents", n=len(documents)))
    yield Paragraph(say(f"{words('comma').join(counts)}. ", words("brief.made", moment=words.moment(brief.made))))
    yield Paragraph(say(words("brief.legend"), " ", words("desk.legend")), quiet=True)


def _draw_glance(brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    yield Heading(1, say(words("brief.glance")))
    keys = ("type", "who", "what", "place", "date", "standing")
    yield Table(
        tuple(words(f"column.{key}") for key in keys),
        tuple(_glance_row(entry, brief, notes, words) for entry in brief.entries),
        (6, 7, 9, 6, 6, 6),
    )


def _glance_row(entry: Entry, brief: Brief, notes: Notes, words: Words) -> tuple[Line, ...]:
    counted = [count_bound(bound, people, notes, words) for bound, people in list_bounds(entry)]
    about = describe_entry(entry, brief, notes, words)
    return (
        say(Run(words.value("type", entry.type), f"e-{entry.id}")),
        say(name_parties(entry, words)),
        join(counted, words("comma")) or say("–"),
        say(words.place(entry.place)),
        about.date,
        say(words.value("standing", entry.standing)),
    )


def _draw_where(brief: Brief, words: Words) -> Iterable[Block]:
    """The map, and what is not on it."""
    yield Heading(1, say(words("overview.where")))
    drawn = draw_map(brief.entries, words)
    if drawn is None:
        yield Paragraph(say(words("brief.no_map")), quiet=True)
        return
    yield Picture(drawn, words("map.label"))
    placeless = sum(1 for entry in brief.entries if not (entry.place and entry.place.country))
    told = [words("brief.map_legend"), *([words("overview.placeless", n=placeless)] if placeless else [])]
    yield Paragraph(say(" ".join(told)), quiet=True)


def _draw_entries(brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    yield Heading(1, say(words("brief.entries")))
    for entry in brief.entries:
        yield from draw_entry(entry, brief, notes, words)


def _draw_copies(brief: Brief, words: Words) -> Iterable[Block]:
    """Who copied whom: a row for each document that carries another's text."""
    yield Heading(1, say(words("family.title")))
    edges = [edge for family in brief.families for edge in family.edges]
    edges = [edge for edge in edges if edge.parent in brief.documents and edge.child in brief.documents]
    if not edges:
        yield Paragraph(say(words("brief.no_copies")))
        return
    rows = []
    for edge in edges:
        child, parent = brief.documents[edge.child], brief.documents[edge.parent]
        names = {"child": name_outlet(child, words), "parent": name_outlet(parent, words)}
        why = words("comma").join(words.reason(reason) for reason in edge.reasons)
        rows.append(
            (
                say(words(f"carries.{edge.kind}", **names)),
                say(words.day(child.published)),
                say(f"{words('count.passages', n=len(edge.passages))}{words('comma')}{words.percent(edge.score)}"),
                say(keep_apart(why) if why else "–"),
            )
        )
    head = (words("column.copies"), words("column.date"), words("brief.shared"), words("outcomes.why"))
    yield Table(head, tuple(rows), (7, 4, 4, 6))
