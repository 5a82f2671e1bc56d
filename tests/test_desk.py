"""What a desk does with its store: judgements outlive a newer reading of the same text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from marsad.catchup import catch_up
from marsad.desk import read_again
from marsad.link.judgements import name_claim
from marsad.pipeline import read_for_store, reader_version
from marsad.store import Store, open_store
from tests.link.making import a_document

TEXT = "Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one document that is read and linked."""
    opened = open_store(tmp_path / "desk.db")
    reading, vectors = read_for_store(a_document("wire", text=TEXT))
    opened.add_document(reading.document, TEXT.encode())
    opened.put_vectors({reading.document.id: vectors})
    opened.put_claims(reading.document.id, reading.claims, reader=reader_version())
    catch_up(opened)
    return opened


def test_a_judgement_outlives_a_newer_reader_that_says_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ((document, claim),) = store.claims()
    store.add_judgement("value", (name_claim(claim, document.id), "count"), "9", who="desk")
    monkeypatch.setattr("marsad.desk.reader_version", lambda: "newer")
    monkeypatch.setattr("marsad.catchup.linker_version", lambda: "newer")
    assert len(list(read_again(store, workers=1))) == 1
    catch_up(store)
    register = store.register()
    assert register is not None
    assert [(bound.low, bound.high) for bound in register.entries[0].items] == [(9, 9)]
    assert list(store.unread("newer")) == []


def test_a_judgement_outlives_a_reading_that_gives_the_claim_another_id(store: Store) -> None:
    ((document, claim),) = store.claims()
    store.add_judgement("wrong", (name_claim(claim, document.id),), who="desk")
    catch_up(store)
    store.put_claims(document.id, [replace(claim, id="another", factuality="possible")], reader=reader_version())
    catch_up(store)
    register = store.register()
    assert register is not None
    assert register.entries == ()
