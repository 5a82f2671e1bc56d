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

    def carries(mention: EquipmentMention) -> bool:
        first = sentence.holding(mention.span.start)
        words = range(first, sentence.first_from(mention.span.end))
        behind = any(index in ends for index in range(max(first - _REACH, 0), first + 1))
        own = any(index in starts and index + 1 in ends for index in words) and not _is_governed(sentence, pack, first)
        return mention.class_ in _CARRIERS and (behind or own)

    rest = [mention for mention in mentions if not carries(mention)]
    return rest if rest or people else list(mentions)


def _is_governed(sentence: Sentence, pack: Pack, first: int) -> bool:
    """Whether a preposition stands right before a mention: then its case tells nothing ("with planes")."""
    before = sentence.scan_written(pack).matches(pack.lexicon("prepositions"))
    return any(match.last == first for match in before)
