"""Dates as queries write them: instants, days, and words such as TODAY or LAST_N_DAYS:7."""

from __future__ import annotations

import datetime
import re

Span = tuple[datetime.datetime, datetime.datetime]
DAY = datetime.timedelta(days=1)
WEEK = 7
YEAR_MONTHS = 12
MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
NAMED_DAYS = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
FISCAL = re.compile("_FISCAL_(?=QUARTER|YEAR)")
WHICH = {"LAST": -1, "THIS": 0, "NEXT": 1}


def instant(text: str) -> datetime.datetime:
    """An aware moment, made naive in UTC."""
    return datetime.datetime.fromisoformat(text.upper()).astimezone(datetime.UTC).replace(tzinfo=None)


def span(text: str, now: datetime.datetime) -> Span | None:
    """First moment and the moment after the last one of a date word, by the clock that `now` is read from.

    None for words that are none. The fiscal year is the calendar year, as in an org that never changed it.
    """
    word, _, number = FISCAL.sub("_", text.upper()).partition(":")
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return _counted(word, int(number), today) if number else _named(word, today)
    except (OverflowError, ValueError):
        return None


def _named(word: str, today: datetime.datetime) -> Span | None:
    if word in NAMED_DAYS:
        start = today + NAMED_DAYS[word] * DAY
        return start, start + DAY
    if word in {"LAST_90_DAYS", "NEXT_90_DAYS"}:
        return _counted(word.replace("90", "N"), 90, today)
    which, _, unit = word.partition("_")
    return _unit(unit, WHICH[which], today) if which in WHICH else None


def _counted(word: str, number: int, today: datetime.datetime) -> Span | None:
    """LAST_N_DAYS:n ends with today; LAST_N_WEEKS:n and its like end where the current one begins."""
    if word.startswith("N_") and word.endswith("S_AGO"):
        return _unit(word.removeprefix("N_").removesuffix("S_AGO"), -number, today)
    which, _, unit = word.partition("_N_")
    if which not in {"LAST", "NEXT"} or not unit.endswith("S"):
        return None
    if unit == "DAYS":
        return (today - number * DAY, today + DAY) if which == "LAST" else (today + DAY, today + (number + 1) * DAY)
    return _run(unit.removesuffix("S"), number, which, today)


def _run(unit: str, number: int, which: str, today: datetime.datetime) -> Span | None:
    current = _unit(unit, 0, today)
    edge = _unit(unit, -number if which == "LAST" else number, today)
    if current is None or edge is None:
        return None
    return (edge[0], current[0]) if which == "LAST" else (current[1], edge[1])


def _unit(unit: str, offset: int, today: datetime.datetime) -> Span | None:
    """The day, week (from Sunday on), month, quarter or year that lies `offset` of them from today."""
    if unit == "DAY":
        return today + offset * DAY, today + (offset + 1) * DAY
    if unit == "WEEK":
        start = today - ((today.weekday() + 1) % WEEK) * DAY + offset * WEEK * DAY
        return start, start + WEEK * DAY
    months = MONTHS.get(unit)
    if months is None:
        return None
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return _add_months(first, offset * months), _add_months(first, (offset + 1) * months)


def _add_months(first: datetime.datetime, months: int) -> datetime.datetime:
    """Of the first day of a month."""
    year, month = divmod(first.year * YEAR_MONTHS + first.month - 1 + months, YEAR_MONTHS)
    return first.replace(year=year, month=month + 1)
