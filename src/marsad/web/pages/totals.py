"""What entries add up to: by supplier and recipient, never across types, stages or classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from marsad.link.ask import Total, total
from marsad.model import Party
from marsad.register import Entry
from marsad.web.pages.figures import Scale

_GROUPS = ("supplier", "recipient")
_NOBODY = "–"


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total with its parties, where its entries are listed, and the scale of its class."""

    total: Total
    supplier: Party | None
    recipient: Party | None
    address: str
    scale: Scale


def list_totals(entries: Sequence[Entry], most: int | None = None) -> list[TotalRow]:
    """The totals by supplier and recipient, those of most entries first; a total of one entry leads to it."""
    parties = {party.name: party for entry in entries for party in (entry.supplier, entry.recipient) if party}
    found = sorted(total(entries, _GROUPS), key=lambda t: (-t.entries, t.group, t.type, t.class_))[:most]
    scales = _make_scales(found)
    single = _find_single(entries)
    return [
        TotalRow(
            row,
            parties.get(row.group[0]),
            parties.get(row.group[1]),
            _address(row, single),
            scales[row.class_],
        )
        for row in found
    ]


def _make_scales(totals: Iterable[Total]) -> dict[str, Scale]:
    by_class: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for row in totals:
        by_class[row.class_].append((row.low, row.high))
    return {name: Scale.of(intervals) for name, intervals in by_class.items()}


def _find_single(entries: Iterable[Entry]) -> dict[tuple[object, ...], str]:
    """The entry of every total that has one alone, by what totals keep apart."""
    found: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for entry in entries:
        if entry.standing != "denied":
            names = [party.name if party else _NOBODY for party in (entry.supplier, entry.recipient)]
            for class_ in _list_classes(entry):
                found[(*names, entry.type, entry.stage, class_)].add(entry.id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _list_classes(entry: Entry) -> set[str]:
    """What totals count in an entry, by the names that ``total`` gives it."""
    classes = {bound.item.class_ for bound in entry.items}
    return classes | ({entry.personnel.item.class_.replace("other", "people")} if entry.personnel else set())


def _address(row: Total, single: dict[tuple[object, ...], str]) -> str:
    only = single.get((*row.group, row.type, row.stage, row.class_))
    if only:
        return f"/entries/{only}"
    parties = {role: name for role, name in zip(_GROUPS, row.group, strict=True) if name != _NOBODY}
    return "/register?" + urlencode({**parties, "type": row.type, "class": row.class_})
