"""The only place of the sync that knows Celery; a message carries an id, nothing else."""

from __future__ import annotations

from functools import partial

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from apps.sync import cycles, lease, quiet
from apps.tenants.models import Instance

log = structlog.get_logger(__name__)
SOON = 60  # seconds; a longer wait is left to the beat
AFTER_PEOPLE, AFTER_LOOKS = 3, 6  # priorities: what somebody waits for has none, and goes first


@shared_task(name="sync.run_cycle")
def run_cycle(instance_id: int) -> None:
    instance = Instance.objects.filter(pk=instance_id).first()
    if instance is None:
        return
    seconds = cycles.run(instance)
    if seconds is not None and seconds <= SOON:
        run_cycle.apply_async((instance_id,), countdown=seconds)


@shared_task(name="sync.start_due_cycles")
def start_due_cycles() -> None:
    """What waits longer than until the next count is asked for again, so an old message has nothing to say."""
    for _turn in range(quiet.turns()):
        look_at_quiet.apply_async(expires=settings.DUE_SECONDS, priority=AFTER_PEOPLE)
    _begin(lease.due())


@shared_task(name="sync.look_at_quiet")
def look_at_quiet() -> None:
    _begin(quiet.turn())


def _begin(instance_ids: list[int]) -> None:
    """An org that is away takes its cycle half a minute: the quick looks at others come first."""
    for instance_id in instance_ids:
        run_cycle.apply_async((instance_id,), expires=lease.NUDGE_AGAIN.total_seconds(), priority=AFTER_LOOKS)


def nudge(instance: Instance) -> None:
    """After the commit; a lost message only waits for the beat."""
    transaction.on_commit(partial(_send, instance.pk))


def _send(instance_id: int) -> None:
    try:
        run_cycle.apply_async((instance_id,), retry=False)
    except OperationalError:
        log.warning("cycle.not_nudged", instance_id=instance_id)
