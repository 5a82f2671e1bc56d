"""News servers on loopback that publish one article after the other, and fail as servers do.

Each of several hosts (127.0.0.1, 127.0.0.2, ...) has one feed. What was published stays in its feed, so that whoever
asks often enough gets all of it, however many answers were broken.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.articles import Article, make_articles

FEEDS = 6
LINKED = 5
"""The number of the feed whose entries have no text, but link to pages."""

_SELDOM = 8
"""Of so many articles that would be its, the feed of links publishes one: each of its pages is fetched each time."""

_STALL = 45.0
_YEARS = (-30, -1, 3, 40)


@dataclass(frozen=True, slots=True)
class Published:
    """An article with its number, its feed and its address."""

    number: int
    feed: int
    address: str
    article: Article


@dataclass
class Press:
    """All that will be published, and how the servers behave; ``trouble`` is the share of answers that are faulty."""

    interval: float
    trouble: float
    seed: int
    port: int = 0
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    faults: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    calm: bool = False
    _all: list[Published] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, most: int) -> None:
        """Write the articles; their addresses need the port."""
        for number, article in enumerate(make_articles(most, self.seed)):
            feed = number % FEEDS
            if feed == LINKED and number // FEEDS % _SELDOM:
                feed = 0
            self._all.append(Published(number, feed, f"http://{name_host(feed)}:{self.port}/article/{number}", article))

    def published(self) -> list[Published]:
        """What is published by now."""
        until = self.ended if self.ended is not None else time.monotonic()
        return self._all[: int((until - self.began) / self.interval)]

    def find(self, number: int) -> Published | None:
        found = self.published()
        return found[number] if number < len(found) else None

    def choose_fault(self, rng: random.Random, path: str) -> str | None:
        """Which fault this answer has, None for most."""
        with self._lock:
            self.answers += 1
            chosen = None
            if not self.calm and rng.random() < (self.trouble / 4 if path == "/robots.txt" else self.trouble):
                names = [name for name in FAULTS if name in ANYWHERE or path.startswith("/feed")]
                chosen = rng.choice(names)
                self.faults[chosen] += 1
            return chosen


def name_host(feed: int) -> str:
    return f"127.0.0.{feed + 1}"


def write_feed(press: Press, feed: int) -> bytes:
    """The feed of a host, the newest entry first; the last host's is a mirror of the first one's entries, too."""
    found = [p for p in press.published() if p.feed == feed or (feed == FEEDS - 2 and p.feed == 0)]
    entries = "".join(_write_entry(p, linked=feed == LINKED) for p in reversed(found))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Press</title><link>http://example.org/</link>\n{entries}</channel></rss>\n"
    ).encode()


def _write_entry(published: Published, *, linked: bool) -> str:
    article = published.article
    day = dt.datetime.fromisoformat(article.published).replace(tzinfo=dt.UTC)
    text = "" if linked else f"<content:encoded><![CDATA[{_write_paragraphs(article)}]]></content:encoded>"
    return (
        f"<item><title>{escape(article.title)}</title><link>{published.address}</link>"
        f"<pubDate>{format_datetime(day)}</pubDate><source>{escape(article.publisher)}</source>{text}</item>\n"
    )


def write_page(published: Published) -> bytes:
    """The page of an article, the same whenever it is asked for."""
    article = published.article
    return (
        f'<!DOCTYPE html><html lang="{article.language}"><head><meta charset="utf-8">'
        f"<title>{escape(article.title)}</title>"
        f'<meta property="article:published_time" content="{article.published}">'
        f'<meta property="og:url" content="{published.address}"></head>'
        f"<body><nav>Home</nav><article><h1>{escape(article.title)}</h1>{_write_paragraphs(article)}</article></body></html>"
    ).encode()


def _write_paragraphs(article: Article) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.text.split("\n\n"))


class _Handler(BaseHTTPRequestHandler):
    """Answers for one host."""

    press: Press
    feed: int
    rng: random.Random
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name that http.server wants
        body, media = self._find()
        fault = self.press.choose_fault(self.rng, self.path) if body is not None else None
        self.close_connection = True
        with suppress(OSError):
            if body is None:
                self.answer(404, b"none")
            elif fault is None:
                self.answer(200, body, media)
            else:
                FAULTS[fault](self, body, media)

    def _find(self) -> tuple[bytes | None, str]:
        path = self.path.partition("?")[0]
        if path == "/robots.txt":
            return b"User-agent: *\nDisallow: /private\n", "text/plain"
        if path in ("/feed.xml", "/feed-moved.xml"):
            return write_feed(self.press, self.feed), "application/rss+xml; charset=utf-8"
        number = path.removeprefix("/article/")
        found = self.press.find(int(number)) if number.isdecimal() else None
        return (write_page(found) if found else None), "text/html; charset=utf-8"

    def answer(self, status: int, body: bytes, media: str = "text/plain", **headers: str) -> None:
        """A whole answer; the date is that of this machine's clock, unless a header says another."""
        self.send_response_only(status)
        given = {"Date": self.date_time_string(), "Content-Type": media, "Content-Length": str(len(body))}
        for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


Fault = Callable[[_Handler, bytes, str], None]


def _drip(handler: _Handler, body: bytes, media: str) -> None:
    handler.answer(200, b"", media, Content_Length=str(len(body)))
    step = len(body) // 10 + 1
    for start in range(0, len(body), step):
        handler.wfile.write(body[start : start + step])
        handler.wfile.flush()
        time.sleep(handler.rng.uniform(0.1, 0.6))


def _stall(handler: _Handler, body: bytes, media: str) -> None:
    time.sleep(_STALL)


def _cut(handler: _Handler, body: bytes, media: str) -> None:
    handler.answer(200, body[: handler.rng.randrange(len(body))], media, Content_Length=str(len(body)))


def _understate(handler: _Handler, body: bytes, media: str) -> None:
    handler.answer(200, body, media, Content_Length=str(handler.rng.randrange(1, len(body))))


def _overstate(handler: _Handler, body: bytes, media: str) -> None:
    handler.answer(200, body, media, Content_Length=str(len(body) + handler.rng.randrange(1, 5000)))


def _jump(handler: _Handler, body: bytes, media: str) -> None:
    """An answer from another year; half of them ask to come back then."""
    then = dt.datetime.now(dt.UTC) + dt.timedelta(days=365 * handler.rng.choice(_YEARS))
    stated = format_datetime(then.replace(microsecond=0), usegmt=True)
    if handler.rng.random() < 0.5:
        handler.answer(503, b"", Date=stated, Retry_After=stated)
    else:
        handler.answer(200, body, media, Date=stated, Last_Modified=stated, Expires=stated)


def _break_xml(handler: _Handler, body: bytes, media: str) -> None:
    broken = handler.rng.choice((
        body[: handler.rng.randrange(len(body))],
        body.replace(b"</channel>", b"<item><title>A & B</title></channel>"),
        body.replace(b"<channel>", b"<channel><open>"),
        body.replace(b"</rss>", b"\x0b\x00</rss>"),
        body.replace(b"UTF-8", b"UTF-7"),
    ))  # fmt: skip
    handler.answer(200, broken, media)


def _repeat(handler: _Handler, body: bytes, media: str) -> None:
    start, end = body.find(b"<item>"), body.rfind(b"</item>") + len(b"</item>")
    handler.answer(200, body[:end] + body[start:end] + body[end:] if start >= 0 else body, media)


def _redirect(handler: _Handler, body: bytes, media: str) -> None:
    to = handler.rng.choice(("/feed-moved.xml", handler.path, "/nowhere", "http://127.0.0.250:1/x"))
    handler.answer(handler.rng.choice((301, 302, 307, 308)), b"", Location=to)


def _fail(handler: _Handler, body: bytes, media: str) -> None:
    handler.answer(handler.rng.choice((500, 502, 503, 404, 403, 204)), b"fault")


def _garbage(handler: _Handler, body: bytes, media: str) -> None:
    handler.wfile.write(bytes(handler.rng.randrange(256) for _ in range(500)))


def _reset(handler: _Handler, body: bytes, media: str) -> None:
    handler.connection.close()


FAULTS: dict[str, Fault] = {
    "slow": _drip, "stalled": _stall, "cut": _cut, "length too small": _understate, "length too large": _overstate,
    "clock jumped": _jump, "broken XML": _break_xml, "entries twice": _repeat, "redirect": _redirect,
    "server error": _fail, "no HTTP": _garbage, "closed": _reset,
}  # fmt: skip
ANYWHERE = frozenset(FAULTS) - {"broken XML", "entries twice", "length too small", "redirect"}
"""Faults of pages as well: those after which a page is whole or none. The others are of feeds alone."""


@contextmanager
def open_press(*, interval: float, most: int, trouble: float, seed: int) -> Iterator[Press]:
    """Servers for all feeds, on one port of as many loopback addresses."""
    press = Press(interval, trouble, seed)
    servers: list[ThreadingHTTPServer] = []
    try:
        for feed in range(FEEDS):
            handler = type("Handler", (_Handler,), {"press": press, "feed": feed, "rng": random.Random(seed + feed)})
            server = ThreadingHTTPServer((name_host(feed), press.port), handler)
            server.daemon_threads = True
            press.port = server.server_address[1]
            servers.append(server)
            threading.Thread(target=server.serve_forever, daemon=True).start()
        press.prepare(most)
        press.began = time.monotonic()
        yield press
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
