"""What articles name and no mention has."""

from __future__ import annotations

from typing import Any

import pytest

from eval.coverage import SLOTS, find_gaps

TEXT = (
    "Turkey handed over three Cobra armoured vehicles to Mali in Bamako on 4 May 2024, the army said. "
    "The convoy of Belor trucks went on to Zurgistan. The crews rested for a day."
)


def claim(**stated: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("supplier", "recipient", "unit", "personnel", "place", "date"))
    return {"type": "delivery", "factuality": "fact", **empty, "items": [], "sources": [], "evidence": TEXT, **stated}


def item(text: str, designation: str | None, class_: str) -> dict[str, Any]:
    return {"text": text, "designation": designation, "class": class_, "low": None, "high": None}


BAMAKO = {"text": "Bamako", "name": "Bamako", "country": "ML", "lat": 12.6392, "lon": -8.0029}
ELSEWHERE = {"text": "Zurgistan", "name": "Zurgistan", "country": "TM", "lat": 40.0, "lon": 60.0}


@pytest.mark.parametrize(
    ("stated", "slots"),
    [
        (
            {
                "supplier": "TR",
                "recipient": "ML",
                "place": BAMAKO,
                "date": {"text": "4 May 2024", "edtf": "2024-05-04"},
            },
            [],
        ),
        ({"items": [item("Cobra armoured vehicles", "Cobra", "armoured_vehicle")]}, []),
        ({"items": [item("Cobra armoured vehicles", "Cobra", "truck")]}, ["class"]),
        ({"items": [item("Cobra armoured vehicles", "Kirpi", "armoured_vehicle")]}, ["type"]),
        ({"items": [item("The crews", None, "other")]}, ["item"]),
        ({"supplier": "FR", "unit": "wagner"}, ["supplier", "unit"]),
        ({"place": ELSEWHERE, "date": {"text": "a day", "edtf": "2024-05-09"}}, ["place", "date"]),
        ({"personnel": {"text": "Turkey", "role": "soldier", "low": None, "high": None}}, ["personnel"]),
    ],
)
def test_what_no_mention_has_is_a_gap(stated: dict[str, Any], slots: list[str]) -> None:
    article = {
        "id": "coverage-test-en-01", "language": "en", "publisher": "The Daily", "published": "2024-05-09",
        "title": "Vehicles", "text": TEXT, "claims": [claim(**stated)],
    }  # fmt: skip
    gaps, counted = find_gaps(article)
    assert [gap.slot for gap in gaps] == slots
    assert set(slots) <= set(counted) <= set(SLOTS)
