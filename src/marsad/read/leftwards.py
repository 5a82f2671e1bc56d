"""The speaker's phrase that ends at a place, read from right to left: where it begins, and which noun heads it."""

from __future__ import annotations

from marsad.read.companions import follows_speaker
from marsad.read.phrases import LONGEST, Phrase
from marsad.read.subjects import Subjects


class Leftwards(Subjects):
    """A sentence, ready for questions about the phrase before a place."""

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
            office = self._office_over(index) if self.grammar.verb_first else index
            if office < index and office >= floor:  # "the director general", whose last word is one of time too
                first = office
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

    def _office_over(self, index: int) -> int:
        """Where a listed noun of several words begins that a token belongs to, else the token."""
        return next((m.first for m in self.kinds.values() if m.first < index < m.last), index)

    def _state_end(self, first: int, end: int) -> int:
        """Where a state's name ends that other words part from its verb ("Russia in reply to Bangui said")."""
        inside = (
            i for i in range(first + 1, end) if not (self.is_name(i) or self.inside_name(i) or self.has(i, "and"))
        )
        behind = next(inside, end)
        parted = behind < end and self.is_name(first) and not (self.has(behind - 1, "and") or self.describes(first))
        return behind if parted and self.names_state(first) else end

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
        while head > first and (
            self._agrees(head - 1) or (self.inside_name(head - 1) and head - 2 >= first) or self._joins_two(head, first)
        ):
            head -= 2 if self.inside_name(head - 1) or self._joins_two(head, first) else 1
        return self._titled(head, first)

    def _joins_two(self, head: int, first: int) -> bool:
        """Whether "and" stands before an adjective of the subject with another of the same form before it ("local and
        foreign media").
        """
        one, other = head - 2, head
        joined = one >= first and self.has(head - 1, "and") and self.describes(one) and self.describes(other)
        return joined and self.tokens[one].norm[-2:] == self.tokens[other].norm[-2:]

    def _agrees(self, index: int) -> bool:
        """Whether a word describes the subject behind it; a name in another case does not ("of China the premier")."""
        known = self.grammar.pack.cases(self.tokens[index].span.of(self.text)) if self.is_name(index) else frozenset()
        return self.describes(index) and (not known or self.grammar.pack.setting("cases", "subject") in known)

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
        quoted = any(first < opened < index < close for opened, close in self.partners.items())
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
