"""What errors say is one line that a terminal shows as it is."""

from __future__ import annotations

import pytest

from marsad.edtf import edtf_range
from marsad.errors import InputError, MarsadError


def test_a_line_says_where_what_and_what_to_do() -> None:
    assert str(MarsadError("is cut", where="a.pdf", hint="get it again")) == "a.pdf: is cut (get it again)"


def test_names_from_inputs_neither_break_the_line_nor_reach_the_terminal() -> None:
    line = str(InputError('has no column "text": its columns are \x1b[2J, a\u2028b, \u202ec', where="سبع\r\n.csv"))
    assert line == 'سبع\\r\\n.csv: has no column "text": its columns are \\x1b[2J, a\\u2028b, \\u202ec'


def test_a_year_beyond_all_numbers_is_no_date() -> None:
    for edtf in ("9" * 30, f"{'9' * 30}-01", f"2024-01-{'9' * 30}"):
        with pytest.raises(InputError, match="is no EDTF date"):
            edtf_range(edtf)
