"""`marsad brief`: every number leads to its quote, in every format and language; what cannot be written leaves nothing."""

from __future__ import annotations

import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from marsad.errors import MarsadError
from marsad.export.brief import BRIEFS, open_brief
from marsad.export.brief.blocks import Heading, Paragraph, Quote, Run, Sheet, Table, say
from marsad.i18n import list_languages
from marsad.i18n.words import read_words
from marsad.store import open_store
from tests.helpers import Fill
from tests.helpers import Run as RunCommand

LANGUAGES = sorted(list_languages())
OUTCOME = (
    "With the help of Russia's Africa Corps the Malian army won a victory at Kidal in November 2023, "
    "the defence ministry in Bamako said.\n"
)
# How far below its anchor a heading's line ends, in points.
_HEADING = 14
_MARKS = re.compile("[\u2066-\u2069\\s]+")


def plain(words: str) -> str:
    """Words without marks of direction, spaces as one."""
    return _MARKS.sub(" ", words).strip()


class Page(HTMLParser):
    """Links of a page with their words, and the words that follow each anchor up to the next heading."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.after: dict[str, str] = {}
        self._anchor: str | None = None
        self._to: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag in ("h2", "h3", "h4"):
            self._anchor = found.get("id")
            if self._anchor:
                assert self._anchor not in self.after
                self.after[self._anchor] = ""
        if tag == "a":
            self._to = (found["href"] or "").removeprefix("#")
            self.links.append((self._to, ""))

    def handle_endtag(self, tag: str) -> None:
        self._to = None if tag == "a" else self._to

    def handle_data(self, data: str) -> None:
        if self._to is not None:
            self.links[-1] = (self._to, self.links[-1][1] + data)
        if self._anchor is not None:
            self.after[self._anchor] += data


def write(run: RunCommand, file: Path, format: str, *options: object) -> Path:
    ran = run("brief", "--format", format, "--output", file, *options)
    assert (ran.code, ran.out, ran.err) == (0, "", ""), ran
    return file


def read_page(file: Path) -> Page:
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def register_of(run: RunCommand) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("register", "--format", "json").out)["entries"]
    return entries


def test_the_command_knows_every_format() -> None:
    from marsad.cli_brief import BriefFormat

    assert [entry.value for entry in BriefFormat] == list(BRIEFS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_page_leads_somewhere(run: RunCommand, desk: Path, tmp_path: Path, language: str) -> None:
    page = read_page(write(run, tmp_path / "brief.html", "html", "--language", language))
    assert len(page.links) > 300
    assert {to for to, _ in page.links} <= page.after.keys()


def test_every_number_of_the_register_is_a_link_to_a_quote_it_rests_on(
    run: RunCommand, desk: Path, tmp_path: Path
) -> None:
    from marsad.export.words import quote_claim
    from marsad.i18n.words import load_words

    with open_store(desk) as store:
        claims = {claim.id: (document, claim) for document, claim in store.claims()}
    page = read_page(write(run, tmp_path / "brief.html", "html"))
    checked = 0
    for entry in register_of(run):
        for bound in [*entry["items"], *([entry["personnel"]] if entry["personnel"] else [])]:
            number = plain(load_words("en").bounds(bound["low"], bound["high"]))
            quotes = {plain(quote_claim(claims[id_][1], claims[id_][0])) for id_ in bound["claims"]}
            hashes = {claims[id_][0].text_sha256.removeprefix("sha256:") for id_ in bound["claims"]}
            landings = [plain(page.after[to]) for to, text in page.links if plain(text) == number]
            assert any(q in found and h in found for found in landings for q in quotes for h in hashes), bound
            checked += 1
    assert checked > 10
    numbered = [(to, plain(text)) for to, text in page.links if re.fullmatch(r"\[\d+\]", plain(text))]
    assert numbered
    assert all(to == f"q{text.strip('[]')}" for to, text in numbered)


def test_no_bound_stands_without_a_link(run: RunCommand, desk: Path, tmp_path: Path) -> None:
    text = write(run, tmp_path / "brief.html", "html").read_text(encoding="utf-8")
    bare = re.sub(r"<blockquote.*?</blockquote>|<a .*?</a>", "", text, flags=re.DOTALL)
    assert "\u2066≥" not in bare
    assert not re.search("<td>\u2066[\\d–]+\u2069</td>", bare)


def test_every_quote_has_outlet_date_and_hash(run: RunCommand, desk: Path, tmp_path: Path) -> None:
    page = read_page(write(run, tmp_path / "brief.html", "html"))
    quotes = {name: words for name, words in page.after.items() if re.fullmatch(r"q\d+", name)}
    assert len(quotes) > 100
    for words in quotes.values():
        assert re.search(r"\b[0-9a-f]{64}\b", words)
        assert "2025" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_pdf_land_on_the_page_of_their_quote(
    run: RunCommand, desk: Path, tmp_path: Path, language: str
) -> None:
    import pypdf
    import pypdfium2

    file = write(run, tmp_path / "brief.pdf", "pdf", "--language", language)
    reader, seen = pypdf.PdfReader(file), pypdfium2.PdfDocument(file)
    texts = [page.get_textpage() for page in seen]
    targets = reader.named_destinations
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference}
    links = 0
    for page in reader.pages:
        for link in (found.get_object() for found in page.get("/Annots", [])):
            name = link["/Dest"]
            assert isinstance(name, str)
            number = pages[targets[name].page.idnum]
            if name.startswith("q"):
                top = float(targets[name]["/Top"])
                there = texts[number].get_text_bounded(bottom=top - _HEADING, top=top)
                assert name[1:] in re.findall(r"\d+", there)
            links += 1
    assert links > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_markdown_have_their_anchor_once(
    run: RunCommand, desk: Path, tmp_path: Path, language: str
) -> None:
    text = write(run, tmp_path / "brief.md", "md", "--language", language).read_text(encoding="utf-8")
    anchors = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)


def test_filters_choose_the_entries(run: RunCommand, desk: Path, tmp_path: Path) -> None:
    page = read_page(write(run, tmp_path / "brief.html", "html", "--recipient", "GN"))
    chosen = json.loads(run("register", "--recipient", "GN", "--format", "json").out)["entries"]
    assert {name[2:] for name in page.after if name.startswith("e-")} == {entry["id"] for entry in chosen}


def test_outcomes_are_shown_with_their_chart_where_there_are_data(run: RunCommand, desk: Path, tmp_path: Path) -> None:
    from tests.shared import find_shared

    (tmp_path / "kidal.txt").write_text(OUTCOME, encoding="utf-8")
    assert run("ingest", tmp_path / "kidal.txt").code == 0
    before = write(run, tmp_path / "before.html", "html").read_text(encoding="utf-8")
    assert read_words("en")["outcomes.chart"] not in before
    assert "marsad data add" in before
    assert run("data", "add", find_shared("data/ucdp/organizedviolencecy_v25_1.csv")).code == 0
    after = write(run, tmp_path / "after.html", "html").read_text(encoding="utf-8")
    assert str(read_words("en")["outcomes.chart"]) in after
    assert "not decidable" in after
    write(run, tmp_path / "after.pdf", "pdf", "--language", "ar")


def test_an_arabic_page_runs_from_right_to_left(run: RunCommand, desk: Path, tmp_path: Path) -> None:
    text = write(run, tmp_path / "brief.html", "html", "--language", "ar").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert '<blockquote lang="en" dir="ltr">' in text


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    evil = '<script>alert(1)</script> #image("/etc/passwd") | [x](http://evil) \udc80 *b* $x$ @q1 \u202e'
    sheet = Sheet(evil, "en", "ltr", (
        Heading(1, say(evil), "q1"), Paragraph(say(Run(evil, "q1"))), Quote(evil, "xx", "ltr"),
        Table((evil,), ((say(evil),),), (1,)),
    ))  # fmt: skip
    made = {}
    for name in BRIEFS:
        out = io.BytesIO()
        open_brief(name)(sheet, out)
        made[name] = out.getvalue()
    assert b"<script" not in made["html"]
    assert b"<script" not in made["md"].replace(b"\\<script", b"")
    assert b"[x](" not in made["md"]
    assert made["pdf"].startswith(b"%PDF")


@pytest.mark.parametrize("format", BRIEFS)
def test_a_disk_that_fills_leaves_nothing_behind(
    run: RunCommand, desk: Path, tmp_path: Path, format: str, fill_disk: Fill
) -> None:
    file = tmp_path / "out" / "brief"
    file.parent.mkdir()
    file.write_text("what was there before")
    with fill_disk(file.parent):
        ran = run("brief", "--format", format, "--output", file)
    assert ran.code == 1
    assert ran.err.startswith(f"marsad: {file}: cannot be written: No space left on device (")
    assert [path.name for path in file.parent.iterdir()] == ["brief"]
    assert file.read_text() == "what was there before"


@pytest.mark.parametrize("format", BRIEFS)
def test_an_empty_register_says_what_to_do(
    run: RunCommand, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "empty.db"))
    open_store(tmp_path / "empty.db").close()
    ran = run("brief", "--format", format, "--output", tmp_path / "brief")
    assert ran.code == 1
    assert "`marsad ingest PATH`" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "brief").exists()


def test_filters_that_nothing_fits_say_so(run: RunCommand, desk: Path) -> None:
    ran = run("brief", "--recipient", "IS")
    assert (ran.code, ran.out) == (1, "")
    assert "no entry fits" in ran.err


def test_a_missing_package_says_what_to_install(
    run: RunCommand, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = run("brief", "--format", "pdf", "--output", tmp_path / "brief.pdf")
    assert ran.code == 1
    assert "pip install 'marsad[brief]'" in ran.err
    assert not list(tmp_path.glob("brief.pdf*"))


def test_an_unknown_language_or_format_names_those_there_are(run: RunCommand, desk: Path) -> None:
    assert run("brief", "--language", "xx").code == 2
    with pytest.raises(MarsadError, match="html, pdf, md"):
        open_brief("docx")
