"""What comes late is linked to what is there, as if all had come at once, and without linking the rest again."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

import marsad.catchup
from benchmarks.made import make_world
from marsad.catchup import catch_up, link_all
from marsad.link.judgements import name_claim
from marsad.link.register import Linker, Read
from marsad.link.vectors import family_text, pack_sentences
from marsad.pipeline import reader_version
from marsad.register import Register
from marsad.store import Store, open_store
from tests.store.conftest import MakePlace


def keep(store: Store, reads: Sequence[Read]) -> None:
    for read in reads:
        document = read.document
        store.add_document(document, document.source.encode())
        if read.text:
            store.put_vectors({document.id: pack_sentences(read.text.spans, read.text.vectors)})
        store.put_claims(document.id, read.claims, reader=reader_version())


@pytest.fixture
def only_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on it is a fault to link all."""

    def refuse(store: Store) -> tuple[bool, Register]:
        raise AssertionError("all was linked again")

    monkeypatch.setattr(marsad.catchup, "link_all", refuse)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_comes_late_is_linked_as_if_all_had_come_at_once(
    make_place: MakePlace, seed: int, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(seed)
    reads = list(make_world(160, seed).documents)
    chance.shuffle(reads)
    with open_store(make_place()) as store, open_store(make_place()) as whole:
        keep(store, reads[:40])
        catch_up(store)
        request.getfixturevalue("only_changes")
        start = 40
        while start < len(reads):
            step = chance.randrange(1, 40)
            keep(store, reads[start : start + step])
            start += step
            catch_up(store)
            assert store.is_linked()
        keep(whole, reads)
        _, register = link_all(whole)
        assert store.register() == register
        assert [fault for fault in store.check() if fault.startswith(("register", "log"))] == []


@pytest.mark.parametrize("at_once", [1, 7])
def test_linking_all_a_few_at_a_time_gives_what_linking_them_together_gives(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    reads = make_world(160, seed=3).documents
    keep(store, reads)
    linker = Linker()
    linker.add(
        Read(document, tuple(claims), family_text(document, store.vectors([document.id])[document.id], claims))
        for document, claims in store.pick(read.document.id for read in reads)
    )
    monkeypatch.setattr(marsad.catchup, "_AT_ONCE", at_once)
    assert link_all(store) == (True, linker.register())


def test_a_judgement_and_its_taking_back_change_its_own_entries_alone(
    store: Store, request: pytest.FixtureRequest
) -> None:
    reads = make_world(60).documents
    keep(store, reads)
    _, before = link_all(store)
    request.getfixturevalue("only_changes")
    (home, claim), (other_home, other) = ((read.document, read.claims[0]) for read in (reads[0], reads[-1]))
    names = (name_claim(claim, home.id), name_claim(other, other_home.id))
    for judge in (
        ("same", names, None),
        ("wrong", names[:1], None),
        ("value", (*names[:1], "supplier"), "XX"),
    ):
        made = store.add_judgement(*judge, who="desk")  # type: ignore[arg-type]
        catch_up(store)
        after = store.register()
        assert after != before
        assert after is not None
        assert len([entry for entry in after.entries if entry not in before.entries]) <= 2
        store.undo_judgement(made.id, "desk")
        catch_up(store)
        assert store.register() == before


def test_another_version_of_linking_links_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = make_world(60).documents
    keep(store, reads[:-1])
    catch_up(store)
    monkeypatch.setattr(marsad.catchup, "linker_version", lambda: "another")
    assert store.linked_upto("another") is None
    keep(store, reads[-1:])
    catch_up(store)
    assert store.linked_upto("another") is not None


def test_a_register_kept_without_memory_ends_it(store: Store) -> None:
    keep(store, make_world(60).documents)
    catch_up(store)
    version = marsad.catchup.linker_version()
    assert store.linked_upto(version) is not None
    store.put_register(Register((), ()))
    assert store.linked_upto(version) is None


def test_what_comes_while_all_is_linked_is_linked_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = make_world(60).documents
    keep(store, reads[:-1])
    settle = marsad.catchup._settle
    late = list(reads[-1:])

    def settle_late(store: Store) -> object:
        keep(store, late)
        late.clear()
        return settle(store)

    catch_up(store)
    store.add_judgement("grade", ("Outlet 1",), "B", who="desk")
    monkeypatch.setattr(marsad.catchup, "_settle", settle_late)
    catch_up(store)
    register = store.register()
    assert register is not None
    assert store.is_linked()
    assert {w.document for entry in register.entries for w in entry.claims} == {read.document.id for read in reads}
