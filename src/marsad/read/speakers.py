"""Find the subject of a verb of saying: the phrase that stands before it, whatever stands between the two."""

from __future__ import annotations

from dataclasses import replace

from marsad.language.lexicon import Match
from marsad.read.companions import before_office, follows_speaker, with_listed, with_title
from marsad.read.phrases import LONGEST, LONGEST_NAME, OUTLETS, Phrase
from marsad.read.subjects import Subjects
from marsad.text import fold


class Line(Subjects):
    """A sentence, ready for questions about speakers."""

    def subject_before(self, verb: int, floor: int) -> Phrase | None:
        """The subject that stands before the verb at token ``verb``, not further left than ``floor``."""
        if self.grammar.verb_first and (self.has(verb - 1, "whom") or self.has(verb - 1, "that")):
            hung = self._hung_before(verb - 1, floor)
            if hung is not None:
                return hung
        end = self._skip_left(verb, floor)
        if end <= floor or any(self.has(i, "passive") for i in range(max(end, verb - 2), verb)):
            return None
        if self.has(end - 1, "one"):
            return self._place_of_one(end - 1, floor)
        if self.is_impersonal(verb + self.has(verb, "not")):
            place = self._place_before(end, floor)
            if place is not None:
                return place
        jumped = self._jump_parentheses(end, floor)
        if jumped is None:
            return None
        name, end = jumped
        if name is not None:
            return self._with_title(name, end, floor)
        if self.pronoun(end - 1) and not (end - 2 >= floor and self.has(end - 2, "prep")):
            return self.point_back(end - 1)
        subject = before_office(self, self.leftwards(self._before_relative(end, floor), floor), floor)
        if subject is not None and subject.last == end:
            subject = self.with_office(subject)
        if subject is None or not self.can_speak(subject):
            subject = self._clause_opening(end, floor) or self.name_opening(end, floor) or subject
        else:
            subject = with_title(self, with_listed(self, subject, floor), floor)
        return self.without_verb(subject, end) if subject is not None else None

    def _hung_before(self, index: int, floor: int) -> Phrase | None:
        """The speaker before a relative pronoun ("the envoy, who said"), or who "came before in" that he says it."""
        if self.has(index, "that"):
            starts = range(index - 1, max(floor, index - LONGEST), -1)
            first = next((i for i in starts if self.has(i - 1, "aux") and self.is_given_to(i)), None)
            if first is None:
                return None
            return (
                Phrase(first, *self.told[first][:1], "name", self.told[first][1])
                if first in self.told
                else self.make_phrase(first, index)
            )
        end = index - self.is_mark(index - 1, ",")
        heads = [i for i in range(end - 1, max(floor, end - LONGEST) - 1, -1) if i in self.kinds or i in self.states]
        for first in heads:
            if first - 1 in self.kinds and first - 1 not in self.cues:  # an adjective of the speaker before it
                continue
            phrase = self.read_phrase(first)
            if phrase is not None and phrase.kind and phrase.last >= end:
                return phrase
        return None

    def without_told(self, phrase: Phrase) -> Phrase:
        """A speaker without those who are told, right behind it ("told a colonel the agency X that"), in packs whose
        verb comes first: an outlet that no noun of an outlet owns, an office behind a definite adjective.
        """
        if phrase.back or self.kind_at(phrase.first) in OUTLETS:
            return phrase
        for index in range(phrase.first + 1, phrase.last):
            named = index - 1 in self.leaders  # "told the premier X the president Y that"
            office = self.kind_at(index) in ("official", "military") and (named or index - 1 in self.nationalities)
            definite = (index,) if named else (index - 1, index)
            office = office and all(self.tokens[i].norm.startswith(self.grammar.article) for i in definite)
            if (self.is_outlet_at(index) and not self.has(index - 1, "prep")) or office:
                return self.make_phrase(phrase.first, index) or phrase
        return phrase

    def without_glued(self, phrase: Phrase, match: Match) -> Phrase:
        """A phrase without the "to" that is glued to its first word and belongs to the cue ("according" + "to three
        sources"): the cue ends as an indefinite object does.
        """
        token, cue = self.tokens[phrase.first], self.tokens[match.last - 1]
        accusative = fold(self.grammar.pack.setting("actors", "accusative", default="")) or "\0"
        if phrase.start > token.start or phrase.first != match.last or not cue.norm.endswith(accusative):
            return phrase
        glued = [letters for letters in self.grammar.to_letters if token.norm.startswith(letters)]
        start = token.start + max(map(len, glued), default=0)
        return replace(phrase, start=start) if start in token.starts and start > token.start else phrase

    def without_next(self, phrase: Phrase) -> Phrase:
        """A speaker without the noun behind it that no comma parts from it ("according to the ministry + the tanks
        came"), in packs that write capitals and no cases: an article that nothing governs, a pronoun or a number word.
        """
        if phrase.back or not self.grammar.cased or self.grammar.adjective_endings:
            return phrase
        headed = False
        for index in range(phrase.first, phrase.last):
            if headed and (self._opens_next(index) or self._leaves_person(index)):
                return self.make_phrase(phrase.first, index) or phrase
            headed = headed or index in self.kinds or self.is_name(index)
        return phrase

    def _leaves_person(self, index: int) -> bool:
        """Whether "of" and a noun that is no speaker's stand behind a person's full name ("by X Y of the sending")."""
        behind = index + 1
        while self.has(behind, "det") or self.is_mark(behind, "'"):
            behind += 1
        full = self.is_name(index - 1) and self.is_name(index - 2)
        free = behind < len(self.tokens) and behind not in self.kinds and not self.is_name(behind)
        return full and self.has(index, "prep") and not self.is_name(index) and free and behind > index + 1

    def _opens_next(self, index: int) -> bool:
        before, behind = index - 1, index + 1
        free = self.tokens[before].is_word and not self.classes[before] & {"prep", "det", "and", "like", "contrast"}
        if not free or self.is_name(index) or self.classes[index] & {"prep", "time"}:
            return False
        if any(at in self.kinds and self.kinds[at].last > index for at in range(max(0, index - 3), index)):
            return False
        if self.is_number(index):
            return self.tokens[index].kind != "number" and self.is_name(before)
        if not (self.has(index, "det") or self.pronoun(index) or self.has(index, "nobody")):
            return False
        behind += self.is_mark(behind, "'")
        return self.is_name(before) or not self.is_name(behind)  # "the daily la Presse"

    def has_glued(self, index: int) -> bool:
        """Whether a particle is glued to the word here; a noun of those who speak that begins so has none."""
        token = self.tokens[index]
        whole = index in self.kinds and token.norm in self.kinds[index].entry.elements[0].literals
        return not whole and max(token.starts) > token.start

    def is_topic(self, phrase: Phrase, match: Match) -> bool:
        """Whether a speaker stands right before its verb and opens the clause, or hangs on it by a relative pronoun,
        in packs whose verb comes first as a rule.
        """
        verb = match.first
        if not (self.grammar.verb_first and phrase.kind):
            return False
        if self.has(verb - 1, "whom"):
            return phrase.last >= verb - 2
        opens = phrase.first == 0 or self.breaks(phrase.first - 1)
        opens = opens or bool(self.classes[phrase.first - 1] & {"contrast", "that"})
        heads = phrase.first in self.kinds or phrase.first in self.states
        bare = self.tokens[verb].norm in match.entry.elements[0].literals
        return opens and heads and phrase.last == verb and bare

    def opens_as_object(self, phrase: Phrase) -> bool:
        """Whether a phrase opens as an object does ("information on this gave X"), by its case."""
        subject, token = self.grammar.pack.setting("cases", "subject"), self.tokens[phrase.first]
        if not (self.grammar.adjective_endings and subject) or self.has(phrase.first - 1, "at"):
            return False
        known = self.grammar.pack.cases(token.span.of(self.text)) if token.is_word else frozenset()
        thing = phrase.first not in self.capitals and (phrase.first == 0 or not self.is_name(phrase.first))
        toward = self.grammar.pack.setting("cases", "toward")
        return thing and not phrase.back and toward in known and subject not in known

    def _jump_parentheses(self, end: int, floor: int) -> tuple[int | None, int] | None:
        """Left of what stands between commas or dashes: (start of a name in apposition or None, the new end)."""
        name: int | None = None
        for _ in range(0 if self.grammar.verb_first else 3):
            if not (end > floor and (self.is_mark(end - 1, ",)") or self.is_dash(end - 1))):
                break
            if self.is_mark(end - 2, '"') and not self.closes_name(end - 2):
                return None
            found = self._before_parenthesis(end - 1, floor)
            if found is None:
                return None
            name, end = found
            if name is not None:
                break
            end = self._skip_left(end, floor)
        return name, end

    def _clause_opening(self, end: int, floor: int) -> Phrase | None:
        """A speaker's noun that opens the clause, whatever stands between it and the verb."""
        start = end
        while start > floor and not self.breaks(start - 1):
            start -= 1
        phrase = self.read_phrase(start) if start < end else None
        if phrase is None or not phrase.kind or phrase.last > end or not self.heads_at_start(phrase):
            return None
        return phrase

    def _place_before(self, end: int, floor: int) -> Phrase | None:
        """The place that speaks in "in Minsk they say": the words behind the preposition."""
        index = end - 1
        while index > floor and not self.breaks(index) and end - index < 6:
            if self.has(index - 1, "at"):
                if index - 2 >= floor and self._are_many(index - 2):
                    return None  # "sources in the army say"
                index = self._outer_place(index, floor)
                place = self.make_phrase(index, self._place_end(index, end))
                return place if place is not None and self.can_speak(place) else None
            if self.has(index, "prep"):
                return None
            index -= 1
        return None

    def _outer_place(self, index: int, floor: int) -> int:
        """Where the office begins that the place at ``index`` belongs to: "at the embassy of France in Bamako"."""
        for first in range(index - 2, max(floor, index - LONGEST_NAME - 1), -1):
            if not self.tokens[first].is_word or self.has(first, "prep"):
                break
            if first in self.kinds and self.has(first - 1, "at"):
                return first
        return index

    def _place_of_one(self, pronoun: int, floor: int) -> Phrase | None:
        """The place that speaks in "in Bamako, one says": the words before the comma, if a preposition opens them."""
        if not self.is_mark(pronoun - 1, ","):
            return None
        first = pronoun - 1
        while first > floor and not self.breaks(first - 1):
            first -= 1
        place = self.make_phrase(first + 1, pronoun - 1) if self.has(first, "at") else None
        return place if place is not None and self.can_speak(place) and self.heads_at_start(place) else None

    def _place_end(self, first: int, end: int) -> int:
        """Where the words of a place end, before an object that stands between it and the verb."""
        cases = self.grammar.pack.cases
        own = {self.grammar.pack.setting("cases", "owner"), *self.grammar.pack.setting("cases", "place", default=())}
        headed = False
        for index in range(first, end):
            known = cases(self.tokens[index].span.of(self.text)) if self.tokens[index].is_word else frozenset()
            if headed and ((known and not known & own) or self.has(index, "prep")):
                return index
            if headed and self._may_be_object(first, index, end, known):
                return index
            headed = headed or index in self.kinds or self.is_name(index)
        return end

    def _are_many(self, index: int) -> bool:
        """Whether a plural or counted noun of those who speak stands here, in the case of a subject."""
        if self.kind_at(index) in ("", "document", "rumour"):
            return False
        plural = self.tokens[index].norm.endswith(self.grammar.plural_endings) and self.subject_at(index, index + 1)
        return plural or self.is_number(index - 1)

    def _may_be_object(self, first: int, index: int, end: int, known: frozenset[str]) -> bool:
        """Whether a noun behind a place's name is the object of the verb at ``end`` ("in Kiev deliveries of guns they
        call"), though its form may be that of an owner too: more words follow it.
        """
        toward = self.grammar.pack.setting("cases", "toward")
        plain = not self.tokens[index].upper and self.kind_at(index) in ("", "document", "rumour")
        return toward in known and plain and self.is_name(index - 1) and index - first < 2 and index + 1 < end

    def _before_relative(self, end: int, floor: int) -> int:
        """Left of a clause that hangs on the subject without a comma: "diplomats whom we met", "sources quoted by
        X".
        """
        index = end - 1
        while index > floor + 1 and not self.breaks(index):
            relative = self.has(index, "cut") and self.has(index, "relative")
            quoted = index in self.cues and self.cues[index].get("cue") in ("quoted", "citing")
            if (relative or quoted) and not self.is_mark(index - 1, ","):
                return index
            index -= 1
        return end

    def _skip_left(self, end: int, floor: int) -> int:
        while end > floor:
            stop = next((first for first, last in self.stops.items() if last == end), None) or self._aside(end, floor)
            if stop is not None and (self.grammar.adjective_endings or self.grammar.cased) and stop > floor:
                end = stop
            elif self._stands_at_stop(end, floor) or (self.grammar.cased and end - 2 > floor and self._is_timed(end)):
                end -= 2
            elif self._skippable(end - 1) or (self.grammar.cased and end - 1 > floor and self._leads_to_time(end)):
                end -= 1
            else:
                break
        return end

    def _aside(self, end: int, floor: int) -> int | None:
        """Where words of occasion begin that a comma parts from the verb ("X in the statement, said")."""
        if not (self.grammar.cased and self.is_mark(end - 1, ",")):
            return None
        stop = next((first for first, last in self.stops.items() if last == end - 1), 0)
        opened = any(self.is_mark(index, ",") for index in range(max(floor, stop - LONGEST), stop))
        return stop if stop > floor and not opened else None

    def _leads_to_time(self, end: int) -> bool:
        """Whether a bare preposition stands here before words of time that were skipped ("Chad on Friday denied")."""
        return self.classes[end - 1] == {"prep"} and self.has(end, "time") and not self.is_name(end - 1)

    def _is_timed(self, end: int) -> bool:
        """Whether a preposition and an article stand here before words of time that were skipped ("for the")."""
        prep, det = self.classes[end - 2], self.classes[end - 1]
        timed = any(self.has(index, "time") for index in range(end, min(end + 2, len(self.tokens))))
        return "prep" in prep and "det" in det and "prep" not in det and timed

    def _stands_at_stop(self, end: int, floor: int) -> bool:
        """Whether a preposition and a place's name end here, behind an occasion ("at the briefing in Berlin")."""
        if not (self.grammar.adjective_endings and self.has(end - 2, "at") and self.is_name(end - 1)):
            return False
        stop = next((first for first, last in self.stops.items() if last == end - 2), floor)
        return stop > floor and not self.breaks(stop - 1) and not self.is_impersonal(end)

    def _skippable(self, index: int) -> bool:
        if self.is_name(index) and (not self.has(index, "skip") or (index > 0 and self.is_name(index - 1))):
            return False
        if self.inside_name(index):
            return self._skippable(index - 1)
        return (
            bool(self.classes[index] & {"skip", "aux", "time"}) and not self.pronoun(index) and index not in self.kinds
        )

    def _before_parenthesis(self, close: int, floor: int) -> tuple[int | None, int] | None:
        """Jump over ", who asked not to be named," to the left: (start of a name in apposition or None, new end)."""
        opening = "(" if self.is_mark(close, ")") else ","
        index = close - 1
        while index > floor and not (
            self.is_mark(index, opening) or (opening == "," and self.is_dash(index) and self.is_dash(close))
        ):
            if self.is_mark(index, ";:"):
                return None
            index -= 1
        if index <= floor:
            return None
        inside = range(index + 1, close)
        if opening == "," and 1 < len(inside) <= 5 and all(self.is_name(i) or self.inside_name(i) for i in inside):
            return index + 1, close
        return None, index

    def _with_title(self, name_first: int, end: int, floor: int) -> Phrase | None:
        title = self.leftwards(name_first - 1, floor)
        if title is not None and title.kind:
            return self.make_phrase(title.first, end)
        return self.make_phrase(name_first, end)

    def leftwards(self, end: int, floor: int) -> Phrase | None:
        """The phrase of a speaker that ends at token ``end``."""
        first = end
        while first > floor and end - first < LONGEST:
            index = first - 1
            if self.is_mark(index, '"'):
                opened = self.partners.get(index, index)
                # What ends in a mark before it closes is said, no name: "Ten came," Berg said.
                if opened >= index or index - opened > 7 or self.is_mark(index - 1, ",.!?"):
                    break
                first = opened
                continue
            if index - 2 > floor and self.closes_gloss(index):
                first = index - 2
                continue
            if self.breaks(index) or self._stops_left(index, end) or (index == 0 < end - 1 and self._opens_as(index)):
                break
            first = index
            if self.has(index, "det") and not (self._complement(index, floor) or follows_speaker(self, index, floor)):
                break
        if self.grammar.adjective_endings:
            nominative = self._nominative(first, end)
            return self.make_phrase(nominative, self._state_end(nominative, end)) if nominative is not None else None
        while first < end and self._adverbial(first):
            first = self._after_adverbial(first, end)
        return self.make_phrase(first, end)

    def _state_end(self, first: int, end: int) -> int:
        """Where a state's name ends that other words part from its verb ("Russia in reply to Bangui said")."""
        behind = next((i for i in range(first + 1, end) if self.has(i, "prep") and not self.is_name(i)), end)
        bare = all(self.is_name(index) for index in range(first, behind))
        return behind if behind < end and bare and self.names_state(first) else end

    def _nominative(self, first: int, end: int) -> int | None:
        """Where the subject starts in a stretch that may open with an object, for packs whose nouns have cases.

        The dictionary form is the nominative; failing that, a plural is taken for one.
        """
        heads = [i for i in range(first, end) if self._can_head(i, first)]
        single = [i for i in heads if len(self.tokens[i].forms) == 1]
        plural = [
            i
            for i in heads
            if i in self.kinds
            and self.tokens[i].norm.endswith(self.grammar.plural_endings)
            and self._may_be_subject(i, i + 1)
        ]
        counted = next((i for i in range(first, end - 1) if self.is_number(i) and i + 1 in self.kinds), None)
        if counted is not None and (not single or counted < single[0]) and not self._governed(counted, first):
            return counted  # "two officials of the ministry": a number puts its noun in the case of an owner
        if len(single) > 1 and self._is_told_of(single[0], single[1], end):
            single = single[1:]
        if single:
            owned = plural and self._hangs_on(plural[0], single[0])  # "experts of the UN": the first is the head
            head = plural[0] if owned else single[0]
        elif plural:
            head = plural[-1] if any(self.has(i, "prep") for i in range(first, plural[-1])) else plural[0]
        elif end - 1 in heads and self.is_name(end - 1) and not self.describes(end - 1):
            head = end - 1
        else:
            return None if self.has(first, "prep") or not self._may_be_subject(first, end) else first
        if self.is_mark(head - 1, '"') and head - 1 >= first and self.partners.get(head - 1, -1) > head - 1:
            head -= 1
        if head - 1 >= first and head not in self.kinds and self._is_title(head - 1):
            head -= 1
        while head > first and (self.describes(head - 1) or (self.inside_name(head - 1) and head - 2 >= first)):
            head -= 2 if self.inside_name(head - 1) else 1
        return self._titled(head, first)

    def _titled(self, name: int, first: int) -> int:
        """Where the title begins that a name's bearer has in an office ("the press secretary of the Kremlin X")."""
        for index in range(first, name if self.is_name(name) else first):
            last = self.kinds[index].last if index in self.kinds else 0
            if index < last < name and self.subject_at(index, last) and self._hangs_on(last - 1, name):
                return index
        return name

    def _hangs_on(self, head: int, name: int) -> bool:
        """Whether a name stands behind a plural noun, with only its owners between ("experts of the project X")."""
        cases, owner = self.grammar.pack.cases, self.grammar.pack.setting("cases", "owner")
        between = [token for token in self.tokens[head + 1 : name] if token.is_word]
        return head < name and all(owner in cases(token.span.of(self.text)) for token in between)

    def _is_title(self, index: int) -> bool:
        """Whether a noun right before a name may be what its bearer is ("the gunner X"), however rare."""
        token = self.tokens[index]
        if not token.is_word or self.classes[index] or (token.upper and index > 0) or self.is_verb_form(token):
            return False
        subject = self.grammar.pack.setting("cases", "subject")
        return len(token.forms) == 1 and subject in self.grammar.pack.cases(token.span.of(self.text))

    def _is_told_of(self, first: int, second: int, end: int) -> bool:
        """Whether the first of two nouns is talk that the second speaks of ("the rumour of X the minister called")."""
        kind = self.kinds[first].get("kind") if first in self.kinds else ""
        speaker = self.kinds[second].get("kind") if second in self.kinds else "name"
        return (
            kind in ("rumour", "document")
            and speaker not in ("rumour", "document", "imagery")
            and any(self.has(index, "prep") for index in range(first, second))
            and second < end
        )

    def noun_in(self, first: int, end: int) -> Phrase | None:
        """The speaker in the case of a subject among tokens ``[first, end)``, for packs whose nouns have cases."""
        heads = [
            i for i in range(first, end) if i in self.kinds and self._can_head(i, first) and self.subject_at(i, i + 1)
        ]
        if not heads:
            return None
        head = heads[0]
        while head > first and self.describes(head - 1):
            head -= 1
        return self.make_phrase(head, min(end, self._phrase_end(head)))

    def disagrees(self, verb: int, phrase: Phrase) -> bool:
        """Whether a plural verb stands before a single noun that is thus its object ("they promised a battalion")."""
        first = phrase.first
        if not self.is_impersonal(verb) or first not in self.kinds:
            return False
        token = self.tokens[first]
        shown = token.span.of(self.text)
        several = token.norm.endswith(self.grammar.plural_endings) or shown.isupper() or self.has(first - 1, "at")
        return len(token.forms) == 1 and not several and phrase.kind in ("military", "document", "imagery")

    def without_object(self, phrase: Phrase) -> Phrase:
        """A speaker without the object that stands before its verb ("Riga the shipment denies"), where cases tell."""
        cases, owner = self.grammar.pack.cases, self.grammar.pack.setting("cases", "owner")
        toward, first = self.grammar.pack.setting("cases", "toward"), phrase.first
        if not owner or phrase.back or not (first in self.kinds or self.is_name(first)):
            return phrase
        for index in range(first + 1, phrase.last):
            token = self.tokens[index]
            if not token.is_word or self.has(index, "prep"):
                break
            known = cases(token.span.of(self.text))
            if toward in known and owner not in known and not (token.upper or index in self.kinds):
                return self.make_phrase(first, index) or phrase
        return phrase

    def _may_be_subject(self, first: int, end: int) -> bool:
        """Whether a noun that no preposition governs may stand in the case of a subject, if there is such a noun."""
        subject = self.grammar.pack.setting("cases", "subject")
        end = next((index for index in range(first, end) if self.has(index, "prep")), end)
        known = [self.grammar.pack.cases(token.span.of(self.text)) for token in self.tokens[first:end] if token.is_word]
        return subject is None or not any(known) or any(subject in cases for cases in known)

    def _can_head(self, index: int, first: int) -> bool:
        named = self.is_name(index) and not self.is_verb_form(self.tokens[index])
        if not (index in self.kinds or named):
            return False
        quoted = self.is_mark(index - 1, '"') and self.partners.get(index - 1, -1) > index and index - 2 >= first
        if self.is_mark(index + 1, "-") and index + 2 < len(self.tokens) and self.tokens[index + 2].kind == "number":
            return False
        return not quoted and not self._governed(index, first)

    def _governed(self, index: int, first: int) -> bool:
        """Whether a preposition stands before the noun, adjectives apart."""
        index -= 1
        while index >= first and self.describes(index):
            index -= 1
        return index >= first and self.has(index, "prep")

    def _adverbial(self, index: int) -> bool:
        if self.is_name(index) or index in self.kinds or self.has(index, "det") or self.is_mark(index + 1, "."):
            return False
        return bool(self.classes[index] & {"prep", "skip"})

    def _after_adverbial(self, first: int, end: int) -> int:
        """Where the subject starts in a stretch that opens with a preposition ("at the forum an officer")."""
        if not self.has(first, "prep"):
            return first + 1
        if self.is_impersonal(end):
            return first + 1
        inner = next((i for i in range(first + 2, end) if self.has(i, "det")), None)
        if inner is not None:
            return inner
        heads = [i for i in range(first + 1, end) if i in self.kinds]
        if len(heads) > 1:
            return heads[-1]
        return first + 1

    def _opens_as(self, index: int) -> bool:
        """Whether the word that opens the sentence only says that what follows is told ("As the agency X reported")."""
        return self.grammar.cased and not self.grammar.adjective_endings and self.has(index, "as")

    def _complement(self, det: int, floor: int) -> bool:
        """Whether the noun phrase that this article opens hangs on a noun to its left ("an officer in the
        ministry").
        """
        prep = det if self.has(det, "prep") else det - 1
        while prep > floor and self.inside_name(prep):
            prep -= 1
        return (
            prep > floor
            and self.has(prep, "prep")
            and prep - 1 >= floor
            and self.tokens[prep - 1].is_word
            and not (self.classes[prep - 1] & {"time", "skip", "aux"})
        )

    def _stops_left(self, index: int, end: int) -> bool:
        classes = self.classes[index]
        if self.is_name(index):
            return False
        if "time" in classes and self.has(index - 1, "det"):
            return False
        if classes & {"that", "relative", "aux", "time"} or (self.pronoun(index) and not self.has(index, "det")):
            return not self.has(index, "det") or "that" in classes
        if self.has(index, "and"):
            return not self._joins_speakers(index) or self.is_mark(index - 1, ",")
        if "contrast" in classes and self.grammar.cased:
            return True
        if (
            index in self.cues
            and self.cues[index].get("cue") == "says"
            and index not in self.kinds
            and not self.has(index, "prep")
        ):
            return True
        return self.is_verb(index)
