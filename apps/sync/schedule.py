"""When the next cycle begins: a pause after the end of the last, and not in the quiet hours."""

from __future__ import annotations

import datetime
import zoneinfo

from django.conf import settings

from apps.connections.models import Connection
from apps.sync.models import SyncState
from apps.tenants.models import Instance

SHORTEST, LONGEST = 2, 24 * 60  # minutes
SPREAD = 0.05  # by so much of it a pause is longer for some instances than for others
MOST_SPREAD = datetime.timedelta(minutes=5)
GOLDEN = 0.6180339887498949  # its multiples lie as far apart as may be


def pause(state: SyncState) -> datetime.timedelta:
    return settings.CYCLE_PAUSE if state.pause_minutes is None else datetime.timedelta(minutes=state.pause_minutes)


def next_run(
    state: SyncState, instance: Instance, ended: datetime.datetime, where: zoneinfo.ZoneInfo | None = None
) -> datetime.datetime:
    """Thousands that ended together, or that wake together, drift apart: each has a place of its own.

    ``where`` the org is, as far as the caller knows it.
    """
    usual = pause(state)
    moment = ended + usual + SPREAD * _place(instance) * min(usual, MOST_SPREAD)
    begins, ends = state.quiet_from, state.quiet_until
    if begins is None or ends is None or begins == ends:
        return moment
    local = moment.astimezone(where or zone(instance))
    if not _is_quiet(local.time(), begins, ends):
        return moment
    return _at_last(local, ends) + _place(instance) * min(usual, MOST_SPREAD)


def zone(instance: Instance) -> zoneinfo.ZoneInfo:
    """Where the org is: the sync user's time zone there."""
    return zone_of(Connection.objects.of(instance).values_list("identity__time_zone", flat=True).first())


def zone_of(said: str | None) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(said or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _place(instance: Instance) -> float:
    """From 0 to 1, always the same one."""
    return (instance.pk or 0) * GOLDEN % 1


def _is_quiet(now: datetime.time, begins: datetime.time, ends: datetime.time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def _at_last(local: datetime.datetime, ends: datetime.time) -> datetime.datetime:
    end = datetime.datetime.combine(local.date(), ends, local.tzinfo)
    return end if end > local else end + datetime.timedelta(days=1)
