"""Queues of the review: what waits, and what leaves when it is judged."""

from __future__ import annotations

import pytest

from marsad.web.actions import Decision, judge, undo
from marsad.web.faults import UnknownError
from marsad.web.queues import QUEUES, list_queue
from marsad.web.state import Desk
from tests.web.test_actions import AMAL, claim_from


def test_what_was_added_last_comes_first(desk: Desk) -> None:
    view = desk.view()
    first = list_queue(view, "new")[0]
    assert view.arrivals[-1] in {witness.document for witness in first.claims}


def test_what_is_contested_waits_until_it_is_settled(desk: Desk) -> None:
    (entry,) = list_queue(desk.view(), "contested")
    judge(desk, AMAL, [Decision("value", (claim_from(desk, "بريد النيل"),), "count", "7")], seen=0)
    assert list_queue(desk.view(), "contested") == []
    undo(desk, AMAL, 1)
    assert [found.id for found in list_queue(desk.view(), "contested")] == [entry.id]


def test_who_is_judged_leaves_the_queues(desk: Desk) -> None:
    claim = claim_from(desk, "Le Fleuve")
    before = list_queue(desk.view(), "new")
    judge(desk, AMAL, [Decision("credibility", (claim,), value="2")], seen=0)
    after = list_queue(desk.view(), "new")
    assert len(after) == len(before) - 1
    assert claim.partition("|")[0] not in {witness.claim for entry in after for witness in entry.claims}


def test_a_queue_that_is_none(desk: Desk) -> None:
    with pytest.raises(UnknownError, match="there are new, single"):
        list_queue(desk.view(), "urgent")
    for name in QUEUES:
        list_queue(desk.view(), name)
