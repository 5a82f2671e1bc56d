"""Outcomes beside event data, and the ledger of predictions, on the desk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from marsad.desk import relink, take_in
from marsad.i18n.words import load_words
from marsad.intake import Options, open_originals
from marsad.read.publication import read_day
from marsad.run.workers import Crew
from marsad.store import Store
from marsad.world import add_data
from tests.verify.test_commands import ARTICLE, EXPECTED
from tests.verify.test_files import make_year, write


def add_article(store: Store, folder: Path, name: str, article: dict[str, str]) -> None:
    file = folder / f"{name}.json"
    file.write_text(json.dumps(article), encoding="utf-8")
    options = Options(read_day=read_day)
    list(take_in(store, open_originals(str(file), options), options, engine=Crew(1)))
    relink(store)


def add_deaths(store: Store, folder: Path) -> None:
    rows = [make_year(year_cy=str(2016 + n), sb_total_deaths_best_cy=str(best), sb_total_deaths_low_cy=str(best),
                      sb_total_deaths_high_cy=str(best)) for n, best in enumerate([500] * 8 + [2000])]  # fmt: skip
    (folder / "cy.csv").write_bytes(write(*rows))
    add_data(store, folder / "cy.csv")


@pytest.fixture
def browser(browser: TestClient) -> TestClient:
    """One that reads English."""
    browser.get("/language?to=en&back=/")
    return browser


@pytest.fixture
def store(store: Store, tmp_path: Path) -> Store:
    """The store of the other tests with an outcome and a prediction more."""
    add_article(store, tmp_path, "outcome", ARTICLE)
    add_article(store, tmp_path, "expected", EXPECTED)
    return store


def test_outcomes_say_that_there_are_no_data(browser: TestClient) -> None:
    page = browser.get("/outcomes").text
    assert "There are no event data yet" in page
    assert "not decidable" in page


def test_an_outcome_has_its_verdict_reasons_and_chart(store: Store, browser: TestClient, tmp_path: Path) -> None:
    before = browser.get("/outcomes").text
    add_deaths(store, tmp_path)
    page = browser.get("/outcomes").text
    assert "contradicted" not in before
    assert "contradicted" in page
    assert "all deaths in organised violence rose" in page
    address = re.search(r'src="(/outcomes/[^"]+\.svg[^"]*)"', page)
    assert address is not None
    drawn = browser.get(address[1])
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "Niger, 2024: contradicted" in " ".join(ElementTree.fromstring(drawn.text).itertext())
    assert browser.get("/outcomes/none/NE.svg").status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "ارتفع مجموع قتلى العنف المنظم"), ("fr", "biais connu"), ("ru", "известное смещение")]
)
def test_reasons_and_charts_are_in_the_language_of_the_page(
    store: Store, browser: TestClient, tmp_path: Path, language: str, said: str
) -> None:
    add_deaths(store, tmp_path)
    page = browser.get(f"/outcomes?lang={language}").text
    assert said in page
    assert "known bias" not in page
    address = re.search(r'src="(/outcomes/[^"]+)"', page)
    assert address is not None
    chart = browser.get(address[1])
    assert load_words(language)("chart.claimed") in chart.text


def test_predictions_show_who_what_by_when_and_the_record(browser: TestClient) -> None:
    page = browser.get("/predictions").text
    assert "Sources and their record" in page
    assert "seven T-72B3 tanks" in page
    assert "March 2025" in page
    link = re.search(r'href="(/documents/[^"]+)"', page)
    assert link is not None
    assert browser.get(link[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr", "ru"])
def test_the_pages_are_in_every_language(browser: TestClient, language: str) -> None:
    browser.get(f"/language?to={language}&back=/")
    for address in ("/outcomes", "/predictions"):
        page = browser.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text


def test_nobody_sees_them_without_the_token(app: object) -> None:
    from tests.web.conftest import HOST

    stranger = TestClient(app, base_url=HOST, raise_server_exceptions=False)  # type: ignore[arg-type]
    assert {stranger.get(address).status_code for address in ("/outcomes", "/predictions", "/outcomes/a/b.svg")} == {
        401
    }
