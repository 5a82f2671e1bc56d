"""The features by which linking compares two claims, in words for a person (link/likeness.py makes them)."""

from __future__ import annotations

_WHOLE = {
    "together": "both stand in one text",
    "one family": "their texts are of one family",
    "one source": "both name one source",
    "place=near": "the places are near each other",
    "place=far": "the places are far apart",
    "place=same name": "the same place",
    "place=same country": "places in one country",
    "place=other country": "places in other countries",
    "items=type": "both name one type of equipment",
    "items=class": "both name one class of equipment",
    "items=class and type": "one names a type, the other its class",
    "items=other types": "other types of one class",
    "items=general": "one speaks of vehicles or equipment in general",
    "items=differ": "other classes of equipment",
    "numbers=same": "the same number of an item",
    "numbers=meet": "numbers of an item that both can hold",
    "numbers=differ": "numbers of an item that cannot both hold",
    "people role=same": "people of one role",
    "people role=other": "people of other roles",
    "people=same": "the same number of people",
    "people=meet": "numbers of people that both can hold",
    "people=differ": "numbers of people that cannot both hold",
    "people=unstated": "people whose number is not stated",
    "days=meet": "days that may be the same",
    "days=one later": "one is dated after the other was published",
    "days=far": "days far apart",
    "published=far": "published far apart",
    "sentence=same": "on the same words",
    "sentence=other": "on other words",
}
_NAMES = {"items": "equipment", "people": "people", "days": "a day", "place": "a place"}
_NOTHING_SHARED = {"one": "only one names {}", "neither": "neither names {}"}


def tell_feature(feature: str) -> str:
    """One feature in words.

    >>> tell_feature("supplier=same"), tell_feature("days=one 10 days before")
    ('the same supplier', 'the day of one is up to 10 days before the other was published')
    >>> tell_feature("together/unit=neither")
    'in one text: neither names a unit'
    """
    if feature.startswith("together/"):
        return f"in one text: {tell_feature(feature.removeprefix('together/'))}"
    if feature in _WHOLE:
        return _WHOLE[feature]
    name, _, value = feature.partition("=")
    if value in _NOTHING_SHARED:
        return _NOTHING_SHARED[value].format(_NAMES.get(name, f"a {name}"))
    if name in ("days", "days meet", "published"):
        return _tell_days(name, value)
    if name == "apart":
        return f"{value} sentences apart"
    if value in ("same", "differ"):
        return f"the same {name}" if value == "same" else f"another {name}"
    if "/" in value:
        first, second = value.split("/")
        return f"one is {first}, the other {second}"
    return feature


def _tell_days(name: str, value: str) -> str:
    if name == "days meet":
        return "the very day" if value == "0 days" else f"one of them within {_write_span(value)}"
    if name == "published":
        return f"published within {_write_span(value)} of each other"
    if value.startswith("one "):
        before = value.removeprefix("one ").removesuffix(" before")
        return f"the day of one is {'long' if before == 'far' else f'up to {before}'} before the other was published"
    return f"days up to {value} apart"


def _write_span(value: str) -> str:
    return "more than a year" if value == "far" else value
