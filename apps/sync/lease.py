"""One cycle of an instance at a time: a claim on its row that lapses when its worker dies."""

from __future__ import annotations

import datetime
import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.sync.models import SyncState
from apps.tenants.models import Instance

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
    free = SyncState.objects.of(instance).filter(Q(lease_until=None) | Q(lease_until__lt=now))
    if not hurry:
        free = free.filter(is_enabled=True, next_run_at__lte=now)
    claim = uuid.uuid4()
    if not free.update(claim=claim, lease_until=now + LENGTH):
        return None
    return Lease(instance, claim, time.monotonic(), SyncState.objects.of(instance).get())


def release(lease: Lease, next_run_at: datetime.datetime, **columns: Any) -> bool:
    """False when it was no longer ours; then nothing changed."""
    freed = {"claim": None, "lease_until": None, "nudged_at": None}
    return bool(_held(lease).update(**freed, next_run_at=next_run_at, **columns))


def due() -> list[int]:
    """Instances whose time has come; each is named once a minute, because a message may be lost."""
    now = timezone.now()
    rows = SyncState.objects.everywhere("cycles are due for all tenants").filter(is_enabled=True, next_run_at__lte=now)
    rows = rows.filter(Q(lease_until=None) | Q(lease_until__lt=now))
    rows = rows.filter(Q(nudged_at=None) | Q(nudged_at__lt=now - NUDGE_AGAIN))
    found = list(rows.order_by("next_run_at").values_list("instance_id", flat=True)[:AT_ONCE])
    SyncState.objects.everywhere("those just found").filter(instance__in=found).update(nudged_at=now)
    return found


def _held(lease: Lease) -> QuerySet[SyncState]:
    return SyncState.objects.of(lease.instance).filter(claim=lease.claim)
