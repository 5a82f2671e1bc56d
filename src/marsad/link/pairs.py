"""Pairs of what stands in one group, found for many groups at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from marsad.link.columns import Indexes


def pair_up(groups: Iterable[Sequence[int]]) -> tuple[Indexes, Indexes]:
    """Every pair of numbers that stand in one of the groups, once, the smaller first; sorted.

    >>> first, second = pair_up([[3, 1], [1, 3, 4]])
    >>> first.tolist(), second.tolist()
    ([1, 1, 3], [3, 4, 4])
    """
    several = [group for group in groups if len(group) > 1]
    sizes = np.array([len(group) for group in several], dtype=np.int64)
    members = np.fromiter(chain.from_iterable(several), dtype=np.int64, count=int(sizes.sum()))
    # Each member meets those that stand after it in its group.
    after = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(members)) - 1
    one = np.repeat(np.arange(len(members)), after)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    first, second = np.minimum(members[one], members[other]), np.maximum(members[one], members[other])
    width = int(members.max(initial=0)) + 1
    distinct = np.unique(first * width + second)
    return distinct // width, distinct % width
