"""PDF: running text out of the text layer, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from marsad.errors import InputError
from marsad.intake import Limits, Options, Received, receive
from marsad.intake.pdf import read_pdf
from marsad.settings import Settings
from tests.intake.papers import build_pdf
from tests.intake.taking import take

LINES = [
    "Le ministre a annoncé lundi à Niamey la livrai-",
    "son de huit véhicules blindés aux forces armées",
    "du pays.",
    "Selon lui, les équipages ont suivi une formation",
    "de six semaines.",
]
TEXT = (
    "Le ministre a annoncé lundi à Niamey la livraison de huit véhicules blindés aux forces armées du pays.\n"
    "Selon lui, les équipages ont suivi une formation de six semaines."
)


def test_lines_become_paragraphs_and_divided_words_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(build_pdf([LINES], title="Des blindés pour le nord"))
    received = receive(str(file))
    assert isinstance(received, Received)
    assert received.document.text == TEXT
    assert received.document.title == "Des blindés pour le nord"
    assert received.original.data == file.read_bytes()


def test_letters_of_any_script_are_read_in_their_order() -> None:
    text = read_pdf(build_pdf([["Министр сообщил о поставке.", "وصلت سبع دبابات إلى باماكو."[::-1]]]), Options()).text
    assert text == "Министр сообщил о поставке. وصلت سبع دبابات إلى باماكو."


def test_shapes_of_letters_become_letters() -> None:
    assert read_pdf(build_pdf([["L'oﬃcier a ﬁni."]]), Options()).text == "L'officier a fini."


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [[f"Bulletin no 7, page {n}", *LINES[:3], "fin de partie.", str(n)] for n in range(1, 5)]
    text = read_pdf(build_pdf(pages), Options()).text
    assert "Bulletin" not in text
    assert not any(line.isdigit() for line in text.split("\n"))


def test_a_sentence_goes_on_over_the_page() -> None:
    assert read_pdf(build_pdf([[LINES[0], "son de huit"], ["blindés est finie."]]), Options()).text.endswith(
        "livraison de huit blindés est finie."
    )


def test_a_day_in_a_line_of_its_own_is_the_day() -> None:
    found = read_pdf(build_pdf([["Rapport", "2025-03-15", *LINES]]), Options())
    assert found.published == dt.date(2025, 3, 15)


@pytest.mark.parametrize("title", ["Microsoft Word - a.doc", "report.indd", "untitled", None])
def test_the_name_of_a_file_is_no_title(title: str | None) -> None:
    assert read_pdf(build_pdf([LINES], title=title), Options()).title is None


def fail(data: bytes, options: Options | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_pdf(data, options or Options())
    return str(caught.value)


def encrypt(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(build_pdf([LINES]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_with_a_password_is_named_and_one_that_only_forbids_printing_is_read() -> None:
    assert fail(encrypt("secret")) == "is locked with a password (save a copy without one)"
    assert read_pdf(encrypt(""), Options()).text == TEXT


def test_a_damaged_title_is_none() -> None:
    whole = build_pdf([LINES], title="Des blindés")
    found = read_pdf(whole.replace(b"feff0044", b"feffd800"), Options())  # half a pair of surrogates
    assert (found.title, found.text) == (None, TEXT)


def test_a_pdf_of_pictures_is_named() -> None:
    assert fail(build_pdf([[], []])) == (
        "has no text layer: 2 pages of pictures (run it through text recognition (OCR))"
    )


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n" + b"\xff\x00" * 500, b"%PDF-1.4\n%%EOF"],
)
def test_a_broken_pdf_is_named_and_the_rest_of_the_folder_goes_on(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    (tmp_path / "b.txt").write_text("Un.")
    documents, failures = take(tmp_path)
    assert [d.text for d in documents] == ["Un."]
    assert failures == [f"{tmp_path / 'a.pdf'}: is a broken PDF (get it again, or save it again, or give its text)"]


def test_too_many_pages_and_too_much_text_are_refused() -> None:
    data = build_pdf([LINES] * 3)
    assert fail(data, Options(limits=Limits(pdf_pages=2))) == "has 3 pages, more than 2 (split it)"
    assert "holds more than 0.0001 MB of text" in fail(data, Options(settings=Settings(max_bytes=100)))


def test_a_file_above_the_limit_is_refused_without_being_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(build_pdf([LINES]))
    assert take(file, Options(limits=Limits(pdf_bytes=500)))[1] == [
        f"{file}: is larger than 0.0005 MB (give its articles one by one)"
    ]


def test_every_damaged_copy_is_read_or_named() -> None:
    data = build_pdf([LINES, LINES])
    for place in range(0, len(data), 23):
        broken = data[:place] + b"\xff" + data[place + 1 :]
        try:
            read_pdf(broken, Options())
        except InputError:
            continue
