"""What several tests need: a way to run the command line inside the test, and readings made by hand."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys

import pytest

from marsad.model import Claim, ClaimDate, Document, Evidence, Item, Party, Personnel, Place, Reading, Source, Span
from tests.helpers import Ran, Run

# Tables are drawn as into a file, however wide the terminal is of who runs the tests.
os.environ.pop("COLUMNS", None)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``marsad`` as a user does: ``run("read", "-", stdin=b"...")``."""

    def run_command(*arguments: object, stdin: bytes = b"") -> Ran:
        from marsad.cli import main

        monkeypatch.setattr(sys, "argv", ["marsad", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run_command


TEXT = "قال الوزير إن سبع دبابات T-72B3 وصلت إلى باماكو يوم 17 كانون الثاني.\nوأضاف أن ألف خبير <قد> يصلون."


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.fixture
def reading() -> Reading:
    """An Arabic article of two sentences with three claims, two of them on the same words."""
    first, second = (span_of(TEXT, line) for line in TEXT.split("\n"))
    says = Source("the minister", "official", span_of(TEXT, "الوزير"), Evidence("said.by", "verb of saying"))
    delivery = Claim(
        id="aaaa01",
        type="delivery",
        factuality="fact",
        spans=(first,),
        supplier=Party("RU", "Russia"),
        recipient=Party("ML", "Mali", why=Evidence("country.of.place")),
        items=(Item("دبابات T-72B3", span_of(TEXT, "دبابات T-72B3"), "T-72B3", "tank", 7, 7, Evidence("table.type")),),
        place=Place("Bamako", "ML", 12.65, -8.0, span_of(TEXT, "باماكو")),
        date=ClaimDate("2025-01-17", span_of(TEXT, "17 كانون الثاني")),
        sources=(says,),
        trigger=span_of(TEXT, "وصلت"),
        why=Evidence("arrive.goods", "verb of arrival"),
        why_factuality=Evidence("past"),
    )
    training = Claim(id="bbbb02", type="training", factuality="denied", spans=(first,), recipient=Party("ML", "Mali"))
    people = Personnel("ألف خبير", span_of(TEXT, "ألف خبير"), "expert", 1000, 1000)
    deployment = Claim(id="cccc03", type="deployment", factuality="expected", spans=(second,), personnel=people)
    document = Document(
        id="sha256:" + "0" * 64,
        source="articles/mali.txt",
        text=TEXT,
        title="<script>alert(1)</script> & co",
        language="ar",
        publisher="Outlet",
        published=dt.date(2025, 1, 20),
        text_sha256="sha256:" + "1" * 64,
    )
    return Reading(document, (delivery, training, deployment), ("a warning",))
