"""Find equipment in a sentence: by the table of names, by the grammar of designations, by words for whole classes.

A mention is a head word of a class ("tanks"), a type ("T-72B3") or both where they stand together ("دبابات من طراز
T-72B3"). Types that no table holds are found when a head stands beside them, which also gives their class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.knowledge.equipment import load_table
from marsad.language.pack import Pack
from marsad.language.scan import Scan
from marsad.model import Span
from marsad.read.choosing import choose_type
from marsad.read.designations import TypeMention, find_types, is_number, named_after, unlisted_types
from marsad.read.heads import NAMING, QUOTES, Head, Heads, HeadWords, load_head_words
from marsad.read.segment import Sentence
from marsad.text import fold

ANY = "*"
_LIST_GAP = 5
# Between "on board" and the carrier stand an article and a number; so long is an article at most.
_MOST_ABOARD, _SHORT_WORD = 6, 3
_LONGEST_CONJUNCTION = 3
_LONG_NAME, _SHORTEST_NAME = 9, 4
_MILLION = 1_000_000
# So many tokens may stand between a head and the bracket that tells its type.
_FAR_BRACKET = 7
_NAMELESS = frozenset({"other", "vehicle", "ammunition"})


@dataclass(frozen=True, slots=True)
class EquipmentMention:
    """Words that name equipment: a head word of a class, a type, or both.

    ``designation`` is None for a bare head. ``rule`` says how it was found: ``head``, ``designation`` or ``name`` (of
    the table, with and without a number), ``variant`` (of a type of the table), ``grammar`` (a designation that no
    table holds), ``named`` (a name beside its head) or ``family`` (a family's name for its one member in the article).
    ``definite`` is true for "the tanks", which may point back.
    """

    span: Span
    designation: str | None
    class_: str
    rule: str
    head_span: Span | None = None
    type_span: Span | None = None
    definite: bool = False


def find_equipment(
    sentences: Sequence[Sentence], pack: Pack, names: Sequence[Sequence[Span]] | None = None
) -> list[list[EquipmentMention]]:
    """All mentions of equipment in an article's sentences: of each in order and without overlap.

    ``names`` are the words of actors in each sentence: what is only a part of one names no type. A name that is an
    everyday word or one of several types is of the type that another sentence names beyond doubt: "the Archers" after
    "Archer howitzers".
    """
    names = names or [()] * len(sentences)
    words = load_head_words(pack)
    finders = [_Finder(sentence, pack, words, own) for sentence, own in zip(sentences, names, strict=True)]
    found = [finder.find() for finder in finders]
    known = frozenset(row for finder in finders for row in finder.sure)
    for index, finder in enumerate(finders):
        if any((kind.weak or len(kind.rows) > 1) and not known.isdisjoint(kind.rows) for kind in finder.types):
            found[index] = finder.find(known)
    return found


class _Finder(Heads):
    """One pass over one sentence."""

    def __init__(self, sentence: Sentence, pack: Pack, words: HeadWords, names: Sequence[Span]) -> None:
        super().__init__(sentence, pack, words)
        tokens, small = self.tokens, words.function_words | words.joining
        article = fold(pack.setting("places", "article", default=""))
        types = find_types(
            tokens,
            cased=pack.cased,
            plural=words.plural,
            article=article,
            function_words=small,
            titles=words.titles,
        )
        self.names = names
        self.sure: set[int] = set()  # rows that the sentence names beyond doubt
        self.known: frozenset[int] = frozenset()  # those that the article does
        self.millions = self.scan.starting(pack.lexicon("numbers"))
        types = [t for t in types if not self._is_money(t)]
        self.types = [t for t in types if not any(n.start <= t.start and t.end < n.end for n in names)]
        # With a pronoun behind ("on board of it") what follows is what is carried.
        self.carried = {
            match.last
            for match in self.scan.matches(words.carried)
            if match.entry.elements[-1].accepts((tokens[match.last - 1].norm,))
        }
        forces = (m for m in self.scan.matches(pack.lexicon("anaphors")) if m.get("kind") == "force")
        endings = pack.setting("attribution", "adjective_endings", default=()) if pack.setting("cases", "owner") else ()
        self.adjectives = tuple(fold(ending) for ending in endings)
        self.joining_marks = {",", *pack.setting("people", "joiners", default=())}
        self.persons = self.scan.starting(pack.lexicon("people")) if endings else {}
        pieces = self.scan.matches(pack.lexicon("noncounts")) if endings else ()
        self.pieces = {match.last - 1 for match in pieces if match.get("kind") == "counter"}
        self.owned = {index for match in forces for index in range(match.first, match.last)}
        doubtful = [t for t in self.types if t.weak or (t.lower and t.rule == "name" and not self._is_long(t))]
        self.set_heads({i for t in self.types if t not in doubtful for i in range(t.first, t.last)})

    def _is_money(self, kind: TypeMention) -> bool:
        """Whether millions follow what looks like a type: a sum with the letter of its currency ("P270 million")."""
        last, words = kind.last, self.tokens[kind.first].norm
        if last - kind.first > 1 or not (words[:1].isalpha() and words[1:].isdigit()):
            return False
        behind = self.tokens[last : last + 2]
        parted = [token.norm in ".," or token.kind == "number" for token in behind if not token.space_before]
        last += 2 if parted == [True, True] else 0
        scales = (match for match in self.millions.get(last, ()) if match.get("kind") == "scale")
        return any(int(match.get("value")) >= _MILLION for match in scales)

    def find(self, known: frozenset[int] = frozenset()) -> list[EquipmentMention]:
        self.known = known
        if not self.types and not self.heads:
            return []
        unlisted: list[TypeMention] = []
        if self.heads:
            unlisted = unlisted_types(
                self.tokens,
                self.types,
                cased=self.pack.cased,
                latin=self.words.latin,
                function_words=self.words.function_words | self.words.connecting | self.words.joining,
            )
        kinds = (k for k in [*self.types, *unlisted] if not is_number(self.tokens, k, self.words.particles, self.nouns))
        types = sorted(kinds, key=lambda kind: kind.first)
        self.leading = {a.first for a, b in pairwise(types) if not b.weak and b.rows and self._listed_after(a, b)}
        found: list[EquipmentMention] = []
        used: set[int] = set()
        ends: set[int] = set()
        last: tuple[TypeMention, Head | None] | None = None
        for kind in types:
            head, listed = self.head_of(kind)
            own = head is not None
            if head is None and last is not None and self._listed_after(last[0], kind):
                head, listed = last[1], True
                own = False
            if not self._accepted(kind, head, last):
                continue
            mention = self._typed(
                kind,
                head or (last[1] if last else None),
                merge=own and not listed and head is not None and head.first not in used,
            )
            if mention is None:
                continue
            if (len(kind.rows) == 1 and not kind.weak) or (head is not None and head.class_ == mention.class_):
                same = load_table().rows_of(mention.designation or "")
                self.sure.update(row for row in kind.rows if row in same)
            if own and not listed and head is not None:
                used.update(range(head.first, head.last))
            found.append(mention)
            ends.add(kind.last)
            last = (kind, head)
        covered = [m.span for m in found]
        for head in self.heads:
            describes = head.first in ends and head.first in self.modifier_starts
            if head.first in used or describes or self._is_in_name(head):
                continue
            mention = self._bare(head)
            if mention and not any(mention.span.overlaps(span) for span in covered):
                found.append(mention)
                covered.append(mention.span)
        found += self._sharing(found)
        return self._one_thing(sorted((m for m in found if not self._carries(m)), key=lambda m: m.span))

    def _sharing(self, found: Sequence[EquipmentMention]) -> list[EquipmentMention]:
        """Adjectives behind a number whose noun is that of the next number: "8 transport and 6 attack helicopters", in
        packs whose nouns have cases.
        """
        if not self.adjectives:
            return []
        shared: list[EquipmentMention] = []
        for mention in found:
            head = mention.head_span
            if head is None or mention.rule not in ("head", "designation", "name"):
                continue
            noun = next(i for i, token in enumerate(self.tokens) if token.end > head.start)
            first = self._adjectives_before(noun)
            noun = noun if first < noun or not self._is_adjective(noun) else noun + 1
            number = self._number_before(first) if first < noun else None
            while number and self.tokens[number - 1].norm in self.joining_marks:
                last = number - 1
                first = self._adjectives_before(last)
                number = self._number_before(first) if first < last else None
                if number is not None:
                    shared.append(self._of_noun(first, last, noun, mention))
        return shared

    def _of_noun(self, first: int, last: int, noun: int, mention: EquipmentMention) -> EquipmentMention:
        """Adjectives as a mention of what their noun, said later, names with them."""
        end = mention.head_span.end if mention.head_span is not None else mention.span.end
        words = [*self.tokens[first:last], *(token for token in self.tokens[noun:] if token.start < end)]
        kinds = (m.get("class") for m in Scan(words, self.pack.shelf).matches(self.words.heads) if not m.get("kind"))
        span = Span(self.tokens[first].start, self.tokens[last - 1].end)
        class_ = next((kind for kind in kinds if kind not in _NAMELESS), mention.class_)
        return EquipmentMention(span, None, class_, "head", span)

    def _is_adjective(self, index: int) -> bool:
        token = self.tokens[index]
        known = token.is_word and any(form.endswith(self.adjectives) for form in token.forms[1:])
        return known and index not in self.persons and self.words.quantities.isdisjoint(token.forms)

    def _adjectives_before(self, index: int) -> int:
        while index > 0 and self._is_adjective(index - 1):
            index -= 1
        return index

    def _number_before(self, index: int) -> int | None:
        """Where the number begins that ends at a token, a word for a piece between them apart; None without one."""
        last = index - 1 if index - 1 in self.pieces else index
        first = last
        while first > 0 and (
            self.tokens[first - 1].kind == "number" or not self.words.counting.isdisjoint(self.tokens[first - 1].forms)
        ):
            first -= 1
        return first if first < last else None

    def _one_thing(self, found: Sequence[EquipmentMention]) -> list[EquipmentMention]:
        """Two names of one type side by side are one mention: UH-60 «Black Hawk»; so are two head words that a hyphen
        joins. What letters stand for, told in parentheses behind them, is no second thing.
        """
        kept: list[EquipmentMention] = []
        for mention in found:
            last = kept[-1] if kept else None
            beside = last is not None and mention.span.start - last.span.end == 1 and mention.head_span is None
            if last is not None and (self._is_bracketed(last, mention) or self._is_gloss(last, mention)):
                continue
            if last is not None and (self._is_glossed(last, mention) or self._tells_type(last, mention)):
                type_span = mention.type_span or mention.span
                class_ = mention.class_ if last.class_ in _NAMELESS or last.designation is None else last.class_
                span, named = last.span.joined(mention.span), mention.designation
                kept[-1] = replace(last, span=span, designation=named, class_=class_, type_span=type_span)
                continue
            if (
                last is not None
                and beside
                and (self._is_same(last, mention) or self._is_byname(last, mention) or self._is_class_of(last, mention))
            ):
                kept[-1] = replace(last, span=last.span.joined(mention.span))
            elif last is not None and self._is_compound(last, mention):
                class_ = last.class_ if mention.class_ in _NAMELESS else mention.class_
                kept[-1] = replace(last, span=last.span.joined(mention.span), class_=class_)
            else:
                kept.append(mention)
        return kept

    def _is_gloss(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a bare word of the same class, or of none, fills parentheses behind a mention: "carriers (APCs)"."""
        if other.designation is not None or other.class_ not in (one.class_, *_NAMELESS):
            return False
        first = next((i for i, token in enumerate(self.tokens) if token.start >= other.span.start), 0)
        last = next((i for i, token in enumerate(self.tokens) if token.start >= other.span.end), len(self.tokens))
        opened = first > 1 and self.tokens[first - 1].norm == "(" and self.tokens[first - 2].end == one.span.end
        return opened and last < len(self.tokens) and self.tokens[last].norm == ")"

    def _is_glossed(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether letters in brackets part a head from its type: "armoured vehicles (MRAP) Maxxpro"."""
        behind = [token for token in self.tokens if one.span.end <= token.start < other.span.start]
        bare = other.head_span is None and one.designation in (None, other.designation) and other.designation
        closed = bool(behind) and behind[-1].norm == ")" and len(behind) in (1, 3)
        opened = closed and (len(behind) == 1 or (behind[0].norm == "(" and behind[1].upper))
        return bool(bare) and opened and one.rule in ("head", "designation", "name", "variant")

    def _tells_type(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a type alone fills brackets a few words behind its head: "frigates of the new kind (FDI)"."""
        behind = [token for token in self.tokens if one.span.end <= token.start < other.span.start]
        after = next((token.norm for token in self.tokens if token.start >= other.span.end), "")
        bare = one.rule == "head" and one.designation is None and other.designation is not None
        if not (bare and behind and behind[-1].norm == "(" and after == ")" and len(behind) <= _FAR_BRACKET):
            return False
        small = all((token.is_word and not token.upper) or token.norm in "'-" for token in behind[:-1])
        alike = one.class_ == other.class_ or {one.class_, other.class_} <= {"missile", "air_defence"}
        return small and alike and other.head_span is None

    def _is_same(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        return one.designation is not None and one.designation == other.designation

    def _is_class_of(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a type behind one without a head is also the word of its class: "Kirpi MRAPs"."""
        starting = self.scan.starting(self.words.heads) if self.words.heads_follow else {}
        ends = (self.tokens[m.last - 1].end for found in starting.values() for m in found if not m.get("kind"))
        return one.head_span is None and one.class_ == other.class_ and other.span.end in ends

    def _is_compound(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a hyphen joins two bare head words, of which the second says more: самолёты-штурмовики."""
        bare = one.rule == other.rule == "head" and one.designation is other.designation is None
        hyphen = bare and other.span.start - one.span.end == 1
        return hyphen and any(token.start == one.span.end and token.norm == "-" for token in self.tokens)

    def _is_byname(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a name in quotation marks stands right behind a designation of its class: H225M «Caracal»."""
        index = next((i for i, token in enumerate(self.tokens) if token.start >= other.span.start), 0)
        quoted = self.tokens[index].norm in QUOTES and self.tokens[index].start == other.span.start
        both = one.designation is not None and other.designation is not None and one.class_ == other.class_
        return both and quoted and other.rule == "name" and one.rule in ("designation", "variant", "grammar")

    def _is_bracketed(self, one: EquipmentMention, other: EquipmentMention) -> bool:
        """Whether a name in quotation marks and brackets is another one of the type right before: Т-90 («Владимир»)."""
        index = next((i for i, token in enumerate(self.tokens) if token.start >= other.span.start), 0)
        last = next((i for i, token in enumerate(self.tokens) if token.start >= other.span.end), len(self.tokens))
        if one.designation is None or other.head_span is not None or not 0 < index < last < len(self.tokens):
            return False
        opens = self.tokens[index - 1].norm == "(" and self.tokens[index - 2].end == one.span.end
        return opens and self.tokens[index].norm in QUOTES and self.tokens[last].norm == ")"

    def _is_in_name(self, head: Head) -> bool:
        """Whether a head word is only a part of an actor's name in quotation marks: the holding «Helicopters of X»."""
        first = head.first - 1
        named = any(n.start == head.start and self.tokens[head.last - 1].end < n.end for n in self.names)
        return named and first >= 0 and self.tokens[first].norm in QUOTES

    def _carries(self, mention: EquipmentMention) -> bool:
        """Whether a mention names what others are on board of: the aircraft that brings the men is no item."""
        if not self.carried:
            return False
        index = next((i for i, token in enumerate(self.tokens) if token.end > mention.span.start), 0)
        passed = self.words.quantities | self.words.nationalities
        for step in range(_MOST_ABOARD):
            if step and index in self.head_starts:
                return False  # what follows on board of this
            if index in self.carried:
                return True
            index -= 1
            token = self.tokens[index] if index >= 0 else None
            small = token is not None and (len(token.norm) <= _SHORT_WORD or token.kind == "number")
            if not small and index not in self.owned and (token is None or passed.isdisjoint(token.forms)):
                return False
        return False

    def _listed_after(self, before: TypeMention, kind: TypeMention) -> bool:
        """Whether two types stand side by side in a list: only marks, numbers and a conjunction lie between."""
        between = self.tokens[before.last : kind.first]
        if len(between) > _LIST_GAP:
            return False
        if not between:
            return self.tokens[kind.first].start < kind.start
        words = [t for t in between if t.kind == "word"]
        marks = {t.norm for t in between if t.kind == "mark"}
        return len(words) <= 2 and all(len(t.norm) <= _LONGEST_CONJUNCTION for t in words) and not marks & set(".!?;")

    def _accepted(self, kind: TypeMention, head: Head | None, last: tuple[TypeMention, Head | None] | None) -> bool:
        if kind.unlisted:
            if kind.rule == "named" and (head is None or head.class_ in _NAMELESS or self._is_own_name(kind, head)):
                return False
            return head is not None and (not kind.bound or kind.first in self.connectors)
        if self._quoted(kind.first, kind.last) is not None:
            return True
        if kind.weak and kind.first in self.owned:
            return False
        if kind.lower:
            return not kind.weak and (head is not None or self._is_long(kind))
        if not kind.weak or head is not None:
            return True
        if (last is not None and self._listed_after(last[0], kind)) or kind.first in self.leading:
            return True
        token = self.tokens[kind.first]
        if token.norm.isascii() and not self.words.latin:
            return True
        named = any(n.start == kind.start and n.end == kind.end for n in self.names)
        if named or self._is_first_name(kind) or self._is_half(kind):
            return False
        if not self.known.isdisjoint(kind.rows):
            return True
        if self.pack.cased and kind.first > 0 and (last is not None or self.heads):
            return kind.end - kind.start >= _SHORTEST_NAME
        before = self.tokens[self.modifier_first(kind.first) - 1] if kind.first else None
        return before is not None and (before.kind == "number" or not self.words.quantities.isdisjoint(before.forms))

    def _is_long(self, kind: TypeMention) -> bool:
        return kind.last == kind.first + 1 and kind.end - kind.start >= _LONG_NAME

    def _is_own_name(self, kind: TypeMention, head: Head) -> bool:
        """Whether a name behind a ship is the ship's own: not where the words before it say that it is its class."""
        connector = self.connectors.get(kind.first)
        return head.kind in NAMING and (connector is None or connector.get("kind") != "class")

    def _is_first_name(self, kind: TypeMention) -> bool:
        """Whether a name that is an everyday word too stands before a surname: another capital right behind it."""
        after = self.tokens[kind.last] if kind.last < len(self.tokens) else None
        return self.pack.cased and after is not None and after.is_word and after.upper and len(after.norm) > 1

    def _is_half(self, kind: TypeMention) -> bool:
        """Whether a hyphen joins a name that is an everyday word to another one with a capital: Улан-Удэ."""
        after = self.tokens[kind.last : kind.last + 2]
        glued = len(after) == 2 and after[0].norm == "-" and not any(token.space_before for token in after)
        return glued and after[1].is_word and after[1].upper and len(after[1].norm) >= _SHORTEST_NAME

    def _typed(self, kind: TypeMention, head: Head | None, *, merge: bool) -> EquipmentMention | None:
        choice = choose_type(kind, head, self.known)
        class_ = choice.class_ if choice else head.class_ if head else None
        designation = choice.designation if choice and not kind.written else kind.written
        if merge and head is not None and head.kind == "ship_name" and kind.rule == "name" and class_ != head.class_:
            class_, designation = head.class_, None  # a ship called as a weapon is: the corvette «Grad»
        if class_ is None or class_ == ANY:
            return None
        span = self._quoted(kind.first, kind.last, kind.start) or Span(kind.start, self._closed(kind))
        head_span = Span(head.start, self.tokens[head.last - 1].end) if head else None
        whole = span
        if merge and head is not None and head_span is not None:
            whole = span.joined(head_span)
            if head.first >= kind.last or head.last <= kind.first:
                first = self.modifier_first(min(head.first, kind.first))
                if self.words.heads_follow and first < min(head.first, kind.first) and head.first < kind.first:
                    whole = whole.joined(self.tokens[first].span)
        definite = head.definite if head and merge else self.is_definite(kind.first, kind.start)
        return EquipmentMention(whole, designation, class_, kind.rule, head_span if merge else None, span, definite)

    def _closed(self, kind: TypeMention) -> int:
        """Where a type ends, with the quotation mark that closes one opened inside it: Л-39 «Альбатрос»."""
        inside = sum(token.norm == '"' for token in self.tokens[kind.first : kind.last])
        after = self.tokens[kind.last] if kind.last < len(self.tokens) else None
        closes = inside % 2 == 1 and after is not None and after.norm == '"' and not after.space_before
        return after.end if closes and after is not None else kind.end

    def _quoted(self, first: int, last: int, start: int | None = None) -> Span | None:
        """The span with its quotation marks where they enclose exactly tokens ``[first, last)``."""
        if first == 0 or last >= len(self.tokens):
            return None
        before, after = self.tokens[first - 1], self.tokens[last]
        if (
            before.norm in QUOTES
            and after.norm in QUOTES
            and not self.tokens[first].space_before
            and not after.space_before
        ):
            return Span(before.start, after.end)
        return None

    def _bare(self, head: Head) -> EquipmentMention | None:
        last = head.last
        while self.words.modifiers_follow and last in self.modifier_starts:
            last = self.modifier_starts[last]
        if head.kind in NAMING:
            # A name may be apposed to its class: "a corvette, BNS Sangram".
            prefix = self.head_starts.get(head.last + 1) if self.tokens[head.last : head.last + 1] else None
            apposed = prefix is not None and prefix.kind == "ship_prefix" and self.tokens[head.last].norm == ","
            end = named_after(self.tokens, head.last + 2 if apposed else last, cased=self.pack.cased)
            after = self.tokens[last].start if last < len(self.tokens) else 0
            if end is not None and not any(name.start <= after < name.end for name in self.names):
                span = Span(head.start, self.tokens[end - 1].end)
                own = Span(head.start, self.tokens[head.last - 1].end)
                return EquipmentMention(span, None, head.class_, "named", own, None, head.definite)
        if head.kind in ("weak", "ship_prefix") or (head.kind == "counted" and not self.is_counted(head)):
            return None
        start = head.start
        if self.words.heads_follow:
            first = self.modifier_first(head.first)
            start = self.tokens[first].start if first < head.first else start
        own = Span(head.start, self.tokens[head.last - 1].end)
        return EquipmentMention(
            Span(start, self.tokens[last - 1].end), None, head.class_, "head", own, None, head.definite
        )
