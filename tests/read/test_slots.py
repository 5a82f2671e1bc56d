"""Which words may fill a slot at all, whatever weights were learned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.actors import ActorMention
from marsad.read.claims import build_drafts
from marsad.read.draft import Choice, Draft
from marsad.read.parties import Candidate, Cast
from marsad.read.scene import set_stage
from marsad.read.scoring import Features
from marsad.read.slots import fill_slots


class Recorder:
    """Keeps every claim, leaves its slots empty, and remembers what could have filled those of deliveries."""

    def __init__(self) -> None:
        self.offered: dict[str, set[str]] = {}

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        text = draft.stage.document.text
        for value in values:
            span = getattr(value, "span", None)
            if isinstance(value, Candidate):
                named = str(value.id)
            else:
                named = " > ".join(mention.name for mention in value) if isinstance(value, tuple) else str(value)
            if draft.type == "delivery":
                self.offered.setdefault(decision, set()).add(span.of(text) if span else named)
        keep = decision in ("keep", "document", "item")
        return Choice(int(keep and len(candidates) > 1), str, 1)


def offered(text: str, language: str) -> dict[str, set[str]]:
    recorder = Recorder()
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    build_drafts(set_stage(document, load_pack(language)), recorder)
    return recorder.offered


@pytest.mark.parametrize(
    ("language", "text", "where", "told"),
    [
        ("ar", "أعلنت كينيا في مؤتمر صحفي عُقد في لندن أن ثلاث مروحيات وصلت إلى مومباسا.", "مومباسا", "لندن"),
        ("en", "Kenya announced at a meeting in London that three helicopters had arrived in Mombasa.", "Mombasa", "London"),
        ("fr", "Le Kenya a annoncé à Londres que trois hélicoptères étaient arrivés à Mombasa.", "Mombasa", "Londres"),
        ("ru", "Кения заявила на встрече в Лондоне, что три вертолёта прибыли в Момбасу.", "Момбасу", "Лондоне"),
    ],
)  # fmt: skip
def test_where_it_is_told_is_not_where_it_happens(language: str, text: str, where: str, told: str) -> None:
    found = offered(text, language)
    assert where in found["place"]
    assert told not in found["place"]
    if language != "fr":  # "à Londres" may also be whom it is told
        assert "GB" not in found["recipient"]


def test_a_speaker_with_a_country_in_the_name_keeps_the_country() -> None:
    found = offered("قال السفير التركي في الصومال إن ثلاث مروحيات سُلّمت للجيش.", "ar")
    assert "SO" in found["recipient"]


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("ar", "وصلت عشر مدرعات هندية إلى حرس الحدود الأرمني على الحدود مع إيران.", "إيران"),
        ("en", "Ten Indian armoured vehicles arrived for Armenia at the border with Iran.", "Iran"),
        ("fr", "Dix blindés indiens sont arrivés au Tchad à la frontière avec le Niger.", "Niger"),
        ("ru", "Десять индийских бронемашин прибыли в Армению на границу с Ираном.", "Ираном"),
    ],
)
def test_the_state_across_the_border_is_no_place(language: str, text: str, other: str) -> None:
    assert other not in offered(text, language)["place"]


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("ru", "Десять индийских бронемашин прибыли на границу с Ираном.", "IR"),
        ("en", "Ten Indian armoured vehicles arrived at the border with Iran.", "IR"),
    ],
)
def test_the_state_across_the_border_is_no_party(language: str, text: str, other: str) -> None:
    found = offered(text, language)
    assert "IN" in found["supplier"]
    assert other not in found["supplier"] | found["recipient"]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ar", "وقدّر مصدر في الأمم المتحدة عدد المدربين في الوادي بنحو 300، فيما تحدثت مصادر أخرى عن 400.", "مصادر أخرى"),
        ("en", "The ministry said fifty Russian instructors were in the valley, while the opposition claimed 84.",
         "the opposition"),
    ],
)  # fmt: skip
def test_a_number_that_another_gives_is_told_by_that_other(language: str, text: str, source: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    stage = set_stage(document, load_pack(language))
    (scene,) = stage.scenes
    bare = scene.people[-1]
    assert bare.form == "bare"
    recorder = Recorder()
    fill_slots(Draft(stage, scene, "delivery", scene.triggers[:1], people=bare), Cast.of(stage), [], recorder)
    assert recorder.offered["source"] == {"None", source}


@pytest.mark.parametrize(
    ("language", "text", "where"),
    [
        ("ar", "تسلمت مالي ثلاث مروحيات. ووصلت أربع مروحيات أخرى إلى البلاد.", "البلاد"),
        ("en", "Mali received three helicopters. Four more helicopters have arrived in the country.", "the country"),
        ("fr", "Le Mali a reçu trois hélicoptères. Quatre autres hélicoptères sont arrivés dans le pays.", "le pays"),
        ("ru", "Мали получила три вертолёта. Ещё четыре вертолёта прибыли в страну.", "страну"),
    ],
)
def test_the_country_is_where_the_receiving_state_is(language: str, text: str, where: str) -> None:
    document = Document("x", "x", text, language=language, published=dt.date(2025, 3, 1))
    stage = set_stage(document, load_pack(language))
    scene = stage.scenes[1]
    receives = _Receives("ML")
    fill_slots(Draft(stage, scene, "delivery", scene.triggers[:1]), Cast.of(stage), [], receives)
    assert receives.places == {(where, "ML")}
    nobody = _Receives(None)
    fill_slots(Draft(stage, scene, "delivery", scene.triggers[:1]), Cast.of(stage), [], nobody)
    assert nobody.places == set()


class _Receives:
    """Chooses who receives, nothing else, and remembers the places that were offered."""

    def __init__(self, party: str | None) -> None:
        self._party = party
        self.places: set[tuple[str, str]] = set()

    def choose(self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft) -> Choice:
        if decision == "place":
            text = draft.stage.document.text
            named = [value for value in values if isinstance(value, ActorMention)]
            self.places = {(value.span.of(text), value.state or "") for value in named}
        parties = [value.id if isinstance(value, Candidate) else "" for value in values]
        chosen = parties.index(self._party) if decision == "recipient" and self._party in parties else 0
        return Choice(chosen, str, 1 if chosen else -1)
