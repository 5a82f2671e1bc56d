"""A row of digits that is longer than Python makes a number of is no fault, wherever it stands."""

from __future__ import annotations

import pytest

from fuzz.targets import check_reading, find_target

ENDLESS = ("9" * 5000, "٩" * 5000, "9" * 400, "1" + ".000" * 2000, "1" + " 000" * 2000, "1" + ",000" * 1200)
SENTENCES = {
    "ar": ("وصلت {n} دبابة في {n} آذار {n}.", "{n} ألف جندي من اللواء {n}، و{n} مليون."),
    "en": (
        "Russia delivered {n} T-72B3 tanks to Mali on 4 May {n}.",
        "The {n}th brigade received T-{n} tanks worth ${n}.{n} million in {n}.",
        "About {n}-{n} soldiers, {n}% of {n}/{n}/{n}.{n}.{n}, arrived {n} days ago.",
    ),
    "fr": ("La Russie a livré {n} chars T-72B3 le {n} mai {n}.", "En {n} mois, le {n}e régiment a reçu {n} 000 obus."),
    "ru": ("Россия поставила {n} танков Т-{n} в {n} году.", "{n}-й полк получил {n} тыс. снарядов на {n},5 млн."),
}


@pytest.mark.parametrize("number", ENDLESS, ids=lambda number: f"{number[:3]}...{len(number)}")
@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_in_a_text(language: str, number: str) -> None:
    for sentence in SENTENCES[language]:
        check_reading(sentence.replace("{n}", number), language)


@pytest.mark.parametrize(
    ("target", "part", "data"),
    [
        ("records", "json", '{"text": "a", "n": {n}}'),
        ("records", "jsonl", '{"text": "a", "n": {n}}\n'),
        ("page", "page", '<script type="application/ld+json">{"datePublished": {n}}</script><p>{n}-01-01'),
        ("data", "events", '{"features": [{"geometry": {"coordinates": [{n}, 1]}, "properties": {"id": {n}}}]}'),
        (
            "data",
            "years",
            "event_id_cnty;event_date;event_type;inter1;country;fatalities\nM{n};2024-01-01;B;{n};Mali;{n}\n",
        ),
        ("data", "trade", "Supplier,Recipient,Weapon designation,Year(s) of delivery,Number ordered\na,b,c,{n},{n}\n"),
        ("words", "edtf", "{n}-{n}"),
        ("words", "settings", "max_bytes = {n}"),
        ("words", "settings", 'max_bytes = "{n}"'),
        ("words", "filters", "origins={n}&page={n}&since={n}-01-01"),
        ("words", "address", "http://example.org:{n}/"),
        ("words", "robots", "User-agent: *\nCrawl-delay: {n}\n"),
        ("feed", "feed", '<rss version="2.0"><channel><item><pubDate>{n} Jan {n}</pubDate>x</item></channel></rss>'),
        ("archive", "warc", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {n}\r\n\r\n"),
    ],
)
def test_in_an_input(target: str, part: str, data: str) -> None:
    found = find_target(target)
    for number in ("9" * 5000, "1e999", "-" + "9" * 5000):
        found.check(bytes([list(found.parts).index(part)]) + data.replace("{n}", number).encode())
