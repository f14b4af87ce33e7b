"""Speed and forecast, made of committed pages and nothing else; a forecast is a range, and narrows as pages come."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

WINDOW = datetime.timedelta(seconds=30)
SURE, UNSURE = 1.1, 2.0  # how far off a forecast may be: with many pages, with few
ENOUGH = 10  # pages
POINTS = 16


@dataclass(frozen=True)
class Saved:
    """A committed page."""

    object: str
    rows: int
    at: datetime.datetime


@dataclass(frozen=True)
class Forecast:
    low: datetime.datetime
    high: datetime.datetime


def rate(pages: Sequence[Saved], since: datetime.datetime, now: datetime.datetime) -> float:
    """Records a second over the last half minute, or since the beginning where that is later."""
    begin = max(since, now - WINDOW)
    seconds = max((now - begin).total_seconds(), 1.0)
    return sum(page.rows for page in pages if page.at > begin) / seconds


def forecast(
    pages: Sequence[Saved], since: datetime.datetime, remaining: int, now: datetime.datetime
) -> Forecast | None:
    """None while nothing is known of the speed."""
    average = sum(page.rows for page in pages) / max((now - since).total_seconds(), 1.0)
    speeds = [speed for speed in (average, rate(pages, since, now)) if speed > 0]
    if not speeds or remaining <= 0:
        return None
    doubt = SURE if len(pages) >= ENOUGH else UNSURE
    low, high = remaining / (max(speeds) * doubt), remaining * doubt / min(speeds)
    return Forecast(now + datetime.timedelta(seconds=low), now + datetime.timedelta(seconds=high))


def series(pages: Sequence[Saved], since: datetime.datetime, now: datetime.datetime) -> list[float]:
    """Records a second in equal spans from the beginning until now."""
    span = max((now - since).total_seconds(), 1.0) / POINTS
    sums = [0] * POINTS
    for page in pages:
        place = int((page.at - since).total_seconds() / span)
        sums[min(max(place, 0), POINTS - 1)] += page.rows
    return [found / span for found in sums]
