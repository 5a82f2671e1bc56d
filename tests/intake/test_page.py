"""Web pages: the article without its furniture, and what the page says of itself."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest

from marsad.errors import InputError
from marsad.intake.model import Options
from marsad.intake.page import read_fragment, read_page

BODY = (
    "<p>سلّمت أنقرة الجيش الصومالي أربع مروحيات في مقديشو، وفق ما قاله وزير الدفاع أمام الصحفيين في القاعدة.</p>"
    "<p>وتوقع الوزير وصول دفعة ثانية قبل نهاية الصيف، وأكد أن تدريب الطيارين بدأ قبل شهرين في إزمير.</p>"
)
PAGE = """<html><head><title>عنوان | منبر</title>{head}</head><body><nav><a href="/">الرئيسية</a></nav>
<article><h1>مروحيات تركية في مقديشو</h1>{before}{body}<div class="share-buttons">شارك على فيسبوك</div></article>
<div class="related-posts"><h3>مقالات ذات صلة</h3><p>وصول دبابات كثيرة إلى غاو في رتل طويل من الشاحنات أمس</p></div>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def build_page(*, head: str = "", before: str = "", body: str = BODY) -> bytes:
    return PAGE.format(head=head, before=before, body=body).encode()


def test_the_article_is_read_without_the_furniture() -> None:
    text = read_page(build_page(), Options()).text
    assert text.startswith("سلّمت أنقرة")
    assert text.endswith("في إزمير.")
    for furniture in ("الرئيسية", "شارك", "ذات صلة", "غاو", "محفوظة"):
        assert furniture not in text


def test_title_outlet_and_address_come_from_the_metadata() -> None:
    found = read_page(
        build_page(
            head='<meta property="og:title" content="مروحيات"><meta property="og:site_name" content="منبر">'
            '<link rel="canonical" href="https://example.org/a">'
        ),
        Options(),
    )
    assert (found.title, found.publisher, found.url) == ("مروحيات", "منبر", "https://example.org/a")


def test_without_metadata_the_heading_is_the_title() -> None:
    assert read_page(build_page(), Options()).title == "مروحيات تركية في مقديشو"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-03-15T08:00:00+03:00">',
        '<meta name="DC.date.issued" content="2025-03-15">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-15T01:00:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"headline": "x", "datePublished": "2025-03-15"}]}</script>',
        '<link rel="canonical" href="https://example.org/2025/3/15/a">',
    ],
)
def test_the_day_is_found_where_machines_read_it(head: str) -> None:
    assert read_page(build_page(head=head), Options()).published == dt.date(2025, 3, 15)


def test_a_day_in_words_is_read_by_the_reader_handed_in() -> None:
    from marsad.read.publication import read_day

    page = build_page(before='<div class="post-meta"><span class="date">15 آذار/مارس 2025</span></div>')
    assert read_page(page, Options(read_day=read_day)).published == dt.date(2025, 3, 15)
    assert read_page(page, Options()).published is None


def test_a_day_inside_the_article_is_no_day_of_publication() -> None:
    from marsad.read.publication import read_day

    body = f"<p>وقع الهجوم في 3 نيسان/أبريل 2021 حسب السكان.</p>{BODY}"
    assert read_page(build_page(body=body), Options(read_day=read_day)).published is None


def test_a_declared_old_encoding_is_read() -> None:
    page = build_page(head='<meta charset="windows-1256">').decode().encode("windows-1256")
    assert "مقديشو" in read_page(page, Options()).text


@pytest.mark.parametrize("body", ["", "<p>غير متاح</p>"])
def test_a_page_without_an_article_is_refused(body: str) -> None:
    page = f"<html><body><nav><a href='/'>الرئيسية</a></nav>{body}<footer>حقوق</footer></body></html>"
    with pytest.raises(InputError, match="a page without an article"):
        read_page(page.encode(), Options())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Un\ndeux.\n\nTrois.", "Un\ndeux.\nTrois."),
        ("<p>Un\ndeux.</p>Trois.<br>Quatre &lt;b.", "Un deux.\nTrois.\nQuatre <b."),
        ("<p>Un\x01 &#1; deux.</p><style>p {}</style>", "Un deux."),
        ("  ", ""),
        ("<!-- -->", ""),
    ],
)
def test_a_piece_of_a_page_gives_its_paragraphs(markup: str, text: str) -> None:
    assert read_fragment(markup) == text


def test_broken_linked_data_is_passed_over() -> None:
    head = '<script type="application/ld+json">{broken</script><meta name="date" content="2025-03-15">'
    assert read_page(build_page(head=head), Options()).published == dt.date(2025, 3, 15)


@pytest.mark.parametrize("odd", ["\x01", "\x0b", "\ufffe", "&#1;", "&#x0b;", "&#11", "&#65534;"])
def test_control_characters_before_what_is_taken_out_do_no_harm(odd: str) -> None:
    page = build_page(body=f'{BODY}<div class="share">x</div>{odd}<script>y</script>{odd}')
    assert read_page(page, Options()).text.startswith("سلّمت أنقرة")
    assert read_fragment(f"a<script>y</script>{odd}b") in ("ab", "a b")


def test_references_to_characters_that_may_be_are_kept() -> None:
    assert read_fragment("a&#9;b&#8217;c&#x2019;d&#127937;e&#10;f") == "a b’c’d🏁e\nf"


@pytest.mark.parametrize(
    "deep",
    [
        "<div>" * 50_000,
        "<b>" * 50_000 + "x",
        "<table><tr><td>" * 5_000,
        f'<script type="application/ld+json">{"[" * 980}{"]" * 980}</script>',
        '<script type="application/ld+json">' + '{"@graph":' * 980 + "1" + "}" * 980 + "</script>",
    ],
)
def test_a_page_that_is_nested_deeply_is_an_article_or_a_failure(deep: str) -> None:
    for page in (build_page(before=deep), build_page(head=deep), build_page(body=BODY + deep)):
        with suppress(InputError):
            assert read_page(page, Options()).text
    read_fragment(deep)
