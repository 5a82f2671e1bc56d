"""Feeds and lists of addresses: entries, the pages they link to, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.intake import FetchOptions, Options, Received, open_intake, receive
from tests.intake.site import Site, fail_first, redirect, serve
from tests.intake.taking import ARTICLE, take

OPTIONS = Options(fetch=FetchOptions(allow_private=True, pause=0, retries=0))
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>منبر الساحل</title><language>ar-ML</language>
{items}
</channel></rss>"""
FULL = """<item><title>دبابات &amp; شاحنات</title><link>{link}</link><pubDate>Mon, 20 Jan 2025 01:00:00 +0300</pubDate>
<description>موجز</description><content:encoded><![CDATA[<p>وصلت سبع دبابات.</p><script>x()</script><p>قال الوزير ذلك.</p>]]></content:encoded></item>"""
TEASER = "<item><title>Des blindés</title><link>{link}</link><pubDate>Mon, 20 Jan 2025 01:00:00 +0300</pubDate><description>Huit &lt;b&gt;blindés&lt;/b&gt;.</description></item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Agence</title><entry><title>T</title>
<link href="https://example.org/1"/><updated>2025-01-20T23:30:00-05:00</updated>
<content type="html">&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</content></entry></feed>"""
PAGE = f"<html><head><title>Page</title></head><body><article><p>{ARTICLE}</p></article></body></html>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_of_a_file_give_their_content_and_nothing_is_fetched(tmp_path: Path, site: Site) -> None:
    items = FULL.format(link="https://example.org/1") + TEASER.format(link=site.address + "/a")
    file = write(tmp_path / "a.xml", FEED.format(items=items))
    documents, failures = take(file, OPTIONS)
    assert failures == []
    first, second = documents
    assert (first.text, first.title, first.publisher, first.language, first.published, first.url) == (
        "وصلت سبع دبابات.\nقال الوزير ذلك.",
        "دبابات & شاحنات",
        "منبر الساحل",
        "ar",
        dt.date(2025, 1, 20),
        "https://example.org/1",
    )
    assert first.source == f"{file}#https://example.org/1"
    assert second.text == "Huit blindés."
    assert site.asked == []


def test_an_atom_feed_is_read(tmp_path: Path) -> None:
    documents, _ = take(write(tmp_path / "a.atom", ATOM))
    assert [(d.text, d.publisher, d.published) for d in documents] == [("Un.\nDeux.", "Agence", dt.date(2025, 1, 20))]


def test_the_pages_are_fetched_where_the_feed_came_from_an_address(site: Site) -> None:
    items = FULL.format(link=site.address + "/full") + "".join(
        TEASER.format(link=site.address + path) for path in ("/a", "/gone", "/b")
    )
    site.pages |= {
        "/feed": lambda h: h.answer(200, FEED.format(items=items).encode(), Content_Type="application/rss+xml"),
        "/a": PAGE,
        "/b": redirect("/a"),
    }
    documents, failures = take(site.address + "/feed", OPTIONS)
    assert site.asked == ["/robots.txt", "/feed", "/a", "/gone", "/b", "/a"]
    assert [d.text for d in documents] == ["وصلت سبع دبابات.\nقال الوزير ذلك.", ARTICLE, ARTICLE]
    assert (documents[1].title, documents[1].published, documents[1].publisher, documents[1].url) == (
        "Page",
        dt.date(2025, 1, 20),
        "منبر الساحل",
        site.address + "/a",
    )
    assert failures == [f"{site.address}/gone: answers 404 Not Found (check the address)"]


def test_a_feed_that_a_feed_links_to_is_not_followed_further(site: Site) -> None:
    inner = FEED.format(items=TEASER.format(link=site.address + "/a")).encode()
    site.pages |= {"/feed": FEED.format(items=TEASER.format(link=site.address + "/inner")).encode(), "/inner": inner}
    documents, _ = take(site.address + "/feed", OPTIONS)
    assert [d.text for d in documents] == ["Huit blindés."]
    assert "/a" not in site.asked


def test_a_feed_with_bad_xml_gives_what_is_whole_and_a_failure(tmp_path: Path) -> None:
    items = (
        FULL.format(link="https://example.org/1") + "<item><title>a & b</title><description>c < d</description></item>"
    )
    file = write(tmp_path / "a.rss", FEED.format(items=items))
    documents, failures = take(file)
    assert documents[0].text == "وصلت سبع دبابات.\nقال الوزير ذلك."
    assert len(failures) == 1
    assert failures[0].startswith(f"{file}: is a feed with broken XML: not well-formed")
    assert failures[0].endswith("in line 5; 2 entries were whole (get it again)")


def test_a_feed_that_was_cut_gives_no_half_entry(tmp_path: Path) -> None:
    text = FEED.format(items=FULL.format(link="https://example.org/1") * 2)
    file = write(tmp_path / "a.rss", text[: text.rindex("قال")])
    documents, failures = take(file)
    assert [d.text for d in documents] == ["وصلت سبع دبابات.\nقال الوزير ذلك."]
    assert "1 entry was whole" in failures[0]


def test_xml_that_is_no_feed_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xml", "<?xml version='1.0'?><root><a>1</a></root>")
    assert take(file)[1] == [f"{file}: is no RSS or Atom feed (give a feed, or its articles as text, HTML or JSON)"]


def test_a_feed_that_expands_by_its_entities_is_no_bomb(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "bomb">{entities}]><rss version="2.0"><channel><item><description>&e9;</description></item></channel></rss>'
    documents, failures = take(write(tmp_path / "a.rss", text))
    assert sum(len(d.text) for d in documents) < 1000
    assert failures


def test_an_entry_without_text_is_a_failure(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.rss", FEED.format(items="<item><title>a</title><link>https://example.org/1</link></item>")
    )
    assert take(file)[1] == [f"{file}#https://example.org/1: is an entry without text (give the address of its page)"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/relative", "https://example.org/a b", ""])
def test_a_link_that_is_no_address_is_none(tmp_path: Path, link: str) -> None:
    file = write(tmp_path / "a.rss", FEED.format(items=TEASER.format(link=link)))
    assert [(d.source, d.url) for d in take(file)[0]] == [(f"{file}#1", None)]


def test_an_address_gives_its_page(site: Site) -> None:
    site.pages["/a"] = PAGE
    received = receive(site.address + "/a", OPTIONS)
    assert isinstance(received, Received)
    assert (received.document.text, received.document.url) == (ARTICLE, site.address + "/a")
    assert received.document.source == received.original.address == site.address + "/a"
    assert received.original.data == PAGE
    assert received.original.retrieved is not None


def test_nothing_of_this_machine_is_fetched_without_leave(site: Site) -> None:
    site.pages["/a"] = PAGE
    assert take(site.address + "/a")[1] == [
        f"{site.address}/a: leads to 127.0.0.1, an address of this machine (--allow-private permits it)"
    ]
    assert site.asked == []


def test_a_text_is_a_list_of_addresses_only_where_the_user_says_so(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/a": PAGE, "/b": fail_first(9, b"")}
    file = write(tmp_path / "a.txt", f"# a list\n{site.address}/a\n\n{site.address}/b\nno address\n{site.address}/a\n")
    documents, failures = take(file, OPTIONS)
    assert [d.text for d in documents] == [file.read_text()]
    assert site.asked == []
    listed = Options(fetch=OPTIONS.fetch, addresses=True)
    documents, failures = take(file, listed)
    assert [d.text for d in documents] == [ARTICLE]
    assert failures == [
        f"{site.address}/b: answers 500 Internal Server Error (try again later)",
        f"{file}:5: is no address: 'no address' (give one a line)",
    ]
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_the_limit_of_addresses_ends_a_list_with_one_failure(tmp_path: Path, site: Site) -> None:
    site.pages |= {f"/{n}": PAGE for n in range(9)}
    file = write(tmp_path / "a.txt", "\n".join(f"{site.address}/{n}" for n in range(9)))
    options = Options(fetch=FetchOptions(allow_private=True, pause=0, max_addresses=3), addresses=True)
    documents, failures = take(file, options)
    assert len(documents) == 3
    assert failures == [
        f"{site.address}/3: is left out with all that follows: 3 addresses were fetched (run again for the rest)"
    ]


def test_one_pace_and_one_limit_hold_for_a_whole_folder(tmp_path: Path, site: Site) -> None:
    site.pages |= {f"/{n}": PAGE for n in range(9)}
    for name in "ab":
        write(tmp_path / f"{name}.txt", f"{site.address}/{name == 'a':d}\n{site.address}/2\n")
    options = Options(fetch=FetchOptions(allow_private=True, pause=0, max_addresses=3), addresses=True)
    assert len([entry for entry in open_intake(str(tmp_path), options) if isinstance(entry, Received)]) == 3


@pytest.mark.parametrize(
    ("media", "body", "count"),
    [
        ("text/csv", b"text\nUn.\nDeux.\n", 2),
        ("application/x-ndjson", b'{"text": "Un."}\n{"text": "Deux."}', 2),
        ("application/json", b'{"text": "Un."}', 1),
        ("text/plain; charset=windows-1251", "Министр сообщил о поставке".encode("windows-1251"), 1),
        ("text/xml", ATOM.encode(), 1),
    ],
)
def test_an_address_may_give_any_kind(site: Site, media: str, body: bytes, count: int) -> None:
    site.pages["/a"] = lambda handler: handler.answer(200, body, Content_Type=media)
    documents, failures = take(site.address + "/a", OPTIONS)
    assert failures == []
    assert len(documents) == count


def test_a_feed_that_is_cut_inside_a_letter_keeps_the_words_of_what_was_whole(tmp_path: Path) -> None:
    feed = FEED.format(
        items=FULL.format(link="https://example.org/1") + FULL.format(link="https://example.org/2")
    ).encode()
    end = feed.rindex("الوزير".encode()) + 3
    (tmp_path / "a.xml").write_bytes(feed[:end])
    documents, failures = take(tmp_path / "a.xml")
    assert [document.text for document in documents] == ["وصلت سبع دبابات.\nقال الوزير ذلك."]
    assert "1 entry was whole" in failures[0]


def test_an_entry_with_broken_bytes_is_a_failure_and_the_others_keep_their_words(tmp_path: Path) -> None:
    items = FULL.format(link="https://example.org/1") + FULL.format(link="https://example.org/2")
    feed = FEED.format(items=items).encode()
    at = feed.index("وصلت".encode()) + 1
    (tmp_path / "a.xml").write_bytes(feed[:at] + b"\xff" + feed[at:])
    documents, failures = take(tmp_path / "a.xml")
    assert [document.text for document in documents] == ["وصلت سبع دبابات.\nقال الوزير ذلك."]
    assert failures == [f"{tmp_path}/a.xml#https://example.org/1: holds bytes that are no UTF-8 (get the feed again)"]
