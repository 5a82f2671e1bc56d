"""The register as a whole: one result whatever the order, nothing gained by copies, judgements followed and undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.link.judgements import Judged
from marsad.link.register import Linker, Read
from marsad.model import Document
from marsad.pipeline import link_reading
from marsad.register import Entry, Register

GOLD = Path(__file__).parent.parent.parent / "eval" / "gold"
CONVOY = "ml-convoy-"
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def document_of(file: Path) -> Document:
    article = json.loads(file.read_text(encoding="utf-8"))
    published = article.get("published")
    return Document(
        id=f"sha256:{article['id']}",
        source=file.name,
        text=article["text"],
        title=article.get("title"),
        publisher=article.get("publisher"),
        published=dt.date.fromisoformat(published) if published else None,
    )


@cache
def dossier() -> tuple[Read, ...]:
    """Articles of the gold on two happenings, and some on others."""
    files = [*GOLD.glob(f"{CONVOY}*.json"), *GOLD.glob("bf-tb2-*.json"), *sorted(GOLD.glob("a*.json"))[:6]]
    return tuple(link_reading(document_of(file)) for file in sorted(files))


def link(documents: list[Read], judged: Judged | None = None) -> Register:
    linker = Linker()
    linker.judge(judged or Judged())
    linker.add(documents)
    return linker.register()


@cache
def whole() -> Register:
    return link(list(dossier()))


def numbers(entry: Entry) -> tuple[object, ...]:
    people = entry.personnel
    bounds = [(str(b.item), b.low, b.high, b.contested) for b in (*entry.items, *([people] if people else []))]
    return entry.type, entry.standing, entry.origins, tuple(bounds)


@SLOW
@given(st.randoms(), st.integers(1, 12))
def test_any_order_of_arrival_gives_the_same_register(chance: random.Random, step: int) -> None:
    shuffled = list(dossier())
    chance.shuffle(shuffled)
    linker = Linker()
    for start in range(0, len(shuffled), step):
        linker.add(shuffled[start : start + step])
    assert linker.register() == whole()


@SLOW
@given(st.lists(st.sampled_from(range(20)), min_size=1, max_size=4))
def test_what_comes_twice_changes_nothing(again: list[int]) -> None:
    linker = Linker()
    linker.add(dossier())
    linker.add([dossier()[n] for n in again])
    assert linker.register() == whole()


@SLOW
@given(st.data())
def test_a_copy_changes_no_bound_and_no_count_of_origins(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(dossier())).document
    later = original.published and original.published + dt.timedelta(days=data.draw(st.integers(0, 5)))
    copy = link_reading(
        dataclasses.replace(
            original, id="sha256:a-copy", source="copy.json", publisher="The Copying Courier", published=later
        )
    )
    after = link([*dossier(), copy])
    entry_after = {witness.claim: entry for entry in after.entries for witness in entry.claims}
    assert len(after.entries) == len(whole().entries)
    for entry in whole().entries:
        now = entry_after[entry.claims[0].claim]
        assert numbers(now) == numbers(entry)
        assert now.publications >= entry.publications


@SLOW
@given(st.data())
def test_a_judgement_taken_back_leaves_no_trace(data: st.DataObject) -> None:
    claims = [witness.claim for entry in whole().entries for witness in entry.claims]
    a, b, c = (data.draw(st.sampled_from(claims)) for _ in range(3))
    judged = Judged(same=((min(a, b), max(a, b)),) if a != b else (), wrong=frozenset({c}))
    linker = Linker()
    linker.add(dossier())
    linker.judge(judged)
    assert linker.register() == link(list(dossier()), judged)
    linker.judge(Judged())
    assert linker.register() == whole()


def test_two_claims_judged_different_are_in_two_entries() -> None:
    entry = max(whole().entries, key=lambda e: len(e.claims))
    a, b = sorted((entry.claims[0].claim, entry.claims[-1].claim))
    after = link(list(dossier()), Judged(different=((a, b),)))
    by_claim = {witness.claim: entry.id for entry in after.entries for witness in entry.claims}
    assert by_claim[a] != by_claim[b]


def test_a_claim_judged_wrong_is_in_no_entry() -> None:
    wrong = whole().entries[0].claims[0].claim
    after = link(list(dossier()), Judged(wrong=frozenset({wrong})))
    assert wrong not in {witness.claim for entry in after.entries for witness in entry.claims}


def test_every_claim_is_in_one_entry() -> None:
    claims = [claim.id for read in dossier() for claim in read.claims]
    assert sorted(witness.claim for entry in whole().entries for witness in entry.claims) == sorted(claims)


@pytest.fixture(scope="module")
def convoy() -> Entry:
    """The entry for the arrival of a convoy in Bamako on 17 January 2025."""
    return max((e for e in whole().entries if e.type == "delivery"), key=lambda e: e.publications)


def test_the_convoy_is_one_entry(convoy: Entry) -> None:
    told = {witness.source for witness in convoy.claims}
    assert convoy.supplier is not None
    assert convoy.recipient is not None
    assert convoy.place is not None
    assert (convoy.supplier.id, convoy.recipient.id, convoy.place.name, convoy.date) == (
        "RU",
        "ML",
        "Bamako",
        "2025-01-17",
    )
    assert len([source for source in told if source.startswith(CONVOY)]) >= 14
    others = [e for e in whole().entries if e is not convoy and e.type == "delivery" and e.date == "2025-01-17"]
    assert not [e for e in others if e.recipient and e.recipient.id == "ML" and e.publications > 1]


def test_the_convoys_tanks_are_contested_from_five_on(convoy: Entry) -> None:
    (tanks,) = [b for b in convoy.items if str(b.item).startswith("T-72")]
    assert (str(tanks.item), tanks.low, tanks.high, tanks.contested) == ("T-72B3", 5, None, True)
    assert {"T-72", "T-72B3M"} <= set(tanks.names)


def test_the_family_of_the_convoys_first_report_is_one_witness(convoy: Entry) -> None:
    family = [f"{CONVOY}{name}.json" for name in ("ar-01", "ar-02", "ar-03", "ar-04", "fr-01")]
    origins = {witness.origin.id for witness in convoy.claims if witness.source in family}
    assert len(origins) == 1


def test_both_receivers_of_the_convoy_are_kept_with_their_witnesses(convoy: Entry) -> None:
    units = {found.id: found for found in convoy.alternatives["unit"]}
    assert {"africa-corps", "malian-army"} <= set(units)
    assert all(found.origins and found.claims for found in units.values())


def test_the_denial_of_the_convoy_is_kept(convoy: Entry) -> None:
    assert any(witness.factuality == "denied" for witness in convoy.claims)
    assert convoy.standing == "contested"
