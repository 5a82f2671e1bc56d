"""Pictures of every page in Arabic and English, on a wide and a narrow screen: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.web.desk import CHROMIUM, FLAGS, fill_store, serve

SIZES = {"desktop": (1366, 900), "phone": (390, 844)}


def list_pages(page: Page, home: str) -> dict[str, str]:
    """Every page by a name for its picture; those of one entry, document and family are the fullest ones."""
    register: dict[str, Any] = page.request.get(f"{home}/register/download?format=json").json()
    entries = sorted(register["entries"], key=lambda e: (-e["publications"], -e["origins"], -len(e["items"])))
    contested = [e for e in entries if e["standing"] == "contested"] or entries
    pages = {
        "overview": "/", "register": "/register", "register-filtered": "/register?type=delivery&sort=date",
        "totals": "/totals", "entry": f"/entries/{entries[0]['id']}", "entry-contested": f"/entries/{contested[0]['id']}",
        "sources": "/sources", "outcomes": "/outcomes", "predictions": "/predictions",
        "review": "/review", "review-joins": "/review?queue=joins",
        "review-contested": "/review?queue=contested", "search": "/search?q=مدرعات", "search-empty": "/search",
        "add": "/add", "log": "/log?verify=1", "none": "/entries/none", "filtered-out": "/register?origins=99",
    }  # fmt: skip
    for name, entry in (("document", entries[0]), ("document-contested", contested[0])):
        page.goto(f"{home}/entries/{entry['id']}")
        pages[name] = str(page.locator(".told .acts a").first.get_attribute("href"))
    page.goto(f"{home}/entries/{entries[0]['id']}")
    family = page.locator("a.said")
    if family.count():
        pages["family"] = str(family.first.get_attribute("href"))
    return pages


def take_pictures(address: str, folder: Path, languages: tuple[str, ...] = ("ar", "en"), only: str = "") -> None:
    """Write a picture of every page, named ``page.language.size.png``, and name each."""
    home = address.split("/?")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in languages:
            for size, (width, height) in SIZES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, locale=language, device_scale_factor=1
                )
                page = context.new_page()
                page.goto(address)
                for name, path in list_pages(page, home).items():
                    if only and only not in name:
                        continue
                    page.goto(home + path)
                    if name == "overview":
                        page.locator("#map[data-ready]").wait_for(timeout=30000)
                    page.wait_for_timeout(250)
                    page.evaluate("scrollTo(0, 0)")
                    file = folder / f"{name}.{language}.{size}.png"
                    page.screenshot(path=file, full_page=True)
                    print(file)
                context.close()
        browser.close()


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        store = Path(temporary) / "desk.db"
        fill_store(store)
        with serve(store) as address:
            take_pictures(address, folder)


if __name__ == "__main__":
    main()
