"""One cycle of an instance at a time: a claim on its row that lapses when its worker dies."""

from __future__ import annotations

import datetime
import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.sync.models import SyncState
from apps.tenants.models import Instance
from apps.tenants.sql import read

LENGTH = datetime.timedelta(seconds=60)
EVERY = 10.0  # seconds between two prolongations
NUDGE_AGAIN = datetime.timedelta(seconds=60)
AT_ONCE = 500


class Ended(Exception):
    """The claim is no longer ours: the sync was disabled, or another worker was given it after a stall."""


@dataclass
class Lease:
    """Watches a cycle's work; raises Ended from ``alive`` when it must stop."""

    instance: Instance
    claim: uuid.UUID
    asked_at: float
    state: SyncState

    def alive(self) -> None:
        if time.monotonic() - self.asked_at < EVERY:
            return
        self.asked_at = time.monotonic()
        if _held(self).update(lease_until=timezone.now() + LENGTH) == 0:
            raise Ended

    def keep(self, **columns: Any) -> None:
        """Changes the instance's row while the claim is ours. Raises Ended."""
        if _held(self).update(**columns) == 0:
            raise Ended

    def saved(self, *_counts: int | None) -> None:
        self.alive()


def take(instance: Instance, *, hurry: bool = False) -> Lease | None:
    """None when it is not due, or somebody has it. ``hurry``: whether due or not, enabled or not."""
    now = timezone.now()
    free = SyncState.objects.of(instance).filter(_is_free(now))
    if not hurry:
        free = free.filter(is_enabled=True, next_run_at__lte=now)
    claim = uuid.uuid4()
    if not free.update(claim=claim, lease_until=now + LENGTH, is_quiet=False):
        return None
    return Lease(instance, claim, time.monotonic(), SyncState.objects.of(instance).get())


def take_quiet(most: int) -> tuple[uuid.UUID, list[SyncState]]:
    """Those that are due, together, each for this worker alone; whoever waits longest comes first."""
    claim, now = uuid.uuid4(), timezone.now()
    values = {"claim": claim, "now": now, "until": now + LENGTH, "most": most}
    states = SyncState.objects.everywhere("cycles are due for all tenants").raw(read("sync", "take_quiet"), values)
    return claim, list(states)


def release(lease: Lease, next_run_at: datetime.datetime, **columns: Any) -> bool:
    """False when it was no longer ours; then nothing changed."""
    freed = {"claim": None, "lease_until": None, "nudged_at": None}
    return bool(_held(lease).update(**freed, next_run_at=next_run_at, **columns))


def due() -> list[int]:
    """Instances whose time has come; each is named once a minute, because a message may be lost.

    Not those whose last cycle found nothing (`quiet`).
    """
    now = timezone.now()
    values: dict[str, Any] = {"now": now, "named": now - NUDGE_AGAIN, "most": AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(read("sync", "name_due"), values)
        return [instance_id for (instance_id,) in cursor.fetchall()]


def quiet_due(most: int) -> int:
    """How many wait to be looked at together; no more are counted than ``most``."""
    now = timezone.now()
    rows = SyncState.objects.everywhere("cycles are due for all tenants")
    return rows.filter(_is_free(now), is_enabled=True, is_quiet=True, next_run_at__lte=now)[:most].count()


def _is_free(now: datetime.datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now)


def _held(lease: Lease) -> QuerySet[SyncState]:
    return SyncState.objects.of(lease.instance).filter(claim=lease.claim)
