"""Find type names in tokens: by the table's spellings and by the grammar of designations, in any script."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from marsad.knowledge.equipment import Table, find_alias_variant, find_variant, load_table, read_latin, write_latin
from marsad.text import Token

_MOST_TOKENS = 9
_MOST_WORDS = 6
_MOST_STARTS = 24
# Letters of other scripts that look like Latin ones, and are typed for them behind a number: "J-10CE".
_SHAPES = str.maketrans("авекмнорстух", "abekmhopctyx")
_INNER = frozenset("\"'-/.+(")
_MEASURE = re.compile(r"\d+(?:mm|cm|km|kg|lb|lbs|t|m|x\d+|st|nd|rd|th|e|er|eme|s|k|b)?")
_LONGEST_LETTERS = 7
_LONGEST_NAME = 5
_SHORT = 4
# A word so short is a verb rather than a head: "the last of the T-6Cs was".
_SHORT_VERB = 3
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class TypeMention:
    """Tokens ``[first, last)`` that name a type.

    ``rows`` are the rows of the table it may mean; ``written`` its Latin spelling where the table does not give it.
    ``weak`` names are everyday words too and need context; ``lower`` ones stand without the capital that a name has in
    their script. ``bound`` names count only where a connector ("of the type") leads to them.
    """

    first: int
    last: int
    start: int
    end: int
    rows: tuple[int, ...]
    written: str | None
    weak: bool
    lower: bool
    rule: str
    bound: bool = False

    @property
    def unlisted(self) -> bool:
        return not self.rows


class _State(NamedTuple):
    """A key in the making, where its words begin, and whether some were written in Latin letters by us."""

    key: str
    start: int
    rewritten: bool = False


def find_types(
    tokens: Sequence[Token],
    *,
    cased: bool,
    plural: str = "",
    article: str = "",
    function_words: frozenset[str] = frozenset(),
    titles: frozenset[str] = frozenset(),
) -> list[TypeMention]:
    """Types of the table and their unlisted variants, from left to right, the longest at each place.

    ``plural`` is the ending that a designation may take in the text's language: "Mi-35s"; ``article`` is what is glued
    to a noun there. ``function_words`` are words
    that a letter's name may be confused with where a number follows, ``titles`` those behind which a name is of
    something else: "operation Mirador".
    """
    table = load_table()
    found: list[TypeMention] = []
    index = 0
    while index < len(tokens):
        match = None
        if tokens[index].kind != "mark":
            match = _longest(tokens, index, table, cased, (plural, article), function_words)
        counts = match is not None and _counts(tokens, match, cased, function_words)
        if match is None or counts or _is_titled(tokens, match, titles):
            index += 1
            continue
        found.append(match)
        index = match.last
    return found


def _is_titled(tokens: Sequence[Token], kind: TypeMention, titles: frozenset[str]) -> bool:
    """Whether the word before a name, quotation marks aside, says that it is one of something else."""
    before = kind.first - 1
    before -= before > 0 and tokens[before].norm == '"'
    return kind.rule == "name" and before >= 0 and not titles.isdisjoint(tokens[before].forms)


def _counts(tokens: Sequence[Token], kind: TypeMention, cased: bool, function_words: frozenset[str]) -> bool:
    """Whether a preposition and a number only look like a designation ("a batch of 40")."""
    word, number = tokens[kind.first], tokens[kind.first + 1 : kind.last]
    if len(number) != 1 or number[0].kind != "number":
        return False
    if cased and not word.upper and number[0].space_before and word.norm in function_words:
        return True
    if word.norm.isascii():
        return False
    return word.norm in function_words or len(word.norm) == 1


def _readings(token: Token, following: Token | None, affixes: tuple[str, str]) -> list[_State]:
    """What a token may contribute to a key. "T-90s" is a plural, "T-90S tanks" is not; what is left of a word without
    the beginning of a verb is no name.
    """
    plural, article = affixes
    if _may_be_plural(token, plural):
        one, several = _State(token.norm, token.start), _State(token.norm[: -len(plural)], token.start)
        named = following is not None and following.is_word and following.norm.endswith(plural)
        if following is None or not named or len(following.norm) <= _SHORT_VERB:
            return [several, one]
    starts, keys = token.starts, _keys(token.forms)
    if article:
        keys = [key for key in keys if _is_nominal(token, key[1], article)]
    return [_State(key, starts[place], rewritten) for key, place, rewritten in keys]


def _is_nominal(token: Token, place: int, article: str) -> bool:
    """Whether a form of a token begins as the token does, glued particles and article apart."""
    written = token.norm[token.starts[place] - token.start :]
    return written[:1] == token.forms[place][:1] or written.startswith(article)


def _may_be_plural(token: Token, plural: str) -> bool:
    """Whether a token with a digit in it ends as a plural does: "35s" of "Mi-35s", "K9s"."""
    return bool(plural) and token.norm.endswith(plural) and any(char.isdigit() for char in token.norm)


@lru_cache(maxsize=50_000)
def _keys(forms: tuple[str, ...]) -> list[tuple[str, int, bool]]:
    """What a token with these forms may contribute: the key, the form's place, and whether we wrote it in Latin."""
    found: dict[str, tuple[str, int, bool]] = {}
    for place, form in enumerate(forms):
        found.setdefault(form, (form, place, False))
        for reading in read_latin(form):
            found.setdefault(reading, (reading, place, True))
        if form[0].isdigit() and not form.isascii() and (shaped := form.translate(_SHAPES)).isascii():
            found.setdefault(shaped, (shaped, place, True))
    return list(found.values())


@lru_cache(maxsize=50_000)
def _may_open(forms: tuple[str, ...]) -> bool:
    """Whether a name of the table may begin with a token that has these forms."""
    table = load_table()
    return any(table.may_open(key) for key, _, _ in _keys(forms))


def _longest(
    tokens: Sequence[Token],
    index: int,
    table: Table,
    cased: bool,
    affixes: tuple[str, str],
    function_words: frozenset[str],
) -> TypeMention | None:
    first = tokens[index]
    if first.kind == "number" and not first.norm.isdigit():
        return None
    if not (first.norm[0].isdigit() or _may_be_plural(first, affixes[0]) or _may_open(first.forms)):
        return None
    states = [state for state in _readings(first, _at(tokens, index + 1), affixes) if table.may_open(state.key)]
    if not states:
        return None
    best: TypeMention | None = None
    words = 1
    last = index + 1
    letter = len(first.norm) == 1 and first.kind == "word"
    while states:
        match = _known(tokens, index, last, states, table, cased, function_words)
        if match is not None:
            best = match
        last = _next_word(tokens, last)
        if last < 0 or words >= _MOST_WORDS or last - index >= _MOST_TOKENS:
            break
        token = tokens[last]
        if token.kind == "number" and not token.norm.isdigit():
            break
        if _is_preposition(tokens, last, cased, function_words):
            break
        if token.space_before and not _may_join(tokens, index, last, letter and words == 1, cased):
            break
        states = _extend(states, _readings(token, _at(tokens, last + 1), affixes), token.start, table)
        words += 1
        last += 1
    return best


def _is_preposition(tokens: Sequence[Token], index: int, cased: bool, function_words: frozenset[str]) -> bool:
    """Whether a letter's name behind a number is the preposition of the word that follows: "the Mi-24 in August"."""
    token, following = tokens[index], _at(tokens, index + 1)
    governs = following is not None and following.is_word and following.space_before
    closes = index > 1 and tokens[index - 1].norm in "/\"'"
    return (
        not cased
        and token.space_before
        and governs
        and tokens[index - 1 - closes].kind == "number"
        and token.norm in function_words
    )


def _at(tokens: Sequence[Token], index: int) -> Token | None:
    return tokens[index] if index < len(tokens) else None


def _may_join(tokens: Sequence[Token], first: int, index: int, letter: bool, cased: bool) -> bool:
    """Whether a token after a space may belong to the name before it: a lone small letter may not, nor may words of
    the text's own script after a quotation mark that closes."""
    token = tokens[index]
    if letter or (cased and token.is_word and len(token.norm) == 1 and not token.upper):
        return False
    closed = any(t.norm in "\"'" for t in tokens[first:index]) and first > 0 and tokens[first - 1].norm in "\"'"
    return not closed or token.norm.isascii() or any(char.isdigit() for char in token.norm)


def _extend(states: Sequence[_State], found: Sequence[_State], at: int, table: Table) -> list[_State]:
    longer: dict[str, _State] = {}
    for state in states:
        for reading in found:
            joined = state.key + reading.key
            if reading.start == at and joined not in longer and table.may_open(joined):
                longer[joined] = _State(joined, state.start, state.rewritten or reading.rewritten)
    return list(longer.values())[:_MOST_STARTS]


def _next_word(tokens: Sequence[Token], index: int) -> int:
    """The index of the word or number that may continue a name after marks inside it, or -1."""
    marks = 0
    while index < len(tokens) and tokens[index].norm in _INNER and marks < 3:
        if tokens[index].norm in ".+" and tokens[index].space_before:
            return -1
        index += 1
        marks += 1
    if index >= len(tokens) or tokens[index].kind not in ("word", "number"):
        return -1
    return index


def _known(
    tokens: Sequence[Token],
    first: int,
    last: int,
    states: Sequence[_State],
    table: Table,
    cased: bool,
    function_words: frozenset[str],
) -> TypeMention | None:
    """The type that the keys so far name, if any. A word that only our rewriting makes a name is an everyday word; a
    name that is one is not put together with the small words of a sentence.
    """
    listed = any(table.knows(state.key) for state in states)
    if not listed and tokens[last - 1].norm.isalpha():
        return None
    digits = any(char.isdigit() for token in tokens[first:last] for char in token.norm)
    small = any(token.norm in function_words for token in tokens[first:last])
    written = None
    weak: dict[int, bool] = {}
    starts: dict[int, int] = {}
    keys: dict[int, list[str]] = {}
    for state in states:
        for sense in table.senses(state.key) if len(state.key) > 1 else ():
            doubtful = sense.weak or (state.rewritten and not digits)
            if small and sense.weak:
                continue
            if sense.row not in weak or not state.rewritten:
                weak[sense.row] = doubtful
            starts.setdefault(sense.row, state.start)
            keys.setdefault(sense.row, []).append(state.key)
    rule = "designation" if digits else "name"
    if not weak:
        variant = _variant(tokens, first, last, states, table)
        if variant is None:
            return None
        rows, start, written = variant
        weak, starts = dict.fromkeys(rows, False), dict.fromkeys(rows, start)
        rule = "variant"
    rows = sorted(weak, key=lambda row: weak[row])
    if digits and len(rows) == 1 and written is None:
        written = next((name for key in keys.get(rows[0], ()) if (name := find_alias_variant(rows[0], key))), None)
        rule = "variant" if written else rule
    opening = tokens[first]
    lower = cased and opening.norm[0].isalpha() and not opening.upper
    return TypeMention(
        first, last, starts[rows[0]], tokens[last - 1].end, tuple(rows), written, weak[rows[0]], lower, rule
    )


def _variant(
    tokens: Sequence[Token], first: int, last: int, states: Sequence[_State], table: Table
) -> tuple[list[int], int, str | None] | None:
    """The family of an unlisted variant, where it begins and how it is written: "Mi-8AMTSh" is of the Mi-8."""
    tail = tokens[last - 1]
    if (
        not any(char.isdigit() for char in tail.norm)
        or (tail.space_before and last - first > 1)
        or _MEASURE.fullmatch(tail.norm)
    ):
        return None
    for state in states:
        kind = find_variant(state.key) if state.key.isascii() else None
        if kind is None:
            continue
        suffix = re.search(r"(?<![a-z])[a-z]*$", state.key)
        written = (
            kind.designation + suffix.group().upper()
            if suffix and kind.designation[-1].isdigit()
            else _write(tokens[first:last])
        )
        listed = table.rows_of(written) if written else []
        if listed:
            return listed, state.start, None
        if written:
            return table.rows_of(kind.designation), state.start, written
    return None


def _write(tokens: Sequence[Token]) -> str | None:
    """Tokens as a designation in Latin letters: short words and words with digits in capitals, names with one."""
    parts: list[str] = []
    for position, token in enumerate(tokens):
        word = token.norm
        if token.kind == "word":
            short = len(word) <= _SHORT or any(char.isdigit() for char in word)
            word = word.upper() if short else word.capitalize()
        elif word in "\"'(":
            continue
        parts.append(" " + word if position and token.space_before else word)
    return write_latin("".join(parts))


def unlisted_types(
    tokens: Sequence[Token], listed: Sequence[TypeMention], *, cased: bool, latin: bool, function_words: frozenset[str]
) -> list[TypeMention]:
    """Types that no table holds, outside those already found; they count only beside a head.

    Designations by grammar: letters and digits glued or joined by a hyphen, or letters' names of another script with a
    number. Names: words in quotation marks, Latin words in another script, words with capitals.
    """
    taken = {i for kind in listed for i in range(kind.first, kind.last)}
    found: list[TypeMention] = []
    index = 0
    while index < len(tokens):
        if index in taken or tokens[index].norm in function_words:
            index += 1
            continue
        rule, bound, last = "grammar", False, _grammar_end(tokens, index, cased)
        if last == index:
            rule, bound, last = "named", *_name_end(tokens, index, cased, latin)
        if last == index or taken.intersection(range(index, last)):
            index += 1
            continue
        written = _write(tokens[index:last])
        if written:
            start, end = tokens[index].start, tokens[last - 1].end
            found.append(TypeMention(index, last, start, end, (), written, True, False, rule, bound))
        index = last
    return found


def _name_end(tokens: Sequence[Token], index: int, cased: bool, latin: bool) -> tuple[bool, int]:
    """Whether a connector must lead to the name that begins at ``index``, and where it ends."""
    if not tokens[index].is_word or len(tokens[index].norm) < _SHORTEST_NAME or not tokens[index].upper:
        return False, index
    last = index + 1
    if index and tokens[index - 1].norm == '"':
        while last < len(tokens) and last - index < _LONGEST_NAME and tokens[last].norm != '"':
            last += 1
        if last < len(tokens) and tokens[last].norm == '"':
            return False, last
        last = index + 1
    if not latin and tokens[index].norm.isascii():
        while (
            last < len(tokens) and tokens[last].norm.isascii() and tokens[last].is_word and last - index < _LONGEST_NAME
        ):
            last += 1
        return False, last
    if not cased or not tokens[index].norm.isascii():
        return False, index
    while last < len(tokens) and tokens[last].upper and tokens[last].is_word and last - index < _LONGEST_NAME:
        last += 1
    return True, last


def _grammar_end(tokens: Sequence[Token], index: int, cased: bool) -> int:
    """Where a designation that begins at ``index`` ends by its form alone; ``index`` itself where there is none."""
    first = tokens[index]
    if first.kind != "word" or _MEASURE.fullmatch(first.norm):
        return index
    letters = first.norm.isalpha()
    if letters and (len(first.norm) > _LONGEST_LETTERS or (cased and not first.upper)):
        return index
    spelled = letters and not cased and not first.norm.isascii() and bool(read_latin(first.norm))
    last, digits = index + 1, not letters
    while last < len(tokens) and last - index < _MOST_TOKENS:
        step = _grammar_step(tokens, last, spelled)
        if not step:
            break
        last += step
        digits = digits or any(char.isdigit() for char in tokens[last - 1].norm)
    return last if digits and (letters is False or last > index + 1) else index


def _grammar_step(tokens: Sequence[Token], index: int, spelled: bool) -> int:
    """How many tokens continue a designation at ``index``: 0 to 2."""
    token = tokens[index]
    if token.norm in "-/" and not token.space_before:
        follows = (
            index + 1 < len(tokens)
            and not tokens[index + 1].space_before
            and tokens[index + 1].kind in ("word", "number")
        )
        return (
            2
            if follows and (any(c.isdigit() for c in tokens[index + 1].norm) or len(tokens[index + 1].norm) <= _SHORT)
            else 0
        )
    if token.kind == "number" and token.norm.isdigit():
        return int(not token.space_before or spelled)
    if token.kind == "word" and not token.space_before:
        return int(len(token.norm) <= _LONGEST_LETTERS)
    return int(
        spelled
        and token.kind == "word"
        and bool(read_latin(token.norm))
        and not token.norm.isascii()
        and len(token.norm) <= _SHORT
    )


def is_number(tokens: Sequence[Token], kind: TypeMention, particles: frozenset[str], nouns: Container[int]) -> bool:
    """Whether what looks like a type is figures with their glued article: one drawn long, or one before a noun."""
    whole = "".join(token.norm for token in tokens[kind.first : kind.last])
    if whole.rstrip("0123456789") not in particles:
        return False
    return kind.end - kind.start > len(whole) or kind.last in nouns


def named_after(tokens: Sequence[Token], index: int, *, cased: bool) -> int | None:
    """Where the proper name ends that begins at ``index``, quoted or with capitals; None where none stands there."""
    while index < len(tokens) and not cased and tokens[index].kind == "word" and tokens[index].norm.isascii() is False:
        index += 1
        if index < len(tokens) and tokens[index].norm == '"':
            break
        return None
    if index >= len(tokens):
        return None
    if tokens[index].norm == '"':
        for last in range(index + 2, min(index + _LONGEST_NAME + 2, len(tokens))):
            if tokens[last].norm == '"':
                return last + 1
        return None
    last = index
    while last < len(tokens) and last - index < _LONGEST_NAME and _capital(tokens[last], cased):
        last += 1
    return last if last > index else None


def _capital(token: Token, cased: bool) -> bool:
    return token.kind == "word" and token.upper and (cased or token.norm.isascii())
