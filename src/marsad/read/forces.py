"""Forces by pattern: a kind of force with its owner (the Malian army), a numbered unit (103rd Airborne Brigade).

The words come from a pack's ``anaphors.tsv``, the order of force and owner from ``[actors]`` of its ``pack.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.knowledge.actors import ActorTable
from marsad.language.lexicon import Match
from marsad.language.pack import Pack
from marsad.read.actor_index import Named
from marsad.read.segment import Sentence
from marsad.text import Token

_HEADS = ("force", "office", "envoy", "unit", "operation", "country", "group", "union", "soil")
_FILLERS = 2
_REACH = 10
# So many words at most name an operation.
_LONGEST_OPERATION = 3
# Formations that an ordinal word numbers: the first battery may be one that arrives first.
_FORMATIONS = frozenset({"brigade", "regiment", "battalion", "division", "corps"})
_COUNTED = frozenset({"person", "generic", "rank"})
_NUMBER = re.compile(r"(\d{1,4})(\D{0,3})\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """Tokens ``[first, last)`` that name a kind of force, an office, a formation, or point back; ``start`` in the
    source. A ``parted`` force has its owner inside ("forces maliennes de défense").
    """

    first: int
    last: int
    start: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class ActorWords:
    """What the pack's words say of a sentence, by token."""

    heads: tuple[Head, ...]
    links: dict[int, int]
    joints: dict[int, int]
    fillers: frozenset[int]
    traits: dict[int, tuple[int, str]]
    context: tuple[bool, ...]
    parted: tuple[tuple[Head, int], ...] = ()
    """Forces that have their owner inside, each with the token at which the words behind the owner begin."""
    nths: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Ordinal words that stand behind a formation, by their first token: where they end and their value."""
    people: frozenset[int] = frozenset()
    """Tokens at which nouns of people begin that a number before them counts."""


def read_words(sentence: Sentence, pack: Pack) -> ActorWords:
    """The words around actors; of overlapping heads the longest stands."""
    tokens = sentence.tokens
    heads: list[Head] = []
    parted: dict[Head, int] = {}
    links: dict[int, int] = {}
    joints: dict[int, int] = {}
    traits: dict[int, tuple[int, str]] = {}
    fillers: set[int] = set()
    nths: dict[int, tuple[int, int]] = {}
    context = [False] * len(tokens)
    found = sentence.scan(pack).matches(pack.lexicon("anaphors"))
    for match in sorted(found, key=lambda m: (m.first - m.last, m.first)):
        kind = match.get("kind")
        if kind in _HEADS or kind == "parted":
            head = Head(match.first, match.last, match.start_in(tokens), kind, match.get("id"))
            if any(h.first < match.last and match.first < h.last for h in (heads if kind in _HEADS else parted)):
                continue
            if kind in _HEADS:
                heads.append(head)
            elif behind := _behind_gap(match):
                parted[head] = match.last - behind
        elif kind == "link":
            links.setdefault(match.first, match.last)
        elif kind == "and":
            joints.setdefault(match.first, match.last)
        elif kind == "filler":
            fillers.update(range(match.first, match.last))
        elif kind == "trait":
            traits.setdefault(match.first, (match.last, match.get("id")))
        elif kind == "nth" and match.start_in(tokens) == tokens[match.first].start:
            nths.setdefault(match.first, (match.last, int(match.get("id"))))
        if kind in ("force", "office", "envoy", "unit", "context"):
            context[match.first : match.last] = [True] * (match.last - match.first)
    heads.sort(key=lambda head: head.first)
    nouns = sentence.scan(pack).starting(pack.lexicon("people"))
    counted = (first for first, found in nouns.items() if any(m.get("kind") in _COUNTED for m in found))
    people = frozenset(first for first in counted if first not in traits)
    return ActorWords(
        tuple(heads), links, joints, frozenset(fillers), traits, tuple(context), tuple(parted.items()), nths, people
    )


def _behind_gap(match: Match) -> int:
    """How many elements a pattern has behind its gap; 0 without one."""
    return next((place for place, element in enumerate(reversed(match.entry.elements)) if element.gap), 0)


@dataclass(frozen=True, slots=True)
class OwnedForce:
    """A head with the state it belongs to; the words are ``[start, end)`` of the source."""

    head: Head
    owner: Named
    start: int
    end: int


class OwnerFinder:
    """Finds whose a force is among the states named in its sentence."""

    def __init__(self, tokens: Sequence[Token], words: ActorWords, named: Sequence[Named], pack: Pack) -> None:
        self._tokens, self._words = tokens, words
        self._by_first = {n.first: n for n in named}
        self._by_last = {n.last: n for n in named}
        self._before = pack.setting("actors", "before", default=[])
        self._after = pack.setting("actors", "after", default=[])
        self._linked = bool(pack.setting("actors", "linked", default=True))
        self._article = str(pack.setting("places", "article", default=""))

    def inside(self, head: Head, behind: int) -> Iterator[OwnedForce]:
        """The force whose owner alone parts its first word from those that begin at token ``behind``."""
        owner = self._by_first.get(head.first + 1)
        if owner and self._kind(owner) == "adjective" and owner.last == behind:
            yield OwnedForce(head, owner, head.start, self._tokens[head.last - 1].end)

    def owned(self, head: Head) -> Iterator[OwnedForce]:
        """The force with its owner, and one more for each further owner joined to the first (armies of A and B)."""
        before = self._owner_before(head)
        if before:
            yield OwnedForce(head, before, before.start, self._tokens[head.last - 1].end)
            return
        owner = self._owner_after(head.last, linked=self._may_be_linked(head))
        if owner is None:
            return
        yield OwnedForce(head, owner, head.start, owner.end)
        while further := self._joined(owner):
            yield OwnedForce(head, further, further.start, further.end)
            owner = further

    def _owner_before(self, head: Head) -> Named | None:
        index = head.first
        for _ in range(_FILLERS + 1):
            for step in (0, 2):
                named = self._by_last.get(index - step)
                if named and (not step or self._is_possessive(index - step)) and self._kind(named) in self._before:
                    return named
            if index - 1 in self._words.fillers:
                index -= 1
            else:
                return None
        return None

    def _is_possessive(self, index: int) -> bool:
        return self._tokens[index].norm == "'" and len(self._tokens[index + 1].norm) == 1

    @staticmethod
    def _kind(named: Named) -> str:
        return "adjective" if named.alias.form == "adjective" else "name"

    def _may_be_linked(self, head: Head) -> bool:
        """Whether "in Mali" behind a head says whose it is: not where an embassy sits, nor where some special forces
        are, in languages whose definite nouns show it.
        """
        words = self._tokens[head.first : head.last]
        definite = any(form.startswith(self._article) for token in words for form in token.forms)
        return head.kind != "envoy" and (head.kind != "force" or len(words) < 2 or definite)

    def _owner_after(self, index: int, *, linked: bool = True) -> Named | None:
        for _ in range(_FILLERS + 1):
            named = self._by_first.get(index)
            free = named and self._kind(named) in self._after and self._stands_free(named)
            if named and free and (self._kind(named) == "adjective" or not self._linked):
                return named
            if index in self._words.links:
                behind = self._by_first.get(self._words.links[index]) if linked else None
                return behind if behind and self._kind(behind) == "name" else None
            if index not in self._words.fillers:
                return None
            index += 1
        return None

    def _stands_free(self, named: Named) -> bool:
        """Whether no conjunction or preposition is glued to an owner."""
        return named.start == self._tokens[named.first].start

    def _joined(self, owner: Named) -> Named | None:
        following = self._by_first.get(owner.last)
        if following and not self._stands_free(following):
            return following if self._kind(following) == self._kind(owner) else None
        if owner.last in self._words.joints:
            following = self._by_first.get(self._words.joints[owner.last])
            if following and self._kind(following) == self._kind(owner):
                return following
        return None


@dataclass(frozen=True, slots=True)
class NumberedUnit:
    """A numbered formation: its slug and its tokens ``[first, last)``."""

    slug: str
    first: int
    last: int


def ordinal(number: int) -> str:
    """``ordinal(43) == "43rd"``, ``ordinal(112) == "112th"``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def find_unit(
    head: Head, tokens: Sequence[Token], words: ActorWords, table: ActorTable, ordinals: frozenset[str]
) -> NumberedUnit | None:
    """The numbered unit whose formation word is ``head``; a listed unit of that number and formation gives its slug."""
    before = _number_before(head, tokens, ordinals)
    after = _number_after(head, tokens, words, ordinals)
    if before is not None:
        number, first = before
        traits, last = _traits(head, words, first, head.last)
    elif after is not None:
        (number, end), first = after, head.first
        traits, last = _traits(head, words, head.first, end)
        traits = _traits(head, words, head.first, head.last)[0] + traits
    else:
        return None
    known = _listed(number, head.id, traits, table)
    named = (trait.split("|")[0] for trait in traits)
    return NumberedUnit(known or "-".join([ordinal(number), *named, head.id]), first, last)


def named_operation(head: Head, tokens: Sequence[Token]) -> tuple[str, int] | None:
    """The slug of an operation that no table holds, and where its name ends: capitals behind a capital head."""
    last = head.last
    while last < len(tokens) and last - head.last < _LONGEST_OPERATION and tokens[last].upper and tokens[last].is_word:
        last += 1
    if last == head.last or not tokens[head.first].upper:
        return None
    return "-".join(token.norm for token in tokens[head.last : last]), last


def _number_before(head: Head, tokens: Sequence[Token], ordinals: frozenset[str]) -> tuple[int, int] | None:
    """An ordinal before the formation, with only words and hyphens between; its value and its first token."""
    for index in range(head.first - 1, max(-1, head.first - 1 - _REACH), -1):
        token = tokens[index]
        match = _NUMBER.match(token.norm)
        if match:
            hyphened = index + 2 < head.first and tokens[index + 1].norm == "-" and tokens[index + 2].norm in ordinals
            dotted = index + 1 < head.first and tokens[index + 1].norm == "." and tokens[index + 2].upper
            named = hyphened or dotted or _is_name_s(head, tokens, index)
            return (int(match[1]), index) if match[2] in ordinals or named else None
        if token.kind != "word" and token.norm not in "-.":
            return None
    return None


def _is_name_s(head: Head, tokens: Sequence[Token], index: int) -> bool:
    """Whether a bare number is a unit's: capitals alone lead to a formation that is one: "617 Squadron"."""
    if not tokens[index].norm.isdigit() or not all(token.upper for token in tokens[index + 1 : head.last]):
        return False
    return "-".join(token.norm for token in tokens[head.first : head.last]) == head.id


def _number_after(
    head: Head, tokens: Sequence[Token], words: ActorWords, ordinals: frozenset[str]
) -> tuple[int, int] | None:
    """The number after a formation and where it ends: "Brigade 93", "the brigade the eighth", and what kind it is of
    ("brigade motorised 93") in packs that know no endings of ordinals; a figure with such an ending is of the next
    formation ("a battalion of the 45th brigade").
    """
    last = head.last if ordinals else _traits(head, words, head.first, head.last)[1]
    for index in dict.fromkeys((head.last, last)):
        if index in words.nths and head.id in _FORMATIONS:
            end, value = words.nths[index]
            return value, end
        behind = [token.norm for token in tokens[index + 1 : index + 3]]
        if len(behind) > 1 and behind[0] == "-" and behind[1] in ordinals:
            continue
        figures = index < len(tokens) and tokens[index].norm.isdigit() and index + 1 not in words.people
        if figures and len(tokens[index].norm) <= 4:
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following is None or following.kind != "word" or not following.space_before or len(following.norm) > 1:
                return int(tokens[index].norm), index + 1
    return None


def _traits(head: Head, words: ActorWords, low: int, high: int) -> tuple[list[str], int]:
    traits: list[str] = []
    index = low
    while index < head.first:
        found = words.traits.get(index)
        if found and found[0] <= head.first:
            traits.append(found[1])
            index = found[0]
        else:
            index += 1
    last = high
    while last in words.traits:
        end, trait = words.traits[last]
        if trait not in traits:
            traits.append(trait)
        last = end
    return traits, last


def _listed(number: int, formation: str, traits: Sequence[str], table: ActorTable) -> str | None:
    """The one listed unit of that number and formation that has the traits; a trait may have other names after
    ``|``.
    """
    begin, end = f"{ordinal(number)}-", f"-{formation}"
    listed = [slug for slug in table.numbered if slug.startswith(begin) and slug.endswith(end)]
    fitting = [
        slug for slug in listed if all(any(f"-{name}-" in slug for name in trait.split("|")) for trait in traits)
    ]
    return fitting[0] if len(fitting) == 1 else None
