"""A claim in the making, and what its decisions look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from marsad.model import DateMention, Factuality, Span
from marsad.read.actors import ActorMention
from marsad.read.attribution import SourceMention
from marsad.read.people import PeopleMention
from marsad.read.places import PlaceMention
from marsad.read.scene import ItemMention, Scene, Stage, Trigger
from marsad.read.scoring import Features, Reason

ANNOUNCED = frozenset({"order", "agreement", "support"})
"""Types of claims that happen when and where they are said: what is promised, signed or declared."""


@dataclass(frozen=True, slots=True)
class _Near:
    """A draft's core with what follows from it."""

    core: tuple[Span, ...]
    range: tuple[int, int]
    anchor: Trigger | None
    acting: tuple[Trigger, ...]
    features: dict[tuple[int, int], Features]


@dataclass(slots=True)
class Draft:
    """What is known so far of one claim; the builder fills it slot by slot. ``reasons`` says why, by slot."""

    stage: Stage
    scene: Scene
    type: str
    triggers: tuple[Trigger, ...]
    items: list[ItemMention] = field(default_factory=list)
    people: PeopleMention | None = None
    supplier: str | None = None
    recipient: str | None = None
    unit: str | None = None
    party_spans: dict[str, Span | None] = field(default_factory=dict)
    place: PlaceMention | ActorMention | None = None
    date: DateMention | None = None
    factuality: Factuality = "fact"
    sources: tuple[SourceMention, ...] = ()
    scenes: list[Scene] = field(default_factory=list)
    reasons: dict[str, Reason] = field(default_factory=dict)
    _near: _Near | None = field(default=None, repr=False)

    @property
    def core(self) -> tuple[Span, ...]:
        """The words that tell this claim from others of its type in the sentence: its items and people."""
        spans = [item.equipment.span for item in self.items]
        if self.people is not None:
            spans.append(self.people.span)
        return tuple(spans)

    def reason(self, slot: str) -> str:
        """Why the slot was filled as it was; empty where nothing was decided."""
        return self.reasons.get(slot, str)()

    @property
    def anchor(self) -> Trigger | None:
        """The trigger nearest to the claim's core."""
        return self._settled().anchor

    @property
    def acting(self) -> tuple[Trigger, ...]:
        """The triggers that are no part of a name in the core ("of the type"), or all where there are no others."""
        return self._settled().acting

    @property
    def core_range(self) -> tuple[int, int]:
        """Token range of the core in the draft's sentence; of the anchor where there is no core."""
        return self._settled().range

    @property
    def features(self) -> dict[tuple[int, int], Features]:
        """Features of actors as seen from the core, by mention and order; forgotten when the core changes."""
        return self._settled().features

    def _settled(self) -> _Near:
        """The core with its range and its anchor, worked out anew where the core has changed."""
        core = self.core
        if self._near is None or self._near.core != core:
            first, last = self._range_of(core)
            acting = tuple(t for t in self.triggers if not any(span.covers(t.span) for span in core)) or self.triggers
            anchor = acting[0] if acting else None
            if core and len(acting) > 1:
                anchor = min(acting, key=lambda t: (max(0, first - t.last, t.first - last), t.first))
            self._near = _Near(core, (first, last), anchor, acting, {})
        return self._near

    def _range_of(self, core: tuple[Span, ...]) -> tuple[int, int]:
        whole = self.scene.span
        spans = [s for s in core if whole.covers(s)]
        if not spans:
            if self.triggers:
                return self.triggers[0].first, self.triggers[0].last
            return 0, len(self.scene.tokens)
        ranges = [self.scene.tokens_of(span) for span in spans]
        return min(r[0] for r in ranges), max(r[1] for r in ranges)


class Choice(NamedTuple):
    """The index of the chosen candidate, why, for a person, and how far the best candidate but the first is ahead of
    the first in thousandths, whatever the decision's margin; negative where it is behind.
    """

    chosen: int
    why: Reason
    lead: int


class Decider(Protocol):
    """Chooses among candidates: the shipped ranker when reading, the gold when learning."""

    def choose(
        self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft
    ) -> Choice: ...
