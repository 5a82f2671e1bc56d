"""Files in the layouts of SIPRI's trade register; parties, numbers and comments are invented."""

from __future__ import annotations

PREAMBLE = """\
"Transfers of major conventional arms from All countries to Mali . Deals with deliveries made for the year range 2020 to 2025 "
"A '?' in a column indicates uncertain data."
SIPRI trend-indicator values (TIVs) are in millions.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 1 Nov 2026 9:10:31 AM
"""
BY_DEAL_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Deliveries in the Year Range, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons\n"
)
BY_DEAL = (
    PREAMBLE
    + BY_DEAL_HEADER
    + """\
Mali,Russia,2024,?,12,?,T-72B3,tank,12,?,2025,Second hand,"Invented, for a test",1,12,12
Mali,Russia,2023,,4,,Mi-24P/Mi-35P,combat helicopter,4,,2023; 2024,New,,5,20,20
Mali,Turkiye,2022,,2,,Bayraktar TB2,armed drone,2,,2022,New,,3,6,6
African Union**,Israel,2017,,3,,Aerostar,reconnaissance drone,3,?,2018-2019,New,,0.1,0.3,0.3
"""
)
BY_YEAR = (
    PREAMBLE
    + """\
SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production
1001,Russia,Mali,T-72B3,tank,Armoured vehicles,2024,Yes,5,Yes,2024,No,Second hand,1,1,5,No
1001,Russia,Mali,T-72B3,tank,Armoured vehicles,2024,Yes,7,No,2025,No,Second hand,1,1,7,No
1002,Turkiye,Mali,Bayraktar TB2,armed drone,Aircraft,2022,No,2,No,2022,No,New,3,3,6,No
"""
)
SEMICOLONS = (
    BY_YEAR.replace("SIPRI AT Database ID", "Deal ID")
    .replace("Supplier,Recipient", "Seller,Buyer")
    .split("AM\n")[1]
    .replace(",", ";")
)
