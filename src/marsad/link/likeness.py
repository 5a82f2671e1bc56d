"""How likely two claims speak of one happening: named features and learned weights (logistic regression).

The weights are learned on pairs of gold claims by ``eval/learn_links.py``; the features below are all it sees, so every
join can be explained.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from marsad.link.records import Counted, LinkClaim
from marsad.register import ItemKey

WEIGHTS = Path(__file__).with_name("weights.json")
_NEAR_DEGREES = 0.6


def pair_features(a: LinkClaim, b: LinkClaim) -> list[str]:
    """What speaks for and against two claims being about one happening; the order of the two does not matter."""
    features = ["bias", _pair("type", a.type, b.type), _pair("factuality", a.factuality, b.factuality)]
    for role in ("supplier", "recipient", "unit"):
        features.append(_agree(role, getattr(a, role), getattr(b, role)))
    features += _items(a.items, b.items)
    features += _people(a.personnel, b.personnel)
    features.append(_place(a, b))
    features += _dates(a, b)
    if a.document == b.document:
        same = "same" if a.evidence == b.evidence else "other"
        features += [f"together/{f}" for f in features]
        features += ["together", f"together/apart={min(3, abs(a.order - b.order))}", f"together/sentence={same}"]
    elif a.family == b.family:
        features.append("family=one passage" if a.anchor == b.anchor else "family=one")
    if set(a.sources) & set(b.sources):
        features.append("one source")
    return features


def _pair(name: str, one: str, other: str) -> str:
    return f"{name}=same" if one == other else f"{name}={'/'.join(sorted((one, other)))}"


def _agree(name: str, one: str | None, other: str | None) -> str:
    if one is None and other is None:
        return f"{name}=neither"
    if one is None or other is None:
        return f"{name}=one"
    return f"{name}={'same' if one == other else 'differ'}"


def _items(one: tuple[Counted, ...], other: tuple[Counted, ...]) -> list[str]:
    if not one or not other:
        return [f"items={'one' if one or other else 'neither'}"]
    mine, theirs = {c.key: c for c in one}, {c.key: c for c in other}
    shared = mine.keys() & theirs.keys()
    classes, others = {k.class_ for k in mine}, {k.class_ for k in theirs}
    if any(k.designation for k in shared):
        features = ["items=type"]
    elif shared:
        features = ["items=class"]
    elif classes & others:
        typed = all(k.designation for k in (*mine, *theirs))
        features = ["items=other types" if typed else "items=class and type"]
    else:
        features = ["items=general" if (classes | others) & {"vehicle", "other"} else "items=differ"]
    verdicts = {_numbers(mine[key], theirs[key]) for key in shared}
    features += [f"numbers={verdict}" for verdict in sorted(verdicts - {"unstated"})]
    return features


def _numbers(one: Counted, other: Counted) -> str:
    if (one.low, one.high) == (None, None) or (other.low, other.high) == (None, None):
        return "unstated"
    if (one.low, one.high) == (other.low, other.high):
        return "same"
    low = max(one.low or 0, other.low or 0)
    high = min(math.inf if one.high is None else one.high, math.inf if other.high is None else other.high)
    return "meet" if low <= high else "differ"


def _people(one: Counted | None, other: Counted | None) -> list[str]:
    if one is None or other is None:
        return [f"people={'one' if one or other else 'neither'}"]
    role = "same" if one.key == other.key else "other"
    return [f"people={_numbers(one, other)}", f"people role={role}"]


def _place(a: LinkClaim, b: LinkClaim) -> str:
    if (a.country is None and a.place is None) or (b.country is None and b.place is None):
        return f"place={'neither' if a.place is None and b.place is None else 'one'}"
    if a.country != b.country:
        return "place=other country"
    if a.position is None or b.position is None:
        return "place=same name" if a.place == b.place else "place=same country"
    away = abs(a.position[0] - b.position[0]) + abs(a.position[1] - b.position[1])
    return "place=near" if away <= _NEAR_DEGREES else "place=far"


def _steps(days: int, steps: tuple[int, ...]) -> str:
    return next((f"{step} days" for step in steps if days <= step), "far")


def _dates(a: LinkClaim, b: LinkClaim) -> list[str]:
    features = []
    if a.published is not None and b.published is not None:
        features.append(f"published={_steps(abs(a.published - b.published), (2, 10, 45, 200))}")
    if a.days and b.days:
        first = max(a.days[0] or 0, b.days[0] or 0)
        last = min(_last(a), _last(b))
        if first <= last:
            width = max(_last(a) - (a.days[0] or 0), _last(b) - (b.days[0] or 0))
            return [*features, "days=meet", f"days meet={_steps(width, (0, 9, 40, 400))}"]
        return [*features, f"days={_steps(first - last, (7, 45, 200))}"]
    dated, undated = (a, b) if a.days else (b, a)
    if not dated.days:
        return [*features, "days=neither"]
    if undated.published is None:
        return [*features, "days=one"]
    since = undated.published - _last(dated)
    return [*features, "days=one later" if since < -5 else f"days=one {_steps(max(0, since), (10, 60, 365))} before"]


def _last(claim: LinkClaim) -> int:
    """The last possible day; an open end lasts until publication."""
    if claim.days and claim.days[1] is not None:
        return claim.days[1]
    return max(claim.published or 0, (claim.days[0] or 0) if claim.days else 0)


@cache
def load_weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def likeness(a: LinkClaim, b: LinkClaim, weights: Mapping[str, float] | None = None) -> float:
    """The probability that two claims are about one happening, 0 to 1, by the weights that ship or by ``weights``."""
    weights = load_weights() if weights is None else weights
    score = sum(weights.get(feature, 0.0) for feature in pair_features(a, b))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def reasons(a: LinkClaim, b: LinkClaim, most: int = 6) -> list[tuple[str, float]]:
    """The features that weighed most in a comparison, the heaviest first."""
    weights = load_weights()
    weighed = [(f, weights.get(f, 0.0)) for f in pair_features(a, b) if f != "bias"]
    return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


__all__ = ["Counted", "ItemKey", "likeness", "load_weights", "pair_features", "reasons"]
