"""Find what a document says of time: days, months, years, seasons, intervals, "last week", "three months later".

A document is read as a whole and in order, because much of its time is said with respect to what it said before: "the
same month", "in August". What the words are and how they stand together is data of the language pack (``months.tsv``,
``dates.tsv``); what they mean is in ``date_rules``. Nothing here asks for today's date.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.language.pack import Pack
from marsad.model import DateMention, Span
from marsad.read.amounts import find_amounts
from marsad.read.date_grammar import Grammar, Parsed, Phrase, load_grammar
from marsad.read.date_moments import Context
from marsad.read.date_rules import resolve
from marsad.read.periods import DAY, MONTH, Period, day_of
from marsad.read.segment import Sentence
from marsad.text import Token


def find_dates(sentences: Sequence[Sentence], pack: Pack, published: dt.date | None) -> list[DateMention]:
    """Every stated time of a document in order, as EDTF level 1.

    ``published`` resolves "yesterday" and months without a year; where it is None such words have no ``edtf``. Vague
    words ("recently") are mentions with ``edtf`` None.

    >>> from marsad.language.pack import load_pack
    >>> from marsad.read.segment import split_sentences
    >>> from marsad.text import normalise
    >>> pack = load_pack("en")
    >>> sentences = split_sentences(normalise("They left last week."), pack.analyse, cased=True)
    >>> [mention.edtf for mention in find_dates(sentences, pack, dt.date(2025, 1, 20))]
    ['2025-01-13/2025-01-19']
    """
    grammar = load_grammar(pack)
    reader = _Reader(grammar, pack, published)
    return [mention for sentence in sentences for mention in reader.read(sentence)]


class _Reader:
    """Reads sentence after sentence and remembers the time the text last spoke of."""

    def __init__(self, grammar: Grammar, pack: Pack, published: dt.date | None) -> None:
        self._grammar = grammar
        self._pack = pack
        if published is not None and not dt.MINYEAR + _ROOM <= published.year <= dt.MAXYEAR - _ROOM:
            published = None  # no day that a text was published on, and "next year" would be none
        # A text speaks of the day it is published until it says otherwise.
        today = day_of(published) if published else None
        self._context = Context(published, running=today, day=today)
        self._sentence = self._said = 0

    def read(self, sentence: Sentence) -> list[DateMention]:
        tokens = sentence.tokens
        self._sentence += 1
        near = self._context.near
        if near and self._sentence - self._said > (_NEAR_DAY if near.grain == DAY else _NEAR_MONTH):
            self._context = replace(self._context, near=None)
        parsed = self._grammar.parse(sentence)
        mentions: list[DateMention] = []
        free, ahead = 0, False
        anchor: Period | None = None
        anchored: Phrase | None = None
        for number, phrase in enumerate(parsed.phrases):
            if phrase.rule == "bare" and not _may_be_year(tokens, phrase):
                continue
            if phrase.value("dayth") and not phrase.value("month") and self._ranks(sentence, phrase.last):
                continue
            if phrase.says_year and tokens[phrase.last - 1].norm.isdigit() and self._counts(sentence, phrase.last - 1):
                continue
            after = parsed.phrases[number + 1].first if number + 1 < len(parsed.phrases) else len(tokens)
            clause = _Clause(tokens, free, phrase.first, phrase.last, after)
            ahead = clause.looks_ahead(parsed) or (ahead and clause.joined)
            denied = clause.denies(parsed)
            if anchored is not None and self._leaves(tokens, parsed, anchored, phrase):
                anchor = anchored = None
            context = replace(self._context, anchor=anchor, future=ahead, negated=denied)
            period = _resolve_listed(tokens, parsed.phrases[number:], context) or resolve(phrase, context)
            if phrase.rule.startswith("since") and clause.compares(parsed):
                period = None
            # A year stated in a sentence holds for the months that follow in it; "since 2019" says nothing of them.
            if period and (phrase.says_year or anchor) and not phrase.rule.startswith("since"):
                anchor, anchored = period, phrase if phrase.says_year else anchored
            span = Span(phrase.start, tokens[phrase.last - 1].end)
            mentions.append(DateMention(span, period.edtf if period else None, phrase.rule))
            self._remember(period)
            free = phrase.last
        return mentions

    def _ranks(self, sentence: Sentence, index: int) -> bool:
        """Whether an ordinal says which unit the one behind it is ("by the 3rd Parachute Regiment"), and no day.

        Where words have cases it says which of anything behind it in the case of an owner ("28-го пакета").
        """
        if self._is_owner(sentence.tokens, index):
            return True
        scan = sentence.scan(self._pack)
        units, small = (scan.starting(self._pack.lexicon(name)) for name in ("anaphors", "prepositions"))
        determiners = self._pack.setting("people", "determiners", default=())
        for at in range(index, min(index + _RANKED, len(sentence.tokens))):
            token = sentence.tokens[at]
            if not token.is_word or at in small or token.norm in determiners:
                return False
            if any(match.get("kind") in _UNITS for match in units.get(at, ())):
                return True
        return False

    def _is_owner(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a word can stand in the case of an owner and not in a subject's."""
        word = tokens[index] if index < len(tokens) and tokens[index].is_word else None
        owner, subject = (self._pack.setting("cases", name, default=None) for name in ("owner", "subject"))
        cases = self._pack.cases(word.norm) if word is not None and not word.upper and owner else frozenset()
        return owner in cases and subject not in cases

    def _leaves(self, tokens: Sequence[Token], parsed: Parsed, anchored: Phrase, phrase: Phrase) -> bool:
        """Whether a year belongs to words before the main clause: "boats bought in 2022 were delivered in April"; not
        where the year's own clause is joined to another ("bought in May 2022 and were delivered in June").
        """
        between = next((index for index in sorted(parsed.mains) if anchored.last <= index < phrase.first), None)
        if between is None or anchored.first <= 1 or any(index < anchored.first for index in parsed.mains):
            return False
        joining = self._pack.setting("people", "joiners", default=())
        joined = anchored.last < len(tokens) and tokens[anchored.last].norm in joining
        return not joined

    def _counts(self, sentence: Sentence, index: int) -> bool:
        """Whether the figures at a token count something, however like a year: "from 1500 to 2000 men"."""
        if index + 1 == len(sentence.tokens) or not sentence.tokens[index + 1].is_word:
            return False
        token = sentence.tokens[index].span
        return any(amount.span.covers(token) for amount in find_amounts(sentence, self._pack))

    def _remember(self, period: Period | None) -> None:
        if period is None:
            return
        day = period if period.grain == DAY else self._context.day
        near = period if period.grain in (DAY, MONTH) and "/" not in period.edtf else None
        self._said = self._sentence
        self._context = replace(self._context, running=period, day=day, near=near)


def _resolve_listed(tokens: Sequence[Token], phrases: Sequence[Phrase], context: Context) -> Period | None:
    """The first of several months or days of a list of which the last says the year: "in January, March and August of
    last year"; None where it is none.
    """
    phrase = phrases[0]
    if phrase.tells_year or phrase.rule not in _LISTED:
        return None
    for before, after in itertools.pairwise(phrases):
        between = tokens[before.last : after.first]
        if len(between) > 2 or any(t.norm != "," and not (t.is_word and len(t.norm) <= _CONJUNCTION) for t in between):
            return None
        if not after.tells_year:
            continue
        closing = resolve(after, context)
        if closing is None or after.rule.startswith("since"):
            return None
        period = resolve(phrase, replace(context, year=closing.first.year))
        if period is not None and period.first > closing.first:
            period = resolve(phrase, replace(context, year=closing.first.year - 1))
        return period
    return None


# Rules of phrases that may be listed so, and the longest conjunction between them.
_LISTED = frozenset({"at", "month", "date", "between", "days"})
_CONJUNCTION = 3
# For how many sentences a bare number is a day of the month that was spoken of, stated as a month or with a day.
_NEAR_MONTH, _NEAR_DAY = 1, 2
# How many words on a unit may stand behind its number, and the kinds of words that name one.
_RANKED = 4
_UNITS = frozenset({"unit", "trait", "force"})
# So many years at either end of Python's calendar are no text's.
_ROOM = 2
_REACH = 8
# What describes a thing as to come says so of a time so near behind it: "the visit planned for Friday".
_BESIDE = 2
# A preposition has fewer letters.
_SMALL_WORD = 4
_BREAKS = frozenset(";:.!?")
_STARTS = frozenset(';:.!?,"(-')


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words around a phrase of time: from the phrase before it (``free``) to the one after it."""

    tokens: Sequence[Token]
    free: int
    first: int
    last: int
    after: int

    def _left(self) -> int:
        for index in range(self.first - 1, self.free - 1, -1):
            if self.tokens[index].norm in _BREAKS:
                return index + 1
        return self.free

    def _right(self) -> int:
        """Where the clause ends after the phrase; a mark right after an opening phrase does not end it."""
        for index in range(self.last + 1, min(self.after, self.last + _REACH)):
            if self.tokens[index].norm in _BREAKS or self.tokens[index].norm == ",":
                return index
        return min(self.after, self.last + _REACH)

    @property
    def joined(self) -> bool:
        """Whether little stands between this phrase and the one before it: "in May and in June"."""
        return self.free > 0 and self.first - self.free <= 1

    def looks_ahead(self, parsed: Parsed) -> bool:
        """Whether a word before the phrase, or after one that opens the clause, looks to the future."""
        near = self.first - _BESIDE
        looking = (index for index in range(self._left(), self.first) if index in parsed.ahead)
        ahead = max((index for index in looking if index >= near or index not in parsed.describing), default=-1)
        if ahead >= 0:  # "will follow the four that landed in May" looks back again
            return not any(index in parsed.past for index in range(ahead, self.first))
        before = self.tokens[self._left() : self.first]
        placed = len(before) > 1 and len(before[0].norm) < _SMALL_WORD and all(token.upper for token in before[1:])
        opens = self.first == 0 or self.tokens[self.first - 1].norm in _STARTS or len(before) <= 1 or placed
        return opens and any(index in parsed.ahead for index in range(self.last, self._right()))

    def compares(self, parsed: Parsed) -> bool:
        """Whether "since" only says how long there was nothing like it: "the first visit since 2010"."""
        for index in range(self.first - 1, max(self._left(), self.first - _REACH) - 1, -1):
            if self.tokens[index].norm == "," or index in parsed.mains:
                return False
            if index in parsed.compared:
                return True
        return False

    def denies(self, parsed: Parsed) -> bool:
        for index in range(self.first - 1, max(self._left(), self.first - _REACH) - 1, -1):
            if self.tokens[index].norm == ",":
                return False
            if index in parsed.negated:
                return True
        return False


def _may_be_year(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a bare four-digit number is a year: nothing is counted by it and nothing is numbered with it."""
    year = phrase.phrase("year")
    if year is not None and year.last - year.first > 1:
        return True
    if tokens[phrase.last - 1].norm == _ROUND:
        return False
    following = tokens[phrase.last] if phrase.last < len(tokens) else None
    return following is None or following.norm in _YEAR_ENDS


# Names of things like round thousands: a bare 2000 is hardly ever the year.
_ROUND = "2000"
_YEAR_ENDS = frozenset('.,;:!?)"')
