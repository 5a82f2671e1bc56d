"""Encodings: what is declared, what is guessed, what is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import InputError
from marsad.intake.decode import decode_bytes

ARABIC = "وصلت سبع دبابات إلى باماكو يوم الجمعة، وقال الوزير إن دفعة أخرى متوقعة."
RUSSIAN = "Армия получила семь танков Т-72Б3, сообщило министерство обороны."
FRENCH = "L'armée a reçu sept chars à Ménaka, où la cérémonie a été brève."


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_text_comes_back_as_it_was(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode_bytes(text.encode()).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    decoded = decode_bytes(mark + ARABIC.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (ARABIC, encoding, ())


@pytest.mark.parametrize(
    ("text", "encoding"), [(ARABIC, "windows-1256"), (RUSSIAN, "windows-1251"), (FRENCH, "windows-1252")]
)
def test_an_old_encoding_is_guessed_with_a_warning(text: str, encoding: str) -> None:
    decoded = decode_bytes(text.encode(encoding))
    assert decoded.text == text
    assert decoded.warnings == (f"not UTF-8: read as {encoding}, a guess",)


def test_capitals_alone_are_guessed_too() -> None:
    assert decode_bytes(RUSSIAN.upper().encode("windows-1251")).text == RUSSIAN.upper()


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    assert decode_bytes(RUSSIAN.encode("koi8-r"), declared="koi8-r").text == RUSSIAN


def test_utf8_is_believed_more_than_a_declaration() -> None:
    assert decode_bytes(RUSSIAN.encode(), declared="windows-1251").text == RUSSIAN


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF, not text"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"\x89PNG\r\n", "is a PNG image"),
        (bytes(range(256)) * 4, "is binary data"),
        (b"text with \0 in it", "is binary data"),
        (RUSSIAN.encode() + b"\n" + RUSSIAN[:9].encode("windows-1251"), "mixes encodings: line 2"),
        (codecs.BOM_UTF16_LE + b"odd", "is not the UTF-16-LE"),
        ("七輛戰車已經抵達首都。".encode("big5"), "in an encoding that cannot be told"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match="save it as UTF-8") as caught:
        decode_bytes(data)
    assert words in str(caught.value)
