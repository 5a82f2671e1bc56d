"""A web server on this machine for tests, with the faults that servers have."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = bytes | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the pages of its site; the log stays quiet."""

    site: Site

    def do_GET(self) -> None:  # the name that http.server wants
        self.site.asked.append(self.path)
        self.site.hosts.append(self.headers["Host"])
        self.site.agents.append(self.headers["User-Agent"])
        page = self.site.pages.get(self.path)
        if page is None:
            self.answer(404, b"none")
        elif isinstance(page, bytes):
            self.answer(200, page)
        else:
            page(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        given = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body))} | headers
        for name, value in given.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@dataclass
class Site:
    """Its pages by path, and what was asked for."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def redirect(to: str) -> Page:
    return lambda handler: handler.answer(302, Location=to)


def fail_first(times: int, body: bytes, status: int = 500, **headers: str) -> Page:
    """Answers with a fault ``times`` times, then with the page."""
    left = [times]

    def page(handler: Handler) -> None:
        left[0] -= 1
        if left[0] >= 0:
            handler.answer(status, b"fault", **headers)
        else:
            handler.answer(200, body)

    return page


def cut(body: bytes, claimed: int) -> Page:
    """Promises more than it sends."""
    return lambda handler: handler.answer(200, body, Content_Length=str(claimed))


def drip(seconds: float) -> Page:
    """Sends a byte now and then, for as long as the other side listens."""

    def page(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(seconds)
        except OSError:
            return

    return page


def sleep_first(seconds: float) -> Page:
    def page(handler: Handler) -> None:
        time.sleep(seconds)
        handler.answer(200, b"late")

    return page
