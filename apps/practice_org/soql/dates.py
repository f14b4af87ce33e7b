"""Dates as queries write them: instants, days, and words such as TODAY or LAST_N_DAYS:7. The org's clock is UTC."""

from __future__ import annotations

import calendar
import datetime

Span = tuple[datetime.datetime, datetime.datetime]
UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
WEEK = 7
YEAR_MONTHS = 12
QUARTER_MONTHS = 3


def instant(text: str) -> datetime.datetime:
    """An aware moment, made naive in UTC."""
    return datetime.datetime.fromisoformat(text.upper()).astimezone(UTC).replace(tzinfo=None)


def span(text: str, now: datetime.datetime) -> Span | None:
    """First instant and the instant after the last one of a date word; None for words that are none."""
    word, _, number = text.upper().partition(":")
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if number:
        return _counted(word, int(number), today)
    return _named(word, today)


def _named(word: str, today: datetime.datetime) -> Span | None:
    days = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
    if word in days:
        start = today + days[word] * DAY
        return start, start + DAY
    if word in {"LAST_90_DAYS", "NEXT_90_DAYS"}:
        return _counted(word.replace("90", "N"), 90, today)
    which, _, unit = word.partition("_")
    offset = {"LAST": -1, "THIS": 0, "NEXT": 1}.get(which)
    return None if offset is None else _unit(unit, offset, today)


def _unit(unit: str, offset: int, today: datetime.datetime) -> Span | None:
    if unit == "WEEK":
        start = today - ((today.weekday() + 1) % WEEK) * DAY + offset * WEEK * DAY
        return start, start + WEEK * DAY
    months = {"MONTH": 1, "QUARTER": QUARTER_MONTHS, "YEAR": YEAR_MONTHS}.get(unit)
    if months is None:
        return None
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return _add_months(first, offset * months), _add_months(first, (offset + 1) * months)


def _counted(word: str, number: int, today: datetime.datetime) -> Span | None:
    which, _, unit = word.partition("_N_")
    if unit == "DAYS":
        spans = {
            "LAST": (today - number * DAY, today + DAY),
            "NEXT": (today + DAY, today + (number + 1) * DAY),
        }
        return spans.get(which)
    size = unit.removesuffix("S")
    step = _unit(size, 0, today)
    if step is None or which not in {"LAST", "NEXT"}:
        return None
    edge = _unit(size, -number if which == "LAST" else number, today)
    if edge is None:
        return None
    return (edge[0], step[0]) if which == "LAST" else (step[1], edge[1])


def _add_months(day: datetime.datetime, months: int) -> datetime.datetime:
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
