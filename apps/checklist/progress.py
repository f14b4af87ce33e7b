"""Progress as committed counts; the same write tells a job that it was paused, cancelled or overtaken."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from apps.checklist.definition import msgid
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.timeline import live


class Stopped(Exception):
    """The step is no longer this worker's: paused, cancelled, or taken over after a stall."""


def report(step: Step, *, done: int, total: int | None = None, unit: Any = "", note: Any = "", **extra: Any) -> None:
    """Commit how far the job is. ``note`` is a translatable sentence that ``extra`` fills. Raises Stopped."""
    progress = {"done": done, "total": total, "unit": msgid(unit), "note": msgid(note), "data": extra}
    columns: dict[str, Any] = {
        "progress": progress,
        "heartbeat_at": Now(),
        "lease_until": timezone.now() + settings.STEP_LEASE,
    }
    if done != step.progress.get("done"):
        columns["progressed_at"] = Now()
    _write(step, columns)
    step.progress = progress
    live.moved(step.instance_id, step.noun)


def beat(step: Step) -> None:
    """Prolong the lease. Raises Stopped."""
    _write(step, {"heartbeat_at": Now(), "lease_until": timezone.now() + settings.STEP_LEASE})


def _write(step: Step, columns: dict[str, Any]) -> None:
    mine = Step.objects.of(step.instance_id).filter(pk=step.pk, state=State.RUNNING, claim=step.claim)
    if mine.update(**columns) == 0:
        raise Stopped(step.slug)
