"""`marsad data` and `marsad verify` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from marsad.store import open_store
from tests.helpers import Run
from tests.shared import find_shared
from tests.verify.test_files import EVENT, make_year, write

ARTICLE = {
    "text": "In 2024 Russian instructors from the Africa Corps trained the army of Niger in Niamey. Thanks to the Russian"
    " instructors, the Nigerien army achieved successes in Niger in 2024.",
    "publisher": "The Well",
    "published": "2025-02-01",
}


@pytest.fixture
def desk(tmp_path: Path, run: Run) -> str:
    """A store with an article that claims successes in Niger."""
    (tmp_path / "article.json").write_text(json.dumps(ARTICLE), encoding="utf-8")
    place = str(tmp_path / "desk.db")
    run("ingest", tmp_path / "article.json", "--store", place)
    return place


def add_years(run: Run, desk: str, tmp_path: Path) -> None:
    deaths = [500, 520, 480, 510, 490, 505, 495, 500, 2000]
    rows = [
        make_year(year_cy=str(2016 + n), **{f"sb_total_deaths_{end}_cy": str(best) for end in ("low", "best", "high")})
        for n, best in enumerate(deaths)
    ]
    (tmp_path / "cy.csv").write_bytes(write(*rows))
    assert run("data", "add", tmp_path / "cy.csv", "--store", desk).code == 0


def test_files_are_listed_with_version_hash_and_terms(run: Run, desk: str, tmp_path: Path) -> None:
    assert "no event data" in run("data", "--store", desk).err
    (tmp_path / "GEDEvent_v24_1.csv").write_bytes(write(EVENT))
    added = run("data", "add", tmp_path / "GEDEvent_v24_1.csv", "--store", desk)
    assert added.code == 0
    assert "ucdp-ged 24.1, 1 row, 2024 to 2024; UCDP, Uppsala University, CC BY 4.0; sha256:" in added.out
    assert run("data", "--store", desk).out == added.out
    assert "was there already" in run("data", "add", tmp_path / "GEDEvent_v24_1.csv", "--store", desk).out
    assert run("store", "check", "--store", desk).code == 0


def test_the_name_of_a_file_does_not_steer_the_terminal(run: Run, desk: str, tmp_path: Path) -> None:
    file = tmp_path / "ged\x1b[2J.csv"
    file.write_bytes(write({**EVENT, "odd\x1b[31m": "1"}))
    for ran in (run("data", "add", file, "--store", desk), run("data", "--store", desk)):
        assert ran.code == 0
        assert "ged\\x1b[2J.csv" in ran.out
        assert "\x1b" not in ran.out


def test_a_bad_file_is_a_line_and_the_others_are_kept(run: Run, desk: str, tmp_path: Path) -> None:
    (tmp_path / "bread.csv").write_text("name,price\nbread,3\n", encoding="utf-8")
    (tmp_path / "ged.csv").write_bytes(write(EVENT))
    ran = run("data", "add", tmp_path / "bread.csv", tmp_path / "ged.csv", tmp_path / "none.csv", "--store", desk)
    assert ran.code == 3
    assert [line.split(": ", 2)[2] for line in ran.err.splitlines()] == [
        "no event data by its columns: name, price (give a UCDP GED or country-year file (csv, geojson) or an ACLED export (csv))",
        "cannot be read: No such file or directory (check the path)",
    ]
    assert len(run("data", "--store", desk).out.splitlines()) == 1
    assert run("data", "add", tmp_path / "bread.csv", "--store", desk).code == 1


def test_deaths_are_added_up_by_year_and_by_month(run: Run, desk: str, tmp_path: Path) -> None:
    (tmp_path / "ged.csv").write_bytes(write(EVENT, EVENT | {"id": "8", "date_end": "2024-05-01"}))
    run("data", "add", tmp_path / "ged.csv", "--store", desk)
    (found,) = json.loads(run("data", "sums", "ne", "--by", "month", "--format", "json", "--store", desk).out)
    assert {e["period"]: e["all"] for e in found["series"]} == {
        "2024-03": {"low": 4, "best": 10, "high": 18},
        "2024-04": {"low": 0, "best": 0, "high": 9},
        "2024-05": {"low": 0, "best": 0, "high": 9},
    }
    missing = run("data", "sums", "ML", "--store", desk)
    assert (missing.code, missing.err.count("\n")) == (1, 1)


def test_a_claim_is_held_against_the_data(run: Run, desk: str, tmp_path: Path) -> None:
    without = json.loads(run("verify", "--all", "--format", "json", "--store", desk).out)
    assert [v["verdict"] for v in without] == ["not decidable"] * len(without)
    assert without
    add_years(run, desk, tmp_path)
    (found,) = [v for v in json.loads(run("verify", "--all", "--format", "json", "--store", desk).out) if v["period"]]
    assert {"claim", "document", "country", "place", "period", "verdict", "reasons", "series"} <= set(found)
    assert (found["country"], found["period"], found["verdict"]) == ("NE", "2024", "contradicted")
    assert found["series"][-1] == {
        "period": "2024",
        **{name: {"low": n, "best": n, "high": n} for name, n in (("all", 2000), ("state_based", 2000))},
        **{name: {"low": 0, "best": 0, "high": 0} for name in ("non_state", "one_sided", "one_sided_by_governments")},
    }
    shown = run("verify", found["claim"][:8], "--store", desk)
    assert shown.code == 0
    assert "contradicted  Niger, 2024" in shown.out


def test_what_cannot_be_verified_is_one_line(run: Run, desk: str) -> None:
    for arguments in (["zzz"], [""], [], ["abc", "--all"]):
        ran = run("verify", *arguments, "--store", desk)
        assert (ran.code, ran.err.count("\n"), ran.out) == (1, 1, "")


def test_an_empty_register_has_no_verdict(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    open_store(place).close()
    assert run("verify", "--all", "--store", place).out == "No outcome is claimed.\n"
    assert run("verify", "--all", "--format", "json", "--store", place).out == "[]\n"


def test_the_article_that_this_project_was_asked_for_with(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "seed.db"
    run("ingest", find_shared("seed/mali-ar.txt"), "--store", place)
    run("data", "add", find_shared("data/ucdp/organizedviolencecy_v25_1.csv"), "--store", place)
    verdicts: list[dict[str, Any]] = json.loads(run("verify", "--all", "--format", "json", "--store", place).out)
    of_2024 = {v["country"]: v for v in verdicts if v["period"] == "2024"}
    assert set(of_2024) == {"NE", "BF"}
    niger, burkina = of_2024["NE"], of_2024["BF"]
    assert niger["verdict"] == "contradicted"
    shown = {b["period"]: tuple(b["all"].values()) for b in niger["series"]}
    assert (shown["2023"], shown["2024"]) == ((447, 513, 910), (1075, 1222, 1650))
    assert burkina["verdict"] == "not decidable"
    assert any(r.startswith("all deaths in organised violence fell") for r in burkina["reasons"])
    assert "killings of civilians rose 1289–1336–1593 → 1611–2032–2592" in burkina["reasons"]
    assert any("by government or allied forces rose 355–355–507 → 653–795–933" in r for r in burkina["reasons"])
    mali = [v for v in verdicts if v["country"] == "ML"]
    assert [v["verdict"] for v in mali] == ["not decidable"] * len(mali)
    assert all("the bounds of the two periods overlap, and that decides nothing" in v["reasons"] for v in mali)
    assert all(any("known bias" in r for r in v["reasons"]) for v in verdicts if v["series"])


EXPECTED = {
    "text": "Russia will deliver seven T-72B3 tanks to Mali by March 2025, the Malian defence ministry said on Monday.",
    "publisher": "The Well",
    "published": "2025-01-14",
}
DELIVERED = {
    "text": "On 20 March 2025 Russia delivered seven T-72B3 tanks to Mali in Bamako.",
    "publisher": "The Spring",
    "published": "2025-04-02",
}


def test_the_ledger_of_predictions(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "desk.db"
    open_store(place).close()
    assert run("predictions", "--store", place).out == "Nothing is expected.\n"
    assert run("predictions", "--records", "--store", place).out == "Nothing is expected.\n"
    for name, article in (("expected", EXPECTED), ("delivered", DELIVERED)):
        (tmp_path / f"{name}.json").write_text(json.dumps(article), encoding="utf-8")
        run("ingest", tmp_path / f"{name}.json", "--store", place)
    (found,) = json.loads(run("predictions", "--format", "json", "--store", place).out)
    assert (found["said"], found["outlet"], found["by"], found["status"]) == (
        "2025-01-14",
        "The Well",
        "2025-03",
        "came true",
    )
    assert found["what"] == "Russia → Mali: 7 T-72B3"
    assert found["settled_by"]
    shown = run("predictions", "--source", found["speaker"], "--status", "came true", "--store", place).out
    assert " 2025-01-14 " in shown.splitlines()[3], "no day is broken in two"
    assert "1 came true, 0 came late, 0 did not, 0 open" in shown
    assert run("predictions", "--status", "open", "--store", place).out == "Nothing is expected.\n"
    (record,) = json.loads(run("predictions", "--records", "--format", "json", "--store", place).out)
    assert (record["speaker"], record["came_true"]) == (found["speaker"], 1)
    assert found["speaker"] in run("predictions", "--records", "--store", place).out
    wrong = run("predictions", "--status", "maybe", "--store", place)
    assert (wrong.code, wrong.err.count("\n")) == (1, 1)
    monkeypatch.setenv("COLUMNS", "50")
    narrow = run("predictions", "--store", place).out.splitlines()
    assert "said       2025-01-14" in [line.rstrip() for line in narrow], "a narrow terminal gets a block for each"
    assert max(map(len, narrow)) <= 50


def test_a_predicted_outcome_is_settled_by_the_data(run: Run, tmp_path: Path) -> None:
    text = "Thanks to the Russian instructors, the Nigerien army will achieve successes in Niger in 2024, the minister hopes."
    article = {"text": text, "publisher": "The Well", "published": "2023-12-01"}
    (tmp_path / "article.json").write_text(json.dumps(article), encoding="utf-8")
    place = str(tmp_path / "desk.db")
    run("ingest", tmp_path / "article.json", "--store", place)
    add_years(run, place, tmp_path)
    (found,) = json.loads(run("predictions", "--format", "json", "--store", place).out)
    assert (found["type"], found["by"], found["status"]) == ("outcome", "2024", "did not")
    assert found["settled_by"] == ["UCDP Country-Year Dataset on Organized Violence 25.1"]


def test_a_source_that_nobody_has_is_said_in_every_output(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "desk.db"
    (tmp_path / "expected.json").write_text(json.dumps(EXPECTED), encoding="utf-8")
    run("ingest", tmp_path / "expected.json", "--store", place)
    for options in ([], ["--format", "json"], ["--records"], ["--records", "--format", "json"]):
        ran = run("predictions", "--source", "nope", *options, "--store", place)
        assert (ran.code, ran.out) == (1, "")
        assert (
            ran.err
            == "marsad: nobody named 'nope' expects anything (`marsad predictions --records` lists the sources)\n"
        )


def test_charts_into_a_file_say_what_and_where_and_what_to_do(run: Run, desk: str, tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("mine")
    ran = run("verify", "--all", "--charts", tmp_path / "charts", "--store", desk)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"marsad: {tmp_path / 'charts'}: is a file, no folder (name a folder)\n"
    assert (tmp_path / "charts").read_text() == "mine"
    below = run("verify", "--all", "--charts", tmp_path / "charts" / "x", "--store", desk)
    assert (below.code, below.err.count("\n")) == (1, 1)
    assert "the folder cannot be made: Not a directory (name another place)" in below.err


def test_a_store_named_before_the_subcommand_is_not_passed_over(run: Run, desk: str) -> None:
    ran = run("data", "--store", desk, "sums", "NE")
    assert ran.code == 2
    assert "--store belongs behind" in ran.err
