"""What holding claims against the world gives: deaths counted, comparisons, verdicts, predictions.

Plain values that any part may hold or print.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Union

from marsad.model import Party

Answer = Literal["consistent", "contradicted", "not decidable"]
ANSWERS: tuple[Answer, ...] = ("consistent", "contradicted", "not decidable")
Settled = Literal["came true", "came late", "did not", "open"]
SETTLED: tuple[Settled, ...] = ("came true", "came late", "did not", "open")


@dataclass(frozen=True, slots=True)
class Count:
    """Deaths as a source gives them: its lowest, best and highest figure, as written, even where out of order."""

    low: int = 0
    best: int = 0
    high: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.low + other.low, self.best + other.best, self.high + other.high)

    @property
    def least(self) -> int:
        """The lowest of the three."""
        return min(self.low, self.best, self.high)

    @property
    def most(self) -> int:
        """The highest of the three."""
        return max(self.low, self.best, self.high)

    def __str__(self) -> str:
        return f"{self.low}–{self.best}–{self.high}"


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval in EDTF."""

    edtf: str


@dataclass(frozen=True, slots=True)
class Countries:
    """Countries by ISO code."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one."""

    part: float


Value = Union[str, int, float, dt.date, Count, Edtf, Countries, Share, Party, "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that says why: its key in the tables of words (``because.KEY``), and the values that it holds.

    >>> Reason.of("no_later", due=dt.date(2025, 3, 31))
    Reason(key='no_later', values=(('due', datetime.date(2025, 3, 31)),))
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, key: str, **values: Value) -> Reason:
        return cls(key, tuple(values.items()))

    @property
    def claim(self) -> str | None:
        """The claim that the reason rests on, where it names one."""
        found = dict(self.values).get("claim")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Toll:
    """Deaths by type of violence.

    ``by_governments`` is the part of the one-sided killings of civilians that governments, or forces allied with
    them, are counted with.
    """

    state_based: Count = Count()
    non_state: Count = Count()
    one_sided: Count = Count()
    by_governments: Count = Count()

    def __add__(self, other: Toll) -> Toll:
        return Toll(
            self.state_based + other.state_based,
            self.non_state + other.non_state,
            self.one_sided + other.one_sided,
            self.by_governments + other.by_governments,
        )

    @property
    def all(self) -> Count:
        return self.state_based + self.non_state + self.one_sided


@dataclass(frozen=True, slots=True)
class Bin:
    """The deaths of one year (``2024``) or month (``2024-03``)."""

    period: str
    toll: Toll


@dataclass(frozen=True, slots=True)
class Ratio:
    """Deaths after per death before, of the best figures, and between which ends chance alone would leave it.

    ``level`` is the part of such intervals that hold the true ratio. ``way`` says how chance was judged. An end is None
    where there is nothing to tell it by.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    way: Reason


@dataclass(frozen=True, slots=True)
class Beside:
    """How deaths moved elsewhere in the same time: ``who`` by ISO code, their ratio, and what made it."""

    who: tuple[str, ...]
    before: int
    after: int
    ratio: float | None
    way: Reason


@dataclass(frozen=True, slots=True)
class Comparison:
    """Deaths of one period against those of an equally long one before it, in one dataset.

    ``moved`` is what can be said with the uncertainty counted in: ``rose``, ``fell``, or None; ``civilians`` and
    ``governments`` say the same of one-sided killings and of those by governments, by their bounds alone.
    """

    dataset: str
    before: str
    after: str
    toll_before: Toll
    toll_after: Toll
    ratio: Ratio
    moved: Literal["rose", "fell"] | None
    civilians: Literal["rose", "fell"] | None
    governments: Literal["rose", "fell"] | None
    neighbours: Beside | None = None
    control: Beside | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What event data say to one claimed outcome in one country.

    ``document`` is where the document came from, ``country`` an ISO code, ``period`` EDTF. ``series`` are the deaths
    before and after, ``reasons`` what a person is told. ``comparisons`` rest on one dataset each.
    """

    claim: str
    document: str
    country: str | None
    place: str | None
    period: str | None
    verdict: Answer
    reasons: tuple[Reason, ...]
    series: tuple[Bin, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    quote: str = ""
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim that something will happen: who said it, when, what, by when, and what became of it.

    ``by`` is EDTF, None where the horizon is open; ``settled_by`` are claims (or datasets) that settle it.
    """

    claim: str
    document: str
    outlet: str | None
    speaker: str
    said: dt.date | None
    type: str
    what: str
    quote: str
    by: str | None
    status: Settled
    reasons: tuple[Reason, ...]
    settled_by: tuple[str, ...] = ()
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """How often a source's predictions came true; what it said in several documents counts once."""

    speaker: str
    came_true: int
    came_late: int
    did_not: int
    open: int
