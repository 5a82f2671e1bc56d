"""The tables of states and actors, and what they answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from marsad.errors import PackError
from marsad.knowledge import actors
from marsad.knowledge.actors import actor_name, check, load_actors, owner_of


def test_the_tables_have_no_faults() -> None:
    assert check() == []


def test_every_state_has_names_in_four_languages() -> None:
    table = load_actors()
    assert len(table.states) >= 250
    for language in actors.LANGUAGES:
        named = {a.id for a in table.aliases(language) if a.form == "name"}
        assert set(table.states) <= named


def test_the_table_is_wide() -> None:
    table = load_actors()
    assert len([a for a in table.actors.values() if a.kind != "none"]) >= 800
    assert {a.kind for a in table.actors.values()} <= set(actors.KINDS)


@pytest.mark.parametrize(
    ("iso", "head", "slug"),
    [
        ("ML", "army", "malian-army"),
        ("BF", "army", "burkinabe-army"),
        ("NE", "army", "nigerien-army"),
        ("TN", "air-force", "tunisian-air-force"),
        ("RS", "air-force", "serbian-air-force"),
        ("SD", "army", "saf"),
        ("GR", "navy", "hellenic-navy"),
        ("PK", "air-force", "pakistan-air-force"),
        ("AU", "navy", "royal-australian-navy"),
        ("US", "army", "us-army"),
        ("XX", "army", None),
    ],
)
def test_forces_have_a_slug_by_pattern_or_by_name(iso: str, head: str, slug: str | None) -> None:
    assert load_actors().force_id(iso, head) == slug


@pytest.mark.parametrize(
    ("actor", "on", "owner"),
    [
        ("ML", None, "ML"),
        ("africa-corps", "2024-05", "RU"),
        ("africa-corps", "2019", None),
        ("wagner", "2022-05-01", "RU"),
        ("wagner", "2024", None),
        ("barkhane", "2022-11-09", "FR"),
        ("barkhane", "2023", None),
        ("eutm-mali", None, "eu"),
        ("rsf", None, "SD"),
        ("tunisian-air-force", None, "TN"),
        ("peruvian-navy", None, "PE"),
        ("al-qaeda", None, None),
        ("nobody-knows-them", None, None),
    ],
)
def test_an_actor_belongs_to_a_state_for_a_time(actor: str, on: str | None, owner: str | None) -> None:
    assert owner_of(actor, on=on) == owner


@pytest.mark.parametrize(
    ("actor", "name"),
    [("ML", "Mali"), ("africa-corps", "Africa Corps"), ("peruvian-air-force", "Peruvian Air Force")],
)
def test_actors_have_a_name_for_people(actor: str, name: str) -> None:
    assert actor_name(actor) == name


def test_nationality_words_are_no_names() -> None:
    forms = {a.text: a.form for a in load_actors().aliases("en") if a.id == "ML" and a.form != "leader"}
    assert forms == {"Mali": "name", "Malian": "adjective", "Bamako": "capital", "Koulouba": "capital"}


@pytest.mark.parametrize("code", actors.LANGUAGES)
def test_leaders_stand_for_theirs_in_every_language(code: str) -> None:
    leaders = {(a.text, a.id) for a in load_actors().aliases(code) if a.form == "leader"}
    assert {id_ for _, id_ in leaders} >= {"RU", "UA", "US", "FR", "TR", "ML", "NE", "EG", "CN", "wagner", "nato"}
    meant: dict[str, set[str]] = {}
    for text, id_ in leaders:
        meant.setdefault(text, set()).add(id_)
    assert not {text: ids for text, ids in meant.items() if len(ids) > 1}


def test_the_tables_load_fast() -> None:
    load_actors.cache_clear()
    begin = time.perf_counter()
    list(load_actors().aliases("ar"))
    assert time.perf_counter() - begin < 0.4, "measured 0.02 s; ten times that is left for a busy machine"


def test_faults_are_named_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "actors.tsv"
    header = "\t".join(actors.ACTOR_COLUMNS)
    rows = [
        "Wrong Slug\tName\tarmed_force",
        "a-force\tA\tgadget\tZZ\tnobody\t20x\t\tperhaps",
        "b-force\tB\tarmed_force\tML\t\t2020\t2010\t\t\tB~nobody",
        "b-force\tB\tarmed_force",
    ]
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    monkeypatch.setattr(actors, "ACTORS_FILE", file)
    load_actors.cache_clear()
    faults = check()
    load_actors.cache_clear()
    for line, what in [
        (2, "no slug"), (3, "kind 'gadget'"), (3, "state 'ZZ'"), (3, "parent 'nobody'"), (3, "since"), (3, "party"),
        (4, "until 2010"), (4, "unknown actor"), (5, "stands twice"),
    ]:  # fmt: skip
        assert any(f"actors.tsv:{line}" in fault and what in fault for fault in faults), what


def test_a_broken_table_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "states.tsv"
    file.write_text("iso\tnom\n", encoding="utf-8")
    monkeypatch.setattr(actors, "STATES_FILE", file)
    load_actors.cache_clear()
    with pytest.raises(PackError):
        load_actors()
    assert len(check()) == 1
    load_actors.cache_clear()


@pytest.mark.parametrize(
    ("words", "slug"),
    [("درع الوطن", "nation-shield-forces"), ("لخويا", "lekhwiya"), ("أجينور", "agenor")],
)
def test_arabic_names_of_forces_and_missions_are_known(words: str, slug: str) -> None:
    assert slug in {alias.id for alias in load_actors().aliases("ar") if alias.text == words}
