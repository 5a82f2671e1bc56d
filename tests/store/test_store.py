"""What a store does, the same on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import StoreError
from marsad.model import Claim, Document
from marsad.register import Register
from marsad.store import DocumentRow, Parcel, ReadingRow, Store
from tests.store.examples import (
    WHEN,
    claims,
    documents,
    make_claim,
    make_document,
    make_register,
    odd_words,
)

# One store serves all examples of a property: ids that hypothesis repeats are part of the test.
SHARED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(store: Store, count: int, *, reader: str = "1") -> list[Document]:
    """Keep that many documents with two claims each; returns them in the order of the store."""
    added = []
    for number in range(count):
        document, raw = make_document(number)
        store.add_document(document, raw)
        store.put_claims(document.id, [make_claim(f"{number}a"), make_claim(f"{number}b")], reader=reader)
        added.append(document)
    return sorted(added, key=lambda document: document.id)


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with store.database.read() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in tables.sorted_tables
        }


def test_a_document_is_kept_with_its_bytes_address_and_time(store: Store) -> None:
    document, raw = make_document()
    assert store.add_document(document, raw, address="https://example.org/a", retrieved=WHEN)
    assert list(store.documents()) == [document]
    assert store.document(document.id) == document
    original = store.original(document.id)
    assert original is not None
    assert (original.body, original.address, original.retrieved) == (raw, "https://example.org/a", WHEN)
    assert original.sha256 == document.id


def test_documents_kept_together_are_kept_as_one_by_one(store: Store) -> None:
    made = [make_document(number) for number in range(3)]
    store.add_document(*made[0])
    store.put_claims(made[0][0].id, [make_claim("old")], reader="1")
    store.add_failure(made[1][0].source, "was gone")
    parcels = [
        (
            Parcel(ReadingRow.of(d.id, [make_claim(f"{d.id}-a")], reader="2"), d.id.encode(), DocumentRow.of(d, raw)),
            raw,
        )
        for d, raw in made
    ]
    store.keep(parcels)
    assert list(store.documents()) == sorted((d for d, _ in made), key=lambda d: d.id)
    assert {d.id: [claim.id for claim in store.claims_of(d.id)] for d, _ in made} == {
        d.id: [f"{d.id}-a"] for d, _ in made
    }
    assert store.vectors(d.id for d, _ in made) == {d.id: d.id.encode() for d, _ in made}
    assert [store.failures(), store.check(), store.verify_log()] == [[], [], []]
    before = dump(store)
    store.keep(parcels)
    store.keep([])
    assert dump(store) == before


def test_times_of_any_zone_are_one_moment(store: Store) -> None:
    document, raw = make_document()
    store.add_document(document, raw, retrieved=WHEN.astimezone(dt.timezone(dt.timedelta(hours=3))))
    original = store.original(document.id)
    assert original is not None
    assert original.retrieved == WHEN


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.document("sha256:none") is None
    assert store.original("sha256:none") is None
    assert store.register() is None
    assert list(store.documents()) == list(store.claims()) == list(store.log()) == []


def test_the_same_document_twice_is_one(store: Store) -> None:
    document, raw = make_document()
    assert store.add_document(document, raw)
    before = dump(store)
    assert not store.add_document(replace(document, source="elsewhere.html"), raw, address="https://example.org/b")
    assert dump(store) == before


def test_two_documents_of_the_same_bytes_share_them(store: Store) -> None:
    document, raw = make_document()
    store.add_document(document, raw)
    store.add_document(replace(document, id="sha256:second-record"), raw)
    assert len(dump(store)["blobs"]) == 1
    assert store.check() == []


@SHARED
@given(document=documents, address=st.none() | odd_words, found=st.lists(claims, max_size=3))
def test_any_words_come_back_and_ingesting_twice_changes_nothing(
    store: Store, document: Document, address: str | None, found: list[Claim]
) -> None:
    new = store.add_document(document, b"raw", address=address)
    store.put_claims(document.id, found, reader="1")
    if new:
        assert store.document(document.id) == document
    assert [claim for owner, claim in store.claims() if owner.id == document.id] == found
    before = dump(store)
    assert not store.add_document(document, b"raw", address=address)
    store.put_claims(document.id, found, reader="1")
    assert dump(store) == before


def test_documents_and_claims_come_in_order_of_ids_whatever_their_number(store: Store) -> None:
    expected = fill(store, 450)
    assert list(store.documents()) == expected
    found = list(store.claims())
    assert [document for document, _ in found] == [document for document in expected for _ in "ab"]
    assert [claim.id[-1] for _, claim in found] == ["a", "b"] * 450


def test_reading_again_replaces_claims_of_machines_and_no_judgement(store: Store) -> None:
    (document,) = fill(store, 1)
    judgement = store.add_judgement("wrong", ("0a",), who="desk")
    store.put_claims(document.id, [make_claim("new")], reader="2")
    assert [claim.id for _, claim in store.claims()] == ["new"]
    assert store.judgements() == [judgement]
    store.put_claims(document.id, [], reader="3")
    assert list(store.claims()) == []


def test_unread_are_those_that_this_reader_has_not_read(store: Store) -> None:
    read = fill(store, 3, reader="1")
    fresh, raw = make_document(99)
    store.add_document(fresh, raw)
    store.put_claims(read[0].id, [], reader="2")
    assert list(store.unread("1")) == sorted([read[0], fresh], key=lambda document: document.id)
    assert len(list(store.unread("2"))) == 3


def test_claims_can_be_put_while_the_unread_are_listed(store: Store) -> None:
    fill(store, 450, reader="1")
    for document in store.unread("2"):
        store.put_claims(document.id, [make_claim("again")], reader="2")
    assert list(store.unread("2")) == []


def test_claims_of_an_unknown_document_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="holds no document sha256:none"):
        store.put_claims("sha256:none", [], reader="1")


def test_failures_are_listed_until_the_source_is_read(store: Store) -> None:
    document, raw = make_document()
    store.add_failure(document.source, "is empty")
    store.add_failure(document.source, "is cut", "fetch it again")
    store.add_failure("https://example.org/b", "404")
    assert [(f.source, f.what, f.hint) for f in store.failures()] == [
        (document.source, "is cut", "fetch it again"), ("https://example.org/b", "404", None),
    ]  # fmt: skip
    store.add_document(document, raw, address="https://example.org/b")
    assert store.failures() == []


def test_a_judgement_is_appended_and_undone_and_both_stay_on_record(store: Store) -> None:
    first = store.add_judgement("same", ("a", "b"), who="Awa", why="one convoy")
    second = store.add_judgement("grade", ("outlet",), "B", who="Awa")
    assert store.judgements() == [first, second]
    assert (first.subject, first.value, first.why, second.value) == (("a", "b"), None, "one convoy", "B")
    store.undo_judgement(first.id, "Ben")
    assert store.judgements() == [second]
    assert len(dump(store)["judgements"]) == 3
    with pytest.raises(StoreError, match="no judgement 1 is in force"):
        store.undo_judgement(first.id, "Ben")
    again = store.add_judgement("same", ("a", "b"), who="Awa")
    assert store.judgements() == [second, again]


@pytest.mark.parametrize("change", ["UPDATE judgements SET who = 'x'", "DELETE FROM judgements", "DELETE FROM log",
                                    "UPDATE documents SET body = ''", "DELETE FROM blobs"])  # fmt: skip
def test_the_database_itself_refuses_to_change_what_is_append_only(store: Store, change: str) -> None:
    fill(store, 1)
    store.add_judgement("wrong", ("0a",), who="desk")
    with pytest.raises(StoreError, match="never changed"), store.database.write() as connection:
        connection.execute(sa.text(change))
    assert store.check() == []


def test_the_log_tells_what_was_kept(store: Store) -> None:
    (document,) = fill(store, 1)
    store.add_judgement("wrong", ("0a",), who="desk")
    store.put_register(make_register())
    store.add_failure("x", "is no article")
    store.put_vectors({"x": b"1234"})
    assert [(row.number, row.action, row.subject) for row in store.log()] == [
        (1, "document", document.id), (2, "claims", document.id), (3, "judgement", "1"), (4, "register", "register"),
    ]  # fmt: skip
    assert store.verify_log() == []


def test_vectors_are_cached_by_id(store: Store) -> None:
    store.put_vectors({f"{number}": bytes([number]) * 4 for number in range(250)})
    store.put_vectors({"7": b"new"})
    store.put_vectors({})
    found = store.vectors([*map(str, range(250)), "missing"])
    assert len(found) == 250
    assert (found["7"], found["8"]) == (b"new", b"\x08" * 4)


def test_the_register_is_kept_whole_and_only_changes_are_written(store: Store) -> None:
    register = make_register()
    store.put_register(register)
    assert store.register() == register
    before = dump(store)
    store.put_register(make_register())
    assert dump(store) == before
    store.put_register(Register(register.entries[:1], ()))
    assert store.register() == Register(register.entries[:1], ())
    store.put_register(Register((), ()))
    assert store.register() == Register((), ())


def test_a_register_put_by_another_is_seen(store: Store) -> None:
    register = make_register()
    store.put_register(register)
    Store(store.database).put_register(Register((), ()))
    store.put_register(register)
    assert store.register() == register
    assert store.check() == []


def test_the_register_is_of_now_until_something_is_added(store: Store) -> None:
    assert not store.is_linked()
    (document,) = fill(store, 1)
    store.put_register(make_register())
    assert store.is_linked()
    store.put_claims(document.id, [], reader="2")
    assert not store.is_linked()
    store.put_register(make_register())
    assert store.is_linked()
    store.add_judgement("wrong", ("0a",), who="desk")
    assert not store.is_linked()


def test_entries_and_families_pass_a_page_at_a_time_in_order(store: Store) -> None:
    entry, family = make_register().entries[0], make_register().families[0]
    entries = tuple(replace(entry, id=f"e{number:04}") for number in range(450))
    families = tuple(replace(family, root=f"d{number:04}") for number in range(210))
    assert store.linked() is None
    store.put_register(Register(entries, families))
    assert tuple(store.entries()) == entries
    assert tuple(store.families()) == families
    row = store.linked()
    assert row is not None
    assert row.action == "register"


def test_claims_are_found_by_id_with_their_documents(store: Store) -> None:
    added = {document.id: document for document in fill(store, 150)}
    found = store.find_claims([*(f"{number}a" for number in range(150)), *(f"{number}b" for number in range(90)), "no"])
    assert len(found) == 240
    assert all(added[document.id] == document and claim.id == id_ for id_, (document, claim) in found.items())
    first = found["0a"][0].id
    assert {id_: [claim.id for claim in claims] for id_, claims in store.claims_in([first, "no"]).items()} == {
        first: ["0a", "0b"]
    }
