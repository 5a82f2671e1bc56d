"""SIPRI's files are read in each of their layouts; other files are refused with what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.deals import Figure
from marsad.errors import InputError
from marsad.trade.sipri import find_state, read_deals
from tests.trade.sipri_files import BY_DEAL, BY_DEAL_HEADER, BY_YEAR, SEMICOLONS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "trade-register.csv"


def test_a_row_a_deal(file: Path) -> None:
    file.write_text(BY_DEAL, encoding="utf-8")
    tanks, helicopters, drones, union = read_deals(file)
    assert (tanks.line, tanks.supplier_id, tanks.recipient_id) == (8, "RU", "ML")
    assert (tanks.order_year, tanks.ordered, tanks.delivered) == (
        Figure(2024, True),
        Figure(12, True),
        Figure(12, True),
    )
    assert tanks.comment == "Invented, for a test"
    assert (helicopters.years, helicopters.delivered) == ((2023, 2024), Figure(4))
    assert drones.supplier_id == "TR"
    assert (union.recipient, union.recipient_id, union.years) == ("African Union**", None, (2018, 2019))


@pytest.mark.parametrize("text", [BY_YEAR, SEMICOLONS], ids=["commas", "semicolons"])
def test_rows_of_one_deal_by_year_are_put_together(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    tanks, drones = read_deals(file)
    assert (tanks.years, tanks.delivered, tanks.order_year) == ((2024, 2025), Figure(12, True), Figure(2024, True))
    assert (drones.designation, drones.delivered) == ("Bayraktar TB2", Figure(2))


def test_an_older_encoding_and_brackets(file: Path) -> None:
    row = "Mali,Russia,(2024),,(10),,Pech’,tank,..,,,,,,,\n"
    file.write_bytes(
        (BY_DEAL_HEADER.replace("Deliveries in the Year Range", "Number delivered") + row).encode("cp1252")
    )
    (deal,) = read_deals(file)
    assert (deal.designation, deal.order_year, deal.ordered) == ("Pech’", Figure(2024, True), Figure(10, True))
    assert (deal.delivered, deal.years) == (Figure(None), ())


def test_a_new_column_does_no_harm(file: Path) -> None:
    file.write_text("New column," + BY_DEAL_HEADER + "x,Mali,Russia,2024,,12,,T-72B3,tank,12,,2025,,,,,\n")
    assert read_deals(file)[0].delivered == Figure(12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "no row names its columns, such as Supplier and Recipient"),
        (
            "Supplier,Recipient,Price\nRussia,Mali,2\n",
            ":1: is taken for SIPRI's trade register, one row a deal, but lacks Weapon designation, Year(s) of delivery",
        ),
        ("Supplier,Weapon designation,Year(s) of delivery\nRussia,T-72,2\n", "one row a deal, but lacks Recipient"),
        (
            "Seller,Buyer,Designation,Delivery year\nRussia,Mali,T-72,2024\n",
            "one row a deal and year, but lacks Numbers delivered",
        ),
        ("\x00\x01\x02", "no row names its columns, such as Supplier and Recipient"),
    ],
)
def test_another_file_is_refused_with_what_to_do(file: Path, text: str, words: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_deals(file)
    assert words in str(caught.value)
    assert "armstransfers.sipri.org" in str(caught.value)


def test_a_file_that_is_not_there(file: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_deals(file)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UAE", "AE"), ("Turkiye", "TR"), ("Cote d'Ivoire", "CI"), ("Viet Nam", "VN"), ("Bosnia-Herzegovina", "BA"),
        ("DR Congo", "CD"), ("Congo", "CG"), ("Czechia", "CZ"), ("Hezbollah (Lebanon)*", None), ("NATO**", None),
        ("unknown supplier(s)", None),
    ],
)  # fmt: skip
def test_states_as_sipri_writes_them(name: str, code: str | None) -> None:
    assert find_state(name) == code
