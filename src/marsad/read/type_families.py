"""What the name of a family of types stands for in an article that names one of its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.knowledge.equipment import ancestors
from marsad.read.equipment import EquipmentMention


def settle_families(found: Sequence[Sequence[EquipmentMention]]) -> list[list[EquipmentMention]]:
    """Give a family name the one member of it that the article names: "Apaches" after "AH-64E" are AH-64E.

    Takes and returns the mentions of an article's sentences in order; a name with two members in the article stays.
    """
    named = dict.fromkeys((m.designation, m.class_) for mentions in found for m in mentions if m.designation)
    members: dict[tuple[str, str], set[str]] = {}
    for designation, class_ in named:
        assert designation is not None
        for parent in ancestors(designation, class_):
            members.setdefault((parent.designation, parent.class_), set()).add(designation)

    def settled(mention: EquipmentMention) -> EquipmentMention:
        inside = members.get((mention.designation or "", mention.class_), set())
        bare = mention.rule == "name" and len(inside) == 1
        return replace(mention, designation=next(iter(inside)), rule="family") if bare else mention

    return [[settled(mention) for mention in mentions] for mentions in found]
