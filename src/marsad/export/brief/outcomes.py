"""What a brief says of predictions, and of claimed outcomes held against event data."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.export.brief import Brief
from marsad.export.brief.blocks import Block, Heading, Line, Listing, Paragraph, Picture, Table, keep_apart, say
from marsad.export.brief.notes import Notes, name_outlet
from marsad.export.chart import draw_chart
from marsad.i18n.because import tell_reason
from marsad.i18n.words import Words
from marsad.verdicts import Prediction, Reason

# Names of data sets are in this language.
_DATASETS = "en"


def draw_predictions(brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """The ledger: who expects what by when, and what became of it."""
    yield Heading(1, say(words("nav.predictions")))
    if not brief.predictions:
        yield Paragraph(say(words("predictions.none"), "."))
        return
    yield Paragraph(say(words("predictions.note")), quiet=True)
    keys = ("said", "speaker", "what", "by", "status")
    yield Table(
        tuple(words(f"predictions.{key}") for key in keys),
        tuple(_prediction_row(prediction, brief, notes, words) for prediction in brief.predictions),
        (4, 6, 8, 4, 4),
    )


def _prediction_row(prediction: Prediction, brief: Brief, notes: Notes, words: Words) -> tuple[Line, ...]:
    document, claim = brief.told[prediction.claim]
    arrow = words("brief.arrow")
    who = f"{keep_apart(words.party(claim.supplier))} {arrow} {keep_apart(words.party(claim.recipient))}"
    outlet = name_outlet(document, words)
    speaker = keep_apart(prediction.speaker)
    return (
        say(notes.link(words.day(prediction.said), [prediction.claim])),
        say(speaker if outlet == prediction.speaker else f"{speaker}{words('comma')}{keep_apart(outlet)}"),
        say(words.value("type", prediction.type), words("brief.colon"), who, " ", notes.cite([prediction.claim])),
        say(words.edtf(prediction.by) if prediction.by else words("predictions.no_day")),
        say(words(f"settled.{prediction.status.replace(' ', '_')}"), " ", notes.cite(prediction.settled_by)),
    )


def draw_verdicts(brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """Claimed outcomes beside event data, each with its chart and reasons."""
    yield Heading(1, say(words("nav.outcomes")))
    if not brief.datasets:
        yield Paragraph(say(words("outcomes.no_data")))
        return
    yield Paragraph(say(words("outcomes.note")), quiet=True)
    yield Listing(tuple(say(dataset) for dataset in brief.datasets), _DATASETS)
    if not brief.verdicts:
        yield Paragraph(say(words("outcomes.none"), "."))
    for verdict in brief.verdicts:
        yield Heading(2, say(words.verdict(verdict.country, verdict.place, verdict.period, verdict.verdict)))
        yield notes.quote(verdict.claim)
        yield Paragraph(notes.cite([verdict.claim]))
        drawn = draw_chart(verdict, language=words.language)
        if drawn is not None:
            yield Picture(drawn.decode("utf-8"), words("outcomes.chart"))
        yield Listing(tuple(_tell(reason, notes, words) for reason in verdict.reasons))


def _tell(reason: Reason, notes: Notes, words: Words) -> Line:
    """The sentence of a reason; where it names a claim, the number of its quote."""
    told = tell_reason(reason, words)
    before, name, after = told.partition(words.isolate(reason.claim or ""))
    cited = notes.cite([reason.claim]) if reason.claim and name else ()
    return say(before, cited, after) if cited else say(told)
