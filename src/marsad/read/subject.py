"""Whether a text is one that could state claims at all, or one on sport, films, museums or the economy.

A first look at its words turns the hopeless away. The rest is settled when all its sentences are judged: by how much
its words speak of forces, and how surely its surest sentences state claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import CLAIM_TYPES
from marsad.read.draft import Decider, Draft
from marsad.read.features import document_features
from marsad.read.scene import Stage

# A text of fewer sentences says too little of its subject to be refused for it.
_TELLING = 5
# In thousandths, as scores are. Three-fold, topics apart: no article with claims is as far behind by its words alone
# as the first; with the second, one of 45 articles without claims is read as if it had some, a short one.
_HOPELESS, _LEAST = -2000, 4700
# One in so many sentences speaks for a text, the surest, up to so many; where fewer could state anything, each that is
# missing counts as an unlikely one.
_ONE_IN, _SUREST, _MISSING = 5, 3, -2000


def weigh_words(stage: Stage, decider: Decider) -> int | None:
    """How far the words of a text speak for claims in it, in thousandths; None where they are too few to tell."""
    if len(stage.scenes) < _TELLING:
        return None
    whole = Draft(stage, stage.scenes[0], CLAIM_TYPES[0], ())
    return decider.choose("document", [[], document_features(stage)], [False, True], whole).lead


def is_hopeless(words: int | None) -> bool:
    """Whether the words of a text are enough to tell that it states no claim."""
    return words is not None and words < _HOPELESS


def is_about_forces(stage: Stage, words: int | None, leads: Sequence[int]) -> bool:
    """Whether what was found in a text is to be believed. ``leads`` says how surely each of its sentences states
    a claim of each type, in thousandths.
    """
    if words is None:
        return True
    many = min(_SUREST, max(1, len(stage.scenes) // _ONE_IN))
    surest = sorted(leads, reverse=True)[:many]
    return words + (sum(surest) + _MISSING * (many - len(surest))) // many >= _LEAST
