"""The register as Arrow tables: what `from marsad import open_store, read_tables` gives."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars
import pyarrow
import pytest

import marsad
from marsad import open_store, read_tables
from marsad.errors import MarsadError
from tests.helpers import Run

ARTICLES = {
    "wire": "Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025. The tanks were unloaded from"
    " trucks at the military camp of Kati. The harbour master said that the road had been closed since dawn.",
    "courier": "Harbour Wire reports that Russia delivered seven T-72B3 tanks to Mali in Bamako on 17 January 2025. The"
    " tanks were unloaded from trucks at the military camp of Kati. The harbour master said that the road had been"
    " closed since dawn.",
    "gazette": "In 2024 Russian instructors from the Africa Corps trained the army of Niger in Niamey. Thanks to the"
    " Russian instructors, the Nigerien army achieved successes in Niger in 2024.",
}


@pytest.fixture
def desk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "desk.db"
    monkeypatch.setenv("MARSAD_STORE", str(place))
    folder = tmp_path / "articles"
    folder.mkdir()
    for day, (name, text) in enumerate(ARTICLES.items(), 18):
        article = {"publisher": name.title(), "published": f"2025-01-{day}", "text": text}
        (folder / f"{name}.json").write_text(json.dumps(article))
    assert run("ingest", folder, "--workers", 1).code == 0
    return place


def test_tables_hold_what_the_register_says(desk: Path, run: Run) -> None:
    entries = json.loads(run("register", "--format", "json").out)["entries"]
    with open_store(desk) as store:
        tables = read_tables(store)
        assert all(isinstance(t, pyarrow.Table) for t in (tables.entries, tables.items, tables.claims, tables.families))
        assert tables.entries.column("entry").to_pylist() == [entry["id"] for entry in entries]
        items = [len(entry["items"]) + bool(entry["personnel"]) or 1 for entry in entries]
        assert tables.items.num_rows == sum(items)
        assert set(tables.claims.column("claim").to_pylist()) == {c["id"] for e in entries for c in e["claims"]}
        assert tables.entries.column("claims").to_pylist() == [[c["id"] for c in e["claims"]] for e in entries]


def test_polars_joins_claims_with_families(desk: Path) -> None:
    with open_store(desk) as store:
        tables = read_tables(store)
        claims, families = polars.from_arrow(tables.claims), polars.from_arrow(tables.families)
    assert isinstance(claims, polars.DataFrame)
    assert isinstance(families, polars.DataFrame)
    copied = claims.join(families.filter(polars.col("kind") == "copy"), on="document")
    assert set(copied["outlet"]) == {"Courier"}
    assert copied["derived_from"][0] == claims.filter(polars.col("outlet") == "Wire")["document"][0]


def test_pandas_takes_a_table_over(desk: Path) -> None:
    pytest.importorskip("pandas")
    with open_store(desk) as store:
        frame = read_tables(store).items.to_pandas()
    assert list(frame.columns[:4]) == ["entry", "type", "stage", "standing"]
    assert len(frame) > 0


def test_verdicts_are_those_of_the_command(desk: Path, run: Run) -> None:
    said = json.loads(run("verify", "--all", "--format", "json").out)
    with open_store(desk) as store:
        rows = read_tables(store).verdicts.to_pylist()
    assert [(row["claim"], row["country"], row["verdict"], row["reasons"]) for row in rows] == [
        (verdict["claim"], verdict["country"], verdict["verdict"], verdict["reasons"]) for verdict in said
    ]
    assert rows


def test_an_empty_store_gives_empty_tables_of_the_same_columns(tmp_path: Path, desk: Path) -> None:
    with open_store(desk) as store, open_store(tmp_path / "empty.db") as empty:
        full, none = read_tables(store), read_tables(empty)
        for name in ("entries", "items", "claims", "families", "verdicts"):
            assert getattr(none, name).num_rows == 0
            assert getattr(none, name).schema == getattr(full, name).schema


def test_a_missing_pyarrow_says_what_to_install(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with open_store(desk) as store, pytest.raises(MarsadError, match=r"pip install 'marsad\[exports\]'"):
        _ = read_tables(store).entries


def test_the_package_knows_its_names() -> None:
    assert all(getattr(marsad, name) for name in marsad.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = marsad.nothing
