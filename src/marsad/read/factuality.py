"""Decide whether a statement is said to be so: fact, expected, possible or denied.

The words of ``factuality.tsv`` are cues; each has an effect and a reach. A cue counts where its reach covers the
trigger of a claim. A longer pattern replaces the shorter ones inside it ("did not rule out" is no negation), and among
the cues that count a denial beats a hedge, and a hedge an expectation.

Reach (``scope``): ``next`` the words right after the cue or around it; ``after`` and ``before`` everything on that side
up to a strong border; ``ahead`` that side up to the nearest border, and a noun on the other side ("its arrival is
expected"); ``clause`` both sides up to the nearest border; ``sentence`` both sides up to a strong border; ``whole`` all
of the sentence; ``trigger`` the words of the cue themselves; ``previous`` the sentence before the one that holds the
cue.

Effects besides the three: ``fact`` looks like a cue and is none; ``barrier`` is a border, weak with scope ``clause``,
strong with scope ``sentence``; ``conditional`` is a hedge, but an expectation after a ``reported`` one ("announced that
they would leave").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from marsad.language.lexicon import Match
from marsad.language.pack import Pack, list_words
from marsad.model import Factuality, Span
from marsad.read.attributive import is_attributive
from marsad.read.keep import keep_with_it
from marsad.read.segment import Sentence
from marsad.text import Token, fold

_NEXT = 4  # words that a cue of scope `next` looks ahead: "has not yet been fully delivered"
_WORDS = 6  # a trigger is shorter than that: more words are a sentence without a trigger, judged as a whole
_PUT_RIGHT = 4  # tokens from a number to the one that puts it right: "not 14, but 20"
_ASIDE = 11  # tokens from comma to comma that may be an aside: ", according to a statement of the office,"
_DATELINE = 14  # tokens that may stand before a report's first words: "New Delhi, November 24 (ANI):"
_BACK = 6, 16  # a sentence that takes back the one before says so within so many tokens, and is no longer than that
_FACTUALITIES: dict[str, Factuality] = {"denied": "denied", "possible": "possible", "expected": "expected"}
_RANK: dict[str, int] = {"denied": 3, "possible": 2, "expected": 1}
_ORDERS = frozenset({"buy", "sell", "sign"})  # "signed a contract for the coming years" is signed
_PROMISES = frozenset({"pledge", "back"})  # frames that state a promise: it is made, whatever becomes of it


@dataclass(frozen=True, slots=True)
class FactualityJudgement:
    """How a statement is said to stand, the rule that decided and the words it rests on (None for a plain fact).

    ``effects`` lists every cue that reached the statement as ``effect:scope``, also those that were outranked.
    """

    factuality: Factuality
    rule: str
    span: Span | None = None
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    effect: str
    scope: str
    pattern: str
    opens: bool = False
    describes: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence's cues and borders, found once for all its triggers."""

    cues: tuple[_Cue, ...]
    weak: frozenset[int]
    strong: frozenset[int]
    commas: frozenset[int]
    asides: tuple[tuple[int, int], ...]
    opening: int
    hanging: frozenset[int] = frozenset()
    parted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Target:
    """Token ranges of the trigger and of what the claim is about; whether it is a noun or all the sentence."""

    here: tuple[int, int]
    about: tuple[int, int] | None
    nominal: bool
    whole: bool


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
    upcoming: bool = False,
) -> FactualityJudgement:
    """How the statement that ``trigger`` opens is said to stand.

    ``clause`` are the words of the statement: the trigger and what the claim is about. ``following`` is the next
    sentence, which may take the statement back. ``frame`` is the trigger's frame: a pledge that is made is a fact.
    ``voice`` is its form: a verb is not governed by the verbs that follow it ("the jets ordered in May are due").
    ``item`` is the thing or the group the claim is about: a hedge or a negation right before it is its own ("and
    possibly a fifth"). ``upcoming`` says that the claim's date lies after the day of publication.

    >>> judge_factuality(sentence, pack, sentence.span, trigger).factuality
    'denied'
    """
    tokens = sentence.tokens
    reading = _read_cues(sentence, pack)
    here = _token_range(sentence, trigger)
    target = _Target(
        here,
        about=_token_range(sentence, item) if item is not None and sentence.span.covers(item) else None,
        nominal=voice in ("", "noun")
        or (item is not None and item.overlaps(trigger))
        or _is_named_so(tokens[here[0]], pack),
        whole=here[1] - here[0] >= min(_WORDS, len(tokens) - 1),
    )
    reached = [cue for cue in reading.cues if _applies(cue, frame) and _governs(cue, target, reading)]
    effects = tuple(sorted({f"{cue.effect}:{cue.scope}" for cue in reached}))
    best = max(reached, key=lambda cue: (_RANK[cue.effect], -_distance(cue, here)), default=None)
    back = _taken_back(following, pack) if following is not None else None
    if back is not None and (best is None or _RANK[best.effect] < _RANK[back.factuality]):
        return replace(back, effects=effects)
    if best is not None:
        return _judgement(best, tokens, effects)
    if upcoming and frame not in _PROMISES | _ORDERS:
        return FactualityJudgement("expected", "factuality:date")
    return FactualityJudgement("fact", "factuality:plain")


def _is_named_so(token: Token, pack: Pack) -> bool:
    """Whether a trigger is a noun, by its case, or a verb that hangs on another, either of which may stand behind it
    ("the contract will be signed", "to send more nobody plans").
    """
    return bool(pack.cases(token.norm))


def _applies(cue: _Cue, frame: str) -> bool:
    """Whether an expectation says anything about a trigger of this frame."""
    if cue.effect != "expected":
        return True
    if frame in _PROMISES or (frame in _ORDERS and cue.scope == "clause"):
        return False
    return not (frame == "sign" and cue.scope == "trigger")


def _governs(cue: _Cue, target: _Target, reading: _Reading) -> bool:
    """Whether a cue covers the trigger, or stands beside what the claim is about; a verb says for itself whether what
    is described as expected came.
    """
    beside = target.nominal and cue.first < target.here[1] + _NEXT
    if (cue.describes and not (beside or target.whole)) or _stands_by(cue, target.here, reading):
        return False
    beside = target.about is not None and _leads(cue, target.about, reading)
    return _reaches(cue, target, reading) or (beside and _border(cue, target.here, reading) < 2)


def _stands_by(cue: _Cue, here: tuple[int, int], reading: _Reading) -> bool:
    """Whether an expectation belongs to the circumstances that open a sentence: "amid interest in guns, India sent"."""
    return cue.effect == "expected" and cue.last <= reading.opening < here[0]


def _judgement(cue: _Cue, tokens: Sequence[Token], effects: tuple[str, ...] = ()) -> FactualityJudgement:
    span = Span(tokens[cue.first].start, tokens[cue.last - 1].end)
    return FactualityJudgement(_FACTUALITIES[cue.effect], f"factuality:{cue.scope}:{cue.pattern}", span, effects)


def _taken_back(following: Sentence, pack: Pack) -> FactualityJudgement | None:
    within, longest = _BACK
    if len(following.tokens) > longest:
        return None
    for cue in _read_cues(following, pack).cues:
        if cue.scope == "previous" and cue.first <= within:
            return _judgement(cue, following.tokens)
    return None


def _token_range(sentence: Sentence, span: Span) -> tuple[int, int]:
    first, last = sentence.holding(span.start), sentence.first_from(span.end)
    return (first, last) if first < last else (0, len(sentence.tokens))


def _distance(cue: _Cue, here: tuple[int, int]) -> int:
    return max(cue.first - here[1], here[0] - cue.last, 0)


def _between(cue: _Cue, here: tuple[int, int]) -> range:
    """Token indexes between a cue and a range; empty where they touch or overlap."""
    return range(cue.last, here[0]) if cue.last <= here[0] else range(here[1], cue.first)


def _border(cue: _Cue, here: tuple[int, int], reading: _Reading, nominal: bool = False) -> int:
    """The hardest border between a cue and a range: 0 none, 1 weak, 2 strong.

    What stands in brackets or between two commas is passed over, and so is a mark right beside a hedge ("probably,").
    So is the comma before a participle, which goes with the verb before it ("will go to the port, relieving").
    A cue with a conjunction glued to it opens a clause of its own, and so does a hedge right behind one.
    """
    between = _between(cue, here)
    open_ = set(between)
    for first, last in reading.asides:
        if first in between and last in between:
            open_.difference_update(range(first, last + 1))
        elif nominal and first < here[0] and here[1] <= last <= cue.first:
            open_.discard(last)
    if cue.effect == "possible":
        closing = _closing_comma(here, reading)
        open_ -= {index for index in (cue.first - 1, cue.last) if index in reading.commas and index != closing}
    if cue.last < here[0] and here[0] - 1 in reading.hanging:
        open_.discard(here[0] - 1)
    if nominal and cue.effect == "expected" and cue.last < here[0] - 1 in reading.parted:
        open_.discard(here[0] - 1)
    if not reading.strong.isdisjoint(open_):
        return 2
    if cue.opens and here[1] <= cue.first:
        return 1
    return 0 if reading.weak.isdisjoint(open_) else 1


def _closing_comma(here: tuple[int, int], reading: _Reading) -> int:
    """The comma that closes the relative clause or the apposition in which a trigger stands, or -1: a hedge behind it
    is the main clause's ("X, whose men fought there, reportedly left").
    """
    opening = max((index for index in reading.commas if index < here[0]), default=-1)
    closing = min((index for index in reading.commas if index >= here[1]), default=-1)
    relative = opening >= 0 and opening + 1 in reading.weak
    return closing if relative or (opening, closing) in reading.asides else -1


def _reaches(cue: _Cue, target: _Target, reading: _Reading) -> bool:
    """Whether the scope of a cue covers the trigger."""
    here = target.here
    if target.whole:
        return cue.scope != "previous"
    if cue.first < here[1] and here[0] < cue.last:
        inside = here[0] == cue.first and cue.last < here[1]
        if cue.scope == "after" and here[0] < cue.first:  # "has ruled out sending troops" as one trigger
            return cue.last < here[1]
        return cue.scope not in ("after", "previous") and not (inside and (cue.scope, cue.effect) == ("next", "denied"))
    border = _border(cue, here, reading, target.nominal)
    ahead = cue.last <= here[0]
    if ahead and cue.effect != "possible" and _is_set_apart(cue, here, reading):
        return False
    if cue.scope == "next":
        near = len(_between(cue, here)) <= _NEXT and not border
        return near and (ahead or target.nominal or here[1] == cue.first)
    if cue.scope in ("after", "before"):
        return border < 2 and ahead == (cue.scope == "after")
    if cue.scope in ("sentence", "whole"):
        return border < 2 or cue.scope == "whole"
    return not border and (cue.scope == "clause" or (cue.scope == "ahead" and (ahead or target.nominal)))


def _is_set_apart(cue: _Cue, here: tuple[int, int], reading: _Reading) -> bool:
    """Whether a cue stands in a relative clause between commas before the trigger: "X, who denies it, sent"."""
    around = (aside for aside in reading.asides if aside[0] < cue.first and cue.last <= aside[1] <= here[0])
    return any(first + 1 in reading.weak for first, _ in around)


def _leads(cue: _Cue, about: tuple[int, int], reading: _Reading) -> bool:
    """Whether a cue stands right before the thing the claim is about, or a verb of what is to come right beside it."""
    if cue.effect == "expected":
        if cue.scope != "ahead":
            return False
    elif cue.scope not in ("clause", "next") or cue.last > about[0]:
        return False
    return len(_between(cue, about)) <= _NEXT and not _border(cue, about, reading)


def _asides(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Ranges in brackets, and short ones between two commas, from the first mark to the last."""
    found: list[tuple[int, int]] = []
    comma = bracket = -1
    for index, token in enumerate(tokens):
        if token.norm == "(":
            bracket = index
        elif token.norm == ")" and bracket >= 0:
            found.append((bracket, index))
        elif token.norm == ",":
            if comma >= 0 and index - comma <= _ASIDE:
                found.append((comma, index))
                comma = -1
            else:
                comma = index
    return tuple(found)


@keep_with_it
def _read_cues(sentence: Sentence, pack: Pack) -> _Reading:
    """The cues and borders of a sentence; of two patterns on the same words the longer or more literal stands."""
    tokens = sentence.tokens
    matches = [m for m in sentence.scan(pack).matches(pack.lexicon("factuality")) if not _is_name(m, tokens, pack)]
    cues: list[_Cue] = []
    weak = _spaced_dashes(tokens)
    strong = _clause_commas(tokens, pack)
    for match in matches:
        effect, scope = match.get("effect"), match.get("scope")
        if effect == "barrier":
            (strong if scope == "sentence" else weak).update(range(match.first, match.last))
        elif _corrects_number(match, tokens):
            continue
        elif effect != "fact" and not any(_overrules(other, match) for other in matches):
            name = match.entry.row["pattern"].split("|")[0]
            opens = _opens_clause(tokens[match.first], pack) or (effect == "possible" and _joins(tokens, match, pack))
            describes = effect == "expected" and match.last - match.first == 1
            describes = describes and is_attributive(tokens, match.first, pack)
            cues.append(_Cue(match.first, match.last, effect, scope, name, opens, describes))
    cues = _resolve_moods([*cues, *_ending_cues(tokens, pack, matches)], strong)
    commas = frozenset(index for index, token in enumerate(tokens) if token.norm in ",:")
    return _Reading(
        tuple(cues), frozenset(weak), frozenset(strong), commas, _asides(tokens), _opening_end(tokens, pack),
        _hanging(tokens, pack), _parted(tokens, pack),
    )  # fmt: skip


def _corrects_number(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a negation is of the figures right behind it alone, which others put right: "sent not 14 but 20 guns"."""
    if (match.get("effect"), match.get("scope")) != ("denied", "next"):
        return False
    figures = [index for index in range(match.last, len(tokens)) if tokens[index].kind == "number"][:2]
    return len(figures) == 2 and figures[0] == match.last and figures[1] - figures[0] <= _PUT_RIGHT


def _hanging(tokens: Sequence[Token], pack: Pack) -> frozenset[int]:
    """Commas right before a participle that hangs on the verb before (``[factuality] participle_endings``)."""
    endings = tuple(pack.setting("factuality", "participle_endings", default=()))
    pairs = enumerate(pairwise(tokens))
    found = (i for i, (token, after) in pairs if token.norm == "," and after.is_word and not after.upper)
    return frozenset(i for i in found if tokens[i + 1].norm.endswith(endings or ("\0",)))


def _parted(tokens: Sequence[Token], pack: Pack) -> frozenset[int]:
    """Commas that may stand between a subject and the noun of doing that its verb governs ("plans the army, buying"),
    in packs whose verb comes first: one that no conjunction follows, the first of a sentence.
    """
    if not pack.setting("attribution", "verb_first", default=False):
        return frozenset()
    comma = next((i for i, token in enumerate(tokens) if token.norm in ",:"), len(tokens))
    after = tokens[comma + 1] if comma + 1 < len(tokens) else None
    return frozenset((comma,) if after is not None and after.is_word and not _opens_clause(after, pack) else ())


def _opening_end(tokens: Sequence[Token], pack: Pack) -> int:
    """The comma that closes words of circumstance at a sentence's beginning (``[factuality] circumstances``), or 0.

    A few words before them may say where and when a report was written, up to a colon. The main clause begins behind
    the comma: with a name or an article, in a script without capitals with any word that no conjunction is glued to.
    """
    words = {fold(word) for word in pack.setting("factuality", "circumstances", default=())}
    first = next((i + 1 for i in range(min(_DATELINE, len(tokens))) if tokens[i].norm == ":"), 0)
    if first >= len(tokens) or tokens[first].norm not in words:
        return 0
    comma = next((index for index in range(first, len(tokens) - 1) if tokens[index].norm == ","), 0)
    if not comma:
        return 0
    after = tokens[comma + 1]
    begins = after.upper or after.norm in _articles(pack) if pack.cased else not _opens_clause(after, pack)
    return comma if begins else 0


@cache
def _articles(pack: Pack) -> frozenset[str]:
    return list_words(row for row in pack.rows("attribution") if row["cue"] == "det")


def _resolve_moods(cues: Sequence[_Cue], strong: set[int]) -> list[_Cue]:
    """A conditional is hearsay, but after "announced that" it is what is to come."""
    reports = [cue for cue in cues if cue.effect == "reported"]
    resolved = []
    for cue in cues:
        if cue.effect == "conditional":
            told = any(r.last <= cue.first and strong.isdisjoint(range(r.last, cue.first)) for r in reports)
            resolved.append(replace(cue, effect="expected" if told else "possible"))
        elif cue.effect in _RANK:
            resolved.append(cue)
    return resolved


def _opens_clause(token: Token, pack: Pack) -> bool:
    """Whether a conjunction is glued to the front of a word (``[factuality] glued_conjunctions``)."""
    return any(token.norm.startswith(letter) and token.norm[len(letter) :] in token.forms for letter in _glued(pack))


def _joins(tokens: Sequence[Token], match: Match, pack: Pack) -> bool:
    """Whether "and" stands right before a cue of scope ``clause``, so that it says nothing of what was before."""
    index = match.first - 1
    index -= index > 0 and tokens[index].norm == ","
    return match.get("scope") == "clause" and index >= 0 and tokens[index].norm in pack.setting("people", "joiners")


def _glued(pack: Pack) -> list[str]:
    return list(pack.setting("factuality", "glued_conjunctions", default=[]))


def _clause_commas(tokens: Sequence[Token], pack: Pack) -> set[int]:
    """Commas before a glued conjunction, where a new main clause begins; "and that", which goes on, is none."""
    going_on = {letter + word for letter in _glued(pack) for word in pack.setting("factuality", "going_on", default=[])}
    pairs = enumerate(pairwise(tokens))
    return {
        index
        for index, (token, after) in pairs
        if token.norm == "," and _opens_clause(after, pack) and after.norm not in going_on
    }


def _spaced_dashes(tokens: Sequence[Token]) -> set[int]:
    """Dashes that stand between words, not inside a name."""
    pairs = enumerate(pairwise(tokens))
    return {index for index, (token, after) in pairs if token.norm == "-" and token.space_before and after.space_before}


def _ending_cues(tokens: Sequence[Token], pack: Pack, matches: Sequence[Match]) -> list[_Cue]:
    """Cues by the ending of a word, for languages that mark tense or mood there (``[factuality] endings``)."""
    endings = pack.setting("factuality", "endings", default=[])
    if not endings:
        return []
    tails = tuple(ending for ending, _ in endings)
    taken = {match.first for match in matches if match.last == match.first + 1}
    return [
        _Cue(index, index + 1, effect, "clause", f"-{ending}")
        for index, token in enumerate(tokens)
        if token.norm.endswith(tails) and token.is_word and index not in taken and not (token.upper and index)
        for ending, effect in endings
        if len(token.norm) > len(ending) + 2 and token.norm.endswith(ending)
    ]


def _specificity(match: Match) -> int:
    """How much of a match is spelt out: literals count more than stems."""
    return sum(2 if element.literals else 1 for element in match.entry.elements if not element.gap)


def _overrules(other: Match, match: Match) -> bool:
    """Whether another pattern covers the same words and says more."""
    if other.get("effect") == "barrier" or other.last <= match.first or match.last <= other.first:
        return False
    if match.get("scope") == "previous" and other.get("effect") != "fact":
        return False
    if not (other.first <= match.first and match.last <= other.last):
        gapped = any(element.gap for element in other.entry.elements)
        return not gapped and other.last - other.first > match.last - match.first and other.get("scope") != "previous"
    if (other.first, other.last) != (match.first, match.last):
        gapped = any(element.gap for element in other.entry.elements)
        return other.get("scope") != "previous" and (not gapped or match.get("effect") == "denied")
    if other.get("effect") == match.get("effect") or other.get("scope") == "previous":
        return False
    more, less = _specificity(other), _specificity(match)
    return more > less or (more == less and other.get("effect") == "fact")


def _is_name(match: Match, tokens: Sequence[Token], pack: Pack) -> bool:
    """Whether a one-word cue is written as a name inside the sentence ("in May")."""
    token = tokens[match.first]
    inside = match.first > 0 and tokens[match.first - 1].kind in ("word", "number")
    return pack.cased and match.last == match.first + 1 and token.upper and inside and match.get("effect") != "barrier"
