"""Puts a step in front of the workers: the row first, then a nudge after the commit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.checklist import runs
from apps.checklist.models import Step
from apps.checklist.moves import move

Nudge = Callable[[int], None]
_nudges: list[Nudge] = []


def install(nudge: Nudge) -> None:
    """``tasks`` hands its sender over when it is loaded; the row alone is enough, the sweep finds it."""
    _nudges[:] = [nudge]


@transaction.atomic
def up(step: Step, by: Any, *, move_name: str = "queue") -> bool:
    """One guarded UPDATE to *queued*; False when the step is not in a state that may be started."""
    if not move(step, move_name, {"run_at": Now(), "problem": {}, "failures": 0, "claim": None}):
        return False
    if move_name in {"begin", "queue"}:
        runs.begin(step, by)
    nudge(step.pk)
    return True


def nudge(step_id: int) -> None:
    for send in _nudges:
        transaction.on_commit(partial(send, step_id))
