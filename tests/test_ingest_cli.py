"""`marsad ingest` and `marsad failures`: every kind of input, and what is said and kept where something is broken."""

from __future__ import annotations

import gzip
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from marsad.intake.fetch import Fetcher
from marsad.store import open_store
from marsad.store.schema import HEAD
from tests.helpers import Ran, Run
from tests.intake.papers import build_pdf
from tests.intake.site import Site, redirect, serve
from tests.intake.test_archive import build_zip
from tests.intake.test_warc import build_warc
from tests.test_register_cli import ARTICLES

WIRE = ARTICLES["wire"]["text"]
FRENCH = ARTICLES["formation"]["text"]
PAGE = f"<html><head><title>Kati</title></head><body><article><p>{WIRE}</p><p>{FRENCH}</p></article></body></html>"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><title>One</title><link>https://example.org/1</link><description>{0}</description></item>
<item><title>Two</title><link>https://example.org/2</link><description>{1}</description></item></channel></rss>"""
TABLE = f'publisher,published,text\nWire,2025-01-18,"{WIRE.strip()}"\nCourier,2025-01-19,"{FRENCH.strip()}"\n'
LINES = "\n".join(json.dumps(article, ensure_ascii=False) for article in ARTICLES.values())
Marsad = Callable[..., Ran]

KINDS: dict[str, tuple[bytes, int]] = {
    "a.txt": (WIRE.encode(), 1),
    "a.html": (PAGE.encode(), 1),
    "a.pdf": (build_pdf([[f"{WIRE}".strip()[:80], "Seven tanks arrived in Bamako on 17 January 2025."]]), 1),
    "a.json": (json.dumps(ARTICLES["wire"]).encode(), 1),
    "a.jsonl": (LINES.encode(), 4),
    "a.csv": (TABLE.encode(), 2),
    "a.tsv": (f"text\tpublisher\n{FRENCH.strip()}\tFleuve\n".encode(), 1),
    "a.rss": (FEED.format(WIRE, FRENCH).encode(), 2),
    "a.warc": (build_warc(3), 3),
    "a.warc.gz": (build_warc(2, packed=True), 2),
    "a.jsonl.gz": (gzip.compress(LINES.encode()), 4),
    "a.zip": (build_zip({"one.txt": WIRE.encode(), "two/two.html": PAGE.encode(), "picture.png": b"x"}), 2),
}


@pytest.fixture
def marsad(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Marsad:
    """Marsad with an empty store of its own, which fetches without waiting."""
    monkeypatch.setenv("MARSAD_STORE", str(tmp_path / "desk.db"))
    monkeypatch.setattr("marsad.intake.fetch.Fetcher", partial(Fetcher, sleep=lambda seconds: None))
    return run


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def count_documents(folder: Path) -> int:
    with open_store(folder / "desk.db") as store:
        return len(list(store.documents()))


def put(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_taken_in_and_the_second_time_known(marsad: Marsad, tmp_path: Path, name: str) -> None:
    data, count = KINDS[name]
    file = put(tmp_path / name, data)
    ran = marsad("ingest", file)
    read = "1 document" if count == 1 else f"{count} documents"
    assert (ran.code, f"marsad: {read} read, 0 known, 0 failed" in ran.err) == (0, True), ran
    assert count_documents(tmp_path) == count
    before = marsad("register", "--format", "json").out
    assert f"0 documents read, {count} known, 0 failed" in marsad("ingest", file).err
    assert marsad("register", "--format", "json").out == before


def test_a_folder_gives_what_its_files_give_and_names_what_is_passed_over(marsad: Marsad, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in KINDS.items():
        put(folder / name, data)
    put(folder / "picture.png", b"\x89PNG")
    ran = marsad("ingest", folder)
    assert ran.code == 0, ran
    assert "marsad: passed over 1 file of other kinds: " in ran.err
    # What several of these files hold alike is one document.
    assert count_documents(tmp_path) == len(
        {document for name in KINDS for document in read_ids(marsad, folder / name)}
    )


def read_ids(marsad: Marsad, file: Path) -> set[str]:
    place = file.with_suffix(f"{file.suffix}.db")
    assert marsad("ingest", file, "--store", place).code == 0
    with open_store(place) as store:
        return {document.id for document in store.documents()}


def test_standard_input(marsad: Marsad) -> None:
    assert "4 documents read" in marsad("ingest", "-", stdin=LINES.encode()).err


def test_a_list_of_addresses_is_fetched_only_where_the_user_says_so(marsad: Marsad, tmp_path: Path, site: Site) -> None:
    site.pages |= {"/a": PAGE.encode(), "/b": FRENCH.encode()}
    pages = put(tmp_path / "pages.txt", f"# ours\n{site.address}/a\n\n{site.address}/gone\nno address\n".encode())
    ran = marsad("ingest", "--addresses", "--allow-private", pages)
    assert ran.code == 3, ran
    assert "1 document read, 0 known, 2 failed" in ran.err
    assert f"{site.address}/gone: answers 404" in ran.err
    assert f"{pages}:5: is no address: 'no address'" in ran.err
    listed = marsad("failures").out.splitlines()
    assert [line.split("  ")[1].split(": ")[0] for line in listed] == [f"{pages}:5", f"{site.address}/gone"]


def test_a_private_address_is_refused_unless_a_flag_allows_it(marsad: Marsad, site: Site) -> None:
    site.pages["/a"] = PAGE.encode()
    ran = marsad("ingest", f"{site.address}/a")
    assert ran.code == 1
    assert "leads to 127.0.0.1, an address of this machine (--allow-private permits it)" in ran.err
    assert site.asked == []
    assert marsad("ingest", f"{site.address}/a", "--allow-private").code == 0
    assert marsad("failures").err == "marsad: nothing failed\n"


def test_an_endless_redirect_is_a_failure_and_the_rest_goes_on(marsad: Marsad, tmp_path: Path, site: Site) -> None:
    site.pages |= {f"/{n}": redirect(f"{site.address}/{n + 1}") for n in range(20)}
    site.pages["/round"] = redirect(f"{site.address}/round")
    good = put(tmp_path / "good.txt", WIRE.encode())
    ran = marsad("ingest", f"{site.address}/0", f"{site.address}/round", good, "--allow-private")
    assert ran.code == 3
    assert f"marsad: {site.address}/0: redirects more than 5 times" in ran.err
    assert f"marsad: {site.address}/round: redirects in a circle" in ran.err
    assert "1 document read, 0 known, 2 failed" in ran.err


@pytest.mark.parametrize(
    ("name", "data", "read", "words"),
    [
        ("cut.pdf", KINDS["a.pdf"][0][:300], 0, "is a broken PDF"),
        ("cut.warc", build_warc(3)[:-700], 3, "is a web archive that is cut or broken after "),
        ("cut.warc.gz", build_warc(3, packed=True)[:-300], 3, "is a gzip file that was cut: its end is missing"),
        ("bad.rss", FEED.format(WIRE, f"{FRENCH} & ").encode(), 2, "is a feed with broken XML: "),
        ("bomb.jsonl.gz", gzip.compress(b"\n" * 200_000_000, 9), 0, "expands to more than 200 times its size, as a bomb"),
        ("bomb.zip", build_zip({"bomb.txt": bytes(10_000_000)}), 0, "is larger than 5 MB"),
        ("large.html", PAGE.encode() + b" " * 5_000_000, 0, "is larger than 5 MB"),
        ("body.csv", b"headline,body\na,b\n", 0, 'has no column "text": its columns are headline, body'),
        ("short.csv", TABLE.encode() + b"Wire\n", 2, "has 1 cells, the header 3"),
        ("bad.jsonl", LINES.encode() + b"\n{", 4, "is broken JSON: "),
    ],
)  # fmt: skip
def test_what_is_broken_is_one_line_and_noted_and_what_was_whole_is_kept(
    marsad: Marsad, tmp_path: Path, name: str, data: bytes, read: int, words: str
) -> None:
    file = put(tmp_path / name, data)
    ran = marsad("ingest", file)
    assert ran.code == (3 if read else 1), ran
    (line, last) = ran.err.splitlines()
    assert line.startswith(f"marsad: {file}")
    assert words in line
    assert last.startswith(f"marsad: {read} document{'s' * (read != 1)} read, 0 known, 1 failed")
    assert count_documents(tmp_path) == read
    (noted,) = marsad("failures").out.splitlines()
    assert noted.partition("  ")[2] == line.removeprefix("marsad: ")


def test_a_file_that_was_got_again_leaves_the_list_of_failures(marsad: Marsad, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder / "a.warc", KINDS["a.warc"][0][:-700])
    put(folder / "gone.pdf", b"%PDF-1.7")
    put(tmp_path / "other.txt", b"")
    assert marsad("ingest", folder, tmp_path / "other.txt").code == 3
    assert len(marsad("failures").out.splitlines()) == 3
    put(folder / "a.warc", KINDS["a.warc"][0])
    (folder / "gone.pdf").unlink()
    assert marsad("ingest", folder).code == 0
    (left,) = marsad("failures").out.splitlines()
    assert "other.txt: is empty" in left


def test_what_is_not_there_is_named(marsad: Marsad, tmp_path: Path) -> None:
    ran = marsad("ingest", tmp_path / "nowhere")
    assert (ran.code, "nowhere: no such file or folder (check the path)" in ran.err) == (1, True)


def test_an_unreachable_database_is_one_line(marsad: Marsad, tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", WIRE.encode())
    ran = marsad("ingest", file, "--store", "postgresql://desk:secret@127.0.0.1:1/marsad")
    assert ran.code == 1
    (line,) = ran.err.splitlines()
    assert line.startswith("marsad: postgresql://desk:***@127.0.0.1:1/marsad: cannot be reached: ")
    assert "secret" not in line


def test_a_store_of_a_newer_version_is_left_alone(marsad: Marsad, tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", WIRE.encode())
    assert marsad("ingest", file).code == 0
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE marsad_version SET version_num = '9999'")
    for command in (("ingest", file), ("register",), ("failures",)):
        ran = marsad(*command)
        assert ran.code == 1
        assert "was made by a newer version of Marsad" in ran.err
        assert len(ran.err.splitlines()) == 1
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute(f"UPDATE marsad_version SET version_num = '{HEAD}'")
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_a_full_disk_is_one_line_and_the_next_run_completes(marsad: Marsad, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": WIRE, "publisher": f"Wire {n}"}) for n in range(12))
    file = put(tmp_path / "many.jsonl", lines.encode())
    command = [sys.executable, "-c", "from marsad.cli import main; main()", "ingest", str(file), "--workers", "1"]
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (300_000, 300_000))
    ran = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 1, ran
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"marsad: {tmp_path / 'desk.db'}: ")
    assert "the disk" in line
    kept = count_documents(tmp_path)
    assert 0 < kept < 12
    ran = marsad("ingest", file)
    assert (ran.code, "0 failed" in ran.err, count_documents(tmp_path)) == (0, True, 12), ran
    assert marsad("store", "check").code == 0
    assert marsad("ingest", file, "--store", tmp_path / "other.db").code == 0
    other = marsad("register", "--format", "json", "--store", tmp_path / "other.db").out
    assert marsad("register", "--format", "json").out == other


def test_a_folder_without_a_file_is_told_and_ends_with_one(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ran = marsad("ingest", tmp_path / "in")
    assert ran.code == 1
    assert f"marsad: {tmp_path / 'in'}: holds nothing that can be read (give files, or a folder with some)" in ran.err


def test_shards_without_a_cluster_or_into_a_file_are_refused(marsad: Marsad, tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", LINES.encode())
    alone = marsad("ingest", file, "--shards", tmp_path / "shards")
    assert alone.code == 2
    assert "--shards is for a cluster" in alone.err
    onto = marsad("ingest", file, "--run", "ray", "--shards", file)
    assert (onto.code, onto.err) == (1, f"marsad: {file}: is a file, no folder (name a folder for the shards)\n")


def test_ctrl_c_says_that_what_was_read_is_kept(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marsad.cli_ingest import _take_in

    def stop(*given: object) -> Iterator[object]:
        yield from _take_in(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    file = put(tmp_path / "a.jsonl", LINES.encode())
    with monkeypatch.context() as patched:
        patched.setattr("marsad.cli_ingest._take_in", stop)
        ran = marsad("ingest", file)
    assert ran.code == 130
    assert "marsad: stopped: what was read is kept, and the same command goes on from there\n" in ran.err
    assert "0 documents read, 4 known" in marsad("ingest", file).err
