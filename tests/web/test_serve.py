"""`marsad serve` as a user starts it: one line with the address, which lets in, and a clean end."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("desk") / "desk.db"
    command = [sys.executable, "-m", "marsad", "serve", "--port", "0", "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            assert process.wait(10) in (0, -15, 143)


def test_the_address_is_one_line_that_lets_in(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=20) as answer:
        assert answer.status == 200
        assert "token" not in answer.url
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_without_the_token_nobody_is_let_in(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address.partition("?")[0], timeout=20)
    assert refused.value.code == 401
