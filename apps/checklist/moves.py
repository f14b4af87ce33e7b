"""The only place that writes a step's state: one conditional UPDATE; zero rows: somebody was faster."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from apps.checklist.models import Step
from apps.checklist.states import MOVES
from apps.timeline import history, live

ALWAYS = Q()


def move(
    step: Step,
    name: str,
    columns: Mapping[str, Any] | None = None,
    *,
    claim: uuid.UUID | None = None,
    only: Q = ALWAYS,
) -> bool:
    """True if the step was in a state that ``name`` leads away from, and the row was as ``only`` says.

    With ``claim``: and still held by it.
    """
    rule = MOVES[name]
    history.take_turn(step.instance_id)
    rows = Step.objects.of(step.instance_id).filter(only, pk=step.pk, state__in=rule.sources)
    if claim is not None:
        rows = rows.filter(claim=claim)
    moved = rows.update(state=rule.target, state_since=Now(), **(columns or {})) == 1
    if moved:
        step.refresh_from_db()
        live.moved(step.instance_id, step.noun, "checklist")
    return moved
