"""Whatever a file holds, intake gives documents and failures, each of one line that names its source."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.intake import SUFFIXES, Failure, open_intake
from tests.intake.papers import build_pdf
from tests.intake.test_archive import build_zip
from tests.intake.test_feed import ATOM
from tests.intake.test_warc import build_warc

SEEDS = {
    ".pdf": build_pdf([["Huit blindés."]]),
    ".zip": build_zip({"a.txt": b"Un.", "b.csv": b"text\nDeux.\n"}),
    ".gz": gzip.compress(b'{"text": "Un."}\n' * 9),
    ".warc": build_warc(1),
    ".warc.gz": build_warc(1, packed=True),
    ".atom": ATOM.encode(),
    ".csv": b'text,title\n"Un.",a\n"Deux.",b\n',
    ".jsonl": b'{"text": "Un."}\n{"text": "Deux."}\n',
}


def check(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(data)
        for entry in open_intake(str(file)):
            if isinstance(entry, Failure):
                assert str(entry.error).startswith(str(file))
                assert "\n" not in str(entry.error)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SUFFIXES)), st.binary(max_size=300))
def test_any_bytes(suffix: str, data: bytes) -> None:
    check(suffix, data)


@pytest.mark.parametrize("suffix", sorted(SEEDS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_damage(suffix: str, data: st.DataObject) -> None:
    seed = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(1, 4))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    check(suffix, bytes(seed[: data.draw(st.integers(0, len(seed)))]) if data.draw(st.booleans()) else bytes(seed))
