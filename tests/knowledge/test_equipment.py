"""The types that Marsad knows: classes, registers, families, and that all spellings lead to one type."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from marsad.knowledge import equipment
from marsad.knowledge.equipment import (
    Table,
    ancestors,
    check,
    find_name,
    find_type,
    find_variant,
    key_of,
    load_table,
    makers_of,
    read_latin,
    write_latin,
)
from marsad.model import EQUIPMENT_CLASSES

SPELLINGS = Path(__file__).with_name("equipment_300.tsv")
HEADER = "\t".join(equipment.COLUMNS)


def spellings() -> list[list[str]]:
    lines = SPELLINGS.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def row(**cells: str) -> str:
    values = {
        "designation": "T-1",
        "class": "tank",
        "sipri": "Armoured vehicles",
        "unroca": "I",
        "maker": "RU",
        **cells,
    }
    return "\t".join(values.get(column, "") for column in equipment.COLUMNS)


def faults(*rows: str) -> list[str]:
    return list(equipment._check_rows("\n".join([HEADER, *rows])))


def test_the_table_is_wide_and_without_fault() -> None:
    table = load_table()
    types = [table.at(number) for number in range(len(table))]
    assert check() == []
    assert len(types) >= 2_500
    assert {kind.class_ for kind in types} == set(EQUIPMENT_CLASSES)
    assert sum(bool(kind.arabic and kind.cyrillic) for kind in types) >= 600


def test_loading_is_quick() -> None:
    text = equipment.FILE.read_text(encoding="utf-8")
    took = []
    for _ in range(5):
        start = time.process_time()
        Table(text)
        took.append(time.process_time() - start)
    assert min(took) < 0.2


@pytest.mark.parametrize(
    ("designation", "class_", "maker"),
    [
        ("T-72B3", "tank", "RU"),
        ("Bayraktar TB2", "uav", "TR"),
        ("BTR-82A", "apc", "RU"),
        ("S-400", "air_defence", "RU"),
        ("MEKO A-200", "ship", "DE"),
        ("K9", "artillery", "KR"),
        ("Makarov", "small_arms", "RU"),
        ("KamAZ", "truck", "RU"),
    ],
)
def test_class_and_maker_of_a_type(designation: str, class_: str, maker: str) -> None:
    kind = find_type(designation)
    assert kind is not None
    assert (kind.class_, kind.designation) == (class_, designation)
    assert maker in makers_of(designation)


def test_a_name_of_two_types_is_told_by_its_class() -> None:
    ship, missile = find_type("Mistral", "ship"), find_type("Mistral", "air_defence")
    assert ship
    assert missile
    assert (ship.sipri, missile.sipri) == ("Ships", "Air defence systems")


def test_a_variant_leads_to_its_family() -> None:
    assert [kind.designation for kind in ancestors("T-72B3M")] == ["T-72B3", "T-72B", "T-72"]
    assert ancestors("nothing of the kind") == ()


def test_an_unlisted_variant_has_a_family() -> None:
    kind = find_variant(key_of("Mi-24VK"))
    assert kind is not None
    assert kind.designation in {"Mi-24", "Mi-24V"}
    assert find_variant("abc12") is None


@pytest.mark.parametrize(
    ("spelling", "designation"),
    [
        ("T72 B3", "T-72B3"), ("Т-72Б3", "T-72B3"), ("تي-72 بي 3", "T-72B3"), ("تي-72بي3", "T-72B3"),
        ("БТР-82А", "BTR-82A"), ("بي تي آر-82إيه", "BTR-82A"), ("С-400", "S-400"), ("إس ٤٠٠", "S-400"),
        ("سوخوي 35", "Su-35"), ("Су-35", "Su-35"), ("إف-16", "F-16"), ("أف 16", "F-16"), ("ТБ2", "Bayraktar TB2"),
    ],
)  # fmt: skip
def test_every_spelling_leads_to_one_type(spelling: str, designation: str) -> None:
    assert designation in {kind.designation for kind in find_name(spelling)}


def test_300_types_are_found_in_four_languages() -> None:
    missed = []
    for designation, class_, *names in spellings():
        for name in (designation, *names):
            if (designation, class_) not in {(kind.designation, kind.class_) for kind in find_name(name)}:
                missed.append((designation, name))
    assert len(spellings()) == 300
    assert len(missed) <= 300 * 4 * 0.02, missed


def test_letters_of_other_scripts_have_latin_readings() -> None:
    assert read_latin("бмп") == ("bmp",)
    assert read_latin("بي") == ("b", "p")
    assert read_latin("tank") == ()
    assert write_latin("Ми-8АМТШ") == "Mi-8AMTSh"
    assert write_latin("إف-16") == "F-16"
    assert write_latin("مدرعة 7") is None


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row(**{"class": "tnak"})], "equipment.tsv:2: class 'tnak' is unknown"),
        ([row(sipri="Tanks")], "equipment.tsv:2: SIPRI category 'Tanks' is unknown"),
        ([row(unroca="IX")], "equipment.tsv:2: UNROCA category 'IX' is unknown"),
        ([row(maker="RUS")], "equipment.tsv:2: maker 'RUS' is no ISO"),
        ([row(family="T-0")], "equipment.tsv:2: family 'T-0' of 'T-1' is no type"),
        ([row(), row()], "equipment.tsv:3: 'T-1' is a tank already in line 2"),
        ([row(), row(designation="T-2", latin="T1")], "equipment.tsv:3: 'T1' is a name of the tank 'T-1' too"),
        ([row(family="T-2"), row(designation="T-2", family="T-1")], "equipment.tsv:2: the family of 'T-1' leads back"),
        ([row(arabic="T-1")], "equipment.tsv:2: alias 'T-1' under arabic has no letter of that script"),
        (["T-1\ttank"], "equipment.tsv:2: 2 cells, expected 9"),
    ],
)
def test_a_faulty_row_is_named_with_its_line(rows: list[str], fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(*rows)), faults(*rows)
