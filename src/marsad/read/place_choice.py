"""Which of its places a name means, and whether it means one at all: by what stands around it in its sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from marsad.knowledge.places import KnownPlace, Places, make_key
from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.place_names import PlaceName, PlaceWord, find_words, place_vocabulary
from marsad.read.segment import Sentence
from marsad.text import Token, split_words

if TYPE_CHECKING:
    from marsad.read.places import PlaceMention

# So many small words may stand between a place word and a name.
REACH = 3
# A place of our own table counts as a town of a million; a country that the text names counts as much as a factor 1000.
_OWN_SIZE, _SUPPORT, _SAME_SENTENCE = 6.0, 3.0, 0.5
# A place word that fits a place's kind, that speaks for a region or against it; a form that the dictionary gave.
_FITTING, _UNFIT, _LATER_FORM = 4.0, -4.0, 0.2
# A town that only some call so goes behind one whose name it is: Milton is also an old name of a city in Missouri.
_BYNAME = 1.5
# What a region behind a comma says of the town before it goes before all that the text names: York, Pennsylvania.
_TOLD = 7.0
# Without a preposition or a place word a name must be that likely: a town of 300,000, or one of 20,000 in a country of
# the text. The first word of a sentence is capital anyway.
_BARE, _BARE_SUPPORTED, _FIRST_WORD = 5.5, 7.8, 9.0
# With a preposition, but in no country of the text, a place must be a town of that size; where the script has no
# capitals, of the second size, with or without a preposition.
_CUED_TOWN, _UNCASED_TOWN = 15_000, 300_000
FACILITIES = frozenset({"base", "airport", "port", "camp", "crossing", "site"})
_PLACE_RELATIONS = frozenset({"in", "at", "from", "to", "on", "via", "transit", "between", "of", "for"})
INSIDE_RELATIONS = frozenset({"in", "at", "from", "to"})
_WITHIN = frozenset({"in", "at"})
# A word of so many letters, a preposition, is none that a name describes.
_SMALL = 3
# Where the quotation marks close of a name that has more words than the place.
_QUOTED = 4


@lru_cache(maxsize=50_000)
def _own_key(name: str) -> str:
    """The key under which a place's own name is looked up."""
    return make_key(split_words(name))


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the text says that bears on the places of a sentence."""

    countries: Mapping[str, None]
    states: Sequence[tuple[Span, str]]
    earlier: Sequence[PlaceMention]
    running: str | None


class PlaceChoice:
    """A sentence in which names can be weighed as places."""

    def __init__(self, sentence: Sentence, pack: Pack, context: Context, places: Places) -> None:
        self.sentence = sentence
        self.scan = sentence.scan(pack)
        self.tokens = sentence.tokens
        self.cased = pack.cased
        self.joiners = frozenset(pack.setting("people", "joiners", default=()))
        self.vocabulary = place_vocabulary(pack)
        self.places = places
        self.context = context
        self.support = {country: 1.0 - min(rank, 9) / 20 for rank, country in enumerate(context.countries)}
        for _, country in context.states:
            self.support[country] = 1.0 + _SAME_SENTENCE
        words = [token for token in self.tokens if token.is_word]
        self.shouted = self.cased and sum(token.upper for token in words) * 2 > len(words)
        self.relations: dict[int, str] | None = None
        self.in_region: set[int] = set()
        self.told: dict[int, str] = {}  # the state of a town by the region behind it, by the town's first token
        found = find_words(sentence, self.vocabulary, pack)
        self.words = [word for word in found if not self._is_part_of_state(word)]

    def _is_part_of_state(self, word: PlaceWord) -> bool:
        """Whether a place word is part of a state's name: the United States are no states of what follows."""
        begin, end = self.tokens[word.first].start, self.tokens[word.last - 1].end
        states = (span for span, _ in self.context.states)
        return any(span.start < begin and end <= span.end for span in states)

    def _word_before(self, name: PlaceName) -> PlaceWord | None:
        """The place word right before a name, with small words and quotation marks between.

        What is in a town is no town or region of its name ("the states in Mali"), but may be its base.
        """
        inside = False
        for at in range(name.first, max(-1, name.first - REACH - 1), -1):
            ending = [w for w in self.words if w.last == at and w.side in ("before", "both")]
            ending = [w for w in ending if w.kind in FACILITIES or not inside]
            if ending:
                return min(ending, key=lambda w: w.first)
            if at == 0 or not self._is_small(self.tokens[at - 1]):
                break
            inside = inside or self.vocabulary.glued.get(self.tokens[at - 1].norm) in _WITHIN
        return None

    def _word_after(self, name: PlaceName) -> PlaceWord | None:
        at = name.last
        if at < len(self.tokens) and self.tokens[at].norm in ('"', "'"):
            at += 1
        following = [w for w in self.words if w.first == at and w.side in ("after", "both")]
        return max(following, key=lambda w: w.last, default=None)

    def _is_small(self, token: Token) -> bool:
        return token.norm in ('"', "'", "-") or token.norm in self.vocabulary.linkers

    def _rank(self, name: PlaceName, kind: str | None) -> list[tuple[float, KnownPlace]]:
        """The places of a name with their scores, the likeliest first."""
        scored: dict[str, tuple[float, KnownPlace]] = {}
        for order, key in enumerate(name.keys):
            found = self.places.find(key)
            named = {place.id for place in found if not place.own and _own_key(place.name) == key}
            for place in found:
                score = math.log10(place.population + 1)
                score = max(score, _OWN_SIZE) if place.own else score
                score -= _LATER_FORM * order if name.described is None else 0.0
                score -= _BYNAME if named and not place.own and place.id not in named else 0.0
                if place.country in self.support:
                    score += _SUPPORT + self.support[place.country]
                if self.told.get(name.first) == place.country and place.kind != "region":
                    score += _TOLD
                if kind == place.kind:
                    score += _FITTING
                elif kind is not None and (kind == "region") != (place.kind == "region"):
                    score += _UNFIT
                elif kind is None and place.kind == "region" and not place.own:
                    score -= 1.0
                if place.id not in scored or scored[place.id][0] < score:
                    scored[place.id] = (score, place)
        return sorted(scored.values(), key=lambda pair: -pair[0])

    def _accepts(self, name: PlaceName, score: float, place: KnownPlace, word: PlaceWord | None, relation: str) -> bool:
        """Whether a name means a place here at all."""
        everyday = self._is_everyday(name, place)
        supported = place.country in self.support
        if any(w.kind == "title" and w.last == name.first for w in self.words):
            return False
        if any(w.kind == "none" and w.first <= name.first < w.last for w in self.words):
            return False
        told = name.first in self.told and self.tokens[name.first].upper
        if (not place.own or place.kind == "area") and not told and self._is_other_name(name):
            return False
        if self._opens_quotation(name):
            return False
        if word is not None:
            return not everyday or supported
        cue = relation in _PLACE_RELATIONS
        if everyday and not place.own and self._is_surname(name) and not self._is_person(name):
            large = place.population >= _CUED_TOWN or supported
            return name.first in self.in_region or (relation == "in" and large and not self._describes(name))
        if everyday:
            return place.own and supported and relation in INSIDE_RELATIONS
        if place.own and not place.needs_context:
            return supported or not self._goes_on_unknown(name)
        if self._is_person(name):
            return False
        if place.own:
            return cue or (supported and not (place.kind in FACILITIES and name.last == name.first + 1))
        if name.first == 0 and not cue and not self.shouted and score < _FIRST_WORD:
            return False
        if cue:
            return place.population >= (_CUED_TOWN if self.cased else _UNCASED_TOWN) or supported
        if not self.cased:
            return place.population >= _UNCASED_TOWN
        return score >= (_BARE_SUPPORTED if supported else _BARE)

    def _is_other_name(self, name: PlaceName) -> bool:
        """Whether the words of a name are a state's, or begin with a small letter where names do not."""
        first = self.tokens[name.first]
        return (self.cased and not first.upper) or any(
            span.start <= first.start < span.end for span, _ in self.context.states
        )

    def _opens_quotation(self, name: PlaceName) -> bool:
        """Whether a name is only the beginning of a name in quotation marks: an outlet's, a ship's."""
        if not name.first or self.tokens[name.first - 1].norm != '"':
            return False
        closing = (at for at in range(name.last, min(name.last + _QUOTED, len(self.tokens))))
        return next((at for at in closing if self.tokens[at].norm == '"'), name.last) > name.last

    def _is_everyday(self, name: PlaceName, place: KnownPlace) -> bool:
        """Whether a name is a common word, a person's or a weapon's name; of the gazetteer's in any form."""
        forms = self.tokens[name.first].forms if name.last == name.first + 1 and not place.own else ()
        return any(form in self.vocabulary.everyday for form in (*name.keys, *forms))

    def _is_surname(self, name: PlaceName) -> bool:
        """Whether a name is one that people bear and that is a place's behind "in" or before its region."""
        return not self.vocabulary.surnames.isdisjoint(name.keys)

    def _describes(self, name: PlaceName) -> bool:
        """Whether a word follows that a name may be the adjective of, where adjectives are names too."""
        if not self.vocabulary.inflected or name.last >= len(self.tokens):
            return False
        after = self.tokens[name.last]
        return after.is_word and len(after.norm) > _SMALL

    def _goes_on_unknown(self, name: PlaceName) -> bool:
        """Whether one word of a name is only the beginning of a longer one that nobody listed: "Aden Yarra"."""
        if not self.cased or self.shouted or name.last - name.first > 1 or name.last >= len(self.tokens):
            return False
        after = self.tokens[name.last]
        known = name.last in self.scan.starting(self.vocabulary.lexicon) or any(
            span.start <= after.start < span.end for span, _ in self.context.states
        )
        named = after.is_word and after.upper and after.space_before and not known
        return (
            named
            and not any(p.own for p in self.places.find(after.norm))
            and self.vocabulary.everyday.isdisjoint(after.forms)
        )

    def _is_person(self, name: PlaceName) -> bool:
        """Whether capitals around a name say that it is a part of a person's or another name."""
        if not self.cased or self.shouted:
            return False
        if name.first > 1:
            before = self.tokens[name.first - 1]
            if before.norm == "." and len(self.tokens[name.first - 2].norm) == 1 and self.tokens[name.first - 2].upper:
                return True  # a person's initial
            state = any(span.start <= before.start < span.end for span, _ in self.context.states)
            if before.upper and not state and not self._relation_ending(name.first) and not self._is_small(before):
                return True
        if name.last == len(self.tokens):
            return False
        after = self.tokens[name.last]
        return (
            after.is_word
            and after.upper
            and after.space_before
            and name.last not in self.scan.starting(self.vocabulary.lexicon)
        )

    def _relation(self, index: int, start: int) -> str:
        """The label of the preposition before token ``index`` or glued to it; "none" without one."""
        token = self.tokens[index]
        if start > token.start:
            return self._glued(token.norm[: start - token.start])
        for at in range(index, max(-1, index - REACH), -1):
            relation = self._relation_ending(at)
            if relation:
                return relation
            if at == 0 or not self._is_small(self.tokens[at - 1]):
                break
        return "none"

    def _relation_ending(self, index: int) -> str:
        """The label of a preposition that ends right before token ``index``; empty without one."""
        if self.relations is None:
            matches = self.scan.matches(self.vocabulary.prepositions)
            self.relations = {m.last: m.get("relation") for m in matches if m.last - m.first < 5}
        return self.relations.get(index, "")

    def _glued(self, letters: str) -> str:
        glued = self.vocabulary.glued
        return next((glued[letter] for letter in reversed(letters) if letter in glued), "none")
