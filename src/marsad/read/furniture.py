"""Find what stands on a page beside its article: links to other articles, calls to subscribe or share, sign-offs.

Such lines stay in the document's text, since spans count from its start; the reader passes over their ranges. The
words are data of the language pack (``furniture.tsv``); shapes that mean furniture in any language (menus, hashtags,
counters, initials under a report) are here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.language.lexicon import Lexicon, Match
from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.segment import Sentence
from marsad.text import Token

# A paragraph of more words is an article's own, whatever it begins with.
_LONGEST = 40
# A heading over other articles or comments is short.
_HEADING = 8
# Headlines and menus of a page are short lines; a paragraph after "Read next" is the article's.
_HEADLINE = 25


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text that carries words, with its sentences."""

    span: Span
    sentences: tuple[Sentence, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


def unread_spans(text: str, sentences: Sequence[Sentence], pack: Pack) -> list[Span]:
    """The ranges of a text that are page furniture, in order and apart from one another.

    A range is a whole line, or a sentence within one. Text after the mark of an effect ``rest`` ("Comments") is
    furniture to its end.

    >>> from marsad.language.pack import load_pack
    >>> from marsad.read.segment import split_sentences
    >>> from marsad.text import normalise
    >>> pack, text = load_pack("en"), "Six tanks arrived.\\nRead also: Rain expected"
    >>> sentences = split_sentences(normalise(text), pack.analyse, cased=True)
    >>> [span.of(text) for span in unread_spans(text, sentences, pack)]
    ['Read also: Rain expected']
    """
    lines = list(_lines(text, sentences))
    lexicon = pack.lexicon("furniture")
    spans: list[Span] = []
    after_heading = False
    for number, line in enumerate(lines):
        effect = _effect_of(line, lexicon)
        if effect == "rest" and _may_end(number, lines):
            spans.append(Span(line.span.start, lines[-1].span.end))
            break
        is_headline = after_heading and len(line.tokens) <= _HEADLINE
        if effect in ("line", "next", "rest") or is_headline or _has_furniture_shape(text, line, number, len(lines)):
            spans.append(line.span)
        else:
            spans.extend(sentence.span for sentence in line.sentences if _is_furniture(sentence, pack))
        after_heading = effect == "next" and _is_bare(line, lexicon)
    return spans


def _lines(text: str, sentences: Sequence[Sentence]) -> Iterator[_Line]:
    current: list[Sentence] = []
    for sentence in sentences:
        if current and sentence.paragraph != current[-1].paragraph:
            yield _Line(_line_span(text, current), tuple(current))
            current = []
        current.append(sentence)
    if current:
        yield _Line(_line_span(text, current), tuple(current))


def _line_span(text: str, sentences: Sequence[Sentence]) -> Span:
    """The whole line, with the marks and signs at its ends that are in no sentence."""
    start = text.rfind("\n", 0, sentences[0].start) + 1
    end = text.find("\n", sentences[-1].end)
    return Span(start, len(text) if end < 0 else end)


def _first_word(tokens: Sequence[Token]) -> int:
    return next((index for index, token in enumerate(tokens) if token.is_word), len(tokens))


def _rest_words(tokens: Sequence[Token], match: Match) -> int:
    """How many words of a line stand outside a match."""
    return sum(token.kind != "mark" for index, token in enumerate(tokens) if not match.first <= index < match.last)


def _effect_of(line: _Line, lexicon: Lexicon) -> str:
    """The effect of the pattern at the beginning of a line ("" for none)."""
    tokens = line.tokens
    if len(tokens) > _LONGEST:
        return ""
    # A pattern may begin with a mark ("©"); a number in a list ("11/") stands before the words.
    for index in range(min(_first_word(tokens), len(tokens) - 1) + 1):
        for match in lexicon.starting_at(tokens, index):
            anchor = match.get("anchor")
            if anchor == "start" or (anchor == "whole" and _rest_words(tokens, match) == 0):
                return match.get("effect")
    return ""


def _is_bare(line: _Line, lexicon: Lexicon) -> bool:
    """Whether a line is only the heading, so that what it announces stands on the next one."""
    tokens = line.tokens
    matches = lexicon.starting_at(tokens, _first_word(tokens))
    return any(_rest_words(tokens, match) == 0 for match in matches)


def _is_furniture(sentence: Sentence, pack: Pack) -> bool:
    """Whether a sentence is furniture by itself: it begins with a call to the reader, or holds one anywhere."""
    if len(sentence.tokens) > _LONGEST:
        return False
    first = _first_word(sentence.tokens)
    return any(
        match.get("anchor") == "any" or (match.get("anchor") == "sentence" and match.first <= first)
        for match in sentence.scan(pack).matches(pack.lexicon("furniture"))
    )


def _may_end(number: int, lines: Sequence[_Line]) -> bool:
    """Comments and related articles follow an article: their heading is short and in its second half."""
    return number * 2 >= len(lines) and len(lines[number].tokens) <= _HEADING


_HASHTAGS = re.compile(r"\A(?:\s*#[\w-]+)+\s*")
_INITIALS = re.compile(
    r"\A(?:\(\w+\)\s*+)?[(\[]?\s*+\w{1,4}(?:\.\s?\w{1,4})*\.?(?:\s*/\s*\w{1,4}(?:\.\s?\w{1,4})*\.?)+\s*[)\]]?"
)
_COUNTER = re.compile(r"\A[^\w\s]+\s*\d[\d.,  ]{0,30}\s{0,3}[KkМмтТ]?\b.*\d.*")
_MENU_LONGEST = 14
_ASIDE_LONGEST = 9


def _has_furniture_shape(text: str, line: _Line, number: int, count: int) -> bool:
    """Shapes of any language: hashtags, a menu, counters; initials or a short aside in brackets as the last line."""
    words = line.span.of(text).strip()
    if _HASHTAGS.fullmatch(words):
        return True
    if words.count("|") >= 2 and len(line.tokens) <= _MENU_LONGEST + words.count("|"):
        return True
    if number + 1 < count or number == 0:
        return False
    if _INITIALS.fullmatch(words) or (_COUNTER.fullmatch(words) and len(line.tokens) <= _MENU_LONGEST):
        return True
    return words[0] in "([" and words[-1] in ")]" and sum(t.kind != "mark" for t in line.tokens) <= _ASIDE_LONGEST


def find_dateline(sentence: Sentence) -> Span | None:
    """The place, day and agency before a report's first words, with the dash or colon that ends them.

    ``PARIS, 18 August (Meridian) – The last …`` gives the range up to the dash; None where the sentence has none. The
    place of a dateline is where the reporter sat: it is a happening's place only where the text states no other.
    """
    tokens = sentence.tokens
    depth = 0
    for index, token in enumerate(tokens[:_DATELINE]):
        depth += (token.norm in "([") - (token.norm in ")]")
        if depth or not index:
            continue
        if _ends_dateline(tokens, index):
            return Span(sentence.start, token.end) if _is_dateline(tokens[:index]) else None
    return None


_DATELINE = 16
# Tokens of an agency between slashes, with the slash that ends it.
_AGENCY = 5


def _ends_dateline(tokens: Sequence[Token], index: int) -> bool:
    """A dash with space on both sides or behind brackets, a slash with space on both sides behind a day or an agency
    between slashes, or a colon after a name.
    """
    token = tokens[index]
    if index + 1 >= len(tokens):
        return False
    spaced = tokens[index + 1].space_before
    before = tokens[index - 1]
    if token.norm == "/" and token.space_before and spaced:
        slashes = [at for at in range(index) if tokens[at].norm == "/" and tokens[at].space_before]
        more = [at for at in range(index + 1, min(index + _AGENCY, len(tokens))) if tokens[at].norm == "/"]
        return bool(slashes) or (before.kind == "number" and not more) or (_names_day(tokens, index) and not more)
    dash = token.norm == "-" and spaced and (token.space_before or before.norm in ")]")
    return dash or token.norm == ":"


def _names_day(tokens: Sequence[Token], index: int) -> bool:
    """Whether a day and one word for its month stand before a token."""
    return index > 2 and tokens[index - 1].is_word and tokens[index - 2].kind == "number"


def _is_dateline(before: Sequence[Token]) -> bool:
    """A name of a few words, each with a capital or in a script without case, then at most a day and an agency."""
    name = []
    for token in before:
        if not token.is_word and token.norm not in "-'":
            break
        name.append(token)
    words = [token for token in name if token.is_word]
    if not 1 <= len(words) <= 3 or not all(word.upper or _is_uncased(word) for word in words):
        return False
    rest = before[len(name) :]
    if rest and rest[0].norm == ",":
        return len(rest) > 1 and (rest[1].kind == "number" or rest[1].upper or _is_uncased(rest[1]))
    return not rest or rest[0].kind == "number" or rest[0].norm in "(/"


def _is_uncased(token: Token) -> bool:
    """Whether a word's script has no capitals."""
    return token.norm[0].upper() == token.norm[0]
