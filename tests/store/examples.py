"""Documents, claims and registers for tests of the store: some written out, some made up by hypothesis."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from hypothesis import strategies as st

from marsad.model import (
    CLAIM_TYPES,
    FACTUALITIES,
    Claim,
    ClaimDate,
    Document,
    Evidence,
    Item,
    Party,
    Personnel,
    Place,
    Source,
    Span,
)
from marsad.register import Alternative, Bound, Edge, Entry, Family, ItemKey, Join, Origin, Passage, Register, Witness

TEXT = "Seven سبع tanks reached Garoua, the ministry said."
WHEN = dt.datetime(2025, 1, 20, 8, 30, tzinfo=dt.UTC)


def make_document(number: int = 1, text: str = TEXT) -> tuple[Document, bytes]:
    """A document and the bytes it was made from; different numbers are different documents."""
    raw = f"<p>{number}: {text}</p>".encode(errors="surrogatepass")
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    id_ = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    return Document(id_, f"articles/{number}.html", text, language="en", text_sha256=f"sha256:{text_hash}"), raw


def make_claim(id_: str = "c1") -> Claim:
    """A claim on ``TEXT`` with every slot filled."""
    why = Evidence("arrive:reached", "verb of arrival")
    return Claim(
        id=id_,
        type="delivery",
        factuality="fact",
        spans=(Span(0, len(TEXT)),),
        supplier=Party("CM", "Cameroon", why=why),
        recipient=Party("TD", "Chad", Span(24, 30), why),
        unit=Party("unit", "a unit"),
        items=(Item("tanks", Span(10, 15), None, "tank", 7, None, why),),
        personnel=Personnel("ministry", Span(36, 44), "other", 1, 1),
        place=Place("Garoua", "CM", 9.3, 13.4, Span(24, 30), why),
        date=ClaimDate("2025-01", None, why),
        sources=(Source("ministry", "official", Span(36, 44), why),),
        trigger=Span(16, 23),
        why=why,
        why_factuality=Evidence("past"),
    )


def make_register() -> Register:
    """A register of two entries and a family."""
    witness = Witness("c1", "d1", "a.html", "fact", Origin("o1", "a ministry", "named source"))
    bound = Bound(ItemKey(None, "tank"), 7, None, True, "hull", ("c1",), ("T-72",))
    entry = Entry(
        "c1", "delivery", "arrived", "single", Party("CM", "Cameroon"), None, None, Place("Garoua", "CM", 9.3, 13.4),
        "2025-01", (bound,), bound, {"supplier": (Alternative("CM", "Cameroon", ("o1",), ("c1",)),)}, 1, 1, (witness,),
        (Join("c1", "c2", 0.9),),
    )  # fmt: skip
    edge = Edge("d1", "d2", "copy", 0.97, (Passage((0, 5), (2, 7), 0.99),), ("published 1 day later",))
    return Register((entry, replace(entry, id="c9", personnel=None)), (Family("d1", ("d1", "d2"), (edge,)),))


# Anything a file name or a page may hold: NUL, half surrogates, quotation marks, every script.
words = st.text(max_size=12)
odd_words = st.text(st.characters(exclude_categories=[]), max_size=12)
evidence = st.none() | st.builds(Evidence, words, words)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 500), st.integers(1, 90))
numbers = st.none() | st.integers(0, 10**7)
parties = st.none() | st.builds(Party, words, words, st.none() | spans, evidence)
items = st.builds(Item, words, spans, st.none() | words, st.just("tank"), numbers, numbers, evidence)
places = st.builds(
    Place, words, st.none() | words, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180),
    st.none() | spans, evidence,
)  # fmt: skip
claims = st.builds(
    Claim,
    id=st.text("0123456789abcdef", min_size=1, max_size=16),
    type=st.sampled_from(CLAIM_TYPES),
    factuality=st.sampled_from(FACTUALITIES),
    spans=st.lists(spans, min_size=1, max_size=3).map(tuple),
    supplier=parties,
    recipient=parties,
    unit=parties,
    items=st.lists(items, max_size=3).map(tuple),
    personnel=st.none() | st.builds(Personnel, words, spans, st.just("expert"), numbers, numbers, evidence),
    place=st.none() | places,
    date=st.none() | st.builds(ClaimDate, words, st.none() | spans, evidence),
    sources=st.lists(st.builds(Source, words, words, spans, evidence), max_size=3).map(tuple),
    trigger=st.none() | spans,
    why=evidence,
    why_factuality=evidence,
)
documents = st.builds(
    Document,
    id=st.text("0123456789abcdef", min_size=1, max_size=8),
    source=odd_words,
    text=odd_words,
    title=st.none() | odd_words,
    language=st.none() | st.just("ar"),
    publisher=st.none() | words,
    published=st.none() | st.dates(),
    url=st.none() | odd_words,
)
