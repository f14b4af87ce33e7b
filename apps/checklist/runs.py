"""The record of each attempt: when it was queued, when it started, how it ended."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max
from django.db.models.functions import Coalesce, Now

from apps.checklist.models import Run, Step
from apps.timeline import history


def begin(step: Step, by: Any) -> None:
    last = step.runs.aggregate(last=Coalesce(Max("number"), 0))["last"]
    step.runs.filter(ended_at=None).update(ended_at=Now(), ending=Run.Ending.STOPPED)
    Run.objects.create(step=step, number=last + 1, by=history.person(by))


def claimed(step: Step) -> None:
    step.runs.filter(ended_at=None).update(started_at=Coalesce("started_at", Now()), chunks=F("chunks") + 1)


def lost(step: Step) -> None:
    step.runs.filter(ended_at=None).update(lost=F("lost") + 1)


def end(step: Step, ending: Run.Ending, problem: dict[str, Any] | None = None) -> None:
    step.runs.filter(ended_at=None).update(ended_at=Now(), ending=ending, problem=problem or {})
