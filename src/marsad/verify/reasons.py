"""Why a verdict is as it is, in sentences for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.knowledge.actors import actor_name
from marsad.model import Claim, Document
from marsad.verdicts import Answer, Beside, Comparison, Count
from marsad.verify.areas import Aim
from marsad.verify.effects import Effect
from marsad.verify.panel import Panel
from marsad.verify.tables import BIASES, Kind
from marsad.verify.windows import Window

NO_PLACE = "names no country in which it was achieved"
NO_DATA = "there are no event data of this country (`marsad data add FILE`)"
UNTESTED = "deaths do not test who holds territory, who controls what, or who caused the change"
_GOOD = {"success": "fell", "failure": "rose"}
_NOUN = {"rose": "rise", "fell": "fall"}


def name_bias(kind: Kind) -> str:
    """What the source of the figures is known not to see."""
    return f"known bias: {BIASES[kind]}"


def explain_period(claim: Claim, document: Document) -> str:
    """Why there is no period to look at."""
    if claim.date is None:
        return "says not when"
    if document.published is None:
        return f"its period {claim.date.edtf} has no end, and the day of publication is not known"
    return f"its period {claim.date.edtf} was not over, or had not begun, when it was published ({document.published})"


def explain_arrival(claim: Claim, country: str, day: dt.date, source: str) -> str:
    """When whom the claim credits came to the country."""
    who = claim.unit or claim.supplier
    return f"{who.name if who else 'the force'} is said to have come to {actor_name(country)} by {day} (claim {source})"


def explain_kind(claim: Claim, aim: Aim, effect: Effect | None) -> str:
    """Why deaths cannot test what is claimed; empty where they can."""
    if claim.factuality == "expected":
        return "is a prediction: `marsad predictions` follows it"
    if claim.factuality == "denied":
        return "is denied by the text itself"
    if effect is None:
        return "names one fight, gain or loss, or more than one thing: deaths of a country and period do not test it"
    if aim.area.point:
        return f"is about one place, {aim.place}: deaths around it do not tell who won it"
    return ""


def explain_cover(panels: Sequence[Panel], country: str, window: Window, is_part: bool) -> str:
    """Why the data at hand cannot tell the deaths of both periods."""
    if all(not panel.has_days for panel in panels) and (is_part or window.years is None):
        grain = "a part of the country" if is_part else f"the period {window.edtf}"
        return f"the data at hand count by country and year, and it is about {grain}"
    spans = [span for panel in panels for span in panel.spans[country]]
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    return f"the data at hand cover {first} to {last}, not all of {window.before().edtf} and {window.edtf}"


def explain_answer(found: Comparison, effect: Effect | None) -> tuple[Answer, list[str]]:
    """What one comparison answers to a claimed effect, and the sentences that say why."""
    told = tell_comparison(found)
    if found.moved is None or effect is None:
        return "not decidable", told
    if found.moved != _GOOD[effect]:
        if found.moved == "rose" and found.civilians == "fell":
            return "not decidable", [*told, "all deaths rose, but killings of civilians fell"]
        return "contradicted", told
    if found.moved == "fell" and "rose" in (found.civilians, found.governments):
        return "not decidable", [*told, "all deaths fell, but killings of civilians rose"]
    if _is_shared(found):
        noun = _NOUN[found.moved]
        return "not decidable", [*told, f"the neighbours show the same {noun}, so that it is not this country's own"]
    return "consistent", told


def tell_comparison(found: Comparison) -> list[str]:
    """What a comparison shows: all deaths, what of their change is in doubt, killings of civilians, neighbours."""
    doubt = [_tell_doubt(found)] if found.moved is None else []
    return [_tell_deaths(found), *doubt, *_tell_civilians(found), *_tell_beside(found)]


def _is_shared(found: Comparison) -> bool:
    """Whether the neighbours moved as far, within what chance leaves open."""
    beside, ratio = found.neighbours, found.ratio
    if beside is None or beside.ratio is None or ratio.low is None or ratio.high is None:
        return False
    return beside.ratio <= ratio.high if found.moved == "fell" else beside.ratio >= ratio.low


def _tell_deaths(found: Comparison) -> str:
    ratio = found.ratio
    times = "" if ratio.value is None else f", {ratio.value:.2f} times as many"
    if ratio.low is not None and ratio.high is not None:
        times += f" ({100 * ratio.level:.1f} % interval {ratio.low:.2f} to {ratio.high:.2f}, from {ratio.way})"
    return (
        f"all deaths in organised violence {_move(found.toll_before.all, found.toll_after.all)}"
        f" from {found.before} to {found.after}{times} [{found.dataset}]"
    )


def _tell_doubt(found: Comparison) -> str:
    if _overlap(found.toll_before.all, found.toll_after.all):
        return "the bounds of the two periods overlap, and that decides nothing"
    if found.ratio.low is None or found.ratio.high is None:
        return f"{found.ratio.way}, so the difference may be the conflict's usual drift"
    return "the difference is no larger than this conflict's usual drift"


def _tell_civilians(found: Comparison) -> list[str]:
    """Killings of civilians, all and those by governments, beside what is claimed."""
    before, after = found.toll_before, found.toll_after
    told = [f"killings of civilians {_move(before.one_sided, after.one_sided)}"]
    if before.by_governments.most or after.by_governments.most:
        told.append(f"of these, by government or allied forces {_move(before.by_governments, after.by_governments)}")
    return told


def _tell_beside(found: Comparison) -> list[str]:
    beside = [entry for entry in (found.neighbours, found.control) if entry]
    return [_tell_one(entry) for entry in beside]


def _tell_one(beside: Beside) -> str:
    ratio = "" if beside.ratio is None else f", {beside.ratio:.2f} times as many"
    return f"beside it, {' '.join(beside.who)} ({beside.way}): {beside.before} to {beside.after}{ratio}"


def _move(before: Count, after: Count) -> str:
    """``rose 447–513–910 → 1075–1222–1650``; without a verb where bounds overlap."""
    verb = "went" if _overlap(before, after) else "rose" if after.least > before.most else "fell"
    return f"{verb} {before} → {after}"


def _overlap(before: Count, after: Count) -> bool:
    return before.least <= after.most and after.least <= before.most
