"""What stands around a claim or an entry is the same whether all is at hand or only that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import marsad.shelf
from benchmarks.linking import put
from benchmarks.made import make_world
from marsad.catchup import catch_up
from marsad.errors import InputError
from marsad.link.judgements import name_claim
from marsad.register import Entry
from marsad.shelf import Shelf, open_shelf, open_shelf_around
from marsad.store import Store, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of made claims, one of them set right, one left out."""
    reads = make_world(150, seed=3).documents
    with open_store(Path(tmp_path_factory.mktemp("shelf")) / "desk.db") as opened:
        put(opened, reads)
        right, wrong = (name_claim(read.claims[0], read.document.id) for read in reads[:2])
        opened.add_judgement("value", (right, "supplier"), "XX", who="desk")
        opened.add_judgement("wrong", (wrong,), who="desk")
        catch_up(opened)
        yield opened


@pytest.fixture(scope="module")
def whole(store: Store) -> Shelf:
    return open_shelf(store)


@pytest.fixture
def no_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on it is a fault to read all."""

    def refuse(store: Store) -> Shelf:
        raise AssertionError("all was read")

    monkeypatch.setattr(marsad.shelf, "open_shelf", refuse)


def list_edges(shelf: Shelf, entry: Entry) -> set[tuple[str, str]]:
    documents = {witness.document for witness in entry.claims}
    return {(e.parent, e.child) for family in shelf.register.families for e in family.edges if e.child in documents}


@pytest.mark.usefixtures("no_whole")
def test_around_an_entry_is_all_that_explains_it(store: Store, whole: Shelf) -> None:
    for entry in whole.register.entries:
        shelf = open_shelf_around(store, entry.id)
        assert shelf.find_entry(entry.id) == entry
        assert [shelf.claims[w.claim] for w in entry.claims] == [whole.claims[w.claim] for w in entry.claims]
        assert list_edges(shelf, entry) == list_edges(whole, entry)


@pytest.mark.usefixtures("no_whole")
def test_two_claims_compare_as_they_do_among_all(store: Store, whole: Shelf) -> None:
    claims = sorted(whole.claims)
    for first, second in zip(claims, claims[7:], strict=False):
        shelf = open_shelf_around(store, first, second)
        assert (shelf.find_claim(first), shelf.find_claim(second)) == (first, second)
        assert shelf.compare(first, second) == whole.compare(first, second)


@pytest.mark.parametrize("start", ["", "d", "nothing begins so", "\0", "ق"])
def test_what_names_nothing_or_much_is_told_alike(store: Store, whole: Shelf, start: str) -> None:
    with pytest.raises(InputError) as among_all:
        whole.find_entry(start)
    with pytest.raises(InputError) as around:
        open_shelf_around(store, start).find_entry(start)
    assert str(around.value) == str(among_all.value)
