"""Give a body of people the number of those of whom it consists: "a battalion of 850", "a crew of twelve men"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from marsad.model import Amount
from marsad.read.people_words import PeopleWords
from marsad.read.segment import Sentence

if TYPE_CHECKING:
    from marsad.read.people import PeopleMention

_REACH = 4  # words between a body and its number


def fill_bodies(
    sentence: Sentence, words: PeopleWords, mentions: Sequence[PeopleMention], free: Sequence[Amount]
) -> list[PeopleMention]:
    """The mentions of a sentence with each body and its counted men as one; ``free`` are amounts that count nothing."""
    filled: list[PeopleMention] = []
    for mention in mentions:
        body = filled[-1] if filled else None
        counted = mention.amount is not None and mention.form in ("person", "generic", "rank")
        if body is not None and counted and _consists(sentence, words, body, mention.span.start):
            tells = mention.form == "person" and (body.role == "other" or mention.role != "other")
            role = mention.role if tells else body.role
            span, amount = body.span.joined(mention.span), mention.amount
            filled[-1] = replace(body, span=span, role=role, low=mention.low, high=mention.high, amount=amount)
        elif body is not None and mention.amount is None and _is_owned(sentence, words, body, mention):
            nationality = mention.nationality or body.nationality
            span = body.span.joined(mention.span)
            filled[-1] = replace(body, span=span, role=mention.role, nationality=nationality)
        else:
            filled.append(mention)
    for index, body in enumerate(filled):
        own = next((amount for amount in free if _consists(sentence, words, body, amount.span.start)), None)
        if own is not None:
            filled[index] = replace(body, span=body.span.joined(own.span), low=own.low, high=own.high, amount=own)
    return filled


def _is_owned(sentence: Sentence, words: PeopleWords, body: PeopleMention, people: PeopleMention) -> bool:
    """Whether those of whom a body consists stand right behind it in the case of an owner: "a group (of) engineers"."""
    if not words.owner or body.form != "group" or people.form != "person" or body.casualty != people.casualty:
        return False
    tokens, last = sentence.tokens, sentence.first_from(people.noun.end) - 1
    beside = sentence.first_from(body.span.end) == sentence.holding(people.span.start)
    return beside and words.owner in words.cases(tokens[last].norm)


def _consists(sentence: Sentence, words: PeopleWords, body: PeopleMention, start: int) -> bool:
    """Whether nothing but adjectives and "of" stand between a body of people without a number and a place."""
    if body.amount is not None or body.span.end > start:
        return False
    tokens = sentence.tokens
    if body.form != "group" and words.bodies.isdisjoint(tokens[sentence.holding(body.noun.start)].forms):
        return False
    between = tokens[sentence.first_from(body.noun.end) : sentence.holding(start)]
    return (
        0 < len(between) <= _REACH
        and between[-1].norm in words.partitive
        and all(token.is_word and token.norm not in words.partitive for token in between[:-1])
    )
