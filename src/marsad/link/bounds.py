"""The lowest and highest number that the statements of one event allow, and how well it is witnessed.

Interval arithmetic over statements: within an origin the most specific statement counts, across origins intervals
intersect, and where they do not meet the bounds are their hull and the item is contested. Totals and parts constrain
each other. The method is the one usual for censored counts (interval intersection; parts never exceed a total);
compare UCDP's low, best and high, which are set by coders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.register import Bound, ItemKey, Standing

# A total of vehicles holds everything that drives.
VEHICLE_CLASSES = frozenset({"tank", "ifv", "apc", "armoured_vehicle", "truck", "engineering", "mrl"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim's number for one item, from one origin; ``None`` is an open end.

    ``text`` is the document it stands in: images without a name are one origin in many. ``derived`` tells that this
    document carries another's text.
    """

    origin: str
    item: ItemKey
    low: int | None
    high: int | None
    factuality: str
    claim: str = ""
    text: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """Standing of an entry and the bounds of its items."""

    standing: Standing
    items: tuple[Bound, ...]


Ancestors = Callable[[str], Sequence[str]]
"""Designation → its parents, nearest first: T-72B3M → (T-72B3, T-72)."""


def compute_bounds(statements: Sequence[Statement], ancestors: Ancestors) -> Bounds:
    """Bounds and standing of one event.

    >>> tank = ItemKey("T-72B3", "tank")
    >>> two = [Statement("a", tank, 7, 7, "fact"), Statement("b", tank, 5, None, "fact")]
    >>> bound = compute_bounds(two, lambda name: ()).items[0]
    >>> bound.low, bound.high, bound.contested
    (7, 7, False)
    """
    facts = [s for s in statements if s.factuality == "fact"]
    hedged = [s for s in statements if s.factuality == "possible"]
    counted = facts or hedged
    labels = _label_pieces(counted, ancestors)
    items = _across_origins([_relabel(statement, labels) for statement in counted])
    items = _constrain(items) if facts else [_hedge(bound) for bound in items]
    named = [_with_names(bound, labels) for bound in items]
    return Bounds(_standing(statements, named), tuple(sorted(named, key=lambda b: str(b.item))))


def bound_beside(statements: Sequence[Statement], ancestors: Ancestors) -> dict[str, tuple[Bound, ...]]:
    """By factuality the bounds of what is expected, hedged or denied, as if it were so: they stand beside the others.

    What is only hedged, with no fact beside it, is bounded already and left out.
    """
    beside = {}
    for factuality in ("expected", "possible", "denied"):
        said = [replace(s, factuality="fact") for s in statements if s.factuality == factuality and s.item.class_]
        if said and (factuality != "possible" or any(s.factuality == "fact" for s in statements)):
            beside[factuality] = compute_bounds(said, ancestors).items
    return beside


def _standing(statements: Sequence[Statement], items: Iterable[Bound]) -> Standing:
    by_factuality = defaultdict(set)
    for statement in statements:
        by_factuality[statement.factuality].add(statement.origin)
    if "denied" in by_factuality:
        return "denied" if set(by_factuality) == {"denied"} else "contested"
    if "fact" in by_factuality:
        if any(bound.contested for bound in items):
            return "contested"
        return "corroborated" if len(by_factuality["fact"]) > 1 else "single"
    return "unconfirmed" if "possible" in by_factuality else "announced"


def _hedge(bound: Bound) -> Bound:
    """What is only hedged may be nothing at all."""
    return replace(bound, low=0, rule=f"only hedged, so possibly none; {bound.rule}")


def _label_pieces(statements: Sequence[Statement], ancestors: Ancestors) -> dict[str, str]:
    """For each designation the one to count under, as witnesses may call the same pieces by type, family or variant.

    Names on one line of descent that no single witness tells apart become one item, under the type: the shallowest
    name below the family, or the family where nothing finer is said.
    """
    origins: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for statement in statements:
        if statement.item.designation:
            origins[statement.item.designation].add((statement.origin, statement.text))
    lines = {name: (name, *ancestors(name)) for name in origins}
    label = {name: name for name in origins}
    for name in sorted(origins, key=lambda n: (len(lines[n]), n)):
        for parent in lines[name][1:]:
            if parent not in origins or origins[parent] & origins[name]:
                continue
            rivals = [
                n
                for n in origins
                if n != name and n != parent and parent in lines[n] and name not in lines[n] and n not in lines[name]
            ]
            if rivals:
                continue  # the family's number is a total over several types
            label[name] = label[parent] = name if len(lines[parent]) == 1 else label[parent]
            break
    for name in list(label):
        while label[label[name]] != label[name]:
            label[name] = label[label[name]]
    return label


def _relabel(statement: Statement, labels: Mapping[str, str]) -> Statement:
    name = statement.item.designation
    if not name or labels[name] == name:
        return statement
    return replace(statement, item=replace(statement.item, designation=labels[name]))


def _with_names(bound: Bound, labels: Mapping[str, str]) -> Bound:
    """A bound with the other names of its pieces."""
    name = bound.item.designation
    names = tuple(sorted(other for other, label in labels.items() if label == name != other))
    return replace(bound, names=names) if names else bound


def _interval(statement: Statement) -> tuple[int, int | None]:
    """A named thing without a number is at least one."""
    low = 1 if statement.low is None else statement.low
    return min(low, statement.high) if statement.high is not None else low, statement.high


def _width(statement: Statement) -> float:
    low, high = _interval(statement)
    return float("inf") if high is None else high - low


def _across_origins(statements: Sequence[Statement]) -> list[Bound]:
    """One bound per item: the narrowest statement of each origin, intersected across origins."""
    by_item: dict[ItemKey, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        by_item[statement.item][statement.origin].append(statement)
    return [_meet(item, by_origin) for item, by_origin in by_item.items()]


def _meet(item: ItemKey, by_origin: Mapping[str, list[Statement]]) -> Bound:
    # Of two open statements of one origin the higher lower end says more; of two alike the original is shown.
    chosen = [
        min(found, key=lambda s: (_width(s), -_interval(s)[0], s.derived, s.claim))
        for _, found in sorted(by_origin.items())
    ]
    intervals = [_interval(s) for s in chosen]
    claims = tuple(sorted({s.claim for s in chosen if s.claim}))
    low = max(low for low, _ in intervals)
    highs = [high for _, high in intervals if high is not None]
    high = min(highs) if highs else None
    if high is None or low <= high:
        rule = "one origin" if len(chosen) == 1 else f"{len(chosen)} origins meet"
        return Bound(item, low, high, False, rule, claims)
    # A name without a number contradicts nothing, so it does not widen what those who count disagree on.
    counts = [_interval(s) for s in chosen if (s.low, s.high) != (None, None)]
    return Bound(
        item,
        min(low for low, _ in counts),
        None if any(high is None for _, high in counts) else max(highs),
        True,
        f"{len(counts)} origins do not meet: their hull",
        claims,
    )


def _holds(total: ItemKey, part: ItemKey) -> bool:
    if total.designation is not None or total == part:
        return False
    if part.designation is not None and part.class_ == total.class_:
        return True
    return total.class_ == "vehicle" and part.class_ in VEHICLE_CLASSES


def _constrain(bounds: Sequence[Bound]) -> list[Bound]:
    """Let totals and their parts bound each other, the narrowest totals first."""
    current = {bound.item: bound for bound in bounds}
    totals = sorted(
        (b.item for b in bounds if b.item.designation is None), key=lambda k: (k.class_ == "vehicle", k.class_)
    )
    for total in totals:
        inside = [item for item in current if _holds(total, item)]
        parts = [item for item in inside if not any(_holds(other, item) for other in inside)]
        if parts:
            _constrain_one(current, total, parts)
    return list(current.values())


def _constrain_one(current: dict[ItemKey, Bound], total: ItemKey, parts: Sequence[ItemKey]) -> None:
    whole = current[total]
    claims = tuple(sorted({*whole.claims, *(c for p in parts for c in current[p].claims)}))
    least = sum(current[part].low for part in parts)
    if whole.high is not None and least > whole.high:
        current[total] = replace(
            whole, high=least, contested=True, rule="its parts add up to more than the total", claims=claims
        )
        return
    if least > whole.low:
        whole = current[total] = replace(whole, low=least, rule="lifted by its parts", claims=claims)
    if whole.high is None:
        return
    for part in parts:
        bound = current[part]
        most = whole.high - (least - bound.low)
        if bound.high is None or bound.high > most:
            current[part] = replace(
                bound, high=most, rule="capped by the total", claims=tuple(sorted({*bound.claims, *whole.claims}))
            )


def add_totals(bounds: Iterable[tuple[int, int | None]]) -> tuple[int, int | None]:
    """The sum over entries, lower and upper apart; one unknown upper end makes the total's unknown.

    >>> add_totals([(7, 7), (5, None)])
    (12, None)
    """
    low, high = 0, 0
    open_end = False
    for lower, upper in bounds:
        low += lower
        open_end |= upper is None
        high += upper or 0
    return low, None if open_end else high
