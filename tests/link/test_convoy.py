"""The convoy that reached Bamako on 17 January 2025, from the claims of the gold: what linking owes to careful readers.

Seventeen articles of the gold tell of it, in four languages: a planted text and its copies and translation, counts that
do not agree, two receivers, denials. ``tests/link/test_register.py`` asks the same of the claims that Marsad reads.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eval.learn_links import gold_claim, make_document
from marsad.export.entry import write_entry
from marsad.knowledge.actors import actor_name
from marsad.link.register import Linker, Read
from marsad.model import Claim, Document, Party
from marsad.pipeline import link_reading
from marsad.register import PARTIES, Entry, Register

GOLD = Path(__file__).parent.parent.parent / "eval" / "gold"
EVENT = "ml-convoy-2025-01"
FAMILY = frozenset(f"ml-convoy-{name}.json" for name in ("ar-01", "ar-02", "ar-03", "ar-04", "fr-01"))

Json = dict[str, Any]


def name_parties(claim: Claim) -> Claim:
    """The gold has ids of parties alone."""
    parties = {role: party for role in PARTIES if (party := getattr(claim, role))}
    return dataclasses.replace(
        claim, **{role: Party(party.id, actor_name(party.id)) for role, party in parties.items()}
    )


def know_sources(claim: Claim, read: Read) -> Claim:
    """The gold does not say of what kind a source is: as reading has it, else one without a name."""
    kinds = {source.name: source.kind for found in read.claims for source in found.sources}
    sources = [dataclasses.replace(s, kind=kinds.get(s.name, "anonymous")) for s in claim.sources]
    return dataclasses.replace(claim, sources=tuple(sources))


def claims_of(article: Json, read: Read) -> dict[str, tuple[Claim, Json]]:
    """The gold's claims of an article as linking takes them, by an id like those of reading, with the gold's own."""
    found = {}
    for number, said in enumerate(article["claims"]):
        id_ = hashlib.sha256(f"{article['id']}#{number}".encode()).hexdigest()[:16]
        claim = know_sources(name_parties(gold_claim(article, number, said)), read)
        found[id_] = (dataclasses.replace(claim, id=id_), said)
    return found


@dataclasses.dataclass(frozen=True)
class Linked:
    """All articles of the gold on Mali, linked from the gold's claims."""

    register: Register
    documents: dict[str, Document]
    claims: dict[str, tuple[Claim, Json]]

    @property
    def told(self) -> dict[str, tuple[Document, Claim]]:
        by_claim = {w.claim: w.document for entry in self.register.entries for w in entry.claims}
        return {id_: (self.documents[by_claim[id_]], claim) for id_, (claim, _) in self.claims.items()}

    def of_event(self, name: str) -> set[str]:
        return {id_ for id_, (_, said) in self.claims.items() if said["event"] == name}


@cache
def linked() -> Linked:
    articles = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(GOLD.glob("ml-*.json"))]
    reads = [link_reading(make_document(article)) for article in articles]
    claims = [claims_of(article, read) for article, read in zip(articles, reads, strict=True)]
    linker = Linker()
    linker.add(
        Read(read.document, tuple(claim for claim, _ in found.values()), read.text)
        for read, found in zip(reads, claims, strict=True)
    )
    everything = {id_: claim for found in claims for id_, claim in found.items()}
    return Linked(linker.register(), {read.document.id: read.document for read in reads}, everything)


@pytest.fixture(scope="module")
def arrival() -> Entry:
    """The entry with most of the gold's claims on the convoy."""
    event = linked().of_event(EVENT)
    return max(linked().register.entries, key=lambda entry: sum(w.claim in event for w in entry.claims))


def test_the_arrival_is_one_entry(arrival: Entry) -> None:
    event, here = linked().of_event(EVENT), {witness.claim for witness in arrival.claims}
    assert len(event & here) >= 0.95 * len(event)
    assert len(here - event) <= 0.05 * len(here)
    assert (arrival.type, arrival.stage, arrival.date) == ("delivery", "arrived", "2025-01-17")
    assert arrival.supplier is not None
    assert arrival.recipient is not None
    assert arrival.place is not None
    assert (arrival.supplier.id, arrival.recipient.id, arrival.place.name) == ("RU", "ML", "Bamako")


def test_every_article_on_the_arrival_is_counted_as_a_publication(arrival: Entry) -> None:
    articles = {witness.source for witness in arrival.claims if witness.claim in linked().of_event(EVENT)}
    assert len(articles) == 17
    assert arrival.publications == 17


def test_the_tanks_of_all_names_are_contested_from_five_with_an_open_end(arrival: Entry) -> None:
    (tanks,) = [bound for bound in arrival.items if str(bound.item).startswith("T-72")]
    assert (str(tanks.item), tanks.low, tanks.high, tanks.contested) == ("T-72B3", 5, None, True)
    assert {"T-72", "T-72B3M"} <= set(tanks.names)
    assert arrival.standing == "contested"


def test_each_name_of_the_tanks_is_a_claim_behind_the_bound(arrival: Entry) -> None:
    (tanks,) = [bound for bound in arrival.items if str(bound.item) == "T-72B3"]
    names = {item.designation for claim in tanks.claims for item in linked().claims[claim][0].items}
    assert {"T-72B3", "T-72B3M", "T-72"} <= names


def test_the_planted_text_and_those_that_carry_it_are_one_family() -> None:
    documents = linked().documents
    families = [{documents[id_].source for id_ in family.documents} for family in linked().register.families]
    assert FAMILY in families


def test_the_family_is_one_witness(arrival: Entry) -> None:
    origins = {witness.origin.id for witness in arrival.claims if witness.source in FAMILY}
    assert len(origins) == 1
    assert {witness.source for witness in arrival.claims if witness.origin.id in origins} == FAMILY


def test_there_are_fewer_origins_than_claims_and_more_than_families(arrival: Entry) -> None:
    assert 10 <= arrival.origins < len({(w.document, w.origin.id) for w in arrival.claims})


def test_both_receivers_are_kept_with_their_witnesses(arrival: Entry) -> None:
    units = {found.id: found for found in arrival.alternatives["unit"]}
    assert {"africa-corps", "malian-army"} <= set(units)
    for name in ("africa-corps", "malian-army"):
        named = {claim for claim in units[name].claims if getattr(linked().claims[claim][0].unit, "id", None) == name}
        assert named == set(units[name].claims)
        assert len(units[name].origins) >= 2
    assert set(units["africa-corps"].origins) != set(units["malian-army"].origins)


def test_the_denials_are_in_the_entry_and_move_no_bound(arrival: Entry) -> None:
    event = linked().of_event(EVENT)
    denials = {id_ for id_, (claim, _) in linked().claims.items() if claim.factuality == "denied" and id_ in event}
    assert denials
    assert denials <= {witness.claim for witness in arrival.claims if witness.factuality == "denied"}
    assert not denials & {claim for bound in arrival.items for claim in bound.claims}
    assert denials & {claim for bound in arrival.beside["denied"] for claim in bound.claims}


def test_show_tells_all_of_it(arrival: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = io.StringIO()
    write_entry(arrival, linked().told, linked().register.families, {}, out)
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert any(line.startswith("5– × T-72B3 (tank), contested") and "T-72, T-72B3M" in line for line in lines)
    for receiver in ("Africa Corps", "Malian Armed Forces"):
        assert any(line.startswith(f"unit {receiver} ") and "witnesses [" in line for line in lines), receiver
    assert any(line.startswith("denied ") and "[" in line for line in lines)
    assert any("سبع دبابات T-72B3" in line for line in lines)
