"""The desk in a browser: every page in two directions and two widths, and what people do on them.

Every request of every test must go to the desk itself, and no page may write an error to the browser's console.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.helpers import Run
from tests.web.desk import AXE, BUILT, CHROMIUM, FLAGS, serve

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium"),
    pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built: make web"),
]
PAGES = (
    "/",
    "/register",
    "/totals",
    "{entry}",
    "{document}",
    "{family}",
    "/sources",
    "/outcomes",
    "/predictions",
    "/review",
    "/search?q=Mali",
    "/add",
    "/log",
)
PHONE, DESKTOP = (390, 844), (1366, 900)
TEXT = (
    "أعلنت وزارة الدفاع المالية في 3 آذار/مارس 2025 أن تركيا سلّمت مالي ثلاث عشرة مدرعة من طراز كيربي في ميناء داكار. "
    "وقال الناطق باسم الوزارة إن الميناء مزدحم منذ يوم الاثنين.\n"
)


@dataclass(frozen=True)
class Site:
    """A desk that runs, and a browser that may look at it."""

    browser: Browser
    address: str

    @property
    def home(self) -> str:
        return self.address.split("/?")[0]


@pytest.fixture(scope="module")
def site(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    store = tmp_path_factory.mktemp("pages") / "desk.db"
    shutil.copy(stocked, store)
    with serve(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Site(browser, address)
        browser.close()


@contextmanager
def open_page(
    site: Site, language: str = "en", size: tuple[int, int] = DESKTOP, *, refusals: int = 0, **options: Any
) -> Iterator[Page]:
    """A page of a new person, let in; afterwards what it asked for and what it complained about is looked at.

    ``refusals`` are the answers that a test expects to be refusals: the browser complains about each by itself.
    """
    width, height = size
    context = site.browser.new_context(viewport={"width": width, "height": height}, locale=language, **options)
    page = context.new_page()
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site.address)
    yield page
    context.close()
    assert hosts - {""} == {urlsplit(site.home).netloc}, "a request left the desk"
    assert len(complaints) == refusals, complaints


def find_paths(page: Page, home: str) -> dict[str, str]:
    """Where an entry with several witnesses, a document and a family are."""
    register = page.request.get(f"{home}/register/download?format=json").json()
    entry = max(register["entries"], key=lambda e: (e["publications"], e["id"]))
    page.goto(f"{home}/entries/{entry['id']}")
    document = page.locator(".told .acts a").first.get_attribute("href")
    family = page.locator("a.said").first.get_attribute("href")
    return {"entry": f"/entries/{entry['id']}", "document": str(document), "family": str(family)}


def count_entries(page: Page, site: Site, query: str) -> int:
    return len(page.request.get(f"{site.home}/register/download?format=json&{query}").json()["entries"])


def find_faults(page: Page) -> list[str]:
    """What axe-core finds that keeps somebody out: the rule, the element, what is wrong."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_every_page_shows_itself(site: Site, language: str, direction: str, size: tuple[int, int]) -> None:
    with open_page(site, language, size) as page:
        paths = find_paths(page, site.home)
        for path in PAGES:
            page.goto(site.home + path.format(**paths))
            page.evaluate("document.fonts.ready.then(() => true)")
            assert page.locator("html").get_attribute("dir") == direction, path
            assert page.locator("h1").count() == 1, path
            overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overhang <= 0, f"{path} is {overhang} pixels wider than the screen"
            assert find_faults(page) == [], path


def test_the_dark_desk_can_be_read(site: Site) -> None:
    with open_page(site, color_scheme="dark") as page:
        paths = find_paths(page, site.home)
        for path in ("/", "/register", "{entry}", "{document}", "/review"):
            page.goto(site.home + path.format(**paths))
            assert find_faults(page) == [], path


def test_from_the_map_to_the_words(site: Site) -> None:
    with open_page(site) as page:
        page.wait_for_selector("#map[data-ready]", timeout=20000)
        spot = page.evaluate("""() => {
            const map = document.getElementById("map").map;
            const found = map.queryRenderedFeatures({ layers: ["spots"] }).find((one) => !one.properties.cluster);
            const at = map.project(found.geometry.coordinates);
            return [at.x, at.y];
        }""")
        page.locator("#map canvas").click(position={"x": spot[0], "y": spot[1]})
        page.locator(".map-pop a").click()
        page.locator("a[href^='/entries/']").first.click() if "/register" in page.url else None
        page.wait_for_url("**/entries/*")
        page.locator(".told .acts a").first.click()
        page.wait_for_url("**/documents/*")
        page.locator(".text .w.on").first.wait_for()
        assert page.locator(".claim.on").count() == 1


def test_every_number_of_the_overview_is_two_clicks_from_its_words(site: Site) -> None:
    with open_page(site) as page:
        numbers = page.locator(".totals td.n a")
        for at in range(numbers.count()):
            page.goto(site.home)
            numbers.nth(at).click()
            if "/register" in page.url:
                page.locator("table.register a[href^='/entries/']").first.click()
            assert page.locator("blockquote.quote").first.inner_text().strip()


def test_words_lead_to_their_claim_and_back(site: Site) -> None:
    with open_page(site) as page:
        page.goto(site.home + find_paths(page, site.home)["document"].split("?")[0])
        page.locator(".text .w").first.click()
        assert page.locator(".claim.on").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".claim.on").count() == 0
        page.locator(".claim a[data-to='words']").first.click()
        assert page.locator(".text .w.on").count() > 0


def test_a_queue_is_judged_and_undone_by_keys(site: Site) -> None:
    with open_page(site) as page:
        page.goto(f"{site.home}/review?queue=new")
        first = page.locator("#current").get_attribute("data-entry")
        waiting = int(page.locator(".queues a[aria-current] b").inner_text())
        page.keyboard.press("3")
        page.locator(".toast").wait_for()
        assert page.locator("#current").get_attribute("data-entry") != first
        assert int(page.locator(".queues a[aria-current] b").inner_text()) == waiting - 1
        page.keyboard.press("u")
        page.locator(".toast").wait_for(state="detached")
        expect(page.locator(".queues a[aria-current] b")).to_have_text(str(waiting))


def test_the_sheet_of_keys_opens_on_a_question_mark(site: Site) -> None:
    with open_page(site) as page:
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#keys").is_visible()


def test_many_entries_are_judged_at_once(site: Site) -> None:
    with open_page(site) as page:
        page.goto(f"{site.home}/review?queue=new")
        boxes = page.locator(".picks input")
        boxes.nth(0).check()
        page.locator("#bulk-as").select_option("3")
        page.keyboard.press("Escape")
        page.locator("#bulk button").click()
        page.locator(".toast").wait_for()
        page.locator(".toast button").click()
        page.locator(".toast").wait_for(state="detached")


def test_an_arabic_text_becomes_an_entry(site: Site) -> None:
    with open_page(site, "ar") as page:
        page.goto(f"{site.home}/add")
        page.locator("#text").fill(TEXT)
        page.locator("#publisher").fill("صدى الساحل")
        page.locator("#add-text button").click()
        page.locator(".job.is-done").first.wait_for(timeout=30000)
        page.locator(".job .entry-line", has_text="مالي").first.click()
        page.wait_for_url("**/entries/*")
        assert page.locator("blockquote.quote").first.get_attribute("dir") == "rtl"
        quotes = page.locator("blockquote.quote").all_inner_texts()
        assert "ثلاث عشرة مدرعة من طراز كيربي" in quotes[0]
        assert all(quote.strip() in TEXT for quote in quotes)
        assert "مالي" in page.locator("h1").inner_text()


def test_a_file_is_sent_and_a_wrong_one_is_refused_with_a_reason(site: Site, tmp_path: Path) -> None:
    wrong = tmp_path / "song.mp3"
    wrong.write_bytes(b"ID3" + bytes(100))
    with open_page(site, refusals=1) as page:
        page.goto(f"{site.home}/add")
        page.locator("#files").set_input_files(wrong)
        page.locator("#add-files button").click()
        fault = page.locator("#add-files .fault")
        fault.wait_for()
        assert ".mp3" in fault.inner_text()
        good = tmp_path / "note.txt"
        good.write_text("Serbia sent two Nora howitzers to Chad.\n\nThe ministry in Belgrade said on 4 May 2025 that Serbia had delivered two Nora B-52 howitzers to Chad in April.", encoding="utf-8")  # fmt: skip
        page.locator("#files").set_input_files(good)
        page.locator("#add-files button").click()
        page.locator(".job.is-done").first.wait_for(timeout=30000)


def test_a_file_is_dropped_on_the_page(site: Site) -> None:
    with open_page(site) as page:
        page.goto(f"{site.home}/add")
        dropped = page.evaluate_handle("""() => {
            const data = new DataTransfer();
            const words = "Poland delivered three Piorun launchers to Moldova.\\n\\nThe ministry in Warsaw said on 2 June 2025 "
                + "that Poland had delivered three Piorun launchers to Moldova in May.";
            data.items.add(new File([words], "dropped.txt", { type: "text/plain" }));
            return data;
        }""")
        page.dispatch_event("main", "drop", {"dataTransfer": dropped})
        page.locator(".job.is-done", has_text="dropped.txt").wait_for(timeout=30000)


def test_the_language_is_switched_and_kept(site: Site) -> None:
    with open_page(site, "en") as page:
        page.goto(f"{site.home}/register?type=delivery")
        page.locator("details.languages summary").click()
        page.locator("a[hreflang='fr']").click()
        assert page.locator("html").get_attribute("lang") == "fr"
        assert "type=delivery" in page.url
        page.goto(site.home)
        assert page.locator("html").get_attribute("lang") == "fr"


def test_filters_stand_in_the_address(site: Site) -> None:
    with open_page(site) as page:
        page.goto(f"{site.home}/register")
        page.locator("#f-recipient").select_option("ML")
        page.locator(".filters .primary").click()
        page.wait_for_url("**recipient=ML**")
        expect(page.locator("table.register tbody tr")).to_have_count(count_entries(page, site, "recipient=ML"))
        page.goto(f"{site.home}/register?since=2030-01-01")
        assert page.locator(".empty").is_visible()


def test_going_back_shows_the_filters_of_what_is_shown(site: Site) -> None:
    with open_page(site) as page:
        page.goto(f"{site.home}/register?type=delivery")
        page.locator("#f-standing").select_option("denied")
        page.locator(".filters .primary").click()
        page.wait_for_url("**standing=denied**")
        page.go_back()
        expect(page.locator("#f-type")).to_have_value("delivery")
        expect(page.locator("#f-standing")).to_have_value("")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_brief_fits_a_phone(site: Site, stocked: Path, run: Run, tmp_path: Path, language: str) -> None:
    file = tmp_path / "brief.html"
    assert run("brief", "--language", language, "--output", file, "--store", stocked).code == 0
    page = site.browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(file.as_uri())
    assert page.locator("table").count() > 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.close()


def test_without_script_all_can_be_read(site: Site) -> None:
    with open_page(site, java_script_enabled=False) as page:
        paths = find_paths(page, site.home)
        for path in PAGES:
            page.goto(site.home + path.format(**paths))
            assert page.locator("main").inner_text().strip(), path
        page.goto(site.home + paths["entry"])
        page.locator(".told .acts a").first.click()
        expect(page.locator(".claim:target")).to_have_count(1)
        page.goto(f"{site.home}/register")
        page.locator("#f-recipient").select_option("ML")
        page.locator(".filters .primary").click()
        expect(page.locator("table.register tbody tr")).to_have_count(count_entries(page, site, "recipient=ML"))
