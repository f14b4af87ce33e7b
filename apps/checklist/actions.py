"""What people do to a step: start, finish, pause, resume, cancel, open again, try again, release."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.checklist import endings, events, queue, registry, runs
from apps.checklist.definition import Done, msgid
from apps.checklist.models import Run, Step
from apps.checklist.moves import move
from apps.checklist.titles import named
from apps.timeline import history
from apps.timeline.kinds import Kind

FREED: dict[str, Any] = {"lease_until": None, "run_at": None, "claim": None, "problem": {}, "failures": 0}


@transaction.atomic
def start(step: Step, *, by: Any) -> bool:
    """Queue the step's job. False when it is locked, running or already queued: a second click changes nothing."""
    return _told(_has_job(step) and queue.up(step, by), step, events.STARTED, by)


def finish(step: Step, *, by: Any, message: Any, data: dict[str, Any] | None = None, verified: bool = True) -> bool:
    """A person has done the step's own part."""
    return endings.done(step, Done(message, data or {}, verified=verified), by=by)


@transaction.atomic
def hand_over(step: Step, *, by: Any, message: Any, data: dict[str, Any]) -> bool:
    """A person has done the step's own part, and another person's is next."""
    stored = {"message": msgid(message), "data": data}
    columns = {"run_at": None, "problem": {}, "verified_at": None, "outcome": stored}
    return _told(move(step, "hand over", columns), step, events.WAITING, by, said=endings.told(stored))


@transaction.atomic
def pause(step: Step, *, by: Any) -> bool:
    """The job keeps its checkpoint; what it is in the middle of is left."""
    moved = move(step, "pause", {"lease_until": None})
    if moved:
        registry.find(step.slug).on_pause(step)
    return _told(moved, step, events.PAUSED, by)


@transaction.atomic
def resume(step: Step, *, by: Any) -> bool:
    return _told(queue.up(step, by, move_name="resume"), step, events.RESUMED, by)


@transaction.atomic
def cancel(step: Step, *, by: Any) -> bool:
    moved = move(step, "cancel", {**FREED, "progress": {}})
    if moved:
        runs.end(step, Run.Ending.STOPPED)
        registry.find(step.slug).on_cancel(step)
    return _told(moved, step, events.CANCELLED, by)


@transaction.atomic
def reopen(step: Step, *, by: Any) -> bool:
    """A person wants to do a settled step anew; what rests on it goes out of date when it is done."""
    return _told(move(step, "reopen", FREED), step, events.REOPENED, by)


def outdate(step: Step, *, message: Any, data: dict[str, Any]) -> bool:
    """Somebody looked again, and what made the step done is no longer so. Who looked writes it down."""
    stored = {"message": msgid(message), "data": data}
    return move(step, "age", {"verified_at": None, "outcome": stored})


@transaction.atomic
def retry(step: Step, *, by: Any, reason: str) -> bool:
    """The support desk's *retry*: the same job from its checkpoint, at once also where it would have waited."""
    moved = _has_job(step) and (queue.up(step, by) or queue.up(step, by, move_name="hurry"))
    return _told(moved, step, events.RETRIED, by, reason=reason)


@transaction.atomic
def release(step: Step, *, by: Any, reason: str) -> bool:
    """The support desk's *release*: take the lease away and give the step back to the customer, ready."""
    moved = move(step, "cancel", FREED)
    if moved:
        runs.end(step, Run.Ending.STOPPED)
    return _told(moved, step, events.RELEASED, by, reason=reason)


def _has_job(step: Step) -> bool:
    return registry.find(step.slug).has_job


def _told(moved: bool, step: Step, kind: Kind, by: Any, **data: Any) -> bool:
    if moved:
        history.record(step.instance, kind, actor=by, step=named(step), **data)
    return moved
