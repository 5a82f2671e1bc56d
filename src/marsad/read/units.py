"""Whose force it is: the forces that could be a claim's unit, and what is known of each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from marsad.knowledge.actors import owner_of
from marsad.read.actors import ActorMention, force_meant
from marsad.read.draft import Draft
from marsad.read.features import bucket, few
from marsad.read.parties import Candidate, Cast, Force, by_distance, mention_features
from marsad.read.scoring import Features, Group

# So many groups of features of each kind are kept.
_MOST = 10_000
# So many claims before are looked at for their forces, and so many sentences, up to so many forces.
_EARLIER = 4
_BACK, _MOST_FORCES = 40, 10
# Which of so many latest claims had a force is told.
_LATEST = 3


def unit_candidates(draft: Draft, cast: Cast, made: Sequence[Draft]) -> list[Candidate]:
    """No force, then every force named in the sentence, before it or in the title, and those of earlier claims.

    A bare "the army" offers the recipient's army and the supplier's.
    """
    here: dict[str, list[ActorMention]] = {}
    for mention in sorted(draft.scene.actors, key=lambda a: a.span):
        if mention.unit:
            here.setdefault(mention.id, []).append(mention)
    for mention in draft.scene.pointing:
        for party in (draft.recipient, draft.supplier):
            if force := force_meant(mention, party):
                here.setdefault(force, []).append(mention)
    earlier = [d.unit for d in made[-_EARLIER:] if d.unit]
    title = [force for force, known in cast.forces.items() if known.title]
    past = _Past(draft, made)
    anchor = draft.anchor
    frame = anchor.frame if anchor else "bare"
    candidates = [Candidate(None, None, [_no_force(draft.type, frame, few(len(here))), *past.of(None)])]
    for force in dict.fromkeys([*here, *earlier, *_named_before(draft), *title]):
        mentions = by_distance(here.get(force, ()), draft)
        belongs = _belongs(force, cast.forces.get(force), draft)
        features: Features = [_owned(draft.type, frame, belongs), *past.of(force)]
        if known := cast.forces.get(force):
            features.append(_named(draft.type, bucket(len(known.scenes), (1, 2, 4, 8)), few(len(cast.forces), 3),
                                   _since(known, draft.scene.index), known.title))  # fmt: skip
        if mentions:
            features += mention_features(draft, mentions[0], list(here).index(force))
            features.append(_stands_here(draft.type, mentions[0].kind, belongs))
            if draft.people and draft.people.span.overlaps(mentions[0].span):
                features += ["inpeople", f"{draft.type}/inpeople"]
        else:
            role = draft.people.role if draft.people else "none"
            features.append(_stands_away(draft.type, known.kind if known else "none", role, belongs, few(len(here))))
        candidates.append(Candidate(force, mentions[0] if mentions else None, features))
    return candidates


def _named_before(draft: Draft) -> list[str]:
    """The forces of the sentences before, the nearest first, of a text without end the nearest alone."""
    index = draft.scene.index
    found: dict[str, None] = {}
    for scene in reversed(draft.stage.scenes[max(0, index - _BACK) : index]):
        found |= dict.fromkeys(mention.id for mention in scene.actors if mention.unit)
        if len(found) >= _MOST_FORCES:
            break
    return list(found)


def _belongs(force: str, known: Force | None, draft: Draft) -> str:
    """To which of a claim's parties a force belongs; one that only an earlier claim knows, by its name alone."""
    owners = known.owners if known else {owner_of(force)} - {None}
    if not owners:
        return "none"
    return "supplier" if draft.supplier in owners else "recipient" if draft.recipient in owners else "other"


def _since(known: Force, index: int) -> str:
    """How many sentences ago a force was named."""
    last = bisect_right(known.scenes, index) - 1
    if last >= 0:
        return bucket(index - known.scenes[last], (0, 1, 2, 4, 8))
    return "title" if known.title else "later"


class _Past:
    """The forces of the claims before, as seen from a claim."""

    def __init__(self, draft: Draft, made: Sequence[Draft]) -> None:
        self._draft = draft
        self._latest = made[: -_LATEST - 1 : -1]
        self._counts = Counter([d.unit for d in made])
        self._most = max((count for force, count in self._counts.items() if force), default=0)
        self._fellows = [_find_latest(made, draft, role) for role in ("supplier", "recipient")]

    def of(self, force: str | None) -> Features:
        """Which of the latest claims had this force, how many in all, and whether the last one of the same supplier or
        recipient had it.
        """
        draft = self._draft
        found: Features = []
        for back, made in enumerate(self._latest):
            if made.unit == force:
                same = "same" if made.type == draft.type else "other"
                found.append(_had_before(force is None, back, same, made.scene is draft.scene))
        if count := self._counts[force]:
            found.append(_filled(force is None, bucket(count, (1, 2, 4)), count >= self._most))
        for role, fellow in zip(("supplier", "recipient"), self._fellows, strict=True):
            if fellow is not None:
                same = "same" if fellow.type == draft.type else "other"
                found.append(_of_fellow(force is None, role, fellow.unit == force, same))
        return found


def _find_latest(made: Sequence[Draft], draft: Draft, role: str) -> Draft | None:
    """The claim before with the same party in a role."""
    party = getattr(draft, role)
    return next((d for d in reversed(made) if getattr(d, role) == party), None) if party else None


@lru_cache(maxsize=_MOST)
def _no_force(kind: str, frame: str, here: str) -> Group:
    return Group("none", f"none/{kind}", f"none/{kind}/{frame}", f"none/here={here}", f"none/{kind}/here={here}")


@lru_cache(maxsize=_MOST)
def _owned(kind: str, frame: str, belongs: str) -> Group:
    return Group(f"of={belongs}", f"{kind}/of={belongs}", f"{frame}/of={belongs}")


@lru_cache(maxsize=_MOST)
def _named(kind: str, count: str, forces: str, since: str, title: bool) -> Group:
    told = ("title", f"{kind}/title") if title else ()
    return Group(
        f"named={count}", f"forces={forces}/named={count}", f"forces={forces}", f"since={since}",
        f"{kind}/since={since}", f"forces={forces}/since={since}", *told,
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _stands_here(kind: str, force: str, belongs: str) -> Group:
    return Group(
        "here", f"{kind}/here", f"force={force}", f"{kind}/force={force}", f"force={force}/of={belongs}",
        f"{kind}/force={force}/of={belongs}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _stands_away(kind: str, force: str, role: str, belongs: str, here: str) -> Group:
    return Group(
        "away", f"away/{kind}", f"away/of={belongs}", f"away/{kind}/of={belongs}", f"away/here={here}",
        f"away/force={force}", f"away/{kind}/force={force}", f"away/{role}/force={force}",
        f"away/force={force}/of={belongs}", f"away/{role}/of={belongs}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _had_before(nobody: bool, back: int, same: str, here: bool) -> Group:
    name = "noprev" if nobody else "prev"
    return Group(f"{name}{back}={same}", f"{name}unit/{'here' if here else 'away'}")


@lru_cache(maxsize=_MOST)
def _filled(nobody: bool, count: str, most: bool) -> Group:
    name = "norole" if nobody else "role"
    return Group(f"{name}={count}", f"{name}={'top' if most else 'less'}")


@lru_cache(maxsize=_MOST)
def _of_fellow(nobody: bool, role: str, its: bool, same: str) -> Group:
    name = "nofellow" if nobody else "fellow"
    return Group(f"{name}/{role}={its}", f"{name}/{role}={its}/{same}")
