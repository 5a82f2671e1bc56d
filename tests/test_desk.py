"""What a desk does with its store: judgements outlive a newer reading of the same text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from marsad.catchup import catch_up
from marsad.desk import Taken, read_again, take_in
from marsad.intake import Failure, Options, open_originals
from marsad.link.judgements import name_claim
from marsad.model import Document, Reading
from marsad.pipeline import read_for_store, reader_version
from marsad.run.workers import Crew
from marsad.settings import Settings
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
    assert len(list(read_again(store, Settings(), engine=Crew(1)))) == 1
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


def test_a_document_that_takes_too_long_is_a_failure_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(document: Document) -> tuple[Reading, bytes]:
        while document.text.startswith("Endless"):
            pass
        return Reading(document, ()), b""

    monkeypatch.setattr("marsad.desk.read_for_store", read)
    for name in ("Endless", "Short"):
        (tmp_path / f"{name}.txt").write_text(f"{name} words.")
    options = Options(settings=Settings(document_seconds=1))
    with open_store(tmp_path / "desk.db") as store:
        found = list(take_in(store, open_originals(str(tmp_path), options), options, engine=Crew(1)))
        (noted,) = store.failures()
    assert [type(result) for result in found] == [Failure, Taken]
    assert "takes longer than 1 seconds to read" in noted.what
