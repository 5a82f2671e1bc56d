"""Actors in sentences of ours: ``[words=id/form]`` is a mention; those inside others are not marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.read.actors import ActorMention, find_actors, force_meant, settle_actors
from marsad.read.forces import ordinal
from marsad.read.segment import split_sentences
from marsad.text import normalise

_MARK = re.compile(r"\[([^=\]]+)=([^/\]]*)/(\w+)\]")


def read(text: str, language: str) -> list[ActorMention]:
    pack = load_pack(language)
    sentences = split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    settled = settle_actors([find_actors(sentence, pack) for sentence in sentences])
    return [mention for mentions in settled for mention in mentions]


CASES = [
    # Names, nationality words, capitals
    ("en", "[Russia=RU/name] sent [Mali=ML/name] ten trucks, and [Moscow=RU/capital] wants more."),
    ("en", "A [Turkish=TR/adjective] ship reached [Niger=NE/name] by way of [Nigeria=NG/name]."),
    ("en", "The [Russians=RU/people] left."),
    ("en", "The [Poles=PL/people], the [Scots=GB/people] and the [Brits=GB/people] left."),
    ("en", "[Operation Lukoshi=lukoshi/force] began; the operation ended, and Operation orders were given."),
    ("fr", "Les missiles vont au [corps des Marines philippin=philippine-marine-corps/force]."),
    ("fr", "Les missiles vont au [corps des Marines=us-marine-corps/force]."),
    ("fr", "La [garde côtière philippine=philippine-coast-guard/force] patrouille."),
    ("fr", "La [Russie=RU/name] livre au [Mali=ML/name] des chars [russes=RU/adjective]."),
    ("fr", "Les [Russes=RU/people] quittent l'[Ukraine=UA/name] ; d'[Ankara=TR/capital], rien."),
    ("fr", "Les [FDS nigériennes=nigerien-army/force] [nigériennes=NE/adjective] et les [houthis=houthis/force]."),
    ("fr", "Les [forces maliennes de défense et de sécurité=malian-army/force] [maliennes=ML/adjective] et la [Force rwandaise de défense=rwandan-army/force] [rwandaise=RW/adjective] ; les [forces de défense et de sécurité=/anaphor]."),
    ("fr", "Les [Forces de défense ougandaises=updf/force] [ougandaises=UG/adjective] et un [ministère russe de la Défense=russian-defence-ministry/name] [russe=RU/adjective]."),
    # An acronym of the forces of several states is that of a state which the text names, else it points back
    ("fr", "Les [forces de défense et de sécurité=/anaphor] ([FDS=/anaphor]) et les [FAN=/anaphor] ont repris la ville."),
    ("fr", "Au [Niger=NE/name], les [FAN=nigerien-army/force] avancent."),
    ("fr", "En [Syrie=SY/name], les [FDS=sdf/force] reculent."),
    ("en", "[Mali=ML/name], [Mali=ML/name], [Mali=ML/name], [Mali=ML/name], [Mali=ML/name]: the [KAF=kuwaiti-air-force/force] of [Kuwait=KW/name] landed."),
    ("en", "In [Cambodia=KH/name] the [RCAF=cambodian-army/force] and the [ZNA=zimbabwean-army/force] received trucks."),
    ("en", "The [Lebanese army=lebanese-army/force] [Lebanese=LB/adjective] is in [Tripoli=LB/capital]."),
    ("en", "In [Botswana=BW/name] the [BDF=botswanan-army/force] said so."),
    ("fr", "Le [Mali=ML/name], le [Mali=ML/name], le [Mali=ML/name], le [Mali=ML/name] et le [Mali=ML/name] ; un [Syrien=SY/people] a rejoint les [FDS=/anaphor]."),
    ("fr", "Le [Maroc=MA/name] équipe les [FAR=moroccan-army/force], mais les ex-FAR se cachent."),
    ("fr", "Quarante-cinq commandos [danois=DK/adjective] et l'avis de la [Farnesina=IT/capital]."),
    ("fr", "Aucun soldat n'est sur le [sol tchadien=TD/name] [tchadien=TD/adjective], ni dans les eaux du port."),
    ("fr", "Ajoutez-y 180 [Japonais=JP/people] et 20 soldats [japonais=JP/adjective]."),
    ("fr", "Des soldats [maliennes=ML/adjective] et [nigérianes=NG/adjective] arrivent."),
    ("ar", "سلّمت [روسيا=RU/name] شاحنات ل[مالي=ML/name] و[النيجر=NE/name]."),
    ("ar", "رست السفن في [بوركينافاسو=BF/name] و[غينيابيساو=GW/name] و[مالطة=MT/name]."),
    ("ar", "وصلت طائرة [تركية=TR/adjective] و[الروس=RU/people] غادروا [باماكو=ML/capital]."),
    ("ar", "قالت [موسكو=RU/capital] إن [نيجيريا=NG/name] لم تتسلم شيئا."),
    ("ar", "وصل أربعون ضابطا [تركيا=TR/adjective] و90 جنديا [رومانيا=RO/adjective] إلى [بلغاريا=BG/name]."),
    ("ar", "سلّمت [روسيا=RU/name] سفينتين ثم زارا [ألمانيا=DE/name] و[إيطاليا=IT/name]."),
    ("ar", "زار الوفد معسكرا في بلدة كنديا."),
    ("ar", "زار الوزير [بيلاروسيا=BY/name] و[تشيكيا=CZ/name] و[فييتنام=VN/name] و[هاييتي=HT/name] و[أنجولا=AO/name]."),
    ("ar", "وزار [التشاد=TD/name] و[الطوغو=TG/name] و[السينغال=SN/name] و[الموزمبيق=MZ/name] ثم [بولونيا=PL/name]."),
    ("ar", "وانتقدت [وغادوغو=BF/capital] و[ياونديه=CM/capital] القرار."),
    ("ru", "[Россия=RU/name] передала [Мали=ML/name] грузовики, а [Москвой=RU/capital] недовольны."),
    ("ru", "За [лаосцами=LA/people] ушли [ботсванцы=BW/people], [лесотцев=LS/people] и [центральноафриканцев=CF/people] ждут."),
    ("ru", "[Россияне=RU/people] ушли из [Объединённых Арабских Эмиратов=AE/name]."),
    ("ru", "[Турецких=TR/adjective] дронов в [Нигере=NE/name] нет, в [Нигерии=NG/name] тоже."),
    # Those who speak and act for a state
    ("en", "The [Philippine Marine Corps=philippine-marine-corps/force] [Philippine=PH/adjective] and the [US Marines=us-marine-corps/force] [US=US/name] trained."),
    ("en", "The [Federal Republic of Germany=DE/name] and the [U.A.E.=AE/name] sent trucks."),
    ("en", "[Biden=US/leader] sent rifles to [Zelensky=UA/leader], and [Putin=RU/leader] is angry."),
    ("fr", "[Emmanuel Macron=FR/leader] a promis six canons à [Kagame=RW/leader]."),
    ("ar", "باع [بوتين=RU/leader] الذخائر إلى [جو بايدن=US/leader] و[نتنياهو=IL/leader]."),
    ("ru", "[Путин=RU/leader] обещал грузовики [Лукашенко=BY/leader], сказали [Шойгу=RU/leader]."),
    # Forces by pattern
    ("en", "They gave it to the [Malian army=malian-army/force]."),
    ("en", "The [Malian military=malian-army/force] met ten [Russian=RU/adjective] military trainers."),
    ("en", "Some 300 [UN=un/name] peacekeepers and six [French=FR/adjective] military aircraft left."),
    ("en", "[Mali's armed forces=malian-army/force] and the [navy of Peru=peruvian-navy/force] trained."),
    ("fr", "L'[armée malienne=malian-army/force] et la [marine du Pérou=peruvian-navy/force]."),
    ("fr", "Les [armées du Togo=togolese-army/force] et du [Bénin=beninese-army/force] ont reçu."),
    ("ar", "تسلّم [الجيش المالي=malian-army/force] و[سلاح الجو التشادي=chadian-air-force/force] العتاد."),
    ("ar", "درّبوا [جيش النيجر=nigerien-army/force] أمس."),
    ("ar", "رابطت [القاعدة العسكرية الروسية رقم «201»=201st-military-base/force] قرب السد."),
    ("ar", "نشروا [قوات خاصة=/anaphor] في [النيجر=NE/name] وودّعوا [القوات الخاصة في النيجر=nigerien-special-forces/force]."),
    ("ar", "سلّم [سفيرها=/anaphor] في [النيجر=NE/name] المدافع إلى [سفير المجر=hungarian-government/name] ومجلس الأمن القومي."),
    ("ar", "رحلت [بعثة الاتحاد الأفريقي في الصومال=amisom/force] أمس."),
    ("ar", "مرت بهم [قوات دفاع الشعب الأوغندية=updf/force] قرب تبنين، قال فيليبي."),
    ("ar", "أرسلت [قوات الدفاع الشعبي التنزانية=tanzanian-army/force] سريتين وبقيت [قوات الدفاع الشعبي=pdf-myanmar/force]."),
    ("ar", "نشر ذلك مكتب [عملية بركان الغضب=gna-forces/force] أمس."),
    ("ru", "Для [малийской армии=malian-army/force] и [ВВС Сербии=serbian-air-force/force]."),
    ("ru", "[Армия Нигера=nigerien-army/force] ждёт."),
    ("en", "The [Royal Air Force of Oman=omani-air-force/force] and the [Royal Navy of Norway=norwegian-navy/force] left."),
    ("en", "The [US Army=us-army/force] in [Germany=DE/name] and the [Royal Navy=royal-navy/force] in [Bahrain=BH/name] left."),
    ("ru", "Катера [Королевских ВМС Норвегии=norwegian-navy/force] ушли, [Королевские ВВС=royal-air-force/force] ждут."),
    ("ru", "Машины [Госпогранслужбы Украины=ukrainian-border-service/force] пришли."),
    # Listed forces, groups, firms, missions
    ("en", "[Sudanese army=saf/force] units fought the [Rapid Support Forces=rsf/force]."),
    ("fr", "Les [FAMa=malian-army/force] et [Africa Corps=africa-corps/force] ont quitté la [Minusma=minusma/force]."),
    ("ar", "غادر [الفيلق الأفريقي=africa-corps/force] ومعه [فاغنر=wagner/force]."),
    ("ru", "Бойцы [Африканского корпуса=africa-corps/force] и ЧВК «[Вагнер=wagner/force]».".replace("ЧВК «[Вагнер=wagner/force]»", "[ЧВК «Вагнер»=wagner/force]")),
    ("ru", "Дроны получили [хуситы=houthis/force]."),
    ("en", "A contract with [Baykar=baykar/name] and [NATO=nato/name]."),
    # A family of missions means the one in the state that the document names
    ("en", "The [EU training mission=eutm-somalia/force] is in [Somalia=SO/name] and not in [Kenya=KE/name]."),
    ("en", "The [EU training mission in Mozambique=eutm-mozambique/force] has left."),
    ("en", "[Ukrainian=UA/adjective] crews of the [European training mission=eumam-ukraine/force] are here."),
    ("en", "The [EU's training mission=eutm-mali/force] in [Bamako=ML/capital] closed."),
    ("en", "The [EU training mission=eutm/force] has a new general."),
    ("fr", "La [mission européenne de formation=eutm-somalia/force] est en [Somalie=SO/name]."),
    ("ar", "غادرت [بعثة التدريب الأوروبية=eutm-mozambique/force] [موزمبيق=MZ/name]."),
    ("en", "The [UN mission=minusma/force] is in [Mali=ML/name] and not in [Kenya=KE/name]."),
    ("fr", "La [mission onusienne=monusco/force] quitte la [RDC=CD/name]."),
    ("ar", "غادرت [البعثة الأممية=unmiss/force] [جنوب السودان=SS/name]."),
    ("ru", "[Миссия ООН=minusca/force] осталась в [ЦАР=CF/name]."),
    ("en", "The [UN mission=un-mission/force] has a new general."),
    ("en", "[Mali=ML/name] thanked [Mali=ML/name]. The [UN peacekeeping mission=unmiss/force] in [South Sudan=SS/name] grew."),
    ("fr", "Le [Mali=ML/name], oui le [Mali=ML/name] ! La [mission de l'ONU=unifil/force] au [Liban=LB/name] recrute."),
    ("ru", "[Учебная миссия ЕС=eutm-mali/force] покинула [Мали=ML/name]."),
    # Numbered units
    ("fr", "Le [43e BIMa=43rd-bima/force] a fermé son camp."),
    ("ar", "رحلت [الكتيبة 43 لمشاة البحرية=43rd-bima/force] عن المعسكر."),
    ("ru", "Танки [201-й военной базы=201st-military-base/force] остались."),
    ("ru", "Рота [7-й отдельной гвардейской танковой бригады=7th-tank-brigade/force] ушла."),
    ("ru", "Пришёл батальон [17-й отдельной танковой бригады=17th-tank-brigade/force]."),
    ("ru", "Пришёл [14-й егерский полк=14th-jaeger-regiment/force]."),
    ("ar", "انتقلت [الفرقة 10=10th-division/force] إلى الجبهة و[اللواء الآلي 72=72nd-mechanised-brigade/force] إلى النهر."),
    ("ar", "انتشر [اللواء الثامن=8th-brigade/force] و[الفرقة الثالثة والعشرون=23rd-division/force] وكتيبة مشاة 300 جندي."),
    ("ar", "وصل السرب الأول من المقاتلات."),
    ("en", "The [12th airborne brigade=12th-airborne-brigade/force] moved out with 5 brigades behind it."),
    ("en", "No. [617 Squadron=617th-squadron/force] and the [37th Airlift Wing=37th-airlift-wing/force] left; 12 squadrons stay."),
    ("en", "The [1st Cavalry Division=1st-cavalry-division/force] and [33 Engineer Regiment=33rd-engineer-regiment/force] left."),
    ("en", "The [2nd Armored Brigade Combat Team=2nd-armoured-brigade-combat-team/force] left."),
    ("en", "[Carrier Strike Group 21=21st-carrier-strike-group/force] left."),
    # Names of former days
    ("en", "The [Zairean=CD/adjective] envoy left the [Federal Republic of Yugoslavia=RS/name] for the [Soviet Union=RU/name]."),
    ("en", "The [Indian MoD=indian-defence-ministry/name] and the MoD agree.".replace("the MoD", "the [MoD=/anaphor]")),
    # Offices
    ("en", "The [Russian defence ministry=russian-defence-ministry/name] said so."),
    ("ar", "أعلنت [وزارة الدفاع الصربية=serbian-defence-ministry/name] ذلك."),
    ("ru", "Так заявило [Минобороны Сербии=serbian-defence-ministry/name]."),
    # Pointing back
    ("en", "The new trucks went to [the army=/anaphor].".replace("[the army", "the [army")),
    ("fr", "Il l'a promis à [son pays=/anaphor]."),
    ("ar", "تسلّمها [الجيش=/anaphor] أمس."),
    ("ru", "Дроны достались [армии=/anaphor]."),
    # What only looks like an actor
    ("en", "They sailed the South China Sea and fished in Lake Chad."),
    ("en", "A chad fell, and mali is a word; turkey was served."),
    ("fr", "Le bassin du lac Tchad et le golfe de Guinée sont calmes."),
    ("fr", "Ils sont à Mocímboa da Praia depuis le traité de Washington."),
    ("fr", "La [Grande Bretagne=GB/name], les [Etats Unis=US/name] et le [Sud Soudan=SS/name] signent."),
    ("fr", "La [112e brigade de défense territoriale=112th-territorial-defence-brigade/force] est là."),
    ("ar", "طلبوا من وزارة المالية الدعم المالي."),
    ("ar", "سبحوا في المحيط الهندي قرب بحيرة تشاد."),
    ("ru", "В Южно-Китайское море вышел сухогруз."),
    # Sources are for attribution to find
    ("en", "Washington Post reporters and Reuters wrote it."),
    # Ambiguous names follow the document
    ("en", "Troops left [Congo=CG/name]. In [Brazzaville=CG/capital] and in the [Republic of the Congo=CG/name] all is calm."),
    ("en", "Troops left [Congo=CD/name]."),
    ("ar", "وصلت السفينة إلى [عمان=OM/name]. قالت [مسقط=OM/capital] إنها لها."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_actors_are_found(language: str, marked: str) -> None:
    text = _MARK.sub(r"\1", marked)
    found = [(m.span.of(text), m.id, m.form) for m in read(text, language) if not m.inside]
    assert found == [match.groups() for match in _MARK.finditer(marked)]


def test_a_nationality_word_in_a_force_is_inside_it() -> None:
    text = "The Malian army waits."
    force, state = read(text, "en")
    assert (force.id, force.state, force.owner, force.unit, force.head) == ("malian-army", "ML", "ML", True, "army")
    assert (state.span.of(text), state.id, state.inside) == ("Malian", "ML", True)


def test_a_bare_force_is_the_force_of_a_party() -> None:
    (army,) = read("The army waits.", "en")
    assert force_meant(army, "ML") == "malian-army"
    assert force_meant(army, "SD") == "saf"
    assert force_meant(army, "eu") is None
    assert force_meant(army, None) is None


def test_a_state_within_the_name_of_a_mission_is_one_state() -> None:
    found = read("Engineers of the UN mission in South Sudan stayed.", "en")
    assert [actor.id for actor in found if actor.inside] == ["SS"]


def test_a_mission_belongs_to_its_union() -> None:
    (mission,) = [m for m in read("La Minusma est partie.", "fr") if m.unit]
    assert (mission.state, mission.owner, mission.party) == (None, "un", False)


def test_glued_particles_stay_outside() -> None:
    text = "وبالنيجر ولمالي"
    assert [m.span.of(text) for m in read(text, "ar")] == ["النيجر", "مالي"]


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 43, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "43rd", "112th",
    ]  # fmt: skip


WORDS = st.lists(
    st.sampled_from(
        [
            "الجيش",
            "المالي",
            "وروسيا",
            "لل",
            "نيجر",
            "فاغنر",
            "Mali",
            "Russia",
            "the",
            "army",
            "of",
            "43e",
            "brigade",
            ",",
            "«",
            "»",
            ".",
            "'",
            "-",
            "Россия",
            "армии",
            "201",
            "й",
            "базы",
            "الـجـيـش",
            "الجيشُ\u200f",
            "\u202b🇷🇺",
            "1,5",
            "\n",
            "الفيلق",
            "الأفريقي",
            "U.S.",
            "Côte",
            "d'Ivoire",
        ]
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(words=WORDS, language=st.sampled_from(["ar", "fr", "en", "ru"]))
def test_spans_lie_in_their_sentence_and_begin_and_end_with_words(words: list[str], language: str) -> None:
    text = " ".join(words)
    pack = load_pack(language)
    for sentence in split_sentences(normalise(text), pack.analyse, cased=pack.cased):
        for mention in find_actors(sentence, pack):
            assert sentence.start <= mention.span.start < mention.span.end <= sentence.end
            assert mention.span.of(text).strip() == mention.span.of(text)
