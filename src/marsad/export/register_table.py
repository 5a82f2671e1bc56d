"""The register as a table for a person: each happening on a line, publications against origins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from marsad.export.terminal import open_console
from marsad.export.words import ARROW, OPEN, write_name, write_place, write_role_name
from marsad.model import ROLES
from marsad.register import PARTIES, Alternative, Bound, Entry

TABLE_WIDTH = 92  # a narrower terminal gets a block for each entry, since columns would break words
ID_SHOWN = 8
"""Characters of an id that are shown; `marsad show` asks for more where they name several entries."""
STYLES = {
    "corroborated": "bold green",
    "single": "bold",
    "contested": "bold red",
    "denied": "red",
    "unconfirmed": "yellow",
    "announced": "blue",
}


def write_register_table(entries: Sequence[Entry], out: TextIO, *, show: str = "marsad show {entry}") -> None:
    """All entries, one below the other; says so where there is none.

    ``show`` is the command that shows all of one, with ``{entry}`` in the place of its id.
    """
    console = open_console(out)
    if not entries:
        console.print("No entry.")
        return
    if console.width >= TABLE_WIDTH:
        console.print(_draw_table(entries))
    else:
        for entry in entries:
            console.print(*_draw_block(entry), sep="\n")
            console.print()
    count = f"{len(entries)} entries" if len(entries) > 1 else "1 entry"
    console.print(f"{count}: published texts → independent origins; {OPEN} is an open end or what no text states.")
    if any(_count_others(entry) for entry in entries):
        console.print("(+N) counts further parties that fewer witnesses name.")
    command = show.replace("{entry}", entries[0].id[:ID_SHOWN])
    console.print(f"The words behind every number of an entry: {command}", soft_wrap=True)


def _draw_table(entries: Sequence[Entry]) -> Table:
    table = Table(box=HORIZONTALS, show_lines=True, pad_edge=False, expand=True)
    table.add_column("Entry", style="dim", no_wrap=True)
    table.add_column("Happening", min_width=12)
    table.add_column("Who → whom", ratio=4, min_width=14)
    table.add_column("What, how many", ratio=5, min_width=18)
    table.add_column("When, where", ratio=3, min_width=12)
    table.add_column("Published\n→ origins", justify="right", no_wrap=True)
    for entry in entries:
        when = Text(entry.date or OPEN)
        if entry.place:
            when.append(f"\n{write_place(entry.place)}")
        table.add_row(
            entry.id[:ID_SHOWN],
            Text("\n").join(_draw_kind(entry)),
            Text("\n").join(_draw_parties(entry)),
            Text("\n").join(_draw_bounds(entry)) or Text(OPEN),
            when,
            Text.assemble(f"{entry.publications} {ARROW} ", (str(entry.origins), "bold")),
        )
    return table


def _draw_block(entry: Entry) -> Iterator[Text]:
    """The cells of an entry one below the other, without those that are empty."""
    kind = Text(", ").join(_draw_kind(entry))
    yield Text.assemble((entry.id[:ID_SHOWN], "bold"), "  ", kind)
    where = [write_place(entry.place)] if entry.place else []
    for line in (*_draw_parties(entry), *_draw_bounds(entry), Text(", ".join([entry.date or OPEN, *where]))):
        yield Text("  ") + line
    yield Text(f"  {entry.publications} published {ARROW} {entry.origins} origin" + "s" * (entry.origins != 1))


def _draw_kind(entry: Entry) -> list[Text]:
    stage = [Text(entry.stage)] if entry.stage else []
    return [Text(write_name(entry.type)), *stage, Text(entry.standing, style=STYLES[entry.standing])]


def _draw_bounds(entry: Entry) -> list[Text]:
    """What was counted: types first, then totals of classes, people, and what is only expected, hedged or denied."""
    items = sorted(entry.items, key=lambda bound: (bound.item.designation is None, str(bound.item)))
    lines = [Text(write_bound(bound), style="red" if bound.contested else "") for bound in items]
    if entry.personnel:
        lines.append(Text(write_people(entry.personnel), style="red" if entry.personnel.contested else ""))
    return [*lines, *(Text(line, style="dim") for line in _tell_beside(entry))]


def _draw_parties(entry: Entry) -> list[Text]:
    """Who to whom and the unit; of several that witnesses name the best witnessed, the others counted."""
    supplier, recipient, unit = (_write_role(entry, role) for role in PARTIES)
    lines = [Text(OPEN if supplier == recipient == OPEN else f"{supplier} {ARROW} {recipient}")]
    if unit != OPEN:
        lines.append(Text(unit))
    others = _count_others(entry)
    return [*lines, Text(f"(+{others})", style="dim")] if others else lines


def _write_role(entry: Entry, role: str) -> str:
    names = [found.name for found in _best_witnessed(entry, role)]
    if not names:
        party = getattr(entry, role)
        return party.name if party else OPEN
    return " or ".join(names)


def _best_witnessed(entry: Entry, role: str) -> list[Alternative]:
    """The values that most witnesses give."""
    found = entry.alternatives.get(role, ())
    return [value for value in found if len(value.origins) == len(found[0].origins)]


def _count_others(entry: Entry) -> int:
    return sum(len(entry.alternatives.get(role, ())) - len(_best_witnessed(entry, role)) for role in PARTIES)


def write_range(low: int, high: int | None) -> str:
    """Bounds as a person reads them: ``7``, ``5–7``, ``5–`` where the upper end is open."""
    if high is None:
        return f"{low}{OPEN}"
    return str(low) if low == high else f"{low}{OPEN}{high}"


def write_bound(bound: Bound) -> str:
    """An item with its bounds, and whether witnesses disagree: ``5– × T-72B3 (tank), contested``."""
    return _mark_contested(f"{write_range(bound.low, bound.high)} × {_name_item(bound)}", bound)


def write_people(bound: Bound) -> str:
    """A group with its bounds: ``54–66 instructors``."""
    role = write_role_name(bound.item.class_, bound.low, bound.high)
    return _mark_contested(f"{write_range(bound.low, bound.high)} {role}", bound)


def write_beside(entry: Entry) -> list[tuple[str, Bound]]:
    """What is only expected, hedged or denied, each in words and its bound: ``expected: 8 × A-29 (combat aircraft)``.

    What was not counted stands without a number: ``denied: UAV``.
    """
    return [
        (f"{factuality}: {_write_any(bound)}", bound) for factuality, bounds in entry.beside.items() for bound in bounds
    ]


def _tell_beside(entry: Entry) -> list[str]:
    """Of what stands beside the bounds what is news to who has read them: other numbers, and every denial."""
    known = {(bound.item, bound.low, bound.high) for bound in (*entry.items, entry.personnel) if bound}
    denied = entry.beside.get("denied", ())
    return [
        words
        for words, bound in write_beside(entry)
        if bound in denied or (_is_counted(bound) and (bound.item, bound.low, bound.high) not in known)
    ]


def _write_any(bound: Bound) -> str:
    """An item or a group; "other" is a role and a class, and equipment in general is the commoner."""
    group = bound.item.designation is None and bound.item.class_ in ROLES and bound.item.class_ != "other"
    if _is_counted(bound):
        return write_people(bound) if group else write_bound(bound)
    return write_role_name(bound.item.class_, None, None) if group else _name_item(bound)


def _is_counted(bound: Bound) -> bool:
    """Whether more is said than that there is some."""
    return (bound.low, bound.high) != (1, None)


def _name_item(bound: Bound) -> str:
    kind = write_name(bound.item.class_)
    return f"{bound.item.designation} ({kind})" if bound.item.designation else kind


def _mark_contested(words: str, bound: Bound) -> str:
    return f"{words}, contested" if bound.contested else words
