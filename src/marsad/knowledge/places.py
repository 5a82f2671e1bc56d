"""Places by any of their spellings: our own table first, then the compiled gazetteer.

Keys are the folded words of a name joined by spaces, without marks: ``"bobo dioulasso"``, ``"n djamena"``. A place of
the gazetteer that our table also has comes back as the table's place, so that every spelling leads to one id.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from pathlib import Path

from marsad.errors import PackError
from marsad.kept import keep
from marsad.knowledge.gazetteer import Gazetteer, GazetteerPlace
from marsad.knowledge.sounds import SoundIndex
from marsad.language.lexicon import Row, read_table
from marsad.text import split_all

FILE = Path(__file__).with_name("places.tsv")
COLUMNS = ("id", "name", "kind", "country", "lat", "lon", "en", "fr", "ar", "ru", "note")
AREAS = frozenset({"area", "region", "sea", "border"})
POINTS = frozenset({"town", "base", "airport", "port", "camp", "crossing", "district", "site"})
_NAME_COLUMNS = ("name", "en", "fr", "ar", "ru")
# A famous town counts as one of so many people: its namesakes in a state of the text need their region beside them.
_FAMOUS = 10_000_000_000
# A gazetteer place of the same country and spelling that is nearer than this to a place of our table is that place.
_SAME_KM = 30.0


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the world; coordinates in degrees, None for areas, regions, seas and borders.

    ``own`` says that it stands in our own table, ``needs_context`` that its name alone does not mean it.
    """

    id: str
    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    population: int = 0
    own: bool = False
    needs_context: bool = False


def make_key(words: Iterable[str]) -> str:
    """The lookup key of folded tokens, without marks: ``make_key(["bobo", "-", "dioulasso"]) == "bobo dioulasso"``."""
    return " ".join([word for word in words if word[0].isalnum()])


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude) in kilometres."""
    (la, lo), (lb, lp) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


class Places:
    """All places that Marsad knows, by spelling."""

    def __init__(self, known: Iterable[tuple[KnownPlace, list[str]]], gazetteer: Gazetteer) -> None:
        """Our own places with their lookup keys, and those of the gazetteer."""
        self._gazetteer = gazetteer
        self._own: dict[str, list[KnownPlace]] = {}
        self._by_id: dict[str, KnownPlace] = {}
        self._beginnings: set[str] = set()
        self._keys: dict[str | None, list[tuple[KnownPlace, list[str]]]] = {}
        for place, keys in known:
            self._by_id[place.id] = place
            self._keys.setdefault(place.country, []).append((place, keys))
            for key in keys:
                self._add(key, place)
        self._sounds = SoundIndex(gazetteer)
        self.probe = lru_cache(maxsize=200_000)(self._probe)
        self.find = lru_cache(maxsize=20_000)(self._find)
        self._known = lru_cache(maxsize=20_000)(self._know)

    def _add(self, key: str, place: KnownPlace) -> None:
        self._own.setdefault(key, []).append(place)
        end = key.find(" ")
        while end > 0:
            self._beginnings.add(key[:end])
            end = key.find(" ", end + 1)

    def _probe(self, key: str) -> tuple[bool, bool]:
        """Whether a key is a name, and whether a longer name begins with its words."""
        known = key in self._own or key in self._gazetteer
        return known, key in self._beginnings or self._gazetteer.starts(key)

    def _find(self, key: str) -> tuple[KnownPlace, ...]:
        """The places of a key, those of our own table first, then the largest; empty where there is none."""
        found = dict.fromkeys(self._own.get(key, ()))
        for number in self._gazetteer.numbers(key):
            found.setdefault(self._known(number))
        return tuple(found)

    def find_by_sound(self, name: str, country: str, most: float) -> tuple[float, KnownPlace] | None:
        """The place of a country that a folded name sounds like, and how far off it is; None beyond ``most``.

        For names in another script that no table holds: ``find_by_sound("ميناكا", "ML", 1.0)`` is Ménaka.
        """
        nearest = self._sounds.nearest(name, country, most)
        return nearest and (nearest[0], self._known(nearest[1]))

    def _know(self, number: int) -> KnownPlace:
        """A place of the gazetteer, or the place of our table that is the same and that it shares a spelling with."""
        place = self._gazetteer.place(number)
        for own, keys in self._keys.get(place.country, ()):
            if _is_same(own, place) and any(number in self._gazetteer.numbers(key) for key in keys):
                return own
        return _from_gazetteer(place, number)

    def get(self, place_id: str) -> KnownPlace | None:
        """A place of our own table by its id."""
        return self._by_id.get(place_id)

    def capital(self, country: str) -> KnownPlace | None:
        """The capital of a state by its ISO code; None for an unknown code.

        >>> open_places().capital("ML").name
        'Bamako'
        """
        number = self._gazetteer.capitals.get(country)
        return None if number is None else self._known(number)


def country_place(iso: str, name: str) -> KnownPlace:
    """A country as a place, without coordinates: ``country_place("ML", "Mali")``."""
    return KnownPlace(iso, name, "country", iso, None, None, own=True)


def list_keys(rows: Iterable[Row]) -> list[tuple[Row, list[str]]]:
    """The rows of our table, each with all its lookup keys."""
    named = [(row, [alias.strip() for name in _NAME_COLUMNS for alias in row.get(name).split("|")]) for row in rows]
    words = split_all(name for _, names in named for name in names)
    return [(row, list(dict.fromkeys([make_key(words[name]) for name in names if name]))) for row, names in named]


def list_known(rows: Iterable[Row]) -> list[tuple[KnownPlace, list[str]]]:
    """The places of rows of our table, each with all its lookup keys.

    Raises PackError with file and line for an id that stands twice, an unknown kind or wrong coordinates.
    """
    found: dict[str, tuple[KnownPlace, list[str]]] = {}
    for row, keys in list_keys(rows):
        place = _read_place(row)
        if place.id in found:
            raise PackError(f"id {place.id!r} stands twice", where=row.where)
        found[place.id] = place, keys
    return list(found.values())


def _read_place(row: Row) -> KnownPlace:
    kind, lat, lon = row["kind"], row["lat"], row["lon"]
    if kind not in AREAS | POINTS:
        known = ", ".join(sorted(AREAS | POINTS))
        raise PackError(f"kind {kind!r} is unknown", where=row.where, hint=f"one of {known}")
    if bool(lat and lon) != (kind in POINTS):
        raise PackError("towns and sites have coordinates, areas have none", where=row.where)
    try:
        latitude, longitude = float(lat) if lat else None, float(lon) if lon else None
    except ValueError as error:
        raise PackError(f"{lat!r}, {lon!r} are no degrees", where=row.where) from error
    notes = row.get("note").split()
    return KnownPlace(
        row["id"], row["name"], kind, row["country"] or None, latitude, longitude,
        population=_FAMOUS if "famous" in notes else 0, own=True, needs_context="context" in notes,
    )  # fmt: skip


def _is_same(own: KnownPlace, other: GazetteerPlace) -> bool:
    if own.country != other.country:
        return False
    if own.latitude is None or own.longitude is None or other.latitude is None or other.longitude is None:
        return own.kind == "region" and other.kind == "region"
    near = distance_km((own.latitude, own.longitude), (other.latitude, other.longitude)) < _SAME_KM
    return near and own.kind in ("town", "district", other.kind)


def _from_gazetteer(place: GazetteerPlace, number: int) -> KnownPlace:
    prefix = "geonames" if place.source > 0 else "gns" if place.source < 0 else "region"
    kind = "town" if place.kind == "spot" else place.kind
    return KnownPlace(
        f"{prefix}:{abs(place.source) or number}", place.name, kind, place.country, place.latitude, place.longitude,
        place.population,
    )  # fmt: skip


def name_places(language: str) -> dict[tuple[str, str | None], str]:
    """The names in a language of the places of our own table, by name and country; places without one are left out."""
    return {
        (row["name"], row["country"] or None): row[language].split("|")[0] for row in _read_rows() if row.get(language)
    }  # fmt: skip


@cache
def open_places() -> Places:
    """The places of this installation, opened once; raises PackError where the table or the gazetteer is faulty."""
    made_of = (FILE, Path(__file__), *(Path(by.__code__.co_filename) for by in (split_all, read_table)))
    known = keep("places", made_of, lambda: [(astuple(place), keys) for place, keys in list_known(_read_rows())])
    return Places([(KnownPlace(*cells), keys) for cells, keys in known], Gazetteer())


def _read_rows() -> list[Row]:
    return read_table(FILE, COLUMNS)
