"""Decide whether a statement is said to be so: fact, expected, possible or denied.

The words of ``factuality.tsv`` are cues; each has an effect and a reach. A cue counts where its reach covers the trigger
of a claim. A longer pattern replaces the shorter ones inside it ("did not rule out" is no negation), and among the cues
that count a denial beats a hedge, and a hedge an expectation.

Reach (``scope``): ``next`` the words right after the cue or around it; ``after`` and ``before`` everything on that side
up to a strong border; ``ahead`` that side up to the nearest border, and a noun on the other side ("its arrival is
expected"); ``clause`` both sides up to the nearest border; ``sentence`` both sides up to a strong border; ``trigger`` the
words of the cue themselves; ``previous`` the sentence before the one that holds the cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from marsad.language.lexicon import Match
from marsad.language.pack import Pack
from marsad.model import Factuality, Span
from marsad.read.segment import Sentence
from marsad.text import Token

_NEXT = 4  # words that a cue of scope `next` looks ahead: "has not yet been fully delivered"
_RANK: dict[str, int] = {"denied": 3, "possible": 2, "expected": 1}
_PROMISES = frozenset({"pledge", "back"})  # frames that state a promise: it is made, whatever becomes of it


@dataclass(frozen=True, slots=True)
class FactualityJudgement:
    """How a statement is said to stand, the rule that decided and the words it rests on (None for a plain fact)."""

    factuality: Factuality
    rule: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    effect: str
    scope: str
    pattern: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence's cues and borders, found once for all its triggers."""

    cues: tuple[_Cue, ...]
    weak: frozenset[int]
    strong: frozenset[int]


def judge_factuality(
    sentence: Sentence,
    pack: Pack,
    clause: Span,
    trigger: Span,
    following: Sentence | None = None,
    *,
    frame: str = "",
    voice: str = "",
    item: Span | None = None,
) -> FactualityJudgement:
    """How the statement that ``trigger`` opens is said to stand.

    ``clause`` bounds the cues of small reach; pass the sentence's span where clauses are not known. ``frame`` is the
    trigger's frame: a pledge that is made is a fact; ``voice`` its form: a verb is not governed by the verbs that follow
    it ("the jets ordered in May are due"). ``item`` is the thing or the group the claim is about: a hedge or
    a negation right before it is its own ("and possibly a fifth"). ``following`` may take the statement back.

    >>> judge_factuality(sentence, pack, sentence.span, trigger).factuality
    'denied'
    """
    tokens = sentence.tokens
    reading = _read_cues(sentence, pack)
    here = _token_range(tokens, trigger)
    bounds = _token_range(tokens, clause)
    reached = [cue for cue in reading.cues if _reaches(cue, here, bounds, reading, voice)]
    if item is not None and sentence.span.covers(item):
        about = _token_range(tokens, item)
        reached += [cue for cue in reading.cues if _leads(cue, about, reading) and cue not in reached]
    if frame in _PROMISES:
        reached = [cue for cue in reached if cue.effect != "expected"]
    best = max(reached, key=lambda cue: (_RANK[cue.effect], -_distance(cue, here)), default=None)
    if best is not None and best.effect == "denied":
        return _judgement(best, tokens)
    back = _taken_back(following, pack) if following is not None else None
    if back is not None and (best is None or best.effect == "expected"):
        return back
    return _judgement(best, tokens) if best is not None else FactualityJudgement("fact", "factuality:plain")


def _judgement(cue: _Cue, tokens: Sequence[Token]) -> FactualityJudgement:
    span = Span(tokens[cue.first].start, tokens[cue.last - 1].end)
    factuality: Factuality = "denied" if cue.effect == "denied" else "possible" if cue.effect == "possible" else "expected"
    return FactualityJudgement(factuality, f"factuality:{cue.scope}:{cue.pattern}", span)


def _taken_back(following: Sentence, pack: Pack) -> FactualityJudgement | None:
    for cue in _read_cues(following, pack).cues:
        if cue.scope == "previous":
            return _judgement(cue, following.tokens)
    return None


def _token_range(tokens: Sequence[Token], span: Span) -> tuple[int, int]:
    inside = [index for index, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, len(tokens))


def _distance(cue: _Cue, here: tuple[int, int]) -> int:
    return max(cue.first - here[1], here[0] - cue.last, 0)


def _between(cue: _Cue, here: tuple[int, int]) -> range:
    """Token indexes between a cue and a range; empty where they touch or overlap."""
    return range(cue.last, here[0]) if cue.last <= here[0] else range(here[1], cue.first)


def _reaches(cue: _Cue, here: tuple[int, int], bounds: tuple[int, int], reading: _Reading, voice: str) -> bool:
    """Whether the scope of a cue covers the trigger at token range ``here``."""
    if cue.first < here[1] and here[0] < cue.last:
        return cue.scope != "previous"
    between = _between(cue, here)
    strong = any(index in reading.strong for index in between)
    weak = strong or any(index in reading.weak for index in between)
    if cue.scope == "next":
        return cue.last <= here[0] and len(between) <= _NEXT and not weak
    if cue.scope == "after":
        return cue.last <= here[0] and not strong
    if cue.scope == "before":
        return here[1] <= cue.first and not strong
    if cue.scope == "sentence":
        return not strong
    inside = not weak and bounds[0] <= cue.first < bounds[1]
    if cue.scope == "ahead":
        return inside and (cue.last <= here[0] or voice in ("", "noun"))
    return cue.scope == "clause" and inside


def _leads(cue: _Cue, about: tuple[int, int], reading: _Reading) -> bool:
    """Whether a hedge or a negation stands right before the thing the claim is about."""
    if cue.effect not in ("possible", "denied") or cue.scope not in ("clause", "next") or cue.last > about[0]:
        return False
    between = _between(cue, about)
    return len(between) <= _NEXT and not any(index in reading.weak or index in reading.strong for index in between)


@lru_cache(maxsize=256)
def _read_cues(sentence: Sentence, pack: Pack) -> _Reading:
    """The cues and borders of a sentence; of two patterns on the same words the longer or more literal stands."""
    tokens = sentence.tokens
    matches = [m for m in pack.lexicon("factuality").find_all(tokens) if not _is_name(m, tokens, pack)]
    cues: list[_Cue] = []
    weak: set[int] = set()
    strong: set[int] = set()
    for match in matches:
        effect, scope = match.get("effect"), match.get("scope")
        if effect == "barrier":
            (strong if scope == "sentence" else weak).update(range(match.first, match.last))
        elif effect in _RANK and not any(_overrules(other, match) for other in matches):
            cues.append(_Cue(match.first, match.last, effect, scope, match.entry.row["pattern"].split("|")[0]))
    cues += _ending_cues(tokens, pack, matches)
    return _Reading(tuple(cues), frozenset(weak), frozenset(strong))


def _ending_cues(tokens: Sequence[Token], pack: Pack, matches: Sequence[Match]) -> list[_Cue]:
    """Cues by the ending of a word, for languages that mark tense or mood there (``[factuality] endings``)."""
    endings = pack.setting("factuality", "endings", default=[])
    taken = {match.first for match in matches if match.last == match.first + 1}
    return [
        _Cue(index, index + 1, effect, "clause", f"-{ending}")
        for index, token in enumerate(tokens)
        if token.is_word and index not in taken and not (token.upper and index)
        for ending, effect in endings
        if len(token.norm) > len(ending) + 2 and token.norm.endswith(ending)
    ]


def _specificity(match: Match) -> int:
    """How much of a match is spelt out: literals count more than stems."""
    return sum(2 if element.literals else 1 for element in match.entry.elements if not element.gap)


def _overrules(other: Match, match: Match) -> bool:
    """Whether another pattern covers the same words and says more."""
    if other.get("effect") == "barrier" or not (other.first <= match.first and match.last <= other.last):
        return False
    if (other.first, other.last) != (match.first, match.last):
        return other.get("scope") != "previous"
    if other.get("effect") == match.get("effect") or "previous" in (other.get("scope"), match.get("scope")):
        return False
    return (_specificity(other), other.get("effect") == "fact") > (_specificity(match), match.get("effect") == "fact")


def _is_name(match: Match, tokens: Sequence[Token], pack: Pack) -> bool:
    """Whether a one-word cue is written as a name inside the sentence ("in May")."""
    token = tokens[match.first]
    inside = match.first > 0 and tokens[match.first - 1].kind in ("word", "number")
    return pack.cased and match.last == match.first + 1 and token.upper and inside and match.get("effect") != "barrier"
