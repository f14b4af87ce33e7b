"""What waited and what moved: each cycle keeps what it found waiting, so a page draws five days and asks nobody."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.marketing.database import Connection
from apps.sync.changes import Found
from apps.sync.models import Cycle, Operation, Status
from apps.tenants.models import Instance
from apps.tenants.sql import read

HERE = ""  # beside the objects' names: people changed here whose values are not in Salesforce yet
DAYS, HOURS_A_POINT = 5, 3
POINTS = DAYS * 24 // HOURS_A_POINT
DAY, RECENT = datetime.timedelta(days=1), datetime.timedelta(hours=6)
NOTABLE = 10  # records; below, a change of the backlog is no trend
Trend = Literal["normal", "growing", "shrinking"]


@dataclass(frozen=True)
class ObjectBacklog:
    """``per_hour``: records moved an hour over the last day. ``seconds``: until it is cleared at that pace."""

    object: str
    waiting: int
    per_hour: float
    seconds: float | None
    trend: Trend


@dataclass(frozen=True)
class Backlog:
    """``there`` and ``here``: what waited, a point for each three hours, the oldest first."""

    objects: list[ObjectBacklog]
    there: list[int]
    here: list[int]
    began_at: datetime.datetime

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.objects)


def note(cycle: Cycle, found: Iterable[Found], connection: Connection) -> None:
    """At the beginning of a turn; a cycle keeps the most that it saw."""
    seen = {each.object: each.total for each in found if each.total}
    (here,) = connection.execute(read("sync", "changes_waiting").encode()).fetchone() or (0,)
    kept = {name: max(number, cycle.waiting.get(name, 0)) for name, number in {**seen, HERE: here}.items() if number}
    if kept != cycle.waiting:
        cycle.waiting = {**cycle.waiting, **kept}
        Cycle.objects.of(cycle.instance).filter(pk=cycle.pk).update(waiting=cycle.waiting)


def of(instance: Instance) -> Backlog:
    now = timezone.now()
    began_at = now - datetime.timedelta(days=DAYS)
    cycles = list(
        Cycle.objects.of(instance)
        .filter(started_at__gte=began_at, is_initial=False)
        .exclude(waiting={})
        .values_list("started_at", "waiting")
    )
    last = Cycle.objects.of(instance).filter(is_initial=False).first()
    now_waiting = _left(last) if last else {}
    moved = _moved(instance, now - DAY)
    names = sorted({*now_waiting, *moved, *(name for _at, waiting in cycles for name in waiting)} - {HERE})
    return Backlog(
        [_object(name, now_waiting.get(name, 0), moved.get(name, 0), cycles, now) for name in names],
        _points(began_at, ((at, sum(waiting.values()) - waiting.get(HERE, 0)) for at, waiting in cycles)),
        _points(began_at, ((at, waiting.get(HERE, 0)) for at, waiting in cycles)),
        began_at,
    )


def _left(last: Cycle) -> dict[str, int]:
    """What the newest cycle found and did not bring: it runs, or was stopped, or was refused."""
    done = set(last.operations.filter(status=Status.SUCCEEDED).values_list("object", flat=True))
    if last.status == Status.SUCCEEDED:
        return {}
    return {name: number for name, number in last.waiting.items() if name not in done}


def _moved(instance: Instance, since: datetime.datetime) -> dict[str, int]:
    rows = Operation.objects.of(instance).filter(started_at__gte=since, cycle__is_initial=False)
    moved = sum(Coalesce(Sum(name), 0) for name in ("new", "updated", "deleted"))
    return dict(rows.order_by().values_list("object").annotate(moved=moved))


def _object(
    name: str,
    waiting: int,
    moved: int,
    cycles: list[tuple[datetime.datetime, Mapping[str, int]]],
    now: datetime.datetime,
) -> ObjectBacklog:
    per_hour = moved / 24
    seconds = waiting / per_hour * 3600 if waiting and per_hour else None
    lately = [seen.get(name, 0) for at, seen in cycles if at >= now - RECENT]
    before = [seen.get(name, 0) for at, seen in cycles if now - 2 * RECENT <= at < now - RECENT]
    return ObjectBacklog(name, waiting, per_hour, seconds, _trend(max(before, default=0), max(lately, default=0)))


def _trend(before: int, lately: int) -> Trend:
    if lately > 2 * before + NOTABLE:
        return "growing"
    return "shrinking" if before > 2 * lately + NOTABLE else "normal"


def _points(began_at: datetime.datetime, seen: Iterable[tuple[datetime.datetime, int]]) -> list[int]:
    points = [0] * POINTS
    for at, number in seen:
        place = min(int((at - began_at) / datetime.timedelta(hours=HOURS_A_POINT)), POINTS - 1)
        points[place] = max(points[place], number)
    return points
