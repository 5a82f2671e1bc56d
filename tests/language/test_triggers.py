"""The trigger, factuality and preposition lists of every pack: their values, and what they find in marked sentences."""

from __future__ import annotations

import pytest

from marsad.language.pack import load_pack
from marsad.model import CLAIM_TYPES, Span
from marsad.read.scene import find_triggers
from marsad.read.segment import Sentence, split_sentences
from marsad.text import normalise

LANGUAGES = ("ar", "en", "fr", "ru")
FRAMES = {
    "give", "include", "receive", "arrive", "seen", "buy", "sell", "pledge", "deploy", "present", "leave", "pull", "train", "trained",
    "fight", "sign", "back", "win", "lose", "fail", "follow",
}  # fmt: skip
VOICES = {"active", "passive", "noun", "participle"}
NEEDS = {"item", "people", "unit", "actor", "any"}
EFFECTS = {"expected", "possible", "denied", "fact", "barrier", "conditional", "reported"}
SCOPES = {"clause", "sentence", "next", "trigger", "after", "before", "ahead", "whole", "previous"}
RELATIONS = {
    "from", "to", "in", "of", "by", "with", "for", "between", "against", "until", "since", "at", "on", "among", "without",
    "via", "transit", "under", "source",
}  # fmt: skip

# language, sentence with the trigger in brackets, type, frame
MARKED = [
    ("ar", "[وزّعت] الوزارة 20 مدرعة.", "delivery", "give"),
    ("ar", "[صودرت] شاحنة أسلحة.", "delivery", "give"),
    ("ar", "[تستضيف] البلاد ألف جندي.", "deployment", "present"),
    ("ar", "[جلت] القوات عن البلاد.", "withdrawal", "leave"),
    ("ru", "Фрегат [простоял] у пирса три дня.", "deployment", "present"),
    ("ru", "Гарнизон [снялся] до рассвета.", "withdrawal", "leave"),
    ("ru", "Роту [увезли] автобусами.", "withdrawal", "leave"),
    ("ru", "[Разворачивание] батальона началось.", "deployment", "deploy"),
    ("ru", "Указ о [направлении воинского контингента] за границу подписан.", "deployment", "deploy"),
    ("ru", "Сорок сержантов [зачислены] в школу.", "training", "train"),
    ("en", "Russia [delivered] three boats.", "delivery", "give"),
    ("en", "Three boats [were delivered] on Monday.", "delivery", "give"),
    ("en", "The army [received] six radars.", "delivery", "receive"),
    ("en", "The navy [took delivery of] a frigate.", "delivery", "receive"),
    ("en", "Two gunships [landed] in the capital.", "delivery", "arrive"),
    ("en", "Warsaw [ordered] forty tanks.", "order", "buy"),
    ("en", "Paris [sold] them twelve howitzers.", "order", "sell"),
    ("en", "The detachment [flew home] on the 26th.", "withdrawal", "leave"),
    ("en", "Peru [closed its office] in Rabat.", "withdrawal", "leave"),
    ("en", "The second battalion will [be relieved] in May.", "withdrawal", "leave"),
    ("en", "Forty sappers [wintered] at the lake.", "deployment", "present"),
    ("en", "A frigate was [on station] until March.", "deployment", "present"),
    ("en", "Oslo [pledged] eight tanks.", "order", "pledge"),
    ("en", "Four hundred soldiers [were deployed] to the border.", "deployment", "deploy"),
    ("en", "Some 300 men are [stationed] near the river.", "deployment", "deploy"),
    ("en", "The last platoon [pulled out] in June.", "withdrawal", "leave"),
    ("en", "The base [was evacuated] at night.", "withdrawal", "pull"),
    ("en", "Instructors [train] two companies.", "training", "train"),
    ("en", "They [fought alongside] the army.", "operation", "fight"),
    ("en", "The two capitals signed a [defence pact].", "agreement", "sign"),
    ("en", "Moscow [stands with] its ally.", "support", "back"),
    ("en", "The army [retook] the town.", "outcome", "win"),
    ("en", "One drone was [shot down].", "outcome", "lose"),
    ("en", "The navy has [taken charge of] four boats.", "delivery", "receive"),
    ("en", "The rebels [got their hands on] mortars.", "delivery", "receive"),
    ("en", "The militia now [fields] howitzers.", "delivery", "receive"),
    ("en", "The trucks have [been allocated] to the police.", "delivery", "give"),
    ("en", "Sofia [kitted out] a company with rifles.", "delivery", "give"),
    ("en", "Rifles are [pouring into] the valley.", "delivery", "arrive"),
    ("en", "Forty tanks [came ashore] at dawn.", "delivery", "arrive"),
    ("en", "The yard [clinched a deal] for six boats.", "order", "buy"),
    ("en", "Prague [exercised an option] for ten more.", "order", "buy"),
    ("en", "Washington [greenlights a sale] of radars.", "order", "sell"),
    ("en", "Ottawa [earmarked] fifty trucks for the brigade.", "order", "pledge"),
    ("en", "A British company has [taken up positions] near the bridge.", "deployment", "present"),
    ("en", "The junta [showed the Danes the door].", "withdrawal", "pull"),
    ("en", "The garrison is [thinning out].", "withdrawal", "leave"),
    ("en", "Eighty men were [bussed home].", "withdrawal", "leave"),
    ("en", "Sergeants [put recruits through their paces].", "training", "trained"),
    ("en", "The gunships [provided air cover].", "operation", "fight"),
    ("en", "The two ministers [sign MoU] on radars.", "agreement", "sign"),
    ("en", "Ten jets [were later ordered to] the island.", "deployment", "deploy"),
    ("en", "Forty instructors are [expected later] this month.", "deployment", "arrive"),
    ("en", "Another dozen trucks [are awaited].", "delivery", "arrive"),
    ("en", "The battalion is [gearing up for] the island.", "deployment", "arrive"),
    ("en", "The navy [welcomed] its third corvette.", "delivery", "receive"),
    ("en", "Rifles are [trafficked] to the island.", "delivery", "give"),
    ("en", "The navy [has an option on] a fourth frigate.", "order", "buy"),
    ("en", "The [agreement provides for] twelve jets.", "order", "buy"),
    ("en", "Ottawa [allocated] fifty trucks.", "order", "pledge"),
    ("en", "The Danes [gave back the base].", "withdrawal", "leave"),
    ("en", "The Danes are [scaling back] their presence.", "withdrawal", "leave"),
    ("en", "The Danes [cut their contingent] to eighty men.", "withdrawal", "leave"),
    ("en", "The company [flew back] to Oslo.", "withdrawal", "leave"),
    ("en", "Gunners are [honing] their skills.", "training", "trained"),
    ("en", "The ministers [inked a defence deal].", "agreement", "sign"),
    ("en", "Oslo is [funding the mission with two million] crowns.", "support", "back"),
    ("en", "The rebels were [driven from] the town.", "outcome", "win"),
    ("en", "The offensive has [stalled].", "outcome", "lose"),
    ("en", "The capitals [threw their weight behind] the junta.", "support", "back"),
    ("en", "The operation [freed] three villages.", "outcome", "win"),
    ("en", "Two helicopters [came down near] the river.", "outcome", "lose"),
    ("fr", "La Russie a [livré] trois vedettes.", "delivery", "give"),
    ("fr", "L'armée a [reçu] six radars.", "delivery", "receive"),
    ("fr", "Deux hélicoptères ont [atterri] dans la capitale.", "delivery", "arrive"),
    ("fr", "Une [livraison] d'obus est prévue.", "delivery", "give"),
    ("fr", "Varsovie a [commandé] quarante chars.", "order", "buy"),
    ("fr", "Paris leur a [vendu] douze obusiers.", "order", "sell"),
    ("fr", "Oslo a [promis] huit chars.", "order", "pledge"),
    ("fr", "Quatre cents soldats ont été [déployés] à la frontière.", "deployment", "deploy"),
    ("fr", "Le [retrait] du bataillon est achevé.", "withdrawal", "leave"),
    ("fr", "La section a [quitté] la base.", "withdrawal", "leave"),
    ("fr", "Des instructeurs [forment] deux compagnies.", "training", "train"),
    ("fr", "Ils ont [combattu] aux côtés de l'armée.", "operation", "fight"),
    ("fr", "Un [accord de défense] a été signé.", "agreement", "sign"),
    ("fr", "L'armée a [repris] la ville.", "outcome", "win"),
    ("fr", "Un drone s'est [écrasé] hier.", "outcome", "lose"),
    ("fr", "La garde [s'est vu remettre] dix camions.", "delivery", "receive"),
    ("fr", "La garde a [été dotée de] dix camions.", "delivery", "receive"),
    ("fr", "Riga a [mis à disposition] dix camions.", "delivery", "give"),
    ("fr", "Les obus [transitent] par la vallée.", "delivery", "arrive"),
    ("fr", "Riga s'est [porté acquéreur] de six radars.", "order", "buy"),
    ("fr", "Riga [lève une option] sur six radars.", "order", "buy"),
    ("fr", "Une compagnie lettone a [pris position] près du pont.", "deployment", "present"),
    ("fr", "Les Danois [lèvent le camp].", "withdrawal", "leave"),
    ("fr", "Les Danois ont [rendu les clés] du fort.", "withdrawal", "leave"),
    ("fr", "Les recrues [suivent un entraînement] de six mois.", "training", "train"),
    ("fr", "Les Danois [prêtent main-forte] aux soldats.", "operation", "fight"),
    ("fr", "Le pacte a été [prorogé].", "agreement", "sign"),
    ("fr", "L'armée a [brisé le siège] de la ville.", "outcome", "win"),
    ("fr", "Deux soldats ont [trouvé la mort].", "outcome", "lose"),
    ("fr", "L'opération s'[enlise].", "outcome", "fail"),
    ("fr", "Riga a [transmis] dix radars.", "delivery", "give"),
    ("fr", "Les deux pays [doteront] la garde de radars.", "delivery", "give"),
    ("fr", "Les obus [mettront le cap] sur Riga.", "delivery", "arrive"),
    ("fr", "Le musée [exhibait] deux canons.", "delivery", "seen"),
    ("fr", "Riga et Oslo [achetaient] des radars.", "order", "buy"),
    ("fr", "Le pays [accueille] cent instructeurs.", "deployment", "present"),
    ("fr", "Les Danois [ont massé] des troupes.", "deployment", "deploy"),
    ("fr", "Les Danois [retireraient] une compagnie.", "withdrawal", "leave"),
    ("fr", "Les derniers Danois ont [regagné] Aarhus.", "withdrawal", "leave"),
    ("fr", "L'ennemi [bat en retraite].", "withdrawal", "leave"),
    ("fr", "Oslo a [rappelé les derniers soldats].", "withdrawal", "leave"),
    ("fr", "L'armée s'est [emparée] de la ville.", "outcome", "win"),
    ("fr", "Un officier a [succombé] à ses blessures.", "outcome", "lose"),
    ("ru", "Россия [поставила] три катера.", "delivery", "give"),
    ("ru", "Три катера [доставлены] в порт.", "delivery", "give"),
    ("ru", "Армия [получила] шесть радаров.", "delivery", "receive"),
    ("ru", "Радары [получены] армией.", "delivery", "receive"),
    ("ru", "Корвет [принят] флотом.", "delivery", "receive"),
    ("ru", "Идёт [поставка] снарядов.", "delivery", "give"),
    ("ru", "Варшава [заказала] сорок танков.", "order", "buy"),
    ("ru", "Париж [продал] им гаубицы.", "order", "sell"),
    ("ru", "Осло [пообещало] восемь танков.", "order", "pledge"),
    ("ru", "Четыреста солдат [размещены] у границы.", "deployment", "deploy"),
    ("ru", "Начался [вывод] батальона.", "withdrawal", "pull"),
    ("ru", "Рота [покинула] базу.", "withdrawal", "leave"),
    ("ru", "Инструкторы [обучают] две роты.", "training", "train"),
    ("ru", "Они [воевали] рядом с армией.", "operation", "fight"),
    ("ru", "Стороны подписали [меморандум].", "agreement", "sign"),
    ("ru", "Армия [освободила] город.", "outcome", "win"),
    ("ru", "Один дрон [разбился].", "outcome", "lose"),
    ("ar", "[سلّمت] روسيا ثلاثة زوارق.", "delivery", "give"),
    ("ar", "[تسلّم] الجيش ستة رادارات.", "delivery", "receive"),
    ("ar", "[وصلت] مروحيتان إلى العاصمة.", "delivery", "arrive"),
    ("ar", "[أفرغت] السفينة مدافع.", "delivery", "give"),
    ("ar", "بقوا شهرا ثم [رجعوا] إلى بلادهم.", "withdrawal", "leave"),
    ("ar", "إنهم [راحلون] قبل نهاية الشهر.", "withdrawal", "leave"),
    ("ar", "[اعترضت] المقاتلات عدة أهداف.", "operation", "fight"),
    ("ar", "وقال إن بلاده [لن تخذل] الحليف.", "support", "back"),
    ("ar", "[زوّدت] موسكو الجيش بالذخيرة.", "delivery", "give"),
    ("ar", "[اشترت] وارسو أربعين دبابة.", "order", "buy"),
    ("ar", "[باعت] باريس المدافع.", "order", "sell"),
    ("ar", "[تعهدت] أوسلو بثماني دبابات.", "order", "pledge"),
    ("ar", "[نشرت] لندن كتيبة على الحدود.", "deployment", "deploy"),
    ("ar", "[يرابط] مئتا جندي قرب النهر.", "deployment", "present"),
    ("ar", "[انسحبت] السرية ليلاً.", "withdrawal", "leave"),
    ("ar", "[يدرّب] الخبراء كتيبتين.", "training", "train"),
    ("ar", "[قاتلوا] إلى جانب الجيش.", "operation", "fight"),
    ("ar", "وقّعا [مذكرة تفاهم] عسكرية.", "agreement", "sign"),
    ("ar", "[استعاد] الجيش المدينة.", "outcome", "win"),
    ("ar", "[أُسقطت] مسيّرة أمس.", "outcome", "lose"),
    ("ru", "Бразилии [приданы] два радара.", "delivery", "give"),
    ("ru", "Чехи [экипировали] роту винтовками.", "delivery", "give"),
    ("ru", "Сухогруз с грузовиками [встал у причала].", "delivery", "arrive"),
    ("ru", "Осло намерен [докупить] шесть гаубиц.", "order", "buy"),
    ("ru", "Верфь в Данциге [строит] для Чили два фрегата.", "order", "buy"),
    ("ru", "Парламент [продлил мандат] датской роты.", "deployment", "deploy"),
    ("ru", "Сапёры [заступили] у моста.", "deployment", "arrive"),
    ("ru", "Рим объявил о [завершении миссии].", "withdrawal", "leave"),
    ("ru", "Рота [опустила флаг] и ушла.", "withdrawal", "leave"),
    ("ru", "Шведы [выучили] сорок танкистов.", "training", "train"),
    ("ru", "Морпехи [закончили пятинедельный курс] у моря.", "training", "trained"),
    ("ru", "Сорок кадетов [поступили в Рязанское училище].", "training", "trained"),
    ("ru", "Столицы [подписали общую декларацию].", "agreement", "sign"),
    ("ru", "Москва будет [содействовать] соседям.", "support", "back"),
    ("ru", "Двое танкистов [попали в плен].", "outcome", "lose"),
    ("ru", "Лима [разместила заказ] на шесть танков.", "order", "buy"),
    ("ru", "На границе [задержан] грузовик с автоматами.", "delivery", "give"),
    ("ru", "Комплексы [заступили на боевое дежурство].", "delivery", "arrive"),
    ("ru", "Две армии провели [совместное патрулирование].", "operation", "fight"),
    ("ru", "Специалисты проходят [переобучение].", "training", "train"),
    ("ru", "Колонна [попала в засаду].", "outcome", "lose"),
    ("ru", "Вертолёт [потерпел катастрофу].", "outcome", "lose"),
    ("ru", "Вашингтон заявил о [приверженности] союзу.", "support", "back"),
]


def sentence_of(language: str, text: str) -> Sentence:
    pack = load_pack(language)
    return split_sentences(normalise(text), pack.analyse, cased=pack.cased)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_triggers_hold_known_values(language: str) -> None:
    for row in load_pack(language).rows("triggers"):
        if row["type"] == "none":
            continue
        assert row["type"] in CLAIM_TYPES, row.where
        assert row["frame"] in FRAMES, row.where
        assert row.get("voice") in VOICES, row.where
        assert set(row.get("needs").split(",")) <= NEEDS, row.where
        assert row.get("weight") in ("strong", "weak"), row.where


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_type_has_triggers(language: str) -> None:
    pack = load_pack(language)
    assert {row["type"] for row in pack.rows("triggers")} - {"none"} == set(CLAIM_TYPES)
    assert len(pack.lexicon("triggers").entries) > 700


@pytest.mark.parametrize("language", LANGUAGES)
def test_factuality_words_hold_known_values(language: str) -> None:
    rows = load_pack(language).rows("factuality")
    assert {row["effect"] for row in rows} <= EFFECTS
    assert {row["scope"] for row in rows} <= SCOPES
    assert len(load_pack(language).lexicon("factuality").entries) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_prepositions_hold_known_values(language: str) -> None:
    rows = load_pack(language).rows("prepositions")
    assert {row["relation"] for row in rows} <= RELATIONS
    assert {"from", "to", "in", "with"} <= {row["relation"] for row in rows}
    assert load_pack(language).lexicon("prepositions").entries


@pytest.mark.parametrize(("language", "marked", "kind", "frame"), MARKED)
def test_marked_words_open_a_claim(language: str, marked: str, kind: str, frame: str) -> None:
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    span = Span(start, marked.index("]") - 1)
    sentence = sentence_of(language, text)
    found = {
        (match.get("type"), match.get("frame"))
        for match in load_pack(language).lexicon("triggers").find_all(sentence.tokens)
        if sentence.tokens[match.first].start <= span.start and sentence.tokens[match.last - 1].end >= span.end
    }
    assert (kind, frame) in found


@pytest.mark.parametrize("noun", ["приобретение", "обучению", "размещения", "получением", "уничтожении", "утверждению"])
def test_a_noun_of_action_is_no_short_participle(noun: str) -> None:
    found = load_pack("ru").lexicon("triggers").find_all(sentence_of("ru", f"Речь шла об этом {noun}.").tokens)
    assert not {match.get("voice") for match in found if match.first == 4} & {"passive"}


def test_received_is_told_from_delivered_where_letters_alone_do_not() -> None:
    sentence = sentence_of("ar", "تسلّم الجيش رادارات.")
    frames = [m.get("frame") for m in load_pack("ar").lexicon("triggers").find_all(sentence.tokens) if m.first == 0]
    assert {"receive", "give"} <= set(frames)


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "Two destroyers anchored off the pier.", {"anchored"}),
        ("en", "The second batch came.", {"came"}),
        ("en", "Rome gave Niger boats.", {"gave"}),
        ("en", "Two generals were present at the handing over ceremony.", set()),
        ("en", "Last month troops came.", {"came"}),
        ("en", "The president flagged off 40 soldiers.", {"flagged off"}),
        ("en", "By train came 40 tanks.", {"came"}),
        ("en", "The coast guard has a patrol boat.", set()),
        ("en", "A man from the land forces came.", {"came"}),
        ("en", "In a post on X the field marshal spoke.", set()),
        ("en", "Infantry fighting vehicles came to the left wing.", {"came"}),
        ("en", "Rome trains soldiers.", {"trains"}),
        ("en", "Two boats patrol the coast.", {"patrol"}),
        ("en", "Rome will man the post.", {"man the"}),
        ("en", "Forty jets land there.", {"land"}),
        ("ru", "Склады у села Осинки пусты.", set()),
        ("ru", "Самолёт сел в Сирте.", {"сел"}),
        ("ru", "Рост прибыли концерна замедлился.", set()),
        ("ru", "Катера прибыли из Чили.", {"прибыли"}),
    ],
)
def test_words_that_only_look_like_a_trigger_open_none(code: str, text: str, words: set[str]) -> None:
    assert {trigger.span.of(text) for trigger in find_triggers(sentence_of(code, text), load_pack(code))} == words
