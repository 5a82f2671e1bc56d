"""The votes that the gate reads with: networks for each fold of the gold, which learned from all but that fold.

Learning them takes an hour and a half on two cores and PyTorch, so they are kept in ``eval/votes``. Each file says from
which articles its networks learned and what they were asked; the gate tells where these have changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from eval.learn import FOLDS, GOLD, PRACTICE, SKETCHES, fold_of
from marsad.read.network import DISTANCES, LABELS, VOTE, WEIGHED

VOTES = Path(__file__).parent / "votes"
VOTED = SKETCHES / "votes"
"""Sketches from which the votes alone learn: features that learned from them too read a little worse."""
TAUGHT_BY = "taught_by"


def vote_of(fold: int | None) -> Path:
    """The networks that did not learn from a fold; what ships where that is None."""
    return VOTE if fold is None else VOTES / f"without-{fold}.npz"


def hash_lessons(fold: int | None) -> str:
    """One hash over the names and bytes of all that networks learn from, and over what they are asked."""
    gold = [file for file in sorted(GOLD.glob("*.json")) if fold is None or fold_of(file.stem) != fold]
    digest = hashlib.sha256(repr((WEIGHED, LABELS, DISTANCES)).encode())
    sketches = [file for folder in (SKETCHES, VOTED) for file in sorted(folder.glob("*.txt"))]
    for file in (*gold, *sorted(PRACTICE.glob("*.json")), *sketches):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def list_outdated() -> Iterator[str]:
    """A line for each file whose networks learned from other articles than there are now or were asked other things."""
    for fold in (None, *range(FOLDS)):
        with np.load(vote_of(fold), allow_pickle=False) as arrays:
            if str(arrays[TAUGHT_BY]) != hash_lessons(fold):
                yield f"{vote_of(fold).name} learned from other articles or questions: `make votes` learns it anew"
