"""Verdicts: what the figures allow to be said of a claim, and never more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from marsad.model import Claim, ClaimDate, Evidence, Party, Place
from marsad.verdicts import Count, Toll, Verdict
from marsad.verify.judge import World, find_arrivals, judge_claim
from marsad.verify.panel import Area
from marsad.verify.tables import BIASES, CountryYear, Table
from marsad.verify.windows import Window
from tests.verify.examples import make_claim, make_document, make_event, make_world, make_years, tell, year_table

STEADY = [500, 520, 480, 510, 490, 505, 495, 500]
FELL = year_table(*make_years("NE", 2016, [*STEADY, 100]))
ROSE = year_table(*make_years("NE", 2016, [*STEADY, 2000]))
DRIFTS = year_table(*make_years("NE", 2016, [100, 900, 60, 800, 90, 1000, 100, 900, 100]))
NAMED = Place("Tillabéri", "NE")


def judge(table: Table, claim: Claim | None = None, text: str | None = None, language: str = "en") -> Verdict:
    document = make_document(text, language) if text else make_document()
    (verdict,) = judge_claim(claim or make_claim(document), document, (), make_world(table))
    return verdict


def test_a_fall_beyond_bounds_and_chance_is_consistent_and_names_the_bias() -> None:
    verdict = judge(FELL)
    assert (verdict.verdict, verdict.country, verdict.period) == ("consistent", "NE", "2024")
    assert BIASES["ucdp-country-year"] in verdict.reasons
    assert any(reason.startswith("deaths do not test") for reason in tell(verdict))
    ratio = verdict.comparisons[0].ratio
    assert ratio.value == 0.2
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.low < 0.2 < ratio.high < 1


def test_a_rise_contradicts_success_and_bears_failure_out() -> None:
    assert judge(ROSE).verdict == "contradicted"
    failed = judge(ROSE, text="The mission was a failure.")
    assert failed.verdict == "consistent"
    assert any("known bias" in reason for reason in tell(failed))
    assert judge(FELL, text="The mission was a failure.").verdict == "contradicted"


def test_a_fall_that_the_conflict_often_made_is_not_decidable() -> None:
    verdict = judge(DRIFTS)
    assert verdict.verdict == "not decidable"
    assert "the difference is no larger than this conflict's usual drift" in tell(verdict)


def test_intervals_that_overlap_decide_nothing() -> None:
    verdict = judge(year_table(*make_years("NE", 2016, [*STEADY, 100], spread=0.9)))
    assert verdict.verdict == "not decidable"
    assert "the bounds of the two periods overlap, and that decides nothing" in tell(verdict)


def test_too_short_a_history_decides_nothing() -> None:
    verdict = judge(year_table(*make_years("NE", 2022, [500, 500, 50])))
    assert verdict.verdict == "not decidable"
    assert any("too few earlier periods" in reason for reason in tell(verdict))


@pytest.mark.parametrize("part", ["one_sided", "by_governments"])
def test_fewer_deaths_with_more_killings_of_civilians_are_not_simply_consistent(part: str) -> None:
    def make(number: int, battle: int, civilians: int) -> CountryYear:
        killed = Count(civilians, civilians, civilians)
        own = killed if part == "by_governments" else Count()
        return CountryYear("NE", number, Toll(Count(battle, battle, battle), Count(), killed, own))

    rows = [make(2016 + n, best, 40) for n, best in enumerate(STEADY)]
    verdict = judge(year_table(*rows, make(2024, 100, 90)))
    assert verdict.verdict == "not decidable"
    assert "all deaths fell, but killings of civilians rose" in tell(verdict)
    assert "killings of civilians rose 40–40–40 → 90–90–90" in tell(verdict)
    assert judge(year_table(*rows, make(2024, 100, 30))).verdict == "consistent"


def test_a_fall_that_the_neighbours_share_is_not_the_countrys_own() -> None:
    around = [row for iso in ("ML", "NG") for row in make_years(iso, 2016, [*STEADY, 90])]
    verdict = judge(year_table(*FELL.years, *around))
    assert verdict.verdict == "not decidable"
    assert any("the neighbours show the same fall" in reason for reason in tell(verdict))
    steady = [row for iso in ("ML", "NG") for row in make_years(iso, 2016, [*STEADY, 500])]
    assert judge(year_table(*FELL.years, *steady)).verdict == "consistent"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date": None}, "says not when"),
        ({"date": "2024-02/.."}, "the data at hand count by country and year"),
        ({"date": "2025"}, "the data at hand"),
        ({"date": "2026"}, "was not over, or had not begun"),
        ({"date": "../2024"}, "was not over, or had not begun"),
        ({"date": "2024-03"}, "the data at hand count by country and year, and it is about the period 2024-03"),
        ({"country": None}, "names no country"),
        ({"country": "TD"}, "there are no event data of this country"),
        ({"factuality": "expected"}, "is a prediction"),
        ({"factuality": "denied"}, "is denied by the text itself"),
        ({"place": Place("Niamey", "NE", 13.5, 2.1)}, "is about one place, Niamey"),
        ({"place": NAMED}, "the data at hand count by country and year, and it is about a part of the country"),
        ({"place": Place("Sahel", None)}, "names no country"),
    ],
)
def test_what_the_figures_cannot_tell_is_not_decidable(change: dict[str, object], reason: str) -> None:
    document = make_document()
    verdict = judge(ROSE, make_claim(document, **change))  # type: ignore[arg-type]
    assert verdict.verdict == "not decidable"
    assert any(reason in told for told in tell(verdict)), tell(verdict)


def test_one_fight_or_loss_is_not_decidable() -> None:
    for text in ("They retook the town of Ayorou.", "Two helicopters were lost.", "A success here, a failure there."):
        verdict = judge(FELL, text=text)
        assert verdict.verdict == "not decidable"
        assert any(reason.startswith("names one fight, gain or loss") for reason in tell(verdict))


def test_words_that_the_reading_took_for_the_opposite_are_not_decidable() -> None:
    document = make_document()
    claim = replace(make_claim(document), why=Evidence("fail: setback"))
    assert judge(FELL, claim).verdict == "not decidable"


def test_a_hedge_is_told() -> None:
    verdict = judge(FELL, make_claim(make_document(), factuality="possible"))
    assert "the text itself says it with a hedge" in tell(verdict)


@pytest.mark.parametrize(
    ("text", "language", "countries"),
    [
        ("The trainers brought success to Burkina Faso and Niger.", "en", ["BF", "NE"]),
        ("Les instructeurs ont connu des succès au Burkina Faso et au Niger.", "fr", ["BF", "NE"]),
        ("حققت الوحدة نجاحات في بوركينا فاسو والنيجر.", "ar", ["BF", "NE"]),
        ("Инструкторы добились успехов в Буркина-Фасо и Нигере.", "ru", ["BF", "NE"]),
    ],
)
def test_states_of_the_sentence_go_before_one_read_from_elsewhere(
    text: str, language: str, countries: list[str]
) -> None:
    document = make_document(text, language)
    table = year_table(*FELL.years, *make_years("BF", 2016, [*STEADY, 2000]), *make_years("ML", 2016, STEADY))
    verdicts = judge_claim(make_claim(document, country="ML"), document, (), make_world(table))
    assert [verdict.country for verdict in verdicts] == countries


@pytest.mark.parametrize(
    "text",
    [
        "South Korea's spy agency sees successes.",
        "The Sudanese professor sees successes; so does the ministry of Sudan.",
    ],
)
def test_a_state_that_is_named_and_no_place_is_not_meant(text: str) -> None:
    document = make_document(text)
    (verdict,) = judge_claim(make_claim(document), document, (), make_world(FELL))
    assert verdict.country == "NE"


def test_a_state_in_the_list_that_another_claim_has_is_left_to_it() -> None:
    document = make_document("The trainers brought success to Burkina Faso and Niger.")
    first, second = make_claim(document, country="BF"), make_claim(document, country="NE", id="c2")
    world = make_world(FELL)
    assert [v.country for v in judge_claim(first, document, (first, second), world)] == ["BF"]
    assert [v.country for v in judge_claim(first, document, (first,), world)] == ["BF", "NE"]


def test_months_are_used_where_events_are_known_by_day() -> None:
    before = [make_event(n, f"2023-{n % 12 + 1:02}-10", 40 + n % 5) for n in range(48)]
    after = [make_event(100 + n, f"2024-{n % 12 + 1:02}-10", 9) for n in range(24)]
    table = Table("ucdp-ged", "25.1", events=(*before, *after))
    verdict = judge(table)
    assert verdict.verdict == "consistent"
    assert [entry.period for entry in verdict.series][:2] == ["2023-01", "2023-02"]
    assert len(verdict.series) == 24
    document = make_document()
    half = judge(table, make_claim(document, date="2024-01/2024-06"))
    assert (half.comparisons[0].before, half.comparisons[0].after) == ("2023-07/2023-12", "2024-01/2024-06")


def test_a_period_without_end_goes_as_far_as_the_data() -> None:
    verdict = judge(FELL, make_claim(make_document(), date="2024/.."))
    assert (verdict.verdict, verdict.comparisons[0].after, verdict.period) == ("consistent", "2024", "2024/..")
    events = [make_event(n, f"{2023 + n // 12}-{n % 12 + 1:02}-05", 40 if n < 14 else 4) for n in range(24)]
    table = Table("ucdp-ged", "25.0.1", events=tuple(events))
    since = judge(table, make_claim(make_document(), date="2024-03/.."))
    assert (since.comparisons[0].before, since.comparisons[0].after) == ("2023-05/2024-02", "2024-03/2024-12")
    assert since.verdict == "consistent"


def test_an_event_that_may_lie_outside_adds_to_the_high_figure_alone() -> None:
    crossing = replace(make_event(1, "2024-01-31", 10, spread=0), last=dt.date(2024, 2, 2))
    table = Table("ucdp-ged", "25.0.3", events=(crossing, make_event(2, "2024-03-31", 1, spread=0)))
    (panel,) = make_world(table).panels
    tolls = [entry.toll.all for entry in panel.list_months(_area(), _first_quarter())]
    assert [str(toll) for toll in tolls] == ["0–10–10", "0–0–10", "1–1–1"]


def _area() -> Area:
    return Area("NE")


def _first_quarter() -> Window:
    return Window(dt.date(2024, 1, 1), dt.date(2024, 3, 31))


def test_a_newer_release_stands_for_the_days_that_it_covers() -> None:
    old = Table("ucdp-ged", "24.1", events=(make_event(1, "2023-05-01", 7), make_event(2, "2022-05-01", 3)))
    new = Table("ucdp-ged", "25.1", events=(make_event(3, "2023-06-01", 5), make_event(4, "2024-06-01", 5)))
    (panel,) = make_world(new, old).panels
    assert [entry.toll.all.best for entry in panel.list_years(_area(), 2021, 2025)] == [3, 5, 5]


def test_a_country_without_rows_is_not_covered_and_no_zero() -> None:
    table = Table("ucdp-ged", "25.1", events=(make_event(1, "2023-05-01", 7, country="ML"),))
    assert tell(judge(table)) == ["there are no event data of this country (`marsad data add FILE`)"]


def test_two_sources_that_say_the_opposite_decide_nothing() -> None:
    rising = [make_event(n, f"{2016 + n // 12}-{n % 12 + 1:02}-05", 1) for n in range(96)]
    rising += [make_event(200 + n, f"2024-{n % 12 + 1:02}-05", 9) for n in range(24)]
    acled = Table("acled", "2024-12-31", events=tuple(rising))
    document = make_document()
    (verdict,) = judge_claim(make_claim(document), document, (), make_world(FELL, acled))
    assert verdict.verdict == "not decidable"
    assert any("says the opposite" in reason for reason in tell(verdict))


def test_the_arrival_of_the_force_is_told_and_compared_with() -> None:
    document = make_document()
    arrival = Claim(
        "a1", "deployment", "fact", (make_claim(document).spans[0],), unit=Party("africa-corps", "Africa Corps"),
        recipient=Party("NE", "Niger"), date=ClaimDate("2022-04"),
    )  # fmt: skip
    world = World(make_world(FELL).panels, find_arrivals([arrival]))
    (verdict,) = judge_claim(make_claim(document), document, (), world)
    assert [found.before for found in verdict.comparisons] == ["2023", "2021"]
    (undated,) = judge_claim(make_claim(document, date=None), document, (), world)
    assert "Africa Corps is said to have come to Niger by 2022-04-01 (claim a1)" in tell(undated)
