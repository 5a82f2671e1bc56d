"""The parts of a soak: servers that publish and fail, and the look at what came of it. `make soak` runs the whole."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.crowd import check_judgements
from marsad.intake import Failure, FetchOptions, Options, Original, open_originals, read_original
from marsad.store import open_store
from soak.checks import check_documents
from soak.crew import list_feeds, spread_moments
from soak.people import Known
from soak.site import FAULTS, Press, open_press

ARTICLES = 30
OPTIONS = Options(fetch=FetchOptions(allow_private=True, pause=0.0, retries=0, read_timeout=5.0))


def take_all(press: Press, place: Path) -> list[Failure]:
    """Keep what all feeds give, unread; returns what failed."""
    failures = []
    with open_store(place) as store:
        for feed in list_feeds(press.port):
            for entry in open_originals(feed, OPTIONS):
                found = read_original(entry, OPTIONS) if isinstance(entry, Original) else entry
                if isinstance(found, Failure):
                    failures.append(found)
                else:
                    store.add_document(found.document, found.original.data)
    return failures


def wait_until_all_is_out(press: Press) -> None:
    while len(press.published()) < ARTICLES:
        time.sleep(0.01)
    press.ended = press.began + press.interval * (ARTICLES + 0.5)


def test_what_calm_servers_publish_is_there_once_with_its_words(tmp_path: Path) -> None:
    with open_press(interval=0.001, most=ARTICLES, trouble=0, seed=1) as press:
        wait_until_all_is_out(press)
        for _ in range(2):
            assert take_all(press, tmp_path / "a.db") == []
        with open_store(tmp_path / "a.db") as store:
            assert list(check_documents(store, press.published(), filled=0)) == []


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"stalled", "slow"}))
def test_under_every_fault_what_is_taken_is_whole_and_the_next_time_brings_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    with open_press(interval=0.001, most=ARTICLES, trouble=1, seed=1) as press:
        wait_until_all_is_out(press)
        monkeypatch.setattr(press, "choose_fault", lambda rng, path: fault if path.startswith("/feed") else None)
        for _ in range(3):
            take_all(press, tmp_path / "a.db")
        with open_store(tmp_path / "a.db") as store:
            found = list(check_documents(store, press.published(), filled=0))
        assert [line for line in found if not line.startswith("lost")] == []
        monkeypatch.setattr(press, "choose_fault", lambda rng, path: None)
        take_all(press, tmp_path / "a.db")
        with open_store(tmp_path / "a.db") as store:
            assert list(check_documents(store, press.published(), filled=0)) == []


def test_what_is_lost_double_or_changed_is_found(tmp_path: Path) -> None:
    with open_press(interval=0.001, most=ARTICLES, trouble=0, seed=1) as press:
        wait_until_all_is_out(press)
        take_all(press, tmp_path / "a.db")
        first, second, *rest = press.published()
    changed = replace(second, article=replace(second.article, text="Other words."))
    unknown = replace(first, number=99, address="http://127.0.0.1:1/article/99")
    with open_store(tmp_path / "a.db") as store:
        document = next(found for found in store.documents() if found.url == rest[0].address)
        store.add_document(replace(document, id="sha256:again"), b"again")
        found = list(check_documents(store, [changed, unknown, *rest], filled=3))
    assert [line.partition(":")[0] for line in found] == [
        "changed",
        "lost",
        "double",
        f"nobody published {first.address}".partition(":")[0],
        "0 documents of before are there, 3 were",
    ]


def test_a_judgement_that_was_confirmed_and_is_not_there_is_found(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        kept = store.add_judgement("credibility", ("c1|d1",), "2", who="judge1")
        seen = Known(kept={kept.id: ("judge1", "c1", "2")})
        assert list(check_judgements(store, seen.kept, seen.unanswered)) == []
        seen.kept |= {kept.id: ("judge1", "c1", "3"), 7: ("judge2", "c1", "2")}
        assert len(list(check_judgements(store, seen.kept, seen.unanswered))) == 2
        store.add_judgement("credibility", ("c1|d1",), "3", who="judge3")
        assert "2 judgements are kept" in list(check_judgements(store, {}))[-1]


def test_moments_are_spread_over_the_time() -> None:
    moments = spread_moments(10, 100, random.Random(1))
    assert [int(moment // 10) for moment in moments] == list(range(10))
