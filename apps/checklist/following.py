"""What a change opens, begins or puts out of date further down the list."""

from __future__ import annotations

from apps.checklist import events, queue, registry, steps
from apps.checklist.models import Step
from apps.checklist.moves import move
from apps.checklist.states import State
from apps.checklist.titles import named
from apps.tenants.models import Instance
from apps.timeline import history


def unlock(instance: Instance) -> None:
    """Open every locked step whose conditions are met; a job that only reads begins by itself."""
    rows = steps.by_slug(instance)
    for definition in registry.definitions():
        step = rows[definition.slug]
        if step.state != State.LOCKED or not definition.opens_when(rows):
            continue
        if definition.starts_itself and definition.has_job:
            queue.up(step, None)
        else:
            move(step, "unlock")


def changed(step: Step) -> None:
    """``step`` was done anew: what rests on it is out of date, and jobs that only read begin again."""
    rows = steps.by_slug(step.instance)
    for definition in registry.definitions():
        if step.slug not in definition.rests_on:
            continue
        later = rows[definition.slug]
        if not move(later, "age", {"verified_at": None}):
            continue
        history.record(step.instance, events.STALE, step=named(later), cause=named(step))
        if definition.starts_itself and definition.has_job:
            queue.up(later, None)
        changed(later)
