"""What the words of a sentence say of counting, found once for the amounts and for the nouns they are bound to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.language.lexicon import Match
from marsad.language.pack import Pack
from marsad.read.keep import keep_with_it
from marsad.read.noncounts import NonCounts
from marsad.read.numbers import NumberReader
from marsad.read.segment import Sentence
from marsad.text import Token, fold


@dataclass(frozen=True, slots=True)
class Counting:
    """The numbers of one sentence, what is no count in it, and its quantifiers in order."""

    reader: NumberReader
    noncounts: NonCounts
    quantifiers: Sequence[Match]


@keep_with_it
def open_reader(sentence: Sentence, pack: Pack) -> NumberReader:
    """The reader of a sentence's numbers."""
    return NumberReader(sentence, pack)


@keep_with_it
def read_counting(sentence: Sentence, pack: Pack) -> Counting:
    """The counting of a sentence."""
    reader = open_reader(sentence, pack)
    quantifiers = reader.scan.matches(pack.lexicon("quantifiers"))
    return Counting(reader, NonCounts(sentence, reader.scan, pack), quantifiers)


@dataclass(frozen=True, slots=True)
class Joints:
    """Words of one sentence that lead from an amount to its noun, or part the two, by token.

    ``links`` are "units of" and the like, ``blocks`` words that cut apart, ``behind`` leads to an amount behind its
    noun, ``each`` shares one, ``ordinals`` are "first" and "last", ``wholes`` lead from a noun to of how many it is,
    ``numbers_of`` are where words end that open a noun whose number is told later ("the number of").
    """

    links: dict[int, Match]
    blocks: set[int]
    behind: dict[int, int]
    each: set[int]
    ordinals: set[int]
    wholes: dict[int, int]
    numbers_of: set[int]


@keep_with_it
def read_joints(sentence: Sentence, pack: Pack) -> Joints:
    """The joints of a sentence."""
    joints = Joints({}, set(), {}, set(), set(), {}, set())
    glued = bool(pack.setting("numbers", "glued_joiner", default=""))
    for match in read_counting(sentence, pack).quantifiers:
        _note(joints, match, sentence.tokens, glued)
    for match in sentence.scan(pack).matches(pack.lexicon("prepositions")):
        if match.entry.get("relation") != "of":
            joints.blocks.update(range(match.first, match.last))
    return joints


def _note(joints: Joints, found: Match, tokens: Sequence[Token], glued: bool) -> None:
    match found.entry.get("operator"):
        case "link":
            joints.links[found.first] = found
        case "behind":
            joints.behind[found.first] = max(found.last, joints.behind.get(found.first, 0))
        case "block":
            joints.blocks.update(range(found.first, found.last))
        case "whole":
            joints.wholes[found.first] = max(found.last, joints.wholes.get(found.first, 0))
        case "number_of":
            joints.numbers_of.add(found.last)
        case "each":
            joints.each.add(found.first)
        case "ordinal" if glued or found.entry.elements[0].accepts((tokens[found.first].norm,)):
            joints.ordinals.update(range(found.first, found.last))


@dataclass(frozen=True, slots=True)
class BindingWords:
    """What a pack says of how amounts stand to nouns."""

    joiner: str
    joiners: frozenset[str]
    counted: tuple[str, ...]
    adjectival: tuple[str, ...]
    subject: str
    prenominal: bool
    partitive: frozenset[str]
    plurals: tuple[str, ...]
    owner: str
    pointing: frozenset[str]
    cases: Callable[[str], frozenset[str]]


@cache
def binding_words(pack: Pack) -> BindingWords:
    """``[numbers]`` of a pack, as far as it speaks of nouns, and the conjunctions of its ``[people]``."""
    return BindingWords(
        joiners=frozenset(pack.setting("people", "joiners", default=[])),
        adjectival=tuple(pack.setting("people", "adjectival_endings", default=["\0"])),
        counted=tuple(pack.setting("people", "counted_endings", default=[])),
        subject=str(pack.setting("cases", "subject", default="")),
        joiner=str(pack.setting("numbers", "glued_joiner", default="")),
        prenominal=bool(pack.setting("numbers", "participles_before", default=False)),
        partitive=frozenset(pack.setting("numbers", "partitive", default=[])),
        owner=str(pack.setting("cases", "owner", default="")),
        pointing=frozenset(fold(word) for word in pack.setting("numbers", "pointing", default=[])),
        cases=pack.cases,
        plurals=tuple(fold(ending) for ending in pack.setting("numbers", "plural_endings", default=[])),
    )
