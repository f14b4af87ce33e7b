"""When the next cycle begins: a pause after the end of the last, and not in the quiet hours."""

from __future__ import annotations

import datetime
import zoneinfo

from django.conf import settings

from apps.connections.models import Connection
from apps.sync.models import SyncState
from apps.tenants.models import Instance

SHORTEST, LONGEST = 2, 24 * 60  # minutes


def pause(state: SyncState) -> datetime.timedelta:
    return settings.CYCLE_PAUSE if state.pause_minutes is None else datetime.timedelta(minutes=state.pause_minutes)


def next_run(state: SyncState, instance: Instance, ended: datetime.datetime) -> datetime.datetime:
    return _outside_quiet(state, instance, ended + pause(state))


def zone(instance: Instance) -> zoneinfo.ZoneInfo:
    """Where the org is: the sync user's time zone there."""
    said = Connection.objects.of(instance).values_list("identity__time_zone", flat=True).first()
    try:
        return zoneinfo.ZoneInfo(said or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _outside_quiet(state: SyncState, instance: Instance, moment: datetime.datetime) -> datetime.datetime:
    begins, ends = state.quiet_from, state.quiet_until
    if begins is None or ends is None or begins == ends:
        return moment
    local = moment.astimezone(zone(instance))
    now = local.time()
    is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not is_quiet:
        return moment
    end = datetime.datetime.combine(local.date(), ends, local.tzinfo)
    return end if end > local else end + datetime.timedelta(days=1)
