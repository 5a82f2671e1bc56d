"""Turn a phrase of time into a period, given the day of publication and what the text last spoke of.

``RULES`` is the list of all rules that a template of a language pack may name. Points in time are in ``date_moments``;
here are parts of a period ("the first half of") and spans ("since", "by", "from .. to").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from marsad.read import periods as cal
from marsad.read.date_grammar import Atom, Phrase
from marsad.read.date_moments import (
    Context,
    choose_year,
    find_date,
    find_decade,
    find_feast,
    find_hijri,
    find_month,
    find_new_year,
    find_nth_day,
    find_offset,
    find_offset_ahead,
    find_relative_day,
    find_season,
    find_turned_unit,
    find_weekday,
    find_weekday_and_day,
    find_weekday_of,
    find_weekend,
    find_within,
    find_year,
    read_length,
    read_ordinal,
    starts_on,
    unit_of,
)
from marsad.read.periods import Period

Rule = Callable[[Phrase, Context], Period | None]


def resolve(phrase: Phrase, context: Context) -> Period | None:
    """The period that a phrase names; None for vague words and where the context cannot tell."""
    return RULES[phrase.rule](phrase, context)


# Parts of a period


def _names_unit(phrase: Phrase) -> bool:
    return any(phrase.value(kind) for kind in ("unit", "one", "def"))


def _part(phrase: Phrase, context: Context) -> Period | None:
    """As in "Early", "late", "by the end of": that period. Halves, quarters and ten-day spans are cut out of it."""
    inner = phrase.phrase("time") or phrase.phrase("year")
    if inner is None:
        return find_turned_unit(phrase, context) if _names_unit(phrase) else None
    return resolve(inner, context) if inner.level == "time" else find_year(inner, context)


def _slice(phrase: Phrase, context: Context) -> Period | None:
    """As in "The first half of 2024", "the third quarter", "the last ten days of May", "the first two months"."""
    inner = phrase.phrase("time") or phrase.phrase("year")
    if inner is not None:
        whole = resolve(inner, context) if inner.level == "time" else find_year(inner, context)
    else:
        whole = unit_of("year", context.published, 0) if context.published else None
    unit = phrase.value("slice") or phrase.value("unit") or phrase.value("one") or phrase.arg
    end = phrase.value("end") or "first"
    number = read_ordinal(phrase) or (_PIECES.get(unit, 1) if end == "last" else 1)
    return None if whole is None else _cut(whole, unit, number, end)


# How many pieces of a kind a whole has: the number of its last one.
_PIECES = {"half": 2, "quarter": 4, "ten": 3}


def _cut(whole: Period, unit: str, number: int, end: str) -> Period | None:
    year, month = whole.year, whole.month
    if whole.grain == cal.YEAR:
        if unit == "half" and number <= 2:
            return cal.months_of(year, 6 * number - 5, 6 * number)
        if unit == "quarter" and number <= 4:
            return cal.months_of(year, 3 * number - 2, 3 * number)
        if unit == "month" and number <= 12:
            return cal.months_of(year, 1, number) if end == "first" else cal.months_of(year, 13 - number, 12)
    if whole.grain == cal.MONTH:
        first, last = _days_in_month(unit, number, whole.last.day)
        low, high = cal.make_day(year, month, first), cal.make_day(year, month, last)
        return cal.between(low, high) if low and high else None
    return whole


def _days_in_month(unit: str, number: int, length: int) -> tuple[int, int]:
    """The first and last day of a half, a ten-day span or a week of a month of ``length`` days."""
    if unit == "half":
        return (1, 15) if number == 1 else (16, length)
    if unit == "ten":
        return 10 * number - 9, 10 * number if number < 3 else length
    return 1, length


def _last_day(phrase: Phrase, context: Context) -> Period | None:
    inner = phrase.phrase("time")
    whole = resolve(inner, context) if inner else None
    return None if whole is None else cal.day_of(whole.last)


def _week_of_month(phrase: Phrase, context: Context) -> Period | None:
    """As in "The second week of March": the week from the Monday that begins it."""
    inner = phrase.phrase("time")
    whole = resolve(inner, context) if inner else None
    number = read_ordinal(phrase) or 1
    if whole is None:
        return None
    if phrase.value("end") == "last":
        return cal.week_of(whole.last)
    monday = whole.first + dt.timedelta(days=-whole.first.weekday() % 7)
    return cal.week_of(monday + dt.timedelta(days=7 * (number - 1)))


# Spans


def _inner(phrase: Phrase, context: Context) -> Period | None:
    """The period of the time or year that a phrase wraps."""
    times = phrase.phrases()
    if not times:
        return find_turned_unit(phrase, context) if _names_unit(phrase) else None
    return resolve(times[0], context) if times[0].level != "year" else find_year(times[0], context)


def _since(phrase: Phrase, context: Context) -> Period | None:
    context = replace(context, future=False) if phrase.arg == "past" else context
    period = _inner(phrase, context) if phrase.phrases() or _names_unit(phrase) else find_nth_day(phrase, context)
    return None if period is None else cal.since(period)


def _until(phrase: Phrase, context: Context) -> Period | None:
    """As in "Until June 2026" is open to the past; what was done "until January" of a past year is done by then."""
    opens = phrase.arg == "open"
    context = replace(context, nearest=not opens, future=opens or context.future)
    period = _inner(phrase, context) if phrase.phrases() or _names_unit(phrase) else find_nth_day(phrase, context)
    if period is None:
        return None
    over = context.published is not None and period.last < context.published
    return period if over and not opens else cal.until(period)


def _by(phrase: Phrase, context: Context) -> Period | None:
    """As in "By March", "before the end of the year": that period; "not before" it: from then on."""
    period = _inner(phrase, replace(context, nearest=True))
    inner = phrase.phrase("time")
    if period is not None and inner is not None and inner.rule in _MONTHLY and inner.value("day") is None:
        first = period.first
        if (first.month, first.day) == (1, 1):
            first -= dt.timedelta(days=1)
        period = cal.month_of(first.year, first.month)
    return cal.since(period) if period is not None and phrase.arg == "before" and context.negated else period


# What "by" and "before" leave at its month: "before Christmas" is December.
_MONTHLY = ("feast", "hijri")


def _lasting(phrase: Phrase, context: Context) -> Period | None:
    """As in "For two months from March 2021"."""
    start, length = _inner(phrase, context), read_length(phrase)
    if start is None or length is None:
        return None
    end = unit_of(length[1], start.first, length[0])
    return None if end is None else cal.between(start, end)


def _between(phrase: Phrase, context: Context) -> Period | None:
    """From one stated time to another; the first takes from the second what it does not say itself."""
    low, high = [part for part in phrase.parts if isinstance(part, Phrase) or part.kind == "yyyy"][:2]
    end = _end_of(high, context)
    if end is None:
        return None
    near = end if end.grain in (cal.DAY, cal.MONTH) else context.near
    start = _end_of(low, replace(context, year=end.year, near=near, anchor=None))
    if start is not None and start.first > end.first:
        before = cal.shift_months(end.first, -1)
        near = cal.month_of(before.year, before.month)
        start = _end_of(low, replace(context, year=end.year - 1, near=near, anchor=None))
    return None if start is None or start.first > end.first else cal.between(start, end)


def _years(phrase: Phrase, context: Context) -> Period | None:
    """As in "2026-28": the second year says its last two figures alone."""
    first, tail = phrase.number("yyyy"), phrase.number("n")
    if first is None or tail is None or not first % 100 < tail < 100:
        return None
    return cal.between(cal.year_of(first), cal.year_of(first - first % 100 + tail))


def _end_of(part: Phrase | Atom, context: Context) -> Period | None:
    """One end of a range: a time, a year, or a bare number of a year."""
    if isinstance(part, Atom):
        return cal.year_of(int(part.value))
    return find_year(part, context) if part.level == "year" else resolve(part, context)


def _days(phrase: Phrase, context: Context) -> Period | None:
    """As in "25 and 26 June 2019", "from the 8th to the 13th of that month": a first day and a whole date."""
    inner, day = phrase.phrase("time"), phrase.number("day")
    end = resolve(inner, context) if inner else None
    if end is None or day is None:
        return None
    start = cal.make_day(end.year, end.month, day)
    return None if start is None or start.first > end.first else cal.between(start, end)


def _day_shift(phrase: Phrase, context: Context) -> Period | None:
    """As in "The day before", "the next day": counted from the day that the text speaks of."""
    shift = phrase.number("shift") if phrase.value("shift") else int(phrase.arg or 0)
    if context.day is None or shift is None:
        return None
    return cal.day_of(context.day.first + dt.timedelta(days=shift))


def _nth_of_turned(phrase: Phrase, context: Context) -> Period | None:
    """As in "The ninth of the same month", "the 31st of this month"."""
    turn, day = phrase.value("turn") or phrase.arg, read_ordinal(phrase)
    month = find_turned_unit(_as_month(phrase, turn), context)
    return None if month is None or day is None else cal.make_day(month.year, month.month, day)


def _as_month(phrase: Phrase, turn: str) -> Phrase:
    """The phrase as a turned month, for words that say the month by a turn."""
    month = Atom("unit", "month", phrase.first, phrase.last, phrase.start)
    return replace(phrase, arg=turn, parts=(month,))


def _since_ago(phrase: Phrase, context: Context) -> Period | None:
    period = find_offset(phrase, context)
    return None if period is None else cal.since(period)


def _since_then(phrase: Phrase, context: Context) -> Period | None:
    return None if context.running is None else cal.since(context.running)


def _by_year(phrase: Phrase, context: Context) -> Period | None:
    return None if context.published is None else cal.year_of(context.published.year)


def _day_span(phrase: Phrase, context: Context) -> Period | None:
    """As in "May 26 to 29, 2025"."""
    days = [int(part.value) for part in phrase.parts if isinstance(part, Atom) and part.kind == "day"]
    month = phrase.number("month")
    if month is None or len(days) != 2:
        return None
    year = choose_year(phrase, context, starts_on(month, days[1]))
    start, end = (cal.make_day(year, month, day) for day in days) if year is not None else (None, None)
    return cal.between(start, end) if start and end and start.first <= end.first else None


def _bare_days(phrase: Phrase, context: Context) -> Period | None:
    """As in "From the 8th to the 13th": two days of the month that the text speaks of."""
    days = [part for part in phrase.parts if isinstance(part, Atom) and part.kind in ("day", "dayth")]
    if len(days) != 2:
        return None
    end = find_nth_day(replace(phrase, parts=(days[1],)), context)
    if end is None:
        return None
    start = cal.make_day(end.year, end.month, int(days[0].value))
    if start is None or start.first > end.first:
        before = cal.shift_months(end.first, -1)
        start = cal.make_day(before.year, before.month, int(days[0].value))
    return None if start is None else cal.between(start, end)


def _weekdays(phrase: Phrase, context: Context) -> Period | None:
    """As in "Sunday and Monday", "the night of Saturday to Sunday": from one day to the next one of that name."""
    days = [int(part.value) for part in phrase.parts if isinstance(part, Atom) and part.kind == "weekday"]
    if context.published is None or len(days) != 2:
        return None
    end = context.published - dt.timedelta(days=(context.published.isoweekday() - days[1]) % 7)
    start = end - dt.timedelta(days=(days[1] - days[0]) % 7)
    return cal.day_of(end) if phrase.arg == "second" else cal.between(cal.day_of(start), cal.day_of(end))


def _vague(phrase: Phrase, context: Context) -> Period | None:
    return None


RULES: Mapping[str, Rule] = {
    "year": find_year,
    "decade": find_decade,
    "month": find_month,
    "date": find_date,
    "season": find_season,
    "nth": find_nth_day,
    "hijri": find_hijri,
    "weekday": find_weekday,
    "weekday_of": find_weekday_of,
    "weekend": find_weekend,
    "ahead": find_offset_ahead,
    "relday": find_relative_day,
    "unit": find_turned_unit,
    "offset": find_offset,
    "within": find_within,
    "part": _part,
    "slice": _slice,
    "last_day": _last_day,
    "week_of_month": _week_of_month,
    "at": _inner,
    "since": _since,
    "lasting": _lasting,
    "until": _until,
    "by": _by,
    "between": _between,
    "years": _years,
    "days": _days,
    "vague": _vague,
    "bare": find_year,
    "dayshift": _day_shift,
    "nthturn": _nth_of_turned,
    "since_ago": _since_ago,
    "since_then": _since_then,
    "by_unit": _part,
    "by_year": _by_year,
    "dayspan": _day_span,
    "weekdays": _weekdays,
    "baredays": _bare_days,
    "weekday_nth": find_weekday_and_day,
    "feast": find_feast,
    "newyear": find_new_year,
}
