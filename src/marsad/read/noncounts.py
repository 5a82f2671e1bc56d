"""Tell a number that counts things from one that names, dates, measures or prices them.

"120-mm", "T-72", "the 201st base", "17 January", "2.5 million dollars", "24 hours" hold numbers of which none is an
amount. The words that decide are in the pack's ``noncounts.tsv``; months come from ``months.tsv``.
"""

from __future__ import annotations

from collections import defaultdict

from marsad.language.lexicon import Match
from marsad.language.pack import Pack
from marsad.language.scan import Scan
from marsad.read.numbers import Number, number_words
from marsad.read.segment import Sentence
from marsad.text import Token

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LAST_DAY = 31
# So many words of so many letters at most stand between the two days of a span ("24 et le 30 avril").
_BETWEEN_DAYS, _SMALL_WORD = 3, 3
_FILLERS = 3


def names_noun(match: Match) -> bool:
    """Whether an entry of the heads or people names things, and is no article, modifier or connector."""
    kind = match.entry.get("kind")
    return match.entry.get("class") != "*" and kind not in ("modifier", "connector", "definite", "list", "carrier")


class NonCounts:
    """What surrounds the numbers of one sentence."""

    def __init__(self, sentence: Sentence, scan: Scan, pack: Pack) -> None:
        self.tokens = sentence.tokens
        self._before: dict[int, list[Match]] = defaultdict(list)
        self._after: dict[int, list[Match]] = defaultdict(list)
        self._glued: dict[int, Match] = {}
        self._words: set[int] = set()
        self._denied = len(self.tokens)
        for match in scan.matches(pack.lexicon("noncounts")):
            side = match.entry.get("side")
            if side == "clause":
                self._denied = min(self._denied, match.first)
            elif side == "before":
                self._before[match.last].append(match)
            elif side == "word":
                self._words.update(range(match.first, match.last))
            elif side == "after":
                self._after[match.first].append(match)
            else:
                self._glued[match.first] = match
        times = scan.matches(pack.lexicon("months"))
        self._weekdays = frozenset(m.first for m in times if m.entry.get("kind") == "weekday")
        no_times = {m.first for m in times if m.entry.get("kind") == "-"}
        months = [
            m for m in times if m.entry.get("kind") in ("month", "hijri")
            and (m.first not in no_times or self.tokens[m.first].norm in m.entry.elements[0].literals)
        ]  # fmt: skip
        self._months = {match.first: match.last for match in months}
        self._month_starts = {last + self._is_abbreviated(last, pack): first for first, last in self._months.items()}
        self._month_starts |= {last: first for first, last in self._months.items()}
        whole = sentence.scan(pack)
        self._nouns = whole.starting(pack.lexicon("heads")), whole.starting(pack.lexicon("people"))
        self._quantified = whole.starting(pack.lexicon("quantifiers"))
        words = number_words(pack)
        self._particles, self._partitive = words.particles, words.partitive
        self._years_said = bool(pack.setting("numbers", "years_said", default=False))
        self._cased, self._cases = pack.cased, pack.cases
        self._owner = str(pack.setting("cases", "owner", default=""))
        self._attributive = tuple(pack.setting("factuality", "attributive_endings", default=()))

    def reason(self, number: Number, *, quantified: bool = False) -> str | None:
        """Why a number counts nothing; None where it is an amount. A quantifier before it speaks against a year."""
        if number.low.denominator != 1:
            return "decimal"
        token = self.tokens[number.first]
        bare = number.last == number.first + 1 and token.kind == "number"
        if number.first in self._words or (bare and token.norm.startswith("0") and not self._is_padded(number)):
            return "name"
        if self._is_joined_left(number) or self._is_joined_right(number):
            return "name"
        if bare and self._closes_name(number):
            return "name"
        if bare and self._is_enumerator(number):
            return "enumerator"
        if self._has_unit(number):
            return "unit"
        if self._is_date(number):
            return "date"
        if self._is_named(number, bare):
            return "name"
        return "year" if bare and self._is_year(number, quantified) else None

    def _is_padded(self, number: Number) -> bool:
        """Whether a nought and a figure count the noun right behind them, brackets apart: "03 trucks", "(05) guns"."""
        norm, closed = self.tokens[number.first].norm, number.last < len(self.tokens)
        closed = closed and self.tokens[number.last].norm == ")"
        return len(norm) == 2 and norm != "00" and self.noun_at(number.last + closed) is not None

    def names_years(self, low: Number, high: Number) -> bool:
        """Whether the ends of a range are two years of which nothing that follows is counted: "due 2025-2027"."""
        return self.are_years(low, high) and not self.noun_follows(high.last, _FILLERS)

    def are_years(self, low: Number, high: Number) -> bool:
        """Whether both ends of a range could be years: not those of "between 2000 and 3000"."""
        return all(self._looks_like_year(self.tokens[number.first]) for number in (low, high))

    def counter_end(self, index: int) -> int:
        """Where a word that the count goes through ("units", "pieces") ends, or ``index`` if there is none."""
        return max((m.last for m in self._after.get(index, ()) if m.entry.get("kind") == "counter"), default=index)

    def container_at(self, index: int) -> bool:
        """Whether the word at ``index`` holds what follows it, and takes its number: a crate of, a type of."""
        return any(m.entry.get("kind") in ("container", "uncounted") for m in self._after.get(index, ()))

    def uncounted_at(self, index: int) -> bool:
        """Whether the word at ``index`` gives no count even of its own: a battery, a battalion, a batch."""
        return any(m.entry.get("kind") == "uncounted" for m in self._after.get(index, ()))

    def noun_at(self, index: int) -> Match | None:
        """The longest noun of equipment or people that begins at a token."""
        nouns = [match for starting in self._nouns for match in starting.get(index, ()) if names_noun(match)]
        return max(nouns, key=lambda match: match.last, default=None)

    def noun_follows(self, index: int, within: int) -> bool:
        """Whether a noun of equipment or people begins at ``index`` or up to ``within`` words later."""
        for position in range(index, min(index + within, len(self.tokens))):
            token = self.tokens[position]
            if not token.is_word:
                return False
            if self.noun_at(position) is not None:
                return True
        return False

    def counts_owned(self, index: int) -> bool:
        """Whether a noun in the case of what is counted stands right behind a number, so that this counts it: "with the
        brigade 105 tanks came". Bodies of people, whose number a unit has, do not tell.
        """
        noun = self.noun_at(index) if self._owner else None
        return (
            noun is not None
            and noun.entry.get("kind") != "group"
            and self._owner in self._cases(self.tokens[index].norm)
        )

    def owned_follows(self, index: int) -> bool:
        """Whether a noun in the case of what is counted stands right behind a number, an adjective apart: "drones of
        two + different types".
        """
        nouns = (self._token(index), self._token(index + 1))
        if nouns[0] is not None and not nouns[0].norm.endswith(self._attributive):
            nouns = (nouns[0], None)
        plain = (token for token in nouns if token is not None and token.is_word and not token.upper)
        return bool(self._owner) and any(self._owner in self._cases(token.norm) for token in plain)

    def ends_noun(self, index: int) -> bool:
        """Whether the word before ``index`` is a noun of equipment or people in another form than its lemma's."""
        noun = self.tokens[index - 1]
        found = self.noun_at(index - 1)
        return found is not None and found.last == index and noun.is_word and noun.norm not in noun.forms[1:]

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _is_joined_left(self, number: Number) -> bool:
        token, before = self.tokens[number.first], self._token(number.first - 1)
        if before is None or token.kind != "number" or token.space_before:
            return False
        if before.kind == "word":
            return before.norm not in self._particles
        if before.norm == "-":
            return not before.space_before
        return before.norm in "/:.+#_"

    def _is_joined_right(self, number: Number) -> bool:
        mark, after = self._token(number.last), self._token(number.last + 1)
        if mark is None or mark.space_before or after is None or after.space_before:
            return False
        if mark.norm == "-":
            return number.last + 1 not in self._glued
        if mark.norm in ".," and after.norm[0].isdigit():  # "1.5m"
            return True
        return (mark.norm in "/:" and after.kind == "number") or (mark.norm == "/" and after.kind == "word")

    def _is_enumerator(self, number: Number) -> bool:
        mark = self._token(number.last)
        if number.first == 0 and mark is not None and mark.start > self.tokens[number.first].end + 1:
            # A keycap (1️⃣): its frame is folded away and leaves a gap.
            return True
        if mark is None or mark.norm not in (".", ")", "/", ":"):
            return False
        before = self._token(number.first - 1)
        opened = before is not None and before.norm == "(" and number.first == 1
        return number.first == 0 or (opened and mark.norm == ")")

    def _closes_name(self, number: Number) -> bool:
        """Whether figures are the last of a few words in quotation marks: "Sparta 2"."""
        closing, index = self._token(number.last), number.first - 1
        if self._cased or closing is None or closing.norm != '"' or closing.space_before:
            return False
        while index > max(number.first - 1 - _FILLERS, 0) and self.tokens[index].is_word:
            if index in self._quantified:
                return False
            index -= 1
        opening = self._token(index)
        return index < number.first - 1 and opening is not None and opening.norm == '"'

    def _has_unit(self, number: Number) -> bool:
        position = number.last
        for filler in range(_FILLERS + 1):
            described = self.counter_end(position)
            for match in self._after.get(position, ()):
                kind = match.entry.get("kind")
                begins = match.last < described or self._begins_name(match.last)
                if kind == "money" or (kind == "unit" and filler == 0 and not begins):
                    return True
            token = self._token(position)
            if token is None or token.kind == "number" or (not token.is_word and token.norm not in ("'", ".")):
                return False
            if token.norm in self._partitive:
                for match in self._after.get(position + 1, ()):
                    if match.entry.get("kind") == "unit":
                        return True
            elif number.scale < 1000:
                return False
            position += 1
        return False

    def _begins_name(self, index: int) -> bool:
        """Whether a short word before ``index`` is the first part of a type ("T" of "T-90") and no measure."""
        mark, before = self._token(index), self.tokens[index - 1]
        return mark is not None and mark.norm == "-" and not mark.space_before and len(before.norm) < 3

    def _is_date(self, number: Number) -> bool:
        token = self.tokens[number.first]
        if number.first in self._weekdays and number.last == number.first + 1:
            return True
        year = self._looks_like_year(token)
        if number.high > _LAST_DAY and not year:
            return False
        if number.first in self._month_starts:
            return year or self._is_day_behind(number)
        if token.kind == "number" and (self._opens_days(number.last) or self._follows_weekday(number)):
            return True
        month = self._month_after(number.last)
        return month is not None and (token.kind == "number" or not self._cased or month.upper)

    def _month_after(self, position: int) -> Token | None:
        """The first word of the month that stands here, behind words of belonging at most."""
        while (link := self._token(position)) is not None and link.norm in self._partitive:
            position += 1
        return self._token(position) if position in self._months else None

    def _opens_days(self, position: int) -> bool:
        """Whether small words and another day with its month follow: the 26 of "from 26 to 29 May"."""
        for place in range(position, position + _BETWEEN_DAYS + 1):
            token = self._token(place)
            if token is None or (token.norm in ".,;:" and token.kind == "mark"):
                return False
            if token.kind == "number":
                day = token.norm.isdigit() and int(token.norm) <= _LAST_DAY
                return place > position and day and self._month_after(place + 1) is not None
            if len(token.norm) > _SMALL_WORD:
                return False
        return False

    def _follows_weekday(self, number: Number) -> bool:
        """Whether figures are the day behind a weekday, with an article or a preposition behind: "on Friday 7 the", and
        not "on Friday 7 men".
        """
        behind = self._token(number.last)
        if self.noun_at(number.last) is not None:
            return False
        small = behind is None or not behind.is_word or (len(behind.norm) <= _SMALL_WORD and not behind.upper)
        return self._cased and number.first - 1 in self._weekdays and small and behind is not None

    def _is_day_behind(self, number: Number) -> bool:
        """Whether figures behind a month are its day: not where it has one before it ("on 7 June 8 boats")."""
        before = self._token(self._month_starts[number.first] - 1)
        return self.tokens[number.first].kind == "number" and (before is None or before.kind != "number")

    def _is_named(self, number: Number, bare: bool) -> bool:
        quoted = number.first > 0 and self.tokens[number.first - 1].norm == '"'  # the base No "7"
        kinds = {m.entry.get("kind") for m in self._before.get(number.first - quoted, ())}
        ordinal = "ordinal" in kinds and "verb" not in kinds and bare and not self.counts_owned(number.last)
        if "money" in kinds or ordinal:
            return True
        if number.low == number.high == 1 and not bare:
            if self._denied < number.first:
                return True
            following = {m.entry.get("kind") for m in self._after.get(number.last, ())}
            return "one" in kinds or "one" in following
        return False

    def _is_abbreviated(self, end: int, pack: Pack) -> bool:
        """Whether the full stop at ``end`` is that of the abbreviation before it: "Jan. 31"."""
        dot = self._token(end)
        return dot is not None and dot.norm == "." and self.tokens[end - 1].norm in pack.abbreviations

    def _looks_like_year(self, token: Token) -> bool:
        return token.norm.isdigit() and len(token.norm) == 4 and _FIRST_YEAR <= int(token.norm) <= _LAST_YEAR

    def _has_year(self, index: int) -> bool:
        """Whether the word at ``index`` has its year before it: "in the year 2025" in languages that say it behind."""
        return self._years_said and index > 0 and self._looks_like_year(self.tokens[index - 1])

    def _is_year(self, number: Number, quantified: bool) -> bool:
        if not self._looks_like_year(self.tokens[number.first]):
            return False
        kinds = {m.entry.get("kind") for m in self._before.get(number.first, ())}
        if "year" in kinds and not self._has_year(number.first - 1):
            return True
        after = self._token(number.last)
        if quantified and after is not None and after.is_word:
            return False
        if self.counter_end(number.last) > number.last or self.noun_follows(number.last, 1):
            return False
        if self._years_said and after is not None and after.is_word:
            return False
        return "loose" in kinds or not self.noun_follows(number.last, 3)
