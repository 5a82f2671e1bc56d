"""GeoJSON (RFC 7946): one feature an entry, a point where the place is one, no geometry for regions and countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from marsad.export.files import Options
from marsad.export.json_parts import Record, write_list
from marsad.export.register import build_entry
from marsad.model import Place
from marsad.register import Exhibit


def write_geojson(exhibits: Iterable[Exhibit], options: Options, out: BinaryIO) -> None:
    """A feature collection."""
    features = (build_feature(exhibit, options) for exhibit in exhibits)
    write_list({"type": "FeatureCollection"}, "features", features, out)


def build_feature(exhibit: Exhibit, options: Options) -> Record:
    """The feature of an entry: where it stands in the register as properties, its place as geometry."""
    entry = exhibit.entry
    record = build_entry(entry)
    place = record.pop("place")
    about = {
        "place": place["name"] if place else None,
        "country": place["country"] if place else None,
        "precision": options.precision(entry.place) if entry.place else None,
    }
    return {
        "type": "Feature",
        "id": record.pop("id"),
        "geometry": _build_point(entry.place),
        "properties": {**about, **record},
    }


def _build_point(place: Place | None) -> Record | None:
    """Longitude before latitude, in WGS 84; None where the place is no point."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
