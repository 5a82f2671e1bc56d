"""Reading by shards comes to the register that reading here comes to: in one process, and on a Ray cluster."""

from __future__ import annotations

import json
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.articles import make_articles
from benchmarks.cluster import find_readers, write_shards
from marsad.bulk import plan_shards, read_files, take_in_shards
from marsad.catchup import catch_up
from marsad.desk import Known, Taken, take_in
from marsad.errors import MarsadError
from marsad.intake import Failure, Options, open_originals
from marsad.run.engine import open_engine
from marsad.run.workers import Crew
from marsad.store import Store, open_store

pytest.importorskip("pyarrow")
OPTIONS = Options()
Result = Taken | Known | Failure


class Here:
    """Does what a cluster does, in this process."""

    def map_in_order(self, work: Callable[[Any], str], inputs: Sequence[Any]) -> Iterator[str]:
        return map(work, inputs)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shards of three kinds, single files, a text that comes twice and two that are broken."""
    folder = tmp_path_factory.mktemp("cluster") / "in"
    made = list(make_articles(40))
    assert write_shards(folder, iter(made[:30]), size=10) == 3
    for number, article in enumerate(made[30:]):
        (folder / f"x{number}.json").write_bytes(article.write())
    (folder / "y.json").write_bytes(made[0].write())
    (folder / "bad.json").write_text("{")
    (folder / "cut.jsonl").write_bytes(made[1].write() + b"\n{\n")
    return folder


@pytest.fixture(scope="module")
def here(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What reading and linking here come to."""
    with open_store(tmp_path_factory.mktemp("here") / "desk.db") as store:
        taken = list(take_in(store, open_originals(str(articles)), OPTIONS, engine=Crew(1)))
        catch_up(store)
        return tell(store, taken)


def tell(store: Store, results: Sequence[Result]) -> str:
    """All that a store knows in the end, but for when; and how many results of each kind there were."""
    kinds = {kind.__name__: sum(isinstance(result, kind) for result in results) for kind in (Taken, Known, Failure)}
    failures = [(failure.source, failure.what, failure.hint) for failure in store.failures()]
    documents = [(repr(document), store.vectors([document.id])) for document in store.documents()]
    claims = [(document.id, repr(claim)) for document, claim in store.claims()]
    assert store.check() == []
    return json.dumps([kinds, failures, repr(documents), claims, repr(store.register())], indent=1)


def take_in_here(folder: Path, articles: Path, store: str = "desk.db") -> str:
    with open_store(folder / store) as opened:
        taken = list(take_in_shards(opened, [str(articles)], OPTIONS, engine=Here(), folder=folder / "shards"))
        catch_up(opened)
        return tell(opened, taken)


def test_shards_come_to_the_same_store(tmp_path: Path, articles: Path, here: str) -> None:
    assert take_in_here(tmp_path, articles) == here


def test_a_shard_that_is_there_is_not_read_again(
    tmp_path: Path, articles: Path, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_shards([str(articles)], OPTIONS, tmp_path / "shards")
    for shard in plan[:-1]:
        read_files(shard)
    read: list[str] = []
    monkeypatch.setattr("marsad.bulk.Expansion.open_source", lambda self, source: read.append(source) or iter(()))
    assert take_in_here(tmp_path, articles) != here  # The last shard now seems to be empty.
    assert tuple(read) == plan[-1].sources


def test_a_document_that_its_process_dies_of_is_a_failure_and_the_rest_goes_on(tmp_path: Path, articles: Path) -> None:
    (shard, *_) = plan_shards([str(articles / "00000.jsonl")], OPTIONS, tmp_path)
    (tmp_path / f".{shard.id}.trail").write_text("begin\n0\n1\n2\n" * 3)
    with open_store(tmp_path / "desk.db") as store:
        engine = Here()
        taken = list(take_in_shards(store, shard.sources, OPTIONS, engine=engine, folder=tmp_path))
    assert [type(result) for result in taken] == [*[Taken] * 9, Failure]
    assert taken[-1].source == f"{articles / '00000.jsonl'}:3"
    assert not list(tmp_path.glob(".*"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in ("-", "https://example.org/feed"):
        with pytest.raises(MarsadError, match="is no file"):
            plan_shards([path], OPTIONS, tmp_path)


def test_an_engine_that_is_not_there_is_one_line() -> None:
    with pytest.raises(MarsadError, match="there is no engine 'spark'"):
        open_engine("spark")


@pytest.mark.slow
def test_a_ray_cluster_whose_process_is_killed_comes_to_the_same_store(
    tmp_path: Path, articles: Path, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))  # Else Ray writes one into the user's folder.
    killed: list[int] = []
    over = threading.Event()

    def kill_one() -> None:
        while not killed and not over.wait(0.05):
            for process in find_readers(os.getpid())[:1]:
                os.kill(process, signal.SIGKILL)
                killed.append(process)

    killer = threading.Thread(target=kill_one)
    with open_engine("ray", 2) as engine, open_store(tmp_path / "desk.db") as store:
        killer.start()
        taken = list(take_in_shards(store, [str(articles)], OPTIONS, engine=engine, folder=tmp_path / "shards"))
        over.set()
        killer.join()
        assert killed
        catch_up(store, engine.map)
        assert tell(store, taken) == here
        assert sorted(engine.map(abs, range(-9, 0))) == list(range(1, 10))
        me = os.getpid()
        died = dict(engine.spread(_die_elsewhere, [(me, 1), (me, 2)], lost=lambda pair: -1))
        assert died == {(me, 1): 1, (me, 2): -1}


def _die_elsewhere(pair: tuple[int, int]) -> int:
    """The number; 2 kills every process but the first."""
    if pair[1] == 2 and os.getpid() != pair[0]:
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGKILL)
    return pair[1]
