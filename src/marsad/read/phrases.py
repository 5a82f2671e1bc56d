"""Read the noun phrase that names a speaker, from a cue to the right.

The grammar is shallow. A phrase ends at punctuation, at a function word of the pack (relative, conjunction, auxiliary,
word of time) or at another cue; what stands in it decides whether it can speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from marsad.model import Span
from marsad.read.words import Words

LONGEST = 14
"""Tokens a speaker's phrase may have: longer ones in the gold are cut at half their length or more without loss."""

# Tokens of a name in brackets with these, and one more.
_BRACKETED = 7
LONGEST_NAME = 4
"""Tokens of a person's name, where no capitals show its end."""

OUTLETS = frozenset({"media", "agency"})
RECORDS = frozenset({"imagery", "document"})
TELLING = frozenset({"anonymous", "official", "military", "expert", "witness"})
"""Who may speak to an outlet."""
# So many words from the name of an outlet that is told to those who tell it.
TELLING_REACH = 3

_ENDS = frozenset({"that", "relative", "aux", "time", "stop", "contrast", "from", "own", "outlet", "count"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``[first, last)`` that name a speaker; ``kind`` is empty for a name or a noun that no list holds."""

    first: int
    last: int
    kind: str
    start: int
    back: str = ""


class Phrases(Words):
    """A sentence whose noun phrases can be read forward."""

    def read_phrase(self, index: int) -> Phrase | None:
        """The speaker's phrase that starts at token ``index``."""
        if index in self.pronouns:
            return self.point_back(self.pronouns[index] - 1)
        first = self._skip_right(index)
        if first >= len(self.tokens):
            return None
        if self.has(first, "at") and index > 0 and self.is_impersonal(index - 1):
            first += 1
            if first >= len(self.tokens):
                return None
        if self.classes[first] & {"that", "relative"} and not self.noun_follows(first):
            return None
        if (
            self.grammar.verb_first
            and self.classes[first] & {"prep", "stop", "from", "nobody"}
            and first not in self.kinds
        ):
            return None
        if (
            self.has(first, "prep")
            and not self.has(first, "det")
            and not self.is_name(first)
            and first not in self.kinds
        ):
            return None
        if self.pronoun(first) and not self.noun_follows(first):
            return self.point_back(first)
        if first in self.states:
            return self._state_phrase(first)
        last = self._phrase_end(first)
        return self.make_phrase(first, last)

    def _state_phrase(self, first: int) -> Phrase:
        """A state that speaks, with those side by side with it."""
        last, start = self.states[first]
        while last in self.states and self.states[last][1] > self.tokens[last].start:
            last = self.states[last][0]
        return Phrase(first, last, "name", start)

    def past_time(self, index: int) -> int:
        """Behind adverbs and words of time that start here."""
        return self._skip_right(index)

    def _skip_right(self, index: int) -> int:
        """Past adverbs and words of time ("last month") to where a phrase may start."""
        first = index
        while first - index < 6 and first < len(self.tokens) and not self._opens_speaker(first):
            if first in self.stops and self.grammar.cased and first not in self.kinds:
                first = self.stops[first]
            elif self._is_adverb(first) or self._is_time(first, index):
                first += 1
            else:
                break
        return first

    def _opens_speaker(self, index: int) -> bool:
        """Whether an article and a word like one of time lead to a noun of those who speak: "the last report"."""
        at = index + 1
        while at <= index + 2 and at < len(self.tokens) and self.classes[at] & {"time", "skip"}:
            if at > index + 1 and self.has(at, "det"):
                break
            at += 1
        return self.has(index, "det") and at > index + 1 and at in self.kinds

    def _is_adverb(self, index: int) -> bool:
        known = self.has(index, "det") or self.is_name(index) or index in self.kinds
        return self.has(index, "skip") and not known

    def _is_time(self, index: int, start: int) -> bool:
        """Whether the token belongs to a date or a word of time that began at ``start`` at the earliest."""
        if self.has(index, "time"):
            return True
        if self.is_mark(index, "/"):
            return self.has(index + 1, "time")
        if self.tokens[index].kind == "number":
            return self.has(index - 1, "time") or self.has(index + 1, "time")
        if self.is_mark(index, ","):  # "on Thursday, 12 June, ..."
            dated = index > start and self.has(index - 1, "time")
            opened = any(self.is_mark(at, ",") for at in range(start, index))
            return dated and (opened or (self.is_number(index + 1) and self.has(index + 2, "time")))
        if self.classes[index] & {"det", "prep"}:
            ahead = range(index + 1, min(index + 4, len(self.tokens)))
            closed = next((near for near in ahead if self.breaks(near) or near in self.kinds), len(self.tokens))
            return any(self.has(near, "time") for near in ahead if near <= closed)
        if index > start and self.is_mark(index, "-"):
            return self.tokens[index - 1].kind == "number"
        return index - start > 1 and self.is_mark(index - 1, "-") and self.tokens[index - 2].kind == "number"

    def subject_at(self, first: int, end: int) -> bool:
        """Whether the first noun among tokens ``[first, end)`` is in the case of a subject."""
        cases, subject = self.grammar.pack.cases, self.grammar.pack.setting("cases", "subject")
        words = (self.tokens[i] for i in range(first, end) if self.tokens[i].is_word and not self.classes[i])
        nouns = (cases(token.span.of(self.text)) for token in words)
        return subject in next((known for known in nouns if known), frozenset())

    def is_named_outlet(self, index: int) -> bool:
        """Whether an outlet's own name stands here, which is no common noun: "Reuters", not "the agency"."""
        return self.is_outlet_at(index) and self.tokens[index].upper and index > 0

    def _phrase_end(self, first: int) -> int:
        index = first
        while index < len(self.tokens) and index - first < LONGEST:
            if self.is_mark(index, '"'):
                close = self.partners.get(index, -1)
                if not first <= index < close <= index + 7 or (index > first and self.breaks(index - 1)):
                    break
                if self.grammar.verb_first and index > first and self.has(index + 1, "stop"):
                    break
                index = close + 1
                continue
            example = self._example_end(index)
            if example is not None:
                return example
            if self.breaks(index):
                end = self._bracketed_name(first, index) or self._apposition_end(index)
                if end is None:
                    break
                index = end
                continue
            if index > first and self._ends_phrase(index, first):
                break
            index = self._noun_end(index)
        named = self.kinds[first].last if self.grammar.verb_first and first in self.kinds else first
        while index > max(first, named) and (
            self.has(index - 1, "prep")
            or self.has(index - 1, "and")
            or (self.has(index - 1, "skip") and not self.is_name(index - 1))
        ):
            index -= 1
        return index

    def _bracketed_name(self, first: int, index: int) -> int | None:
        """Where brackets end that hold an outlet's name right behind its noun ("the agency (X)"), in packs whose verb
        comes first, which put names so.
        """
        noun = self.kinds.get(first)
        named = self.grammar.verb_first and noun is not None and noun.last == index and noun.get("kind") in OUTLETS
        if not named or not self.is_mark(index, "("):
            return None
        ahead = range(index + 2, min(index + _BRACKETED, len(self.tokens)))
        close = next((at for at in ahead if self.is_mark(at, ")")), None)
        return close + 1 if close is not None else None

    def _noun_end(self, index: int) -> int:
        """Where a listed noun of those who speak ends ("agency of news"), in packs whose verb comes first; else the
        next token.
        """
        known = self.grammar.verb_first and index in self.kinds
        return self.kinds[index].last if known else index + 1

    def _opens_object(self, index: int) -> bool:
        """Whether a state or a thing stands where a definite noun or a person's name before it cannot govern it, and is
        what is accused or told of: "the minister X accused + Y", in packs whose verb comes first.
        """
        token, before, article = self.tokens[index], index - 1, self.grammar.article
        if not (self.grammar.verb_first and article and self.tokens[before].is_word) or self.has(before, "prep"):
            return False
        definite = self.tokens[before].norm.startswith(article)
        if index in self.nationalities:
            return index in self.states and before in self.nationalities
        if index in self.states:
            named = before not in self.kinds and (before - 1 in self.kinds or not self.classes[before - 1])
            titled = before - 1 not in self.kinds or self.tokens[before - 1].norm.startswith(article)
            return definite or before in self.leaders or (named and titled and not self.has(before - 1, "prep"))
        if index in self.group_ends and index in self.kinds and token.norm.startswith(article):
            return True  # "the movement X threatened + the forces"
        if index in self.groups and not token.norm.startswith(article):
            return before in self.nationalities and definite  # "the army of X accused + the movement Y"
        thing = index in self.things and not token.norm.startswith(article) and index not in self.kinds
        return thing and (definite or self.tokens[before].norm.endswith(self.grammar.plural_endings or ("\0",)))

    def _ends_phrase(self, index: int, first: int) -> bool:
        classes = self.classes[index]
        if self._opens_object(index):
            return True
        if self.is_name(index) and "stop" not in classes:
            return False
        if any(at in self.kinds and self.kinds[at].last > index for at in range(max(first, index - 3), index)):
            return False
        if any(index <= at + 2 and self._opens_speaker(at) for at in range(max(first, index - 2), index + 1)):
            return False
        if self.is_given_to(index) and self.kind_at(index) in RECORDS and self._headed_by(first) not in RECORDS:
            return True  # "officials pointed to reports", not "a statement by the ministry"
        if self.leads_on(index) or self.turns_back(index) or classes & {"not", "words"}:
            return True
        if "skip" in classes and not classes & {"det", "prep"} and self.is_mark(index + 1, "'"):
            return True
        if self.has(index, "nth") and not self.has(index - 1, "time"):
            return False
        if self.tokens[index].kind == "number" and self.has(index + 1, "time"):
            return True
        if (self.has(index, "taking") and index - 1 in self.kinds) or (
            self.has(index - 1, "taking") and bool(classes & {"prep", "from"})
        ):
            return False
        if index in self.cues and index not in self.kinds:
            return True
        if self.has(index, "and"):
            return not self._joins_speakers(index)
        if self.has(index, "det") and self.has(index + 1, "time"):
            return True
        if self.has(index, "prep"):
            if self.grammar.adjective_endings and self._leaves_name(index):
                return True
            person = self.is_name(first) and index - first <= TELLING_REACH and index - 1 not in self.kinds
            if (person or self._headed_by(first) in TELLING) and self.leads_to_outlet(index):
                return True
            following = index + 1
            number = following < len(self.tokens) and self.tokens[following].kind == "number"
            return number or self.has(following, "time") or self.has(following, "that") or "stop" in classes
        ends = _ENDS if self.grammar.verb_first else _ENDS - {"own"}
        return bool(classes & ends) or (self.is_verb(index) and not self._describes_next(index))

    def _describes_next(self, index: int) -> bool:
        """Whether a participle stands before the noun it describes ("the united forces"), where nouns have cases."""
        cases, following = self.grammar.pack.cases, index + 1
        if following >= len(self.tokens) or not self.tokens[following].is_word or self.classes[following]:
            return False
        token = self.tokens[index]
        if not token.norm.endswith(tuple(self.grammar.pack.setting("factuality", "attributive_endings", default=()))):
            return False
        owner = self.grammar.pack.setting("cases", "owner", default="")
        return owner in cases(self.tokens[following].span.of(self.text))

    def is_given_to(self, index: int) -> bool:
        """Whether a preposition that means "to" is glued to the speaker's noun here."""
        glued = self.tokens[index].norm.startswith(self.grammar.to_letters or ("\0",))
        noun = glued and index in self.kinds and self._words_start(index) > self.tokens[index].start
        return noun or index in self.told

    def _headed_by(self, first: int) -> str:
        """The kind of the first noun of a phrase that begins here."""
        return next((self.kind_at(at) for at in range(first, first + TELLING_REACH) if at in self.kinds), "")

    def leads_to_outlet(self, index: int) -> bool:
        """Whether a preposition leads to an outlet by name that is told ("a source to Reuters", "to the daily X")."""
        following = index + 1
        while self.has(following, "det") or self.is_mark(following, "'"):
            following += 1
        noun = self.grammar.cased and not self.grammar.adjective_endings and self.is_outlet_at(following)
        named = noun and any(self.is_name(i) for i in range(following + 1, min(following + 4, len(self.tokens))))
        named = named or (noun and self.has(following, "public"))
        return self.has(index, "addressee") and (self.is_named_outlet(following) or named)

    def _leaves_name(self, index: int) -> bool:
        """Whether the preposition behind a name opens words of place or time that hold no name ("X at the meeting")."""
        if not (self.has(index, "at") and self.is_name(index - 1)):
            return False
        inside = range(index + 1, self._run_end(index + 1))
        return bool(inside) and not any(self.is_name(i) or i in self.kinds or self.is_mark(i, '"') for i in inside)

    def _run_end(self, index: int) -> int:
        """Where a mark, a cue or a verb ends the run of words that begins here."""
        while index < len(self.tokens) and not (self.breaks(index) or index in self.cues or self.is_verb(index)):
            index += 1
        return index

    def closes_at_place(self, index: int) -> bool:
        """Whether nothing but such words of place stands between a name and the clause's end."""
        end = self._run_end(index + 1)
        return (
            bool(self.grammar.adjective_endings)
            and self._leaves_name(index)
            and (end >= len(self.tokens) or self.breaks(end))
        )

    def with_office(self, phrase: Phrase) -> Phrase:
        """The phrase with what a person is, told between commas or at the end ("X, adviser of Y,")."""
        first = phrase.last + 1
        if not (self.grammar.adjective_endings and self.is_mark(phrase.last, ",") and self.is_name(phrase.last - 1)):
            return phrase
        head = first
        while head < len(self.tokens) and self.describes(head):
            head += 1
        end = self._run_end(first)
        told = head in self.kinds and len(self.tokens[head].forms) == 1 and end - phrase.first <= LONGEST
        closed = end >= len(self.tokens) or self.breaks(end)
        return (self.make_phrase(phrase.first, end) or phrase) if told and closed else phrase

    def _joins_speakers(self, index: int) -> bool:
        """Whether "and" leads to a second speaker side by side with the first."""
        following = index + 1
        while self.has(following, "det") or self.has(following, "skip"):
            following += 1
        if following >= len(self.tokens):
            return False
        near = any(at in self.kinds for at in range(following, min(following + 2, len(self.tokens))))
        return near or self.is_name(following) or self._joins_adjective(index)

    def _joins_adjective(self, index: int) -> bool:
        """Whether "and" leads to one more word that describes the speaker and ends the clause: "local and military"."""
        last = index + 1
        word = (
            last < len(self.tokens) and self.tokens[last].is_word and not self.classes[last] and last not in self.cues
        )
        return word and index - 1 not in self.kinds and (last + 1 == len(self.tokens) or self.breaks(last + 1))

    def _apposition_end(self, comma: int) -> int | None:
        """The end of a name that stands between commas after its title; None where no name follows."""
        if not self.grammar.cased or not self.is_mark(comma, ","):
            return None
        index = comma + 1
        while index < len(self.tokens) and index - comma < 6 and (self.is_name(index) or self.inside_name(index)):
            index += 1
        if not 1 <= index - comma - 1 <= 5 or (
            index - comma - 1 == 1 and self.tokens[index - 1].end - self.tokens[index - 1].start < 4
        ):
            return None
        closed = index >= len(self.tokens) or self.breaks(index) or index in self.cues or self.has(index, "skip")
        return index if closed and index - comma > 2 else None

    def past_participle(self, phrase: Phrase) -> Phrase:
        """The noun behind a participle with words of its own ("the published on Tuesday report"), where nouns have
        cases.
        """
        index = phrase.last
        alone = index - phrase.first == 1 and not phrase.kind and not self.is_name(phrase.first)
        if not (alone and self.grammar.adjective_endings and (self.has(index, "time") or self.has(index, "prep"))):
            return phrase
        while index < len(self.tokens) and index - phrase.last < LONGEST and not self.breaks(index):
            if index in self.kinds:
                return self.read_phrase(index) or phrase
            index += 1
        return phrase

    def is_asking(self, index: int) -> bool:
        """Whether nobody but those who ask is told ("told reporters"), in packs whose nouns have cases."""
        return bool(self.grammar.adjective_endings) and not self.has(index, "outlet")

    def _example_end(self, index: int) -> int | None:
        """The end of a name given as an example of those who speak (", such as NAME"); None where none is."""
        index += self.is_mark(index, ",")
        like = next((at for at in (index, index + 1) if self.has(at, "like")), None)
        if like is None:
            return None
        last = like + 1
        while last < len(self.tokens) and last - like <= LONGEST_NAME and self._can_name(last):
            last += 1
        return last if last > like + 1 else None

    def _can_name(self, index: int) -> bool:
        if self.grammar.cased:
            return self.is_name(index) or self.inside_name(index)
        return self.tokens[index].is_word and not self.classes[index] and index not in self.cues

    def point_back(self, index: int) -> Phrase:
        return Phrase(index, index + 1, "", self.tokens[index].start, self.pronoun(index))

    def make_phrase(self, first: int, last: int) -> Phrase | None:
        """A phrase over tokens ``[first, last)`` if somebody can speak in it."""
        while first < last and (self.breaks(first) or self._is_nobody(first) or self._opens_late(first, last)):
            if self.has(first, "nobody") and not self.grammar.verb_first:
                return None
            first += 1
        while last > first and (self.breaks(last - 1) or self.is_mark(last - 1, "-")):
            if self.is_mark(last - 1, ")"):
                break
            last -= 1
        last = self._cut_participle(first, last)
        if last <= first:
            return None
        if first in self.states and self.states[first][0] == last:
            return self._state_phrase(first)
        start = self._words_start(first)
        kind = self._kind(first, last)
        return Phrase(first, last, kind, start)

    def _opens_late(self, first: int, last: int) -> bool:
        """Whether a word of time before a phrase is no part of it ("on Monday TASS"), where nouns have cases."""
        timed = self.has(first, "time") and first not in self.kinds and not self.is_name(first)
        return bool(self.grammar.adjective_endings) and timed and first + 1 < last

    def _is_nobody(self, index: int) -> bool:
        if self.grammar.verb_first and self.has(index, "contrast"):
            return True
        return self.has(index, "nobody") and index not in self.kinds and not self.noun_follows(index)

    def _kind(self, first: int, last: int) -> str:
        inside = [self.kinds[i] for i in range(first, last) if i in self.kinds and self.kinds[i].last <= last]
        for one, other in pairwise(
            inside if self.grammar.pack.setting("equipment", "heads_follow", default=False) else ()
        ):
            if other.first > one.last:
                break
            if other.get("kind") in RECORDS:  # "UN documents", "Reuters video"
                return other.get("kind")
        return next((match.get("kind") for match in inside), "")

    def _cut_participle(self, first: int, last: int) -> int:
        """The phrase without "filmed in ..." or "reviewed by ..." behind its noun."""
        headed = False
        for index in range(first, last):
            headed = headed or index in self.kinds
            if (
                headed
                and index > first
                and self.has(index, "cut")
                and index not in self.kinds
                and not self.is_name(index)
            ):
                return index
        return last

    def _words_start(self, first: int) -> int:
        """Where the phrase's words begin once a glued particle is taken off."""
        token = self.tokens[first]
        match = self.kinds.get(first)
        wanted: tuple[str, ...] = ()
        if match is not None:
            element = match.entry.elements[0]
            wanted = tuple(form for form in token.forms if element.accepts((form,)))
        for form, start in zip(token.forms, token.starts, strict=True):
            if form in wanted:
                return start
        return token.start

    def span(self, phrase: Phrase) -> Span:
        start, end = phrase.start, self.tokens[phrase.last - 1].end
        if (
            self.is_mark(phrase.first, '"')
            and self.partners.get(phrase.first) == phrase.last - 1
            and phrase.last - phrase.first > 2
        ):
            start, end = self.tokens[phrase.first + 1].start, self.tokens[phrase.last - 2].end
        return Span(start, end)

    def kind_at(self, index: int) -> str:
        """The kind of the noun of those who speak that begins here; empty where none does."""
        return self.kinds[index].get("kind") if index in self.kinds else ""

    def is_outlet_at(self, index: int) -> bool:
        """Whether a news outlet's noun stands here."""
        return self.kind_at(index) in OUTLETS

    def head_alone(self, phrase: Phrase) -> Phrase:
        """A long phrase without the complements of its noun ("satellite images" of the army's base at X)."""
        if phrase.last - phrase.first <= 5:
            return phrase
        cut = next(
            (i for i in range(phrase.first + 1, phrase.last) if self.has(i, "prep") and not self.is_name(i)),
            phrase.last,
        )
        return self.make_phrase(phrase.first, cut) or phrase

    def heads_at_start(self, phrase: Phrase) -> bool:
        """Whether the phrase opens with its speaker: nothing but articles and two other words before noun or name."""
        others = 0
        for index in range(phrase.first, phrase.last):
            if (index in self.kinds and self.kinds[index].last <= phrase.last) or self.is_name(index):
                return True
            if self.has(index, "prep") and others:
                return False
            counted = index > phrase.first and self.has(index - 1, "det") and index + 1 in self.kinds
            placed = phrase.first > 0 and self.has(phrase.first - 1, "at")
            small = self.describes(index) or self.has(index, "prep") or self.is_mark(index, '"')
            if self.grammar.adjective_endings and not (small or counted or placed):
                return False
            others += self.tokens[index].is_word and not self.classes[index] & {"det", "prep"}
            if others > 2:
                return False
        return False

    def is_quoted_name(self, phrase: Phrase) -> bool:
        """Whether a few words of no known class between quotation marks are all of the phrase: an outlet's name, in
        packs whose verb comes first.
        """
        first, last = phrase.first + 1, phrase.last - 1
        quoted = self.is_mark(phrase.first, '"') and self.partners.get(phrase.first) == last
        return (
            self.grammar.verb_first
            and quoted
            and 0 < last - first <= LONGEST_NAME
            and all(self.tokens[i].is_word and not self.classes[i] for i in range(first, last))
        )

    def can_speak(self, phrase: Phrase) -> bool:
        """Whether the phrase holds a noun of those who speak or a name."""
        if phrase.kind or phrase.back or self.is_quoted_name(phrase):
            return True
        return any(
            self.is_name(i) and (i > 0 or phrase.last - phrase.first <= 4) for i in range(phrase.first, phrase.last)
        )
