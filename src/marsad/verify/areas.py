"""In which countries a claim says that something was achieved, and at what grain.

The claim's own words come before what was taken over from the text around it: where its sentence names states and the
claim's recipient is not one of them, the states of the sentence are meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.knowledge.actors import actor_name, load_actors, owner_of
from marsad.language.pack import Pack, load_pack
from marsad.model import Claim, Document, Span
from marsad.text import Token, normalise, tokenise
from marsad.verdicts import Countries, Reason
from marsad.verify.panel import Area

# Words between two states of one list: "Burkina Faso and Niger".
_LIST_GAP = 2
# Relations of the packs' prepositions that say that what follows is a place.
_PLACING = ("in", "at", "to")


@dataclass(frozen=True, slots=True)
class Aim:
    """A country that a claim is about; ``area`` is the part of it, if it names one, ``note`` how it was found."""

    country: str
    place: str
    area: Area
    note: Reason | None = None


def find_aims(claim: Claim, document: Document, siblings: Iterable[Claim]) -> list[Aim]:
    """The countries that a claim is about, one verdict each; empty where it names none.

    ``siblings`` are the other claims of the document: a state that one of them has, on the same words, is its.
    """
    own = _own_country(claim)
    named = _find_states(claim, document, own)
    if own is None or not _is_stated(claim, own, named):
        if aims := [_state_aim(iso, _note_sentence(claim, iso)) for iso in _list_placed(named)]:
            return aims
        return [] if own is None else [_own_aim(claim, own)]
    first = _own_aim(claim, own)
    if first.area.is_part:
        return [first]
    taken = {_own_country(other) for other in siblings if other.type == claim.type and _same_words(other, claim)}
    beside = [iso for iso in _listed_with(own, named) if iso not in taken]
    return [first, *(_state_aim(iso, Reason("in_one_list")) for iso in beside)]


def _own_country(claim: Claim) -> str | None:
    states = load_actors().states
    if claim.place and claim.place.country in states:
        return claim.place.country
    if claim.place and claim.place.country is None:
        return None  # a region of several states
    return claim.recipient.id if claim.recipient and claim.recipient.id in states else None


def _is_stated(claim: Claim, country: str, named: Mapping[str, Named]) -> bool:
    """Whether the claim's own words say its country: by a span of the slot, or by its name."""
    slots = (claim.place, claim.recipient)
    spans = [slot.span for slot in slots if slot and slot.span]
    return country in named or any(evidence.covers(span) for evidence in claim.spans for span in spans)


def _own_aim(claim: Claim, country: str) -> Aim:
    place = claim.place
    if place is None or place.country != country or place.name == actor_name(country):
        return _state_aim(country, None)
    point = None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
    return Aim(country, place.name, Area(country, "" if point else place.name, point))


def _state_aim(iso: str, note: Reason | None) -> Aim:
    return Aim(iso, actor_name(iso), Area(iso), note)


def _note_sentence(claim: Claim, iso: str) -> Reason:
    country = Countries((iso,))
    if claim.recipient is None or claim.recipient.span is not None:
        return Reason.of("in_sentence", country=country)
    return Reason.of("in_sentence_alone", country=country, other=claim.recipient)


def _same_words(a: Claim, b: Claim) -> bool:
    return any(one.overlaps(other) for one in a.spans for other in b.spans)


@dataclass(frozen=True, slots=True)
class Named:
    """Where a state's name stands among the words of a claim, and whether they say that it is a place."""

    first: int
    last: int
    placed: bool


def _find_states(claim: Claim, document: Document, own: str | None) -> dict[str, Named]:
    """States that the claim's sentences name, other than the one that helps and those of its sources."""
    if not document.language:
        return {}
    pack = load_pack(document.language)
    helps = {claim.supplier.id if claim.supplier else None, owner_of(claim.unit.id) if claim.unit else None} - {own}
    found: dict[str, Named] = {}
    offset = 0
    for span in claim.spans:
        tokens = tokenise(normalise(span.of(document.text)), pack.analyse)
        placing = _find_placing(tokens, pack)
        for iso, first, last in _match_states(tokens, pack.code):
            words = Span(span.start + tokens[first].start, span.start + tokens[last - 1].end)
            if iso not in helps and not any(source.span.covers(words) for source in claim.sources):
                placed = first in placing or first - 1 in placing
                found.setdefault(iso, Named(first + offset, last + offset, placed))
        offset += len(tokens) + _LIST_GAP + 1
    return found


def _find_placing(tokens: Sequence[Token], pack: Pack) -> set[int]:
    """Tokens after which, or in whose front, a word says that a place follows: "in Niger", "à Niamey", "بالنيجر"."""
    lexicon = pack.lexicon("prepositions")
    found = {m.last - 1 for m in lexicon.find_longest(tokens) if m.get("relation") in _PLACING}
    single = [entry for entry in lexicon.entries if len(entry.elements) == 1 and entry.get("relation") in _PLACING]
    letters = {word for entry in single for word in entry.elements[0].literals if len(word) == 1}
    for n, token in enumerate(tokens):
        cut = max(token.starts) - token.start
        if cut and letters & set(token.norm[:cut]):
            found.add(n)
    return found


def _list_placed(named: Mapping[str, Named]) -> list[str]:
    """States that are named as places, and those in one list with them, in the order of the text."""
    placed = {iso for iso, where in named.items() if where.placed}
    placed |= {iso for place in placed for iso in _listed_with(place, named)}
    return sorted(placed, key=lambda iso: named[iso].first)


def _match_states(tokens: Sequence[Token], language: str) -> Iterator[tuple[str, int, int]]:
    names = _state_names(language)
    index = 0
    while index < len(tokens):
        hits = [
            (len(words), iso)
            for form in tokens[index].forms
            for words, iso in names.get(form, ())
            if len(words) <= len(tokens) - index
            and all(word in tokens[index + n].forms for n, word in enumerate(words))
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


def _listed_with(country: str, named: Mapping[str, Named]) -> Iterator[str]:
    """States that stand in one list with a country."""
    if country not in named:
        return
    order = sorted(named, key=lambda iso: named[iso].first)
    at = order.index(country)
    for chain in (order[at + 1 :], order[:at][::-1]):
        here = named[country]
        for iso in chain:
            there = named[iso]
            if max(there.first - here.last, here.first - there.last) > _LIST_GAP:
                break
            yield iso
            here = there
