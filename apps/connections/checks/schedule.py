"""When an instance's checks are asked again by themselves: once a day, each instance at a time of its own."""

from __future__ import annotations

import datetime
import zlib

from django.utils import timezone

from apps.connections.check_history import Recheck
from apps.tenants.models import Instance

DAY = datetime.timedelta(days=1)
SPREAD = 4 * 60 * 60  # seconds: instances that were set up together do not ask together for ever
RETRY = datetime.timedelta(minutes=30)  # a worker that was killed, or an org that did not answer
RATE = datetime.timedelta(hours=1)  # after failures, no more often than this


def asked(instance: Instance, at: datetime.datetime) -> None:
    """A whole round was asked, by whomever."""
    due = {"due_at": at + DAY - datetime.timedelta(seconds=_early(instance)), "asked_at": at, "after_failure": False}
    Recheck.objects.of(instance).update_or_create(instance=instance, defaults=due)


def due(most: int) -> list[int]:
    """The instances that have waited longest; what is more comes with the next beat."""
    rows = Recheck.objects.everywhere("checks that are due, of all instances").filter(due_at__lte=timezone.now())
    return list(rows.order_by("due_at").values_list("instance_id", flat=True)[:most])


def claim(instance: Instance) -> Recheck | None:
    """None: another worker has it. Who goes on to be killed leaves it to be due again."""
    now = timezone.now()
    taken = Recheck.objects.of(instance).filter(due_at__lte=now).update(due_at=now + RETRY)
    return Recheck.objects.of(instance).get() if taken else None


def _early(instance: Instance) -> int:
    return zlib.crc32(instance.key.encode()) % SPREAD
