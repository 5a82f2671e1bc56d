"""`marsad export`: every format is read back by a library of its own, and says what the register says."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.export.csv import write_cell
from marsad.export.files import EXPORTS, ROWS
from marsad.store import open_store
from tests.export.conftest import Export
from tests.helpers import Run

ROOT = Path(__file__).parent.parent.parent
TOTAL = (
    "Turkey delivered 12 armoured vehicles, including eight Kirpi, to Chad on 3 March 2025. They were unloaded at the "
    "airport of N'Djamena, the Chadian defence ministry said.\n"
)


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def entries_of(run: Run) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in json.loads(run("register", "--format", "json").out)["entries"]}


def test_the_command_knows_every_format_and_kind_of_row() -> None:
    from marsad.cli_export import FileFormat, Row

    assert [entry.value for entry in FileFormat] == list(EXPORTS)
    assert [entry.value for entry in Row] == list(ROWS)


def test_csv_has_a_row_for_each_item_and_its_bounds(export: Export, run: Run) -> None:
    rows = read_csv(export("csv"))
    entries = entries_of(run)
    assert {row["entry"] for row in rows} == set(entries)
    for id_, entry in entries.items():
        mine = [row for row in rows if row["entry"] == id_ and row["counted"] == "equipment"]
        bounds = [(row["class"], row["low"], row["high"]) for row in mine]
        assert bounds == [
            (i["class"], str(i["low"]), "" if i["high"] is None else str(i["high"])) for i in entry["items"]
        ]


def test_csv_of_claims_holds_words_where_they_stand(export: Export, desk: Path) -> None:
    rows = read_csv(export("csv", "--rows", "claims"))
    with open_store(desk) as store:
        texts = {document.id: document.text for document in store.documents()}
        assert {row["claim"] for row in rows} == {claim.id for _, claim in store.claims()}
    for row in rows:
        slices = [texts[row["document"]][span["start"] : span["end"]] for span in json.loads(row["spans"])]
        assert write_cell(" … ".join(" ".join(words.split()) for words in slices)) == row["words"]


def test_hxl_tags_stand_below_the_header(export: Export) -> None:
    import re

    for rows in ROWS:
        header, tags, *rest = list(
            csv.reader(export("csv", "--rows", rows, "--hxl").open(encoding="utf-8", newline=""))
        )
        assert len(header) == len(tags) == len(rest[0])
        assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
        assert len(set(tags)) == len(tags)
        assert rest == list(csv.reader(export("csv", "--rows", rows).open(encoding="utf-8", newline="")))[1:]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_cell_is_a_formula_and_its_words_come_back(words: str) -> None:
    cell = str(write_cell(words))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == words


def test_numbers_are_no_formulas() -> None:
    assert write_cell(-8.25) == -8.25


@pytest.mark.parametrize("rows", ROWS)
def test_parquet_gives_back_what_csv_says(export: Export, rows: str) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(export("parquet", "--rows", rows))
    found = [{name: str(write_cell(value)) for name, value in row.items()} for row in table.to_pylist()]
    assert found == read_csv(export("csv", "--rows", rows))
    assert "date32[day]" in str(table.schema.field("date_first").type)


def test_a_number_that_no_column_holds_is_widened_and_never_wrong(run: Run, tmp_path: Path) -> None:
    import pyarrow.parquet

    text = "Nine rifles and 30,000,000,000,000,000,000 rounds of ammunition from Russia arrived in Bamako on Friday."
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    run("ingest", tmp_path / "article.txt", "--store", tmp_path / "large.db")
    for rows, file in (("items", tmp_path / "items.parquet"), ("claims", tmp_path / "claims.parquet")):
        ran = run("export", "--format", "parquet", "--rows", rows, "-o", file, "--store", tmp_path / "large.db")
        assert (ran.code, ran.err) == (0, "")
        found = pyarrow.parquet.read_table(file).to_pylist()
        bounds = found if rows == "items" else found[0]["items"]
        assert {row["class"]: (row["low"], row["high"]) for row in bounds} == {
            "small_arms": (9, 9),
            "ammunition": (2**63 - 1, None),
        }


def test_jsonl_holds_the_register_and_every_claim(export: Export, run: Run, desk: Path) -> None:
    lines = [json.loads(line) for line in export("jsonl").read_text(encoding="utf-8").splitlines()]
    entries = entries_of(run)
    with open_store(desk) as store:
        texts = {document.id: document.text for document in store.documents()}
    for line in lines:
        claims, entry = line["claims"], entries[line["id"]]
        assert {**entry, "claims": claims} == {name: line[name] for name in entry}
        assert [claim["id"] for claim in claims] == [claim["id"] for claim in entry["claims"]]
        for claim in claims:
            assert claim["words"] == [texts[claim["document"]["id"]][start:end] for start, end in claim["spans"]]
    assert len(lines) == len(entries)
    assert {"expected", "denied"} <= {factuality for line in lines for factuality in line["beside"]}


def test_geojson_is_rfc_7946_and_countries_are_no_points(export: Export, run: Run) -> None:
    from geojson_pydantic import FeatureCollection

    collection = FeatureCollection.model_validate_json(export("geojson").read_text(encoding="utf-8"))
    entries = entries_of(run)
    assert {feature.id for feature in collection.features} == set(entries)
    seen = set()
    for feature in collection.features:
        place, about = entries[str(feature.id)]["place"], feature.properties
        assert about is not None
        exact = place is not None and place["latitude"] is not None
        assert (feature.geometry is not None) == exact == (about["precision"] == "place")
        if feature.geometry is not None:
            assert tuple(feature.geometry.coordinates)[:2] == (place["longitude"], place["latitude"])
        seen.add(about["precision"])
        assert about["items"] == entries[str(feature.id)]["items"]
    assert "place" in seen
    assert seen & {"country", "region"}


def test_followthemoney_reads_its_entities(export: Export) -> None:
    """Its own library in an environment of its own (see install_followthemoney.sh)."""
    python = Path(sys.prefix) / "followthemoney" / "bin" / "python"
    if not python.exists():
        pytest.skip("followthemoney is not installed: tests/export/install_followthemoney.sh .venv")
    file = export("followthemoney")
    script = ROOT / "tests" / "export" / "read_followthemoney.py"
    ran = subprocess.run([python, script, file], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert set(json.loads(ran.stdout)) == {"Address", "Article", "Documentation", "Event", "Organization", "PublicBody"}


def test_followthemoney_ties_claims_to_articles_and_events(export: Export, run: Run) -> None:
    entities = [json.loads(line) for line in export("followthemoney").read_text(encoding="utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    events = {e["properties"]["recordId"][0] for e in entities if e["schema"] == "Event"}
    assert events == set(entries_of(run))
    for entity in entities:
        if entity["schema"] == "Documentation":
            assert by_id[entity["properties"]["document"][0]]["schema"] == "Article"
            assert by_id[entity["properties"]["entity"][0]]["schema"] == "Event"


def test_stix_is_a_bundle_whose_references_are_in_it(export: Export, run: Run) -> None:
    import stix2

    text = export("stix").read_text(encoding="utf-8")
    bundle = stix2.parse(text, allow_custom=False)
    ids = [found.id for found in bundle.objects]
    assert len(set(ids)) == len(ids)
    for found in bundle.objects:
        references = [getattr(found, name) for name in ("source_ref", "target_ref", "created_by_ref") if name in found]
        assert {*references, *getattr(found, "object_refs", [])} <= set(ids)
    assert sum(found.type == "incident" for found in bundle.objects) == len(entries_of(run))
    assert "null" not in text


@pytest.mark.parametrize("format", EXPORTS)
def test_two_exports_of_one_store_are_the_same(export: Export, format: str) -> None:
    assert export(format).read_bytes() == export(format).read_bytes()


def test_annotations_find_their_words_by_position_and_by_quotation(export: Export, desk: Path) -> None:
    import hashlib

    page = json.loads(export("webannotation").read_text(encoding="utf-8"))
    with open_store(desk) as store:
        texts = {document.text_sha256: document.text for document in store.documents()}
        assert len(page["items"]) == sum(1 for _ in store.claims())
    for annotation in page["items"]:
        for target in annotation["target"]:
            text = texts[target["source"]["textHash"]]
            assert "sha256:" + hashlib.sha256(text.encode()).hexdigest() == target["source"]["textHash"]
            position, quotation = target["selector"]
            assert text[position["start"] : position["end"]] == quotation["exact"]
            around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            assert text[position["start"] - len(quotation["prefix"]) :].startswith(around)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_prov_leads_from_entries_to_documents_and_their_roots(export: Export, run: Run, desk: Path) -> None:
    import rdflib
    from rdflib.namespace import PROV

    graph = rdflib.Graph().parse(export("prov"), format="json-ld")
    name = "urn:marsad:{}:{}".format
    for id_, entry in entries_of(run).items():
        claims = set(graph.objects(rdflib.URIRef(name("entry", id_)), PROV.wasDerivedFrom))
        assert claims == {rdflib.URIRef(name("claim", claim["id"])) for claim in entry["claims"]}
        for claim in claims:
            assert len(set(graph.objects(claim, PROV.wasQuotedFrom))) == 1
            assert len(set(graph.objects(claim, PROV.hadPrimarySource))) == 1
    with open_store(desk) as store:
        exported = {document.id for document, _ in store.claims()}
        edges = [edge for family in store.families() for edge in family.edges if edge.child in exported]
    for edge in edges:
        child, parent = (rdflib.URIRef(name("document", id_)) for id_ in (edge.child, edge.parent))
        assert (child, PROV.wasDerivedFrom, parent) in graph
    assert edges


def test_the_trade_register_has_sipris_columns_and_says_what_is_an_estimate(
    export: Export, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "chad.txt").write_text(TOTAL, encoding="utf-8")
    assert run("ingest", tmp_path / "chad.txt").code == 0
    rows = read_csv(export("trade-register"))
    assert list(rows[0])[:9] == [
        "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date",
        "Order date is estimate", "Numbers delivered",
    ]  # fmt: skip
    entries = entries_of(run)
    for row in rows:
        entry = entries[row["Entry"]]
        assert entry["type"] in ("delivery", "order")
        assert entry["standing"] not in ("denied", "announced")
        number = "Numbers delivered" if entry["type"] == "delivery" else "Numbers ordered"
        if row["Total of"]:
            assert (row[number], row["Designation"]) == ("", "")
            continue
        assert row[number] == row["Lowest number"]
        exact = row["Lowest number"] == row["Highest number"] and entry["standing"] == "corroborated"
        assert row[f"{number} is estimate"] == ("No" if exact else "Yes")
    assert any(row["UNROCA category"] == "outside scope" for row in rows)
    assert any(row["Total of"] for row in rows)


def test_the_trade_register_is_read_back_as_sipris_and_agrees_with_itself(export: Export, run: Run) -> None:
    file = export("trade-register")
    found = json.loads(run("compare", "--sipri", file, "--format", "json").out)
    rows = [row for row in read_csv(file) if row["Designation"] and row["Supplier"] != "unknown supplier(s)"]
    assert not any(match["apart"] for match in found["matched"])
    matched = {deal["designation"] for match in found["matched"] for deal in match["deals"]}
    assert {row["Designation"] for row in rows if not row["Recipient"].startswith("unknown")} <= matched


def test_filters_choose_entries_as_in_the_register(export: Export, run: Run) -> None:
    wanted = json.loads(run("register", "--format", "json", "--type", "delivery", "--origins", 2).out)["entries"]
    rows = read_csv(export("csv", "--type", "delivery", "--origins", 2))
    assert {row["entry"] for row in rows} == {entry["id"] for entry in wanted}
    assert wanted


def test_what_people_set_right_is_exported(export: Export, run: Run) -> None:
    (row, *_) = read_csv(export("csv", "--rows", "claims", "--type", "delivery"))
    assert run("judge", "value", row["claim"], "date", "2001-02-03").code == 0
    rows = read_csv(export("csv", "--rows", "claims"))
    assert next(r["date"] for r in rows if r["claim"] == row["claim"]) == "2001-02-03"


def test_without_a_file_it_is_printed(run: Run, desk: Path, export: Export) -> None:
    assert run("export", "--format", "jsonl").out == export("jsonl").read_text(encoding="utf-8")
