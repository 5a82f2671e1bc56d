"""Say which words of a sentence each of its attributions covers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from marsad.read.chains import Draft, closes_clause
from marsad.read.phrases import OUTLETS
from marsad.read.speakers import Line

# "According to what": so many words of a cue may stand before the verb of saying.
_WORDS_OF_CUE = 3


def _boundaries(line: Line, drafts: Sequence[Draft]) -> list[int]:
    """Tokens at which a new main clause may start: after a semicolon, at a contrast, at "and" before an attribution."""
    found = []
    for index in range(1, len(line.tokens)):
        if line.is_mark(index - 1, ";"):
            found.append(index)
        elif line.breaks(index - 1) or not line.grammar.cased:
            opens = not line.grammar.cased and any(index == d.first and not d.trails for d in drafts)
            joins = (opens and line.has_glued(index)) or (
                line.has(index, "and") and any(not d.trails and index <= d.first <= index + 4 for d in drafts)
            )
            aside = line.grammar.cased and index + 1 < len(line.tokens) and line.is_mark(index + 1, ",")
            if (line.has(index, "contrast") and not aside) or joins:
                found.append(index)
    return found


def set_scopes(line: Line, drafts: Sequence[Draft]) -> None:
    """Part the sentence among its attributions; those without a boundary between them are nested."""
    if not drafts:
        return
    boundaries = _boundaries(line, drafts)
    groups: list[list[Draft]] = [[drafts[0]]]
    cuts: list[int] = []
    for one, other in itertools.pairwise(drafts):
        cut = _cut(line, one, other, boundaries)
        if cut is None:
            groups[-1].append(other)
        else:
            groups.append([other])
            cuts.append(cut)
    lows = [0, *cuts]
    highs = [*cuts, len(line.tokens)]
    for group, low, high in zip(groups, lows, highs, strict=True):
        _set_group(line, group, low, high, boundaries)


def _cut(line: Line, one: Draft, other: Draft, boundaries: Sequence[int]) -> int | None:
    between = [at for at in boundaries if one.last <= at <= other.first]
    if between:
        return between[-1]
    if one.trails:
        if _opens_as(line, one):
            return None
        if other.trails and (_tells_when(line, one.last, other.first) or _is_relayed(line, one, other)):
            return None
        return one.last
    return None


def _opens_as(line: Line, one: Draft) -> bool:
    """Whether a sentence opens with who reports what it tells, whoever says it: "As the agency Y reported, X said"."""
    before = range(one.first)
    small = all(line.classes[i] & {"as", "skip"} or line.is_mark(i, "'") for i in before)
    return line.grammar.cased and bool(before) and small and line.has(0, "as") and one.chain[0].kind in OUTLETS


def _is_relayed(line: Line, one: Draft, other: Draft) -> bool:
    """Whether an outlet at a sentence's end reports what a speaker at its beginning says: "As X said, it came, Y
    writes".
    """
    closing = other.chain[0].kind in OUTLETS and closes_clause(line, other.last, strict=True)
    return one.first <= 1 and one.chain[0].kind not in OUTLETS and closing


def _tells_when(line: Line, index: int, last: int) -> bool:
    """Whether nothing but marks and words of time or manner stands before token ``last``."""
    while index < last:
        if index in line.stops and line.grammar.adjective_endings:
            index = line.stops[index]
        elif line.tokens[index].kind in ("mark", "number") or line.has(index, "time"):
            index += 1
        else:
            return False
    return True


def _set_group(line: Line, group: Sequence[Draft], low: int, high: int, boundaries: Sequence[int]) -> None:
    closing = group[-1].trails and closes_clause(line, group[-1].last, strict=True)
    # "It came; according to X.": behind the semicolon nothing is told but who says so.
    told = group[0].first - (_WORDS_OF_CUE if closing and group[0].trails else 0)
    own = [at for at in boundaries if low < at <= told and (not closing or line.is_mark(at - 1, ";"))]
    if own and not group[0].sums:
        low = own[-1]
    ends = [at for at in boundaries if group[-1].last <= at < high and line.is_mark(at - 1, ";")]
    if ends and group[-1].trails:
        high = ends[0]
    leading = [draft for draft in group if not draft.trails]
    for draft in group:
        draft.low, draft.high = low, high
        if not draft.trails and draft is not leading[0]:
            draft.low = draft.first
        opener = draft.first - 1 - line.is_mark(draft.first - 1, "'")
        if (
            not draft.trails
            and opener >= low
            and line.classes[opener] & {"that", "relative"}
            and not (line.grammar.verb_first and line.has(opener, "contrast"))
            and draft is leading[0]
        ):
            draft.low = opener
            draft.high = next((i for i in range(draft.last, high) if line.breaks(i)), high)
    for one, other in itertools.pairwise(group):
        # "..., X said, the agency Y reports": what Y reports is that X said it.
        outer = other.chain[0].kind in OUTLETS and one.chain[0].kind not in OUTLETS
        if one.trails and other.trails and outer and one.first > low + 1:
            one.high = max(one.low + 1, min(one.high, one.last))
