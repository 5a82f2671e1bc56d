"""Decide which amount belongs to which noun: "six T-72s", "Grad launchers (four)", "120 of each type".

An amount stands right before its noun, with adjectives, a counter ("units of") or "of the" between; else right after
it, in brackets or after "numbering"; else it is shared by a list. A container between them ("two batteries of") takes
the amount away. A noun without an amount that is "the first" or "the last" of its kind, or a ship called by name,
is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.language.pack import Pack
from marsad.model import Amount, Span
from marsad.read.counting import binding_words, read_counting, read_joints
from marsad.read.segment import Sentence
from marsad.text import Token

# Words between an amount and its noun: adjectives, a nationality, a maker.
_BETWEEN = 6
# Words between a noun and an amount after it.
_BEHIND = 4
# Words between a noun and the number that is told of it, and before the noun within its phrase.
_TOLD, _QUALIFIED = 14, 3
# What closes a sentence's part, and what may follow a number that is told; rules whose words are verbs of telling.
_CLOSING, _ENDING = frozenset(".;:"), frozenset('.,;:!?)"')
_BOUNDING = frozenset({"over", "under", "nearly", "least", "most"})
# How far an ordinal may stand before its noun: "the first locally built gunship".
_ORDINAL_REACH = 4
# A number behind its noun and the adjectives of this: so many words.
_AGREEING = 3
# What a place behind the noun costs: more than any place before it.
_BEHIND_COST = 10
# How far behind its noun a number may float in packs that allow it, with and without words that point back to the noun.
_FLOATING, _POINTING = 4, 12
# Words from an amount to those whom it counts and who speak: "tanks, three senior local officials said".
_SPEAKER_REACH = 4
# Words from a noun to those that lead to of how many it is.
_WHOLE_REACH = 3
_OPENING = frozenset("\"'([-")
# Adjectives between a number and the container that it counts, in packs whose adjectives go before.
_ADJECTIVES = 2


def bind_amounts(
    sentence: Sentence, pack: Pack, amounts: Sequence[Amount], noun_spans: Sequence[Span], *, parts: bool = False
) -> dict[Span, Amount]:
    """The amount of each noun mention of a sentence; nouns that have none are left out.

    ``amounts`` is what ``find_amounts`` gave for the sentence, ``noun_spans`` are mentions of equipment or people in
    any order. Amounts inside a mention (designation numbers) count only where the mention begins with them. With
    ``parts`` a noun's amount is the part that a sentence tells of, and that knows its whole.
    """
    if not noun_spans:
        return {}
    binder = _Binder(sentence, pack, amounts, noun_spans)
    found = binder.bind()
    return {noun: binder.of_how_many(noun, amount, found) for noun, amount in found.items()} if parts else found


def find_wholes(sentence: Sentence, pack: Pack, amounts: Sequence[Amount]) -> set[Span]:
    """Where those amounts stand that only say of how many another is a part: "200 men left, out of 950 soldiers" and
    "of the 950 soldiers, 200 left" tell of 200.
    """
    leading = read_joints(sentence, pack).wholes
    parts = [amount for amount in amounts if amount.rule != "single"]

    def is_whole(amount: Amount) -> bool:
        at = sentence.holding(amount.span.start)
        led = next((first for first, last in leading.items() if first < at <= last), -1)
        opens = led == 0 or (led > 0 and sentence.tokens[led - 1].kind == "mark")
        smaller = [part for part in parts if _is_more(amount, part)]
        before = any(part.span.end <= amount.span.start for part in smaller)
        behind = any(part.span.start >= amount.span.end for part in smaller)
        return led >= 0 and (before or (opens and behind))

    return {amount.span for amount in amounts if is_whole(amount)} if leading else set()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible pair with its cost: the lower, the better."""

    cost: int
    noun: Span
    amount: Amount


class _Binder:
    """The pairs of one sentence."""

    def __init__(self, sentence: Sentence, pack: Pack, amounts: Sequence[Amount], nouns: Sequence[Span]) -> None:
        self._sentence = sentence
        self.tokens = sentence.tokens
        self.nouns = sorted(set(nouns), key=lambda span: (span.start, -span.end))
        self.noncounts = read_counting(sentence, pack).noncounts
        self._joints = read_joints(sentence, pack)
        self._words = binding_words(pack)
        self._article = str(pack.setting("places", "article", default=""))
        self._adjectives = 0 if pack.setting("people", "adjectives_after", default=False) else _ADJECTIVES
        self._speakers = sentence.scan(pack).starting(pack.lexicon("speakers"))
        self._triggers = sentence.scan(pack).starting(pack.lexicon("triggers"))
        self._attributive = tuple(pack.setting("factuality", "attributive_endings", default=())) or ("\0",)
        self.amounts = [amount for amount in amounts if self._stands_free(amount)]

    def _stands_free(self, amount: Amount) -> bool:
        """Whether an amount is no part of a designation inside a mention."""
        inside = any(noun.start < amount.span.start and amount.span.end <= noun.end for noun in self.nouns)
        return not inside or amount.rule == "dual" or self.tokens[self._holding(amount.span.start)].is_word

    def bind(self) -> dict[Span, Amount]:
        found: dict[Span, Amount] = {}
        used: set[Amount] = set()
        for candidate in sorted(self._candidates(), key=lambda c: (c.cost, c.noun.start)):
            if candidate.noun not in found and candidate.amount not in used:
                found[candidate.noun] = candidate.amount
                used.add(candidate.amount)
        self._share(found, used)
        for noun in self.nouns:
            if noun in found:
                continue
            whole = self._find_whole(noun)
            if whole or self._is_single(noun):
                found[noun] = Amount(noun, 1, 1, "single", whole)
        return found

    def of_how_many(self, noun: Span, part: Amount, found: Mapping[Span, Amount]) -> Amount:
        """An amount with the one it is a part of: "eleven of the 29 launchers", "six jets out of 24"."""
        if part.whole is not None:
            return part
        used = set(found.values())
        first = self._index(part.span.end)
        near: list[Amount] = []
        if part.span.end <= noun.start and self._is_part(first):
            near = [a for a in self.amounts if part.span.end <= a.span.start and a.span.end <= noun.start]
        if not near:
            behind = self._index(max(noun.end, part.span.end))
            reach = range(behind, behind + _WHOLE_REACH)
            near = [a for a in self.amounts if a not in used and self._led_from(a) in reach]
        larger = next((a for a in near if _is_more(a, part)), None)
        if larger is not None or not self._opens_clause(self._led_from(part)):
            return replace(part, whole=larger)
        after = (a for a in self.amounts if a not in used and a.span.start >= noun.end and _is_more(part, a))
        piece = next(after, None)
        return part if piece is None else replace(piece, whole=part)

    def _led_from(self, amount: Amount) -> int:
        """The first of the words that lead to the amount of which another is a part; -1 where none do."""
        at = self._holding(amount.span.start)
        return next((first for first, last in self._joints.wholes.items() if first < at <= last), -1)

    def _opens_clause(self, index: int) -> bool:
        """Whether a token is the first after a mark: "Of the nine drones, three came"."""
        return index == 0 or (index > 0 and self.tokens[index - 1].kind == "mark")

    def _is_single(self, noun: Span) -> bool:
        """Whether a noun without an amount is one piece: "the first C-27J", "the last of 12 T-6Cs", a ship by name."""
        first = self._holding(noun.start)
        inside = range(first, self._index(noun.end))
        if any(self.noncounts.uncounted_at(index) for index in inside):
            return False
        if any(index in self._joints.ordinals for index in inside):
            return not self._is_plural(inside)
        return self._is_nth(noun, first) or self._is_named_ship(inside)

    def _is_nth(self, noun: Span, first: int) -> bool:
        position = first - 1
        if self.tokens[first].start < noun.start:
            return False
        while position > max(first - _ORDINAL_REACH, 0) and position not in self._joints.ordinals:
            token = self.tokens[position]
            if token.norm in self._words.partitive and position < first - 1 and self._is_one_of(position - 1):
                behind = self.tokens[position].end
                return any(behind <= a.span.start and a.span.end <= noun.start for a in self.amounts)
            if position in self._joints.blocks or token.norm in self._words.partitive:
                return False
            if self.noncounts.container_at(position):
                return False
            if token.kind == "mark" and token.norm != "-":
                return False
            position -= 1
        return position in self._joints.ordinals and not self._is_plural(range(first, self._index(noun.end)))

    def _is_plural(self, inside: range) -> bool:
        """Whether the noun shows a plural ending."""
        words = [self.tokens[index].norm for index in inside if self.tokens[index].is_word]
        return any(
            word.endswith(self._words.plurals) for word in (words[:1] + words[-1:] if self._words.plurals else [])
        )

    def _is_named_ship(self, inside: range) -> bool:
        """Whether a mention is a ship's class word with its proper name."""
        for index in inside:
            match = self.noncounts.noun_at(index)
            kind = match.entry.get("kind") if match is not None else ""
            if match is None or kind not in ("ship_name", "ship_prefix"):
                continue
            own = self.tokens[match.last - 1].norm in match.entry.elements[-1].literals  # "porte-avions" is no plural
            if kind == "ship_name" and not own and self._is_plural(range(match.last - 1, match.last)):
                return False
            rest = [self.tokens[i] for i in inside if i >= match.last]
            named = any(token.norm == '"' or (token.upper and token.norm.isalpha()) for token in rest)
            return named and not any(char.isdigit() for token in rest for char in token.norm)
        return False

    def _candidates(self) -> Iterator[_Candidate]:
        for noun in self.nouns:
            for amount in self.amounts:
                if self._index(amount.span.end) in self._joints.each:
                    continue
                cost = self._cost(noun, amount)
                if cost is not None:
                    yield _Candidate(cost, noun, amount)

    def _cost(self, noun: Span, amount: Amount) -> int | None:
        sized = self._index(amount.span.end) in self._joints.links  # "a 300-man battalion"
        ends = self._index(noun.end) - 1
        if (self.noncounts.uncounted_at(self._holding(noun.start)) or self.noncounts.uncounted_at(ends)) and not sized:
            return None  # two batteries, two S-300 batteries
        if amount.span.overlaps(noun):
            return 0
        if amount.rule == "dual":
            return None
        if amount.span.end <= noun.start:
            return self._cost_before(noun, amount)
        return self._cost_behind(noun, amount)

    def _index(self, offset: int) -> int:
        """The first token that begins at or after an offset of the source."""
        return self._sentence.first_from(offset)

    def _holding(self, offset: int) -> int:
        """The token that holds an offset of the source."""
        return self._sentence.holding(offset)

    def _cost_before(self, noun: Span, amount: Amount) -> int | None:
        """How far an amount stands before its noun; None where something between cuts them apart."""
        first = self._index(amount.span.end)
        last = self._holding(noun.start)
        if last < len(self.tokens) and self.tokens[last].start < noun.start:
            return None
        if self._is_whole(amount) or self._counts_container(first, last):
            return None
        index, words = first, 0
        while index < last:
            step = self._step(index, last)
            if step is None:
                return None
            words += 1 if step == index + 1 and self.tokens[index].is_word else 0
            if words > _BETWEEN:
                return None
            index = step
        if any(other != noun and amount.span.end <= other.start < noun.start for other in self.nouns):
            return None
        others = [a for a in self.amounts if a is not amount and amount.span.end <= a.span.start < noun.start]
        if others:
            between = self.tokens[first : self._holding(others[0].span.start)]
            joined = any(token.norm in self._words.joiners for token in between)
            parted = self._is_part(first) or (len(between) == 2 and self._is_part(first + 1))  # "dix premiers des 32"
            return 0 if parted and not joined else None
        return 1 + words

    def _counts_container(self, first: int, last: int) -> bool:
        """Whether a container, and nothing but its adjectives before it, stands between an amount and a noun: "two
        Russian batteries of".
        """
        index = first
        while index < last and self.tokens[index].is_word:
            if self.noncounts.container_at(index):
                return True
            if self.noncounts.noun_at(index) is not None or index - first >= self._adjectives:
                return False
            index += 1
        return False

    def _find_whole(self, noun: Span) -> Amount | None:
        """The amount right before a noun of which it is one."""
        first = self._holding(noun.start)
        near = (a for a in self.amounts if a.span.end <= noun.start and self._index(a.span.end) >= first - 1)
        return next((amount for amount in near if self._is_whole(amount)), None)

    def _is_whole(self, amount: Amount) -> bool:
        """Whether an amount is all of which one is meant: "the last of its 12 T-6Cs"."""
        of = next((i for i in self._words_before(amount) if self.tokens[i].norm in self._words.partitive), 0)
        return of > 0 and self._is_one_of(of - 1)

    def _is_one_of(self, index: int) -> bool:
        """Whether "the last" at a token means a piece: an ordinal that no batch ("دفعة ثانية من 15") is counted by."""
        return index in self._joints.ordinals and not (index and self.noncounts.container_at(index - 1))

    def _words_before(self, amount: Amount) -> Iterator[int]:
        """The last two tokens before an amount, from right to left."""
        first = self._holding(amount.span.start)
        return iter(range(first - 1, max(first - 3, 0), -1))

    def _is_part(self, index: int) -> bool:
        """Whether "of" follows an amount: "eleven of the 29 launchers"."""
        return index < len(self.tokens) and self.tokens[index].norm in self._words.partitive

    def _step(self, index: int, last: int) -> int | None:
        """The token after one that may stand between an amount and its noun; None if it may not."""
        token = self.tokens[index]
        if index in self._joints.links:
            return min(self._joints.links[index].last, last)
        counter = max(self.noncounts.counter_end(index), past_letters(self.tokens, index))
        if counter > index:
            return min(counter, last)
        if token.norm in self._words.partitive or token.norm in _OPENING:
            return index + 1
        if token.norm == "." and index and len(self.tokens[index - 1].norm) == 1 and not token.space_before:
            return index + 1
        if (
            self._words.prenominal
            and index in self._joints.blocks
            and index + 1 < last
            and self.tokens[index + 1].upper
        ):
            return index + 2
        if index in self._joints.blocks or token.kind == "mark" or self._glued_apart(token):
            return None
        return index + 1

    def _glued_apart(self, token: Token) -> bool:
        """Whether a conjunction is glued to a word, which opens another noun phrase."""
        joined = bool(self._words.joiner) and token.norm.startswith(self._words.joiner)
        return joined and any(start > token.start for start in token.starts)

    def _cost_behind(self, noun: Span, amount: Amount) -> int | None:
        """How far an amount stands behind its noun: "launchers (four)", "guns, six of them", "numbering 12"."""
        first, last = self._index(noun.end), self._holding(amount.span.start)
        if self._floats(noun, amount, first, last):
            return _BEHIND_COST + _BEHIND + last - first
        cost = self._cost_told(noun, amount, first, last)
        if cost is not None:
            return cost
        told = sum(end - at - 1 for at, end in self._joints.behind.items() if first <= at < last)
        if first > last or last - first - told > _BEHIND:
            return None
        if any(noun.end <= other.start < amount.span.start for other in self.nouns):
            return None
        tail = self._index(amount.span.end)
        following = self.tokens[tail] if tail < len(self.tokens) else None
        if self._agrees(noun, first, last):
            return _BEHIND_COST + last - first
        index, said = first, False
        while index < last:
            if index in self._joints.behind:
                index, said = self._joints.behind[index], True
                continue
            if self.tokens[index].kind == "word":
                return None
            said = said or self.tokens[index].norm in "(:"
            index += 1
        if said:
            return _BEHIND_COST + last - first
        comma = last == first + 1 and self.tokens[first].norm in (",", "-")
        apposed = first == last or comma
        return _BEHIND_COST + 4 + last - first if apposed and self._closes(following, opens=comma) else None

    def _agrees(self, noun: Span, first: int, last: int) -> bool:
        """Whether a number behind a noun's adjectives has the article that all of them have ("the men the French the
        thirty"), in languages that put it so.
        """
        words = self.tokens[first : last + 1]
        if not self._article or not 1 < len(words) <= _AGREEING:
            return False
        head = self.tokens[self._holding(noun.start)]
        definite = any(form.startswith(self._article) for form in head.forms)
        return definite and all(token.is_word and token.norm.startswith(self._article) for token in words)

    def _floats(self, noun: Span, amount: Amount, first: int, last: int) -> bool:
        """Whether a number that closes its clause counts a noun before its verb ("of tanks came forty"), or one that
        "of them" before it or "pieces" behind it point back to.
        """
        known = self._words.owner or self._words.pointing
        if not known or first >= last or any(noun.end <= n.start < amount.span.start for n in self.nouns):
            return False
        tail = self._index(amount.span.end)
        counter = self.noncounts.counter_end(tail)
        end = max(tail, counter)
        if not self._closes(self.tokens[end] if end < len(self.tokens) else None, opens=False):
            return False
        between = self.tokens[first:last]
        if any(first <= self._holding(other.span.start) < last for other in self.amounts):
            return False
        pointing = between[-1].norm in self._words.pointing or (counter > tail and between[-1].kind == "mark")
        if pointing and len(between) <= _POINTING and not any(token.norm in ".;" for token in between):
            return True
        plain = all(token.is_word for token in between) and last - 1 not in self._joints.blocks
        return plain and len(between) <= _FLOATING and self._is_topic(noun)

    def _cost_told(self, noun: Span, amount: Amount, first: int, last: int) -> int | None:
        """What an amount costs that a sentence tells as the number of a noun some words before it: "the number of tanks
        that Minsk sent has reached 31", "the launchers unloaded there were twelve", "guns, of which Oslo gave 14".
        """
        between = self.tokens[first:last]
        if first > last or len(between) > _TOLD or any(token.norm in _CLOSING for token in between):
            return None
        if amount.rule == "former":
            return None
        if any(noun.end <= other.start < amount.span.start for other in self.nouns):
            return None
        begin, tail, needs = (
            self._holding(noun.start),
            self._index(amount.span.end),
            self._joints.tells.get(last, set()),
        )
        following = self.tokens[tail] if tail < len(self.tokens) else None
        closed = following is None or following.norm in _ENDING
        tally = next((at for at in range(begin, max(begin - _QUALIFIED, 0), -1) if at in self._joints.tallies), None)
        counted = any(tally is not None and tally < self._index(a.span.end) <= begin for a in self.amounts)
        ends = closed or tail in self._joints.blocks or needs != {"end"}
        ends = ends and self._closes(following, opens=False)
        if tally is not None and not counted and (self._is_named_at(tail) or ends):
            led = "tally" in self._joints.tells.get(self._joints.tallies[tally], set())  # "has reached the number of"
            led = led and last - 1 not in self._joints.blocks  # "has grown the number of guns from 100 to 200"
            glued = last < len(self.tokens) and self.tokens[last].start < amount.span.start
            if needs or led or glued or amount.rule in _BOUNDING:
                return 0
        opens = first + (bool(between) and between[0].norm == ",")
        relative = opens in self._joints.relatives and (closed or self.noncounts.counter_end(tail) > tail)
        said = needs - {"tally", "end"} and (closed or tail in self._joints.behind)
        if relative or (said and ("topic" not in needs or self._opens_sentence(begin))):
            return _BEHIND_COST + _BEHIND + last - first
        return None

    def _is_named_at(self, index: int) -> bool:
        return any(self._holding(noun.start) == index for noun in self.nouns)

    def _opens_sentence(self, index: int) -> bool:
        """Whether at most a few words stand before a token, since the last mark, and none that parts or is a verb of
        which it could be the object ("X sent + tanks"): a participle is none.
        """
        start = next((i + 1 for i in range(index - 1, -1, -1) if self.tokens[i].kind == "mark"), 0)
        before = range(start, index)
        verbs = (i for i in before if i in self._triggers and not self.tokens[i].norm.endswith(self._attributive))
        return (
            len(before) <= _QUALIFIED
            and next(verbs, None) is None
            and not any(i in self._joints.blocks for i in before)
        )

    def _is_topic(self, noun: Span) -> bool:
        """Whether a noun in the case of an owner opens its clause, so that no other word has it."""
        begin = self._holding(noun.start)
        before = self.tokens[begin - 1] if begin else None
        words = (token for token in self.tokens[begin : self._index(noun.end)] if token.is_word)
        known = (self._words.cases(token.norm) for token in words)
        owned = next((cases for cases in known if cases), frozenset())
        return (before is None or before.kind == "mark") and self._words.owner in owned

    def _closes(self, following: Token | None, *, opens: bool) -> bool:
        """Whether nothing that an amount could count follows it; after a comma (``opens``) speakers do."""
        if following is None or following.kind == "mark":
            return True
        index = self._index(following.start)
        if opens and any(place in self._speakers for place in range(index, index + _SPEAKER_REACH)):
            return False
        after = next((noun for noun in self.nouns if noun.start >= following.start), None)
        near = after is not None and self._index(after.start) <= index + 2
        return not near and not self.noncounts.noun_follows(index, 2)

    def _share(self, found: dict[Span, Amount], used: set[Amount]) -> None:
        """One amount for each noun of a list: "tanks and guns, 120 of each"."""
        for amount in self.amounts:
            if amount in used or self._index(amount.span.end) not in self._joints.each:
                continue
            for noun in self.nouns:
                if noun not in found and abs(noun.start - amount.span.start) < 120:
                    found[noun] = amount


def past_letters(tokens: Sequence[Token], index: int) -> int:
    """Behind the letters to which a name before them is cut short, in brackets ("the Defence Force (DF) men")."""
    if index + 2 >= len(tokens) or tokens[index].norm != "(":
        return index
    return index + 3 if tokens[index + 1].upper and tokens[index + 2].norm == ")" else index


def _is_more(whole: Amount, part: Amount) -> bool:
    return whole.low is None or part.high is None or whole.low > part.high
