"""Equipment in sentences: by name, by designation, by class, and what only looks like it.

Marks: ``[words]`` is a mention, ``[words=Designation/class]`` says what it must be; ``[words=/class]`` is a bare class.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.language.pack import load_pack
from marsad.read.equipment import EquipmentMention, find_equipment
from marsad.read.segment import split_sentences
from marsad.read.type_families import settle_families
from marsad.text import normalise

MARK = re.compile(r"\[([^\]=]+)=([^\]/]*(?:/P)?)/([a-z_]+)\]")

CASES = {
    "ar": [
        "وصلت [دبابات من طراز T-72B3=T-72B3/tank] و[مركبات مشاة قتالية من طراز بي إم بي-3=BMP-3/ifv] إلى الميناء",
        "شوهدت ثلاث [ناقلات جند مدرعة بي تي آر-82أ=BTR-82A/apc] قرب القاعدة",
        "تسلم الجيش [مسيّرات «أقنجي»=Bayraktar Akinci/uav] و[مروحيات مي-8=Mi-8/transport_helicopter]",
        "اشترت البلاد ست [مقاتلات «سوخوي 35»=Su-35/combat_aircraft]",
        "أفرغت السفينة [شاحنات=/truck] و[ذخائر=/ammunition] و[أسلحة=/other]",
        "نشرت روسيا [منظومة «إس-300»=S-300/air_defence] في الشرق",
        "سقطت ثلاث [مسيّرات «غيران»=Geran-2/uav] قرب المحطة",
        "عُرضت ست [مسيّرات=/uav] من غير أن يُذكر مصدرها",
        "قدمت تركيا [طائرات بدون طيار=/uav] للشرطة",
        "تضم القائمة 14 [عربة مشاة مصفحة من طراز BMP-1=BMP-1/ifv] و[مستوعبات=/other] و[نظاما صاروخيا ساحليا=/missile]",
        "سلمت الجزيرة [مسيرات ذخيرة جوالة من طراز ألتيوس=Altius-600M/uav] و[معدات لكشف الألغام=/engineering]",
        "وصلت [نظم دفاع جوي=/air_defence] و14 [نظاما مدفعيا=/artillery] و900 [طلقة مدفعية=/ammunition]",
        "سلمت الجزيرة 12 [مدفعا=/artillery] لأوكرانيا و6 [دبابات=/tank] لسوريا و10 [زوارق فرنسية=/ship] لليبيا",
        "حملت السفينة [ناقلات الأفراد المدرعة من طراز بي تي آر-82أ=BTR-82A/apc] و[الطائرات الثلاث بدون طيار=/uav]",
        "ينتظر البلد [مروحيتين من طراز مي-35=Mi-35/attack_helicopter] في مارس",
        "عرض الجيش [راجمات من طراز K239 تشونمو=K239 Chunmoo/mrl] أمس",
        "تسلم الحرس [عربات مدرعة من طراز تايغر=Tigr/armoured_vehicle] جديدة",
        "وقال الحارس إن 3 [شاحنات=/truck] وصلت أو 4 [شاحنات=/truck] كي تفرغ",
        "سلمت الوزارة [دبابات من طراز إكس-12=X-12/tank] للواء",
        "وصلت ثماني [ناقلات مدرعة=/apc] وعشر [حاملات جند=/apc] وعشرون [سيارة بيك أب=/vehicle]",
        "أفرغت السفينة [شاحنات صهريج=/truck] و[ناقلات دبابات=/truck] و[عربات إزالة ألغام=/engineering]",
        "منحت ألمانيا الجيش [مستشفى ميدانيا=/other] و[أجهزة لاسلكي=/other] و[كاميرات حرارية=/other]",
        "أرسلت واشنطن [طائرات تزويد بالوقود=/transport_aircraft] و[طائرة دورية=/other] و[طوافات=/transport_helicopter]",
        "تسلم الجيش [منظومات مضادة للطائرات المسيرة=/air_defence] و[أجهزة تنصت=/electronic_warfare]",
        "ووصلت [ذخيرة مدفعية=/ammunition] و[قذائف صاروخية=/ammunition] و[منصات إطلاق صواريخ=/mrl]",
        "سلمت إيطاليا [مدرعات «ليونسي»=Iveco LMV/armoured_vehicle] و[عربة «أرافيس»=Aravis/armoured_vehicle]",
        "طلب الجيش [مدافع من طراز «بوران»=Boran/artillery] و[راجمات «بولس»=PULS/mrl]",
        "نشرت كوريا [منظومة «مورمانسك»=Murmansk-BN/electronic_warfare] قرب الحدود",
        "رست [فرقاطة من طراز «ستيرغوشي»=Steregushchiy class/ship] قرب [حوض عائم=/ship]",
        "سلمت [دبابات=/tank] و[مدرعات=/armoured_vehicle] و[مقاتلات=/combat_aircraft] و[مسيرات=/uav]",
        "سلمت [دبابات تي-72=T-72/tank] و[مدرعات=/armoured_vehicle] و[ألغاما=/ammunition] و[آليات=/vehicle]",
        "نقلت قرابة الـ50 [دبابة=/tank] من القاعدة",
        "رست [الفرقاطة الروسية «الأميرال غورشكوف»=/ship] في الميناء",
        "وصلت 20 [مروحية=/transport_helicopter] من طرازي [مي-17=Mi-17/transport_helicopter] و[مي-35=Mi-35/attack_helicopter]",
        "بث سلاح الجو عبر قناة المسيرة صور هجوم صاروخي ومسيرة حاشدة",
        "سلمت [طائرات استطلاع مسيرة=/uav] و[حوامات=/transport_helicopter] و[آليات نقل جنود=/apc] و[قناصات=/small_arms]",
        "ضمت القافلة [آليات=/vehicle] و[مدرعات=/armoured_vehicle] و[سفنا كاسحة للألغام=/ship]",
        "اشترت البحرية 12 [مقنبلة من طراز سوخوي 34=Su-34/combat_aircraft] وما يقارب مئة خيمة",
        "ضبط الخفر [محركات الطائرات المسيرة=/other] و[أجزاء صواريخ=/other] و[هياكل صواريخ كروز=/other]",
        "سلمت 30 [منظومة صواريخ ميلان=MILAN/anti_tank] المضادة للدبابات و200 [قاذفة قنابل مضادة للدبابات=/anti_tank]",
        "تسلم الجيش ست طائرات من طراز /[أف 16=F-16/combat_aircraft]/ في القاعدة",
        "وأظهرت صور الأقمار الصناعية [مروحية=/transport_helicopter] في القاعدة",
        "سلمت [بنادق مضادة للمسيرات=/electronic_warfare] و[رادار كشف مدفعية=/radar] و[مدافع ذاتية الدفع=/artillery]",
    ],
    "en": [
        "They sent a batch of 40 [attack helicopters=/attack_helicopter], two [coastal radar systems=/radar] and a [tank landing ship=/ship]",
        "They want 20 [Typhoon Tranche 3A jets=Eurofighter Typhoon/combat_aircraft] and [Puma 3 drones=RQ-20 Puma/uav] able to drop grenades",
        "They continue to transport [weapons=/other], an Oryx count says",
        "The [S-400 anti-aircraft defence systems=S-400/air_defence] and [ballistic missile systems=/missile] are here",
        "Four [MiGs=/combat_aircraft], six [two-seaters=/combat_aircraft] and 20 [bomb disposal kits=/other] came, and no MiGs left",
        "They plan to ship 50 [Kirpi MRAPs=Kirpi/armoured_vehicle] aboard two US Air Force C-17s",
        "Six [fire-fighting vehicles=/vehicle] and an [anti-submarine corvette=/ship] came",
        "They flew in crates of [rifle ammunition=/ammunition] and 30 [tank shells=/ammunition]",
        "A lease on two [Herons=Heron/uav] runs out",
        "They gave two [demining flails=/engineering], three [Skytrucks=M28 Skytruck/transport_aircraft] and a [snowmobile=/vehicle]",
        "Talks on 180 [K2s=K2/tank] and 20 [K9s=K9/artillery] drag on",
        "The last of the [T-6Cs=T-6C Texan II/trainer_aircraft] was ferried in",
        "Ten [armored personnel carriers=/apc] (APCs) and six [unmanned combat aerial vehicles=/uav] (UCAVs) landed",
        "They gave 34 [Gunner Protection Kits=/other] and two [armour kits=/other]",
        "They gave [BrahMos supersonic cruise missiles=BrahMos/missile] and 9,000 [rounds of artillery=/ammunition]",
        "Sixty [Bradley fighting vehicles=M2 Bradley/ifv] came, then more [Bradleys=M2 Bradley/ifv]",
        "Fifteen [BMPs=/ifv], six [BTRs=/apc], two [LCUs=/ship] and ten [SPHs=/artillery] followed",
        "The first [Patriot air defense missile launchers=Patriot/air_defence] came",
        "A deal for [Bayraktar TB2s=Bayraktar TB2/uav] was struck",
        "[INS Kuthar=/ship] sailed and the [frigate BRP Lakan=/ship] stayed",
        "They keep a [corvette, BNS Padma=/ship], off the coast",
        "Rome sent [water tankers=/truck], [quad bikes=/vehicle], [armoured 4x4s=/armoured_vehicle] and [mine rollers=/engineering]",
        "Ten [recoilless rifles=/anti_tank], [flak guns=/air_defence] and two [coastal-defence batteries=/missile] came",
        "Six [multirole fighters=/combat_aircraft], two [tanker aircraft=/transport_aircraft] and a [rotorcraft=/transport_helicopter] landed",
        "They bought [passive radars=/radar], [EW systems=/electronic_warfare] and [ground control stations=/uav]",
        "Crates of [sidearms=/small_arms], [sea mines=/ammunition] and [detonators=/ammunition] lay beside [speedboats=/ship]",
        "Oslo gave [gas masks=/other], [thermal cameras=/other], [field hospitals=/other] and [communications gear=/other]",
        "Seven [T-72B3 tanks=T-72B3/tank] and two [Mi-35s=Mi-35/attack_helicopter] were unloaded",
        "The army took over [BTR-82A 8x8 APCs=BTR-82A/apc] and [trucks=/truck]",
        "Norinco sent [FK-3 surface-to-air missiles=FK-3/air_defence] by air",
        "They ordered ten [XJ-77 tanks=XJ-77/tank] last year",
        "The port received [armed drones=/uav] and [ammunition=/ammunition]",
        "Twelve [Gripens=JAS 39 Gripen/combat_aircraft] will follow",
        "The [T-90S tanks=T-90S/tank] came first, the [Su-30s=Su-30/combat_aircraft] later",
        "Six [SAMs=/air_defence], four [rigid ribs=/ship] and a [police boat=/ship]",
    ],
    "fr": [
        "Le pays attend quatre [hélicoptères de secours et d'attaque Mi-171=Mi-171/transport_helicopter]",
        "Il a touché douze [véhicules blindés multi-rôles lourds Griffon=Griffon/apc] et des [chars=/tank]",
        "On a vu des [chars=/tank] et des [T-72B3=T-72B3/tank] au port",
        "Le pays a reçu sept [chars T-72B3=T-72B3/tank] et deux [hélicoptères d'attaque Mi-35=Mi-35/attack_helicopter]",
        "Paris livrera douze [canons Caesar=CAESAR/artillery] et des [véhicules blindés Bastion=Bastion/apc]",
        "Le convoi comptait des [camions=/truck] et des [véhicules blindés=/armoured_vehicle]",
        "Six [chasseurs pakistanais JF-17=JF-17/combat_aircraft] et des [blindés émiratis Nimr=Nimr/armoured_vehicle]",
        "Trois [F-16=F-16/combat_aircraft] à Bucarest",
        "Onze [appareils de transport=/transport_aircraft], un [gros-porteur=/transport_aircraft], deux [barges=/ship]",
        "Des [munitions guidées Qaem-5=Ghaem-5/ammunition], un [canon sans recul=/anti_tank], un [pick-up blindé=/armoured_vehicle]",
        "La [corvette Grad=/ship] suit trois [lance-roquettes Grad=BM-21 Grad/mrl]",
        "Six [appareils=/combat_aircraft], dont neuf [monoplaces=/combat_aircraft], cet appareil et un aéronef",
        "Des [VAB=VAB/apc] (véhicules de l'avant blindés) et dix [blindés=/armoured_vehicle] (des [VBL=VBL/armoured_vehicle])",
        "Des hommes armés et un groupe armé, lourdement armés, ont pris des [armes=/other] et un [drone armé=/uav]",
        "Trois [pick-up double cabine=/vehicle], des [fusils lance-roquettes=/anti_tank] et deux [lance-missiles à haute mobilité (HIMARS=HIMARS/mrl])",
        "La série de [patrouilleurs lance-missiles OPV 58S=OPV 58S/ship] et un [patrouilleur hauturier=/ship]",
        "Six [chiens renifleurs=/other], deux [chiens détecteurs d'explosifs=/other] et neuf [détecteurs d'explosifs=/other]",
        "Une dizaine d'[aéronefs=/combat_aircraft] et un [destroyer de classe Yarrabu=Yarrabu/ship]",
    ],
    "ru": [
        "Прибыли [зенитно-ракетные комплексы (ЗРК) «Куб»=2K12 Kub/air_defence] и [боевые машины пехоты=/ifv] (БМП)",
        "Получены [самоходные артиллерийские установки (САУ) K9A1=K9A1/artillery] («Гром»)",
        "В порт прибыли шесть [самолётов-штурмовиков=/combat_aircraft] и [танк-мост=/engineering]",
        "Три [самолёта-разведчика=/other] вернулись, [танк=/tank] - [бронетранспортёр=/apc] остались",
        "Прибыли семь [танков Т-72Б3=T-72B3/tank] и [бронемашины «Тигр»=Tigr/armoured_vehicle]",
        "Армия получила [зенитные комплексы «Панцирь-С1»=Pantsir-S1/air_defence] и [грузовики=/truck]",
        "Колонна с [«Спартаками»=Spartak/armoured_vehicle] и «Тиграми» вошла в город",
        "Переданы [вертолёты Ми-8АМТШ=Mi-8AMTSh/transport_helicopter] и [боеприпасы=/ammunition]",
        "Ирак купил [вертолёты Ми-28 «Ночной охотник»=Mi-28/attack_helicopter] и [истребители JF-17С=JF-17C/combat_aircraft]",
        "Флот ждёт [истребители «Рафаль-М»=Rafale M/combat_aircraft]",
        "Доставлены два [Ил-76=Il-76/transport_aircraft] с грузом",
    ],
}

NOTHING = {
    "ar": [
        "عاد الخبراء على متن طائرة نقل من طراز إيل-76",
        "وصل 300 جندي في 22 يناير إلى المدينة",
        "زار الوفد السوريون والنيجريون المدينة في عام 2024",
        "يعود الوفد في «نهاية مارس ومطلع أبريل» من معبر «سيمالكا»",
        "طردت البلدة الغرباء",
        "بلغ عددهم ما يقارب 300 وسلموا إليها 11 ألفاً و500 ورقة",
    ],
    "en": [
        "They came home aboard two military aircraft",
        "Bomb disposal and mine clearance went on",
        "Presidents shook hands as 90 left",
        "The ins and outs of the uss deal",
        "Aleksandar Moreno of a fish tank firm spoke to drone pilots and showed satellite pictures",
        "The convoy took road N 7 with 400 soldiers",
        "It is a 50 million dollar plan in room B 12",
        "Bradley Moreno and General Khalifa met",
        "Police launch an inquiry, two ribs hurt and Uncle Sams Army is back",
        "They paid P270 million and C1.3 billion to forty blue helmets",
        "The 9th Motor Rifle Brigade and an aircraft manufacturer sued Radio Okapi",
    ],
    "fr": [
        "Ils sont repartis à bord d'un C-130",
        "L'armée et les forces armées maliennes",
        "Il a vu des rafales de vent sur la nationale 7",
        "Les 120 soldats sont rentrés à 16 heures",
    ],
    "ru": ["Он прибыл с 300 солдатами в 2023 году", "После грозы начался сильный град"],
}


def mentions(text: str, language: str) -> list[EquipmentMention]:
    pack = load_pack(language)
    sentences = split_sentences(normalise(text), pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    return [mention for found in find_equipment(sentences, pack) for mention in found]


@pytest.mark.parametrize(("language", "marked"), [(code, case) for code, cases in CASES.items() for case in cases])
def test_marked_equipment_is_found(language: str, marked: str) -> None:
    text, expected = "", []
    last = 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        words, designation, class_ = mark.groups()
        expected.append((words, designation or None, class_))
        text += words
        last = mark.end()
    text += marked[last:]
    found = [(m.span.of(text), m.designation, m.class_) for m in mentions(text, language)]
    assert [case for case in expected if case not in found] == [], found


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NOTHING.items() for text in texts])
def test_what_only_looks_like_equipment_is_none(language: str, text: str) -> None:
    assert [(m.span.of(text), m.designation) for m in mentions(text, language)] == []


def test_a_list_under_a_head_gives_each_member_its_own_mention() -> None:
    text = "ضمت القافلة مركبات تكتيكية متعددة مثل Spartak وTigr وLinza"
    found = [(m.designation, m.class_) for m in mentions(text, "ar")]
    assert found == [("Spartak", "armoured_vehicle"), ("Tigr", "armoured_vehicle"), ("Linza", "armoured_vehicle")]


def test_head_and_type_have_spans_of_their_own() -> None:
    text = "Il reste sept chars T-72B3"
    [mention] = mentions(text, "fr")
    assert mention.head_span
    assert mention.type_span
    assert (mention.head_span.of(text), mention.type_span.of(text)) == ("chars", "T-72B3")


def test_an_everyday_word_needs_context() -> None:
    assert mentions("A senator and a tiger came", "en") == []
    [mention] = mentions("Canada sent eight Senator armoured vehicles", "en")
    assert mention.designation == "Senator"


def test_what_an_article_names_beyond_doubt_it_names_again() -> None:
    pack = load_pack("en")
    text = normalise("Sweden sent Archer howitzers in March. The Archers reached Odesa later.")
    sentences = split_sentences(text, pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    found = find_equipment(sentences, pack)
    assert [[m.designation for m in mentions] for mentions in found] == [["Archer"], ["Archer"]]
    assert mentions("The Archers reached Odesa later.", "en") == []


def test_an_alias_that_is_a_variant_comes_out_as_it() -> None:
    found = mentions("They took C-295W planes, UH-1N helicopters and P-8A aircraft", "en")
    assert [m.designation for m in found] == ["C295W", "UH-1N", "P-8A Poseidon"]


def test_the_article_is_told() -> None:
    assert [m.definite for m in mentions("وصلت الدبابات مع شاحنات", "ar")] == [True, False]
    assert [m.definite for m in mentions("The tanks came with trucks", "en")] == [True, False]


def test_a_family_name_becomes_its_one_member_in_the_article() -> None:
    found = [mentions("They bought AH-64E helicopters.", "en"), mentions("The Apaches arrive in May.", "en")]
    assert [m.designation for sentence in settle_families(found) for m in sentence] == ["AH-64E Apache"] * 2
    assert [m.designation for sentence in settle_families(found[1:]) for m in sentence] == ["AH-64 Apache"]


def test_what_stands_on_board_of_it_is_an_item() -> None:
    assert [m.class_ for m in mentions("رست السفينة وعلى متنها دبابات", "ar")] == ["ship", "tank"]


PARTS = [
    "دبابات ",
    "و",
    "تي-72",
    " F-16",
    "«",
    "»",
    "Тигр-М",
    " 12 ",
    "ـ",
    "\u200f",
    "é",
    "of the type ",
    "من طراز ",
    "-",
    "٣",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=12), st.sampled_from(sorted(CASES)))
def test_every_span_lies_in_its_sentence(parts: list[str], language: str) -> None:
    text = "".join(parts)
    for mention in mentions(text, language):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        for part in (mention.head_span, mention.type_span):
            assert part is None or mention.span.covers(part)


@pytest.mark.parametrize(
    ("letters", "class_"),
    [
        ("PMVs", "armoured_vehicle"),
        ("AFVs", "armoured_vehicle"),
        ("ICVs", "ifv"),
        ("RIBs", "ship"),
        ("LCVPs", "ship"),
        ("ATGWs", "anti_tank"),
        ("SSMs", "missile"),
        ("GPMGs", "small_arms"),
        ("ARVs", "engineering"),
    ],
)
def test_letters_that_stand_for_a_class_are_equipment(letters: str, class_: str) -> None:
    assert [m.class_ for m in mentions(f"The yard handed over 12 {letters} to the coast guard.", "en")] == [class_]


@pytest.mark.parametrize("text", ["The sailor had two broken ribs.", "A radio station said so."])
def test_ribs_and_radio_stations_are_none(text: str) -> None:
    assert not mentions(text, "en")
