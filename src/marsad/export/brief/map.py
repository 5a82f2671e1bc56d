"""The map of a brief: an SVG of our own, from the shapes that the desk serves.

A place is drawn as an area, for a name tells no point; what is known of a country alone tints the country. The picture
holds no number: those stand in the brief, each with its quote.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from marsad.i18n.words import Words
from marsad.model import Place
from marsad.register import Entry

# Built by `make web`; a wheel has it (docs/desk.md).
SHAPES = Path(__file__).parents[2] / "web" / "static" / "dist" / "countries.json"
WIDTH = 900.0
_TALLEST = 620.0
# Degrees around what is shown, and the least that is.
_MARGIN, _LEAST = 4.0, 14.0
# A name says where a place lies to about so many kilometres; on a small map the area would not be seen.
_AREA_KM, _KM_A_DEGREE = 15.0, 111.2
_LEAST_RADIUS, _MOST_RADIUS = 6.0, 20.0
_FONT = 15.0
# Points of a border that are nearer to each other than this are one, in units of the drawing.
_NEAR = 0.8
# Land is cut off so far beyond the edge that the cut itself is not seen as a border.
_OVER = 2.0
_SEA, _LAND, _LINE, _TINT = "#e6ecee", "#f7f5ef", "#bdb8aa", "#7fb3b3"
_PLACE, _CONTESTED, _INK = "#0d5c63", "#a8440c", "#1b222c"

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its entries, and whether one of them is contested."""

    place: Place
    entries: int
    contested: bool


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that is shown: degrees of its edges, and how many units a degree of longitude is."""

    west: float
    north: float
    scale: float
    stretch: float
    width: float
    height: float

    def project(self, longitude: float, latitude: float) -> Point:
        """Where a point lies on the drawing."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch


def draw_map(entries: Sequence[Entry], words: Words) -> str | None:
    """The map of entries; None where none says where it was, or where the shapes were not built."""
    spots = _find_spots(entries)
    tints = Counter(entry.place.country for entry in entries if entry.place and entry.place.country)
    if not SHAPES.exists() or not (spots or tints):
        return None
    shapes = json.loads(SHAPES.read_text(encoding="utf-8"))["features"]
    view = _choose_view(spots, [shape for shape in shapes if shape["properties"]["code"] in tints])
    land = {(shape["properties"]["code"], n): ring for shape in shapes for n, ring in enumerate(_clip(shape, view))}
    parts = [*_draw_land(land, tints), *_draw_spots(spots, view)]
    parts += _draw_names(spots, land, tints, view, words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width:.0f} {view.height:.0f}"'
        f' width="{view.width:.0f}" height="{view.height:.0f}" font-family="DejaVu Sans, sans-serif">'
        f'<rect width="100%" height="100%" fill="{_SEA}"/>{"".join(parts)}</svg>'
    )


def _find_spots(entries: Iterable[Entry]) -> list[Spot]:
    """Places that are known to an area, the busiest first."""
    found: dict[Place, list[Entry]] = {}
    for entry in entries:
        place = entry.place
        if place is not None and place.latitude is not None and place.longitude is not None:
            key = Place(place.name, place.country, place.latitude, place.longitude)
            found.setdefault(key, []).append(entry)
    spots = [Spot(p, len(here), any(e.standing == "contested" for e in here)) for p, here in found.items()]
    return sorted(spots, key=lambda spot: (-spot.entries, spot.place.name))


def _choose_view(spots: Iterable[Spot], tinted: Iterable[dict[str, Any]]) -> View:
    """The part of the world that holds all places, and the largest part of each country."""
    corners = [(spot.place.longitude or 0.0, spot.place.latitude or 0.0) for spot in spots]
    for shape in tinted:
        largest: Ring = max(_list_rings(shape), key=_size)
        corners += largest
    west, east = min(x for x, _ in corners) - _MARGIN, max(x for x, _ in corners) + _MARGIN
    south, north = max(-60.0, min(y for _, y in corners) - _MARGIN), min(84.0, max(y for _, y in corners) + _MARGIN)
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    # A map that is much taller than wide shows more of its sides; one that is much wider, more above and below.
    tall, wide = max(_LEAST, north - south), max(_LEAST, east - west, (north - south) * stretch * WIDTH / _TALLEST)
    tall = max(tall, wide * 0.45 / stretch)
    scale = WIDTH / wide
    middle = (west + east) / 2, (south + north) / 2
    return View(middle[0] - wide / 2, middle[1] + tall / 2, scale, stretch, WIDTH, tall * scale * stretch)


def _list_rings(shape: dict[str, Any]) -> list[Ring]:
    """The outlines of a country's parts; holes, which are other countries, are drawn by those."""
    geometry = shape["geometry"]
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(x, y) for x, y in part[0]] for part in parts]


def _clip(shape: dict[str, Any], view: View) -> Iterator[Ring]:
    """The outlines as far as they lie on the drawing, and a little beyond."""
    for outline in _list_rings(shape):
        ring = [view.project(x, y) for x, y in outline]
        beyond = view.width + _OVER, view.height + _OVER
        for axis, edge, sign in ((0, -_OVER, 1), (0, beyond[0], -1), (1, -_OVER, 1), (1, beyond[1], -1)):
            ring = list(_cut(ring, axis, edge, sign))
        if len(ring := _thin(ring)) > 2:
            yield ring


def _cut(ring: Ring, axis: int, edge: float, sign: int) -> Iterator[Point]:
    """A ring without what lies beyond an edge (Sutherland and Hodgman)."""
    for a, b in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        within = sign * (a[axis] - edge) >= 0, sign * (b[axis] - edge) >= 0
        if within[0] != within[1]:
            part = (edge - a[axis]) / (b[axis] - a[axis])
            yield a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
        if within[1]:
            yield b


def _thin(ring: Ring) -> Ring:
    kept: Ring = []
    for point in ring:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= _NEAR:
            kept.append(point)
    return kept


def _measure(ring: Ring) -> tuple[float, Point]:
    """The area of a ring, with a sign, and its centre of gravity."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
    return (area, (x / area, y / area)) if area else (0.0, ring[0])


def _size(ring: Ring) -> float:
    return abs(_measure(ring)[0])


def _draw_land(land: dict[tuple[str, int], Ring], tints: Counter[str]) -> Iterator[str]:
    most = max(tints.values(), default=1)
    for (code, _), ring in land.items():
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"
        yield f'<path d="{path}" fill="{_LAND}" stroke="{_LINE}" stroke-width="0.8" stroke-linejoin="round"/>'
        if tints[code]:
            share = 0.3 + 0.6 * tints[code] / most
            yield f'<path d="{path}" fill="{_TINT}" fill-opacity="{share:.2f}"/>'


def _radius(spot: Spot, view: View) -> float:
    area = _AREA_KM / _KM_A_DEGREE * view.scale * view.stretch
    return max(area, min(_MOST_RADIUS, _LEAST_RADIUS * math.sqrt(spot.entries)))


def _draw_spots(spots: Iterable[Spot], view: View) -> Iterator[str]:
    for spot in spots:
        x, y = view.project(spot.place.longitude or 0.0, spot.place.latitude or 0.0)
        colour = _CONTESTED if spot.contested else _PLACE
        # Told apart in black and white as well.
        dashes = ' stroke-dasharray="3 2"' if spot.contested else ""
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_radius(spot, view):.1f}" fill="{colour}" fill-opacity="0.35"'
            f' stroke="{colour}" stroke-width="1.5"{dashes}/>'
        )


def _draw_names(
    spots: Sequence[Spot], land: dict[tuple[str, int], Ring], tints: Counter[str], view: View, words: Words
) -> Iterator[str]:
    """Names of countries with entries and of places, where they cover no circle and no other name."""
    taken: list[tuple[float, float, float, float]] = []
    for spot in spots:
        x, y = view.project(spot.place.longitude or 0.0, spot.place.latitude or 0.0)
        radius = _radius(spot, view)
        taken.append((x - radius, y - radius, x + radius, y + radius))
    for code in tints:
        rings = [ring for (of, _), ring in land.items() if of == code]
        if rings:
            _, (x, y) = max((_measure(ring) for ring in rings), key=lambda found: abs(found[0]))
            places = [(x + dx, y + dy) for dy in (0, 20, -20, 40, -40) for dx in (0, 40, -40)]
            yield from _name(words.country(code), places, _FONT, "600", taken, view)
    for spot in spots:
        x, y = view.project(spot.place.longitude or 0.0, spot.place.latitude or 0.0)
        radius, half = _radius(spot, view), _half_width(words.place_name(spot.place), _FONT * 0.8)
        places = [
            (x, y + radius + 9), (x, y - radius - 9), (x + radius + half + 4, y), (x - radius - half - 4, y),
        ]  # fmt: skip
        yield from _name(words.place_name(spot.place), places, _FONT * 0.8, "400", taken, view)


def _half_width(name: str, size: float) -> float:
    return len(name) * size * 0.32


def _name(
    name: str,
    places: Iterable[Point],
    size: float,
    weight: str,
    taken: list[tuple[float, float, float, float]],
    view: View,
) -> Iterator[str]:
    """The name at the first of the places that is free and on the drawing; nothing where none is."""
    half = _half_width(name, size)
    for x, y in places:
        box = (x - half, y - size / 2, x + half, y + size / 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= view.width and box[3] <= view.height
        if inside and all(
            box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3] for other in taken
        ):
            taken.append(box)
            shared = f'x="{x:.1f}" y="{y + size * 0.35:.1f}" font-size="{size:.1f}" font-weight="{weight}"'
            # A halo as a text of its own: not every program paints the stroke below the fill.
            yield f'<text {shared} text-anchor="middle" stroke="#fff" stroke-width="3.5">{escape(name)}</text>'
            yield f'<text {shared} text-anchor="middle" fill="{_INK}">{escape(name)}</text>'
            return
