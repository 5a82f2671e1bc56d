"""Tell a carrier from what it brings: the plane on board of which, the ship from which, the truck by which it comes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad.language.lexicon import Lexicon
from marsad.language.pack import Pack
from marsad.read.equipment import EquipmentMention
from marsad.read.segment import Sentence

# Classes of what carries things; a bare "plane" is held for a combat aircraft.
_CARRIERS = frozenset({"transport_aircraft", "transport_helicopter", "combat_aircraft", "ship", "truck", "vehicle"})
# How far a verb that takes a thing may stand before it.
_FAR = 12
# Words from "on board" to the carrier's name: an article, a number, an adjective.
_REACH = 2


@cache
def _leads(pack: Pack) -> Lexicon:
    return pack.shelf.add(row for row in pack.rows("heads") if row.get("kind") == "carrier")


def leave_out_carriers(
    sentence: Sentence, pack: Pack, mentions: Sequence[EquipmentMention], people: bool
) -> list[EquipmentMention]:
    """The mentions of a sentence less its carriers, where they bring something else: equipment, or ``people``."""
    matches = sentence.scan_written(pack).matches(_leads(pack))
    if not matches:
        return list(mentions)
    ends, starts = {match.last for match in matches}, {match.first for match in matches}
    taking = {match.last for match in sentence.scan(pack).matches(_takers(pack))}
    prepositions = sentence.scan_written(pack).matches(pack.lexicon("prepositions"))
    loads = {match.first for match in prepositions if match.get("relation") == "with"}

    def carries(mention: EquipmentMention) -> bool:
        first = sentence.holding(mention.span.start)
        words = range(first, sentence.first_from(mention.span.end))
        behind = any(index in ends for index in range(max(first - _REACH, 0), first + 1))
        own = any(index in starts and index + 1 in ends for index in words)
        own = own and not _is_governed(sentence, pack, first) and not _is_taken(sentence, taking, first)
        return mention.class_ in _CARRIERS and (behind or own or is_loaded(words.stop))

    def is_loaded(last: int) -> bool:
        """Whether a carrier comes "with tanks on board"."""
        return last in loads and any(
            last < end <= last + _FAR and any(last < sentence.holding(m.span.start) < end for m in mentions)
            for end in ends
        )

    rest = [mention for mention in mentions if not carries(mention)]
    return rest if rest or people or _brings_goods(sentence, pack) else list(mentions)


@cache
def _goods(pack: Pack) -> Lexicon:
    return pack.shelf.add(row for row in pack.rows("heads") if row.get("kind") == "goods")


def _brings_goods(sentence: Sentence, pack: Pack) -> bool:
    """Whether a word that is no item of its own says what is brought: "the batch came by plane"."""
    return bool(sentence.scan(pack).matches(_goods(pack)))


@cache
def _takers(pack: Pack) -> Lexicon:
    return pack.shelf.add(row for row in pack.rows("heads") if row.get("kind") == "taker")


def _is_taken(sentence: Sentence, taking: set[int], first: int) -> bool:
    """Whether a verb that takes the thing in this case stands before a mention, in the same clause: "equipped with"."""
    for index in range(first, max(first - _FAR, 0), -1):
        if index in taking:
            return True
        if sentence.tokens[index - 1].norm in ";:":
            return False
    return False


def _is_governed(sentence: Sentence, pack: Pack, first: int) -> bool:
    """Whether a preposition stands before a mention, a number or adjectives between: then its case tells nothing ("with
    planes", "with two French planes").
    """
    before = {match.last for match in sentence.scan_written(pack).matches(pack.lexicon("prepositions"))}
    counted = bool(pack.setting("cases", "subject"))
    for index in range(first, max(first - _REACH - 2, 0), -1):
        if index in before:
            return True
        token = sentence.tokens[index - 1]
        if not counted or token.kind == "mark" or pack.cases(token.norm):
            return False
    return False
