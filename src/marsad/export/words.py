"""How claims are put into a few English words, the same in the table, the page and the explanation."""

from __future__ import annotations

import re

from marsad.model import Claim, Document, Item, Party, Personnel, Place

OPEN = "–"
ARROW = "→"


def write_number(low: int | None, high: int | None) -> str:
    """A stated number: ``7``, ``≥ 1001``, ``≤ 100``, ``90–110``, or ``–`` where none is stated.

    >>> write_number(1001, None), write_number(90, 110), write_number(None, None)
    ('≥ 1001', '90–110', '–')
    """
    if low is None and high is None:
        return OPEN
    if low is None:
        return f"≤ {high}"
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}–{high}"


ABBREVIATIONS = frozenset({"apc", "ifv", "mrl", "uav"})


def write_name(word: str) -> str:
    """A value of the model as words: ``armoured vehicle`` for ``armoured_vehicle``, ``IFV`` for ``ifv``."""
    return word.upper() if word in ABBREVIATIONS else word.replace("_", " ")


def write_times(low: int | None, high: int | None) -> str:
    """A number before a thing: ``7 ×``, ``≥ 21 ×``; ``–`` where none is stated."""
    number = write_number(low, high)
    return number if number == OPEN else f"{number} ×"


def write_item(item: Item) -> str:
    """How many of what: ``7 × T-72B3 (tank)``, or of the bare class: ``– truck``."""
    kind = write_name(item.class_)
    return f"{write_times(item.low, item.high)} " + (f"{item.designation} ({kind})" if item.designation else kind)


def write_role(personnel: Personnel) -> str:
    """Who the people are: ``experts``; ``people`` where the text names no role."""
    return write_role_name(personnel.role, personnel.low, personnel.high)


def write_role_name(role: str, low: int | None, high: int | None) -> str:
    """A role in the number it is counted in.

    >>> write_role_name("mercenary", 20, None), write_role_name("expert", 1, 1), write_role_name("other", None, None)
    ('mercenaries', 'expert', 'people')
    """
    if role == "other":
        return "people"
    if low == high == 1:
        return role
    return f"{role[:-1]}ies" if role.endswith("y") else f"{role}s"


def write_party(party: Party | None) -> str:
    return party.name if party else OPEN


def write_parties(claim: Claim) -> str:
    """Who to whom: ``Russia → Mali``; ``–`` stands where the text names none, alone where it names neither."""
    if claim.supplier is None and claim.recipient is None:
        return OPEN
    return f"{write_party(claim.supplier)} {ARROW} {write_party(claim.recipient)}"


def write_place(place: Place | None) -> str:
    """The place with its country's code: ``Bamako, ML``."""
    if place is None:
        return OPEN
    return f"{place.name}, {place.country}" if place.country and place.country != place.name else place.name


def write_sources(claim: Claim) -> str:
    """The chain of those who say it, outermost first; ``the article`` where it names nobody."""
    return ", citing ".join(source.name for source in claim.sources) or "the article"


def quote_claim(claim: Claim, document: Document, limit: int | None = None) -> str:
    """The words that the claim rests on, on one line, cut after ``limit`` characters."""
    words = " … ".join(" ".join(span.of(document.text).split()) for span in claim.spans)
    if limit is None or len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0] + " …"


def name_document(document: Document) -> str:
    """What a list calls a document: its title, else where it came from."""
    return document.title or document.source


def is_web_address(address: str | None) -> bool:
    """Whether other programs will take an address for one: of the web, in ASCII and without spaces.

    >>> is_web_address("https://example.org/1"), is_web_address("see page 3"), is_web_address(None)
    (True, False, False)
    """
    return bool(address and re.fullmatch(r"https?://[!-~]+", address))
