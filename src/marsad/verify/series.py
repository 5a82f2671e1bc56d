"""The deaths that a person should see beside a verdict: by month where days are known, else by year."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.verdicts import Bin
from marsad.verify.panel import Area, Panel
from marsad.verify.windows import Window

YEARS_BEFORE = 5
# Longer periods are shown by year.
_MOST_MONTHS = 24


def list_series(panels: Sequence[Panel], area: Area, window: Window | None) -> tuple[Bin, ...]:
    """Months of the period and of the one before it, or years from five before it on.

    The newest years where there is no period. Empty where nothing is covered.
    """
    if window is not None and window.days <= _MOST_MONTHS * 31:
        around = Window(window.before().first, window.last)
        for panel in panels:
            if panel.has_days and (months := panel.list_months(area, around)):
                return months
    for panel in panels:
        part = area if panel.has_days else Area(area.country)
        last = window.last.year if window else max((s.last.year for s in panel.spans.get(area.country, ())), default=0)
        first = window.first.year if window else last
        if last and (years := panel.list_years(part, first - YEARS_BEFORE, last)):
            return years
    return ()
