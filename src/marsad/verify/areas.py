"""In which countries a claim says that something was achieved, and at what grain.

The claim's own words come before what was taken over from the text around it: where its sentence names states and the
claim's recipient is not one of them, the states of the sentence are meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.knowledge.actors import actor_name, load_actors, owner_of
from marsad.language.pack import Pack, load_pack
from marsad.model import Claim, Document, Span
from marsad.text import Token, normalise, tokenise
from marsad.verify.panel import Area

# Words between two states of one list: "Burkina Faso and Niger".
_LIST_GAP = 2


@dataclass(frozen=True, slots=True)
class Aim:
    """A country that a claim is about; ``area`` is the part of it, if it names one, ``note`` how it was found."""

    country: str
    place: str
    area: Area
    note: str = ""


def find_aims(claim: Claim, document: Document, siblings: Iterable[Claim]) -> list[Aim]:
    """The countries that a claim is about, one verdict each; empty where it names none.

    ``siblings`` are the other claims of the document: a state that one of them has, on the same words, is its.
    """
    named = _find_states(claim, document)
    own = _own_country(claim)
    if own is None or (not _is_stated(claim, own, named) and named):
        aims = [_state_aim(iso, _note_sentence(claim, iso)) for iso in named]
        return aims if aims or own is None else [_state_aim(own, "")]
    first = _own_aim(claim, own)
    if first.area.is_part:
        return [first]
    taken = {_own_country(other) for other in siblings if other.type == claim.type and _same_words(other, claim)}
    beside = [iso for iso in _listed_with(own, named) if iso not in taken]
    return [first, *(_state_aim(iso, "named in one list with it") for iso in beside)]


def _own_country(claim: Claim) -> str | None:
    states = load_actors().states
    if claim.place and claim.place.country in states:
        return claim.place.country
    if claim.place and claim.place.country is None:
        return None  # a region of several states
    return claim.recipient.id if claim.recipient and claim.recipient.id in states else None


def _is_stated(claim: Claim, country: str, named: dict[str, tuple[int, int]]) -> bool:
    """Whether the claim's own words say its country: by a span of the slot, or by its name."""
    slots = (claim.place, claim.recipient)
    spans = [slot.span for slot in slots if slot and slot.span]
    return country in named or any(evidence.covers(span) for evidence in claim.spans for span in spans)


def _own_aim(claim: Claim, country: str) -> Aim:
    place = claim.place
    if place is None or place.country != country or place.name == actor_name(country):
        return _state_aim(country, "")
    point = None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
    return Aim(country, place.name, Area(country, "" if point else place.name, point))


def _state_aim(iso: str, note: str) -> Aim:
    return Aim(iso, actor_name(iso), Area(iso), note)


def _note_sentence(claim: Claim, iso: str) -> str:
    if claim.recipient is None:
        return f"its sentence names {actor_name(iso)}"
    return f"its sentence names {actor_name(iso)}; {claim.recipient.name} was read from the text around it"


def _same_words(a: Claim, b: Claim) -> bool:
    return any(one.overlaps(other) for one in a.spans for other in b.spans)


def _find_states(claim: Claim, document: Document) -> dict[str, tuple[int, int]]:
    """States that the claim's sentences name, other than the one that helps, with where among the words they stand."""
    if not document.language:
        return {}
    pack = load_pack(document.language)
    helps = {party.id for party in (claim.supplier,) if party} | {_owner(claim)}
    found: dict[str, tuple[int, int]] = {}
    offset = 0
    for span in claim.spans:
        tokens = _cut(document.text, span, pack)
        for iso, first, last in _match_states(tokens, pack.code):
            if iso not in helps:
                found.setdefault(iso, (first + offset, last + offset))
        offset += len(tokens) + _LIST_GAP + 1
    return found


def _owner(claim: Claim) -> str | None:
    return owner_of(claim.unit.id) if claim.unit else None


def _cut(text: str, span: Span, pack: Pack) -> Sequence[Token]:
    return tokenise(normalise(span.of(text)), pack.analyse)


def _match_states(tokens: Sequence[Token], language: str) -> Iterator[tuple[str, int, int]]:
    names = _state_names(language)
    index = 0
    while index < len(tokens):
        hits = [
            (len(words), iso)
            for form in tokens[index].forms
            for words, iso in names.get(form, ())
            if all(
                word in tokens[index + n].forms if index + n < len(tokens) else False for n, word in enumerate(words)
            )
        ]
        if not hits:
            index += 1
            continue
        length, iso = max(hits)
        yield iso, index, index + length
        index += length


@cache
def _state_names(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The names of states by their first word; everyday words that also name one are left out."""
    names: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for alias in load_actors().aliases(language):
        if alias.form == "name" and alias.id in load_actors().states and not alias.needs_context:
            names[alias.words[0]].append((alias.words, alias.id))
    return names


def _listed_with(country: str, named: dict[str, tuple[int, int]]) -> Iterator[str]:
    """States that stand in one list with a country."""
    order = sorted(named, key=named.__getitem__)
    if country not in named:
        return
    at = order.index(country)
    for chain in (order[at + 1 :], order[:at][::-1]):
        here = named[country]
        for iso in chain:
            there = named[iso]
            if max(there[0] - here[1], here[0] - there[1]) > _LIST_GAP:
                break
            yield iso
            here = there
