"""The register's commands as a user types them: ingest, register, show, why, search, sources, judge, log."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from marsad.export.terminal import MARK
from tests.helpers import Ran, Run

ARTICLES: dict[str, dict[str, str]] = {
    "wire": {
        "publisher": "Harbour Wire",
        "published": "2025-01-18",
        "text": "Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025. The tanks were unloaded from"
        " trucks at the military camp of Kati. The harbour master said that the road had been closed since dawn.\n",
    },
    "courier": {
        "publisher": "Courier",
        "published": "2025-01-19",
        "text": "Harbour Wire reports that Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025. The"
        " tanks were unloaded from trucks at the military camp of Kati. The harbour master said that the road had been"
        " closed since dawn.\n",
    },
    "dabbabat": {
        "publisher": "بريد النيل",
        "published": "2025-01-20",
        "text": "سلّمت روسيا خمس دبابات من طراز T-72B3 إلى مالي في باماكو يوم 17 كانون الثاني/يناير 2025."
        " ولم تعلّق وزارة الدفاع على النبأ. وقال شاهد إن الجسر لا يحمل الدبّابات.\n",
    },
    "formation": {
        "publisher": "Le Fleuve",
        "published": "2024-05-04",
        "text": "Vingt instructeurs français sont arrivés à N'Djamena le 3 mai 2024 pour former l'armée tchadienne.\n",
    },
}
Marsad = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four articles of ours."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, article in ARTICLES.items():
        (articles / f"{name}.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return articles


@pytest.fixture
def marsad(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Marsad:
    """Marsad with a store of its own that holds the four articles."""
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "desk.db"))
    ran = run("ingest", folder, "--workers", 1)
    assert ran.code == 0, ran
    return run


def register_of(marsad: Marsad, *options: object) -> dict[str, Any]:
    ran = marsad("register", "--format", "json", *options)
    assert (ran.code, ran.err) == (0, ""), ran
    found: dict[str, Any] = json.loads(ran.out)
    return found


def tanks_of(marsad: Marsad) -> dict[str, Any]:
    (entry,) = register_of(marsad, "--class", "T-72B3")["entries"]
    return entry  # type: ignore[no-any-return]


def test_one_happening_is_one_entry_with_bounds_and_origins(marsad: Marsad) -> None:
    entry = tanks_of(marsad)
    assert (entry["supplier"]["id"], entry["recipient"]["id"], entry["date"]) == ("RU", "ML", "2025-01-17")
    assert (entry["publications"], entry["origins"], entry["standing"]) == (3, 2, "contested")
    (item,) = [item for item in entry["items"] if item["designation"] == "T-72B3"]
    assert (item["low"], item["high"], item["contested"]) == (5, 7, True)
    assert set(item["claims"]) <= {claim["id"] for claim in entry["claims"]}


def test_the_json_has_the_keys_of_the_contract(marsad: Marsad) -> None:
    register = register_of(marsad)
    assert list(register) == ["entries", "families", "alternatives", "beside"]
    assert list(register["entries"][0]) == [
        "id", "type", "stage", "standing", "supplier", "recipient", "unit", "place", "date", "items", "personnel",
        "publications", "origins", "claims",
    ]  # fmt: skip
    (family,) = register["families"]
    assert Path(family["root"]).stem == "wire"
    (edge,) = family["edges"]
    assert (Path(edge["document"]).stem, Path(edge["derived_from"]).stem, edge["kind"]) == ("courier", "wire", "copy")


def test_claim_ids_are_those_of_reading(marsad: Marsad, folder: Path) -> None:
    read = json.loads(marsad("read", folder / "formation.json", "--format", "jsonl").out)
    ids = {claim["id"] for entry in register_of(marsad)["entries"] for claim in entry["claims"]}
    assert {claim["id"] for claim in read["claims"]} <= ids


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--recipient", "ML", "--type", "delivery"), 1),
        (("--recipient", "mali", "--origins", 2), 1),
        (("--supplier", "Atlantis"), 0),
        (("--type", "delivery", "--since", "2025-01-17", "--until", "2025-01-17"), 1),
        (("--type", "delivery", "--until", "2024-12-31"), 0),
        (("--standing", "contested"), 1),
        (("--class", "tank"), 1),
        (("--place", "Bamako", "--type", "delivery"), 1),
        (("--place", "ml", "--type", "delivery"), 1),
        (("--class", "instructor"), 1),
        (("--unit", "nobody"), 0),
    ],
)
def test_a_filter(marsad: Marsad, options: tuple[object, ...], count: int) -> None:
    assert len(register_of(marsad, *options)["entries"]) == count


def test_totals_keep_their_ends_apart(marsad: Marsad) -> None:
    ran = marsad("register", "--type", "delivery", "--total", "supplier,class", "--format", "json")
    (row,) = [row for row in json.loads(ran.out) if row["class"] == "tank"]
    assert (row["supplier"], row["low"], row["high"], row["entries"]) == ("Russia", 5, 7, 1)
    assert "Russia" in marsad("register", "--total", "supplier").out


def test_totals_count_people_too(marsad: Marsad) -> None:
    ran = marsad("register", "--class", "instructor", "--total", "supplier", "--format", "jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["supplier"], row["class"], row["low"], row["high"]) for row in rows] == [
        ("France", "instructor", 20, 20)
    ]


@pytest.mark.parametrize("group", ["supplier", "recipient", "unit", "class", "type", "place", "period", "standing"])
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_a_total_by_any_group_in_any_format(marsad: Marsad, group: str, format: str) -> None:
    ran = marsad("register", "--total", group, "--format", format)
    assert (ran.code, ran.err) == (0, "")
    assert group in ran.out
    assert "low" in ran.out


def test_a_narrow_terminal_cuts_nothing_of_a_total(marsad: Marsad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    ran = marsad("register", "--total", "supplier,recipient,unit,class,place,period,standing")
    assert "…" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 70


@pytest.mark.parametrize("order", ["id", "date", "origins", "publications", "count"])
def test_any_order_keeps_all_entries(marsad: Marsad, order: str) -> None:
    found = [entry["id"] for entry in register_of(marsad, "--sort", order)["entries"]]
    assert sorted(found) == sorted(entry["id"] for entry in register_of(marsad)["entries"])
    if order == "publications":
        assert found[0] == tanks_of(marsad)["id"]


def test_lines_and_tables_hold_the_same_entries(marsad: Marsad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    entries = register_of(marsad)["entries"]
    lines = marsad("register", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == entries
    rows = list(csv.DictReader(io.StringIO(marsad("register", "--format", "csv").out)))
    assert {row["entry"] for row in rows} == {entry["id"] for entry in entries}
    table = marsad("register").out
    assert all(entry["id"][:8] in table for entry in entries)
    assert "5–7 × T-72B3 (tank), contested" in table


def test_show_gives_the_words_behind_every_number(marsad: Marsad) -> None:
    shown = marsad("show", tanks_of(marsad)["id"]).out
    assert "خمس دبابات" in shown
    assert "seven T-72B3 tanks" in shown
    assert "2 witnesses in 3 publications" in shown
    assert "carries the text of Harbour Wire" in shown


def test_why_two_claims_are_one_happening_or_not(marsad: Marsad) -> None:
    entries = register_of(marsad)["entries"]
    claims = [claim["id"] for claim in tanks_of(marsad)["claims"]]
    assert "one happening, entry" in marsad("why", claims[0], claims[-1]).out
    (other,) = [entry for entry in entries if any("formation" in c["document"] for c in entry["claims"])][:1]
    assert "not one happening" in marsad("why", claims[0], other["claims"][0]["id"]).out


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        (("دبابة",), "بريد النيل"),
        (("بالدبّابات", "الجسر"), "بريد النيل"),
        (("INSTRUCTEUR",), "Le Fleuve"),
        (("tank", "harbour"), "Harbour Wire"),
    ],
)
def test_search_is_blind_to_spelling_and_inflection(marsad: Marsad, words: tuple[str, ...], outlet: str) -> None:
    assert outlet in marsad("search", *words).out


def test_search_says_when_there_is_nothing(marsad: Marsad) -> None:
    assert marsad("search", "submarine", "tank").out == "No document holds all these words.\n"


def test_sources_tell_own_from_carried(marsad: Marsad) -> None:
    table = marsad("sources").out.replace(MARK, "")
    lines = {line.split("  ")[0].strip(): line for line in table.splitlines()}
    assert "100 %" in lines["Courier"]
    assert "Harbour Wire 1" in lines["Courier"]
    assert "0 %" in lines["Harbour Wire"]


def test_ingesting_twice_changes_nothing(marsad: Marsad, folder: Path) -> None:
    before = marsad("register", "--format", "json").out
    again = marsad("ingest", folder)
    assert "0 documents read, 4 known" in again.err
    assert marsad("register", "--format", "json").out == before


def test_judgements_are_followed_and_undone_to_the_byte(marsad: Marsad) -> None:
    before = marsad("register", "--format", "json").out
    entries = register_of(marsad)["entries"]
    tanks = tanks_of(marsad)
    other = next(entry for entry in entries if any("formation" in c["document"] for c in entry["claims"]))
    assert marsad("judge", "same", tanks["claims"][0]["id"], other["claims"][0]["id"], "--who", "Amal").code == 0
    assert len(register_of(marsad)["entries"]) == len(entries) - 1
    assert "Amal: same" in marsad("judge", "list").out
    assert marsad("judge", "undo", 1, "--who", "Amal").code == 0
    assert marsad("register", "--format", "json").out == before


def test_a_wrong_claim_is_left_out_and_a_right_value_is_used(marsad: Marsad) -> None:
    entry = tanks_of(marsad)
    (tanks,) = [item for item in entry["items"] if item["designation"] == "T-72B3"]
    claims = {Path(c["document"]).stem: c["id"] for c in entry["claims"] if c["id"] in tanks["claims"]}
    assert marsad("judge", "value", claims["dabbabat"], "count", "7", "--why", "seen on the photo").code == 0
    (item,) = [item for item in tanks_of(marsad)["items"] if item["designation"] == "T-72B3"]
    assert (item["low"], item["high"], item["contested"]) == (7, 7, False)
    assert "seen on the photo" in marsad("show", claims["dabbabat"]).out
    assert marsad("judge", "wrong", claims["dabbabat"]).code == 0
    assert claims["dabbabat"] not in {c["id"] for c in tanks_of(marsad)["claims"]}


def test_grades_are_peoples(marsad: Marsad) -> None:
    assert marsad("judge", "grade", "Courier", "B").code == 0
    (line,) = [line for line in marsad("sources").out.splitlines() if line.strip().startswith("Courier")]
    assert line.split()[-1] == "B"
    claim = tanks_of(marsad)["claims"][0]["id"]
    assert marsad("judge", "credibility", claim, "1").code == 0


def test_the_log_is_whole(marsad: Marsad) -> None:
    assert "register" in marsad("log").out
    ran = marsad("log", "--verify")
    assert (ran.code, ran.out) == (0, "")
    assert "0 faults" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "zzzz"), "no entry 'zzzz'"),
        (("why", "zzzz", "zzzz"), "no claim 'zzzz'"),
        (("judge", "wrong", "zzzz"), "no claim 'zzzz'"),
        (("judge", "undo", 7), "no judgement 7"),
        (("judge", "grade", "Nobody", "A"), "no outlet 'Nobody'"),
        (("judge", "grade", "Courier", "Z"), "no grade"),
        (("register", "--sort", "size"), "no order 'size'"),
        (("register", "--total", "size"), "no total by 'size'"),
        (("register", "--type", "gift"), "no type 'gift'"),
        (("register", "--standing", "sure"), "no standing 'sure'"),
        (("ingest", "no-such-folder"), "no such file"),
    ],
)
def test_a_mistake_is_one_line(marsad: Marsad, arguments: tuple[object, ...], words: str) -> None:
    ran = marsad(*arguments)
    assert ran.code == 1
    assert words in ran.err.splitlines()[0]
    assert "Traceback" not in ran.err


def test_a_value_that_cannot_be_is_refused(marsad: Marsad) -> None:
    claim = tanks_of(marsad)["claims"][0]["id"]
    for slot, value in (("count", "many"), ("factuality", "maybe"), ("colour", "red"), ("date", "yesterday")):
        assert marsad("judge", "value", claim, slot, value).code == 1
    assert marsad("judge", "list").out == ""


@pytest.mark.parametrize(
    "options", [("--since", "2025-02-01", "--until", "2025-01-01"), ("--until", "2025-01-01", "--since", "2025-02-01")]
)
def test_an_empty_period_is_refused(marsad: Marsad, options: tuple[str, ...]) -> None:
    ran = marsad("register", *options)
    assert ran.code == 2
    assert "turn them round" in " ".join(ran.err.replace("│", " ").split())


@pytest.mark.parametrize("command", ["register", "export", "brief"])
@pytest.mark.parametrize("option", ["type", "standing"])
def test_every_command_names_what_a_filter_may_be(marsad: Marsad, command: str, option: str) -> None:
    ran = marsad(command, f"--{option}", "gift", *(("--format", "csv") if command == "export" else ()))
    assert ran.code == 1
    assert f"no {option} 'gift'" in ran.err


def test_what_fails_is_noted_and_the_rest_goes_on(marsad: Marsad, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "broken.json").write_text('{"text": ', encoding="utf-8")
    (more / "fine.txt").write_text("Iran delivered 12 drones to Sudan on 3 February 2024.\n", encoding="utf-8")
    ran = marsad("ingest", more)
    assert ran.code == 3
    assert "broken.json" in ran.err.splitlines()[0]
    assert "1 document read, 0 known, 1 failed" in ran.err


def test_several_processes_give_the_same_register(run: Run, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for n in range(24):
        text = f"Russia delivered {n + 2} T-72B3 tanks to Mali in Bamako on {n + 1} January 2025.\n"
        (many / f"{n}.txt").write_text(text, encoding="utf-8")
    printed = []
    for workers in (1, 2):
        store = tmp_path / f"store-{workers}.db"
        assert run("ingest", many, "--workers", workers, "--store", store).code == 0
        printed.append(run("register", "--format", "json", "--store", store).out)
    assert printed[0] == printed[1]


def test_a_number_that_no_database_takes_is_a_line(marsad: Marsad) -> None:
    for number in (2**31, 10**30):
        ran = marsad("judge", "undo", number)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert f"no judgement {number} is in force" in ran.err
    assert marsad("search", "Mali", "--limit", 10**30).out == marsad("search", "Mali").out != ""


def test_at_most_so_many_is_typed_as_the_help_says(marsad: Marsad) -> None:
    claim = tanks_of(marsad)["claims"][0]["id"]
    assert marsad("judge", "value", claim, "count", "-10").code == 0
    assert "count -10" in marsad("judge", "list").out


def test_who_and_why_cannot_steer_the_terminal(marsad: Marsad) -> None:
    claim = tanks_of(marsad)["claims"][0]["id"]
    assert marsad("judge", "wrong", claim, "--who", "amal\x1b[31m", "--why", "one\ntwo").code == 0
    (line,) = marsad("judge", "list").out.splitlines()
    assert line.endswith(r"(one\ntwo)")
    assert r"amal\x1b[31m" in line


def test_the_command_that_shows_the_words_can_be_typed_as_it_stands(marsad: Marsad, tmp_path: Path) -> None:
    place = tmp_path / "the {old} desk's مخزن.db"
    (tmp_path / "desk.db").rename(place)
    command = marsad("register", "--store", place).out.splitlines()[-1].split(": ", 1)[1]
    program, *words = shlex.split(command)
    assert (program, words[-1]) == ("marsad", str(place))
    assert "In their words" in marsad(*words).out
