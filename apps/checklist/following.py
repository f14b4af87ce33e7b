"""What a change opens, begins or puts out of date further down the list."""

from __future__ import annotations

from django.db.models.functions import Now

from apps.checklist import events, queue, registry, steps
from apps.checklist.definition import Definition
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
            queue.up(step, None, move_name="begin")
        else:
            move(step, "unlock")


def changed(step: Step) -> None:
    """``step`` was done anew: what rests on it is out of date, and jobs that only read begin again."""
    rows = steps.by_slug(step.instance)
    _outdate(rows[step.slug], rows)
    for definition in registry.definitions():
        if step.slug in definition.rests_on and definition.starts_itself and definition.has_job:
            _begin_again(definition, rows)


def _outdate(cause: Step, rows: dict[str, Step]) -> None:
    """All the way down the list; each says what it was that changed."""
    for definition in registry.definitions():
        later = rows[definition.slug]
        if cause.slug in definition.rests_on and move(later, "age", {"verified_at": None}):
            history.record(later.instance, events.STALE, step=named(later), cause=named(cause))
            _outdate(later, rows)


def _begin_again(definition: Definition, rows: dict[str, Step]) -> None:
    """Only on firm ground: while something that it rests on is out of date too, that one's end calls again."""
    if any(rows[slug].state != State.DONE for slug in definition.rests_on):
        return
    step = rows[definition.slug]
    if step.state in {State.STALE, State.WAITING, State.FAILED}:
        queue.up(step, None)
    elif step.state == State.RUNNING and move(step, "put back", {"run_at": Now(), "lease_until": None, "claim": None}):
        queue.nudge(step.pk)
