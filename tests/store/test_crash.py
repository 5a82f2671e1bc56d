"""Killed writers lose nothing that they said was kept; two writers at once do not get in each other's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from marsad.store import open_store
from tests.store.examples import make_document

ROOT = Path(__file__).parent.parent.parent


def start(place: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", place, str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_writer_loses_nothing_and_the_next_goes_on(place: str) -> None:
    kept: set[int] = set()
    for patience in (1, 7, 20):
        writer = start(place, len(kept), 10_000)
        assert writer.stdout is not None
        kept |= {int(writer.stdout.readline()) for _ in range(patience)}
        writer.kill()
        kept |= {int(line) for line in writer.stdout if line.endswith("\n")}
        writer.wait()
        with open_store(place) as store:
            found = {document.id for document in store.documents()}
            assert {make_document(number)[0].id for number in kept} <= found
            assert len(found) <= len(kept) + 1 + len({1, 7, 20})
            assert store.check() == []
    with open_store(place) as store:
        assert store.add_document(*make_document(99_999))


def test_two_writers_at_once(place: str) -> None:
    # Both also make the store, and the second half of the one is the first of the other.
    writers = [start(place, 0, 40), start(place, 20, 60)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    with open_store(place) as store:
        assert len(list(store.documents())) == 60
        assert len(list(store.claims())) == 60
        assert [judgement.id for judgement in store.judgements()] == list(range(1, 81))
        assert store.check() == []
