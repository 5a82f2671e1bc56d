"""A web page to its article: the running text, and title, outlet, day and address from the page's own statements.

The one file that needs trafilatura and lxml.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from marsad.errors import InputError
from marsad.intake.decode import decode_bytes
from marsad.intake.model import DayReader, Found, Options
from marsad.intake.text import find_day, parse_iso_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*+=\s*+["']?\s*+([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D)")
# What pages call the day of publication, best first.
_DAY_KEYS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publication_date", "publish-date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
)  # fmt: skip
_OUTLET_KEYS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "twitter:site")
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_DAY_MARKS = re.compile(r"date|time|publi|posted|byline|meta", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|[uo]l|h[1-6]|blockquote|t[rdh]|table|fig\w*|section|article)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# The same as references; lxml parses all of them and then refuses to move text that holds them.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:x0*+(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f])|0*+(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d));?",
    re.IGNORECASE,
)
_FURNITURE = (
    "//script|//style|//noscript|//template|//nav|//aside|//footer|//form|//iframe"
    "|//*[@role='navigation' or @role='complementary' or @role='contentinfo' or @aria-hidden='true']"
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[-_\s])(share|sharing|social|related|recommended|read-?(?:also|next|more|previous)|prev(?:ious)?-?post|next-?post|"
    r"post-?navigation|breadcrumbs?|newsletter|subscribe|comments?|sidebar|widget|tags?|advert(?:isement)?|promo|cookie)(?:$|[-_\s])",
    re.IGNORECASE,
)


def read_page(data: bytes, options: Options, *, charset: str | None = None) -> Found:
    """What a web page says; its text is the article's, one paragraph a line, without the page's furniture.

    ``charset`` is the encoding that its server states.

    Raises InputError where the page has no article.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode_bytes(data, declared=charset or (declared.group(1).decode("ascii") if declared else None))
    tree = _parse(decoded.text)
    said = {**dict(_linked_data(tree)), **_meta(tree)}
    title = _first(said, _TITLE_KEYS) or said.get("headline") or _text_of(tree, "//h1") or _text_of(tree, "//title")
    outlet = _first(said, _OUTLET_KEYS) or said.get("outlet")
    url = said.get("og:url") or _attribute(tree, "//link[@rel='canonical']/@href")
    days = _list_days(tree, said)
    text = _article_text(tree, title, options)
    return Found(
        text=text,
        title=title,
        publisher=outlet.lstrip("@") if outlet else None,
        published=_find_published(days, url, text, options.read_day),
        url=url if url and url.startswith("http") else None,
        warnings=decoded.warnings,
    )


def read_fragment(markup: str) -> str:
    """The text of a piece of HTML or of plain text, one paragraph a line.

    >>> read_fragment("<p>Un &amp; deux.</p><p>Trois.</p>")
    'Un & deux.\\nTrois.'
    """
    if "<" in markup:
        markup = _BLOCK.sub("\n\\g<0>", " ".join(markup.split()))
    tree = _parse(f"<div>{markup}</div>")
    for element in tree.xpath("//script|//style|//noscript|//template|//iframe"):
        element.drop_tree()
    lines = (" ".join(_CONTROL.sub("", line).split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _parse(page: str) -> HtmlElement:
    from lxml import etree, html

    try:
        page = _CONTROL_REFERENCE.sub("", _CONTROL.sub("", page))
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("is no web page that can be parsed", hint="save the page again") from error
    return tree


def _meta(tree: HtmlElement) -> dict[str, str]:
    """What the ``meta`` elements state, by lower-case name; the first of each name counts."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            said.setdefault(name.lower(), content)
    return said


def _linked_data(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Headline, day and outlet of the first article that JSON-LD describes."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            described = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for node in _nodes(described):
            if "datePublished" in node or "headline" in node:
                publisher = node.get("publisher")
                outlet = publisher.get("name") if isinstance(publisher, dict) else publisher
                values = {
                    "headline": node.get("headline"),
                    "datepublished": node.get("datePublished"),
                    "outlet": outlet,
                }
                yield from ((name, value) for name, value in values.items() if isinstance(value, str) and value)
                return


def _nodes(described: Any) -> Iterator[dict[str, Any]]:
    waiting = [described]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("@graph"))


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if said.get(name)), None)


def _text_of(tree: HtmlElement, path: str) -> str | None:
    return next((text for element in tree.xpath(path) if (text := " ".join(element.text_content().split()))), None)


def _attribute(tree: HtmlElement, path: str) -> str | None:
    return next((str(value).strip() for value in tree.xpath(path) if str(value).strip()), None)


def _list_days(tree: HtmlElement, said: dict[str, str]) -> list[str]:
    """What the page prints or states as its day, best first: for machines, then in its marked places."""
    days = [said[name] for name in _DAY_KEYS if name in said]
    days += [str(value) for value in tree.xpath("//time/@datetime")]
    marked = (e for e in tree.iter("time", "span", "div", "p", "li", "small") if _marks_day(e))
    return days + [" ".join(e.text_content().split()) for e in marked]


def _find_published(days: list[str], url: str | None, text: str, read_day: DayReader | None) -> dt.date | None:
    """The day of publication: as the page says, else as in its address."""
    if day := find_day(days, text, read_day):
        return day
    match = _DAY_IN_ADDRESS.search((url or "") + "/")
    return parse_iso_day("-".join(part.zfill(2) for part in match.groups())) if match else None


def _marks_day(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return element.tag == "time" or bool(_DAY_MARKS.search(names))


def _article_text(tree: HtmlElement, title: str | None, options: Options) -> str:
    import trafilatura

    _drop_furniture(tree)
    text = trafilatura.extract(
        tree,
        output_format="txt",
        include_comments=False,
        include_tables=False,
        include_formatting=False,
        deduplicate=False,
    )
    lines = [line.strip() for line in (text or "").split("\n") if line.strip()]
    if lines and title and lines[0] == title:
        lines = lines[1:]
    article = "\n".join(lines)
    if len(article) < options.settings.min_article_characters:
        raise InputError(
            f"is a page without an article: {len(article)} characters of running text",
            hint="give the page of one article, or its text",
        )
    return article


def _drop_furniture(tree: HtmlElement) -> None:
    """Take navigation, share buttons, related headlines and the like out of the tree."""
    for element in tree.xpath(_FURNITURE):
        element.drop_tree()
    for element in list(tree.iter("div", "section", "ul", "ol", "p", "span")):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _FURNITURE_NAMES.search(names) and len(element.text_content()) < 600:
            element.drop_tree()
