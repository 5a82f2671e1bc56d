"""A synthetic control: what countries that moved like the claimed one before would have had in the claimed year.

Other countries are weighted so that together they follow the country's deaths of the years before (Abadie and
Gardeazabal, by pysyncon), on square roots, as all changes here. Neighbours are left out, since one war reaches into the
other. It is one more comparison to look at, and decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from marsad.errors import MarsadError
from marsad.knowledge.territories import load_territories
from marsad.verdicts import Beside, Edtf, Reason, Share
from marsad.verify.panel import Area, Panel
from marsad.verify.windows import Window, year

_YEARS = 11
_LEAST_DONORS = 10
# A donor must have been in conflict (25 deaths) in so large a part of the years before.
_ACTIVE_PART = 0.5
_ACTIVE = 25
# A control that is further off before, as a part of the country's mean, follows something else.
_MOST_ERROR = 0.25
_NAMED_WEIGHT = 0.05


def fit_control(panel: Panel, area: Area, window: Window) -> Beside | None:
    """The synthetic country beside a claimed year; None where the data do not carry one.

    They do where eleven years before are covered for the country and ten others, and the weighted others follow it.
    Raises MarsadError where pysyncon is not installed.
    """
    if area.is_part or window.years != 1:
        return None
    years = [year(window.first.year - back) for back in range(_YEARS, -1, -1)]
    own = _list_roots(panel, area.country, years)
    around = {area.country, *load_territories().neighbours.get(area.country, ())}
    found = {iso: _list_roots(panel, iso, years) for iso in panel.countries if iso not in around}
    donors = {iso: roots for iso, roots in found.items() if roots and _is_active(roots)}
    if own is None or len(donors) < _LEAST_DONORS:
        return None
    weights = _weigh(own, donors)
    made = [sum(weights[iso] * roots[n] for iso, roots in donors.items()) for n in range(len(years))]
    error = math.sqrt(sum((a - b) ** 2 for a, b in zip(own[:-1], made[:-1], strict=True)) / (len(years) - 1))
    part = error / (sum(own[:-1]) / (len(years) - 1) or math.inf)
    if part > _MOST_ERROR:
        return None
    named = tuple(sorted((iso for iso in donors if weights[iso] >= _NAMED_WEIGHT), key=lambda iso: -weights[iso]))
    before, after = round(made[-2] ** 2), round(made[-1] ** 2)
    first, last = Edtf(years[0].edtf), Edtf(years[-2].edtf)
    way = Reason.of("way_control", n=len(donors), first=first, last=last, error=Share(part))
    return Beside(named, before, after, after / before if before else None, way)


def _list_roots(panel: Panel, iso: str, years: Sequence[Window]) -> list[float] | None:
    if not all(panel.covers(Area(iso), window) for window in years):
        return None
    return [math.sqrt(panel.toll(Area(iso), window).all.best) for window in years]


def _is_active(roots: Sequence[float]) -> bool:
    before = roots[:-1]
    return sum(root**2 >= _ACTIVE for root in before) >= _ACTIVE_PART * len(before)


def _weigh(own: Sequence[float], donors: dict[str, list[float]]) -> dict[str, float]:
    """The weight of each donor, none negative, one in all."""
    try:
        import pandas as pd
        from pysyncon import Synth
    except ModuleNotFoundError as error:
        raise MarsadError(
            "a synthetic control needs a package that is not installed", hint="pip install 'marsad[control]'"
        ) from error
    table = pd.DataFrame(donors)[:-1]
    target = pd.Series(own[:-1], name="own")
    fitted = Synth()
    fitted.fit(X0=table, X1=target, Z0=table, Z1=target, custom_V=[1.0] * len(target))
    return dict(zip(donors, map(float, fitted.W), strict=True))
