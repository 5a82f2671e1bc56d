"""The head words of equipment ("tanks"), and which of them stands beside a type ("T-72B3")."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from marsad.knowledge.actors import load_actors
from marsad.knowledge.equipment import load_table
from marsad.language.lexicon import Lexicon, Match, Row
from marsad.language.pack import Pack, list_words
from marsad.read.choosing import fit
from marsad.read.designations import TypeMention
from marsad.read.segment import Sentence
from marsad.text import Token, fold, split_words

# Kinds of heads that lead to a ship's proper name; a prefix names nothing without one.
NAMING = ("ship_name", "ship_prefix")
QUOTES = frozenset("\"'")
_CROSSED = frozenset("\"'(-")
_MOST_STEPS, _MOST_LOOSE = 6, 3
# So many words may tell of a head before its type, of which the last is longer than this.
_MOST_APART, _LONGEST_SMALL = 7, 3


@dataclass(frozen=True, slots=True)
class Head:
    first: int
    last: int
    start: int
    class_: str
    kind: str
    definite: bool


@dataclass(frozen=True, slots=True)
class HeadWords:
    """The head words of a pack, sorted by what they do."""

    heads: Lexicon
    connectors: Lexicon
    modifiers: Lexicon
    carried: Lexicon
    nationalities: frozenset[str]
    definites: frozenset[str]
    quantities: frozenset[str]
    counting: frozenset[str]
    counters: frozenset[str]
    partitive: frozenset[str]
    function_words: frozenset[str]
    connecting: frozenset[str]
    joining: frozenset[str]
    titles: frozenset[str]
    heads_follow: bool
    modifiers_follow: bool
    plural: str
    particles: frozenset[str]
    latin: bool
    joined: tuple[str, ...]


@cache
def load_head_words(pack: Pack) -> HeadWords:
    rows = pack.rows("heads")

    def of(*kinds: str) -> list[Row]:
        return [row for row in rows if row.get("kind") in kinds]

    return HeadWords(
        heads=pack.shelf.add(of("", "weak", "counted", *NAMING, "none")),
        connectors=pack.shelf.add(of("connector", "class", "list")),
        modifiers=pack.shelf.add(of("modifier")),
        carried=pack.shelf.add(of("carried")),
        nationalities=frozenset(
            alias.words[0]
            for alias in load_actors().aliases(pack.code)
            if alias.form == "adjective" and len(alias.words) == 1 and not alias.needs_context
        ),
        definites=frozenset(word for row in of("definite") for word in split_words(row["pattern"])),
        quantities=list_words([*pack.rows("numbers"), *of("quantity")]),
        counting=list_words(row for row in pack.rows("numbers") if row["value"] != "1"),
        counters=list_words(row for row in pack.rows("noncounts") if row["kind"] == "counter"),
        partitive=frozenset(fold(word) for word in pack.setting("numbers", "partitive", default=())),
        function_words=list_words(pack.rows("prepositions")),
        connecting=frozenset(word for row in of("connector", "class", "list") for word in split_words(row["pattern"])),
        plural=str(pack.setting("equipment", "plural", default="")),
        particles=frozenset(fold(word) for word in pack.setting("numbers", "particles", default=())),
        # Words that open a clause: "(said) that 3 tanks" names no type, however a letter's name is written.
        joining=list_words(row for row in pack.rows("attribution") if row.get("cue") in ("that", "relative")),
        titles=frozenset(fold(word) for word in pack.setting("equipment", "titles", default=())),
        heads_follow=bool(pack.setting("equipment", "heads_follow", default=False)),
        modifiers_follow=bool(pack.setting("people", "adjectives_after", default=False)),
        latin=unicodedata.name(pack.name[0]).startswith("LATIN"),
        joined=tuple(fold(word) for word in pack.setting("factuality", "glued_conjunctions", default=())),
    )


class Heads:
    """A sentence with its head words, and the way from a type to the head beside it."""

    def __init__(self, sentence: Sentence, pack: Pack, words: HeadWords) -> None:
        self.tokens, self.scan = sentence.tokens, sentence.scan(pack)
        self.pack = pack
        self.words = words
        self.nouns = self.scan.starting(words.heads)
        self.modifier_ends: dict[int, int] = {}
        self.modifier_starts: dict[int, int] = {}
        nothing = [m for found in self.nouns.values() for m in found if m.get("kind") == "none"]
        seeming = {index for match in nothing for index in range(match.first, match.last)}  # "to transport" guns
        for match in self.scan.matches(words.modifiers):
            if self._opens_noun(match) or match.first in seeming or self._is_governed(match):
                continue
            self.modifier_ends[match.last] = min(match.first, self.modifier_ends.get(match.last, match.first))
            self.modifier_starts[match.first] = max(match.last, self.modifier_starts.get(match.first, match.last))
        for index, token in enumerate(self.tokens):
            if token.is_word and self._names_nationality(token):
                self.modifier_ends.setdefault(index + 1, index)
                self.modifier_starts.setdefault(index, index + 1)
        self.connectors: dict[int, Match] = {}
        for match in self.scan.matches(words.connectors):
            if match.last not in self.connectors:
                self.connectors[match.last] = match
        self.heads: list[Head] = []
        self.head_ends: dict[int, Head] = {}
        self.head_starts: dict[int, Head] = {}
        self.glosses: dict[int, int] = {}  # where brackets end that only say a head's word again, and where they begin

    def set_heads(self, taken: set[int]) -> None:
        """Find the head words outside the tokens that types have ``taken``."""
        self.heads = self._find_heads(taken)
        self.glosses = self._find_glosses()
        self.head_ends = {head.last: head for head in self.heads}
        self.head_starts = {head.first: head for head in self.heads}

    def _find_glosses(self) -> dict[int, int]:
        """Brackets behind a head that hold another word for it, cut short as a rule; that word is no head of its own:
        "surface-to-air missiles (SAM)".
        """
        glosses = {
            after.last + 1: before.last
            for before, after in pairwise(self.heads)
            if after.first == before.last + 1
            and self.tokens[before.last].norm == "("
            and after.last < len(self.tokens)
            and self.tokens[after.last].norm == ")"
            and (after.class_ == before.class_ or after.kind == "weak")
        }
        self.heads = [head for head in self.heads if head.last + 1 not in glosses]
        return glosses

    def _opens_noun(self, match: Match) -> bool:
        """Whether a glued conjunction makes a noun of its own of a word that could describe: "tanks and-armour"."""
        glued = match.start_in(self.tokens) > self.tokens[match.first].start
        return glued and any(m.get("kind") == "" for m in self.nouns.get(match.first, ()))

    def _is_governed(self, match: Match) -> bool:
        """Whether a preposition is glued to a word that could describe: "guns to-Ukraine" are not Ukrainian guns."""
        return self._has_preposition(self.tokens[match.first], match.start_in(self.tokens))

    def _names_nationality(self, token: Token) -> bool:
        known = self.words.nationalities
        starts = [start for form, start in zip(token.forms, token.starts, strict=True) if form in known]
        return any(not self._has_preposition(token, start) for start in starts)

    def _has_preposition(self, token: Token, start: int) -> bool:
        """Whether what is glued to a word before ``start`` is more than a conjunction."""
        joining = self.pack.setting("factuality", "glued_conjunctions", default=())
        return any(letter not in joining for letter in token.norm[: start - token.start])

    def _find_heads(self, taken: set[int]) -> list[Head]:
        heads: list[Head] = []
        free = 0
        for index, found in self.nouns.items():
            if index < free or self.tokens[index].kind != "word":
                continue
            free_of_types = (m for m in found if taken.isdisjoint(range(m.first, m.last)))
            match = next((m for m in free_of_types if not self._joins(m)), None)
            if match is None:
                continue
            free = match.last
            if match.get("kind") != "none" and not self._only_looks_so(index, found, match):
                heads.append(self._make_head(match))
        return heads

    def _joins(self, match: Match) -> bool:
        """Whether a conjunction is glued to a later word of a head: "vehicles and-armour" are two things."""
        for token in self.tokens[match.first + 1 : match.last] if self.words.joined else ():
            glued = [form for form, start in zip(token.forms, token.starts, strict=True) if start > token.start]
            whole = [form for form in token.forms if form not in glued]
            elements = match.entry.elements[1:]
            led = token.norm.startswith(self.words.joined) and any(e.accepts(glued) for e in elements)
            if led and not any(e.accepts(whole) for e in elements):
                return True
        return False

    def _only_looks_so(self, index: int, found: Sequence[Match], match: Match) -> bool:
        """Whether the pack lists the word as it stands among those that only look like a head ("armée")."""
        norm = self.tokens[index].norm
        none = (m for m in found if m.get("kind") == "none" and m.last >= match.last)
        return any(m.entry.elements[0].accepts((norm,)) for m in none)

    def _make_head(self, match: Match) -> Head:
        start = match.start_in(self.tokens)
        definite = self.is_definite(match.first, start)
        return Head(match.first, match.last, start, match.get("class"), match.get("kind"), definite)

    def is_definite(self, index: int, start: int) -> bool:
        token = self.tokens[index]
        before = self.modifier_first(index) - 1
        if before >= 0 and self.tokens[before].norm in self.words.definites:
            return True
        rest = token.norm[start - token.start :]
        return any(rest.startswith(article) and rest[len(article) :] in token.forms for article in self.words.definites)

    def modifier_first(self, index: int) -> int:
        """The first token of the run of modifiers that ends before token ``index``."""
        while index in self.modifier_ends:
            index = self.modifier_ends[index]
        return index

    def head_of(self, kind: TypeMention) -> tuple[Head | None, bool]:
        """The head that stands beside a type, and whether it opens a list of which the type is a member."""
        head, listed = self._head_before(kind)
        head = head or self._head_apart(kind)
        if head is None and (self.words.heads_follow or (kind.unlisted and not self.words.latin)):
            return self._head_after(kind), False
        if head is not None and head.kind == "weak" and self.words.heads_follow:
            after = self._head_after(kind)
            return (after, False) if after else (head, listed)
        return head, listed

    def _head_before(self, kind: TypeMention) -> tuple[Head | None, bool]:
        index, loose, connected, listed = kind.first, 0, False, False
        makers = _MOST_LOOSE if self.pack.cased and not self.words.latin else 0  # "armoured cars (of) Engesa EE-11"
        if self.tokens[index].start < kind.start:
            return None, False
        for _ in range(_MOST_STEPS):
            if index in self.head_ends:
                return self.head_ends[index], listed
            if index == 0:
                return None, False
            token = self.tokens[index - 1]
            if index in self.connectors:
                match = self.connectors[index]
                connected = (
                    connected
                    or match.last - match.first > 1
                    or token.norm != match.entry.row["pattern"]
                    or len(token.norm) > 2
                )
                listed = listed or match.get("kind") == "list"
                index = match.first
            elif index in self.modifier_ends:
                index = self.modifier_ends[index]
            elif index in self.glosses:
                index = self.glosses[index]
            elif connected and token.norm in QUOTES and (opening := self._opening(index - 1)) is not None:
                index = opening
            elif token.norm in _CROSSED or (listed and token.norm in ",:"):
                index -= 1
            elif connected and loose < _MOST_LOOSE and token.kind == "word":
                loose += 1
                index -= 1
            elif makers and token.is_word and token.upper and token.norm.isascii() and self.tokens[index].space_before:
                makers -= 1
                index -= 1
            else:
                return None, False
        return None, False

    def _head_apart(self, kind: TypeMention) -> Head | None:
        """The head of a type's own class, or one of its group, before it, with a few words between that tell of the
        head ("helicopters for transport and attack Mi-171"): no number, mark or name among them, and no article or
        conjunction right before the type. In packs whose adjectives follow their nouns.
        """
        inside = self.tokens[kind.first].start < kind.start
        doubtful = kind.lower or (kind.weak and not self.pack.cased)
        if kind.unlisted or doubtful or inside or not self.words.modifiers_follow:
            return None
        classes = {load_table().at(row).class_ for row in kind.rows}
        small = self.words.function_words | self.words.joining | self.words.quantities
        for index in range(kind.first, max(0, kind.first - _MOST_APART) - 1, -1):
            if index in self.head_ends:
                head = self.head_ends[index]
                apart = index < kind.first and head.kind == "" and any(fit(class_, head.class_) for class_ in classes)
                return head if apart else None
            token = self.tokens[index - 1] if index else None
            if token is not None and index < kind.first and token.norm in "-'":
                continue
            if token is None or not token.is_word or (token.upper and self.pack.cased):
                return None
            if not self.words.quantities.isdisjoint(token.forms) or token.norm.isascii() > self.words.latin:
                return None
            if index == kind.first and (token.norm in small or len(token.norm) <= _LONGEST_SMALL):
                return None
        return None

    def _opening(self, closing: int) -> int | None:
        """Where the quotation opens that ends with the mark at ``closing``."""
        for index in range(closing - 2, max(-1, closing - 6), -1):
            if self.tokens[index].norm in QUOTES:
                return index
        return None

    def _head_after(self, kind: TypeMention) -> Head | None:
        index = kind.last
        for _ in range(_MOST_STEPS):
            if index in self.head_starts:
                head = self.head_starts[index]
                return head if head.start == self.tokens[index].start else None
            if index >= len(self.tokens):
                return None
            if index in self.modifier_starts:
                index = self.modifier_starts[index]
            elif self.tokens[index].norm in "\"')-/":
                index += 1
            else:
                return None
        return None

    def is_counted(self, head: Head) -> bool:
        """Whether a number of more than one stands before a head, with its adjectives, "of" and "pieces" between
        them.
        """
        index = self.modifier_first(head.first) - 1
        counters = self.words.counters if self.pack.setting("cases", "owner") else frozenset[str]()
        while index > 0 and (
            self.tokens[index].norm in self.words.partitive or not counters.isdisjoint(self.tokens[index].forms)
        ):
            index -= 1
        between = self.tokens[max(index, 0) : head.first]  # "neuf" is both an adjective and a number
        return any(token.kind == "number" or token.norm in self.words.counting for token in between)
