"""Where the subject of a verb of saying ends: before the first of its two verbs, and past letters in brackets."""

from __future__ import annotations

from marsad.read.outlets import Outlets
from marsad.read.phrases import Phrase

_LONGEST_GLOSS = 7  # letters in brackets that only say a name again, or that a general is retired


class Subjects(Outlets):
    """A sentence, ready for questions about where a subject ends."""

    def name_opening(self, end: int, floor: int) -> Phrase | None:
        """A full name that opens the clause and does two things, of which the second is to say something."""
        start = end
        while start > floor and not self.breaks(start - 1):
            start -= 1
        last = start
        while last < end and self.is_name(last):
            last += 1
        twice = self.has(end - 1, "and") and self._has_two_verbs()
        return self.make_phrase(start, last) if twice and last - start > 1 and last < end - 2 else None

    def _has_two_verbs(self) -> bool:
        return bool(self.grammar.pack.setting("equipment", "heads_follow", default=False))

    def without_verb(self, subject: Phrase, end: int) -> Phrase:
        """A subject without the first of its two verbs and what that governs: "the army inspected the trucks and said",
        in packs whose heads follow what describes them.
        """
        joined = self.has(end - 1, "and") and subject.last >= end - 1
        if not joined and not (self.has(subject.last, "and") and subject.last == end - 1):
            return subject
        if not self._has_two_verbs():
            return subject
        nouns = [i for i in range(subject.first, subject.last) if i in self.kinds or self.is_name(i)]
        for index in range((nouns[0] if nouns else subject.last) + 1, min(subject.last, end - 1)):
            plain = self.tokens[index].is_word and self.classes[index] <= {"interview"} and index not in self.kinds
            if plain and not self.is_name(index) and index + 1 not in self.kinds:
                return self.make_phrase(subject.first, index) or subject
        return subject

    def closes_gloss(self, index: int) -> bool:
        """Whether brackets close here that hold letters or a short word alone: "an Air Force (LAF) spokesman"."""
        inside = self.tokens[index - 1]
        short = inside.is_word and len(inside.norm) <= _LONGEST_GLOSS
        return self.is_mark(index, ")") and self.is_mark(index - 2, "(") and short
