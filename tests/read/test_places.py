"""Places in sentences of ours: ``[words=name@country]`` is a mention; coordinates are tested in tests/knowledge."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.model import Span
from marsad.read.places import PlaceMention, find_places
from marsad.read.segment import split_sentences
from marsad.text import normalise

_MARK = re.compile(r"\[([^=\]]+)=([^@\]]+)@([^\]]*)\]")


def read(text: str, language: str, countries: str = "", **context: object) -> list[PlaceMention]:
    """The places of a text, each sentence with those before it."""
    pack = load_pack(language)
    found: list[PlaceMention] = []
    sentences = split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    for sentence in sentences:
        found += find_places(sentence, pack, countries=countries.split(), earlier=list(found), **context)  # type: ignore[arg-type]
    return found


def unmark(marked: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The plain text and its mentions: words, name, country."""
    return _MARK.sub(r"\1", marked), [match.groups() for match in _MARK.finditer(marked)]  # type: ignore[misc]


CASES = [
    ("ar", "HT", "حطت الطائرة في [مطار توسان لوفرتور=Toussaint Louverture airport@HT]."),
    ("ar", "CO", "لا طائرات في [قاعدة بالانكيرو=Palanquero Air Base@CO]."),
    ("ar", "IT", "فُتحت الحاويات في [ميناء جويا تاورو=Gioia Tauro@IT]."),
    ("ar", "EG", "يزور الوفد [شلاتين=Shalateen@EG] اليوم."),
    ("fr", "MR", "La vedette a rejoint le [port de l'Amitié=Port of Friendship, Nouakchott@MR]."),
    ("fr", "CG", "Le camion quitte le [port de Pointe-Noire=Pointe-Noire@CG]."),
    ("ar", "MR", "أُفرغت الشاحنات في [ميناء الصداقة=Port of Friendship, Nouakchott@MR]."),
    ("ar", "GN", "يقع [معسكر كنديا=Kindia@GN] قرب النهر."),
    ("ar", "ML", "حطت الطائرة في [القاعدة الجوية 101 بسينو=Bamako-Sénou Airport@ML]."),
    # Names, with the place words beside them and without glued particles
    ("en", "ML", "Two trucks left [Gao=Gao@ML] for [Kidal=Kidal@ML] and [Ménaka=Ménaka@ML]."),
    ("fr", "ML", "Le convoi a quitté [la base de Gao=Gao@ML] hier.".replace("[la base", "la [base")),
    ("fr", "TD", "Les soldats sont à [N'Djamena=N'Djamena@TD] depuis mai."),
    ("ar", "ML", "وصلت الشاحنات إلى [باماكو=Bamako@ML] ثم إلى [غاو=Gao@ML]."),
    ("ar", "ML", "نزل الجنود ب[كيدال=Kidal@ML] وب[تيساليت=Tessalit@ML]."),
    ("ar", "SY", "أقلعت الطائرة من [مطار دمشق=Damascus@SY] مساء."),
    ("ru", "ML SY", "Колонна шла из [Тессалита=Tessalit@ML] в [Гао=Gao@ML]."),
    ("ru", "SY", "Судно стояло в [Тартусе=Tartus@SY] неделю."),
    ("ru", "NE", "Рейс прибыл в [Ниамей=Niamey@NE]."),
    (
        "en",
        "",
        "The [factory in York=York@US], [Pennsylvania=Pennsylvania@US], made them.".replace(
            "[factory in", "[factory in"
        ),
    ),
    ("en", "", "The [yard in Milton=Milton@CA] made them.".replace("[yard in ", "yard in [")),
    # Facilities
    ("en", "LY", "Cargo planes landed at [Al-Khadim air base=Al-Khadim Air Base@LY]."),
    ("fr", "NE", "Ils gardent la [base 101=Air Base 101@NE]."),
    ("ar", "LY", "حطّت الطائرات في [قاعدة الجفرة الجوية=Al Jufra Air Base@LY]."),
    ("ar", "CF", "رأينا العربات في [مطار مبوكو=Bangui M'Poko airport@CF]."),
    ("ru", "SY", "Истребители сели на [авиабазу Хмеймим=Hmeimim Air Base@SY]."),
    ("en", "TW", "Crates were unloaded in the [port of Taipei=Port of Taipei@TW]."),
    # Bases and small ports far from the great wars
    ("fr", "NO", "Deux sous-marins sont entrés à [Haakonsvern=Haakonsvern@NO]."),
    ("fr", "SR", "La cargaison est restée au [port de Paramaribo=Paramaribo@SR]."),
    ("ru", "NC", "Фрегат вышел из [Нумеа=Nouméa@NC]."),
    ("ar", "SO", "هبطت الطائرة في [مطار عدن آدي الدولي=Aden Adde airport@SO]."),
    ("ar", "IL", "هبطت الطائرات في [قاعدة عوفدا=Ovda Air Base@IL]."),
    # Regions
    ("en", "RU", "Fighting went on in the [Kursk region=Kursk region@RU]."),
    ("fr", "CD", "Des renforts gagnent le [Nord-Kivu=North Kivu@CD]."),
    ("ar", "", "يتمركزون في [المثلث الحدودي=Three-border area@None]."),
    ("ru", "RU", "Бои шли в [Курской области=Kursk region@RU]."),
    ("ru", "", "Понтоны лежали в [гданьском порту=Gdańsk@PL] и в [Ванинском порту=Vanino@RU]."),
    ("ru", "", "Два борта ушли с [Хмеймимской авиабазы=Hmeimim Air Base@SY] и с [моздокского аэродрома=Mozdok@RU]."),
    ("ru", "", "Рота ушла из [Дейр-эз-Зорской провинции=Deir ez-Zor province@SY]."),
    ("ru", "ML", "Патруль видели в [Кидальском регионе=Kidal region@ML]."),
    ("ru", "UA", "Склад горел в [Джанкойском районе=Dzhankoi district@UA]."),
    ("ru", "RU", "Полк прибыл на саратовский [аэродром Энгельс=Engels Air Base@RU]."),
    ("ru", "ML", "Они стояли на старой базе и в [Гао=Gao@ML]."),
    # The article's countries decide
    ("en", "", "A platoon wintered in the [Falklands=Falkland Islands@FK]."),
    ("en", "", "A post on the [Dahlak archipelago=Dahlak Archipelago@ER] is empty."),
    ("en", "", "Jets stood at [Soto Cano=Soto Cano Air Base@HN]."),
    ("en", "LB", "They met in [Tripoli=Tripoli, Lebanon@LB]."),
    ("en", "BF", "Gunmen entered [Djibo=Djibo@BF] at dawn."),
    ("en", "", "A depot near [Toropets=Toropets@RU], [Tver region=Tver Oblast@RU], burned."),
    # A famous town before its namesakes in a state of the text, which need their region
    ("en", "US", "Ten trucks stood in [Odessa=Odesa@UA] and in [Hamburg=Hamburg@DE]."),
    ("en", "US", "Ten trucks stood in [Odessa=Odessa@US], [Texas=Texas@US], for weeks."),
    # Names that people bear too
    ("en", "US", "They trained in [Lincoln=Lincoln@US], [Nebraska=Nebraska@US], for weeks."),
    ("en", "", "The crews moved to [Austin=Austin@US], [Texas=Texas@US], in May."),
    ("en", "FR", "The band stayed in [Lyons=Lyon@FR] overnight."),
    ("ru", "RU", "Они остались в [Октябрьском=Oktyabrsky@RU]."),
    # A name in another script that no table holds
    ("ar", "ML", "دخلوا [بلدة بانكاس=Bankass@ML] فجرا."),
]


@pytest.mark.parametrize(("language", "countries", "marked"), CASES)
def test_places_are_found(language: str, countries: str, marked: str) -> None:
    text, expected = unmark(marked)
    found = [(m.span.of(text), m.name, str(m.country)) for m in read(text, language, countries)]
    assert found == expected


NOTHING = [
    ("fr", "GN", "Le porte-parole a parlé, le porte-avions est loin."),
    ("ar", "NG", "لم يكن هناك أي خلاف، وليس هناك خطط."),
    ("ar", "MR", "أبحرت السفينة في إطار مهمتها."),
    ("ar", "NG", "بحسب موقع «مينا أونلاين»."),
    ("ar", "US", "التقى الوزير بالفريق صاليفو مودي."),
    ("en", "SO", "They took Adan Yabal after a night of fighting."),
    ("en", "US ML", "Colonel Sadio Kone drove a Leopard and a Caesar past the crowd."),
    ("en", "FR", "Nice words were read in March by General Bamba."),
    ("en", "FR", "Sam Berg, Tony Blair and Jake Sullivan met General Austin."),
    ("en", "US", "The keys were handed to Austin, and Madison smiled."),
    ("ru", "RU", "Они служат в Октябрьском полку."),
    ("fr", "FR ML", "Le général Moussa Traoré a loué le Tigre et le Mistral."),
    ("ru", "RU", "Расчёты «Града» и «Панциря» вернулись в часть."),
    ("ar", "LY YE IQ", "قال العقيد إن خمسة من جنوده عادوا اليوم بعد تدريب جديد."),
    ("ar", "ML", "سلّم الوزير محمد علي الدفعة الأولى من العربات."),
    ("ru", "RU", "Они стояли в детском лагере и у русского лагеря, а потом в гражданском аэропорту."),
    ("ru", "BY", "Такой сад видел только полковник Марат."),
]


@pytest.mark.parametrize(("language", "countries", "text"), NOTHING)
def test_people_weapons_and_common_words_are_no_places(language: str, countries: str, text: str) -> None:
    assert read(text, language, countries) == []


@pytest.mark.parametrize(("last", "found"), [("There are no guns.", 1), ("Men are there.", 2)])
def test_there_are_names_no_place(last: str, found: int) -> None:
    assert len(read(f"The column reached Gao. {last}", "en", "ML")) == found


@pytest.mark.parametrize(
    ("language", "text", "words", "relation"),
    [("en", "Troops moved from Gao to Kidal.", "Gao", "from"), ("fr", "Des blindés arrivent à Bamako.", "Bamako", "to"),
     ("ar", "وصلوا إلى غاو.", "غاو", "to"), ("ar", "خرجوا من قاعدة الجفرة.", "قاعدة الجفرة", "from"),
     ("ru", "Они прибыли в Гао из Мопти.", "Мопти", "from")],
)  # fmt: skip
def test_relation_of_the_preposition(language: str, text: str, words: str, relation: str) -> None:
    found = {mention.span.of(text): mention.relation for mention in read(text, language, "ML LY")}
    assert found[words] == relation


@pytest.mark.parametrize(
    ("language", "countries", "text", "words", "name"),
    [("en", "ML", "The plane came to Gao. Men guard the airport.", "the airport", "Gao"),
     ("ar", "SY", "نُقلت الصواريخ إلى قاعدة حميميم. وعادت القاعدة إلى العمل.", "القاعدة", "Hmeimim Air Base"),
     ("fr", "BF", "Ils ont atterri mardi dans la capitale.", "la capitale", "Ouagadougou"),
     ("ru", "NE", "Их видели в столице.", "столице", "Niamey")],
)  # fmt: skip
def test_words_that_stand_for_a_place(language: str, countries: str, text: str, words: str, name: str) -> None:
    found = {mention.span.of(text): mention.name for mention in read(text, language, countries)}
    assert found[words] == name


def test_a_state_beside_the_capital_decides() -> None:
    text = "They flew to the Malian capital."
    states = [(Span(text.index("Malian"), text.index("Malian") + 6), "ML")]
    found = read(text, "en", "NE ML", states=states)
    assert [(m.span.of(text), m.name) for m in found] == [("capital", "Bamako")]


def test_the_capital_is_that_of_the_state_behind_it() -> None:
    text = "غادر الجنود الإيطاليون العاصمة الليبية."
    states = [
        (Span(text.index(word), text.index(word) + len(word)), iso)
        for word, iso in (("الإيطاليون", "IT"), ("الليبية", "LY"))
    ]
    assert [place.name for place in read(text, "ar", states=states)] == ["Tripoli"]


def test_the_base_is_not_the_one_that_was_left() -> None:
    text = "Deux cargos venus de la base de Hmeimim se sont posés à la base d'Al-Khadim. Cent hommes gardent la base."
    assert [place.name for place in read(text, "fr", "LY SY")][-1] == "Al-Khadim Air Base"
    text = "حطت في قاعدة الخادم طائرة قادمة من قاعدة حميميم. ويحرس القاعدة مئة رجل."
    assert [place.name for place in read(text, "ar", "LY SY")][-1] == "Al-Khadim Air Base"


def test_a_named_base_or_site_is_none_of_those_before() -> None:
    text = "Le cargo est à Gao. La base de Zrafil est loin, dit le site Zrafil Info. Cent hommes gardent la base."
    found = [mention.span.of(text) for mention in read(text, "fr", "ML")]
    assert found == ["Gao", "la base"]
    text = "Ils ont repris la base aérienne 101 de Sénou."
    assert [place.country for place in read(text, "fr", "ML")] == ["ML"]


def test_states_are_no_regions_of_the_name_behind_them() -> None:
    assert read("Ghana received two boats from the United States in August.", "en", "GH US") == []
    assert [place.name for place in read("A tug came from the United States at Mombasa.", "en", "KE US")] == ["Mombasa"]
    text = "Boats of the member states in Mombasa."
    assert [mention.span.of(text) for mention in read(text, "en", "KE")] == ["Mombasa"]


def test_an_unknown_base_takes_the_point_of_its_town() -> None:
    text = "Instructors live at the Zrafil air base near Gao."
    (mention,) = read(text, "en", "ML")
    assert (mention.kind, mention.country, mention.rule) == ("base", "ML", "facility")
    assert mention.latitude == pytest.approx(16.27, abs=0.05)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), language=st.sampled_from(["ar", "en", "fr", "ru"]))
def test_spans_lie_in_their_sentence_whatever_the_text(data: st.DataObject, language: str) -> None:
    pieces = ["Gao", "غاو", "بباماكو", "في", "قاعدة", "Ниамее", "в", "the base", "la capitale", "N’Djamena", "ـ", "َ", "\u200f", "«", "»",
              ",", ".", " ", "-", "Т-72", "١٢", "المطار نفسه", "столица", "Liptako-Gourma", "\n"]  # fmt: skip
    text = "".join(
        data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map(lambda p: [x + " " for x in p]))
    )
    text = data.draw(st.sampled_from([text, text.replace(" ", ""), text.upper()]))
    for mention in read(text, language, "ML NE SY"):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert not mention.span.of(text)[0].isspace()
