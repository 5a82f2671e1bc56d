"""Fetching: politeness, faults of servers, and what must never be fetched. The server is on this machine."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from marsad.errors import InputError
from marsad.intake import address as addresses
from marsad.intake.address import check_address, describe_private
from marsad.intake.fetch import Fetcher
from marsad.intake.model import FetchOptions
from tests.intake.site import Site, cut, drip, fail_first, redirect, serve, sleep_first

OPTIONS = FetchOptions(allow_private=True, pause=0, retries=2)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def read(self) -> float:
        return self.now


def build(clock: Clock | None = None, **changes: object) -> Fetcher:
    clock = clock or Clock()
    options = replace(OPTIONS, **changes)  # type: ignore[arg-type]
    return Fetcher(options, sleep=clock.sleep, clock=clock.read, resolve=lambda host, port: ["127.0.0.1"])


def get(fetcher: Fetcher, address: str) -> bytes:
    with fetcher.fetch(address).body as body:
        return body.read()


def fail(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(InputError) as caught:
        fetcher.fetch(address)
    return str(caught.value).removeprefix(f"{address}: ")


def test_a_page_is_fetched_with_its_type_and_by_its_name(site: Site) -> None:
    site.pages["/a"] = "é".encode()
    fetched = build().fetch(site.address + "/a")
    assert (fetched.body.read(), fetched.media, fetched.charset) == ("é".encode(), "text/html", "utf-8")
    assert fetched.retrieved.tzinfo is not None
    assert site.asked == ["/robots.txt", "/a"]
    assert all(agent.startswith("marsad/") for agent in site.agents)


def test_what_is_connected_to_is_what_was_looked_up_and_the_host_is_still_named(site: Site) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    site.pages["/a"] = b"x"
    Fetcher(OPTIONS, resolve=resolve).fetch(f"http://news.test:{site.port}/a")
    assert set(site.hosts) == {f"news.test:{site.port}"}
    assert looked_up == ["news.test"] * 2, "once to check the page, once for robots.txt, never by the connection itself"


def test_arabic_addresses_are_escaped(site: Site) -> None:
    site.pages["/%D8%A3?q=%D8%A3%20b"] = b"x"
    assert get(build(), f"{site.address}/أ?q=أ%20b") == b"x"


def test_packed_answers_are_unpacked_and_bombs_stopped(site: Site) -> None:
    site.pages["/a"] = lambda h: h.answer(200, gzip.compress(b"words"), Content_Encoding="gzip")
    site.pages["/b"] = lambda h: h.answer(200, gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    site.pages["/c"] = lambda h: h.answer(200, b"no gzip", Content_Encoding="gzip")
    assert get(build(), site.address + "/a") == b"words"
    assert fail(build(max_bytes=1_000_000), site.address + "/b") == (
        "is larger than 1 MB (download it and give the file)"
    )
    assert fail(build(), site.address + "/c") == (
        "is not compressed as its server says (save the page and give the file)"
    )


def test_an_endless_answer_is_stopped(site: Site) -> None:
    def endless(handler: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        try:
            while True:
                handler.wfile.write(bytes(100_000))  # type: ignore[attr-defined]
        except OSError:
            return

    site.pages["/a"] = endless
    assert fail(build(max_bytes=1_000_000), site.address + "/a").startswith("is larger than 1 MB")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_fault_that_passes_is_tried_again_with_longer_waits(site: Site, status: int) -> None:
    site.pages["/a"] = fail_first(2, b"x", status)
    clock = Clock()
    assert get(build(clock), site.address + "/a") == b"x"
    assert 1 <= clock.slept[0] <= 1.25
    assert 2 <= clock.slept[1] <= 2.5


def test_a_server_that_says_when_to_come_back_is_obeyed(site: Site) -> None:
    site.pages["/a"] = fail_first(1, b"x", 503, Retry_After="17")
    site.pages["/b"] = fail_first(1, b"x", 503, Retry_After="3600")
    clock = Clock()
    assert get(build(clock), site.address + "/a") == b"x"
    assert clock.slept == [17.0]
    assert fail(build(), site.address + "/b") == "answers 503 Service Unavailable (try again later)"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/500", "answers 500 Internal Server Error (3 tries) (try again later)"),
        ("/404", "answers 404 Not Found (check the address)"),
        ("/cut", "was cut off before its end (3 tries) (try again later)"),
        ("/nothing", "broke off the connection (3 tries) (try again later)"),
        ("/slow", "does not answer within 0.2 seconds (3 tries) (try again later)"),
        ("/drip", "takes longer than 0.6 seconds (3 tries) (try again later)"),
        ("/circle", "redirects in a circle, back to {site}/circle (check the address)"),
        ("/endless/0", "redirects more than 5 times (check the address)"),
    ],
)
def test_each_fault_is_a_clear_line(site: Site, path: str, words: str) -> None:
    site.pages |= {
        "/500": fail_first(99, b""),
        "/cut": cut(b"half", 1000),
        "/nothing": lambda handler: handler.connection.close(),
        "/slow": sleep_first(1),
        "/drip": drip(0.05),
        "/circle": redirect("/circle/2"),
        "/circle/2": redirect("/circle"),
    }
    site.pages |= {f"/endless/{n}": redirect(f"/endless/{n + 1}") for n in range(20)}
    said = fail(build(read_timeout=0.2, total_timeout=0.6), site.address + path)
    assert said == words.replace("{site}", site.address)


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/a"
        assert fail(build(), address) == (
            "is of a site whose robots.txt cannot be read: it refuses the connection (3 tries) (try again later)"
        )


def test_a_host_that_does_not_exist() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    with pytest.raises(InputError, match=r"has a host that is not found: none\.test \(check the address\)"):
        Fetcher(OPTIONS, resolve=resolve).fetch("http://none.test/")


def test_redirects_are_followed(site: Site) -> None:
    site.pages |= {"/a": redirect("/b?c=1#d"), "/b?c=1": b"x"}
    fetched = build().fetch(site.address + "/a")
    assert (fetched.body.read(), fetched.address) == (b"x", site.address + "/b?c=1")


def test_robots_txt_is_obeyed_also_after_a_redirect(site: Site) -> None:
    site.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /\nAllow: /open\n\nUser-agent: marsad\nDisallow: /*.pdf$\nDisallow: /no",
        "/open": b"x",
        "/no/a": b"x",
        "/go": redirect("/no/a"),
        "/a.pdf": b"x",
    }
    fetcher = build()
    assert get(fetcher, site.address + "/open") == b"x"
    for path in ("/no/a", "/a.pdf"):
        said = fail(fetcher, site.address + path)
        assert said == "may not be fetched by programs: robots.txt says so (save the page and give the file)"
    assert "may not be fetched by programs" in fail(fetcher, site.address + "/go")
    assert site.asked == ["/robots.txt", "/open", "/go"]


def test_without_robots_txt_all_is_permitted_but_not_where_its_server_fails(site: Site) -> None:
    site.pages |= {"/a": b"x", "/robots.txt": fail_first(99, b"", 503)}
    assert fail(build(), site.address + "/a") == (
        "is of a site whose robots.txt cannot be read: it answers 503 Service Unavailable (3 tries) (try again later)"
    )
    site.pages["/robots.txt"] = redirect("/robots.txt")
    assert get(build(), site.address + "/a") == b"x"


def test_each_host_has_its_pace_and_robots_txt_may_ask_for_a_slower_one(site: Site) -> None:
    site.pages |= {"/a": b"x", "/b": b"x"}
    clock = Clock()
    fetcher = build(clock, pause=1.5)
    for path in ("/a", "/b"):
        fetcher.fetch(site.address + path)
    assert clock.slept == [1.5, 1.5], "robots.txt, the first page, the second"
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 4"
    clock = Clock()
    fetcher = build(clock)
    for path in ("/a", "/b"):
        fetcher.fetch(site.address + path)
    assert clock.slept == [4.0]


def test_no_more_than_so_many_addresses_are_fetched(site: Site) -> None:
    site.pages |= {"/a": b"x"}
    fetcher = build(max_addresses=2)
    for _ in range(2):
        fetcher.fetch(site.address + "/a")
    assert fail(fetcher, site.address + "/a") == (
        "is left out with all that follows: 2 addresses were fetched (run again for the rest)"
    )


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
    ],
)  # fmt: skip
def test_no_address_of_this_machine_a_private_network_or_a_cloud_is_fetched(place: str) -> None:
    assert describe_private(place)
    with pytest.raises(InputError, match=r"leads to .*--allow-private permits it"):
        check_address("http://news.test/", allow_private=False, resolve=lambda host, port: ["93.184.215.14", place])
    assert check_address("http://news.test/", allow_private=True, resolve=lambda host, port: [place]).places == (place,)


@pytest.mark.parametrize("place", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_public_addresses_are_fetched(place: str) -> None:
    assert describe_private(place) is None


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://0/"],
)
def test_other_spellings_of_this_machine_are_known(address: str) -> None:
    with pytest.raises(InputError, match="an address of this machine"):
        check_address(address, allow_private=False, resolve=addresses.look_up)


@pytest.mark.parametrize(
    "address",
    ["http://", "http://a b/", "http://a:99999/", "ftp://a/", "http://a\\@b/", "http://[::1/", "http://a\r\nb/"],
)
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises(InputError, match="is no address of the web"):
        check_address(address, allow_private=False, resolve=lambda host, port: ["8.8.8.8"])


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(InputError, match="a name or a password in it"):
        check_address("http://a:b@c.test/", allow_private=False, resolve=lambda host, port: ["8.8.8.8"])


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own server counts as public here, and nothing else of this machine."""
    monkeypatch.setattr(
        addresses, "describe_private", lambda place: None if place == "127.0.0.1" else describe_private(place)
    )
    clock = Clock()
    places = {"news.test": "127.0.0.1", "inside.test": "10.1.2.3"}
    fetcher = Fetcher(
        replace(OPTIONS, allow_private=False),
        sleep=clock.sleep,
        clock=clock.read,
        resolve=lambda host, port: [places.get(host, host)],
    )
    site.pages |= {
        "/a": redirect("http://169.254.169.254/latest"),
        "/b": redirect("http://inside.test/"),
        "/c": redirect("file:///etc/passwd"),
    }
    start = f"http://news.test:{site.port}"
    assert fail(fetcher, start + "/a") == (
        "redirects to http://169.254.169.254/latest, which leads to 169.254.169.254, a link-local address or a cloud's "
        "own service (--allow-private permits it)"
    )
    assert "which leads to 10.1.2.3, an address of a private network" in fail(fetcher, start + "/b")
    assert "redirects to file:///etc/passwd, which is no address of the web" in fail(fetcher, start + "/c")
