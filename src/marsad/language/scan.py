"""Look a sequence of tokens over once for all lexicons of a pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from marsad.language.lexicon import Lexicon, Match, Opened, Row, TokenLike

# So many different words are remembered with the patterns that they open.
_MOST_WORDS = 50_000
# So many first letters of stems tell the lexicons of a shelf apart.
_HEADS = (1, 2, 3)


class Shelf:
    """The lexicons of a pack. What a word opens is looked up in all of them at once, and remembered."""

    def __init__(self) -> None:
        self._lexicons: list[Lexicon] = []
        self._numbers: dict[Lexicon, int] = {}
        self._literals: dict[str, list[int]] = defaultdict(list)
        self._stem_heads: dict[str, list[int]] = defaultdict(list)
        self._known: dict[tuple[str, ...], tuple[tuple[int, Opened], ...]] = {}

    def __len__(self) -> int:
        return len(self._lexicons)

    def add(self, rows: Iterable[Row]) -> Lexicon:
        """A lexicon of these rows; raises PackError with file and line where one is faulty."""
        lexicon = Lexicon(rows)
        number = self._numbers[lexicon] = len(self._lexicons)
        self._lexicons.append(lexicon)
        for word in lexicon.literals:
            self._literals[word].append(number)
        for head in {stem[: _HEADS[-1]] for stem in lexicon.stems}:
            self._stem_heads[head].append(number)
        self._known.clear()
        return lexicon

    def number(self, lexicon: Lexicon) -> int:
        """The place of a lexicon on the shelf."""
        return self._numbers[lexicon]

    def opened_by(self, forms: tuple[str, ...]) -> tuple[tuple[int, Opened], ...]:
        """The numbers of the lexicons of which a token with these forms opens patterns, each with these patterns."""
        known = self._known.get(forms)
        if known is None:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            opened = [(number, self._lexicons[number].opened_by(forms)) for number in self._begun_by(forms)]
            known = self._known[forms] = tuple([(number, patterns) for number, patterns in opened if patterns])
        return known

    def _begun_by(self, forms: tuple[str, ...]) -> list[int]:
        """The numbers of all lexicons with a pattern that one of these forms may begin, in order."""
        numbers: set[int] = set()
        for form in forms:
            numbers.update(self._literals.get(form, ()))
            for length in _HEADS:
                numbers.update(self._stem_heads.get(form[:length], ()))
        return sorted(numbers)


class Surface(NamedTuple):
    """A token of which only the forms are compared that are given here."""

    forms: tuple[str, ...]


@lru_cache(maxsize=_MOST_WORDS)
def write_surface(norm: str) -> Surface:
    """A token that is compared as it is written."""
    return Surface((norm,))


class Scan:
    """A sequence of tokens and the matches in it, those of a lexicon found when they are first asked for."""

    def __init__(self, tokens: Sequence[TokenLike], shelf: Shelf) -> None:
        self._tokens = tokens
        self._shelf = shelf
        self._matches: dict[Lexicon, list[Match]] = {}
        self._starting: dict[Lexicon, dict[int, list[Match]]] = {}
        self._look()

    def _look(self) -> None:
        self._opened: list[list[tuple[int, Opened]]] = [[] for _ in range(len(self._shelf))]
        opened_by = self._shelf.opened_by
        for index, token in enumerate(self._tokens):
            for number, patterns in opened_by(token.forms):
                self._opened[number].append((index, patterns))

    def starting(self, lexicon: Lexicon) -> Mapping[int, list[Match]]:
        """Every match of a lexicon by the token at which it begins, in order; at each token the longest first."""
        found = self._starting.get(lexicon)
        if found is None:
            number = self._shelf.number(lexicon)
            if number >= len(self._opened):  # it came to the shelf after the sentence was looked over
                self._look()
            opened = self._opened[number]
            pairs = [(index, patterns.matches(self._tokens, index)) for index, patterns in opened]
            found = self._starting[lexicon] = {index: matches for index, matches in pairs if matches}
        return found

    def matches(self, lexicon: Lexicon) -> list[Match]:
        """Every match of a lexicon, overlapping ones included, by start and then the longest first."""
        found = self._matches.get(lexicon)
        if found is None:
            starting = self.starting(lexicon)
            found = self._matches[lexicon] = [match for matches in starting.values() for match in matches]
        return found
