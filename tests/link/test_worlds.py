"""Properties of the register on made worlds of claims, in which copies, gaps and contradictions are many."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.made import make_world
from marsad.link.judgements import Judged
from marsad.link.register import Linker, Read
from marsad.register import Entry, Register

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 40)


@cache
def world(seed: int) -> tuple[Read, ...]:
    return make_world(50, seed).documents


def link(reads: list[Read], judged: Judged | None = None) -> Register:
    linker = Linker()
    linker.judge(judged or Judged())
    linker.add(reads)
    return linker.register()


@cache
def whole(seed: int) -> Register:
    return link(list(world(seed)))


def numbers(entry: Entry) -> tuple[object, ...]:
    return entry.standing, entry.origins, [(str(b.item), b.low, b.high, b.contested) for b in entry.items]


def copy(read: Read, days: int, outlet: str) -> Read:
    """A word-for-word copy of a document by another outlet, so many days later."""
    document = read.document
    assert read.text is not None
    assert document.published is not None
    published = document.published + dt.timedelta(days=days)
    made = replace(document, id="z-copy", source="copy.txt", publisher=outlet, published=published)
    claims = tuple(replace(claim, id=f"z-copy-{n}") for n, claim in enumerate(read.claims))
    return Read(made, claims, replace(read.text, id="z-copy", outlet=outlet, published=published))


@QUICK
@given(SEEDS, st.data())
def test_a_copy_changes_no_bound_and_no_count_of_origins(seed: int, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(world(seed)))
    after = link([*world(seed), copy(original, data.draw(st.integers(0, 9)), "The Copying Courier")])
    entry_after = {witness.claim: entry for entry in after.entries for witness in entry.claims}
    assert len(after.entries) == len(whole(seed).entries)
    for entry in whole(seed).entries:
        assert numbers(entry_after[entry.claims[0].claim]) == numbers(entry)


@QUICK
@given(SEEDS, st.randoms(), st.integers(1, 9))
def test_any_order_gives_the_same_register_and_twice_changes_nothing(
    seed: int, chance: random.Random, step: int
) -> None:
    shuffled = [*world(seed), *chance.sample(world(seed), 5)]
    chance.shuffle(shuffled)
    linker = Linker()
    for start in range(0, len(shuffled), step):
        linker.add({read.document.id: read for read in shuffled[start : start + step]}.values())
    assert linker.register() == whole(seed)


@QUICK
@given(SEEDS, st.data())
def test_a_judgement_taken_back_leaves_no_trace(seed: int, data: st.DataObject) -> None:
    claims = st.sampled_from([claim.id for read in world(seed) for claim in read.claims])
    pairs = st.lists(st.tuples(claims, claims).filter(lambda p: p[0] < p[1]), max_size=3)
    judged = Judged(
        tuple(data.draw(pairs)), tuple(data.draw(pairs)), frozenset(data.draw(st.lists(claims, max_size=3)))
    )
    linker = Linker()
    linker.add(world(seed))
    linker.judge(judged)
    assert linker.register() == link(list(world(seed)), judged)
    linker.judge(Judged())
    assert linker.register() == whole(seed)
