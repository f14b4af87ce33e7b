"""The only place of the portal that knows Celery; a message carries an id, nothing else."""

from __future__ import annotations

from celery import shared_task

from apps.connections.checks import schedule
from apps.onboarding import drift
from apps.tenants.models import Instance

MOST_AT_ONCE = 20  # each asks an org of its own; what is left comes with the next beat


@shared_task(name="onboarding.start_due_checks")
def start_due_checks() -> None:
    drift.hurry_after_failures()
    for instance_id in schedule.due(MOST_AT_ONCE):
        recheck.delay(instance_id)


@shared_task(name="onboarding.recheck")
def recheck(instance_id: int) -> None:
    instance = Instance.objects.filter(pk=instance_id).first()
    if instance is not None:
        drift.recheck(instance)
