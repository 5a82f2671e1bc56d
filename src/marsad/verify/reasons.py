"""Why a verdict is as it is: which sentences a person is told, with their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.model import Claim, Document
from marsad.verdicts import Answer, Beside, Comparison, Count, Countries, Edtf, Reason, Share, Value
from marsad.verify.areas import Aim
from marsad.verify.effects import Effect
from marsad.verify.panel import Panel
from marsad.verify.windows import Window

NO_PLACE = Reason("no_place")
NO_DATA = Reason("no_data")
UNTESTED = Reason("untested")
_GOOD = {"success": "fell", "failure": "rose"}


def explain_period(claim: Claim, document: Document) -> Reason:
    """Why there is no period to look at."""
    if claim.date is None:
        return Reason("no_date")
    period = Edtf(claim.date.edtf)
    if document.published is None:
        return Reason.of("no_end", period=period)
    return Reason.of("not_over", period=period, day=document.published)


def explain_arrival(claim: Claim, country: str, day: dt.date, source: str) -> Reason:
    """When whom the claim credits came to the country."""
    who = claim.unit or claim.supplier
    values: dict[str, Value] = {"country": Countries((country,)), "day": day, "claim": source}
    return Reason.of("arrival", who=who, **values) if who else Reason.of("arrival_of_force", **values)


def explain_kind(claim: Claim, aim: Aim, effect: Effect | None) -> Reason | None:
    """Why deaths cannot test what is claimed; None where they can."""
    if claim.factuality == "expected":
        return Reason("is_prediction")
    if claim.factuality == "denied":
        return Reason("is_denied")
    if effect is None:
        return Reason("one_result")
    return Reason.of("one_place", place=aim.place) if aim.area.point else None


def explain_cover(panels: Sequence[Panel], country: str, window: Window, is_part: bool) -> Reason:
    """Why the data at hand cannot tell the deaths of both periods."""
    if all(not panel.has_days for panel in panels) and (is_part or window.years is None):
        return Reason("by_country") if is_part else Reason.of("by_year", period=Edtf(window.edtf))
    spans = [span for panel in panels for span in panel.spans[country]]
    return Reason.of(
        "cover",
        first=min(span.first for span in spans),
        last=max(span.last for span in spans),
        before=Edtf(window.before().edtf),
        after=Edtf(window.edtf),
    )


def explain_answer(found: Comparison, effect: Effect | None) -> tuple[Answer, list[Reason]]:
    """What one comparison answers to a claimed effect, and what says why."""
    told = tell_comparison(found)
    if found.moved is None or effect is None:
        return "not decidable", told
    if found.moved != _GOOD[effect]:
        if found.moved == "rose" and found.civilians == "fell":
            return "not decidable", [*told, Reason("rose_but")]
        return "contradicted", told
    if found.moved == "fell" and "rose" in (found.civilians, found.governments):
        return "not decidable", [*told, Reason("fell_but")]
    if _is_shared(found):
        return "not decidable", [*told, Reason(f"shared_{found.moved}")]
    return "consistent", told


def tell_comparison(found: Comparison) -> list[Reason]:
    """What a comparison shows: all deaths, what of their change is in doubt, killings of civilians, neighbours."""
    doubt = [_tell_doubt(found)] if found.moved is None else []
    return [_tell_deaths(found), *doubt, *_tell_civilians(found), *_tell_beside(found)]


def _is_shared(found: Comparison) -> bool:
    """Whether the neighbours moved as far, within what chance leaves open."""
    beside, ratio = found.neighbours, found.ratio
    if beside is None or beside.ratio is None or ratio.low is None or ratio.high is None:
        return False
    return beside.ratio <= ratio.high if found.moved == "fell" else beside.ratio >= ratio.low


def _tell_deaths(found: Comparison) -> Reason:
    ratio = found.ratio
    times: Value = ""
    if ratio.value is not None:
        times = Reason.of("times", ratio=ratio.value)
        if ratio.low is not None and ratio.high is not None:
            times = Reason.of(
                "times_within",
                ratio=ratio.value,
                level=Share(ratio.level),
                low=ratio.low,
                high=ratio.high,
                way=ratio.way,
            )
    return Reason.of(
        f"deaths_{_move(found.toll_before.all, found.toll_after.all)}",
        before=found.toll_before.all,
        after=found.toll_after.all,
        first=Edtf(found.before),
        last=Edtf(found.after),
        times=times,
        dataset=found.dataset,
    )


def _tell_doubt(found: Comparison) -> Reason:
    if _overlap(found.toll_before.all, found.toll_after.all):
        return Reason("overlap")
    if found.ratio.low is None or found.ratio.high is None:
        return Reason.of("drift_unknown", way=found.ratio.way)
    return Reason("drift")


def _tell_civilians(found: Comparison) -> list[Reason]:
    """Killings of civilians, all and those by governments, beside what is claimed."""
    before, after = found.toll_before, found.toll_after
    told = [_tell_part("civilians", before.one_sided, after.one_sided)]
    if before.by_governments.most or after.by_governments.most:
        told.append(_tell_part("governments", before.by_governments, after.by_governments))
    return told


def _tell_part(name: str, before: Count, after: Count) -> Reason:
    return Reason.of(f"{name}_{_move(before, after)}", before=before, after=after)


def _tell_beside(found: Comparison) -> list[Reason]:
    return [_tell_one(entry) for entry in (found.neighbours, found.control) if entry]


def _tell_one(beside: Beside) -> Reason:
    times: Value = "" if beside.ratio is None else Reason.of("times", ratio=beside.ratio)
    return Reason.of(
        "beside",
        who=Countries(beside.who),
        way=beside.way,
        before=beside.before,
        after=beside.after,
        times=times,
    )


def _move(before: Count, after: Count) -> str:
    """``rose``, ``fell``, or ``went`` where the bounds overlap."""
    if _overlap(before, after):
        return "went"
    return "rose" if after.least > before.most else "fell"


def _overlap(before: Count, after: Count) -> bool:
    return before.least <= after.most and after.least <= before.most
