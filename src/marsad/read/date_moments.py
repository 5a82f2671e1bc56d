"""Points in time: what a phrase for a day, month, season or year means where it stands in a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from marsad.read import periods as cal
from marsad.read.date_grammar import YEARS, Atom, Phrase
from marsad.read.periods import Period


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is resolved against.

    ``running`` is the time the text last spoke of, ``anchor`` the year that a month without one inherits (stated
    nearby), ``day`` the day it last spoke of, ``near`` the day or month that the same or the last sentence spoke of,
    ``future`` whether the clause looks ahead, ``negated`` whether it denies ("not before 2027"), ``nearest`` whether a
    month may lie on either side of publication ("by March"), ``year`` a year fixed by the other end of a range.
    """

    published: dt.date | None
    running: Period | None = None
    anchor: Period | None = None
    day: Period | None = None
    near: Period | None = None
    future: bool = False
    negated: bool = False
    nearest: bool = False
    year: int | None = None


# Years


def _turned_year(turn: str, context: Context) -> int | None:
    if turn in _RUNNING_TURNS:
        return None if context.running is None else context.running.year + _RUNNING_TURNS[turn]
    return None if context.published is None or turn not in _TURNS else context.published.year + _TURNS[turn]


_TURNS = {"before_last": -2, "last": -1, "last_year": -1, "this": 0, "next": 1}
_RUNNING_TURNS = {"before": -1, "same": 0, "after": 1}


def _year_number(phrase: Phrase, context: Context) -> int | None:
    for kind in YEARS:
        stated = phrase.number(kind)
        if stated is not None:
            return stated
    turn = phrase.value("turn") or phrase.arg
    if turn.lstrip("-").isdigit():
        return None if context.published is None else context.published.year + int(turn)
    return _turned_year(turn, context)


def _stated_year(phrase: Phrase, context: Context) -> int | None:
    """The year that stands with a month, day or season, or that a range fixes."""
    inner = phrase.phrase("year")
    if inner is not None:
        return _year_number(inner, context)
    return phrase.stated_year or context.year


def find_year(phrase: Phrase, context: Context) -> Period | None:
    inner = phrase.phrase("year") or phrase
    number = _year_number(inner, context)
    return None if number is None else cal.year_of(number)


def find_decade(phrase: Phrase, context: Context) -> Period | None:
    """As in "the 1980s", and "the 80s", which are those of the last century."""
    number = phrase.number("decade") or phrase.number("yyyy")
    short = phrase.number("n")
    if number is None and short is not None and short % 10 == 0 and 20 <= short < 100:
        number = 1900 + short
    return None if number is None else cal.decade_of(number)


# Months, days, seasons


def _nearest_year(start_of: Callable[[int], dt.date | None], context: Context) -> int | None:
    """The year in which a month, day or season without one falls."""
    anchor, published = context.anchor, context.published
    if anchor is not None and not context.future and not context.nearest:
        start = start_of(anchor.year)
        year = anchor.year if start is None or start >= anchor.first else anchor.year + 1
        later = start_of(year)
        if published is None or (later is not None and later <= published):
            return year
    if published is None:
        return None if context.running is None else context.running.year
    if context.nearest and not context.future:
        starts = [start for start in map(start_of, _around(published)) if start is not None]
        return min(starts, key=lambda start: abs(start - published)).year if starts else None
    for year in _around(published):
        start = start_of(year)
        if start is not None and start.day > 1 and dt.timedelta(0) < start - published <= _SOON:
            return year
    years = (published.year, published.year + 1) if context.future else (published.year, published.year - 1)
    for year in years:
        start = start_of(year)
        if start is not None and (start >= published.replace(day=1) if context.future else start <= published):
            return year
    return years[-1]


# A day so soon after publication is meant, rather than the one a year before it.
_SOON = dt.timedelta(days=10)


def _around(day: dt.date) -> tuple[int, int, int]:
    return day.year - 1, day.year, day.year + 1


def choose_year(phrase: Phrase, context: Context, start_of: Callable[[int], dt.date | None]) -> int | None:
    """The year of a month, day or season by its year, its turn ("last May") or the nearest one."""
    year = _stated_year(phrase, context)
    turn = phrase.value("turn") or phrase.arg
    if year is not None or not turn:
        return year if year is not None else _nearest_year(start_of, context)
    base, running = context.published, context.running
    if turn in _RUNNING_TURNS:
        if running is None:
            return None
        start = start_of(running.year)
        if turn == "after":
            return running.year if start is not None and start > running.first else running.year + 1
        return running.year
    if base is None:
        return None
    if turn == "this":
        return base.year
    if turn == "last_year":
        return base.year - 1
    if turn == "next":
        start = start_of(base.year)
        return base.year if start is not None and start > base else base.year + 1
    if turn == "last" and start_of(base.year) == base.replace(day=1):
        return base.year - 1
    return _nearest_year(start_of, replace(context, future=False, nearest=False, anchor=None))


def starts_on(month: int, day: int = 1) -> Callable[[int], dt.date | None]:
    def start_of(year: int) -> dt.date | None:
        made = cal.make_day(year, month, day)
        return made.first if made else None

    return start_of


def find_month(phrase: Phrase, context: Context) -> Period | None:
    month = phrase.number("month")
    if month is None:
        return None
    year = choose_year(phrase, context, starts_on(month))
    return None if year is None else cal.month_of(year, month)


def find_date(phrase: Phrase, context: Context) -> Period | None:
    month, day = phrase.number("month") or phrase.number("mm"), read_ordinal(phrase)
    dotted = phrase.value("dotted")
    if dotted:
        day, month = (int(part) for part in dotted.split("."))
    if month is None or day is None:
        return None
    year = phrase.number("yyyy") or choose_year(phrase, context, starts_on(month, day))
    return None if year is None else cal.make_day(year, month, day)


def find_season(phrase: Phrase, context: Context) -> Period | None:
    season = phrase.number("season") or phrase.number("the_season")
    if season is None:
        return None
    start_of = starts_on(cal.SEASON_STARTS[season])
    turn = phrase.value("turn") or phrase.arg
    if _stated_year(phrase, context) is None and turn == "last" and context.published is not None:
        # "Last spring" is the latest one that is over.
        year = context.published.year
        while cal.season_of(year, season).last >= context.published:
            year -= 1
        return cal.season_of(year, season)
    found = choose_year(phrase, context, start_of)
    if (
        found is not None
        and context.future
        and context.published
        and not turn
        and _stated_year(phrase, context) is None
    ):
        found -= cal.season_of(found - 1, season).last >= context.published
    return None if found is None else cal.season_of(found, season)


def read_ordinal(phrase: Phrase) -> int | None:
    """The stated number of a day, a week, a quarter."""
    return next((int(part.value) for part in phrase.parts if isinstance(part, Atom) and part.kind in _ORDINALS), None)


_ORDINALS = ("day", "nth", "dayth", "dayword", "quarter", "number", "n")


def find_nth_day(phrase: Phrase, context: Context) -> Period | None:
    """As in "On the 25th": a day of the month just spoken of, else the last before publication, or the next."""
    day, published = read_ordinal(phrase), context.published
    if day is None:
        return None
    near = context.running if phrase.arg == "same" else context.near
    if published is None or (near is not None and phrase.arg != "this"):
        base = near or context.running
        made = _day_in(base.first, 0, day) if base else None
        turns = made is not None and base is not None and base.grain == cal.DAY
        return _day_in(base.first, 1, day) if turns and base and made and base.first - made.first >= _TURN else made
    made = _day_in(published, 0, day)
    if phrase.arg == "this" or (made is not None and _is_soon(made.first, published)):
        return made
    if context.nearest and not context.future:
        found = [made for step in (-1, 0, 1) if (made := _day_in(published, step, day))]
        return min(found, key=lambda period: abs(period.first - published), default=None)
    if context.future:
        return made if made is not None and made.first >= published else _day_in(published, 1, day)
    return made if made is not None and made.first <= published else _day_in(published, -1, day)


def _day_in(base: dt.date, step: int, day: int) -> Period | None:
    """A day of the month that is ``step`` months after that of ``base``."""
    moved = cal.shift_months(base.replace(day=1), step)
    return cal.make_day(moved.year, moved.month, day)


# A day that lies so many days before the one just spoken of is that of the next month: "from the 29th to the 1st".
_TURN = dt.timedelta(days=20)


def _is_soon(day: dt.date, published: dt.date) -> bool:
    """Whether a day of a bare number is meant rather than that of the month before."""
    return 0 <= (day - published).days <= _NEXT_DAYS


_NEXT_DAYS = 4


def find_weekday_and_day(phrase: Phrase, context: Context) -> Period | None:
    """As in "Monday the 28th": the last such day before publication, or the next."""
    weekday, day, published = phrase.number("weekday"), read_ordinal(phrase), context.published
    if weekday is None or day is None or published is None:
        return None
    steps = (0, 1, -1, -2, -3, -4) if context.future else (0, -1, -2, -3, -4, 1)
    for step in steps:
        made = _day_in(published, step, day)
        if made is None or made.first.isoweekday() != weekday:
            continue
        if (
            (made.first >= published)
            if context.future
            else (made.first <= published or _is_soon(made.first, published))
        ):
            return made
    return None


def find_feast(phrase: Phrase, context: Context) -> Period | None:
    """As in "At Christmas": a feast with a day of its own, in the year that is stated or the nearest one."""
    value = phrase.value("feast") or phrase.arg
    year = choose_year(replace(phrase, arg=""), context, lambda year: cal.feast_of(year, value))
    day = None if year is None else cal.feast_of(year, value)
    return None if day is None else cal.day_of(day)


def find_new_year(phrase: Phrase, context: Context) -> Period | None:
    """As in "In the new year": the one that begins next, or has just begun."""
    published = context.published
    if published is None:
        return None
    return cal.year_of(published.year + (published.month > 4))


def find_hijri(phrase: Phrase, context: Context) -> Period | None:
    month, day, year = phrase.number("hijri"), phrase.number("day"), phrase.number("hyear")
    if month is None:
        return None
    if year is not None:
        return cal.from_hijri(year, month, day)
    published = context.published
    current = cal.hijri_year_of(published) if published else None
    if published is None or current is None:
        return None
    found = [period for step in (-1, 0, 1) if (period := cal.from_hijri(current + step, month, day))]
    past = [period for period in found if period.first <= published]
    ahead = [period for period in found if period.last >= published]
    if context.nearest or not past or not ahead:
        return min(found, key=lambda period: abs(period.first - published), default=None)
    return ahead[0] if context.future else past[-1]


# Days and weeks around publication


def find_weekday(phrase: Phrase, context: Context) -> Period | None:
    weekday, published = phrase.number("weekday"), context.published
    if weekday is None or published is None:
        return None
    turn = phrase.value("turn") or phrase.arg
    back = (published.isoweekday() - weekday) % 7
    if turn == "next" or (context.future and not turn and back):
        return cal.day_of(published + dt.timedelta(days=(weekday - published.isoweekday() - 1) % 7 + 1))
    if back <= _TOO_NEAR.get(turn, -1):
        back += 7
    if turn == "before_last":
        back += 7
    return cal.day_of(published - dt.timedelta(days=back))


# "Last Thursday" is not yesterday: how many days ago it is at the least, less one.
_TOO_NEAR = {"last": 1, "last_year": 2, "before_last": 1}


def find_weekday_of(phrase: Phrase, context: Context) -> Period | None:
    """A day of a stated week: "on Wednesday of last week"."""
    weekday, inner = phrase.number("weekday"), phrase.phrase("time")
    if weekday is None or context.published is None:
        return None
    week = find_turned_unit(inner or phrase, context)
    return None if week is None or week.grain != cal.WEEK else cal.day_of(week.first + dt.timedelta(days=weekday - 1))


def find_relative_day(phrase: Phrase, context: Context) -> Period | None:
    offset = phrase.number("relday")
    if offset is None or context.published is None:
        return None
    return cal.day_of(context.published + dt.timedelta(days=offset))


def find_weekend(phrase: Phrase, context: Context) -> Period | None:
    """The Saturday and Sunday before publication, or the next ones."""
    published = context.published
    if published is None:
        return None
    turn = phrase.value("turn") or phrase.arg
    if turn == "next" or (context.future and turn != "last"):
        saturday = published + dt.timedelta(days=(6 - published.isoweekday()) % 7)
    else:
        saturday = published - dt.timedelta(days=published.isoweekday() % 7 + 1)
    return cal.between(cal.day_of(saturday), cal.day_of(saturday + dt.timedelta(days=1)))


def find_turned_unit(phrase: Phrase, context: Context) -> Period | None:
    """As in "Last week", "this month", "the same year", "that day"."""
    unit = phrase.value("unit") or phrase.value("one") or phrase.value("def") or ""
    turn = phrase.value("turn") or phrase.arg
    if turn in _RUNNING_TURNS:
        running = (context.day or context.running) if unit == "day" else context.running
        base, step = (running.first if running else None), _RUNNING_TURNS[turn]
    else:
        base, step = context.published, _TURNS.get(turn, 0)
    return None if base is None else unit_of(unit, base, step)


def unit_of(unit: str, base: dt.date, step: int) -> Period | None:
    """The unit of the calendar that holds ``base``, or the one ``step`` units later."""
    if unit == "day":
        return cal.day_of(base + dt.timedelta(days=step))
    if unit == "week":
        return cal.week_of(base + dt.timedelta(days=7 * step))
    if unit == "month":
        moved = cal.shift_months(base, step)
        return cal.month_of(moved.year, moved.month)
    if unit == "quarter":
        moved = cal.shift_months(base, 3 * step)
        first = (moved.month - 1) // 3 * 3 + 1
        return cal.months_of(moved.year, first, first + 2)
    if unit == "year":
        return cal.year_of(base.year + step)
    return cal.decade_of(base.year + 10 * step) if unit == "decade" else None


def read_length(phrase: Phrase) -> tuple[int, str] | None:
    """How many of which unit: "three months", a dual, "a year"."""
    span = phrase.value("length")
    if span:
        number, name = span.split()
        return int(number), name
    unit = phrase.value("unit") or phrase.value("one")
    count = phrase.number("n") if phrase.value("n") else phrase.number("number")
    return None if unit is None else (count if count is not None else 1, unit)


def find_offset(phrase: Phrase, context: Context) -> Period | None:
    """As in "Three days ago", "two months later": counted from publication (ago, ahead) or from the running time."""
    length = read_length(phrase)
    if length is None:
        return None
    count, unit = length
    if phrase.arg in ("ago", "ahead") or (context.future and phrase.arg == "after"):
        if context.published is None:
            return None
        step = -count if phrase.arg == "ago" else count
        if unit == "year" and count == 1 and phrase.arg == "ago":
            return unit_of("month", context.published, 12 * step)
        return unit_of(unit, context.published, step)
    found = _offset_from_text(-count if phrase.arg == "before" else count, unit, context)
    later = found is not None and context.published is not None and found.first > context.published
    return None if later and not context.future else found


def find_offset_ahead(phrase: Phrase, context: Context) -> Period | None:
    """As in "in two months": a time ahead where the clause looks there, else how long something took."""
    return find_offset(phrase, context) if context.future else None


def _offset_from_text(step: int, unit: str, context: Context) -> Period | None:
    """A number of units after (before, if negative) the time that the text last spoke of."""
    running = context.running
    if (
        unit == "week"
        and step < 0
        and context.published
        and (running is None or running.grain not in (cal.DAY, cal.WEEK))
    ):
        return unit_of(unit, context.published, step)
    if running is None:
        return None
    if unit == "day":
        base = running if running.grain == cal.DAY else context.day
        return unit_of(unit, base.first, step) if base else None
    if unit == "week":
        return unit_of(unit, running.first, step) if running.grain in (cal.DAY, cal.WEEK) else None
    if unit == "year" and abs(step) == 1:
        return _shift_years(running, step)
    return unit_of(unit, running.first, step)


def _shift_years(period: Period, years: int) -> Period:
    """The same month, season or year some years on; a day becomes its month."""
    year = period.year + years
    if period.grain == cal.SEASON:
        return cal.season_of(year, int(period.edtf[5:7]))
    if period.grain in (cal.MONTH, cal.DAY):
        return cal.month_of(year, period.month)
    return cal.year_of(year)


def find_within(phrase: Phrase, context: Context) -> Period | None:
    """As in "Within three months", "over the last three months": from now to the end, or back from it."""
    length = read_length(phrase)
    here_and_now = phrase.arg in ("back", "ahead", "inside")
    base = context.published if here_and_now or context.running is None else context.running.first
    if length is None or base is None or (phrase.arg == "inside" and not context.future):
        return None  # "for ten years they trained": nobody says when that was
    count, unit = length
    step = -count if phrase.arg == "back" else count
    here, there = unit_of(unit, base, 0), unit_of(unit, base, step)
    if here is None or there is None:
        return None
    return cal.between(there, here) if step < 0 else cal.between(here, there)
