"""SIPRI's deals beside the register's deliveries and orders: which speak of one transfer, and do the numbers agree.

Deals and items are tied where supplier and recipient are the same state, the type is the same or one is of the other's
family (a bare class is of every type of its class), and the years meet. What is tied together, directly or through
others, is compared as one: the sum of SIPRI's numbers against the sum of the bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from marsad.deals import Comparison, Deal, Held, Match, Numbers
from marsad.edtf import edtf_range
from marsad.knowledge.equipment import EquipmentType, ancestors, find_name, find_variant, key_of
from marsad.register import Bound, Entry, ItemKey
from marsad.trade.categories import OUTSIDE, categorise

_TYPES = ("delivery", "order")
_LEFT_OUT = ("denied", "announced")


def compare_deals(deals: Sequence[Deal], entries: Iterable[Entry]) -> Comparison:
    """Lay deals beside the entries of a register."""
    suppliers, recipients = {d.supplier_id for d in deals}, {d.recipient_id for d in deals}
    years = _list_years(deals)
    held = [
        one
        for entry in entries
        if _in_scope(entry, suppliers, recipients)
        for one in _list_held(entry)
        if not years or one.first is None or (one.first <= years[-1] and (one.last or years[-1]) >= years[0])
    ]
    groups = _group(deals, held)
    tied = [group for group in groups if group[0] and group[1]]
    alone = [one for found_deals, found_held in groups if not found_deals for one in found_held]
    return Comparison(
        scope=_describe(deals, years),
        matched=tuple(_make_match(*group) for group in tied),
        only_there=tuple(deal for found_deals, found_held in groups if not found_held for deal in found_deals),
        only_here=tuple(one for one in alone if categorise(one.item).sipri != OUTSIDE),
        outside=tuple(one for one in alone if categorise(one.item).sipri == OUTSIDE),
    )


def _list_years(deals: Sequence[Deal]) -> list[int]:
    years = {year for deal in deals for year in deal.years}
    return sorted(years | {deal.order_year.number for deal in deals if deal.order_year.number})


def _in_scope(entry: Entry, suppliers: set[str | None], recipients: set[str | None]) -> bool:
    """A file on one supplier or one recipient says nothing of others; one on many is taken for all."""
    if entry.type not in _TYPES or entry.standing in _LEFT_OUT:
        return False
    supplier, recipient = _list_parties(entry)
    return (len(suppliers) != 1 or supplier in suppliers) and (len(recipients) != 1 or recipient in recipients)


def _list_parties(entry: Entry) -> tuple[str | None, str | None]:
    """The ids of supplier and recipient."""
    return entry.supplier.id if entry.supplier else None, entry.recipient.id if entry.recipient else None


def _list_held(entry: Entry) -> Iterator[Held]:
    first, last = edtf_range(entry.date) if entry.date else (None, None)
    for bound in entry.items:
        yield Held(entry, bound, first.year if first else None, last.year if last else None)


def _describe(deals: Sequence[Deal], years: Sequence[int]) -> str:
    suppliers, recipients = {d.supplier for d in deals}, {d.recipient for d in deals}
    whence = f"from {suppliers.pop()}" if len(suppliers) == 1 else f"from {len(suppliers)} suppliers"
    whither = f"to {recipients.pop()}" if len(recipients) == 1 else f"to {len(recipients)} recipients"
    when = f", {'–'.join(str(year) for year in dict.fromkeys((years[0], years[-1])))}" if years else ""
    return f"{len(deals)} {'deal' if len(deals) == 1 else 'deals'} {whence} {whither}{when}"


def _group(deals: Sequence[Deal], held: Sequence[Held]) -> list[tuple[list[Deal], list[Held]]]:
    """Deals and items put together where they are tied, in the order of the deals, then of the items."""
    by_parties: dict[tuple[str | None, str | None], list[int]] = {}
    for n, one in enumerate(held):
        by_parties.setdefault(_list_parties(one.entry), []).append(n)
    parent = list(range(len(deals) + len(held)))

    def find(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    for n, deal in enumerate(deals):
        if deal.supplier_id and deal.recipient_id:
            for m in by_parties.get((deal.supplier_id, deal.recipient_id), ()):
                if _is_same_type(deal, held[m].item) and _meet(deal, held[m]):
                    parent[find(len(deals) + m)] = find(n)
    groups: dict[int, tuple[list[Deal], list[Held]]] = {}
    for n, deal in enumerate(deals):
        groups.setdefault(find(n), ([], []))[0].append(deal)
    for m, one in enumerate(held):
        groups.setdefault(find(len(deals) + m), ([], []))[1].append(one)
    return list(groups.values())


def _is_same_type(deal: Deal, item: ItemKey) -> bool:
    types = find_types(deal.designation)
    if item.designation is None:
        return item.class_ in ({kind.class_ for kind in types} or _guess_classes(deal.description))
    if key_of(item.designation) == key_of(deal.designation):
        return True
    ours = {item.designation, *(kind.designation for kind in ancestors(item.designation, item.class_))}
    for kind in types:
        theirs = {kind.designation, *(parent.designation for parent in ancestors(kind.designation, kind.class_))}
        if kind.designation in ours or item.designation in theirs:
            return True
    return False


@cache
def find_types(designation: str) -> tuple[EquipmentType, ...]:
    """The types that a designation of SIPRI's may mean; ``Mi-24P/Mi-35P`` are two."""
    found: list[EquipmentType] = []
    for part in (designation, *designation.split("/")):
        words = part.split()
        # The name that a factory's number stands before: "K-53949 Typhoon-K".
        spellings = [" ".join(words[start:]) for start in range(len(words))]
        found += next((types for spelling in spellings if (types := find_name(spelling))), [])
        variant = find_variant(key_of(part)) if not found else None
        found += [variant] if variant else []
    return tuple(dict.fromkeys(found))


# Words of SIPRI's descriptions → our class, for designations that no table holds; the first that fits counts.
_CLASSES = (
    (r"\btank\b(?! destroyer)", "tank"), (r"\bifv\b", "ifv"), (r"\bapc\b", "apc"),
    (r"\bapv\b|armou?red", "armoured_vehicle"), (r"combat helicopter", "attack_helicopter"),
    (r"helicopter", "transport_helicopter"), (r"trainer", "trainer_aircraft"), (r"drone|\buavs?\b|loitering", "uav"),
    (r"transport aircraft", "transport_aircraft"), (r"fighter|\bfga\b|ground attack|bomber", "combat_aircraft"),
    (r"\bmrl\b|rocket launcher", "mrl"), (r"anti-tank", "anti_tank"),
    (r"\bsam\b|anti-aircraft|\baa gun", "air_defence"),
    (r"missile|\b[a-z]+aam\b|\bssm\b|\basm\b|guided", "missile"), (r"gun|mortar|howitzer", "artillery"),
    (r"radar", "radar"), (r"ship|boat|craft|frigate|corvette|destroyer|submarine|\bopv\b|\bfac\b", "ship"),
)  # fmt: skip


def _guess_classes(description: str) -> set[str]:
    words = description.lower()
    return {next((class_ for pattern, class_ in _CLASSES if re.search(pattern, words)), "")}


def _meet(deal: Deal, held: Held) -> bool:
    """Whether the years may be the same; an estimated year may be one off. A thing without a date meets all."""
    if held.first is None and held.last is None:
        return True
    first, last = held.first or held.last or 0, held.last or 9999
    if held.entry.type == "order" or not deal.years:
        ordered, slack = deal.order_year.number, int(deal.order_year.estimate)
        if ordered is None:
            return True
        # What is delivered to us and not yet to SIPRI comes after the order.
        return ordered - slack <= last and (held.entry.type != "order" or first <= ordered + slack)
    slack = int(deal.years_estimate)
    return any(first - slack <= year <= last + slack for year in deal.years)


def _make_match(deals: list[Deal], held: list[Held]) -> Match:
    return Match(
        tuple(deals),
        tuple(held),
        delivered=_compare([deal.delivered.number for deal in deals], [h for h in held if h.entry.type == "delivery"]),
        ordered=_compare([deal.ordered.number for deal in deals], [h for h in held if h.entry.type == "order"]),
    )


def _compare(there: Sequence[int | None], held: Sequence[Held]) -> Numbers:
    """Sums of both sides; within an entry a bare class beside types is their total and is not added to them."""
    numbers = [number for number in there if number is not None]
    bounds = [bound for entry in {h.entry.id: h.entry for h in held}.values() for bound in _choose(entry, held)]
    ends = [bound.high for bound in bounds]
    return Numbers(
        sum(numbers) if numbers else None,
        sum(bound.low for bound in bounds) if bounds else None,
        None if None in ends or not bounds else sum(end for end in ends if end is not None),
    )


def _choose(entry: Entry, held: Sequence[Held]) -> list[Bound]:
    mine = [h.bound for h in held if h.entry.id == entry.id]
    typed = [bound for bound in mine if bound.item.designation is not None]
    return typed or mine
