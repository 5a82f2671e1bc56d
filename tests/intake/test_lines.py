"""Lines of a stream: their numbers are those of the file, however many empty ones stand between."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from marsad.intake.streams import read_lines

LIMIT = 30


@given(st.lists(st.sampled_from([b"", b"", b" ", b"\t", b"\r", b"a", b" b c ", b"x" * LIMIT, b"y" * 80]), max_size=60))
def test_lines_keep_their_numbers_and_lose_their_blanks(lines: list[bytes]) -> None:
    stream = io.BufferedReader(io.BytesIO(b"\n".join(lines)), 16)  # type: ignore[arg-type]
    expected = [
        (number, None if len(line) > LIMIT else line.strip()) for number, line in enumerate(lines, 1) if line.strip()
    ]
    assert list(read_lines(stream, LIMIT)) == expected
