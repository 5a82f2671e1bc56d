"""Give a body of people the number of those of whom it consists: "a battalion of 850", "a crew of twelve men"."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from marsad.model import Amount, Span
from marsad.read.people_words import PeopleWords
from marsad.read.segment import Sentence

if TYPE_CHECKING:
    from marsad.read.people import PeopleMention

_REACH, _FAR = 4, 7  # words between a body, or those whose number is told, and the number


def fill_bodies(
    sentence: Sentence,
    words: PeopleWords,
    mentions: Sequence[PeopleMention],
    free: Sequence[Amount],
    verbs: Container[int] = (),
) -> list[PeopleMention]:
    """The mentions of a sentence with each body and its counted men as one; ``free`` are amounts that count nothing,
    ``verbs`` the places of words that open claims.
    """
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
    return _number(sentence, words, filled, free, verbs)


def _number(
    sentence: Sentence,
    words: PeopleWords,
    mentions: Sequence[PeopleMention],
    free: Sequence[Amount],
    verbs: Container[int],
) -> list[PeopleMention]:
    """Groups behind "the number of" with what is said behind them, with or without a noun of its own: "the number of
    trainers in the country is put at 80", "the number of fighters there is between 1500 and 2000 men".
    """
    numbered: list[PeopleMention] = []
    taken: PeopleMention | None = None
    for mention, following in zip(mentions, [*mentions, None][1:], strict=True):
        if mention is taken:
            continue
        if mention.amount is not None or not _is_numbered(sentence, words, mention):
            numbered.append(mention)
            continue
        start, end = mention.span.end, following.span.start if following else sentence.span.end
        told = [a for a in free if start <= a.span.start and a.span.end <= end and a.rule != "former"]
        own = told[0] if told else None
        same = following is not None and (following.role == mention.role or following.form == "generic")
        if own is not None and _is_said(sentence, start, own.span.start):
            later = [a for a in told[1:] if sentence.holding(a.span.start) - sentence.first_from(own.span.end) == 1]
            own = later[0] if later else own  # "from 2,500 to 1,400"
            span = mention.span.joined(own.span)
            mention = replace(mention, span=span, low=own.low, high=own.high, amount=own)
        elif own is None and same and following is not None and following.amount is not None:
            amount = following.amount
            if _is_said(sentence, start, amount.span.start, verbs):
                span, taken = mention.span.joined(following.span), following
                mention = replace(mention, span=span, low=amount.low, high=amount.high, amount=amount)
        numbered.append(mention)
    return numbered


def _is_numbered(sentence: Sentence, words: PeopleWords, mention: PeopleMention) -> bool:
    first = sentence.holding(mention.span.start)
    return first > 0 and not words.numbers.isdisjoint(sentence.tokens[first - 1].forms)


def _is_said(sentence: Sentence, start: int, end: int, verbs: Container[int] = ()) -> bool:
    """Whether only a few words, and none that tells of something else, stand between two places."""
    between = range(sentence.first_from(start), sentence.holding(end))
    words = all(sentence.tokens[index].is_word and index not in verbs for index in between)
    return words and len(between) <= _FAR


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
        and between[-1].norm in words.partitive | words.consisting
        and all(token.is_word and token.norm not in words.partitive for token in between[:-1])
    )


def shares_noun(sentence: Sentence, words: PeopleWords, amounts: Sequence[Amount], index: int) -> bool:
    """Whether another number is joined on, whose noun both have: "14 South African and three Malawian soldiers"."""
    joined = (
        not words.adjectives_after and index < len(sentence.tokens) and sentence.tokens[index].norm in words.joiners
    )
    return joined and any(sentence.holding(amount.span.start) == index + 1 for amount in amounts)


def share_roles(
    sentence: Sentence, words: PeopleWords, mentions: Sequence[PeopleMention], amounts: Sequence[Amount]
) -> list[PeopleMention]:
    """The mentions, where a counted nationality takes the role of the noun that it shares with the group behind it;
    it is no people where it shares one of things ("14 South African and three Malawian vehicles").
    """
    shared: list[PeopleMention] = []
    for mention in reversed(mentions):
        behind = sentence.first_from(mention.span.end)
        if mention.form == "nationality" and shares_noun(sentence, words, amounts, behind):
            near = [other for other in shared[:1] if sentence.holding(other.span.start) == behind + 1]
            if not near or near[0].form not in ("person", "nationality"):
                continue
            mention = replace(mention, role=near[0].role, casualty=near[0].casualty)
        shared.insert(0, mention)
    return shared


def with_words_behind(mention: PeopleMention, nouns: Sequence[Span]) -> PeopleMention:
    """A group with the noun that says again, right behind its number, who is counted."""
    noun = next((n for n in nouns if mention.amount and 0 <= n.start - mention.amount.span.end <= 1), None)
    return mention if noun is None else replace(mention, span=mention.span.joined(noun))
