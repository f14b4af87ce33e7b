"""The backlog of five days as a chart that people can read: round numbers up, the days of the viewer along."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from apps.onboarding.curve import BOTTOM, TOP, WIDTH, Curve
from apps.sync.backlog import DAYS, Backlog

STEPS = 4  # between the lines
ROUND = (1, 2, 5)
LAST_LABEL = WIDTH * 0.9  # a day that has only begun has no room for its name


@dataclass(frozen=True)
class Tick:
    """``place`` is in the units of the curve."""

    place: float
    label: str | int


@dataclass(frozen=True)
class BacklogChart:
    there: Curve
    here: Curve | None
    highest: int
    scale: list[Tick]
    days: list[Tick]


def of(found: Backlog) -> BacklogChart | None:
    """None where nothing waited."""
    highest = max([*found.there, *found.here], default=0)
    step = _step(highest)
    there = Curve.of(found.there, step * STEPS) if highest else None
    if there is None:
        return None
    here = Curve.of(found.here, step * STEPS) if any(found.here) else None
    scale = [Tick(BOTTOM - (BOTTOM - TOP) * each / STEPS, step * each) for each in range(STEPS + 1)]
    return BacklogChart(there, here, highest, scale, list(_days(found.began_at)))


def _step(highest: int) -> int:
    """The smallest round number of which four reach the highest point."""
    size = 1
    while True:
        for each in ROUND:
            if each * size * STEPS >= highest:
                return each * size
        size *= 10


def _days(began_at: datetime.datetime) -> Iterator[Tick]:
    first = timezone.localdate(began_at) + datetime.timedelta(days=1)
    for number in range(DAYS):
        day = first + datetime.timedelta(days=number)
        midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
        place = WIDTH * (midnight - began_at) / datetime.timedelta(days=DAYS)
        if place <= LAST_LABEL:
            yield Tick(place, date_format(day, pgettext("day on a chart", "D j")))
