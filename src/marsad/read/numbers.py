"""Read number words and digits: which number, if any, begins at a token.

One grammar serves all languages; the pack's ``numbers.tsv`` says what each word is worth and ``[numbers]`` of its
``pack.toml`` how parts are joined. Numbers here are bare: quantifiers, ranges and what a number does not count are
the work of ``marsad.read.amounts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

from marsad.language.lexicon import Lexicon
from marsad.language.pack import Pack
from marsad.language.scan import Scan, Surface, write_surface
from marsad.read.segment import Sentence
from marsad.text import Token, fold

_GROUPED = re.compile(r"\d{1,3}(?:[ .,']\d{3})+")
_ADDABLE = 1000
# Figures behind a scale go on with its number from so much on, and before a word of more letters than a measure has.
_FULL_GROUP, _SHORT_UNIT = 100, 2
# So many different words are remembered with what they are without particles.
_MOST_WORDS = 50_000


class View(NamedTuple):
    """A token as number words see it: fewer forms than for other lookups, so that "two thousand" is not "thousand"."""

    token: Token
    forms: tuple[str, ...]
    starts: tuple[int, ...]

    def start_of(self, form: str) -> int:
        """Where the words of a form begin in the source, once glued particles are off."""
        return self.starts[self.forms.index(form)]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What a pack says of its number words: ``numbers.tsv`` and ``[numbers]``."""

    lexicon: Lexicon
    forms: str
    particles: tuple[str, ...]
    joiners: frozenset[str]
    joined: frozenset[int]
    glued: str
    units_first: bool
    teens_after: frozenset[int]
    hyphen: bool
    partitive: frozenset[str]
    indefinite: frozenset[str]
    inverted: bool
    figures_after: bool
    fraction_first: frozenset[str]
    singular: frozenset[str]


@cache
def number_words(pack: Pack) -> NumberWords:
    """The number words of a pack, read once."""

    def those(name: str) -> list[Any]:
        return list(pack.setting("numbers", name, default=[]))

    return NumberWords(
        lexicon=pack.lexicon("numbers"),
        forms=pack.setting("numbers", "forms", default="surface"),
        particles=tuple(fold(particle) for particle in those("particles")),
        joiners=frozenset(those("joiners")),
        joined=frozenset(those("joined")),
        glued=pack.setting("numbers", "glued_joiner", default=""),
        units_first=bool(pack.setting("numbers", "units_first", default=False)),
        teens_after=frozenset(those("teens_after")),
        hyphen=bool(pack.setting("numbers", "hyphen", default=False)),
        partitive=frozenset(those("partitive")),
        indefinite=frozenset(fold(word) for word in those("indefinite")),
        inverted=bool(pack.setting("numbers", "inverted", default=False)),
        figures_after=bool(pack.setting("numbers", "figures_after_scale", default=False)),
        fraction_first=frozenset(fold(letter) for letter in those("fraction_first")),
        singular=frozenset(fold(word) for word in those("singular_after_quantifier")),
    )


def _view(token: Token, method: str, particles: tuple[str, ...]) -> View:
    if method == "lemma":
        return View(token, token.forms, token.starts)
    if method != "prefix" or not token.is_word:
        return View(token, (token.norm,), (token.start,))
    surface, places = _take_off(token.norm, token.forms, particles)
    starts = [token.starts[place] if place >= 0 else min(token.start - place, token.end - 1) for place in places]
    return View(token, surface.forms, tuple(starts))


@lru_cache(maxsize=_MOST_WORDS)
def _take_off(norm: str, forms: tuple[str, ...], particles: tuple[str, ...]) -> tuple[Surface, tuple[int, ...]]:
    """The forms of a word that are letters of its own, and for each its place among the forms or, below zero, how
    many letters of a particle stand before it.
    """
    places = {form: place for place, form in enumerate(forms) if norm.endswith(form)}
    for particle in particles:
        rest = norm.removeprefix(particle)
        if 1 < len(rest) < len(norm) and rest not in places:
            places[rest] = -len(particle)
    return Surface(tuple(places)), tuple(places.values())


def _scan(sentence: Sentence, pack: Pack, words: NumberWords) -> Scan:
    """The lexicons' matches among the forms that ``[numbers] forms`` of the pack allows."""
    if words.forms == "lemma":
        return sentence.scan(pack)
    if words.forms != "prefix":
        return sentence.scan_written(pack)
    seen = [
        _take_off(token.norm, token.forms, words.particles)[0] if token.is_word else write_surface(token.norm)
        for token in sentence.tokens
    ]
    return Scan(seen, pack.shelf)


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number over tokens ``[first, last)``; ``start`` and ``end`` are its words in the source.

    The value may be broken ("1.5" before a scale that a later number brings). ``kind``: digits, exact, round (said
    roundly), vague (``low`` differs from ``high``), one_of. ``scale`` is the last multiplier in it, else 1.
    """

    first: int
    last: int
    start: int
    end: int
    low: Fraction
    high: Fraction
    kind: str
    scale: int


@dataclass(frozen=True, slots=True)
class Part:
    """A number word or a figure at a place of the text."""

    kind: str
    low: Fraction
    high: Fraction
    last: int
    start: int
    joined: bool


@dataclass(frozen=True, slots=True)
class _State:
    """A number read so far: closed groups in ``total``, the open group in ``low``..``high``."""

    total: Fraction
    low: Fraction
    high: Fraction
    room: int
    scale: int
    kind: str
    last: int
    before: str
    complete: bool = True


class NumberReader:
    """Reads the numbers of one sentence.

    >>> reader = NumberReader(sentence, pack)   # "two hundred and six tanks"
    >>> reader.read(0)[0].low
    206
    """

    def __init__(self, sentence: Sentence, pack: Pack) -> None:
        self.tokens = sentence.tokens
        self._words = words = number_words(pack)
        self.scan = _scan(sentence, pack, words)
        """What the sentence holds of the pack's lexicons as number words are seen."""
        self._starting = starting = self.scan.starting(words.lexicon)
        self.beginnings = [
            index
            for index, token in enumerate(self.tokens)
            if index in starting or token.kind == "number" or token.norm in words.indefinite
        ]
        """Tokens at which a number may begin, in order; where none is listed no number begins."""
        self._parts: dict[int, tuple[Part, ...]] = {}

    def view(self, index: int) -> View:
        """A token as number words see it."""
        return _view(self.tokens[index], self._words.forms, self._words.particles)

    def read(self, index: int, *, quantified: bool = False) -> list[Number]:
        """All numbers that begin at token ``index``, the longest first; none where no number begins.

        ``quantified`` says that a quantifier stands before it ("about a hundred").
        """
        if index >= len(self.tokens):
            return []
        article = self._skip_article(index)
        found: list[Number] = []
        for part in self.parts(article):
            state = self._begin(part, quantified)
            if state is None or (part.kind == "construct" and self._is_joined(part.last)):
                continue
            start = self.tokens[index].start if article != index else part.start
            found += [
                number for number in self._grow(index, start, state) if article == index or number.kind != "digits"
            ]
            if found:
                break
        if self._words.inverted and found and not quantified:
            found = self._invert(index, found) or found
        return sorted(found, key=lambda number: -number.last)

    @property
    def inverted(self) -> bool:
        """Whether a noun or scale before its number says "about"."""
        return self._words.inverted

    def joins(self, token: Token) -> bool:
        """Whether a token is or begins with a conjunction."""
        return token.norm in self._words.joiners or bool(self._words.glued and token.norm.startswith(self._words.glued))

    @property
    def glued_joiner(self) -> str:
        """The conjunction that is glued to a number's further parts; empty where there is none."""
        return self._words.glued

    def _skip_article(self, index: int) -> int:
        if self.tokens[index].norm in self._words.indefinite and index + 1 < len(self.tokens):
            parts = self.parts(index + 1)
            if parts and parts[0].kind in ("scale", "exact", "round", "part", "few"):
                return index + 1
        return index

    def parts(self, index: int) -> tuple[Part, ...]:
        """What the words at ``index`` may be worth, the longest first."""
        known = self._parts.get(index)
        if known is None:
            known = self._parts[index] = tuple(self._find_parts(index)) if index < len(self.tokens) else ()
        return known

    def _find_parts(self, index: int) -> Iterator[Part]:
        token = self.tokens[index]
        if token.kind == "number":
            value, last = self._fraction(index) or (_figure(token.norm), index + 1)
            yield Part("digits", value, value, last, token.start, False)
            return
        view = self.view(index)
        for match in self._starting.get(index, ()):
            elements = match.entry.elements
            form = next((f for f in view.forms if elements[0].accepts((f,))), token.norm)
            joined = bool(self._words.glued) and form != token.norm and token.norm.startswith(self._words.glued)
            low, high = _worth(match.entry.get("value"))
            yield Part(match.entry.get("kind"), low, high, match.last, view.start_of(form), joined)

    def _fraction(self, index: int) -> tuple[Fraction, int] | None:
        """A number whose fraction stands before its whole, with a letter of the pack between, and where it ends."""
        glued = [token for token in self.tokens[index + 1 : index + 3] if not token.space_before]
        if len(glued) < 2 or glued[0].norm not in self._words.fraction_first or not glued[1].norm.isdigit():
            return None
        return Fraction(f"{glued[1].norm}.{self.tokens[index].norm}"), index + 3

    def _is_joined(self, index: int) -> bool:
        return any(part.joined for part in self.parts(index))

    def _begin(self, part: Part, quantified: bool) -> _State | None:
        token = self.tokens[part.last - 1]
        if part.kind == "vague" and quantified and token.norm in self._words.singular:
            return None
        if part.kind in ("half", "loose", "tail"):
            return None
        scale = int(part.low) if part.kind in ("scale", "round", "exact") else 1
        room = self._room(part.low) if part.kind in ("card", "scale") else 0
        kind = {"card": "exact", "scale": "exact", "part": "exact", "construct": "exact"}.get(part.kind, part.kind)
        closed = part.kind == "scale" and part.low >= _ADDABLE
        total, low, high = (part.low, Fraction(0), Fraction(0)) if closed else (Fraction(0), part.low, part.high)
        complete = part.kind not in ("part", "few")
        return _State(total, low, high, room, scale, kind, part.last, part.kind, complete)

    def _room(self, value: Fraction) -> int:
        """The first number that can no longer be added to ``value``."""
        if value in self._words.teens_after:
            return 20
        for step in (1_000_000_000, 1_000_000, 1000, 100):
            if value >= step and value % step == 0:
                return step
        return 10 if value >= 20 and value % 10 == 0 else 0

    def _grow(self, index: int, start: int, state: _State) -> Iterator[Number]:
        """The number so far and every longer one."""
        current: _State | None = state
        while current is not None:
            low, high = current.total + current.low, current.total + current.high
            if current.complete:
                end = self.tokens[current.last - 1].end
                yield Number(index, current.last, start, end, low, high, current.kind, current.scale)
            current = self._step(current)

    def _step(self, state: _State) -> _State | None:
        for position, linked in self._continuations(state):
            for part in self.parts(position):
                grown = self._add(state, part, linked)
                if grown is not None:
                    return grown
        return None

    def _continuations(self, state: _State) -> Iterator[tuple[int, str]]:
        """Where the next part may stand and what links it: nothing, a joiner, a hyphen, a partitive, an article."""
        position = state.last
        if position >= len(self.tokens):
            return
        token = self.tokens[position]
        yield position, ""
        if token.norm in self._words.joiners or (self._words.glued and token.norm == self._words.glued):
            yield position + 1, "join"
        if self._words.hyphen and token.norm == "-" and not token.space_before:
            yield position + 1, "hyphen"
        if token.norm in self._words.partitive and state.kind in ("vague", "round"):
            step = 1
            while position + step < len(self.tokens) and self.tokens[position + step].norm in self._words.partitive:
                step += 1
            yield position + step, "of"
        if token.norm in self._words.partitive and state.before in ("exact", "few"):
            yield position + 1, "of"
        if token.norm in self._words.indefinite and state.before == "part":
            yield position + 1, ""

    def _add(self, state: _State, part: Part, linked: str) -> _State | None:
        joined = part.joined or linked == "join"
        if part.kind == "half":
            return self._add_half(state, part)
        if part.kind in ("scale", "exact", "loose"):
            return self._multiply(state, part, linked, joined) or self._append(state, part, linked, joined)
        if part.kind == "vague":
            return self._add_vague(state, part, linked)
        if part.kind in ("card", "digits", "tail"):
            return self._append(state, part, linked, joined)
        return None

    def _append(self, state: _State, part: Part, linked: str, joined: bool) -> _State | None:
        """Add a smaller part: "hundred" + "six"."""
        value = part.low
        if state.kind not in ("exact", "digits", "one_of") or not state.complete:
            return None
        if linked == "of" or part.kind in ("exact", "loose"):
            return None
        if part.kind == "digits" and not self._goes_on(state, part, linked, joined=joined):
            return None
        if part.kind == "scale" and state.low % 1000 and not joined:
            return None
        if self._words.glued and not joined:
            return None
        if state.total and any(p.kind == "scale" and p.low >= state.scale for p in self.parts(part.last)):
            return None
        if self._words.joined and linked == "join" and value not in self._words.joined:
            return None
        if linked == "join" and not self._words.glued and not self._words.joined and state.room < 100:
            return None
        reordered = self._words.units_first and joined and 0 < state.low % 10 == state.low % 100 and 20 <= value < 100
        fits = state.kind != "one_of" and value < state.room and value.denominator == 1
        if not (fits or (reordered and state.before in ("card", "one_of") and value % 10 == 0)):
            return None
        room = 0 if reordered and not fits else self._room(value)
        low, high = state.low + value, state.high + value
        kind = "exact" if state.kind == "one_of" else state.kind
        return replace(state, low=low, high=high, room=room, last=part.last, before=part.kind, kind=kind)

    def _goes_on(self, state: _State, part: Part, linked: str, *, joined: bool) -> bool:
        """Whether figures behind a scale go on with its number ("8 thousand 500 men") and are no calibre ("155 mm")."""
        if state.before != "scale" or (joined and self._words.glued):
            return state.before == "scale"
        if not self._words.figures_after or linked or part.low < _FULL_GROUP:
            return False
        after = self.tokens[part.last] if part.last < len(self.tokens) else None
        return after is None or (len(after.norm) > _SHORT_UNIT if after.is_word else after.norm not in "-/")

    def _multiply(self, state: _State, part: Part, linked: str, joined: bool) -> _State | None:
        """Multiply the open group: "two" × "hundred"; a vague group keeps its width."""
        scale = int(part.low)
        if linked in ("join", "hyphen") and part.kind == "scale" and (joined or state.before != "part"):
            return None
        if part.joined or (state.before == "exact" and part.kind == "exact" and linked != "of"):
            return None
        if state.kind in ("vague", "few"):
            base = _power(scale)
            few = state.low < 20
            low, high = (2 * base, 10 * base - 1) if few else (state.low * base, (state.high + 1) * base - 1)
            return replace(
                state,
                low=Fraction(low),
                high=Fraction(high),
                kind="vague",
                scale=scale,
                last=part.last,
                before=part.kind,
                complete=True,
                room=0,
            )
        if linked == "of" and state.kind != "round" and state.before != "exact":
            return None
        if scale == 100 and part.kind == "scale":
            if not 0 < state.low < 100 or state.before == "scale":
                return None
            return replace(
                state,
                low=state.low * 100,
                high=state.high * 100,
                room=100,
                scale=100,
                last=part.last,
                before="scale",
                complete=True,
            )
        if part.kind in ("exact", "loose"):
            if state.total or not state.low > 0:
                return None
            return replace(
                state,
                low=state.low * scale,
                high=state.high * scale,
                room=0,
                scale=scale,
                last=part.last,
                before="exact",
                kind="exact" if part.kind == "exact" else "round",
                complete=True,
            )
        if state.low == 0 and scale <= state.scale:
            return None
        if state.total and scale >= state.scale and state.low:
            return None
        group = (state.low or state.total) * scale
        total = state.total + group if state.low else group
        return replace(
            state,
            total=total,
            low=Fraction(0),
            high=Fraction(0),
            room=scale,
            scale=scale,
            last=part.last,
            before="scale",
            complete=True,
        )

    def _add_vague(self, state: _State, part: Part, linked: str) -> _State | None:
        """ "several" + "hundreds", "tens" + "of thousands"."""
        if state.kind == "few" or (state.kind == "vague" and state.high < 20):
            return replace(
                state,
                low=part.low,
                high=part.high,
                kind="vague",
                last=part.last,
                before="vague",
                complete=True,
                scale=int(part.low) // 2,
                room=0,
            )
        if state.kind in ("vague", "round") and (linked == "of" or not self._words.partitive or self._words.glued):
            base = int(part.low) // 2
            if base < 1000 or (state.kind == "vague" and state.low >= 1000):
                return None
            width = base - 1 if state.kind == "vague" else 0
            low, high = state.low * base, state.high * base + width
            return replace(state, low=low, high=high, last=part.last, before="vague", scale=base)
        return None

    def _add_half(self, state: _State, part: Part) -> _State | None:
        """ "two and a half thousand", "a million and a half"."""
        if state.before == "scale":
            return replace(state, total=state.total + part.low * state.scale, room=0, last=part.last, before="half")
        if state.before in ("card", "digits"):
            return replace(state, low=state.low + part.low, high=state.high + part.low, last=part.last, complete=False)
        return None

    def _invert(self, index: int, found: list[Number]) -> list[Number]:
        """ "thousands two": a scale before its small number says "about two thousand"."""
        first = max(found, key=lambda number: -number.last)
        if first.kind not in ("vague", "round") or first.last >= len(self.tokens):
            return []
        base = _power(int(first.low))
        for part in self.parts(first.last):
            small = part.kind in ("card", "part") and 1 < part.low < 10
            if small and not self._is_scaled(part.last):
                value = part.low * base
                end = self.tokens[part.last - 1].end
                return [Number(index, part.last, first.start, end, value, value, "round", base)]
        return []

    def _is_scaled(self, index: int) -> bool:
        return any(part.kind in ("scale", "card") for part in self.parts(index))


@cache
def _worth(value: str) -> tuple[Fraction, Fraction]:
    """The least and the most that a number word of the pack is worth: ``3..9`` is from three to nine."""
    low, _, high = value.partition("..")
    return Fraction(low), Fraction(high or low)


def _figure(norm: str) -> Fraction:
    """The value of a number token: "5 000" is 5000, "2,5" is five halves."""
    if _GROUPED.fullmatch(norm):
        return Fraction(re.sub(r"[ .,']", "", norm))
    return Fraction(norm.replace(",", "."))


def _power(value: int) -> int:
    """The power of ten at or below a number: 12 gives 10."""
    return int(10 ** (len(str(value)) - 1))
