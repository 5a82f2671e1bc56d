"""The map of a brief: areas for places, tints for countries, names that cover nothing, and no map rather than a wrong one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from marsad.export.brief import map as maps
from marsad.i18n.words import load_words
from marsad.model import Place
from marsad.register import Entry

SVG = "{http://www.w3.org/2000/svg}"
MALI = {"type": "Polygon", "coordinates": [[[-12, 10], [4, 10], [4, 25], [-12, 25], [-12, 10]]]}
NIGER = {
    "type": "MultiPolygon",
    "coordinates": [[[[4, 12], [16, 12], [16, 23], [4, 23], [4, 12]]], [[[150, 0], [151, 0], [151, 1], [150, 0]]]],
}


@pytest.fixture(autouse=True)
def shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two countries, drawn as boxes; one has an island at the other end of the world."""
    features = [
        {"type": "Feature", "properties": {"code": code, "name": code}, "geometry": geometry}
        for code, geometry in (("ML", MALI), ("NE", NIGER))
    ]
    file = tmp_path / "countries.json"
    file.write_text(json.dumps({"features": features}), encoding="utf-8")
    monkeypatch.setattr(maps, "SHAPES", file)
    return file


def make_entry(place: Place | None, standing: str = "single") -> Entry:
    return Entry(
        id="e1", type="delivery", stage="arrived", standing=standing, supplier=None, recipient=None, unit=None,  # type: ignore[arg-type]
        place=place, date=None, items=(), personnel=None, alternatives={}, publications=1, origins=1, claims=(),
    )  # fmt: skip


BAMAKO = make_entry(Place("Bamako", "ML", 12.65, -8.0))


def draw(*entries: Entry, language: str = "en") -> ElementTree.Element:
    drawn = maps.draw_map(entries, load_words(language))
    assert drawn is not None
    return ElementTree.fromstring(drawn)


def test_a_place_is_an_area_and_a_country_alone_is_none() -> None:
    drawn = draw(BAMAKO, make_entry(Place("Niger", "NE")))
    assert len(drawn.findall(f"{SVG}circle")) == 1
    tinted = [path for path in drawn.findall(f"{SVG}path") if "fill-opacity" in path.attrib]
    assert len(tinted) == 2


def test_a_contested_place_is_told_apart_without_colour() -> None:
    plain, contested = draw(BAMAKO), draw(replace(BAMAKO, standing="contested"))
    dashes = [drawn.findall(f"{SVG}circle")[0].get("stroke-dasharray") for drawn in (plain, contested)]
    assert dashes == [None, "3 2"]


def test_names_are_in_the_language_of_the_brief_and_cover_no_circle() -> None:
    drawn = draw(BAMAKO, language="ar")
    assert {"مالي", "باماكو"} <= {text.text for text in drawn.findall(f"{SVG}text")}
    (circle,) = drawn.findall(f"{SVG}circle")
    y, radius = float(circle.attrib["cy"]), float(circle.attrib["r"])
    below = [float(text.attrib["y"]) for text in drawn.findall(f"{SVG}text") if text.text == "باماكو"]
    assert all(abs(at - y) > radius for at in below)


def test_nothing_lies_beyond_the_edges_and_an_island_far_away_widens_nothing() -> None:
    drawn = draw(BAMAKO, make_entry(Place("Niger", "NE")))
    width, height = (float(number) for number in drawn.attrib["viewBox"].split()[2:])
    numbers = [
        tuple(map(float, point))
        for path in drawn.findall(f"{SVG}path")
        for point in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.attrib["d"])
    ]
    assert numbers
    assert all(-0.1 <= x <= width + 0.1 and -0.1 <= y <= height + 0.6 for x, y in numbers)
    boxes = [path.attrib["d"] for path in drawn.findall(f"{SVG}path") if "fill-opacity" in path.attrib]
    assert len(boxes) == 2
    assert height <= maps._TALLEST + 1


def test_there_is_no_number_on_it() -> None:
    drawn = draw(*([BAMAKO] * 7))
    assert not any(re.search(r"\d", text.text or "") for text in drawn.findall(f"{SVG}text"))


def test_a_name_is_never_markup() -> None:
    drawn = draw(make_entry(Place("<b>&town", "ML", 13.0, -7.0)))
    assert "<b>&town" in {text.text for text in drawn.findall(f"{SVG}text")}


def test_without_places_or_shapes_there_is_no_map(shapes: Path) -> None:
    assert maps.draw_map([make_entry(None)], load_words("en")) is None
    shapes.unlink()
    assert maps.draw_map([BAMAKO], load_words("en")) is None


def test_a_place_without_a_shape_is_drawn_alone() -> None:
    assert len(draw(make_entry(Place("Nowhere", "ZZ", 70.0, 170.0))).findall(f"{SVG}circle")) == 1
