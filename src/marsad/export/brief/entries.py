"""An entry in a brief: its numbers and the quotes they rest on, what is contested and why, its witnesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.export.brief import Brief
from marsad.export.brief.blocks import Block, Heading, Line, Listing, Paragraph, Table, join, keep_apart, say
from marsad.export.brief.notes import Notes, name_outlet
from marsad.i18n.words import Words
from marsad.model import Claim, Party
from marsad.register import PARTIES, Bound, Entry, Witness


@dataclass(frozen=True, slots=True)
class About:
    """Lines that several places say of an entry."""

    date: Line


def describe_entry(entry: Entry, brief: Brief, notes: Notes, words: Words) -> About:
    """What is said of an entry in few words; its date leads to a claim that gives it."""
    if not entry.date:
        return About(say("–"))
    dated = [w.claim for w in entry.claims if w.claim in brief.told and _date(brief.told[w.claim][1]) == entry.date]
    every = [witness.claim for witness in entry.claims]
    return About(say(notes.link(words.edtf(entry.date), [*dated, *every])))


def _date(claim: Claim) -> str | None:
    return claim.date.edtf if claim.date else None


def name_parties(entry: Entry, words: Words) -> str:
    """Who to whom, and the unit where one is named."""
    who = f"{keep_apart(words.party(entry.supplier))} {words('brief.arrow')} {keep_apart(words.party(entry.recipient))}"
    return f"{who} ({keep_apart(words.party(entry.unit))})" if entry.unit else who


def draw_entry(entry: Entry, brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """All of an entry that a reader of the brief needs."""
    head = f"{words.value('type', entry.type)}{words('brief.colon')}{name_parties(entry, words)}"
    yield Heading(2, say(head), f"e-{entry.id}")
    facts = [say(words.value("standing", entry.standing))]
    facts += [say(words.value("stage", entry.stage))] if entry.stage else []
    facts += [say(words.place(entry.place))] if entry.place else []
    facts += [describe_entry(entry, brief, notes, words).date] if entry.date else []
    claims = [witness.claim for witness in entry.claims]
    facts.append(say(notes.link(words("count.origins", n=entry.origins), claims)))
    facts.append(say(notes.link(words("count.publications", n=entry.publications), claims)))
    yield Paragraph(join(facts, " · "))
    yield from _draw_counts(entry, brief, notes, words)
    yield from _draw_quarrel(entry, brief, notes, words)
    yield from _draw_witnesses(entry, brief, notes, words)


def list_bounds(entry: Entry) -> list[tuple[Bound, bool]]:
    """What an entry counts, and whether it is people."""
    return [(bound, False) for bound in entry.items] + ([(entry.personnel, True)] if entry.personnel else [])


def _name_bound(bound: Bound, people: bool, words: Words) -> str:
    """What is counted, where its number stands elsewhere: things and people alike in the singular."""
    return words.people(bound.item.class_, 1, 1) if people else words.item(bound)


def count_bound(bound: Bound, people: bool, notes: Notes, words: Words) -> Line:
    """How many of what: ``10–12 × truck``, ``16 soldiers``; the number leads to a quote."""
    if people:
        return say(notes.link_bound(bound), " ", words.people(bound.item.class_, bound.low, bound.high))
    return say(notes.link_bound(bound), "\u00a0× ", words.item(bound))


def _draw_counts(entry: Entry, brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """What and how many, by which rule, from which quotes; then what moves no bound."""
    rows = [
        (
            say(_name_bound(bound, people, words)),
            say(notes.link_bound(bound)),
            say(words.reason(bound.rule)),
            notes.cite(bound.claims),
        )
        for bound, people in list_bounds(entry)
    ]
    if rows:
        head = ("column.item", "column.count", "entry.rule", "brief.quotes")
        yield Table(tuple(words(key).rstrip(" :") for key in head), tuple(rows), (6, 3, 7, 5))
    beside = [
        say(
            words.value("factuality", factuality), words("brief.colon"),
            count_bound(bound, _counts_people(bound, words), notes, words), " ", notes.cite(bound.claims),
        )
        for factuality, bounds in entry.beside.items()
        for bound in bounds
    ]  # fmt: skip
    if beside:
        yield Listing(tuple(beside), title=say(words("brief.beside")))


def _counts_people(bound: Bound, words: Words) -> bool:
    """Whether a bound that moves no other counts people: things have a class, people a role."""
    return not bound.item.designation and not words.knows(f"class.{bound.item.class_}")


def _draw_quarrel(entry: Entry, brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """What is contested and why: numbers that do not meet, parties that differ, and denials."""
    points: list[Line] = []
    for bound, people in list_bounds(entry):
        if bound.contested:
            said = _list_statements(entry, bound, people, brief, notes, words)
            points.append(say(_name_bound(bound, people, words), words("brief.colon"), join(said, words("comma"))))
    for role in PARTIES:
        found = entry.alternatives.get(role, ())
        if len(found) > 1:
            values = [say(words.party(Party(a.id, a.name)), " ", notes.cite(a.claims)) for a in found]
            points.append(say(words(f"column.{role}"), words("brief.colon"), join(values, words("comma"))))
    denied = [w.claim for w in entry.claims if w.factuality == "denied"]
    if denied and entry.standing == "contested":
        points.append(say(words("factuality.denied"), words("brief.colon"), notes.cite(denied)))
    if points:
        yield Listing(tuple(points), title=say(words("entry.alternatives"), words("brief.colon")))


def _list_statements(
    entry: Entry, bound: Bound, people: bool, brief: Brief, notes: Notes, words: Words
) -> list[Line]:  # fmt: skip
    """What each claim that sets a bound says: the number, a link, and its witness."""
    names = {bound.item.designation, *bound.names}
    said = []
    for witness in entry.claims:
        if witness.claim not in bound.claims or witness.claim not in brief.told:
            continue
        claim = brief.told[witness.claim][1]
        counted = [(i.low, i.high) for i in claim.items if i.class_ == bound.item.class_ and i.designation in names]
        if people and claim.personnel:
            counted = [(claim.personnel.low, claim.personnel.high)]
        for low, high in counted:
            number = notes.link(words.bounds(low, high), [witness.claim])
            said.append(say(number, f" ({keep_apart(witness.origin.name)})"))
    return said


def _draw_witnesses(entry: Entry, brief: Brief, notes: Notes, words: Words) -> Iterable[Block]:
    """The independent witnesses, each with the outlets that carry it."""
    groups: dict[str, list[Witness]] = defaultdict(list)
    for witness in entry.claims:
        if witness.claim in brief.told:
            groups[witness.origin.id].append(witness)
    rows = []
    for found in sorted(groups.values(), key=lambda group: (-len({w.document for w in group}), group[0].origin.id)):
        told = dict.fromkeys(words.value("factuality", witness.factuality) for witness in found)
        outlets = dict.fromkeys(keep_apart(name_outlet(brief.told[w.claim][0], words)) for w in found)
        rows.append(
            (
                say(keep_apart(found[0].origin.name), f" ({words.reason(found[0].origin.rule)})"),
                say(words("comma").join(told)),
                say(words("comma").join(outlets)),
                notes.cite(witness.claim for witness in found),
            )
        )
    keys = ("column.origins", "column.factuality", "column.outlet", "brief.quotes")
    yield Table(tuple(words(key) for key in keys), tuple(rows), (7, 3, 6, 5))
