"""What the people of a claim are: soldiers, instructors, experts, mercenaries, advisers or others.

Their noun says so ("instructors") unless it says little ("men", "Russians", a number whose noun is left out), or what
they do says more: soldiers who train others are instructors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from marsad.model import ROLES
from marsad.read.draft import Decider, Draft
from marsad.read.features import own_words, plain_forms
from marsad.read.people import PeopleMention
from marsad.read.scoring import Features, Group

# So many groups of features are kept.
_MOST = 10_000
# So many words of a group name it.
_WORDS = 4


def fill_role(draft: Draft, made: Sequence[Draft], decider: Decider) -> None:
    """Decide what a claim's people are; of a claim without people nothing."""
    people = draft.people
    if people is None:
        return
    roles = [people.role, *(role for role in ROLES if role != people.role)]
    shared = _describe(draft, people, made)
    words = _list_words(draft, people)
    features: list[Features] = [[shared.under(role), *(f"{role}/{word}" for word in words)] for role in roles]
    index, why, _ = decider.choose("role", features, roles, draft)
    draft.people = replace(people, role=roles[index])
    draft.reasons["role"] = why


def _describe(draft: Draft, people: PeopleMention, made: Sequence[Draft]) -> Group:
    last = next((d.people.role for d in reversed(made) if d.people), "none")
    anchor = draft.anchor
    others = sorted({group.role for group in draft.scene.people if group.span != people.span})
    return _described(
        draft.type, anchor.frame if anchor else "bare", people.role, people.form, people.nationality is not None,
        last, draft.unit or "none", tuple(others),
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _described(
    kind: str, frame: str, own: str, form: str, national: bool, last: str, unit: str, others: tuple[str, ...]
) -> Group:
    beside = [
        name for other in others or ("none",) for name in (f"own={own}/beside={other}", f"{form}/beside={other}/{kind}")
    ]
    return Group(
        "role", f"own={own}", f"own={own}/{form}", f"{kind}/own={own}", f"{kind}/own={own}/{form}",
        f"{kind}/{frame}/own={own}", f"own={own}/{form}/last={last}", f"{form}/last={last}", f"own={own}/unit={unit}",
        f"unit={unit}", f"own={own}/{form}/national={national}", *beside,
    )  # fmt: skip


def _list_words(draft: Draft, people: PeopleMention) -> list[str]:
    """The words that name a group, and those shortly around it."""
    scene = draft.scene
    first, last = here = scene.tokens_of(people.span)
    forms, language = plain_forms(scene), draft.stage.pack.code
    named = [f"{language}~{form}" for form in forms[first : min(last, first + _WORDS)]]
    around = [f"{language}<~{form}" for form in forms[max(0, first - _WORDS) : first]]
    around += [f"{language}>~{form}" for form in forms[last : last + _WORDS]]
    return [*own_words(scene, here, draft.type, language), *named, *around]
