"""Judging at the desk: the register follows as if all were linked anew, and nobody writes over anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.desk import relink
from marsad.link.judgements import name_claim
from marsad.settings import Settings
from marsad.shelf import open_shelf
from marsad.store import Store, open_store
from marsad.web.actions import Decision, Pasted, add_text, judge, undo
from marsad.web.faults import ConflictError, UnknownError
from marsad.web.state import Desk
from marsad.web.viewer import Person, Viewer
from tests.web.conftest import wait_for_jobs

AMAL = Viewer(Person("amal", "analyst", "x"), "fr")
BEN = Viewer(Person("ben", "analyst", "x"), "en")


def claim_from(desk: Desk, outlet: str) -> str:
    """The full name of the first claim that an outlet's document makes."""
    found = [told for told in desk.shelf().claims.values() if told[0].publisher == outlet]
    document, claim = min(found, key=lambda told: told[1].spans[0].start)
    return name_claim(claim, document.id)


def test_the_register_follows_a_judgement_and_its_undoing(desk: Desk) -> None:
    before = desk.shelf().register
    one, other = claim_from(desk, "Le Fleuve"), claim_from(desk, "Harbour Wire")
    (made,) = judge(desk, AMAL, [Decision("same", (one, other), why="seen")], seen=0)
    assert (made.who, made.why) == ("amal", "seen")
    assert len(desk.shelf().register.entries) == len(before.entries) - 1
    assert desk.store.register() == desk.shelf().register
    undo(desk, AMAL, made.id)
    assert desk.shelf().register == before
    assert desk.store.verify_log() == []


def test_two_who_judge_at_once(desk: Desk) -> None:
    claim = claim_from(desk, "بريد النيل")
    seen = desk.view().seen
    judge(desk, AMAL, [Decision("value", (claim,), "count", "7")], seen=seen)
    with pytest.raises(ConflictError) as told:
        judge(desk, BEN, [Decision("wrong", (claim,))], seen=seen)
    assert told.value.what.startswith("amal, at ")
    assert (told.value.where or "").startswith("/entries/")
    assert len(desk.store.judgements()) == 1
    judge(desk, BEN, [Decision("wrong", (claim,))], seen=desk.view().seen)
    assert len(desk.store.judgements()) == 2


def test_a_claim_that_was_read_anew(desk: Desk) -> None:
    claim = claim_from(desk, "Le Fleuve")
    document, read = desk.shelf().claims[claim.partition("|")[0]]
    desk.store.put_claims(document.id, [replace(read, id="another")], reader="2")
    with pytest.raises(ConflictError, match="read again") as told:
        judge(desk, AMAL, [Decision("wrong", (claim,))], seen=0)
    assert told.value.where == f"/documents/{document.id}"
    assert desk.store.judgements() == []


def test_a_claim_that_is_read_anew_at_this_very_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_from(desk, "Le Fleuve")
    document, read = desk.shelf().claims[claim.partition("|")[0]]
    view = desk.view()
    desk.store.put_claims(document.id, [replace(read, id="another")], reader="2")
    monkeypatch.setattr(desk, "view", lambda: view)
    with pytest.raises(ConflictError, match="read again"):
        judge(desk, AMAL, [Decision("wrong", (claim,))], seen=0)
    assert desk.store.judgements() == []


def test_what_never_was(desk: Desk) -> None:
    with pytest.raises(UnknownError):
        judge(desk, AMAL, [Decision("wrong", ("nothing",))], seen=0)
    with pytest.raises(UnknownError):
        undo(desk, AMAL, 1)


def test_undoing_twice(desk: Desk) -> None:
    (made,) = judge(desk, AMAL, [Decision("wrong", (claim_from(desk, "Le Fleuve"),))], seen=0)
    undo(desk, BEN, made.id)
    with pytest.raises(ConflictError, match="ben took judgement 1 back"):
        undo(desk, AMAL, made.id)


def test_several_are_kept_together_or_not_at_all(desk: Desk) -> None:
    good = Decision("wrong", (claim_from(desk, "Le Fleuve"),))
    with pytest.raises(UnknownError):
        judge(desk, AMAL, [good, Decision("wrong", ("nothing",))], seen=0)
    assert desk.store.judgements() == []


def test_a_pasted_text_is_in_the_register(desk: Desk) -> None:
    text = "أرسلت تركيا عشر مدرّعات إلى الصومال يوم 3 شباط/فبراير 2025."
    job = add_text(desk, AMAL, Pasted(text, publisher="مرآة", published=None))
    wait_for_jobs(desk)
    assert (job.state, len(job.taken), job.failures) == ("done", 1, [])
    assert any(entry.recipient and entry.recipient.id == "SO" for entry in desk.shelf().register.entries)
    assert [(a.who, a.action, a.subject) for a in desk.store.people.actions()] == [
        ("amal", "add document", job.taken[0])
    ]


def test_what_another_program_writes_is_seen(desk: Desk) -> None:
    before = desk.view()
    desk.store.add_judgement("wrong", (claim_from(desk, "Le Fleuve"),), who="somebody")
    relink(desk.store)
    desk.catch_up(None)
    assert len(desk.shelf().register.entries) == len(before.shelf.register.entries) - 1
    assert desk.view().seen == 1


KINDS = st.sampled_from(["same", "different", "wrong", "count", "date", "supplier", "undo"])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_is_judged_the_register_is_as_if_all_were_linked_anew(
    stocked: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    place = tmp_path_factory.mktemp("desk") / "desk.db"
    place.write_bytes(stocked.read_bytes())
    with open_store(place) as store:
        desk = Desk(store, Settings())
        for step in steps:
            _take_step(desk, store, *step)
        shown = desk.shelf()
        desk.close()
        assert relink(store) == shown.register
        assert dict(open_shelf(store).claims) == dict(shown.claims)


def _take_step(desk: Desk, store: Store, kind: str, first: int, second: int) -> None:
    claims = sorted(desk.shelf().claims)
    one, other = claims[first % len(claims)], claims[second % len(claims)]
    values = {"count": str(second + 1), "date": "2025-02", "supplier": "TR"}
    seen = desk.view().seen
    if kind == "undo":
        for judgement in store.judgements()[:1]:
            undo(desk, AMAL, judgement.id)
    elif kind in values:
        item = desk.shelf().claims[one][1]
        if kind != "count" or len(item.items) == 1:
            judge(desk, AMAL, [Decision("value", (one,), kind, values[kind])], seen=seen)
    elif kind == "wrong":
        judge(desk, AMAL, [Decision("wrong", (one,))], seen=seen)
    elif one != other:
        judge(desk, AMAL, [Decision(kind, (one, other))], seen=seen)
