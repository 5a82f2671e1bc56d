"""Find the noun phrase that names a speaker: beside a verb of saying or behind a preposition such as "according to".

The grammar is shallow. A phrase is read from the cue outwards and ends at punctuation, at a function word of the pack
(relative, conjunction, auxiliary, word of time) or at another cue; what stands in it decides whether it can speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.language.lexicon import Lexicon, Match
from marsad.language.pack import Pack
from marsad.model import Span
from marsad.text import Token, fold, split_words

LONGEST = 14
"""Tokens a speaker's phrase may have: longer ones in the gold are cut at half their length or more without loss."""

CUES = frozenset({"says", "according", "citing", "quoted"})
_ENDS = frozenset({"that", "relative", "aux", "time", "stop", "contrast", "from", "own", "outlet", "count"})


@dataclass(frozen=True, slots=True)
class _Plain:
    """A token of which only the surface, or what is left of it after a glued particle, is compared."""

    forms: tuple[str, ...]


@dataclass(frozen=True)
class Grammar:
    """What a pack knows of attribution: cues, function words and nouns for those who speak."""

    cues: Lexicon
    words: Lexicon
    speakers: Lexicon
    cased: bool
    verb_first: bool
    verb_endings: tuple[str, ...]
    finite_endings: tuple[str, ...]
    impersonal_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    to_letters: tuple[str, ...]


@cache
def load_grammar(pack: Pack) -> Grammar:
    """The grammar of attribution that a pack describes."""
    rows = pack.rows("attribution")
    return Grammar(
        Lexicon([row for row in rows if row["cue"] in CUES], split_words),
        Lexicon([row for row in rows if row["cue"] not in CUES], split_words),
        pack.lexicon("speakers"),
        pack.cased,
        bool(pack.setting("attribution", "verb_first", default=False)),
        *(
            tuple(fold(ending) for ending in pack.setting("attribution", name, default=()))
            for name in (
                "verb_endings",
                "finite_endings",
                "impersonal_endings",
                "adjective_endings",
                "plural_endings",
                "to_letters",
            )
        ),
    )


def _plain(token: Token) -> _Plain:
    outside = (
        form
        for form, start in zip(token.forms, token.starts, strict=True)
        if start > token.start and token.norm.endswith(form) and len(token.norm) - len(form) == start - token.start
    )
    return _Plain((token.norm, *outside))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``[first, last)`` that name a speaker; ``kind`` is empty for a name or a noun that no list holds."""

    first: int
    last: int
    kind: str
    start: int
    back: str = ""


class Line:
    """A sentence with the classes of its words, ready for questions about speakers."""

    def __init__(self, tokens: Sequence[Token], grammar: Grammar, text: str) -> None:
        self.tokens = tokens
        self.grammar = grammar
        self.text = text
        self.classes: list[set[str]] = [set() for _ in tokens]
        plain = [_plain(token) for token in tokens]
        self.cue_tokens: Sequence[Token | _Plain] = plain if grammar.verb_first else tokens
        for match in grammar.words.find_all(plain):
            if match.last - match.first == 1 or match.get("cue") in ("stop", "own", "contrast", "interview"):
                self.classes[match.first].add(match.get("cue"))
            elif match.get("cue") == "as":
                self.classes[match.last - 1].add("as")
        self.kinds: dict[int, Match] = {}
        for match in grammar.speakers.find_all(tokens):
            self.kinds.setdefault(match.first, match)
        self.cues: dict[int, Match] = {}
        self.partners = self._pair_quotes()

    def _pair_quotes(self) -> dict[int, int]:
        """Positions of quotation marks that open and close within the sentence, each with its other half."""
        partners: dict[int, int] = {}
        opened: int | None = None
        for index, token in enumerate(self.tokens):
            if token.norm != '"':
                continue
            if opened is None and self.text[token.start] not in "»”":
                opened = index
            elif opened is not None:
                partners[opened], partners[index] = index, opened
                opened = None
        return partners

    def has(self, index: int, name: str) -> bool:
        return 0 <= index < len(self.tokens) and name in self.classes[index]

    def is_mark(self, index: int, marks: str) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "mark" and self.tokens[index].norm in marks

    def is_dash(self, index: int) -> bool:
        """A dash between words, as against a hyphen inside one."""
        if not self.is_mark(index, "-"):
            return False
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return self.tokens[index].space_before and (after is None or after.space_before)

    @property
    def span_all(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def is_verb(self, index: int) -> bool:
        """Whether a word is inflected as a verb, for packs that can tell."""
        if not 0 <= index < len(self.tokens) or self.tokens[index].upper or self.classes[index]:
            return False
        return self.is_verb_form(self.tokens[index])

    def is_verb_form(self, token: Token) -> bool:
        endings = self.grammar.verb_endings
        return bool(endings) and token.is_word and token.forms[:2][-1].endswith(endings)

    def breaks(self, index: int) -> bool:
        """Whether a clause's own words end before this token: punctuation that is not part of a name."""
        if self.is_mark(index, ",;:!?()[]…•■*") or self.is_dash(index):
            return True
        if self.is_mark(index, "."):
            last = index + 1 == len(self.tokens)
            return last or not self.tokens[index - 1].upper
        return False

    def is_name(self, index: int) -> bool:
        """A word that can be part of a name by its capital."""
        token = self.tokens[index]
        if not (token.is_word and token.upper) or self.classes[index] & {"time", "that", "relative"}:
            return False
        opens = index == 0 or self.breaks(index - 1) or self.is_mark(index - 1, '"')
        return not (opens and self.classes[index])

    # -- phrases ----------------------------------------------------------------------------------------------------

    def read_phrase(self, index: int) -> Phrase | None:
        """The speaker's phrase that starts at token ``index``."""
        first = self._skip_right(index)
        if first >= len(self.tokens):
            return None
        if self.has(first, "at") and index > 0 and self._impersonal(index - 1):
            first += 1
        if self.classes[first] & {"that", "relative"} and not self._noun_follows(first):
            return None
        if (
            self.grammar.verb_first
            and self.classes[first] & {"prep", "stop", "from", "nobody"}
            and first not in self.kinds
        ):
            return None
        if self._pronoun(first) and not self._noun_follows(first):
            return self._back(first)
        last = self._phrase_end(first)
        return self.make_phrase(first, last)

    def _skip_right(self, index: int) -> int:
        """Past adverbs and words of time ("last month") to where a phrase may start."""
        first = index
        while first - index < 6 and first < len(self.tokens):
            skip = (
                self.has(first, "skip")
                and not self.has(first, "det")
                and not self.is_name(first)
                and first not in self.kinds
            )
            timed = (
                self.has(first, "time")
                or (self.is_mark(first, "/") and self.has(first + 1, "time"))
                or (self.classes[first] & {"det", "prep"} and any(self.has(i, "time") for i in (first + 1, first + 2)))
            )
            timed = (
                timed or first - index > 1 and self.tokens[first - 2].kind == "number" and self.is_mark(first - 1, "-")
            )
            timed = timed or first > index and self.tokens[first - 1].kind == "number" and self.is_mark(first, "-")
            number = self.tokens[first].kind == "number" and (
                self.has(first - 1, "time") or self.has(first + 1, "time")
            )
            if not (skip or timed or number):
                break
            first += 1
        return first

    def glued_outlet(self, index: int) -> Phrase | None:
        """An outlet behind a preposition that is glued to it: the words of "to" + outlet in one token, or +
        quotation.
        """
        if self.grammar.cased or not 0 <= index < len(self.tokens) or self.has(index, "own"):
            return None
        if len(self.tokens[index].norm) == 1 and self.is_mark(index + 1, '"') and index + 1 in self.partners:
            return Phrase(index + 2, self.partners[index + 1], "media", self.tokens[index + 2].start)
        match = self.kinds.get(index)
        if (
            match is None
            or match.get("kind") not in ("media", "agency")
            or self._words_start(index) == self.tokens[index].start
        ):
            return None
        return (
            self.make_phrase(index, max(match.last, self._phrase_end(index)))
            if self.tokens[index].norm.startswith(self.grammar.to_letters)
            else None
        )

    def quoted_outlet(self, index: int) -> Phrase | None:
        """An outlet's name in quotation marks right behind the verb, with the one who speaks to it behind it."""
        close = self.partners.get(index, -1)
        if not self.grammar.adjective_endings or not index < close <= index + 6 or close + 1 >= len(self.tokens):
            return None
        speaks = self.tokens[close + 1].is_word and not self.classes[close + 1] and close + 1 not in self.cues
        return Phrase(index, close + 1, "media", self.tokens[index].start) if speaks else None

    def closes_name(self, index: int) -> bool:
        """Whether the quotation mark here ends a name that belongs to the noun before it."""
        opened = self.partners.get(index, index)
        return opened < index <= opened + 7 and opened > 0 and self.tokens[opened - 1].is_word

    def outlet_end(self, index: int) -> int:
        """The end of "newspaper X" that starts at an outlet's noun; the noun's own end where no name follows."""
        if not self.grammar.cased:
            return self._phrase_end(index)
        last = index + 1
        while last < len(self.tokens) and last - index < 7:
            close = self.partners.get(last, -1)
            if self.is_mark(last, '"') and close > last:
                return close + 1
            if not (self.is_name(last) or self._inside_name(last)):
                break
            last += 1
        return last

    def _noun_follows(self, index: int) -> bool:
        return self.has(index, "det") and index + 1 < len(self.tokens) and self.tokens[index + 1].is_word

    def _phrase_end(self, first: int) -> int:
        index = first
        while index < len(self.tokens) and index - first < LONGEST:
            if self.is_mark(index, '"'):
                close = self.partners.get(index, -1)
                if not first <= index < close <= index + 7 or (index > first and self.breaks(index - 1)):
                    break
                index = close + 1
                continue
            if self.breaks(index):
                end = self._apposition_end(index)
                if end is None:
                    break
                index = end
                continue
            if index > first and self._ends_phrase(index, first):
                break
            index += 1
        while index > first and (
            self.has(index - 1, "prep")
            or self.has(index - 1, "and")
            or (self.has(index - 1, "skip") and not self.is_name(index - 1))
        ):
            index -= 1
        return index

    def _ends_phrase(self, index: int, first: int) -> bool:
        classes = self.classes[index]
        if self.is_name(index) and "stop" not in classes:
            return False
        if index in self.cues and index not in self.kinds:
            return True
        if self.has(index, "and"):
            return not self._joins_speakers(index)
        if self.has(index, "det") and self.has(index + 1, "time"):
            return True
        if self.has(index, "prep"):
            following = index + 1
            number = following < len(self.tokens) and self.tokens[following].kind == "number"
            return number or self.has(following, "time") or self.has(following, "that") or "stop" in classes
        ends = _ENDS if self.grammar.verb_first else _ENDS - {"own"}
        return bool(classes & ends) or self.is_verb(index)

    def _joins_speakers(self, index: int) -> bool:
        """Whether "and" leads to a second speaker side by side with the first."""
        following = index + 1
        while self.has(following, "det") or self.has(following, "skip"):
            following += 1
        if following >= len(self.tokens):
            return False
        near = any(at in self.kinds for at in range(following, min(following + 2, len(self.tokens))))
        return near or self.is_name(following)

    def _apposition_end(self, comma: int) -> int | None:
        """The end of a name that stands between commas after its title; None where no name follows."""
        if not self.grammar.cased or not self.is_mark(comma, ","):
            return None
        index = comma + 1
        while index < len(self.tokens) and index - comma < 6 and (self.is_name(index) or self._inside_name(index)):
            index += 1
        if not 1 <= index - comma - 1 <= 5 or (
            index - comma - 1 == 1 and self.tokens[index - 1].end - self.tokens[index - 1].start < 4
        ):
            return None
        closed = index >= len(self.tokens) or self.breaks(index) or index in self.cues or self.has(index, "skip")
        return index if closed and index - comma > 2 else None

    def _inside_name(self, index: int) -> bool:
        return self.is_mark(index, "-'") and not self.is_dash(index)

    def _pronoun(self, index: int) -> str:
        return next((name for name in ("he", "it", "they") if self.has(index, name)), "")

    def _back(self, index: int) -> Phrase:
        return Phrase(index, index + 1, "", self.tokens[index].start, self._pronoun(index))

    def make_phrase(self, first: int, last: int) -> Phrase | None:
        """A phrase over tokens ``[first, last)`` if somebody can speak in it."""
        while first < last and (self.breaks(first) or (self.has(first, "nobody") and not self._noun_follows(first))):
            if self.has(first, "nobody") and not self.grammar.verb_first:
                return None
            first += 1
        while last > first and self.breaks(last - 1) and not self.is_mark(last - 1, ")"):
            last -= 1
        last = self._cut_participle(first, last)
        if last <= first:
            return None
        start = self._words_start(first)
        kind = self._kind(first, last)
        return Phrase(first, last, kind, start)

    def _is_nobody(self, index: int) -> bool:
        return self.has(index, "nobody") and index not in self.kinds and not self._noun_follows(index)

    def _kind(self, first: int, last: int) -> str:
        inside = (self.kinds[i] for i in range(first, last) if i in self.kinds)
        return next((match.get("kind") for match in inside if match.last <= last), "")

    def _cut_participle(self, first: int, last: int) -> int:
        """The phrase without "filmed in ..." or "reviewed by ..." behind its noun."""
        headed = False
        for index in range(first, last):
            headed = headed or index in self.kinds
            if headed and index > first and self.has(index, "cut") and not self.is_name(index):
                return index
        return last

    def _words_start(self, first: int) -> int:
        """Where the phrase's words begin once a glued particle is taken off."""
        token = self.tokens[first]
        match = self.kinds.get(first)
        wanted: tuple[str, ...] = ()
        if match is not None:
            element = match.entry.elements[0]
            wanted = tuple(form for form in token.forms if element.accepts((form,)))
        for form, start in zip(token.forms, token.starts, strict=True):
            if form in wanted:
                return start
        return token.start

    def span(self, phrase: Phrase) -> Span:
        start, end = phrase.start, self.tokens[phrase.last - 1].end
        if (
            self.is_mark(phrase.first, '"')
            and self.partners.get(phrase.first) == phrase.last - 1
            and phrase.last - phrase.first > 2
        ):
            start, end = self.tokens[phrase.first + 1].start, self.tokens[phrase.last - 2].end
        return Span(start, end)

    def is_outlet(self, phrase: Phrase) -> bool:
        """Whether a news outlet's noun or name stands in the phrase before any complement."""
        for index in range(phrase.first, phrase.last):
            if index in self.kinds and self.kinds[index].get("kind") in ("media", "agency"):
                return True
            if index > phrase.first and self.has(index, "prep"):
                break
        return False

    def head_alone(self, phrase: Phrase) -> Phrase:
        """A long phrase without the complements of its noun ("satellite images" of the army's base at X)."""
        if phrase.last - phrase.first <= 5:
            return phrase
        cut = next(
            (i for i in range(phrase.first + 1, phrase.last) if self.has(i, "prep") and not self.is_name(i)),
            phrase.last,
        )
        return self.make_phrase(phrase.first, cut) or phrase

    def heads_at_start(self, phrase: Phrase) -> bool:
        """Whether the phrase opens with its speaker: nothing but articles and two other words before noun or name."""
        others = 0
        for index in range(phrase.first, phrase.last):
            if (index in self.kinds and self.kinds[index].last <= phrase.last) or self.is_name(index):
                return True
            if self.has(index, "prep") and others:
                return False
            if self.grammar.adjective_endings and not self._describes(index) and not self.has(index, "prep"):
                return False
            others += self.tokens[index].is_word and not self.classes[index] & {"det", "prep"}
            if others > 2:
                return False
        return False

    def can_speak(self, phrase: Phrase) -> bool:
        """Whether the phrase holds a noun of those who speak or a name."""
        if phrase.kind or phrase.back:
            return True
        return any(
            self.is_name(i) and (i > 0 or phrase.last - phrase.first <= 4) for i in range(phrase.first, phrase.last)
        )

    # -- subjects before the verb -----------------------------------------------------------------------------------

    def subject_before(self, verb: int, floor: int) -> Phrase | None:
        """The subject that stands before the verb at token ``verb``, not further left than ``floor``."""
        end = self._skip_left(verb, floor)
        if end <= floor or any(self.has(i, "passive") for i in range(max(end, verb - 2), verb)):
            return None
        if self._impersonal(verb):
            place = self._place_before(end, floor)
            if place is not None:
                return place
        for _ in range(0 if self.grammar.verb_first else 3):
            if end > floor and (self.is_mark(end - 1, ",)") or self.is_dash(end - 1)):
                found = self._before_parenthesis(end - 1, floor)
                if found is None:
                    return None
                name_first, end = found
                if name_first is not None:
                    return self._with_title(name_first, end, floor)
                end = self._skip_left(end, floor)
            else:
                break
        if self._pronoun(end - 1) and not (end - 2 >= floor and self.has(end - 2, "prep")):
            return self._back(end - 1)
        found = self._leftwards(self._before_relative(end, floor), floor)
        if found is None or not self.can_speak(found):
            found = self._clause_opening(end, floor) or found
        return found

    def _clause_opening(self, end: int, floor: int) -> Phrase | None:
        """A speaker's noun that opens the clause, whatever stands between it and the verb."""
        start = end
        while start > floor and not self.breaks(start - 1):
            start -= 1
        phrase = self.read_phrase(start) if start < end else None
        return (
            phrase
            if phrase is not None and phrase.kind and phrase.last <= end and self.heads_at_start(phrase)
            else None
        )

    def _place_before(self, end: int, floor: int) -> Phrase | None:
        """The place that speaks in "in Minsk they say": the words behind the preposition."""
        index = end - 1
        while index > floor and not self.breaks(index) and end - index < 6:
            if self.has(index - 1, "at"):
                place = self.make_phrase(index, end)
                return place if place is not None and self.can_speak(place) else None
            if self.has(index, "prep"):
                return None
            index -= 1
        return None

    def _before_relative(self, end: int, floor: int) -> int:
        """Left of a clause that hangs on the subject without a comma: "diplomats whom we met", "sources quoted by
        X".
        """
        index = end - 1
        while index > floor + 1 and not self.breaks(index):
            relative = self.has(index, "cut") and self.has(index, "relative")
            quoted = index in self.cues and self.cues[index].get("cue") in ("quoted", "citing")
            if (relative or quoted) and not self.is_mark(index - 1, ","):
                return index
            index -= 1
        return end

    def _skip_left(self, end: int, floor: int) -> int:
        while end > floor and self._skippable(end - 1):
            end -= 1
        return end

    def _skippable(self, index: int) -> bool:
        if self.is_name(index) and not self.has(index, "skip"):
            return False
        if self._inside_name(index):
            return self._skippable(index - 1)
        return (
            bool(self.classes[index] & {"skip", "aux", "time"}) and not self._pronoun(index) and index not in self.kinds
        )

    def _before_parenthesis(self, close: int, floor: int) -> tuple[int | None, int] | None:
        """Jump over ", who asked not to be named," to the left: (start of a name in apposition or None, new end)."""
        opening = "(" if self.is_mark(close, ")") else ","
        index = close - 1
        while index > floor and not (
            self.is_mark(index, opening) or (opening == "," and self.is_dash(index) and self.is_dash(close))
        ):
            if self.is_mark(index, ";:"):
                return None
            index -= 1
        if index <= floor:
            return None
        inside = range(index + 1, close)
        if opening == "," and 1 < len(inside) <= 5 and all(self.is_name(i) or self._inside_name(i) for i in inside):
            return index + 1, close
        return None, index

    def _with_title(self, name_first: int, end: int, floor: int) -> Phrase | None:
        title = self._leftwards(name_first - 1, floor)
        if title is not None and title.kind:
            return self.make_phrase(title.first, end)
        return self.make_phrase(name_first, end)

    def _leftwards(self, end: int, floor: int) -> Phrase | None:
        first = end
        while first > floor and end - first < LONGEST:
            index = first - 1
            if self.is_mark(index, '"'):
                opened = self.partners.get(index, index)
                if opened >= index or index - opened > 7:
                    break
                first = opened
                continue
            if self.breaks(index) or self._stops_left(index, end):
                break
            first = index
            if self.has(index, "det") and not self._complement(index, floor):
                break
        if self.grammar.adjective_endings:
            nominative = self._nominative(first, end)
            return self.make_phrase(nominative, end) if nominative is not None else None
        while first < end and self._adverbial(first):
            first = self._after_adverbial(first, end)
        return self.make_phrase(first, end)

    def _nominative(self, first: int, end: int) -> int | None:
        """Where the subject starts in a stretch that may open with an object, for packs whose nouns have cases.

        The dictionary form is the nominative; failing that, a plural is taken for one.
        """
        heads = [i for i in range(first, end) if self._can_head(i, first)]
        single = [i for i in heads if len(self.tokens[i].forms) == 1]
        plural = [i for i in heads if i in self.kinds and self.tokens[i].norm.endswith(self.grammar.plural_endings)]
        if single:
            head = single[0]
        elif plural:
            head = plural[-1] if any(self.has(i, "prep") for i in range(first, plural[-1])) else plural[0]
        else:
            opens = self.has(first, "prep") and not self.is_name(first + 1)
            return None if opens or self.has(first, "prep") else first
        if self.is_mark(head - 1, '"') and head - 1 >= first:
            head -= 1
        while head > first and self._describes(head - 1):
            head -= 1
        return head

    def _can_head(self, index: int, first: int) -> bool:
        if not (index in self.kinds or self.is_name(index)) or self.is_verb_form(self.tokens[index]):
            return False
        quoted = self.is_mark(index - 1, '"') and index - 2 >= first
        if self.is_mark(index + 1, "-") and index + 2 < len(self.tokens) and self.tokens[index + 2].kind == "number":
            return False
        return not quoted and not self._governed(index, first)

    def _governed(self, index: int, first: int) -> bool:
        """Whether a preposition stands before the noun, adjectives apart."""
        index -= 1
        while index >= first and self._describes(index):
            index -= 1
        return index >= first and self.has(index, "prep")

    def _describes(self, index: int) -> bool:
        token = self.tokens[index]
        return token.is_word and (
            token.norm.endswith(self.grammar.adjective_endings) or self.has(index, "det") or self.is_mark(index, "-")
        )

    def _adverbial(self, index: int) -> bool:
        if self.is_name(index) or index in self.kinds or self.has(index, "det"):
            return False
        return bool(self.classes[index] & {"prep", "skip"})

    def _after_adverbial(self, first: int, end: int) -> int:
        """Where the subject starts in a stretch that opens with a preposition ("at the forum an officer")."""
        if not self.has(first, "prep"):
            return first + 1
        if self._impersonal(end):
            return first + 1
        inner = next((i for i in range(first + 2, end) if self.has(i, "det")), None)
        if inner is not None:
            return inner
        heads = [i for i in range(first + 1, end) if i in self.kinds]
        if len(heads) > 1:
            return heads[-1]
        return first + 1

    def _impersonal(self, verb: int) -> bool:
        endings = self.grammar.impersonal_endings
        return bool(endings) and verb < len(self.tokens) and self.tokens[verb].norm.endswith(endings)

    def _complement(self, det: int, floor: int) -> bool:
        """Whether the noun phrase that this article opens hangs on a noun to its left ("an officer in the
        ministry").
        """
        prep = det if self.has(det, "prep") else det - 1
        while prep > floor and self._inside_name(prep):
            prep -= 1
        return (
            prep > floor
            and self.has(prep, "prep")
            and prep - 1 >= floor
            and self.tokens[prep - 1].is_word
            and not (self.classes[prep - 1] & {"time", "skip", "aux"})
        )

    def _stops_left(self, index: int, end: int) -> bool:
        classes = self.classes[index]
        if self.is_name(index):
            return False
        if "time" in classes and self.has(index - 1, "det"):
            return False
        if classes & {"that", "relative", "aux", "time"} or (self._pronoun(index) and not self.has(index, "det")):
            return not self.has(index, "det") or "that" in classes
        if self.has(index, "and"):
            return not self._joins_speakers(index) or self.is_mark(index - 1, ",")
        if (
            index in self.cues
            and self.cues[index].get("cue") == "says"
            and index not in self.kinds
            and not self.has(index, "prep")
        ):
            return True
        return self.is_verb(index)
