"""A verdict as a picture: deaths by period with their bounds, killings of civilians beside them.

The one file that draws with matplotlib.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from marsad.edtf import edtf_range
from marsad.i18n import read_direction
from marsad.i18n.words import Words, load_words
from marsad.verdicts import Bin, Count, Verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Picture = Literal["svg", "png"]
PICTURES: tuple[Picture, ...] = ("svg", "png")
_INCHES = (8.0, 4.4)
_DOTS = 150
# Colours that differ in lightness too, for those who do not tell red from green and for print.
_SERIES = (
    ("all", "#1b3a57", "o", "-"),
    ("civilians", "#d1495b", "s", "--"),
    ("governments", "#8a6d3b", "^", ":"),
)
_SHADE = "#e8e2d0"
# What can be read without crowding.
_MOST_LABELS = 13
# A picture of the same verdict is the same bytes.
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "marsad",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
}


def draw_chart(verdict: Verdict, picture: Picture = "svg", language: str = "en") -> bytes | None:
    """The chart of a verdict in a language; None where it has no series to draw.

    A PNG in Arabic is not to be had: matplotlib does not join letters. In an SVG whoever shows it joins them.
    """
    if not verdict.series:
        return None
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_SETTINGS):
        figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="constrained")
        _draw(figure.add_subplot(), verdict, load_words(language))
        out = io.BytesIO()
        # The creation date would make every picture another one.
        metadata: dict[str, Any] = {"Date": None, "Creator": "Marsad"} if picture == "svg" else {"Software": "Marsad"}
        figure.savefig(out, format=picture, metadata=metadata)
    return out.getvalue()


def name_chart(verdict: Verdict, picture: Picture) -> str:
    """The name of its file: the claim's id and the country."""
    return f"{verdict.claim}-{verdict.country or 'none'}.{picture}"


def _draw(axes: Axes, verdict: Verdict, words: Words) -> None:
    series = verdict.series
    at = range(len(series))
    for (name, colour, marker, line), counts in zip(_SERIES, _list_lines(series), strict=True):
        if not any(count.most for count in counts):
            continue
        best = [count.best for count in counts]
        ends = [[b - c.least for b, c in zip(best, counts, strict=True)], [c.most - c.best for c in counts]]
        axes.errorbar(
            at, best, yerr=ends, label=words(f"chart.{name}"), color=colour, marker=marker, linestyle=line,
            markersize=4, capsize=3, linewidth=1.4, elinewidth=1,
        )  # fmt: skip
    if shaded := _find_claimed(verdict):
        axes.axvspan(shaded[0] - 0.5, shaded[-1] + 0.5, color=_SHADE, zorder=0, label=words("chart.claimed"))
    step = -(-len(series) // _MOST_LABELS)
    axes.set_xticks(list(at)[::step], [_name_period(entry.period, words) for entry in series][::step])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(words("chart.deaths"))
    name = words.verdict(verdict.country, verdict.place, verdict.period, verdict.verdict)
    reads_left = read_direction(words.language) == "rtl"
    axes.set_title(name, loc="right" if reads_left else "left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", linewidth=0.4, alpha=0.6)
    axes.legend(frameon=False, loc="best", markerfirst=not reads_left)
    if verdict.comparisons:
        axes.set_xlabel(words("chart.note", dataset=verdict.comparisons[0].dataset), fontsize=8)


def _name_period(period: str, words: Words) -> str:
    """A year, or a month as ``3/2024``: what a tick has room for."""
    year, dash, month = period.partition("-")
    return f"{int(month)}/{year}" if dash else words.edtf(period)


def _list_lines(series: Sequence[Bin]) -> list[list[Count]]:
    tolls = [entry.toll for entry in series]
    return [
        [toll.all for toll in tolls], [toll.one_sided for toll in tolls], [toll.by_governments for toll in tolls],
    ]  # fmt: skip


def _find_claimed(verdict: Verdict) -> list[int]:
    """Which of the periods lie in the claimed one."""
    if verdict.period is None:
        return []
    first, last = edtf_range(verdict.period)
    found = []
    for number, entry in enumerate(verdict.series):
        begins, ends = edtf_range(entry.period)
        if begins and ends and first and first <= begins and (last is None or ends <= last):
            found.append(number)
    return found
