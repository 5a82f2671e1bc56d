"""A verdict for each claimed outcome: consistent, contradicted or not decidable, with the figures and the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.edtf import edtf_range
from marsad.model import Claim, Document
from marsad.verdicts import Answer, Beside, Bin, Comparison, Edtf, Reason, Verdict
from marsad.verify.areas import Aim, find_aims
from marsad.verify.change import CONSISTENT, CONTRADICTED, Risks
from marsad.verify.compare import compare
from marsad.verify.control import fit_control
from marsad.verify.effects import Effect, find_effect
from marsad.verify.panel import Area, Panel
from marsad.verify.reasons import (
    NO_DATA,
    NO_PLACE,
    UNTESTED,
    explain_answer,
    explain_arrival,
    explain_cover,
    explain_kind,
    explain_period,
    tell_comparison,
)
from marsad.verify.series import list_series
from marsad.verify.tables import BIASES
from marsad.verify.windows import Window, year

Arrivals = Mapping[tuple[str, str], tuple[dt.date, str]]
"""(force or helping state, country) → the earliest day on which it was there, and the claim that says so."""


@dataclass(frozen=True, slots=True)
class World:
    """What claims are held against: panels of event data, the preferred first, and who arrived where when.

    ``controlled`` asks for a synthetic control beside each comparison that carries one.
    """

    panels: Sequence[Panel]
    arrivals: Arrivals
    controlled: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a claim is about; ``is_open`` where it names no end and the day of publication stands for it."""

    window: Window
    is_open: bool = False

    def within(self, panel: Panel, area: Area) -> Window:
        """The days as far as the panel tells: a period without end goes on to the end of the data."""
        return panel.clip(area, self.window) if self.is_open else self.window


def find_arrivals(claims: Iterable[Claim]) -> dict[tuple[str, str], tuple[dt.date, str]]:
    """The earliest dated deployment of each force and each helping state to each country."""
    found: dict[tuple[str, str], tuple[dt.date, str]] = {}
    for claim in claims:
        country = claim.place.country if claim.place and claim.place.country else claim.recipient and claim.recipient.id
        if claim.type != "deployment" or claim.factuality != "fact" or claim.date is None or not country:
            continue
        first, _ = edtf_range(claim.date.edtf)
        for party in (claim.unit, claim.supplier):
            if first and party and found.get((party.id, country), (dt.date.max, ""))[0] > first:
                found[party.id, country] = first, claim.id
    return found


def judge_claim(claim: Claim, document: Document, siblings: Sequence[Claim], world: World) -> list[Verdict]:
    """A verdict for each country that an outcome is claimed in; one without a country where it names none."""
    aims = find_aims(claim, document, siblings)
    period = find_period(claim, document)
    effect = find_effect(claim, document)
    if not aims:
        return [_make(claim, document, None, "not decidable", (NO_PLACE,))]
    return [_judge_aim(claim, document, aim, period, effect, world) for aim in aims]


def find_period(claim: Claim, document: Document) -> Period | None:
    """The days that a claim is about, up to the day of publication; None where it names no beginning or no end."""
    if claim.date is None:
        return None
    first, last = edtf_range(claim.date.edtf)
    is_open = last is None
    published = document.published
    if published:
        last = min(last, published) if last else published
    if first is None or last is None or last < first:
        return None
    return Period(Window(first, last), is_open)


def _judge_aim(
    claim: Claim, document: Document, aim: Aim, period: Period | None, effect: Effect | None, world: World
) -> Verdict:
    reasons: list[Reason | None] = [aim.note]
    if period is None:
        newest = _compare_newest(world.panels, aim)
        reasons += [explain_period(claim, document), *_tell_arrival(claim, aim, world)]
        reasons += [line for found in newest for line in [*tell_comparison(found), _bias(found, world.panels)]]
        return _make(claim, document, aim, "not decidable", reasons, list_series(world.panels, aim.area, None), newest)
    panels = [panel for panel in world.panels if panel.spans.get(aim.country)]
    if not panels:
        return _make(claim, document, aim, "not decidable", [*reasons, NO_DATA])
    window = period.window
    series = list_series(panels, aim.area, window)
    untestable = explain_kind(claim, aim, effect)
    risks = _risks(effect)
    comparisons = list(_compare_all(panels, aim, period, _arrival(claim, aim, world), risks))
    if world.controlled:
        comparisons[:1] = [replace(c, control=_fit(c, panels, aim, period)) for c in comparisons[:1]]
    if untestable or effect is None:
        told = [line for found in comparisons[:1] for line in [*tell_comparison(found), _bias(found, panels)]]
        return _make(claim, document, aim, "not decidable", [*reasons, untestable, *told], series, comparisons)
    if not comparisons:
        reasons += [explain_cover(panels, aim.country, window, aim.area.is_part), BIASES[panels[0].kind]]
        return _make(claim, document, aim, "not decidable", reasons, series)
    answer, told = _weigh(comparisons, effect, claim)
    reasons += [*told, UNTESTED, _bias(comparisons[0], panels)]
    return _make(claim, document, aim, answer, reasons, series, comparisons)


def _fit(found: Comparison, panels: Sequence[Panel], aim: Aim, period: Period) -> Beside | None:
    panel = next(panel for panel in panels if panel.label == found.dataset)
    return fit_control(panel, aim.area, period.within(panel, aim.area))


def _bias(found: Comparison, panels: Sequence[Panel]) -> Reason:
    return next(BIASES[panel.kind] for panel in panels if panel.label == found.dataset)


def _risks(effect: Effect | None) -> Risks:
    return Risks(CONSISTENT, CONTRADICTED) if effect == "failure" else Risks(CONTRADICTED, CONSISTENT)


def _compare_all(
    panels: Sequence[Panel], aim: Aim, period: Period, arrival: dt.date | None, risks: Risks
) -> Iterator[Comparison]:
    """The period before in each panel, the one that can tell chance first; then the one before the force came."""
    windows = [(panel, period.within(panel, aim.area)) for panel in panels]
    found = [c for panel, w in windows if (c := compare(panel, aim.area, w.before(), w, risks))]
    yield from sorted(found, key=lambda comparison: comparison.ratio.low is None)
    for panel, window in windows:
        if arrival is None or arrival >= window.before().first:
            continue
        steps = 1
        while window.before(steps).last >= arrival:
            steps += 1
        if earlier := compare(panel, aim.area, window.before(steps), window, risks):
            yield earlier
            return


def _compare_newest(panels: Sequence[Panel], aim: Aim) -> list[Comparison]:
    """The newest year against the one before, for a claim that says not when: to look at, not to judge by."""
    for panel in panels:
        last = max((span.last.year for span in panel.spans.get(aim.country, ())), default=None)
        if last and (found := compare(panel, Area(aim.country), year(last - 1), year(last), _risks(None))):
            return [found]
    return []


def _weigh(comparisons: Sequence[Comparison], effect: Effect, claim: Claim) -> tuple[Answer, list[Reason]]:
    """The first comparison answers; the others may only stop it."""
    answer, told = explain_answer(comparisons[0], effect)
    for other in comparisons[1:]:
        opposite, more = explain_answer(other, effect)
        told += more[:1]
        if {answer, opposite} == {"consistent", "contradicted"}:
            answer = "not decidable"
            told.append(Reason.of("opposite", dataset=other.dataset, period=Edtf(other.before)))
    if claim.factuality == "possible":
        told.append(Reason("hedged"))
    return answer, told


def _arrival(claim: Claim, aim: Aim, world: World) -> dt.date | None:
    found = _find_arrival(claim, aim, world)
    return found[0] if found else None


def _find_arrival(claim: Claim, aim: Aim, world: World) -> tuple[dt.date, str] | None:
    keys = [(party.id, aim.country) for party in (claim.unit, claim.supplier) if party]
    return next((world.arrivals[key] for key in keys if key in world.arrivals), None)


def _tell_arrival(claim: Claim, aim: Aim, world: World) -> Iterator[Reason]:
    found = _find_arrival(claim, aim, world)
    if found:
        yield explain_arrival(claim, aim.country, *found)


def _make(
    claim: Claim,
    document: Document,
    aim: Aim | None,
    answer: Answer,
    reasons: Iterable[Reason | None],
    series: tuple[Bin, ...] = (),
    comparisons: Sequence[Comparison] = (),
) -> Verdict:
    return Verdict(
        claim=claim.id,
        document=document.source,
        country=aim.country if aim else None,
        place=aim.place if aim else claim.place.name if claim.place else None,
        period=claim.date.edtf if claim.date else None,
        verdict=answer,
        reasons=tuple(reason for reason in reasons if reason),
        series=series,
        comparisons=tuple(comparisons),
        quote=" ".join(span.of(document.text) for span in claim.spans),
        outlet=document.publisher,
    )
