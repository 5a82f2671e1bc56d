"""Letters that a text gives an actor in brackets: "the Botswana Defence Force (BDF)" is meant by BDF in all of it.

They go before what the table says of such letters where both are armed forces, since many states have a force of them,
and name an actor where the table knows none. Only scripts with capitals tell such letters from words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from marsad.language.pack import Pack
from marsad.read.actors import ActorMention
from marsad.read.segment import Sentence
from marsad.text import Token

_FEWEST, _MOST = 2, 7  # letters
_WHERE = 6  # words at most of where a mission is, with its last one: "(the mission) in South Sudan"
_NAMING = ("name", "force")


def read_glosses(
    sentences: Sequence[Sentence], found: Sequence[Sequence[ActorMention]], text: str, pack: Pack
) -> list[list[ActorMention]]:
    """The mentions of each sentence, with the letters that the text explains."""
    mentions = [_missions_by_letters(s.tokens, here) for s, here in zip(sentences, found, strict=True)]
    if not pack.cased:
        return mentions
    known: dict[str, ActorMention] = {}
    for sentence, here in zip(sentences, mentions, strict=True):
        known |= {word: named for word, named in _explained(sentence.tokens, here, text) if word not in known}
    if not known:
        return mentions
    return [_with_letters(s.tokens, here, text, known) for s, here in zip(sentences, mentions, strict=True)]


def _missions_by_letters(tokens: Sequence[Token], here: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions of a sentence; a mission with another's short name in brackets behind it, or behind where it is, is
    that one: the union's missions in a country bear one description after another.
    """
    missions = {mention.span.start: mention for mention in here if mention.kind == "mission" and mention.id}
    ends = {mention.span.end: start for start, mention in missions.items()}
    meant: dict[int, ActorMention] = {}
    for index in range(2, len(tokens)):
        if tokens[index - 1].norm == "(" and tokens[index].start in missions:
            words = takewhile(lambda token: token.is_word, (tokens[at] for at in range(index - 2, -1, -1)))
            start = next((ends[token.end] for token in islice(words, _WHERE) if token.end in ends), None)
            if start is not None:
                meant[start] = missions[tokens[index].start]
    return [
        replace(meant[mention.span.start], span=mention.span, rule="gloss")
        if mention.kind == "mission" and mention.span.start in meant
        else mention
        for mention in here
    ]


def _explained(tokens: Sequence[Token], here: Sequence[ActorMention], text: str) -> list[tuple[str, ActorMention]]:
    explained = []
    for index in range(2, len(tokens) - 1):
        word = tokens[index].span.of(text)
        if not (_FEWEST <= len(word) <= _MOST and word.isalpha() and word.isupper()):
            continue
        if tokens[index - 1].norm != "(" or tokens[index + 1].norm != ")":
            continue
        end = tokens[index - 2].end
        named = (m for m in here if m.id and m.form in _NAMING and m.span.end == end and not m.other and not m.sharing)
        best = max(named, key=lambda m: -m.span.start, default=None)
        if best is not None and _initials(best.span.of(text)) == word:
            explained.append((word, best))
    return explained


def _initials(name: str) -> str:
    """The first letters of a name's words that are written with a capital."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _with_letters(
    tokens: Sequence[Token], here: list[ActorMention], text: str, known: dict[str, ActorMention]
) -> list[ActorMention]:
    kept = list(here)
    for token in tokens:
        named = known.get(token.span.of(text))
        if named is None:
            continue
        over = [m for m in kept if m.span.overlaps(token.span)]
        if over and not all(_gives_way(m, token, named) for m in over):
            continue
        kept = [m for m in kept if m not in over]
        kept.append(replace(named, span=token.span, inside=False, rule="gloss"))
    return sorted(kept, key=lambda m: (m.span.start, -m.span.end))


def _gives_way(mention: ActorMention, token: Token, named: ActorMention) -> bool:
    """Whether what the table says of the letters is another state's force."""
    forces = mention.kind == named.kind == "armed_force"
    return mention.span == token.span and forces and mention.state != named.state
