"""How a sentence is worded: its pairs of words, its marks, and what the whole text mostly speaks of."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

from marsad.read.features import needs_met, plain_forms
from marsad.read.keep import keep_with_it
from marsad.read.scene import Scene, Stage
from marsad.read.scoring import Features, Group

_ASKING = frozenset("?؟")
_QUOTING = frozenset("«»“”„\"'")
_LISTING = frozenset("-–•▪*")
# So many groups of features of each kind are kept.
_MOST = 10_000
# Shares of a text are told in fifths.
_PARTS = 5


def wording_features(stage: Stage, scene: Scene, kind: str) -> Features:
    """What the wording of a sentence says of its stating a claim of a type."""
    asked, quoted, listed, numbers, told = _read_marks(scene, stage)
    types = _read_types(stage.scenes[0], stage)
    features: Features = [
        _marked(kind, asked, quoted, listed, numbers, told),
        _spoken_of(kind, types[kind] * _PARTS // max(1, types.total()), max(types, key=types.__getitem__, default="")),
    ]
    features += [kind + pair for pair in _read_pairs(scene, stage.pack.code)]
    return features


@keep_with_it
def _read_pairs(scene: Scene, language: str) -> list[str]:
    """The pairs of neighbours in a sentence."""
    return sorted({f"{language}~{a}_{b}" for a, b in pairwise(plain_forms(scene))})


@keep_with_it
def _read_marks(scene: Scene, stage: Stage) -> tuple[bool, bool, bool, int, bool]:
    """Whether a sentence asks, quotes, and stands in a list; its numbers, up to two; whether it names who says it."""
    text = scene.span.of(stage.document.text)
    numbers = sum([t.kind == "number" for t in scene.tokens])
    told = any(s.span.overlaps(scene.span) for a in stage.attributions for s in a.sources)
    marks = set(text)
    return bool(marks & _ASKING), bool(marks & _QUOTING), text[:1] in _LISTING, min(numbers, 2), told


@lru_cache(maxsize=_MOST)
def _marked(kind: str, asked: bool, quoted: bool, listed: bool, numbers: int, told: bool) -> Group:
    return Group(
        f"{kind}/asked={asked}", f"{kind}/quoted={quoted}", f"{kind}/listed={listed}", f"{kind}/numbers={numbers}",
        f"{kind}/told={told}",
    )  # fmt: skip


@keep_with_it
def _read_types(first: Scene, stage: Stage) -> Counter[str]:
    """How often the words of a text open claims of each type; kept with its first sentence."""
    return Counter(t.type for s in stage.scenes for t in s.triggers if t.strong and needs_met(s, t))


@lru_cache(maxsize=_MOST)
def _spoken_of(kind: str, share: int, most: str) -> Group:
    return Group(f"{kind}/share={share}", f"{kind}/mostly={most}")
