"""Find stated numbers and turn their words into intervals.

::

    tokens ─▶ numbers ─▶ ranges ─▶ drop non-counts ─▶ quantifiers before and after ─▶ Amount
                                                        duals, "as many again" ─────┘

"More than 1000" is 1001..None, "about 15" 13..17 (ten per cent each side, rounded outwards), "between ten and twelve"
10..12. What counts nothing (years, calibres, money, base numbers) is not returned: see ``marsad.read.noncounts``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from math import ceil, floor

from marsad.language.lexicon import Lexicon, Match
from marsad.language.pack import Pack
from marsad.model import Amount, Span
from marsad.read.counting import open_reader, read_counting
from marsad.read.noncounts import names_noun
from marsad.read.numbers import Number
from marsad.read.segment import Sentence
from marsad.text import Token, fold

_BEFORE = frozenset(
    {"over", "least", "most", "under", "nearly", "about", "exact", "to", "change", "none", "part", "not"}
)
_NEUTRAL = frozenset({"exact", "to", "change", "not"})
# Words that lead to a number and are none of its own.
_SILENT = frozenset({"to", "change", "not"})
_OUTER = frozenset({"over", "least", "most", "under"})
_SKIPPED = 3
# How many tokens may stand between a number and a quantifier after it: a noun and its designation.
_REACH = 8
# How many tokens may stand between a verb that bounds ("did not exceed") and its number.
_FAR = 5
# So many different words are remembered with what they name.
_MOST_WORDS = 50_000
# The first word of a thing's name may be followed by so many more.
_LONGEST_NAME = 3


def find_amounts(sentence: Sentence, pack: Pack) -> list[Amount]:
    """All amounts of a sentence in order of their words, without overlap but for duals.

    The span holds the quantifier's words where they touch the number; ``rule`` is the operator (over, least, most,
    under, nearly, about, exact) or what the words are (range, vague, round, one_of, dual, same, former: the number from
    which another changed).

    >>> [(a.low, a.high) for a in find_amounts(sentence, load_pack("en"))]  # "more than 100 trucks and two tanks"
    [(101, None), (2, 2)]
    """
    numbers = open_reader(sentence, pack).beginnings
    amounts = [*(_Finder(sentence, pack).find() if numbers else ()), *find_duals(sentence, pack)]
    return sorted(amounts, key=lambda amount: (amount.span.start, amount.span.end))


def apply_operator(operator: str, low: int, high: int) -> tuple[int | None, int | None]:
    """The interval that a quantifier makes of ``low``..``high``: ``apply_operator("about", 15, 15) == (13, 17)``."""
    match operator:
        case "over":
            return (high + 1 if low == high else low), None
        case "least":
            return low, None
        case "most":
            return None, high
        case "under":
            return None, high - 1
        case "nearly" if low == high:
            return floor(Fraction(low * 9, 10)), high
        case "about" | "round" if low == high:
            return floor(Fraction(low * 9, 10)), ceil(Fraction(high * 11, 10))
    return low, high


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number or range with its quantifier, before it becomes an amount."""

    first: int
    last: int
    start: int
    end: int
    low: int
    high: int
    operator: str


class _Finder:
    """The amounts of one sentence."""

    def __init__(self, sentence: Sentence, pack: Pack) -> None:
        self.tokens = sentence.tokens
        counting = read_counting(sentence, pack)
        self.reader, self.noncounts = counting.reader, counting.noncounts
        self._ending: dict[int, list[Match]] = defaultdict(list)
        self._starting: dict[int, list[Match]] = defaultdict(list)
        self._skips: dict[int, int] = {}
        self._sames: dict[int, Match] = {}
        self._means = tuple(fold(ending) for ending in pack.setting("numbers", "means_endings", default=[]))
        self._former = -1  # where the number ends from which the last one changed
        for match in counting.quantifiers:
            operator, side = match.entry.get("operator"), match.entry.get("side")
            if operator == "skip":
                self._skips[match.last] = match.first
            elif side == "after" or operator in ("join", "same", "one"):
                self._starting[match.first].append(match)
                if operator in ("same", "one"):
                    self._sames.setdefault(match.first, match)
            else:
                self._ending[match.last].append(match)

    def find(self) -> Iterator[Amount]:
        stated = list(self._state())
        for position, number in enumerate(stated):
            barrier = stated[position + 1].first if position + 1 < len(stated) else len(self.tokens)
            closed = self._close(number, barrier)
            low, high = apply_operator(closed.operator, closed.low, closed.high)
            if number.operator == "same":
                low, high = self._same(stated[:position])
                if low is None and high is None:
                    continue
            yield Amount(Span(closed.start, closed.end), low, high, closed.operator)

    def _same(self, earlier: list[_Stated]) -> tuple[int | None, int | None]:
        """The interval that "as many again" repeats: the nearest one before it."""
        for number in reversed(earlier):
            if number.operator != "same":
                return apply_operator(number.operator, number.low, number.high)
        return None, None

    def _state(self) -> Iterator[_Stated]:
        """Numbers and ranges that count something, with the quantifier before them."""
        free = 0
        for index in sorted({*self.reader.beginnings, *self._sames}):
            if index < free:
                continue
            match = self._sames.get(index)
            if match is not None:
                start, end = self._start(match), self.tokens[match.last - 1].end
                operator = "same" if match.entry.get("operator") == "same" else "least"
                yield _Stated(match.first, match.last, start, end, 1, 1, operator)
                free = match.last
                continue
            before = self._quantifier(index)
            opened = self._ending_at(index, frozenset({"between", "from"})) is not None
            numbers = self.reader.read(index, quantified=opened or before is not None)
            if not numbers:
                continue
            stated, free = self._take(numbers, before)
            if stated is not None:
                yield stated

    def _take(self, numbers: list[Number], before: tuple[str, int, str] | None) -> tuple[_Stated | None, int]:
        """The range or number that begins here, None if it counts nothing, and where to read on."""
        pair = self._range(numbers)
        if pair is not None:
            low, high, opener = pair
            if self._names_range(low, high):
                return None, high.last
            start = opener if opener is not None else low.start
            operator = before[0] if before and before[0] in _OUTER and opener is None else "range"
            start = before[1] if before and before[0] not in _SILENT and opener is None else start
            return _Stated(low.first, high.last, start, high.end, int(low.low), int(high.high), operator), high.last
        number = self._with_repetition(numbers[0])
        quantified = before is not None and before[0] not in _NEUTRAL
        parted = before is not None and before[0] == "part"
        if before is not None and before[0] == "not":  # "four, not six", and not "tanks, not 14 guns"
            parted = not self.noncounts.noun_follows(number.last, 2)
        reason = self.noncounts.reason(number, quantified=quantified)
        summed = reason == "year" and before is not None and before[2] == "sum"  # "their number reached 2000"
        if parted or (reason is not None and not summed):
            return None, number.last
        number = self._with_brackets(number)
        operator, start = number.kind, number.start
        if before is None and self._is_inverted(number):
            operator, start = "about", self.tokens[number.first - 1].start
        if operator == "digits":
            operator = "exact"
        if operator == "exact" and self._is_former(number):
            operator, self._former = "former", number.last
        elif before is not None and (before[2] != "round" or number.kind == "round"):
            operator = before[0] if before[0] not in _NEUTRAL else operator
            start = before[1] if before[0] not in _SILENT and before[2] != "far" else start
        bounds = int(number.low), int(number.high)
        return _Stated(number.first, number.last, start, number.end, *bounds, operator), number.last

    def _with_repetition(self, number: Number) -> Number:
        """A number with its own repetition in brackets, as official texts write: "twenty (20) trucks"."""
        index = number.last
        if index + 2 >= len(self.tokens) or self.tokens[index].norm != "(":
            return number
        again = next(iter(self.reader.read(index + 1)), None)
        if again is None or (again.low, again.high) != (number.low, number.high):
            return number
        closing = self.tokens[again.last] if again.last < len(self.tokens) else None
        if closing is None or closing.norm != ")":
            return number
        return replace(number, last=again.last + 1, end=closing.end)

    def _with_brackets(self, number: Number) -> Number:
        """A number in brackets right before what it counts, with its brackets, as official texts write: "(12) guns"."""
        opened = number.first > 0 and self.tokens[number.first - 1].norm == "("
        closed = number.last < len(self.tokens) and self.tokens[number.last].norm == ")"
        if not (opened and closed) or self.noncounts.noun_at(number.last + 1) is None:
            return number
        start, end = self.tokens[number.first - 1].start, self.tokens[number.last].end
        return replace(number, last=number.last + 1, start=start, end=end)

    def _is_former(self, number: Number) -> bool:
        """Whether "to" and the number that holds now follow this one ("from 1,500 to 1,000")."""
        if self._ending_at(number.first, frozenset({"change"})) is None:
            return False
        ends = {last for last, found in self._ending.items() for match in found if _leads_to(match, number.last)}
        return any(self.reader.read(last, quantified=True) for last in ends)

    def _is_inverted(self, number: Number) -> bool:
        """Whether a counted noun stands before its number where that says "about"."""
        if not self.reader.inverted or number.first == 0 or number.kind == "digits":
            return False
        if self.tokens[number.first].norm.endswith(self._means or ("\0",)):  # "replaced the guns by-ten others"
            return False
        counts = self.noncounts.noun_follows(number.last, 3) or self.noncounts.owned_follows(number.last)
        return self.noncounts.ends_noun(number.first) and not counts

    def _start(self, match: Match) -> int:
        """Where a match begins once glued particles are taken off."""
        view = self.reader.view(match.first)
        form = next((f for f in view.forms if match.entry.elements[0].accepts((f,))), view.token.norm)
        return view.start_of(form)

    def _quantifier(self, index: int) -> tuple[str, int, str] | None:
        """Operator, start in the source and condition of the quantifier before token ``index``."""
        inner = self._ending_at(index, _BEFORE) or self._far(index)
        if inner is None or inner.entry.get("operator") == "none" or self._is_conjoined(index):
            return None
        operator = "to" if _leads_to(inner, self._former) else inner.entry.get("operator")
        if operator not in _OUTER:
            outer = self._ending_at(inner.first, _OUTER)
            if outer is not None:
                inner, operator = outer, outer.entry.get("operator")
        return operator, self._start(inner), inner.entry.get("needs")

    def _far(self, index: int) -> Match | None:
        """A verb that bounds a number a few words on: "never exceeded, in his count, 300"."""
        for position in range(index - 1, max(index - 1 - _FAR, 0), -1):
            if self.tokens[position].kind != "word":
                return None
            for match in self._ending.get(position, ()):
                if match.entry.get("needs") == "far":
                    return match
        return None

    def _is_conjoined(self, index: int) -> bool:
        """Whether a conjunction is glued to the word, so that what stands before belongs to another noun."""
        joiner = self.reader.glued_joiner
        return bool(joiner) and any(part.joined for part in self.reader.parts(index))

    def _ending_at(self, index: int, operators: frozenset[str]) -> Match | None:
        """The longest quantifier that ends at ``index`` or before words that may be skipped."""
        for _ in range(_SKIPPED + 1):
            found = [m for m in self._ending.get(index, ()) if m.entry.get("operator") in operators]
            if found:
                return min(found, key=lambda m: (m.entry.get("operator") == "change", m.first))
            if index not in self._skips:
                return None
            index = self._skips[index]
        return None

    def _range(self, numbers: list[Number]) -> tuple[Number, Number, int | None] | None:
        """The two ends of a range and where its opener starts in the source ("between", "from")."""
        if self._ending_at(numbers[0].first, frozenset({"change"})) is not None:
            return None
        opener = self._ending_at(numbers[0].first, frozenset({"between", "from"}))
        opened = opener.entry.get("operator") if opener else ""
        for low in numbers if opened == "between" else numbers[:1]:
            for position in self._joins(low.last, opened):
                for high in self.reader.read(position, quantified=True)[:1]:
                    scaled = _share_scale(low, high)
                    whole = scaled.low.denominator == 1 and high.low.denominator == 1
                    if whole and scaled.low < high.high and self._may_join(low, high):
                        return scaled, high, self._start(opener) if opener and opened == "between" else None
        return None

    def _joins(self, index: int, opened: str) -> Iterator[int]:
        """Where the second number of a range may begin."""
        for match in self._starting.get(index, ()):
            if match.entry.get("operator") != "join":
                continue
            needs = match.entry.get("needs")
            if needs and needs != opened:
                continue
            yield match.last
        joiner = self.reader.glued_joiner
        token = self.tokens[index] if index < len(self.tokens) else None
        glued = token is not None and token.norm.startswith(joiner) and len(token.norm) > 1
        if joiner and opened == "between" and glued:
            yield index

    def _may_join(self, low: Number, high: Number) -> bool:
        """A hyphen makes a range of two figures or two words that touch it, not of a name's parts."""
        mark = self.tokens[low.last]
        if mark.norm != "-":
            return True
        if self._ends_name(low.first):
            return False  # "BMP-3 - 15 of them"
        return (self.tokens[low.first].kind == "number") == (self.tokens[high.first].kind == "number")

    def _ends_name(self, index: int) -> bool:
        """Whether a hyphen joins the figures at a token to the letters of a name before them."""
        if index < 2 or self.tokens[index].space_before:
            return False
        letters, hyphen = self.tokens[index - 2 : index]
        return hyphen.norm == "-" and not hyphen.space_before and letters.is_word

    def _names_range(self, low: Number, high: Number) -> bool:
        """Whether the ends of a range are days, years, prices or measures."""
        if self.noncounts.reason(high) not in (None, "name") or self.noncounts.names_years(low, high):
            return True
        first = replace(low, last=high.last, low=high.low, high=high.high)
        mark = self.tokens[low.last]
        if self.noncounts.are_years(low, high):
            return self.noncounts.reason(replace(low, low=Fraction(1000000), high=Fraction(1000000))) == "year"
        return mark.norm != "-" and self.noncounts.reason(first) is not None

    def _close(self, number: _Stated, barrier: int) -> _Stated:
        """Add a quantifier that follows: "6,000 at most", "300 soldiers at least"."""
        if number.operator in _OUTER or number.operator == "same":
            return number
        loose = True
        for position in range(number.last, min(number.last + _REACH, barrier)):
            for match in self._starting.get(position, ()):
                operator = match.entry.get("operator")
                if operator not in _BEFORE or match.entry.get("side") != "after" or match.last > barrier:
                    continue
                touching = position == number.last
                if operator in ("about", "nearly") and not (touching or (loose and number.operator == "exact")):
                    continue
                distant = operator in ("about", "nearly") and position > number.last + 1
                if operator == "none" or self._leads_on(match.last, loose=distant):
                    return number
                end = self.tokens[match.last - 1].end if touching else number.end
                return replace(number, operator=operator if operator != "exact" else number.operator, end=end)
            if self.tokens[position].norm in (".", ";", ":", ")", "("):
                break
            loose = loose and self.tokens[position].is_word
        return number

    def _leads_on(self, index: int, *, loose: bool) -> bool:
        """Whether a quantifier that ends at ``index`` belongs to what follows it, not to the number before it."""
        if index >= len(self.tokens) or self.tokens[index].kind != "word":
            return index < len(self.tokens) and self.tokens[index].kind == "number"
        if self._is_conjoined(index) or self.reader.joins(self.tokens[index]):
            return False
        return loose or bool(self.reader.read(index))


def _leads_to(match: Match, index: int) -> bool:
    """Whether a quantifier that begins at ``index`` may stand before the new one of two numbers."""
    return match.first == index and match.entry.get("operator") in ("most", "to")


def _share_scale(low: Number, high: Number) -> Number:
    """ "three to four thousand": the first number takes the scale of the second."""
    if low.scale > 1 or high.scale == 1 or low.low * high.scale >= high.high or low.low >= high.scale:
        return low
    return replace(low, low=low.low * high.scale, high=low.high * high.scale)


@dataclass(frozen=True, slots=True)
class _Base:
    """A form alone, for a look-up without its token."""

    forms: tuple[str, ...]


def find_duals(sentence: Sentence, pack: Pack) -> Iterator[Amount]:
    """Nouns of equipment or people in the dual, each an amount 2..2 with the noun as its span."""
    duals = _duals(pack)
    for index, token in enumerate(sentence.tokens if duals.endings else ()):
        if token.kind == "word" and token.norm.endswith(duals.tails):
            start = _dual_start(token, duals, sentence.tokens[index + 1 : index + 1 + _LONGEST_NAME])
            if start is not None:
                yield Amount(Span(start, token.end), 2, 2, "dual")


@dataclass(frozen=True, slots=True, eq=False)
class _Duals:
    """The dual endings of a language and the nouns that may bear them; ``oblique`` are those of ``construct`` that are
    no accusative singular as well.
    """

    endings: list[tuple[str, str]]
    construct: frozenset[str]
    oblique: frozenset[str]
    shared: frozenset[str]
    heads: Lexicon
    people: Lexicon
    tails: tuple[str, ...]

    def heading(self, token: Token, following: Sequence[Token]) -> int | None:
        """The place of the form that is the dual of a name's first word: "two systems of air defence"."""
        for place, form in enumerate(token.forms):
            for old, new in self.endings if token.norm.endswith(form) else ():
                base = form[: len(form) - len(old)] + new
                if old in self.oblique and form.endswith(old) and self.heads.opens((base,)):
                    matches = self.heads.starting_at([_Base((base,)), *following], 0)
                    if any(match.last > 1 and names_noun(match) for match in matches):
                        return place
        return None

    def says_two(self, form: str, old: str, new: str, *, joined: bool) -> bool:
        """Whether a form is a known noun with the dual ending ``old``; ``joined`` says that a noun or name follows."""
        if not form.endswith(old) or len(form) - len(old) < 3 or (old in self.construct and not joined):
            return False
        base = form[: len(form) - len(old)] + new
        if _names(self.heads, base):
            return True
        person = _names(self.people, base)
        return person is not None and (old not in self.shared or person.entry.get("plural") == "broken")


@cache
def _duals(pack: Pack) -> _Duals:
    def those(name: str) -> frozenset[str]:
        return frozenset(fold(ending) for ending in pack.setting("numbers", name, default=[]))

    endings = [(fold(old), fold(new)) for old, new in pack.setting("numbers", "dual", default=[])]
    heads, people = pack.lexicon("heads"), pack.lexicon("people")
    construct, accusative = those("dual_construct"), fold(pack.setting("actors", "accusative", default=""))
    return _Duals(
        endings,
        construct,
        construct - {accusative},
        those("dual_or_plural"),
        heads,
        people,
        tuple(old for old, _ in endings),
    )


def _dual_start(token: Token, duals: _Duals, following: Sequence[Token]) -> int | None:
    """Where a dual noun begins in the source once glued particles are off; None if the token is none."""
    alone, beside = _read_dual(duals, token.norm, token.forms)
    place = alone
    if following and alone != beside:
        named = following[0].norm == '"' or _names(duals.heads, following[0].norm) is not None
        place = beside if named else alone
    if place is None and following and token.norm.endswith(tuple(duals.oblique)):
        place = duals.heading(token, following)
    return None if place is None else token.starts[place]


@lru_cache(maxsize=_MOST_WORDS)
def _read_dual(duals: _Duals, norm: str, forms: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The place of the form that is a dual noun by itself, and of that which is one before a noun or name."""
    own = [(place, form) for place, form in enumerate(forms) if norm.endswith(form)]
    listed = any(_names(lexicon, form) for _, form in own for lexicon in (duals.heads, duals.people))

    def first(*, joined: bool) -> int | None:
        says_two = (p for p, f in own if any(duals.says_two(f, old, new, joined=joined) for old, new in duals.endings))
        return next(says_two, None)

    alone = first(joined=False)
    return alone, alone if listed else first(joined=True)


@lru_cache(maxsize=_MOST_WORDS)
def _names(lexicon: Lexicon, form: str) -> Match | None:
    """A one-word pattern of a lexicon that is exactly this form."""
    if not lexicon.opens((form,)):
        return None
    matches = lexicon.starting_at([_Base((form,))], 0)
    return next((m for m in matches if m.last == 1 and names_noun(m) and form in m.entry.elements[0].literals), None)
