"""Outlets among the words of a sentence: where their names end, and who is said to speak to them."""

from __future__ import annotations

from marsad.read.phrases import TELLING, TELLING_REACH, Phrase, Phrases


class Outlets(Phrases):
    """A sentence whose outlets can be told from those who speak to them."""

    def is_outlet(self, phrase: Phrase) -> bool:
        """Whether a news outlet's noun or name stands in the phrase before any complement."""
        for index in range(phrase.first, phrase.last):
            if self.is_outlet_at(index):
                return True
            if index > phrase.first and self.has(index, "prep"):
                break
        return False

    def glued_outlet(self, index: int) -> Phrase | None:
        """An outlet behind a preposition that is glued to it: the words of "to" + outlet in one token, or +
        quotation.
        """
        if self.grammar.cased or not 0 <= index < len(self.tokens) or self.has(index, "own"):
            return None
        if index and self.has(index - 1, "taking"):  # "a unit that belongs to X" is told nothing
            return None
        close = self.partners.get(index + 1, -1)
        if self.tokens[index].norm in self.grammar.to_letters and self.is_mark(index + 1, '"') and close > index + 2:
            return Phrase(index + 2, close, "media", self.tokens[index + 2].start)
        if not self.is_outlet_at(index) or self._words_start(index) == self.tokens[index].start:
            return None
        if not self.tokens[index].norm.startswith(self.grammar.to_letters):
            return None
        return self.make_phrase(index, max(self.kinds[index].last, self.outlet_end(index)))

    def told_outlet(self, index: int) -> Phrase | None:
        """An outlet named right behind the verb, in quotation marks or known by its name, with the one who speaks to it
        behind it.
        """
        if not self.grammar.adjective_endings:
            return None
        if self.is_named_outlet(index):
            last = self.kinds[index].last
            placed = self.is_impersonal(index - 1) and self.has(self.stops.get(last, last), "at")
            if placed or self._is_told(last):
                return self.make_phrase(index, last)
        close = self.partners.get(index, -1)
        if not index < close <= index + 6 or close + 1 >= len(self.tokens):
            return None
        speaks = self.tokens[close + 1].is_word and not self.classes[close + 1] and close + 1 not in self.cues
        speaks = speaks or (self.is_impersonal(index - 1) and self.has(self.stops.get(close + 1, close + 1), "at"))
        return Phrase(index, close + 1, "media", self.tokens[index].start) if speaks else None

    def _is_told(self, index: int) -> bool:
        """Whether those who may speak to an outlet stand right behind its name, which ends here."""
        for at in range(index, min(index + TELLING_REACH, len(self.tokens))):
            if at in self.kinds:
                return self.kind_at(at) in TELLING and self.subject_at(at, at + 1)
            if not self.tokens[at].is_word or self.classes[at] - {"count"} or self.is_name(at):
                return False
        return False

    def past_stage(self, index: int) -> int:
        """Behind the words that lead to an outlet one speaks with, and its name ("in a talk with X"), where nouns have
        cases; the same place where none begin here.
        """
        if not self.grammar.adjective_endings:
            return index
        for match in self.cues_at.get(index, ()):
            start, close = match.last, self.partners.get(match.last, -1)
            if match.get("cue") == "quoted" and (close > start or self.is_outlet_at(start)):
                return close + 1 if close > start else self.outlet_end(start)
        return index

    def outlet_end(self, index: int) -> int:
        """The end of "newspaper X" that starts at an outlet's noun; the noun's own end where no name follows."""
        if not self.grammar.cased:
            match = self.kinds.get(index)
            end = self._phrase_end(match.last - 1 if match else index)
            named = match.last if match and self.kind_at(index) == "agency" else index + 2
            return next((at for at in range(named, end) if self._tells_unnamed(at, index)), end)
        last = max(index + 1, self.kinds[index].last) if index in self.kinds else index + 1
        while last < len(self.tokens) and last - index < 7:
            close = self.partners.get(last, -1)
            if self.is_mark(last, '"') and close > last:
                return close + 1
            if not (self.is_name(last) or self.inside_name(last)):
                break
            last += 1
        return last

    def _tells_unnamed(self, index: int, first: int) -> bool:
        """Whether "a source" without an article, but behind a name, begins at a token: it is no part of that name."""
        if self.kind_at(index) not in TELLING or index == first:
            return False
        before, article = self.classes[index - 1], self.grammar.article
        glued = self._words_start(index) > self.tokens[index].start
        return not (glued or before & {"prep", "own"} or self.tokens[index].norm.startswith(article))
