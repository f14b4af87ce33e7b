"""Finds runs whose worker died and queued steps whose message was lost."""

from __future__ import annotations

import datetime

import structlog
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.checklist import events, runs
from apps.checklist.models import Step
from apps.checklist.moves import move
from apps.checklist.states import State
from apps.checklist.titles import named
from apps.timeline import history

log = structlog.get_logger(__name__)
GRACE = datetime.timedelta(seconds=5)  # a message that is just on its way


def put_back_dead() -> list[int]:
    """*Running* with a lapsed lease goes back to *queued*; the checkpoint is where its worker left it."""
    dead = Step.objects.everywhere("any tenant's worker may die").select_related("instance")
    return [step.pk for step in dead.filter(state=State.RUNNING, lease_until__lt=timezone.now()) if _put_back(step)]


def forgotten() -> list[int]:
    """*Queued* and due for a while: the message may be lost, another one does no harm."""
    due = Step.objects.everywhere("any tenant's message may be lost")
    rows = due.filter(state=State.QUEUED, run_at__lt=timezone.now() - GRACE).order_by("run_at")
    return list(rows.values_list("pk", flat=True)[:500])


@transaction.atomic
def _put_back(step: Step) -> bool:
    columns = {"run_at": Now(), "lease_until": None, "claim": None}
    still_dead = Q(lease_until__lt=timezone.now())  # a stalled worker may have woken up since we looked
    if not move(step, "put back", columns, claim=step.claim, only=still_dead):
        return False
    runs.lost(step)
    history.record(step.instance, events.LOST, step=named(step))
    log.warning("step.worker_lost", instance=step.instance.key, step=step.slug)
    return True
