"""Where an item stands in SIPRI's and in the United Nations' registers, or that it lies outside their scope.

Both registers draw lines that news does not tell (calibre, tonnage, whether a drone is armed): of a type the table of
equipment says it, of a bare class only what holds for the class as a whole.
"""

from __future__ import annotations

from marsad.knowledge.equipment import find_type
from marsad.register import Categories, ItemKey

OUTSIDE = "outside scope"

# SIPRI counts major arms alone: no trucks, no small arms, no ammunition, no spare parts.
_NOT_SIPRI = frozenset({"truck", "small_arms", "ammunition", "electronic_warfare", "vehicle", "other"})
_SIPRI = {
    "tank": "Armoured vehicles", "ifv": "Armoured vehicles", "apc": "Armoured vehicles",
    "armoured_vehicle": "Armoured vehicles", "engineering": "Armoured vehicles",
    "artillery": "Artillery", "mrl": "Artillery", "air_defence": "Air defence systems",
    "anti_tank": "Missiles", "missile": "Missiles", "radar": "Sensors", "ship": "Ships",
    "attack_helicopter": "Aircraft", "transport_helicopter": "Aircraft", "combat_aircraft": "Aircraft",
    "trainer_aircraft": "Aircraft", "transport_aircraft": "Aircraft", "uav": "Aircraft",
}  # fmt: skip
_UNROCA = {
    "tank": "I", "ifv": "II", "apc": "II", "armoured_vehicle": "II", "artillery": "III", "mrl": "III",
    "combat_aircraft": "IVa", "uav": "IVb if armed", "attack_helicopter": "Va", "ship": "VI", "missile": "VIIa",
    "small_arms": "VIII small arms", "anti_tank": "VIII light weapons",
}  # fmt: skip


def categorise(item: ItemKey) -> Categories:
    """The categories of an item in both registers; ``outside scope`` where it has none.

    >>> categorise(ItemKey("T-72B3", "tank")), categorise(ItemKey(None, "truck"))
    (Categories(sipri='Armoured vehicles', unroca='I'), Categories(sipri='outside scope', unroca='outside scope'))
    """
    known = find_type(item.designation, item.class_) if item.designation else None
    if known is not None and known.class_ != item.class_:
        known = None
    sipri = OUTSIDE if item.class_ in _NOT_SIPRI else known.sipri if known else _SIPRI.get(item.class_, OUTSIDE)
    unroca = known.unroca or OUTSIDE if known else _UNROCA.get(item.class_, OUTSIDE)
    return Categories(sipri, unroca)
