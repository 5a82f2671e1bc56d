"""Filters and orders over columns answer as the questions of linking do."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import InputError
from marsad.link.ask import ORDERS, Question, select
from marsad.model import Party, Place
from marsad.register import STANDINGS, Alternative, Bound, Entry, ItemKey
from marsad.web.table import EntryTable

NAMES = st.sampled_from(["Russia", "RUSSIA", "RU", "Mali", "ML", "Côte d’Ivoire", "مالي"])
ITEMS = st.builds(
    ItemKey, st.sampled_from([None, "T-72B3", "Bayraktar TB2"]), st.sampled_from(["tank", "mrl", "anti_tank"])
)
PARTIES = st.none() | st.builds(Party, NAMES, NAMES)
BOUNDS = st.builds(lambda key, low: Bound(key, low, None, False, "r", ()), ITEMS, st.integers(0, 9))
DATES = st.none() | st.sampled_from(["2024", "2024-02", "2024-02-11", "2023-12/2024-01", "../2024", "2025/..", "202X"])
ENTRIES = st.builds(
    Entry,
    id=st.uuids().map(str),
    type=st.sampled_from(["delivery", "training"]),
    stage=st.none(),
    standing=st.sampled_from(STANDINGS),
    supplier=PARTIES,
    recipient=PARTIES,
    unit=PARTIES,
    place=st.none() | st.builds(Place, NAMES, st.none() | NAMES),
    date=DATES,
    items=st.lists(BOUNDS, max_size=3).map(tuple),
    personnel=st.none(),
    alternatives=st.dictionaries(
        st.sampled_from(["supplier", "recipient"]),
        st.lists(st.builds(lambda i, n: Alternative(i, n, (), ()), NAMES, NAMES), max_size=2).map(tuple),
    ),
    publications=st.integers(1, 4),
    origins=st.integers(1, 3),
    claims=st.just(()),
)
WANTED = st.none() | NAMES.map(str.lower)
DAYS = st.none() | st.sampled_from([dt.date(2023, 12, 31), dt.date(2024, 2, 11), dt.date(2026, 1, 1)])
QUESTIONS = st.builds(
    Question,
    supplier=WANTED,
    recipient=WANTED,
    unit=WANTED,
    class_=st.none() | st.sampled_from(["tank", "anti tank", "t-72b3", "<mrl>"]),
    type=st.none() | st.just("delivery"),
    place=WANTED,
    since=DAYS,
    until=DAYS,
    standing=st.none() | st.sampled_from(STANDINGS),
    origins=st.integers(0, 3),
)


@given(st.lists(ENTRIES, max_size=12, unique_by=lambda e: e.id), QUESTIONS, st.sampled_from(sorted(ORDERS)))
def test_the_table_chooses_what_linking_would_select(entries: list[Entry], question: Question, sort: str) -> None:
    table = EntryTable(tuple(entries))
    wanted = select(entries, question, sort=sort)
    assert list(table.choose(question, sort=sort)) == wanted
    assert list(table.choose(question, sort=f"-{sort}")) == wanted[::-1]
    assert list(EntryTable(tuple(entries[1:]), table).choose(question, sort=sort)) == [
        entry for entry in wanted if entry is not entries[0]
    ]


def test_an_order_that_is_none() -> None:
    with pytest.raises(InputError, match="there are id, date"):
        EntryTable(()).choose(Question(), sort="size")
