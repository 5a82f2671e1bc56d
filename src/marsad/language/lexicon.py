"""Pattern lists of a language pack: TSV files that a linguist can edit, matched over tokens.

A pattern is a row of elements separated by spaces. An element is a literal that is compared with a token's forms, a
stem with ``*`` (``livr*``), alternatives with ``/`` (``by/from``), an optional element in parentheses (``(the)``) or a
gap ``..`` of up to four tokens. ``#`` starts a comment line.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from marsad.errors import PackError
from marsad.text import Token, split_all

GAP = 4
# So many different words are remembered with the patterns that they open.
_MOST_WORDS = 50_000
_GAP_MARK = ".."


class TokenLike(Protocol):
    """What a pattern needs of a token."""

    @property
    def forms(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column name and where it stands."""

    cells: Mapping[str, str]
    file: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def where(self) -> str:
        return f"{self.file.name}:{self.line}"


def read_table(file: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of a TSV file whose header names ``columns`` in order; cells that are left off at the end are empty.

    Raises PackError with file and line where the header or a row is not as it should be.
    """
    rows: list[Row] = []
    header: list[str] | None = None
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", where=str(file)) from error
    for number, cells in enumerate(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not cells or cells[0].startswith("#") or not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            if header[: len(columns)] != list(columns):
                raise PackError(
                    f"header is {header}, expected {list(columns)}",
                    where=f"{file}:{number}",
                    hint="columns are tab-separated",
                )
            continue
        if len(cells) > len(header):
            raise PackError(f"{len(cells)} cells under {len(header)} columns", where=f"{file}:{number}")
        padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
        rows.append(Row(dict(zip(header, padded, strict=True)), file, number))
    if header is None:
        raise PackError("has no header line", where=str(file), hint=f"expected {list(columns)}")
    return rows


class Element(NamedTuple):
    """One place of a pattern: the literals and stems it accepts."""

    literals: frozenset[str]
    stems: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False

    def accepts(self, forms: Sequence[str]) -> bool:
        if not self.literals.isdisjoint(forms):
            return True
        return bool(self.stems) and any(form.startswith(self.stems) for form in forms)


class Entry(NamedTuple):
    """A compiled pattern with its row."""

    elements: tuple[Element, ...]
    row: Row
    weight: int

    def get(self, column: str) -> str:
        return self.row.cells.get(column, "")


class Match(NamedTuple):
    """Tokens ``[first, last)`` of a sequence that a pattern accepts."""

    first: int
    last: int
    entry: Entry

    def get(self, column: str) -> str:
        return self.entry.row.cells.get(column, "")

    def start_in(self, tokens: Sequence[Token]) -> int:
        """Where its words begin in the source, once glued particles are taken off the first."""
        token, element = tokens[self.first], self.entry.elements[0]
        starts = [start for form, start in zip(token.forms, token.starts, strict=True) if element.accepts((form,))]
        return min(starts, default=token.start)


class Opened:
    """The patterns that a word opens, in order: those it is the whole of, those that need certain words right behind
    it, and the rest.
    """

    __slots__ = ("_followed", "_free", "_whole", "_words")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: list[tuple[int, Entry]] = []
        self._free: list[tuple[int, Entry]] = []
        self._followed: dict[str, list[tuple[int, Entry]]] = {}
        for place, entry in enumerate(entries):
            second = _second_words(entry.elements)
            if len(entry.elements) == 1:
                self._whole.append((place, entry))
            elif not second:
                self._free.append((place, entry))
            for word in second:
                self._followed.setdefault(word, []).append((place, entry))
        self._words = [entry for _, entry in self._whole]

    def matches(self, tokens: Sequence[TokenLike], index: int) -> list[Match]:
        """Which of the patterns match to their end from token ``index``, the longest first."""
        after = index + 1
        longer = self._free
        followed = self._followed
        if followed and after < len(tokens):
            for form in tokens[after].forms:
                if form in followed:
                    longer = longer + followed[form]
        if longer:
            ends = [(_match_rest(tokens, after, entry.elements, 1), place, entry) for place, entry in longer]
            found = {place: Match(index, last, entry) for last, place, entry in ends if last is not None}
            if found:
                found.update((place, Match(index, after, entry)) for place, entry in self._whole)
                return [match for _, match in sorted(found.items(), key=_by_length)]
        return [Match(index, after, entry) for entry in self._words]


def _by_length(found: tuple[int, Match]) -> tuple[int, int, int]:
    place, match = found
    return match.first - match.last, -match.entry.weight, place


class _Openings(dict[tuple[str, ...], Opened | None]):
    """What each word opens, by its forms; looked up once for each word of all texts."""

    def __init__(self, find: Callable[[tuple[str, ...]], Iterable[Entry]]) -> None:
        self._find = find

    def __missing__(self, forms: tuple[str, ...]) -> Opened | None:
        if len(self) >= _MOST_WORDS:
            self.clear()
        entries = list(self._find(forms))
        opened = self[forms] = Opened(entries) if entries else None
        return opened


def compile_pattern(pattern: str, where: str) -> tuple[Element, ...]:
    """The elements of a pattern; raises PackError with ``where`` it stands if it cannot be read."""
    try:
        return _compile(pattern, _cut([pattern]))
    except ValueError as error:
        raise PackError(f"{error}", where=where) from error


def _cut(patterns: Iterable[str]) -> dict[str, list[str]]:
    """What the elements of patterns accept, as written, with its folded tokens: cut as texts are cut, all at once."""
    return split_all(
        choice.rstrip("*")
        for pattern in patterns
        for word in pattern.split()
        if word != _GAP_MARK
        for choice in _choices(word)
    )


def _choices(word: str) -> list[str]:
    return (word[1:-1] if _is_optional(word) else word).split("/")


def _is_optional(word: str) -> bool:
    return word.startswith("(") and word.endswith(")")


def _compile(pattern: str, cut: Mapping[str, list[str]]) -> tuple[Element, ...]:
    """The elements of a pattern whose words are cut; raises ValueError if it cannot be read."""
    if tokens := cut.get(pattern):  # one plain word, as three in four are
        return tuple([Element(frozenset((token,))) for token in tokens])
    elements: list[Element] = []
    for word in pattern.split():
        if word == _GAP_MARK:
            elements.append(Element(frozenset(), gap=True))
            continue
        optional, choices = _is_optional(word), _choices(word)
        parts = [cut[choice.rstrip("*")] for choice in choices]
        if not all(parts):
            raise ValueError(f"pattern {pattern!r} has an empty element")
        if len(parts) > 1 and any(len(part) > 1 for part in parts):
            raise ValueError(f"alternatives of pattern {pattern!r} must be single tokens")
        for part in parts[0][:-1]:
            elements.append(Element(frozenset({part}), (), optional))
        if "*" in word:
            stems = tuple([part[-1] for part, choice in zip(parts, choices, strict=True) if choice.endswith("*")])
            whole = [part[-1] for part, choice in zip(parts, choices, strict=True) if not choice.endswith("*")]
            elements.append(Element(frozenset(whole), stems, optional))
        else:
            elements.append(Element(frozenset([part[-1] for part in parts]), (), optional))
    if not elements or elements[0].gap or elements[-1].gap or elements[0].optional:
        raise ValueError(f"pattern {pattern!r} must begin and end with a word")
    return tuple(elements)


class Lexicon:
    """All patterns of one file, indexed by their first element."""

    def __init__(self, rows: Iterable[Row], column: str = "pattern") -> None:
        """Raises PackError with file and line where a pattern cannot be read."""
        self._by_literal: dict[str, list[Entry]] = defaultdict(list)
        self._by_stem: dict[str, list[Entry]] = defaultdict(list)
        self._openings = _Openings(self._find_openers)
        self.entries: list[Entry] = []
        patterns = [(row, pattern) for row in rows for pattern in row[column].split("|")]
        cut = _cut(pattern for _, pattern in patterns)
        for row, pattern in patterns:
            try:
                elements = _compile(pattern, cut)
            except ValueError as error:
                raise PackError(f"{error}", where=row.where) from error
            entry = Entry(elements, row, len(elements) - sum([element.gap for element in elements]))
            self.entries.append(entry)
            for literal in elements[0].literals:
                self._by_literal[literal].append(entry)
            for stem in elements[0].stems:
                self._by_stem[stem].append(entry)
        self._stem_lengths = sorted({len(stem) for stem in self._by_stem})
        self._shortest = min(self._stem_lengths, default=0)
        self._stem_heads = {stem[: self._shortest] for stem in self._by_stem}

    @property
    def literals(self) -> Iterable[str]:
        """The words that patterns begin with."""
        return self._by_literal

    @property
    def stems(self) -> Iterable[str]:
        """The beginnings of words that patterns begin with."""
        return self._by_stem

    def opened_by(self, forms: tuple[str, ...]) -> Opened | None:
        """The patterns of which a token with these forms is the first element; None where there is none."""
        return self._openings[forms]

    def opens(self, forms: tuple[str, ...]) -> bool:
        """Whether a token with these forms is the first element of some pattern."""
        return self._openings[forms] is not None

    def _find_openers(self, forms: tuple[str, ...]) -> Iterable[Entry]:
        found: dict[int, Entry] = {}
        for form in forms:
            for entry in self._by_literal.get(form, ()):
                found.setdefault(id(entry), entry)
            if form[: self._shortest] in self._stem_heads:
                for length in self._stem_lengths:
                    for entry in self._by_stem.get(form[:length], ()) if length <= len(form) else ():
                        found.setdefault(id(entry), entry)
        return found.values()

    def starting_at(self, tokens: Sequence[TokenLike], index: int) -> list[Match]:
        """Every match that begins at token ``index``, the longest first."""
        opened = self._openings[tokens[index].forms]
        return opened.matches(tokens, index) if opened is not None else []

    def find_all(self, tokens: Sequence[TokenLike]) -> list[Match]:
        """Every match in a sequence, overlapping ones included, by start and then the longest first."""
        found: list[Match] = []
        for index, token in enumerate(tokens):
            opened = self._openings[token.forms]
            if opened is not None:
                found += opened.matches(tokens, index)
        return found

    def find_longest(self, tokens: Sequence[TokenLike]) -> list[Match]:
        """Matches from left to right without overlap, the longest at each place."""
        return choose_longest(self.find_all(tokens))


def choose_longest(matches: Iterable[Match]) -> list[Match]:
    """Of all matches of a sequence those from left to right without overlap, the longest at each place."""
    chosen: list[Match] = []
    free = 0
    for match in matches:
        if match.first >= free:
            chosen.append(match)
            free = match.last
    return chosen


def _second_words(elements: Sequence[Element]) -> frozenset[str]:
    plain = len(elements) > 1 and not (elements[1].gap or elements[1].optional or elements[1].stems)
    return elements[1].literals if plain else frozenset()


def _match_rest(tokens: Sequence[TokenLike], index: int, elements: tuple[Element, ...], position: int) -> int | None:
    """Where a pattern ends if its elements from ``position`` on match from token ``index``; None if they do not."""
    if position == len(elements):
        return index
    element = elements[position]
    if element.gap:
        for skip in range(GAP + 1):
            if index + skip > len(tokens):
                break
            end = _match_rest(tokens, index + skip, elements, position + 1)
            if end is not None:
                return end
        return None
    if index < len(tokens) and element.accepts(tokens[index].forms):
        end = _match_rest(tokens, index + 1, elements, position + 1)
        if end is not None:
            return end
    return _match_rest(tokens, index, elements, position + 1) if element.optional else None
