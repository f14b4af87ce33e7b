"""Calculated fields change without a new SystemModstamp: once a night they are read again, whole, by Bulk.

Salesforce may take its time over a job; cycles don't wait for it, the first one that finds it complete takes its pages.
"""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo

from django.conf import settings

from apps.sync import checkpoints, operations, plan, reading, schedule
from apps.sync.checkpoints import Checkpoint, Purpose
from apps.sync.models import Cycle, Operation
from apps.sync.plan import Plan
from apps.sync.reader import Query, Reader
from apps.tenants.models import Instance

PURPOSE: Purpose = "calculated"


def carry_on(reader: Reader, cycle: Cycle, plans: list[Plan]) -> float | None:
    """0 when there is more to do at once; None when the cycle need not wait."""
    due = _due(reader, cycle.instance, plan.calculated_of(cycle.instance, plans))
    asked = [(query, reading.ask(reader, query, place)) for query, place in due]
    for query, place in asked:
        reader.watch.alive()
        if not place.is_done and (wait := _read(reader, query, place)) is not None:
            if wait == 0:
                return 0
            continue
        _finish(reader, cycle, place)
    return None


def begins_at(zone: zoneinfo.ZoneInfo, now: datetime.datetime) -> datetime.datetime:
    """When the latest night began where the org is."""
    local = now.astimezone(zone)
    night = datetime.datetime.combine(local.date(), settings.NIGHT_BEGINS, local.tzinfo)
    return night if night <= now else night - datetime.timedelta(days=1)


def _due(reader: Reader, instance: Instance, plans: list[Plan]) -> list[tuple[Query, Checkpoint]]:
    """What was begun goes on at any hour; an object's first night is the one after its initial sync."""
    if not plans:
        return []
    night = begins_at(schedule.zone(instance), datetime.datetime.now(datetime.UTC))
    checkpoints.lay(reader.connection, [each.name for each in plans], PURPOSE)
    places, initial = checkpoints.of(reader.connection, PURPOSE), checkpoints.of(reader.connection, "initial")
    found = [(each, places[each.name]) for each in plans]
    return [
        (Query(each, each.everything, deleted=each.object.includes_archived), place)
        for each, place in found
        if place.job_id or place.is_done or _known_at(place, initial.get(each.name)) < night
    ]


def _known_at(place: Checkpoint, initial: Checkpoint | None) -> datetime.datetime:
    known = place.watermark or (initial.ceiling if initial else None)
    return known or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _read(reader: Reader, query: Query, place: Checkpoint) -> float | None:
    return reading.carry_on(reader, dataclasses.replace(query, watermark=place.ceiling), place)


def _finish(reader: Reader, cycle: Cycle, place: Checkpoint) -> None:
    """A night in which nothing differed is told as well: it had its price."""
    operations.open_(cycle, place.object, Operation.Kind.PULL_CALCULATED)
    operations.copy(cycle, place, reader.connection, is_done=True)
    checkpoints.open_again(reader.connection, place)
