"""Articles in four languages on happenings that are known, made from our own sentences: for benchmarks and for tests.

The same seed gives the same articles. A happening is told by one to five outlets, in languages that differ; some carry
another's text word for word, some give another number, some announce or deny. Sentences of everyday life are put around
it, so that texts differ as reports do.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

SEED = 20250117
FIRST_DAY = dt.date(2023, 1, 1)
MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
# As each language says them in the sentences below: Russian suppliers in the genitive, recipients in the dative, French
# ones with article and preposition.
SUPPLIERS = {
    "ar": ("روسيا", "تركيا", "الصين", "إيران", "فرنسا", "أوكرانيا"),
    "en": ("Russia", "Turkey", "China", "Iran", "France", "Ukraine"),
    "fr": ("la Russie", "la Turquie", "la Chine", "l'Iran", "la France", "l'Ukraine"),
    "ru": ("России", "Турции", "Китая", "Ирана", "Франции", "Украины"),
}
RECIPIENTS = {
    "ar": ("مالي", "النيجر", "بوركينا فاسو", "تشاد", "السودان", "ليبيا", "الجزائر", "بنين"),
    "en": ("Mali", "Niger", "Burkina Faso", "Chad", "Sudan", "Libya", "Algeria", "Benin"),
    "fr": ("au Mali", "au Niger", "au Burkina Faso", "au Tchad", "au Soudan", "à la Libye", "à l'Algérie", "au Bénin"),
    "ru": ("Мали", "Нигеру", "Буркина-Фасо", "Чаду", "Судану", "Ливии", "Алжиру", "Бенину"),
}  # fmt: skip
CAPITALS = {
    "ar": ("باماكو", "نيامي", "واغادوغو", "نجامينا", "الخرطوم", "طرابلس", "الجزائر العاصمة", "كوتونو"),
    "en": ("Bamako", "Niamey", "Ouagadougou", "N'Djamena", "Khartoum", "Tripoli", "Algiers", "Cotonou"),
    "fr": ("Bamako", "Niamey", "Ouagadougou", "N'Djamena", "Khartoum", "Tripoli", "Alger", "Cotonou"),
    "ru": ("Бамако", "Ниамей", "Уагадугу", "Нджамена", "Хартум", "Триполи", "Алжир", "Котону"),
}
ITEMS = {
    "ar": ("دبابة T-72B3", "مركبة قتال BMP-3", "طائرة مسيّرة Bayraktar TB2", "مروحية Mi-35", "شاحنة KamAZ-5350"),
    "en": ("T-72B3 tanks", "BMP-3 fighting vehicles", "Bayraktar TB2 drones", "Mi-35 helicopters", "KamAZ-5350 trucks"),
    "fr": ("chars T-72B3", "véhicules BMP-3", "drones Bayraktar TB2", "hélicoptères Mi-35", "camions KamAZ-5350"),
    "ru": ("танков Т-72Б3", "машин БМП-3", "беспилотников Bayraktar TB2", "вертолётов Ми-35", "грузовиков КамАЗ-5350"),
}  # fmt: skip
LEADS = {
    "ar": (
        "سلّمت {supplier} إلى {recipient} {count} {item} يوم {day}.",
        "أرسلت {supplier} {count} {item} إلى {recipient}، وفرغت السفينة حمولتها يوم {day}.",
        "وصلت إلى {capital} يوم {day} {count} {item} قادمة من {supplier}.",
        "أعلنت وزارة الدفاع أن {supplier} سلّمت {recipient} {count} {item} يوم {day}.",
    ),
    "en": (
        "{supplier} delivered {count} {item} to {recipient} on {day}.",
        "{count} {item} from {supplier} arrived in {capital} on {day}.",
        "The defence ministry said that {supplier} had handed over {count} {item} to {recipient} on {day}.",
        "{recipient} received {count} {item} from {supplier} on {day}.",
    ),
    "fr": (
        "Le {day}, {supplier} a livré {count} {item} {recipient}.",
        "{count} {item} fournis par {supplier} sont arrivés à {capital} le {day}.",
        "Selon le ministère de la défense, {supplier} a remis {count} {item} {recipient} le {day}.",
    ),
    "ru": (
        "Власти {supplier} передали {recipient} {count} {item} {day} года.",
        "{day} года в {capital} прибыли {count} {item} из {supplier}.",
        "Министерство обороны сообщило, что власти {supplier} поставили {recipient} {count} {item} {day} года.",
    ),
}
WHO = {
    "ar": ("المزارعون التجار المعلمون الصيادون السائقون الممرضون الطلاب الرعاة الخبازون البناؤون الموسيقيون النجارون"),
    "en": "Farmers Traders Teachers Fishermen Drivers Nurses Students Herders Bakers Builders Musicians Carpenters",
    "fr": (
        "agriculteurs commerçants enseignants pêcheurs chauffeurs infirmiers étudiants éleveurs boulangers maçons"
        " musiciens menuisiers"
    ),
    "ru": ("Крестьяне Торговцы Учителя Рыбаки Водители Врачи Студенты Пастухи Пекари Строители Музыканты Плотники"),
}
EVERYDAY = {
    "ar": (
        "ويشكو {who} من تأخر البذور منذ {n} أسابيع.",
        "ويقول {who} إن سعر الأرز ارتفع {n} في المئة عن الشهر الماضي.",
        "وانتظر {who} على جانبي الجسر حتى المساء.",
        "وطلب {who} من مجلس البلدة إصلاح طريق الطاحونة القديمة.",
        "وافتتح {who} مكتبة قرب المحطة فيها {n} مئة كتاب.",
        "ويتذكر {who} السيل الذي غمر البساتين قبل {n} سنوات.",
        "واجتمع {who} في المدرسة للحديث عن ثمن الماء.",
        "ويأمل {who} أن يتوقف المطر قبل العطلة.",
        "وباع {who} البطيخ والبصل في ظل دار البلدية.",
        "وعلّم {who} {n} أطفال السباحة في الصيف الماضي.",
        "ودهن {who} المنارة القديمة بالأبيض والأزرق.",
        "ويريد {who} غرس {n} مئة شجرة على ضفة النهر.",
    ),
    "en": (
        "{who} complain that seed has been late for {n} weeks.",
        "{who} say that rice costs {n} per cent more than last month.",
        "{who} waited on both sides of the bridge until the evening.",
        "{who} asked the town council to repair the road to the old mill.",
        "{who} opened a library with {n} hundred books near the station.",
        "{who} remember the flood that covered the gardens {n} years ago.",
        "{who} met in a school to speak about the price of water.",
        "{who} hope that the rain will end before the holidays.",
        "{who} sold melons and onions in the shade of the town hall.",
        "{who} taught {n} children to swim last summer.",
        "{who} painted the old lighthouse white and blue.",
        "{who} want to plant {n} hundred trees along the river.",
    ),
    "fr": (
        "Les {who} se plaignent de semences en retard de {n} semaines.",
        "Les {who} disent que le riz coûte {n} pour cent de plus que le mois dernier.",
        "Les {who} ont attendu jusqu'au soir des deux côtés du pont.",
        "Les {who} demandent à la mairie de réparer la route du vieux moulin.",
        "Les {who} ont ouvert près de la gare une bibliothèque de {n} cents livres.",
        "Les {who} se souviennent de la crue qui a couvert les jardins il y a {n} ans.",
        "Les {who} se sont réunis dans une école pour parler du prix de l'eau.",
        "Les {who} espèrent que la pluie cessera avant les vacances.",
        "Les {who} ont vendu des melons et des oignons à l'ombre de la mairie.",
        "Les {who} ont appris à nager à {n} enfants l'été dernier.",
        "Les {who} ont peint le vieux phare en blanc et bleu.",
        "Les {who} veulent planter {n} cents arbres le long du fleuve.",
    ),
    "ru": (
        "{who} жалуются, что семена опаздывают на {n} недель.",
        "{who} говорят, что рис за месяц подорожал на {n} процентов.",
        "{who} до вечера ждали по обе стороны моста.",
        "{who} просят городской совет починить дорогу к старой мельнице.",
        "{who} открыли у вокзала библиотеку на {n} сотен книг.",
        "{who} помнят паводок, который {n} лет назад залил сады.",
        "{who} собрались в школе поговорить о цене на воду.",
        "{who} надеются, что дождь кончится до каникул.",
        "{who} продавали дыни и лук в тени ратуши.",
        "{who} прошлым летом научили плавать {n} детей.",
        "{who} покрасили старый маяк в белый и синий цвет.",
        "{who} хотят посадить {n} сотен деревьев вдоль реки.",
    ),
}
CLOSING = {
    "ar": ("ونفت الحكومة أن تكون {supplier} قد سلّمت أي أسلحة.", "ومن المتوقع أن تسلّم {supplier} دفعة أخرى."),
    "en": (
        "The government denied that {supplier} had delivered any weapons.",
        "{supplier} will deliver more next year.",
    ),
    "fr": ("Le gouvernement a démenti toute livraison d'armes.", "D'autres livraisons sont attendues l'an prochain."),
    "ru": ("Правительство опровергло поставки оружия.", "В следующем году ожидаются новые поставки."),
}
TITLES = {
    "ar": "أخبار {capital}",
    "en": "News from {capital}",
    "fr": "Nouvelles : {capital}",
    "ru": "Новости: {capital}",
}
DETAILS = {
    "ar": (
        "ونُقلت الأسلحة على شاحنات عسكرية إلى قاعدة قرب {capital}.",
        "وفحص ضباط الجيش العتاد قبل إدخاله إلى المستودعات.",
        "ويقول عسكريون إن الجيش ينتظر هذا السلاح منذ {n} أشهر.",
        "وشاهد صحفيون أرتالاً عسكرية على طريق {capital}.",
        "وحضر قائد الجيش مراسم قصيرة في المطار العسكري.",
        "وتولى جنود حراسة الرصيف حتى انتهاء تفريغ المدرعات.",
    ),
    "en": (
        "Military lorries took the weapons to a base near {capital}.",
        "Army officers inspected the equipment before it was brought to the depots.",
        "Soldiers say that the army has waited {n} months for these weapons.",
        "Reporters saw military columns on the road to {capital}.",
        "The army's commander attended a short ceremony at the military airfield.",
        "Soldiers guarded the quay until the armoured vehicles were unloaded.",
    ),
    "fr": (
        "Des camions militaires ont conduit les armes à une base proche de {capital}.",
        "Des officiers de l'armée ont inspecté le matériel avant son entrée au dépôt.",
        "Des soldats disent que l'armée attendait ces armes depuis {n} mois.",
        "Des journalistes ont vu des colonnes militaires sur la route de {capital}.",
        "Le commandant de l'armée a assisté à une courte cérémonie à l'aérodrome militaire.",
        "Des soldats ont gardé le quai jusqu'au déchargement des blindés.",
    ),
    "ru": (
        "Военные грузовики отвезли оружие на базу близ города {capital}.",
        "Офицеры армии осмотрели технику перед отправкой на склады.",
        "Солдаты говорят, что армия ждала это оружие {n} месяцев.",
        "Журналисты видели военные колонны на дороге в {capital}.",
        "Командующий армией был на короткой церемонии на военном аэродроме.",
        "Солдаты охраняли причал, пока разгружали бронетехнику.",
    ),
}
OUTLETS = {
    "ar": ("بريد النهر", "صوت الميناء", "أخبار الساحل", "منبر الضفة"),
    "en": ("Harbour Wire", "River Courier", "Sahel Ledger", "The Bridge"),
    "fr": ("Le Fleuve", "La Rive", "Courrier du Port", "L'Estuaire"),
    "ru": ("Портовый вестник", "Речной курьер", "Мост", "Сахельские новости"),
}
# Numbers after which Russian has the genitive plural and Arabic the singular.
COUNTS = (11, 12, 15, 17, 18, 25, 26, 28, 30, 36, 40)


@dataclass(frozen=True, slots=True)
class Article:
    """One article, with the number of the happening that it tells of."""

    happening: int
    language: str
    publisher: str
    published: str
    title: str
    text: str

    def write(self) -> bytes:
        """Its bytes as intake takes them in."""
        record = {name: value for name, value in asdict(self).items() if name != "happening"}
        return json.dumps(record, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class _Happening:
    number: int
    supplier: int
    recipient: int
    item: int
    count: int
    day: dt.date


def make_articles(count: int, seed: int = SEED) -> Iterator[Article]:
    """So many articles, each with bytes of its own."""
    chance = random.Random(seed)
    made = number = 0
    while made < count:
        happening = _Happening(
            number,
            chance.randrange(len(SUPPLIERS["en"])),
            chance.randrange(len(RECIPIENTS["en"])),
            chance.randrange(len(ITEMS["en"])),
            chance.choice(COUNTS),
            FIRST_DAY + dt.timedelta(days=chance.randrange(max(30, count))),
        )
        number += 1
        for article in _tell(happening, chance)[: count - made]:
            made += 1
            yield article


def write_articles(folder: Path, count: int, seed: int = SEED) -> None:
    """So many articles as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, article in enumerate(make_articles(count, seed)):
        (folder / f"{number:06}.json").write_bytes(article.write())


def _tell(happening: _Happening, chance: random.Random) -> list[Article]:
    """Reports of one happening, each by an outlet of its own."""
    outlets = [(language, outlet) for language, names in OUTLETS.items() for outlet in names]
    articles: list[Article] = []
    for language, outlet in chance.sample(outlets, chance.choice((1, 1, 2, 3, 5))):
        published = happening.day + dt.timedelta(days=chance.choice((0, 1, 1, 2, 4)))
        same = [article for article in articles if article.language == language]
        if same and chance.random() < 0.5:
            articles.append(replace(same[0], publisher=outlet, published=published.isoformat()))
        else:
            articles.append(_report(happening, chance, language, outlet, published))
    return articles


def _report(happening: _Happening, chance: random.Random, language: str, outlet: str, published: dt.date) -> Article:
    seen = happening.count if chance.random() < 0.8 else chance.choice(COUNTS)
    month = MONTHS[language].split()[happening.day.month - 1]
    words = {
        "supplier": SUPPLIERS[language][happening.supplier],
        "recipient": RECIPIENTS[language][happening.recipient],
        "capital": CAPITALS[language][happening.recipient],
        "item": ITEMS[language][happening.item],
        "count": seen,
        "day": f"{happening.day.day} {month} {happening.day.year}",
    }
    lead = chance.choice(LEADS[language]).format(**words)
    lead = lead[0].upper() + lead[1:]
    crowd = WHO[language].split()
    told = [line.format(**words, n=chance.randrange(3, 10)) for line in chance.sample(DETAILS[language], 3)]
    around = [
        line.format(who=chance.choice(crowd), n=chance.randrange(3, 10))
        for line in chance.sample(EVERYDAY[language], 3)
    ]
    if chance.random() < 0.2:
        told.append(chance.choice(CLOSING[language]).format(**words))
    chance.shuffle(told)
    paragraphs = [f"{lead} {told[0]}", f"{around[0]} {' '.join(told[1:])}", " ".join(around[1:])]
    title = TITLES[language].format(**words)
    return Article(happening.number, language, outlet, published.isoformat(), title, "\n\n".join(paragraphs))


def main() -> None:
    """Write so many articles into a folder: ``python -m benchmarks.articles FOLDER COUNT``."""
    import sys

    write_articles(Path(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
