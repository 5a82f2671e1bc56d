"""Find phrases of time in a sentence by the templates of a language pack.

``months.tsv`` names the words of time (months, weekdays, units, turns such as "last"), ``dates.tsv`` how they stand
together. A template is a row of elements: literals as in any lexicon (``in/on``, ``(the)``), and slots ``{month}`` that
take a word of that kind; ``{unit:year}`` takes only that value. Templates give a ``year``, a ``time`` or a ``span``;
a slot may take a phrase of a lower level: ``since {time}``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from marsad.errors import PackError
from marsad.language.lexicon import Element, Match, Row, compile_pattern
from marsad.language.pack import Pack
from marsad.read.attributive import is_attributive
from marsad.read.segment import Sentence
from marsad.text import Token, fold

LEVELS = ("year", "time", "span")
# Kinds of words that are years: in digits, with an ordinal ending, and in words: beside the word for a year (s), beside
# a month (t), behind a preposition (in), by themselves (l).
YEARS = ("yyyy", "nyear", "syear", "tyear", "inyear", "lyear", "shortyear")
# The ``arg`` of templates that end with a bare number, and the marks that may follow such a day.
LOOSE = "loose"
# A year of two figures before this one is of this century: "22-го года".
_CENTURY = 50
_DAY_ENDS = frozenset('.,;:!?)»"—–')
# So many sets of kinds of words are remembered with the templates that they leave.
_MOST_SETS = 5_000
_SLOT = re.compile(r"\{(\w+)(?::([\w.+-]+))?\}")
_ORDINAL = re.compile(r"(\d{1,4})(\D+)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens ``[first, last)`` that are one word of time; ``start`` is where the word begins in the source.

    ``alone`` is False where the word is a date only beside other words of time.
    """

    kind: str
    value: str
    first: int
    last: int
    start: int
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A template that matched, with the words and phrases in its slots in order."""

    rule: str
    arg: str
    level: str
    first: int
    last: int
    start: int
    parts: tuple[Atom | Phrase, ...]
    order: int

    def value(self, kind: str) -> str | None:
        """The value of the first word of a kind, if the phrase has one."""
        return next((part.value for part in self.parts if isinstance(part, Atom) and part.kind == kind), None)

    def number(self, kind: str) -> int | None:
        value = self.value(kind)
        return None if value is None else int(value)

    @property
    def says_year(self) -> bool:
        """Whether a year stands in the phrase."""
        return any(part.kind in YEARS if isinstance(part, Atom) else part.says_year for part in self.parts)

    @property
    def tells_year(self) -> bool:
        """Whether a year stands in the phrase, or words that lead to one ("of last year")."""
        return self.says_year or any(part.level == "year" or part.tells_year for part in self.phrases())

    @property
    def stated_year(self) -> int | None:
        """The year that one of the phrase's own words is; None where none is one."""
        return next((int(part.value) for part in self.parts if isinstance(part, Atom) and part.kind in YEARS), None)

    def phrases(self) -> list[Phrase]:
        return [part for part in self.parts if isinstance(part, Phrase)]

    def phrase(self, level: str) -> Phrase | None:
        return next((part for part in self.phrases() if part.level == level), None)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The phrases of time of a sentence, and which of its tokens look to the future, deny, carry a main clause on,
    compare ("the first since") or open what is past ("which arrived"); ``describing`` are those that look to the future
    of a thing beside them.
    """

    phrases: tuple[Phrase, ...]
    describing: frozenset[int] = frozenset()
    ahead: frozenset[int] = frozenset()
    negated: frozenset[int] = frozenset()
    mains: frozenset[int] = frozenset()
    compared: frozenset[int] = frozenset()
    past: frozenset[int] = frozenset()


_NOTHING = Parsed(())


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a template: a kind of word or a level of phrase, or else the literals it accepts."""

    kind: str = ""
    only: str = ""
    words: tuple[Element, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One compiled row of ``dates.tsv``.

    It begins with a word of ``openers`` or a slot of ``opening_kinds``, and matches only in a sentence that holds every
    kind of word in ``kinds`` and a word of each set in ``words``, the rarest first.
    """

    slots: tuple[Slot, ...]
    rule: str
    arg: str
    level: str
    order: int
    openers: frozenset[str]
    opening_kinds: frozenset[str]
    kinds: frozenset[str]
    words: tuple[frozenset[str], ...]


def _compile_slot(word: str, where: str) -> Slot:
    optional = word.startswith("(") and word.endswith(")")
    bare = word[1:-1] if optional else word
    slot = _SLOT.fullmatch(bare)
    if slot:
        return Slot(kind=slot[1], only=slot[2] or "", optional=optional)
    if bare == "/":
        return Slot(words=(Element(frozenset(bare), ()),), optional=optional)
    return Slot(words=compile_pattern(bare, where), optional=optional)


def _compile_rows(rows: Sequence[Row]) -> list[Template]:
    templates: list[Template] = []
    for row in rows:
        if row.get("gives") not in LEVELS:
            raise PackError(f"gives {row.get('gives')!r}", where=row.where, hint=f"one of {', '.join(LEVELS)}")
        for pattern in row["pattern"].split("|"):
            slots = tuple(_compile_slot(word, row.where) for word in pattern.split())
            templates.append(_make_template(slots, row, len(templates)))
    return templates


def _make_template(slots: tuple[Slot, ...], row: Row, order: int) -> Template:
    needed = [slot for slot in slots if not slot.optional]
    opening = slots[: slots.index(needed[0]) + 1] if needed else slots  # an optional element may be left out
    first = [slot.words[0] for slot in opening if slot.words]
    words = [e.literals for slot in needed for e in slot.words if not e.stems and not e.optional]
    return Template(
        slots,
        row["rule"],
        row.get("arg"),
        row["gives"],
        order,
        openers=frozenset(word for element in first for word in (*element.literals, *element.stems)),
        opening_kinds=frozenset(slot.kind for slot in opening if slot.kind),
        kinds=frozenset(slot.kind for slot in needed if slot.kind and slot.kind not in LEVELS),
        words=tuple(sorted(words, key=lambda literals: -min(map(len, literals)))),  # long words are rare
    )


class _Fitting:
    """Templates by their rarest words: in most sentences stands none of them."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._free = [template for template in templates if not template.words]
        self._by_word: dict[str, list[Template]] = {}
        for template in templates:
            for word in template.words[0] if template.words else ():
                self._by_word.setdefault(word, []).append(template)

    def templates_in(self, forms: frozenset[str]) -> list[Template]:
        """Those that may match in a sentence with these forms, in order."""
        near = {t.order: t for word in self._by_word.keys() & forms for t in self._by_word[word]}
        found = [t for t in near.values() if not any(map(forms.isdisjoint, t.words))]
        return sorted([*self._free, *found], key=_order) if found else self._free


def _order(template: Template) -> int:
    return template.order


class Grammar:
    """The words and templates of time of one language."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._words = pack.lexicon("months")
        self._suffixes = frozenset(fold(suffix) for suffix in pack.setting("dates", "ordinal_suffixes", default=[]))
        bare = pack.setting("dates", "day_suffixes", default=None)
        self._bare = self._suffixes if bare is None else frozenset(fold(suffix) for suffix in bare)
        self._abbreviations = pack.abbreviations
        self._ahead = tuple(fold(ending) for ending in pack.setting("dates", "ahead_endings", default=[]))
        self._not_ahead = frozenset(fold(word) for word in pack.setting("dates", "ahead_exceptions", default=[]))
        glued = pack.setting("dates", "glued", default=None)
        self._glued = None if glued is None else frozenset(fold(run) for run in ["", *glued])
        self._dotted = bool(pack.setting("dates", "dotted", default=False))
        self._templates = _compile_rows(pack.rows("dates"))
        self._fitting: dict[frozenset[str], _Fitting] = {}

    def templates_in(self, tokens: Sequence[Token], kinds: frozenset[str]) -> list[Template]:
        """The templates that a sentence with these tokens and kinds of words of time may match, in order."""
        fitting = self._fitting.get(kinds)
        if fitting is None:
            if len(self._fitting) >= _MOST_SETS:
                self._fitting.clear()
            fitting = self._fitting[kinds] = _Fitting([t for t in self._templates if t.kinds <= kinds])
        return fitting.templates_in(frozenset[str]().union(*[token.forms for token in tokens]))

    def parse(self, sentence: Sentence) -> Parsed:
        """Phrases of time from left to right without overlap, the longest at each place, and the clause's cues."""
        parse = _Parse(self, sentence)
        phrases = parse.longest()
        if not phrases:
            return _NOTHING
        ahead = parse.cues("ahead")
        describing = frozenset(index for index in ahead if is_attributive(sentence.tokens, index, self._pack))
        others = (parse.cues(kind) for kind in ("not", "main", "compare", "past"))
        return Parsed(tuple(phrases), describing, ahead, *others)

    def atoms(self, sentence: Sentence) -> dict[int, list[Atom]]:
        """Every word of time by the token it begins at."""
        tokens = sentence.tokens
        words = sentence.scan(self._pack).starting(self._words)
        found: dict[int, list[Atom]] = {}
        for index, token in enumerate(tokens):
            here = self._word_atoms(tokens, index, words[index]) if index in words else []
            if token.norm[0].isdigit():
                here = here + self._number_atoms(tokens, index)
            elif not here and self._ahead:
                here = self._ahead_atoms(token, index)
            if here:
                found[index] = here
        for index in [i for i, here in found.items() if any(a.kind == "month" for a in here)]:
            found[index] = [self._with_dot(_double(atom, tokens, found), tokens) for atom in found[index]]
        return found

    def _with_dot(self, atom: Atom, tokens: Sequence[Token]) -> Atom:
        """A month takes the full stop of its abbreviation with it."""
        if atom.kind != "month" or tokens[atom.last - 1].norm not in self._abbreviations:
            return atom
        if atom.last + 1 < len(tokens) and tokens[atom.last].norm == ".":
            return replace(atom, last=atom.last + 1)
        return atom

    def _word_atoms(self, tokens: Sequence[Token], index: int, found: Sequence[Match]) -> list[Atom]:
        norm = tokens[index].norm
        matches = [match for match in found if self._holds(match, tokens)]
        taken = max((match.last for match in matches if match.get("kind") == "-"), default=0)
        if taken:
            matches = [
                m for m in matches if m.get("kind") != "-" and norm in m.entry.elements[0].literals and m.last >= taken
            ]
        best: dict[int, int] = {}
        for match in matches:
            if match.get("needs") == "beside":
                continue
            best[match.last] = max(best.get(match.last, 0), _exactness(match, tokens))
        return [
            Atom(
                kind,
                match.get("value"),
                match.first,
                match.last,
                _start_of(tokens[index], match.entry.elements[0]),
                match.get("needs") != "company",
            )
            for match in matches
            # The row of a surface beats rows of its other forms: "лет" is years and never summer.
            if match.get("needs") == "beside" or _exactness(match, tokens) == best[match.last]
            if match.get("needs") != "upper" or tokens[index].upper
            for kind in match.get("kind").split("|")
        ]

    def _holds(self, match: Match, tokens: Sequence[Token]) -> bool:
        pairs = zip(match.entry.elements, tokens[match.first : match.last], strict=False)
        return self._glued is None or all(self.accepts(element, token) for element, token in pairs)

    def accepts(self, element: Element, token: Token) -> bool:
        """Whether a literal is a token's word; where the pack says which particles may be glued on, only these are."""
        if not element.accepts(token.forms):
            return False
        if self._glued is None or token.norm in element.literals:
            return True
        norm, glued = token.norm, self._glued
        return element.accepts([form for form in token.forms if norm.endswith(form) and norm[: -len(form)] in glued])

    def _ahead_atoms(self, token: Token, index: int) -> list[Atom]:
        """A verb whose ending is the future tense, in languages that have one."""
        if token.upper or not token.norm.endswith(self._ahead) or token.norm in self._not_ahead:
            return []
        return [Atom("ahead", "", index, index + 1, token.start)]

    def _number_atoms(self, tokens: Sequence[Token], index: int) -> list[Atom]:
        token = tokens[index]
        here: list[Atom] = []

        def add(kind: str, value: object, last: int = index + 1) -> None:
            here.append(Atom(kind, str(value), index, last, token.start))

        if token.norm.isdigit() and token.kind == "number":
            value = int(token.norm)
            if value < 1000:
                add("n", value)
            if 1 <= value <= 31 and len(token.norm) <= 2:
                add("day", value)
            if 1 <= value <= 12 and len(token.norm) <= 2:
                add("mm", value)
            if len(token.norm) == 4 and 1900 <= value <= 2100:
                add("yyyy", value)
            if len(token.norm) == 4 and 1343 <= value <= 1500:
                add("hyear", value)
            if index + 2 < len(tokens) and tokens[index + 1].norm == "-" and tokens[index + 2].norm in self._suffixes:
                self._add_ordinal(here, tokens, index, value, index + 3, tokens[index + 2].norm)
        elif self._dotted and (dotted := _DOTTED.fullmatch(token.norm)):
            if 1 <= int(dotted[1]) <= 31 and 1 <= int(dotted[2]) <= 12:
                add("dotted", token.norm)
        elif (ordinal := _ORDINAL.fullmatch(token.norm)) and ordinal[2] in self._suffixes:
            self._add_ordinal(here, tokens, index, int(ordinal[1]), index + 1, ordinal[2])
        return here

    def _add_ordinal(
        self, here: list[Atom], tokens: Sequence[Token], index: int, value: int, last: int, suffix: str
    ) -> None:
        """As in "25th", "2023-го": a number with an ordinal ending is a day, or a year that needs no further word.

        Not every ending can be a day's without a word beside it: "13-го" is, "13-й" counts something.
        """
        if 1 <= value <= 31:
            kinds = ("day", "nth", "dayth") if suffix in self._bare else ("day", "nth")
            here += [Atom(kind, str(value), index, last, tokens[index].start) for kind in kinds]
        if value < 100:
            year = str(value + (2000 if value < _CENTURY else 1900))
            here.append(Atom("shortyear", year, index, last, tokens[index].start))
        elif 1900 <= value <= 2100:
            here += [Atom(kind, str(value), index, last, tokens[index].start) for kind in ("yyyy", "nyear")]


def _exactness(match: Match, tokens: Sequence[Token]) -> int:
    """How many tokens of a match are the pattern's own words rather than other forms of them."""
    own = zip(match.entry.elements, tokens[match.first : match.last], strict=False)
    return sum(token.norm in element.literals for element, token in own)


def _start_of(token: Token, element: Element) -> int:
    """Where a matched word begins in the source: a glued particle before it stays outside."""
    if token.norm in element.literals:
        return token.start
    starts = [start for form, start in zip(token.forms, token.starts, strict=True) if element.accepts((form,))]
    return min(starts, default=token.start)


def _double(atom: Atom, tokens: Sequence[Token], found: dict[int, list[Atom]]) -> Atom:
    """Two names of one month side by side, with a slash or in brackets ("kanun/yanayir") are one name."""
    if atom.kind != "month" or atom.last >= len(tokens):
        return atom
    between = tokens[atom.last].norm
    bracket = between == "("
    for other in found.get(atom.last + (between in "/("), ()):
        closes = not bracket or (other.last < len(tokens) and tokens[other.last].norm == ")")
        if other.kind == "month" and other.value == atom.value and closes:
            return replace(atom, last=other.last + bracket, alone=True)
    return atom


def _stands_alone(phrase: Phrase) -> bool:
    """False for a word that is a month only in company ("mars", "May be") and has none."""
    return not any(
        isinstance(part, Atom) and not part.alone and (part.first, part.last) == (phrase.first, phrase.last)
        for part in phrase.parts
    )


def _is_loose(phrase: Phrase) -> bool:
    """Whether a phrase ends with a bare number."""
    return phrase.arg == LOOSE or any(_is_loose(part) for part in phrase.phrases() if part.last == phrase.last)


class _Parse:
    """The phrases of one token sequence, each place and level parsed once."""

    def __init__(self, grammar: Grammar, sentence: Sentence) -> None:
        self._grammar = grammar
        self._tokens = tokens = sentence.tokens
        self._atoms = grammar.atoms(sentence)
        kinds = frozenset([atom.kind for here in self._atoms.values() for atom in here])
        self._templates = grammar.templates_in(tokens, kinds)
        self._by_level = {level: [t for t in self._templates if t.level == level] for level in LEVELS}
        self._known: dict[tuple[str, int], list[Phrase]] = {}

    def cues(self, kind: str) -> frozenset[int]:
        return frozenset(index for index, here in self._atoms.items() if any(atom.kind == kind for atom in here))

    def longest(self) -> list[Phrase]:
        chosen: list[Phrase] = []
        if not self._templates:
            return chosen
        index = 0
        opens = self._openings()
        while index < len(self._tokens):
            best = self._best(index) if opens[index] else None
            if best is None:
                index += 1
                continue
            # "In" before a range: the range begins a word later and reaches further.
            later = [self._best(start) for start in range(index + 1, min(best.last, index + 3))]
            further = [phrase for phrase in later if phrase and phrase.last > best.last] if best.rule == "at" else []
            best = further[0] if further else best
            chosen.append(best)
            index = best.last
        return chosen

    def _openings(self) -> list[bool]:
        """Whether a phrase may begin at each token."""
        words = frozenset[str]().union(*[template.openers for template in self._templates])
        opens = [not words.isdisjoint(token.forms) for token in self._tokens]
        kinds = frozenset[str]().union(*[template.opening_kinds for template in self._templates])
        for index, here in self._atoms.items():
            opens[index] = opens[index] or any(atom.kind in kinds for atom in here)
        return opens

    def _best(self, index: int) -> Phrase | None:
        phrases = [p for p in self.at("span", index) + self.at("time", index) if _stands_alone(p) and self._may_end(p)]
        return min(phrases, key=lambda p: (-p.last, p.order), default=None)

    def _may_end(self, phrase: Phrase) -> bool:
        """False for a bare number that is no day, because its noun follows: "the 9th brigade"."""
        if phrase.last >= len(self._tokens) or not _is_loose(phrase):
            return True
        if self._tokens[phrase.last].norm in _DAY_ENDS:
            return True
        return any(atom.kind == "free" for atom in self._atoms.get(phrase.last, ()))

    def at(self, level: str, index: int) -> list[Phrase]:
        """All phrases of a level that begin at a token; while a level is being parsed at a place it is empty there."""
        key = (level, index)
        if key not in self._known:
            self._known[key] = []
            self._known[key] = self._build(level, index)
        return self._known[key]

    def _build(self, level: str, index: int) -> list[Phrase]:
        found: dict[tuple[int, int], Phrase] = {}
        templates = self._by_level[level]
        if not templates:
            return []
        forms = self._tokens[index].forms
        kinds = {atom.kind for atom in self._atoms.get(index, ())}
        kinds.update(lower for lower in LEVELS[: LEVELS.index(level)] if self.at(lower, index))
        for template in templates:
            if kinds.isdisjoint(template.opening_kinds) and template.openers.isdisjoint(forms):
                continue
            for last, parts, start in self._match(template.slots, 0, index):
                if last > index:
                    phrase = Phrase(template.rule, template.arg, level, index, last, start, parts, template.order)
                    found.setdefault((template.order, last), phrase)
        return list(found.values())

    def _match(
        self, slots: tuple[Slot, ...], position: int, index: int
    ) -> list[tuple[int, tuple[Atom | Phrase, ...], int]]:
        """Every way in which the slots from a position on match from a token: where it ends, what fills them, where
        its words begin.
        """
        if position == len(slots):
            return [(index, (), -1)]
        slot = slots[position]
        found = []
        for last, part, start in self._fill(slot, index):
            for end, parts, _ in self._match(slots, position + 1, last):
                found.append((end, (part, *parts) if part else parts, start))
        if slot.optional:
            found += self._match(slots, position + 1, index)
        return found

    def _fill(self, slot: Slot, index: int) -> list[tuple[int, Atom | Phrase | None, int]]:
        if index >= len(self._tokens):
            return []
        if not slot.kind:
            last = index
            for element in slot.words:
                if last >= len(self._tokens) or not self._grammar.accepts(element, self._tokens[last]):
                    return []
                last += 1
            return [(last, None, _start_of(self._tokens[index], slot.words[0]))]
        if slot.kind in LEVELS:
            return [(p.last, p, p.start) for p in self.at(slot.kind, index) if not slot.only or p.rule == slot.only]
        return [
            (atom.last, atom, atom.start)
            for atom in self._atoms.get(index, ())
            if atom.kind == slot.kind and (not slot.only or atom.value == slot.only)
        ]


@cache
def load_grammar(pack: Pack) -> Grammar:
    """The grammar of time of a pack; raises PackError with file and line where its files are faulty."""
    return Grammar(pack)
