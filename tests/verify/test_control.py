"""A synthetic control: other countries weighted so that they follow the claimed one before."""

from __future__ import annotations

import sys

import pytest

from marsad.errors import MarsadError
from marsad.i18n.because import tell_plainly
from marsad.verify.control import fit_control
from marsad.verify.judge import World, judge_claim
from marsad.verify.panel import Area, Panel, build_panels
from marsad.verify.tables import CountryYear
from marsad.verify.windows import Window, year
from tests.verify.examples import make_claim, make_document, make_years, tell, year_table

DONORS = ("AF", "CO", "ET", "IN", "IQ", "MM", "MZ", "PH", "SO", "SY", "UA", "YE")
WAVE = [100, 400, 150, 350, 120, 500, 90, 300, 200, 450, 110]


def make_rows(after: int) -> list[CountryYear]:
    """Niger moves as Mozambique, and then does not; the others move otherwise."""
    rows = make_years("NE", 2013, [*WAVE, after]) + make_years("MZ", 2013, [*WAVE, 400])
    for n, iso in enumerate(DONORS):
        if iso != "MZ":
            rows += make_years(iso, 2013, [200 + 37 * ((n + 5 * k) % 11) for k in range(12)])
    return rows


def make_panel(rows: list[CountryYear]) -> Panel:
    return build_panels([year_table(*rows)])[0]


def test_the_country_that_moved_alike_carries_the_control() -> None:
    found = fit_control(make_panel(make_rows(40)), Area("NE"), year(2024))
    assert found is not None
    assert found.who[0] == "MZ"
    assert found.before == pytest.approx(110, abs=15)
    assert found.after == pytest.approx(400, abs=40)
    assert "synthetic control of 12 countries, fitted on 2013 to 2023" in tell_plainly(found.way)


def test_data_that_carry_none_give_none() -> None:
    rows = make_rows(40)
    assert fit_control(make_panel([row for row in rows if row.country in ("NE", "MZ")]), Area("NE"), year(2024)) is None
    assert fit_control(make_panel([row for row in rows if row.year > 2015]), Area("NE"), year(2024)) is None
    assert fit_control(make_panel(rows), Area("NE"), Window(year(2023).first, year(2024).last)) is None
    assert fit_control(make_panel(rows), Area("NE", "Agadez"), year(2024)) is None
    other = [row for row in rows if row.country != "NE"] + make_years("NE", 2013, [1, 4000, 2] * 4)
    assert fit_control(make_panel(other), Area("NE"), year(2024)) is None


def test_it_stands_beside_the_verdict_and_decides_nothing() -> None:
    document = make_document()
    plain = World(build_panels([year_table(*make_rows(40))]), {})
    (without,) = judge_claim(make_claim(document), document, (), plain)
    (beside,) = judge_claim(make_claim(document), document, (), World(plain.panels, {}, controlled=True))
    assert beside.verdict == without.verdict
    assert without.comparisons[0].control is None
    assert beside.comparisons[0].control is not None
    assert any("synthetic control" in reason for reason in tell(beside))


def test_a_missing_package_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysyncon", None)
    with pytest.raises(MarsadError, match=r"pip install 'marsad\[control\]'"):
        fit_control(make_panel(make_rows(40)), Area("NE"), year(2024))
