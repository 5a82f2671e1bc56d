"""Find the places of a sentence: names of table and gazetteer, place words beside them, words that stand for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.knowledge.actors import actor_name
from marsad.knowledge.places import KnownPlace, Places, open_places
from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.place_choice import FACILITIES, INSIDE_RELATIONS, REACH, Context, PlaceChoice
from marsad.read.place_names import (
    NameFinder,
    PlaceName,
    PlaceWord,
    find_adjectives,
    sound_forms,
)
from marsad.read.segment import Sentence
from marsad.text import Token

# So many tokens may stand between a facility and its town.
_INSIDE = 8
# How far the vowels of a place that only sounds like a name may be off beside a place word, and with a preposition
# alone (nothing, where names have no capitals); the least letters of such a name, and the people of a town that has
# no place word beside it; how many of the text's states are searched.
_FAR, _NEAR, _SHORTEST, _SOUND_TOWN, _SOUND_STATES = 0.6, 0.3, 5, 500, 4
_PLACED = FACILITIES - {"site"} | {"town"}
_NEAR_RELATIONS = frozenset({"in", "at", "of"})
# Place words that need a state: its capital, its north, its border.
_OF_STATES = frozenset({"capital", "direction", "border"})
_STOPS = frozenset(",;:.()!?")
# The kind of words that only look like a place word: "there are".
_NONE = "none"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    ``kind`` is that of the place, or of the place word beside it; ``relation`` the label of the preposition before it,
    "none" without one; ``candidates`` the ids of all places of that name, the likeliest first; ``rule`` what found it.
    Coordinates are degrees, None for countries, regions and seas.
    """

    span: Span
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    kind: str
    relation: str
    place_id: str
    candidates: tuple[str, ...]
    rule: str


def find_places(
    sentence: Sentence,
    pack: Pack,
    *,
    countries: Sequence[str] = (),
    states: Sequence[tuple[Span, str]] = (),
    earlier: Sequence[PlaceMention] = (),
    running: str | None = None,
    places: Places | None = None,
) -> list[PlaceMention]:
    """All places of a sentence, in order.

    ``countries`` are the ISO codes that the text names, in order: they decide between places of one name; ``states``
    are the names and nationality words of states in this sentence, with their codes. ``earlier`` are the places of
    the sentences before, for "the base" and "there"; ``running`` is the state that the running text is on, for "the
    capital" (without it, the state of most places so far). ``places`` are the places to know, those of the
    installation where they are not given. Country names are left to the actors.
    """
    context = Context(dict.fromkeys(countries), states, earlier, running)
    return _Finder(sentence, pack, context, places or open_places()).find()


class _Finder(PlaceChoice):
    """One sentence on its way through the steps."""

    def find(self) -> list[PlaceMention]:
        names = NameFinder(self.tokens, self.words, self.vocabulary, self.places, self.cased).find()
        described = find_adjectives(self.tokens, self.words, names, self.vocabulary, self.places)
        names = sorted([*names, *described], key=lambda name: name.first)
        self._support_by_regions(names)
        found: list[PlaceMention] = []
        for name in names:
            mention = self._resolve(name, found[-1] if found else None)
            if mention is not None:
                found.append(mention)
        found = sorted([*found, *self._guess(found)], key=lambda m: m.span)
        found = self._join_facilities(found)
        for word in sorted(self.words, key=lambda w: (w.first, -w.last)):
            span = Span(word.start, self.tokens[word.last - 1].end)
            if word.side != "anaphor" or any(w.kind == _NONE and w.first <= word.first < w.last for w in self.words):
                continue
            if not any(span.overlaps(other.span) for other in found):
                mention = self._point_back(word, span, found)
                if mention is not None:
                    found.append(mention)
        return sorted(found, key=lambda m: m.span)

    def _support_by_regions(self, names: Sequence[PlaceName]) -> None:
        """A region behind a comma says in which state the town before it lies: "near Toropets, Tver region"."""
        for town, region in pairwise(names):
            word = self._word_after(region) or self._word_before(region)
            apposed = region.first == town.last + 1 and self.tokens[town.last].norm == ","
            if not apposed:
                continue
            best = next((place for _, place in self._rank(region, word.kind if word else None)), None)
            country = best.country if best is not None else None
            there = any(place.country == country for _, place in self._rank(town, None))
            if best is not None and best.kind == "region" and country and there:
                self.told[town.first] = country
            if best is not None and best.kind == "region" and self._is_surname(town):
                if there:
                    self.in_region.add(town.first)
            elif word is None or word.kind not in ("region", "district"):
                continue
            if country:
                self.support.setdefault(country, 1.0)

    # A name and the words around it

    def _resolve(self, name: PlaceName, previous: PlaceMention | None) -> PlaceMention | None:
        """The place that a name means, with the place words beside it; None where it means none.

        In a list ("Gao, Kidal and Ménaka") a name has the preposition of the one before.
        """
        before = self._word_before(name) if name.described is None else None
        after = name.described or self._word_after(name)
        word = before or (after if after is not None and (self.cased or after.side == "both") else None)
        relation = self._relation(before.first, before.start) if before else self._relation(name.first, name.start)
        if relation == "none" and previous is not None and self._goes_on(previous, name):
            relation = previous.relation
        ranked = self._rank(name, word.kind if word else None)
        if not ranked or not self._accepts(name, *ranked[0], word, relation):
            return None
        best = ranked[0][1] if name.described is None else _around(ranked[0][1], name.described.kind)
        start = before.start if before is not None else name.start
        last = after.last if after is not None else name.last
        kind = word.kind if word is not None and word.kind in FACILITIES and best.latitude is not None else best.kind
        return _mention(
            Span(start, self.tokens[last - 1].end), best, kind, relation, "own" if best.own else "gazetteer", ranked
        )

    def _goes_on(self, previous: PlaceMention, name: PlaceName) -> bool:
        between = [t for t in self.tokens[: name.first] if t.start >= previous.span.end]
        return len(between) <= 2 and not any(t.is_word and len(t.norm) > 3 for t in between)

    # Names that no table holds in this script

    def _guess(self, known: Sequence[PlaceMention]) -> list[PlaceMention]:
        """Places that sound like a word beside a place word or a preposition, in the states that the text names."""
        taken = {index for word in self.words for index in range(word.first, word.last)}
        for mention in known:
            taken.update(range(self.sentence.holding(mention.span.start), self.sentence.first_from(mention.span.end)))
        found: list[PlaceMention] = []
        free = 0
        for index, token in enumerate(self.tokens):
            if index < free or len(token.norm) < _SHORTEST or token.norm.isascii():
                continue
            heard, free = self._guess_at(index, taken)
            if heard is not None:
                found.append(heard)
        return found

    def _guess_at(self, index: int, taken: Collection[int]) -> tuple[PlaceMention | None, int]:
        token = self.tokens[index]
        if index in taken or not self._may_be_name(token):
            return None, index
        for last in range(min(index + 3, len(self.tokens)), index, -1):
            if any(i in taken or not self._may_be_name(self.tokens[i]) for i in range(index, last)):
                continue
            heard = self._sounds_like(index, last)
            if heard is not None:
                return heard, last
        return None, index

    def _sounds_like(self, first: int, last: int) -> PlaceMention | None:
        """The place that tokens ``[first, last)`` sound like beside a place word or a preposition."""
        for form, start in sound_forms(self.tokens[first], self.cased):
            name = PlaceName(first, last, start, (form,))
            word = self._word_before(name)
            if word is not None and word.kind not in _PLACED:
                return None
            relation = self._relation(word.first, word.start) if word else self._relation(first, start)
            if word is None and (relation not in INSIDE_RELATIONS or self._is_person(name) or len(form) < _SHORTEST):
                continue
            sounding = " ".join([form, *(token.norm for token in self.tokens[first + 1 : last])])
            most = _FAR if word is not None else _NEAR if self.cased else 0.0
            place = self._nearest(sounding, most, town=word is None)
            if place is not None:
                span = Span(word.start if word else start, self.tokens[last - 1].end)
                kind = word.kind if word is not None and word.kind in FACILITIES else place.kind
                return _mention(span, place, kind, relation, "sound", [(0.0, place)])
        return None

    def _may_be_name(self, token: Token) -> bool:
        if not token.is_word or (self.cased and not token.upper):
            return False
        if not self.vocabulary.everyday.isdisjoint(token.forms):
            return False
        return not any(span.start <= token.start < span.end for span, _ in self.context.states)

    def _nearest(self, name: str, most: float, town: bool) -> KnownPlace | None:
        """The place that sounds like a name in one of the states of the text; ``town`` asks for a known town."""
        likely = sorted(self.support, key=lambda country: -self.support[country])[:_SOUND_STATES]
        heard = [hit for country in likely if (hit := self.places.find_by_sound(name, country, most)) is not None]
        towns = [hit for hit in heard if not town or hit[1].own or hit[1].population >= _SOUND_TOWN]
        return min(towns, key=lambda hit: hit[0])[1] if towns else None

    # Facilities without an entry, and words that stand for a place

    def _join_facilities(self, found: Sequence[PlaceMention]) -> list[PlaceMention]:
        """A facility that no table holds takes the point of the town that the same phrase names after it."""
        joined: list[PlaceMention] = []
        for mention in found:
            floor = joined[-1].span.end if joined else 0
            word = self._facility_before(mention, floor) if mention.latitude is not None else None
            if word is not None:
                span = Span(word.start, mention.span.end)
                relation = self._relation(word.first, word.start)
                mention = replace(mention, span=span, kind=word.kind, relation=relation, rule="facility")
            joined.append(mention)
        return joined

    def _facility_before(self, mention: PlaceMention, floor: int) -> PlaceWord | None:
        if mention.relation not in _NEAR_RELATIONS:
            return None
        for word in reversed(self.words):
            if word.kind in FACILITIES and word.side in ("before", "both") and self.tokens[word.first].start >= floor:
                gap = [token for token in self.tokens[word.last :] if token.end <= mention.span.start]
                ends = self.tokens[word.last - 1].end
                if ends <= mention.span.start and len(gap) <= _INSIDE and self._is_facility_name(gap):
                    return word
        return None

    def _is_facility_name(self, gap: Sequence[Token]) -> bool:
        """Whether the words between a place word and a town can be the facility's own name and a preposition."""
        names = [token for token in gap if token.is_word and not self._is_small(token)]
        if any(token.norm in _STOPS or token.norm in self.joiners or token.kind == "number" for token in gap):
            return False
        if self.cased:
            return len(names) < 2 or (any(t.upper for t in names) and sum(not t.upper for t in names) <= 2)
        return len(names) <= 3

    def _point_back(self, word: PlaceWord, span: Span, found: Sequence[PlaceMention]) -> PlaceMention | None:
        """The place that a word such as "the base" stands for; None where nothing fits."""
        before = [*self.context.earlier, *(m for m in found if m.span.end <= span.start)]
        relation = self._relation(word.first, word.start)
        if word.kind not in _OF_STATES and self._names_another(word):
            return None
        if word.kind in _OF_STATES:
            beside = self._state_beside(word)
            country = beside or (self._running_country(before) if word.kind != "border" else None)
            if country is None:
                return None
            if word.kind == "capital":
                capital = self.places.capital(country)
                if capital is None:
                    return None
                return _mention(span, capital, "capital", relation, "capital", [(0.0, capital)])
            kind = "region" if word.kind == "direction" else word.kind
            area = KnownPlace(country, actor_name(country), kind, country, None, None)
            return _mention(span, area, kind, relation, word.kind, [(0.0, area)])
        pointed = [m for m in before if (m.latitude is None) == (word.kind == "region") and m.kind != "area"]
        fitting = [m for m in reversed(pointed) if _fits(word.kind, m.kind)]
        meant = next((m for m in fitting if m.relation != "from"), next(iter(fitting), None))
        if meant is None and word.kind in FACILITIES:
            meant = next((m for m in reversed(pointed) if m.relation != "none" or m.kind != "town"), None)
        return meant and replace(meant, span=span, relation=relation, rule="anaphor")

    def _names_another(self, word: PlaceWord) -> bool:
        """Whether a name that no table holds follows: "the base of Yarra" is none of those before."""
        at = word.last
        while at < len(self.tokens) and at - word.last < REACH and self._is_small(self.tokens[at]):
            at += 1
        if not self.cased or at >= len(self.tokens) or not (self.tokens[at].is_word and self.tokens[at].upper):
            return False
        start = self.tokens[at].start
        return not any(span.start <= start < span.end for span, _ in self.context.states)

    def _state_beside(self, word: PlaceWord) -> str | None:
        """The state whose name or nationality word stands right beside a place word: "the Malian capital"."""
        begin, end = self.tokens[word.first].start, self.tokens[word.last - 1].end
        beside: list[tuple[Span, str]] = []
        for span, country in self.context.states:
            between = [t for t in self.tokens if min(span.end, end) <= t.start and t.end <= max(span.start, begin)]
            if word.kind != "border" and span.end <= begin and any(token.is_word for token in between):
                continue  # "Russian troops (in) the south": theirs is not the south
            if all(self._is_small(token) for token in between):
                beside.append((span, country))
        # Of two the one behind: the other describes what stands before ("Turkish soldiers (in) the capital of Chad").
        return max(beside, key=lambda pair: pair[0].start)[1] if beside else None

    def _running_country(self, before: Sequence[PlaceMention]) -> str | None:
        """The state that the text is on: the one it was told, else that of most places so far, else the first named."""
        if self.context.running is not None:
            return self.context.running
        counts = Counter(m.country for m in before if m.country and m.rule not in _OF_STATES)
        best = max(counts.values(), default=0)
        leading = [country for country in self.support if counts[country] == best]
        return next(iter([*leading, *(c for c in counts if counts[c] == best)]), None)


def _mention(
    span: Span, place: KnownPlace, kind: str, relation: str, rule: str, ranked: Sequence[tuple[float, KnownPlace]]
) -> PlaceMention:
    candidates = tuple(candidate.id for _, candidate in ranked)
    return PlaceMention(
        span, place.name, place.country, place.latitude, place.longitude, kind, relation, place.id, candidates, rule
    )


def _around(place: KnownPlace, kind: str) -> KnownPlace:
    """What the adjective of a town means before a word for a region: the land around it, which has no point."""
    if kind not in ("region", "district") or place.latitude is None:
        return place
    return replace(place, name=f"{place.name} {kind}", kind="region", latitude=None, longitude=None)


def _fits(kind: str, mentioned: str) -> bool:
    """Whether a word of one kind can stand for a mention of another: "the base" for a camp or an airfield."""
    if kind == "any":
        return True
    if kind == "town":
        return mentioned in ("town", "capital", "district")
    if kind == "base":
        return mentioned in ("base", "camp", "airport")
    if kind == "airport":
        return mentioned in ("airport", "base")
    return kind == mentioned
