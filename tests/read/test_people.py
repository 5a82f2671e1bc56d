"""Groups of people: role, number, span and nationality, in sentences with marks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.model import Span
from marsad.read.amounts import find_amounts
from marsad.read.equipment import find_equipment
from marsad.read.people import PeopleMention, find_people
from tests.read.test_amounts import LANGUAGES, read_sentences, show, take_marks


@dataclass(frozen=True, slots=True)
class Named:
    """An actor mention made by hand."""

    span: Span
    form: str
    id: str = "RU"


def people_of(text: str, code: str, actors: tuple[Named, ...] = ()) -> list[PeopleMention]:
    (sentence,) = read_sentences(text, code)
    pack = load_pack(code)
    return find_people(sentence, pack, find_amounts(sentence, pack), actors)


# Language, sentence with its group in [marks], role, interval.
GROUPS = [
    ("ar", "أرسلت [كتيبة من 850].", "soldier", "850..850"),
    ("ar", "غادر [الجنود الأجانب الأربعون] الثكنة.", "soldier", "40..40"),
    ("ar", "سحبت الجزيرة [70 من جنودها] العاملين في السد.", "soldier", "70..70"),
    ("ar", "أرسلت الجزيرة [140 من عناصر الشرطة] إلى السد.", "other", "140..140"),
    ("ar", "أرسلت [لواءً من ألفي رجل] إلى الحدود.", "soldier", "2000..2000"),
    ("ar", "نزل [طاقم من اثني عشر رجلاً] في الميناء.", "soldier", "12..12"),
    ("ar", "مرّت [دورية لوجستية من أربعة عشر رجلاً] بالبلدة.", "soldier", "14..14"),
    ("ar", "نُقلت [كتيبتان] من المدينة.", "soldier", ".."),
    ("ar", "درّبت [65 مغواراً] في المعسكر.", "soldier", "65..65"),
    ("ar", "ويبلغ عدد [الجنود في البلاد نحو 1100 جندي].", "soldier", "990..1210"),
    ("ar", "قدر عدد [المدربين في البلاد بـ1500].", "instructor", "1500..1500"),
    ("ar", "يصل عدد [المرتزقة إلى 2500].", "mercenary", "2500..2500"),
    ("ar", "غادرت [كتيبة قوامها 750 جندياً] أمس.", "soldier", "750..750"),
    ("ar", "قدمت مساعدة عسكرية وفنية إلى [خبراء أجانب].", "expert", ".."),
    ("en", "They sent [200 instructors] to the base.", "instructor", "200..200"),
    ("en", "[More than 1,000 soldiers] landed.", "soldier", "1001.."),
    ("en", "Peru lent [forty constables].", "other", "40..40"),
    ("en", "[Six frontier guards] crossed.", "other", "6..6"),
    ("en", "[Nine frogmen] landed.", "soldier", "9..9"),
    ("en", "[Two radar engineers] flew in.", "expert", "2..2"),
    ("en", "[Thirty paras] jumped.", "soldier", "30..30"),
    ("en", "A [force of 2,000] was sent.", "soldier", "2000..2000"),
    ("en", "An [advance team of 40] arrived.", "other", "40..40"),
    ("en", "A [garrison of about 70] has left.", "soldier", "63..77"),
    ("en", "A [1,500-strong contingent] landed.", "soldier", "1500..1500"),
    ("en", "A [300-man battalion] landed.", "soldier", "300..300"),
    ("en", "Its [105-strong special forces contingent] left.", "soldier", "105..105"),
    ("en", "[The soldiers, said to number 4,000], left.", "soldier", "4000..4000"),
    ("en", "[Instructors number 200].", "instructor", "200..200"),
    ("en", "[Two tank crews] flew in.", "soldier", "2..2"),
    ("en", "A [team of around 100 corps instructors] came.", "instructor", "90..110"),
    ("en", "[Nine coast guards] flew in.", "other", "9..9"),
    ("en", "[A score of advisers] flew in.", "adviser", "20..20"),
    ("en", "[200 military personnel] landed.", "soldier", "200..200"),
    ("en", "[Twelve drone operators] landed.", "soldier", "12..12"),
    ("en", "[Six flight instructors] landed.", "instructor", "6..6"),
    ("en", "[Four security advisers] landed.", "adviser", "4..4"),
    ("en", "[Nine electricians] landed.", "expert", "9..9"),
    ("en", "[Nine security contractors] landed.", "mercenary", "9..9"),
    ("en", "[Fifty policewomen] landed.", "other", "50..50"),
    ("en", "[Some 40 Kenya Defense Forces (KDF) soldiers] left.", "soldier", "36..44"),
    ("en", "[97 elements of the special forces] left.", "soldier", "97..97"),
    ("en", "[Thirty-two Kurds] learned to aim.", "other", "32..32"),
    ("en", "[At least seven technicians] stayed.", "expert", "7.."),
    ("en", "[About forty military advisers] arrived.", "adviser", "36..44"),
    ("en", "[Two dozen soldiers and police] came.", "other", "24..24"),
    ("en", "[Up to 100 mercenaries] guard the mine.", "mercenary", "..100"),
    ("en", "[The last troops] left in May.", "soldier", ".."),
    ("en", "[Its battalion] moved north.", "soldier", ".."),
    ("en", "[New pilots] are being trained.", "soldier", ".."),
    ("fr", "[Une trentaine de formateurs] sont arrivés.", "instructor", "27..33"),
    ("fr", "[Plus d'un millier de soldats] sont partis.", "soldier", "1001.."),
    ("fr", "[Quarante-cinq commandos] ont débarqué.", "soldier", "45..45"),
    ("fr", "[Entre 100 et 200 instructeurs militaires] viendront.", "instructor", "100..200"),
    ("fr", "[Les mercenaires] gardent la mine.", "mercenary", ".."),
    ("fr", "[Douze militaires] et un accord militaire.", "soldier", "12..12"),
    ("fr", "[Vingt mécaniciens] ont été reçus à Pau.", "other", "20..20"),
    ("fr", "[Six GI] sont restés à Agadez.", "soldier", "6..6"),
    ("ru", "Прибыли [170 штатских инструкторов].", "instructor", "170..170"),
    ("ru", "Прибыли [около ста военных специалистов].", "expert", "90..110"),
    ("ru", "[Трое советников] уехали.", "adviser", "3..3"),
    ("ru", "[До двухсот наёмников] охраняют рудник.", "mercenary", "..200"),
    ("ru", "Вывели [весь контингент].".replace("[весь контингент]", "весь [контингент]"), "soldier", ".."),
    ("ru", "Вернулись [сорок военных строителей].", "soldier", "40..40"),
    ("ru", "Пришли [сорок военных] в составе каравана.", "soldier", "40..40"),
    ("ru", "Погибли [двадцать генералов].", "soldier", "20..20"),
    ("ru", "Приехали [двенадцать криминалистов].", "expert", "12..12"),
    ("ru", "Мост сторожит [контингент, двести сорок человек], с июня.", "soldier", "240..240"),
    ("ru", "Порт охраняли [наёмники, человек триста].", "mercenary", "270..330"),
    ("ru", "Ушла [рота, сто двадцать штыков].", "soldier", "120..120"),
    ("ru", "Прилетела [первая группа российских специалистов].", "expert", ".."),
    ("ru", "Прибыл [отряд из 14 инструкторов].", "instructor", "14..14"),
    ("ru", "Прибыли [70 сотрудников частной военной компании].", "mercenary", "70..70"),
    ("ru", "Прибыли [3,5 тысячи «голубых касок]».", "soldier", "3500..3500"),
    ("ru", "Прибыли [30 сапёров-инструкторов].", "instructor", "30..30"),
    ("ru", "Прибыло [8 тыс. 500 человек].", "soldier", "8500..8500"),
    ("en", "[Paratroopers, 255 people], guard the bridge.", "soldier", "255..255"),
    ("fr", "[Des parachutistes, 255 hommes], gardent le pont.", "soldier", "255..255"),
    ("fr", "[Les 700 officiers et soldats] reviendront en mai.", "soldier", "700..700"),
    ("fr", "Treize [contingents] sont en route.", "soldier", ".."),
    ("ar", "وصل [أكثر من ألف خبير عسكري].", "expert", "1001.."),
    ("ar", "وصل [مئة مدرب عسكري].", "instructor", "100..100"),
    ("ar", "غادر [نحو ثلاثمئة جندي].", "soldier", "270..330"),
    ("ar", "قُتل [جنديان] في المكمن.", "soldier", "2..2"),
    ("ar", "انسحبت [قواتها] من البلدة.", "soldier", ".."),
    ("ar", "يحرس [المرتزقة] المنجم.", "mercenary", ".."),
    ("ar", "وصل [ثمانية مستشارين].", "adviser", "8..8"),
    ("ar", "يتدرب هناك [رماة].", "soldier", ".."),
    ("ar", "عاد [طيارو] السرب من فرنسا.", "soldier", ".."),
    ("ar", "وصل [عشرات المتعاقدين] إلى المنجم.", "mercenary", "20..99"),
    ("ar", "وصل [عشرات المتعاونين] إلى المنجم.", "other", "20..99"),
    ("ar", "وصل [475 حارساً].", "other", "475..475"),
    ("ar", "تحدث إلى [صحافيين] في الميناء.", "other", ".."),
    ("ar", "نُقل [تسعة مصابين] إلى السفينة.", "soldier", "9..9"),
    ("ar", "أوفدت العاصمة [ثلاثة رجال شرطة].", "other", "3..3"),
    ("ar", "تخرج [450 مستجدا].", "soldier", "450..450"),
]


@pytest.mark.parametrize(("code", "marked", "role", "interval"), GROUPS)
def test_groups_have_role_number_and_words(code: str, marked: str, role: str, interval: str) -> None:
    text, (span,) = take_marks(marked)
    (mention,) = people_of(text, code)
    assert (mention.span.of(text), mention.role, show(mention.low, mention.high)) == (span.of(text), role, interval)


def test_a_number_of_people_with_a_word_behind_it_is_no_group_s_apposition() -> None:
    found = people_of("Приехали инструкторы, 30 человек персонала ждали.", "ru")
    assert (found[0].low, found[1].low) == (None, 30)


def test_two_numbers_before_one_noun_count_two_groups() -> None:
    found = people_of("Les deux pays prêtent respectivement 500 et 1 040 hommes.", "fr")
    assert [(group.low, group.form) for group in found] == [(500, "bare"), (1040, "generic")]


def test_nationality_alone_has_role_other_and_joins_its_number() -> None:
    text = "Some 130 Russians came."
    russians = Named(Span(9, 17), "people")
    (mention,) = people_of(text, "en", (russians,))
    assert (mention.span.of(text), mention.role, mention.form) == ("Some 130 Russians", "other", "nationality")
    assert (mention.low, mention.high) == (117, 143)
    assert mention.nationality == russians


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Two Chinese and six Peruvian instructors landed.",
            [("Two Chinese", "instructor"), ("six Peruvian instructors", "instructor")],
        ),
        ("Two Chinese and six Peruvian trucks landed.", []),
    ],
)
def test_a_noun_shared_by_two_nations_gives_both_its_role(text: str, found: list[tuple[str, str]]) -> None:
    nations = (Named(Span(4, 11), "adjective", "CN"), Named(Span(20, 28), "adjective", "PE"))
    assert [(m.span.of(text), m.role) for m in people_of(text, "en", nations)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Forty Chinese arrived.", ["Forty Chinese"]),
        ("Forty Chinese trucks arrived.", []),
        ("Forty Chinese-made trucks arrived.", []),
    ],
)
def test_an_adjective_behind_a_number_and_before_a_verb_is_people(text: str, found: list[str]) -> None:
    assert [m.span.of(text) for m in people_of(text, "en", (Named(Span(6, 13), "adjective", "CN"),))] == found


@pytest.mark.parametrize(
    ("marked", "interval"),
    [
        ("قالت مجلة إن [130 روسياً] وصلوا.", "130..130"),
        ("[أكثر من مئة صيني] يقاتلون هناك.", "101.."),
        ("يدرب [إسرائيليون] الفصيل.", ".."),
        ("قال إن [كولومبيين] يقاتلون هناك.", ".."),
    ],
)
def test_arabic_nationality_behind_a_number_or_a_verb_is_people(marked: str, interval: str) -> None:
    text, (span,) = take_marks(marked)
    word = span.of(text).split()[-1]
    start = text.index(word)
    mention = people_of(text, "ar", (Named(Span(start, start + len(word)), "adjective"),))[0]
    assert (mention.span.of(text), mention.form, show(mention.low, mention.high)) == (
        span.of(text),
        "nationality",
        interval,
    )


def test_arabic_nationality_of_things_left_out_is_no_people() -> None:
    text = "وصلت عشر روسية."
    assert people_of(text, "ar", (Named(Span(9, 14), "adjective"),)) == []


def test_nationality_beside_a_noun_belongs_to_its_mention() -> None:
    text = "Up to 200 Russian instructors came."
    (mention,) = people_of(text, "en", (Named(Span(10, 17), "adjective"),))
    assert (mention.span.of(text), mention.role, mention.form) == (
        "Up to 200 Russian instructors",
        "instructor",
        "person",
    )


def test_men_of_a_mercenary_force_are_mercenaries() -> None:
    text = "About 200 men of Wagner came."
    (mention,) = people_of(text, "en", (Named(Span(17, 23), "name", "wagner"),))
    assert (mention.span.of(text), mention.role) == ("About 200 men of Wagner", "mercenary")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "L'armée a fermé trois bases et envoyé six bataillons."),
        ("fr", "Une source évoque cinq exemplaires."),
        ("fr", "Le pays n'a quitté que deux des sept positions."),
        ("ar", "أغلقت الوزارة ثلاث قواعد وأرسلت ست كتائب."),
        ("ar", "حطت في المطار تسع رحلات."),
        ("ar", "شوهد في الميناء رادار واحد."),
    ],
)
def test_a_number_before_another_noun_counts_no_people(code: str, text: str) -> None:
    assert not [group for group in people_of(text, code) if group.form == "bare"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A Danish company sold them the guns.", []),
        ("The company has paid for the radars.", []),
        ("A parachute company left the town.", ["company"]),
        ("Two companies of marines left the town.", ["companies", "marines"]),
    ],
)
def test_a_company_of_business_is_no_group_of_people(text: str, found: list[str]) -> None:
    assert [group.noun.of(text) for group in people_of(text, "en")] == found


@pytest.mark.parametrize(
    "text",
    [
        "La compagnie russe Aviacon a vendu un avion.",
        "Le groupe Batimar a vendu deux vedettes à la marine nationale.",
        "L'Iran a équipé le port.",
        "Les vedettes étaient pilotées de loin.",
        "Un imposant convoi militaire est entré.",
        "Le seul accord militaire du printemps a été conclu loin du port.",
        "Le ministère des Anciens combattants l'a dit.",
        "Le nouveau coup de force a échoué.",
    ],
)
def test_words_that_only_look_like_people_name_none(text: str) -> None:
    assert people_of(text, "fr") == []


@pytest.mark.parametrize(
    "text",
    [
        "نقلت مصادر دبلوماسية ذلك.",
        "الأسطول المكون من ستة زوارق راس.",
        "رست سفن مسلحة.",
        "صدر بيان عسكري في أعالي البحار.",
    ],
)
def test_arabic_words_that_only_look_like_people_name_none(text: str) -> None:
    assert people_of(text, "ar") == []


def test_an_owner_of_what_follows_is_no_part_of_a_group() -> None:
    text = "They pulled 80 officers from Peru's northern port."
    (mention,) = people_of(text, "en", (Named(Span(29, 33), "name", "PE"),))
    assert mention.span.of(text) == "80 officers"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of the 90 marines in the port 60 left in May.", ["60"]),
        ("About 500 police officers were to come; fewer than 300 arrived.", ["fewer than 300"]),
        ("The port is small and 60 left.", []),
        ("Of the 90 marines 60 ships knew nothing.", []),
    ],
)
def test_a_number_that_leaves_or_arrives_counts_people_where_people_were_counted(text: str, found: list[str]) -> None:
    assert [group.span.of(text) for group in people_of(text, "en") if group.form == "bare"] == found


def test_words_of_equipment_name_no_people() -> None:
    (sentence,) = read_sentences("تسلمت البحرية غواصة وأربع مقاتلات حديثة.", "ar")
    pack = load_pack("ar")
    amounts = find_amounts(sentence, pack)
    things = {m.span: None for m in find_equipment([sentence], pack)[0]}
    assert find_people(sentence, pack, amounts)
    assert not [g for g in find_people(sentence, pack, amounts, things=things) if g.form != "group"]


def test_noun_left_out_takes_the_role_of_the_group_before() -> None:
    earlier = people_of("They sent 200 instructors.", "en")
    (sentence,) = read_sentences("Another 300 followed.", "en")
    pack = load_pack("en")
    (mention,) = find_people(sentence, pack, find_amounts(sentence, pack), earlier=earlier)
    assert (mention.role, mention.low, mention.form) == ("instructor", 300, "bare")


@pytest.mark.parametrize(
    "text",
    [
        "Париж сократил контингент в Джибути с 1500 до 1000 человек.",
        "Группировка выросла с семисот до 1000 военных.",
    ],
)
def test_of_two_numbers_the_one_that_holds_now_counts(text: str) -> None:
    assert [(m.low, m.high) for m in people_of(text, "ru") if m.low or m.high] == [(1000, 1000)]


@pytest.mark.parametrize(
    ("code", "text", "casualty"),
    [
        ("en", "The attack killed 15 soldiers.", True),
        ("en", "The convoy brought 15 soldiers.", False),
        ("ar", "أعلن مقتل 15 جندياً.", True),
        ("ar", "أعلن وصول 15 جندياً.", False),
        ("ru", "Погибли 15 солдат.", True),
        ("fr", "L'attaque a tué 15 soldats.", True),
    ],
)
def test_dead_and_hurt_are_flagged(code: str, text: str, casualty: bool) -> None:
    (mention,) = people_of(text, code)
    assert (mention.low, mention.casualty) == (15, casualty)


def test_equipment_is_no_group_of_people() -> None:
    assert people_of("They sent 12 tanks.", "en") == []


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_groups_lie_in_any_text(text: str, code: str) -> None:
    pack = load_pack(code)
    for sentence in read_sentences(text, code):
        for mention in find_people(sentence, pack, find_amounts(sentence, pack)):
            assert sentence.start <= mention.span.start < mention.span.end <= sentence.end
            assert mention.span.covers(mention.noun)


@pytest.mark.parametrize(
    ("code", "text", "country"),
    [
        ("fr", "Londres achève le retrait de ses soldats du Mali.", "Mali"),
        ("en", "London pulled out its soldiers from Mali.", "Mali"),
        ("ru", "Лондон вывел своих солдат из Мали.", "Мали"),
    ],
)
def test_a_possessive_says_whose_people_they_are(code: str, text: str, country: str) -> None:
    start = text.index(country)
    (mention,) = people_of(text, code, (Named(Span(start, start + len(country)), "name", "ML"),))
    assert mention.nationality is None
    assert mention.span.end < start


def test_a_force_behind_a_possessive_is_still_theirs() -> None:
    text = "Moscou a rappelé ses combattants de Wagner."
    (mention,) = people_of(text, "fr", (Named(Span(36, 42), "name", "wagner"),))
    assert mention.span.of(text) == "ses combattants de Wagner"


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Exactly 766 soldiers left, out of an estimated 950 troops in the country.", [766]),
        ("en", "Of about 1,000 American troops, 269 have left.", [269]),
        ("fr", "Sur près de 1 000 soldats américains, 269 ont quitté le pays.", [269]),
        ("ru", "Из почти тысячи американских солдат страну покинули 269.", [269]),
        ("ar", "من أصل قرابة ألف جندي أمريكي، غادر البلاد 269.", [269]),
        ("en", "A group of 120 soldiers followed 80 policemen.", [120, 80]),
    ],
)
def test_a_part_is_told_from_its_whole(language: str, text: str, told: list[int]) -> None:
    assert [group.high for group in people_of(text, language) if group.amount and not group.whole] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The 16-member SADC sent 40 medics.", [("40 medics", 40)]),
        ("A 16-member team sent word.", [("16-member team", 16)]),
        (
            "Lima will send an infantry battalion of 600 peacekeepers.",
            [("infantry battalion of 600 peacekeepers", 600)],
        ),
    ],
)
def test_members_of_a_union_and_men_of_a_battalion(text: str, told: list[tuple[str, int]]) -> None:
    assert [(group.span.of(text), group.low) for group in people_of(text, "en")] == told
