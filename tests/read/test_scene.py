"""What stands in a sentence, once all finders have looked at it: words that are part of something else are not found."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.model import Document
from marsad.read.antecedents import standing_items
from marsad.read.scene import Scene, set_stage


def look(text: str, code: str) -> Scene:
    document = Document("x", "x", text, language=code)
    return set_stage(document, load_pack(code)).scenes[0]


WORDS = [
    ("en", "Poland bought 32 F-35A fighters.", ["F-35A fighters"], []),
    ("en", "Ghana got eight Puma M36 armoured personnel carriers.", ["Puma M36 armoured personnel carriers"], []),
    ("en", "Forty fighters of the unit left in three trucks.", ["trucks"], ["Forty fighters"]),
    ("ru", "Чехия передала 20 боевых машин пехоты БМП-1.", ["боевых машин пехоты БМП-1"], []),
    ("ru", "Ракеты достались Силам быстрой поддержки.", ["Ракеты"], []),
    ("ru", "В порт зашли три корвета Тихоокеанского флота.", ["корвета"], []),
    ("ru", "Четыре машины белорусские лётчики получили осенью.", ["машины"], ["белорусские лётчики"]),
    ("ru", "Потери: 2 танка.", ["танка"], []),
    ("ru", "Бойцы 25-й бригады «Скорпион» провели учения «Гроза».", [], ["Бойцы"]),
    ("ru", "Пришёл дивизион комплексов «Бук».", ["комплексов «Бук»"], []),
    ("ru", "Закуплено 12 ударных и 6 транспортных вертолётов.", ["ударных", "транспортных вертолётов"], []),
    (
        "ru",
        "Отправлено 8 единиц бронетанковой и 11 единиц автомобильной техники.",
        ["бронетанковой", "автомобильной техники"],
        [],
    ),
    ("ru", "Прибыли 8 военных и 11 вертолётов.", ["вертолётов"], ["8 военных"]),
    ("ru", "Холдинг «Вертолёты России» поставил Индии 12 катеров.", ["катеров"], []),
    ("ru", "Завод в Улан-Удэ собрал 12 танков Т-72.", ["танков Т-72"], []),
    ("ru", "Танки Т-72 и грузовики прибыли в Лиму.", ["Танки Т-72", "грузовики"], []),
    ("ru", "Передано 50 катеров и машин Силам специальных операций.", ["катеров", "машин"], []),
    ("ru", "Техника ушла с российских военных баз в рамках военно-технической помощи.", [], []),
    ("ru", "США оказали военную помощь и прислали 31 гражданский вертолёт.", ["вертолёт"], []),
    ("ru", "Китай входит в число пяти постоянных членов совета.", [], []),
    ("ru", "Кувейт заказал 12 вертолётов H225M «Каракал».", ["вертолётов H225M «Каракал»"], []),
    ("ru", "Прибыли 90 гаубиц и 380 единиц другой техники.", ["гаубиц", "другой техники"], []),
    ("ru", "Прибыли гаубицы и другая техника.", ["гаубицы"], []),
    ("ru", "Закупят три беспилотных самолёта-разведчика.", ["беспилотных самолёта"], []),
    ("ru", "На наблюдательных постах дежурят десантники.", [], ["десантники"]),
    ("ru", "Как передаёт радиостанция «Волна», танки ушли.", ["танки"], []),
    ("ru", "Передано 20 радиостанций «Азарт».", ["радиостанций"], []),
    ("ru", "Доставили 20 джипов J8.", ["джипов J8"], []),
    ("ru", "Вывод с авиабазы 201 завершён.", [], []),
    ("ru", "Пришли 11 броневиков Engesa EE-11 Urutu.", ["броневиков Engesa EE-11 Urutu"], []),
    ("ru", "Пришли 5 танков российского производства Т-90.", ["танков российского производства Т-90"], []),
    (
        "ru",
        "Пришли 12 машин высокой проходимости Toyota Hilux.",
        ["машин высокой проходимости Toyota Hilux"],
        [],
    ),
    ("ru", "Военный тренировочный лагерь откроют военные.", [], ["военные"]),
    ("ru", "Китай передал автомобили и военную форму.", ["автомобили", "военную форму"], []),
]


@pytest.mark.parametrize(("code", "text", "items", "people"), WORDS)
def test_a_word_is_equipment_or_people(code: str, text: str, items: list[str], people: list[str]) -> None:
    scene = look(text, code)
    assert [item.span.of(text) for item in scene.items] == items
    assert [group.span.of(text) for group in scene.people if group.form == "person"] == people


def test_people_before_a_joined_thing_keep_their_number() -> None:
    scene = look("Прибыло подкрепление в виде 43 военных и корабля.", "ru")
    assert [item.amount for item in scene.items] == [None]
    assert [group.low for group in scene.people] == [None, 43]


def test_a_nationality_that_tells_the_maker_is_no_party() -> None:
    scene = look("Мали получила 20 бронемашин китайского производства и китайские дроны.", "ru")
    assert [actor.id for actor in scene.actors] == ["ML", "CN"]


def test_a_number_of_detachments_counts_no_people() -> None:
    scene = look("Подготовлены десять групп и три отряда спецназа.", "ru")
    assert {group.low for group in scene.people} == {None}


def test_an_outlet_s_name_holds_no_place() -> None:
    scene = look("Танки ушли, сообщает издание Greater Kashmir.", "ru")
    assert not scene.places
    assert not look("Танки ушли, сообщает Lynx со ссылкой на Astana Times.", "ru").places


def test_a_number_that_looks_like_a_year_is_no_date() -> None:
    scene = look("Численность миссии сократилась до 2000.", "ru")
    assert [amount.low for amount in scene.amounts] == [2000]
    assert not scene.dates


def test_the_preposition_before_an_owner_leads_to_what_is_owned() -> None:
    text = "Rwanda took its men out of Mozambique's Cabo Delgado province."
    scene = look(text, "en")
    assert [scene.relation(place.span) for place in scene.places] == ["from"]


@pytest.mark.parametrize("text", ["Oman is in talks on the base.", "They met in order to deliver.", "A trade deal."])
def test_words_that_only_look_so_open_no_claim(text: str) -> None:
    found = [t.span.of(text) for t in look(text, "en").triggers]
    assert not {"is in", "order", "order to", "deal"} & set(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le ministre a confirmé ce projet.", {"confirmé", "projet"}),
        ("Le chef de l'État a rappelé que le port est fermé.", {"rappelé"}),
        ("Quatre cents soldats sont en Lituanie, a rappelé le ministre.", {"rappelé"}),
        ("Un général à la retraite a répliqué.", {"retraite", "répliqué"}),
        ("Le procureur a revendiqué l'affaire.", {"procureur"}),
        ("Cela a entraîné l'expulsion de dix soldats.", {"entraîné"}),
        ("La présidence a, de manière formelle, pris part au format.", {"manière", "formelle", "format"}),
        ("Un avion de transport et deux avions de chasse sont en cours d'essai.", {"transport", "chasse", "cours"}),
        ("La deuxième formation, composée de dix gardes, donne une interview.", {"formation", "interview"}),
        ("Les deux parties se sont vues près de Faya-Largeau.", {"parties", "Largeau"}),
    ],
)
def test_french_words_that_only_begin_so_open_no_claim(text: str, words: set[str]) -> None:
    assert not words & {t.span.of(text) for t in look(text, "fr").triggers}


def test_a_ship_s_own_name_may_stand_behind_its_nationality() -> None:
    text = "La frégate russe Amiral Golovko et un sous-marin français sont à Tripoli."
    found = [(item.span.of(text), item.amount and item.amount.low) for item in look(text, "fr").items]
    assert found == [("frégate russe Amiral Golovko", 1), ("sous-marin français", None)]


def test_an_everyday_name_before_a_sure_one_of_its_list_is_a_type() -> None:
    text = "La section, dotée de Griffon et de Caesar, est partie."
    assert [item.span.of(text) for item in look(text, "fr").items] == ["Griffon", "Caesar"]


def test_what_a_brigade_is_called_for_is_no_item() -> None:
    assert not look("La 45e brigade blindée allemande est en Lituanie.", "fr").items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("L'opération Mirador et l'exercice « Orion » sont finis, les avions ont franchi l'Atlantique.", ["avions"]),
        ("Riga a livré 25 véhicules blindés légers.", ["véhicules blindés légers"]),
        ("Riga a livré 25 lance-missiles antichars et des zodiacs.", ["lance-missiles antichars", "zodiacs"]),
        ("Riga a livré 25 pick-ups, des 4x4 et 12 4x4.", ["pick-ups", "4x4"]),
        ("Riga a livré trois ULM et 15 GPS.", ["ULM", "GPS"]),
        ("Canberra a commandé onze frégates.", ["frégates"]),
        ("Des fusils AK ont été saisis.", ["fusils AK"]),
    ],
)
def test_french_names_of_things_are_items_where_they_name_things(text: str, items: list[str]) -> None:
    assert [item.span.of(text) for item in look(text, "fr").items] == items


def test_the_words_of_a_mission_s_name_are_no_group() -> None:
    text = "The EU training mission in Somalia taught 40 gunners."
    assert [group.span.of(text) for group in look(text, "en").people] == ["40 gunners"]


def test_the_kind_of_a_base_is_no_item() -> None:
    text = "Американцы ушли с базы беспилотников в Агадесе и оставили грузовики."
    assert [item.span.of(text) for item in look(text, "ru").items] == ["грузовики"]


RARE = [
    ("Уганда закупила ночные прицелы, рации и тепловизоры.", {"ночные прицелы", "рации", "тепловизоры"}, "other"),
    ("Китайцы подарили сапёрам понтонный мост.", {"понтонный мост"}, "engineering"),
    ("Сторожевик и два бронекатера стоят у причала.", {"Сторожевик", "бронекатера"}, "ship"),
    ("Прага дала четыре самолёта-заправщика.", {"самолёта-заправщика"}, "transport_aircraft"),
    ("Рота получила сорок коптеров.", {"коптеров"}, "uav"),
    ("Рота получила 15 беспилотных авиационных комплексов.", {"беспилотных авиационных комплексов"}, "uav"),
    ("Лима получила 9 воздушных судов.", {"воздушных судов"}, "combat_aircraft"),
    ("Лима получила 9 единиц авиационной техники.", {"единиц авиационной техники"}, "other"),
    ("Лима ждёт ракеты средней дальности и ЗРК.", {"ракеты средней дальности"}, "missile"),
    ("Лима приняла на вооружение шесть машин РЭБ.", {"машин РЭБ"}, "electronic_warfare"),
    ("Доставлены 25 тысяч автоматов Калашникова.", {"автоматов Калашникова"}, "small_arms"),
]


@pytest.mark.parametrize(("text", "items", "kind"), RARE)
def test_rare_words_for_a_class_are_items(text: str, items: set[str], kind: str) -> None:
    found = {item.span.of(text) for item in look(text, "ru").items if item.equipment.class_ == kind}
    assert found == items


FLOATING = [
    ("Танков пришло двадцать семь.", "Танков", 27),
    ("Катеров в порту шесть.", "Катеров", 6),
    ("«Байрактаров» было семь.", "«Байрактаров»", 7),
    ("Беспилотники «Анка» получены весной, их четыре.", "Беспилотники «Анка»", 4),
    ("HIMARS Латвия ждёт к 2027-му: шесть штук.", "HIMARS", 6),
    ("Танки заказал министр, их видели солдаты.", "Танки", None),
    ("Танки видел сорок первый полк.", "Танки", None),
]


@pytest.mark.parametrize(("text", "item", "count"), FLOATING)
def test_a_number_behind_the_verb_counts_the_things_before_it(text: str, item: str, count: int | None) -> None:
    (found,) = (mention for mention in look(text, "ru").items if mention.span.of(text) == item)
    assert (found.amount.low if found.amount else None) == count


SHARED = [
    ("en", "Moscow sent 500 soldiers and tanks to Bamako.", "tanks", None),
    ("en", "It sent about 100 military instructors and an air defence system.", "air defence system", None),
    ("en", "Italy gave 20 police vehicles and boats.", "vehicles", 20),
    ("en", "The force got 40 new and powerful tanks.", "tanks", 40),
    ("fr", "Moscou a envoyé 500 soldats et des chars à Bamako.", "chars", None),
    ("fr", "Paris a livré 12 chars et des soldats.", "chars", 12),
    ("fr", "Paris a déployé un bataillon de 1 500 hommes et un système Mamba.", "système Mamba", None),
    ("fr", "Une quarantaine de blindés et une centaine de militaires sont là.", "blindés", 36),
    ("ru", "Москва направила 500 солдат и танки в Бамако.", "танки", None),
    ("ru", "Москва направила 500 танков и солдат в Бамако.", "танков", 500),
    ("ar", "أرسلت موسكو 500 جندي و دبابات إلى باماكو.", "دبابات", None),
    ("en", "They lost 400 men and tanks.", "tanks", None),
    ("en", "Moscow sent 500 soldiers and tanks (20).", "tanks", 20),
    ("en", "Moscow sent 20 army and police vehicles.", "vehicles", 20),
    ("en", "Moscow sent 12 troop and cargo trucks.", "trucks", 12),
    ("ru", "Прибыли 20 военных и гражданских грузовиков.", "грузовиков", 20),
    ("ru", "Прибыли 20 полицейских машин.", "машин", 20),
    ("ru", "Прибыли 12 пилотов истребителей F-16.", "истребителей F-16", None),
    ("ru", "Прибыли 20 операторов БПЛА.", "БПЛА", None),
    ("ru", "Прибыли 20 пилотов новых американских самолётов.", "самолётов", None),
    ("ru", "Вместе с бригадой придут 105 танков.", "танков", 105),
    ("ru", "Вместе с бригадой 105 танков придут в порт.", "танков", 105),
    ("ru", "Армия получила фрегаты проекта 054А.", "фрегаты проекта 054А", None),
]


@pytest.mark.parametrize(("code", "text", "item", "count"), SHARED)
def test_a_number_of_people_does_not_count_the_things_named_with_them(
    code: str, text: str, item: str, count: int | None
) -> None:
    (found,) = (mention for mention in look(text, code).items if mention.span.of(text) == item)
    assert (found.amount.low if found.amount else None) == count


NAMED = [
    ("Рота получила «Тайфун-К».", "Typhoon-K", "armoured_vehicle"),
    ("Рота получила «Урал-4320».", "Ural-4320", "truck"),
    ("Лиссабон купил КС-390.", "KC-390", "transport_aircraft"),
    ("Рота получила «Аджбан».", "Nimr Ajban", "armoured_vehicle"),
    ("Рота получила БТ-3Ф.", "BT-3F", "apc"),
    ("Баку купил спутник «Офек».", "Ofek", "other"),
]


@pytest.mark.parametrize(("text", "designation", "kind"), NAMED)
def test_russian_spellings_lead_to_their_type(text: str, designation: str, kind: str) -> None:
    found = [(item.equipment.designation, item.equipment.class_) for item in look(text, "ru").items]
    assert found == [(designation, kind)]


INSIDE = [
    ("Гаубицы пришли в порт Дакара, а на 201-й базе сменили две роты.", ["порт Дакара"]),
    ("В Бамако ждут танки в первом квартале 2026 года.", ["Бамако"]),
]


@pytest.mark.parametrize(("text", "places"), INSIDE)
def test_a_word_in_a_unit_s_name_or_in_a_date_points_back_to_no_place(text: str, places: list[str]) -> None:
    assert [place.span.of(text) for place in look(text, "ru").places] == places


def test_the_days_of_a_date_count_nobody() -> None:
    text = "Русские ушли: с 8 по 10 декабря улетели пять Ан-124."
    assert look(text, "ru").people == ()


def test_a_nationality_is_a_group_beside_those_it_teaches() -> None:
    text = "Норвежцы учат танкистов."
    assert [group.span.of(text) for group in look(text, "ru").people] == ["Норвежцы", "танкистов"]


def test_counted_russians_are_people_before_a_preposition() -> None:
    text = "Генерал говорил о девятистах русских по всему региону."
    assert [(group.low, group.role) for group in look(text, "ru").people if group.low] == [(900, "other")]


CARRIERS = [
    ("en", "Four tanks came on board two An-124 planes.", ["tanks"]),
    ("en", "The drones came aboard a Turkish A400M transport plane.", ["drones"]),
    ("ar", "نقلت على متن سفن تركية دبابات إلى مصراتة.", ["دبابات"]),
    ("en", "Radars were loaded onto the cargo ship Ostrava.", ["Radars"]),
    ("en", "Cairo got the An-124 planes.", ["An-124 planes"]),
    ("fr", "Six obusiers ont été acheminés par deux avions An-124.", ["obusiers"]),
    ("fr", "Les radars ont été chargés sur un navire turc.", ["radars"]),
    ("fr", "Les chars ont été escortés par deux hélicoptères Mi-8.", ["chars", "hélicoptères Mi-8"]),
    ("ru", "Гаубицы привезли двумя самолётами Ан-124.", ["Гаубицы"]),
    ("ru", "Сорок солдат улетели на борту Ан-124.", []),
    ("ru", "На базу пришли танки с самолётами Ан-124.", ["танки", "самолётами Ан-124"]),
    ("ru", "Армия управляет самолётами Ан-124.", ["самолётами Ан-124"]),
    (
        "ru",
        "База пополнилась двумя танками и четырьмя вертолётами Ми-17.",
        ["танками", "вертолётами Ми-17"],
    ),
    ("ru", "Пришло судно с 20 французскими вертолётами Caracal на борту.", ["вертолётами Caracal"]),
    ("ru", "Судно с гаубицами на борту пришло в порт.", ["гаубицами"]),
    ("ru", "Техника прибыла в Дакар на борту трёх самолётов Ан-124.", []),
    ("ru", "Первая партия доставлена самолётом Ан-124.", []),
]


@pytest.mark.parametrize(("code", "text", "items"), CARRIERS)
def test_what_brings_things_is_no_item(code: str, text: str, items: list[str]) -> None:
    assert [item.span.of(text) for item in look(text, code).items] == items


def test_a_bare_number_may_count_people_or_things() -> None:
    """Neither is known in the sentence alone: "Belgium promised thirty of them"."""
    scene = look("La Belgique en a promis trente.", "fr")
    assert [group.form for group in scene.people] == ["bare"]
    assert [(item.amount.low, item.amount.high) for item in standing_items(scene, load_pack("fr")) if item.amount] == [
        (30, 30)
    ]


def test_millions_with_nothing_beside_them_are_no_people() -> None:
    scene = look("La Zambie a acheté six avions pour 400 millions.", "fr")
    assert not scene.people


@pytest.mark.parametrize("text", ["Près de 40 % des 200 chars ont brûlé.", "Un cinquième des 200 chars a brûlé."])
def test_a_share_of_a_number_is_not_the_number(text: str) -> None:
    (item,) = look(text, "fr").items
    assert item.amount is None


def test_whoever_betakes_himself_somewhere_gives_nothing_back() -> None:
    """ "Rendue" inside "s'est rendue" opens no withdrawal of its own."""
    triggers = look("Une mission russe s'est rendue à Entebbe.", "fr").triggers
    assert ("deployment", False) in {(trigger.type, trigger.nested) for trigger in triggers}
    assert all(trigger.nested for trigger in triggers if trigger.type == "withdrawal")


def test_words_that_begin_inside_a_longer_trigger_are_nested_even_where_they_reach_beyond_it() -> None:
    triggers = look("The army drove the militants out of the town.", "en").triggers
    nested = {(trigger.type, trigger.nested) for trigger in triggers}
    assert ("outcome", False) in nested
    assert ("withdrawal", True) in nested
    assert ("withdrawal", False) not in nested


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "ذكر موقع «أخبار موسكو» أن ستة زوارق رست."),
        ("ar", "ذكر موقع «كورنيت» الإخباري أن ستة زوارق رست."),
        ("ar", "ذكرت وكالة السودان للأنباء أن ستة زوارق رست."),
        ("en", "The newspaper “Moscow Evening” saw six boats."),
    ],
)
def test_a_place_or_a_type_in_an_outlet_s_name_is_none(code: str, text: str) -> None:
    scene = look(text, code)
    assert not scene.places
    assert not [actor for actor in scene.actors if actor.form in ("name", "capital") and actor.state]
    assert len(scene.items) == 1


def test_a_state_in_an_outlets_name_is_nobody() -> None:
    text = "Шесть катеров пришли в порт, пишет «Украинская правда»."
    assert look(text, "ru").actors == ()


@pytest.mark.parametrize(
    ("code", "text", "letters", "meant"),
    [
        ("en", "The Botswana Defence Force (BDF) sent boats. The BDF has four.", "BDF", "botswanan-army"),
        (
            "en",
            "The Papua New Guinea Defence Force (PNGDF) has boats. PNGDF men came.",
            "PNGDF",
            "papua-new-guinea-army",
        ),
        ("en", "The Bahrain Defence Force sent boats. The BDF has four.", "BDF", "bahraini-army"),
    ],
)
def test_letters_mean_the_force_that_the_text_explains_by_them(code: str, text: str, letters: str, meant: str) -> None:
    document = Document(id="t", source="t", text=text, language=code)
    scenes = set_stage(document, load_pack(code)).scenes
    assert {a.id for scene in scenes for a in scene.actors if a.span.of(text) == letters} == {meant}


@pytest.mark.parametrize(
    ("code", "text", "meant"),
    [
        ("ar", "رحلت بعثة الاتحاد الأفريقي في الصومال (أتميس) أمس.", ["atmis", "atmis"]),
        ("ar", "رحلت بعثة الاتحاد الأفريقي في الصومال أمس.", ["amisom"]),
        ("en", "The African Union Mission in Somalia (ATMIS) has left.", ["atmis", "atmis"]),
        (
            "en",
            "The UN mission in the country (MONUSCO) has grown, unlike that in Mali, says Mali.",
            ["monusco", "monusco"],
        ),
    ],
)
def test_a_mission_is_the_one_whose_letters_stand_behind_it(code: str, text: str, meant: list[str]) -> None:
    (scene,) = set_stage(Document(id="t", source="t", text=text, language=code), load_pack(code)).scenes
    assert [actor.id for actor in scene.actors if actor.kind == "mission"] == meant


def test_a_capital_that_is_a_weapon_s_name_too_is_a_place() -> None:
    scene = look("The ministers who met in Canberra agreed to buy tanks.", "en")
    assert [item.equipment.class_ for item in scene.items] == ["tank"]


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("ar", "وبلغ عدد دبابات T-72 التي سلمتها مينسك 31 دبابة.", 31),
        ("en", "The number of T-72 tanks handed over by Minsk has reached 31 tanks.", 31),
        ("fr", "Le nombre de chars T-72 livrés par Minsk atteint 31 chars.", 31),
    ],
)
def test_what_a_number_counts_is_no_second_thing_where_it_is_said_again(code: str, text: str, count: int) -> None:
    (item,) = look(text, code).items
    assert item.equipment.designation == "T-72"
    assert item.amount is not None
    assert item.amount.low == count


def test_men_said_again_behind_their_number_are_no_second_group() -> None:
    (group,) = look("Число инструкторов в Гао превысило 300 человек.", "ru").people
    assert (group.role, group.low, group.high) == ("instructor", 301, None)


def test_a_number_in_brackets_behind_a_state_counts_the_things_counted_before() -> None:
    text = "Trois cents soldats sont à Lomé. Le Qatar (36 avions) et l'Inde (40) achètent."
    stage = set_stage(Document("d", "d", text, language="fr"), load_pack("fr"))
    assert [group.low for scene in stage.scenes for group in scene.people] == [300]


@pytest.mark.parametrize(
    ("text", "designation", "low"),
    [
        ("Lomé achète trois frégates de défense et d'intervention (FDI).", "FDI", 3),
        ("Lomé achète six véhicules blindés de transport de troupes (VBTT) Senator.", "Senator", 6),
        ("Lomé achète deux systèmes de missiles surface-air (NASAMS).", "NASAMS", 2),
        ("Lomé achète huit missiles antinavires Exocet MM40 B3C.", "Exocet MM40 Block 3", 8),
    ],
)
def test_a_class_and_the_type_in_or_behind_its_brackets_are_one_thing(text: str, designation: str, low: int) -> None:
    assert [(item.equipment.designation, item.amount and item.amount.low) for item in look(text, "fr").items] == [
        (designation, low)
    ]


def test_a_number_that_amounts_to_things_counts_them_and_contracts_count_none() -> None:
    counts = {
        "Le nombre de Leopard 2 livrés s'élève à 85.": 85,
        "Trois quarts des 40 obusiers sont là.": None,
        "Lomé signe deux contrats de munitions.": None,
    }
    for text, low in counts.items():
        (item,) = look(text, "fr").items
        assert (item.amount.low if item.amount else None) == low


def test_people_whose_noun_is_left_out_stand_before_already_and_none_is_counted_before_a_change() -> None:
    found = look("Ces 600 gardes rejoignent les 535 déjà présents, et la garnison passera de 700 à 320 hommes.", "fr")
    assert [group.low for group in found.people if group.form == "bare"] == [535]
