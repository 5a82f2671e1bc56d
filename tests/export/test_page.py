"""The page: self-contained, safe, complete, and linked both ways."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from marsad.export.page import write_page
from marsad.export.page.article import find_direction, isolate_latin
from marsad.export.page.segments import Mark, cut_segments
from marsad.model import Claim, Document, Reading, Span


def draw(*readings: Reading) -> str:
    out = io.StringIO()
    write_page(readings, out)
    return out.getvalue()


def test_nothing_is_loaded_from_anywhere(reading: Reading) -> None:
    page = draw(reading)
    tree = html.document_fromstring(page)
    assert not tree.xpath("//@src | //link | //base | //form | //@style | //@onclick")
    assert all(str(href).startswith("#") for href in tree.xpath("//@href"))


def test_the_policy_lets_only_our_own_script_and_style_run(reading: Reading) -> None:
    tree = html.document_fromstring(draw(reading))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    for name in ("style", "script"):
        (content,) = tree.xpath(f"//{name}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_words_of_strangers_are_escaped(reading: Reading) -> None:
    page = draw(reading)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert "ألف خبير" in page
    assert "&lt;قد&gt;" in page


def test_the_article_runs_in_its_own_direction(reading: Reading) -> None:
    tree = html.document_fromstring(draw(reading))
    assert tree.xpath("//article/@dir") == ["rtl"]
    assert tree.xpath("//article/@lang") == ["ar"]
    assert {str(direction) for direction in tree.xpath("//blockquote/@dir")} == {"rtl"}
    assert find_direction("Sept chars T-72B3") == "ltr"
    assert find_direction("1234") == "ltr"


def test_a_line_against_the_text_has_its_own_direction(reading: Reading) -> None:
    text = "وصلت ثلاثون عربة مدرعة إلى القاعدة صباح الأحد.\n\nRead previous"
    document = replace(reading.document, text=text, title=None, language="ar")
    tree = html.document_fromstring(draw(replace(reading, document=document, claims=())))
    assert [p.get("dir") for p in tree.xpath("//article//p") if "previous" in p.text_content()] == ["ltr"]
    assert [p.get("dir") for p in tree.xpath("//article//p") if "عربة" in p.text_content()] == [None]


def test_latin_names_in_text_from_right_to_left_are_units_of_their_own(reading: Reading) -> None:
    tree = html.document_fromstring(draw(reading))
    assert "T-72B3" in tree.xpath("//article//bdi/text()")
    assert "T-72B3" in tree.xpath("//blockquote//bdi/text()")
    assert isolate_latin("رادار 59N6-TE، <b> 12.5") == "رادار <bdi>59N6-TE</bdi>، &lt;<bdi>b</bdi>&gt; 12.5"


def test_a_title_that_the_text_begins_with_is_shown_once(reading: Reading) -> None:
    first = reading.document.text.split("\n")[0]
    tree = html.document_fromstring(draw(replace(reading, document=replace(reading.document, title=first))))
    assert tree.xpath("//h2/@class") == ["unseen"]
    assert len(tree.xpath("//p[@class='headline']")) == 1
    assert not html.document_fromstring(draw(reading)).xpath("//h2/@class")


def test_every_claim_is_linked_with_its_words_both_ways(reading: Reading) -> None:
    tree = html.document_fromstring(draw(reading, reading))
    for document in (1, 2):
        for number in (1, 2, 3):
            assert tree.xpath(f"//li[@id='c{document}-{number}']//a[@href='#w{document}-{number}']")
            assert tree.xpath(f"//sup/a[@id='w{document}-{number}'][@href='#c{document}-{number}']")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_overlapping_highlights_name_all_their_claims(reading: Reading) -> None:
    tree = html.document_fromstring(draw(reading))
    words = {element.text_content(): element for element in tree.xpath("//article//span")}
    tank = words["دبابات T-72B3"]
    assert tank.get("data-claims") == "1 2"
    assert tank.get("data-slots") == "1:item"
    assert "item" in tank.get("class").split()


def test_warnings_and_articles_without_claims_are_shown(reading: Reading) -> None:
    page = draw(replace(reading, claims=()))
    assert "<li>a warning</li>" in page
    assert "No claim in this text." in page


@given(
    st.text(alphabet=st.sampled_from("ab <>&\"'\n\u200fتّ😀é"), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6),
)
def test_any_text_is_drawn_whole_whatever_is_marked(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [Span(start, min(start + size, len(text))) for start, size in spans if start < len(text)]
    claims = tuple(Claim(str(n), "order", "fact", (span,)) for n, span in enumerate(inside))
    page = draw(Reading(Document("sha256:0", "a.txt", text), claims))
    article = re.search(r"<article[^>]*>(.*)</article>", page, re.DOTALL)
    assert article is not None
    without_numbers = re.sub(r"<sup.*?</sup>", "", article.group(1))
    drawn = "\n".join(re.findall(r"<p[^>]*>(.*?)</p>", without_numbers, re.DOTALL))
    plain = re.sub(r"<[^>]+>", "", drawn)
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, char)
    assert plain == "\n".join(line.strip() for line in text.split("\n") if line.strip())


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8))
def test_segments_have_no_gaps_and_hold_the_right_marks(spans: list[tuple[int, int]]) -> None:
    marks = [Mark(Span(start, start + size), n, "evidence") for n, (start, size) in enumerate(spans)]
    segments = cut_segments(5, 25, marks)
    assert [segment.start for segment in segments] == [5, *(segment.end for segment in segments[:-1])]
    assert segments[-1].end == 25
    for segment in segments:
        for place in range(segment.start, segment.end):
            holding = {mark.claim for mark in marks if mark.span.start <= place < mark.span.end}
            assert {mark.claim for mark in segment.marks} == holding


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_style_and_script_name_no_address(name: str) -> None:
    from importlib.resources import files

    content = files("marsad.export.page").joinpath(name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|//[a-z]|@import|url\(|fetch\(|eval\(|innerHTML", content)
