"""Choose among the types that a name may mean by the class word beside it."""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol

from marsad.knowledge.equipment import EquipmentType, load_table
from marsad.read.designations import TypeMention


class Classed(Protocol):
    """What is needed of a head word: the class that it names."""

    @property
    def class_(self) -> str: ...


# Heads are coarser than types: "vehicles" may be tanks, "aircraft" trainers. A type of one group with its head is
# likelier.
_GROUPS = (
    frozenset(
        {"tank", "ifv", "apc", "armoured_vehicle", "truck", "engineering", "artillery", "mrl", "vehicle", "air_defence"}
    ),
    frozenset(
        {
            "attack_helicopter",
            "transport_helicopter",
            "combat_aircraft",
            "trainer_aircraft",
            "transport_aircraft",
            "uav",
        }
    ),
    frozenset({"missile", "air_defence", "anti_tank", "ammunition", "mrl", "uav"}),
    frozenset({"air_defence", "radar", "electronic_warfare", "mrl"}),
    frozenset({"small_arms", "anti_tank", "ammunition", "other"}),
)


def choose_type(kind: TypeMention, head: Classed | None, known: Container[int] = ()) -> EquipmentType | None:
    """Of the types that a name may mean, the one that its head fits best; of two alike one whose row is ``known``."""
    table = load_table()
    if not kind.rows:
        return None
    wanted = head.class_ if head else ""
    return table.at(max(kind.rows, key=lambda row: (fit(table.at(row).class_, wanted), row in known)))


def fit(class_: str, head: str) -> int:
    """How well a type of a class fits a head word of another: 2 where they are one, 1 where one group holds both."""
    if class_ == head:
        return 2
    return int(any(class_ in group and head in group for group in _GROUPS))
