"""Amounts that things and people side by side share, and words that only say again what an amount counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from marsad.language.pack import Pack
from marsad.model import Amount, Span
from marsad.read.counting import BindingWords, binding_words
from marsad.read.segment import Sentence
from marsad.text import Token


class Counted(Protocol):
    """What is needed of a group of people: its noun and its number."""

    @property
    def noun(self) -> Span: ...
    @property
    def amount(self) -> Amount | None: ...


def find_shared(sentence: Sentence, pack: Pack, bound: Mapping[Span, Amount], people: Sequence[Counted]) -> set[Span]:
    """Where the amounts stand that were bound to nouns but count people named before a conjunction: in "500 soldiers
    and tanks" the tanks have no number; in "20 police vehicles", "20 army and police vehicles" the vehicles have one.
    """
    words, tokens = binding_words(pack), sentence.tokens

    def is_counted(group: Counted) -> bool:
        return not words.counted or tokens[sentence.first_from(group.noun.end) - 1].norm.endswith(words.counted)

    def is_governed(noun: Span) -> bool:
        cases = words.cases(tokens[sentence.holding(noun.start)].norm) if words.owner else frozenset()
        return words.owner in cases and words.subject not in cases

    found: set[Span] = set()
    for noun, amount in bound.items():
        for group in people:
            if group.amount is None or group.amount.span != amount.span:
                continue
            if group.noun.end > noun.start:
                if group.noun.covers(noun):
                    found.add(amount.span)
                continue
            end = max(group.noun.end, amount.span.end)  # of a body the number stands behind ("a battalion of 500 men")
            between = tokens[sentence.first_from(end) : sentence.holding(noun.start)]
            joined = any(token.norm in words.joiners for token in between)
            thing = tokens[sentence.holding(noun.start)]
            counted = tokens[sentence.first_from(group.noun.end) - 1]
            owned = bool(words.owner) and amount.span.end <= group.noun.start and _is_owned([*between, thing], words)
            owned = owned and not counted.norm.endswith(words.adjectival)
            beside = len(between) > 1 or thing.norm.endswith(words.adjectival)  # "20 police and army vehicles"
            if (joined and is_counted(group) and not (is_governed(noun) and beside)) or owned:
                found.add(amount.span)
    return found


def _is_owned(between: Sequence[Token], words: BindingWords) -> bool:
    """Whether only words in the case of an owner stand between people and a thing: "20 pilots (of) new planes"."""
    known = (words.cases(token.norm) for token in between)
    plain = all(token.is_word and token.norm not in words.joiners for token in between)
    return plain and all(not cases or words.owner in cases for cases in known)


def says_again(noun: Span, bound: Mapping[Span, Amount]) -> bool:
    """Whether a noun without an amount stands right behind that of one before it, for whose number it says again what
    is counted: "the number of T-72s sent has reached 31 tanks".
    """
    told = (a for own, a in bound.items() if own.end <= a.span.start)
    return noun not in bound and any(0 <= noun.start - amount.span.end <= 1 for amount in told)
